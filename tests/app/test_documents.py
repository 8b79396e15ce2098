"""Several documents are open side by side: tabs, what each keeps, saving, autosave."""

from pathlib import Path

import pytest
from app_driver import PATIENCE, page_text, save
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from spec_editor.app.parts import Parts
from spec_editor.app.settings import AUTOSAVE
from spec_editor.storage import text_file
from spec_editor.ui.dialogs.messages import MessageDialog

LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton


def names(parts: Parts) -> list[str]:
    return [tab.name for tab in parts.tabs.tabs()]


def click_tab(qtbot: QtBot, parts: Parts, index: int, button: Qt.MouseButton = LEFT) -> None:
    qtbot.mouseClick(parts.tabs, button, pos=parts.tabs.tabRect(index).center() - QPoint(20, 0))


@pytest.fixture
def two(qtbot: QtBot, parts: Parts, folder: Path) -> tuple[Path, Path]:
    """Two open documents; the second is shown."""
    first, second = folder / "untouched.md", folder / "fleet-telemetry.md"
    # Who needs their previews waits for them.
    parts.files.open_path(first)
    parts.files.open_path(second)
    return first, second


def test_each_document_keeps_its_text_undo_cursor_and_scroll(
    qtbot: QtBot, parts: Parts, two: tuple[Path, Path]
) -> None:
    first, second = two
    before = parts.editor.text()
    parts.editor.go_to_line(60)
    qtbot.keyClicks(parts.editor, "new ")
    scroll = parts.editor.verticalScrollBar().value()
    cursor = parts.editor.textCursor().position()
    assert scroll > 0
    click_tab(qtbot, parts, 0)
    assert parts.session.path == first
    qtbot.waitUntil(lambda: "Document Template" in page_text(qtbot, parts), timeout=PATIENCE)
    assert not parts.window.command("edit.undo").isEnabled()
    assert not parts.window.isWindowModified()
    click_tab(qtbot, parts, 1)
    assert parts.session.path == second
    assert parts.window.isWindowModified()
    assert parts.editor.verticalScrollBar().value() == scroll
    assert parts.editor.textCursor().position() == cursor
    parts.window.command("edit.undo").trigger()
    assert parts.editor.text() == before
    qtbot.waitUntil(lambda: "Fleet Telemetry" in page_text(qtbot, parts), timeout=PATIENCE)


def test_tabs_are_closed_kept_and_gone_round(
    qtbot: QtBot, parts: Parts, two: tuple[Path, Path], folder: Path
) -> None:
    first, second = two
    parts.window.command("go.next_document").trigger()
    assert parts.session.path == first
    parts.window.command("go.previous_document").trigger()
    assert parts.session.path == second
    parts.files.open_file(folder / "payment-gateway.md", is_transient=True)
    assert names(parts) == ["untouched.md", "fleet-telemetry.md", "payment-gateway.md"]
    # Nobody touched it: it gives way.
    click_tab(qtbot, parts, 0)
    assert names(parts) == ["untouched.md", "fleet-telemetry.md"]
    click_tab(qtbot, parts, 1, MIDDLE)
    assert names(parts) == ["untouched.md"]
    qtbot.mouseClick(parts.tabs.cross(0), LEFT)
    assert parts.documents.current is None
    assert parts.tabs.isHidden()
    assert parts.window.parts.welcome.isVisible()


def test_a_transient_document_that_is_edited_stays(
    qtbot: QtBot, parts: Parts, two: tuple[Path, Path], folder: Path
) -> None:
    parts.files.open_file(folder / "payment-gateway.md", is_transient=True)
    qtbot.keyClicks(parts.editor, "x")
    click_tab(qtbot, parts, 0)
    assert len(names(parts)) == 3
    assert parts.tabs.tabs()[2].unsaved


def test_the_menu_of_a_tab_closes_the_others(
    qtbot: QtBot, parts: Parts, two: tuple[Path, Path]
) -> None:
    parts.tabs.customContextMenuRequested.emit(parts.tabs.tabRect(1).center())
    menu = parts.tabs.findChild(QMenu, "tabMenu")
    assert menu is not None
    next(each for each in menu.actions() if each.text() == "Close Others").trigger()
    assert names(parts) == ["fleet-telemetry.md"]
    menu.close()


def test_names_that_are_the_same_are_told_apart(
    qtbot: QtBot, parts: Parts, two: tuple[Path, Path], tmp_path: Path
) -> None:
    other = tmp_path / "drafts" / "untouched.md"
    other.parent.mkdir()
    other.write_text("# Draft\n")
    parts.files.open_file(other)
    assert [tab.place for tab in parts.tabs.tabs()] == ["specs", "", "drafts"]
    assert parts.workspace.folder == two[0].parent


def test_save_all_and_what_is_typed_meanwhile(
    qtbot: QtBot, parts: Parts, two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = two
    qtbot.keyClicks(parts.editor, "second ")
    click_tab(qtbot, parts, 0)
    qtbot.keyClicks(parts.editor, "first ")
    parts.window.command("file.save_all").trigger()
    # Typed while the text is on its way: it is not in the file, and counts as unsaved.
    qtbot.keyClicks(parts.editor, "more ")
    qtbot.waitUntil(lambda: len(parts.documents.unsaved()) == 1, timeout=PATIENCE)
    assert first.read_text("utf-8").startswith("first #")
    assert second.read_text("utf-8").startswith("second #")
    assert parts.window.isWindowModified()
    for _ in range(10):
        parts.window.command("edit.undo").trigger()
    # Back before what was saved: that is a change as well.
    assert parts.editor.text().startswith("#")
    assert parts.window.isWindowModified()


def test_a_save_that_fails_leaves_all_as_it_was(
    qtbot: QtBot, parts: Parts, two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = two[1].read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    qtbot.keyClicks(parts.editor, "x")
    with monkeypatch.context() as patch, qtbot.waitSignal(parts.saver.failed, timeout=PATIENCE):
        patch.setattr(text_file.os, "fsync", full)
        parts.window.command("file.save").trigger()
    assert two[1].read_bytes() == before
    assert parts.window.isWindowModified()
    box = parts.window.findChildren(MessageDialog)[-1]
    assert "the disk is full" in box.message.text()
    box.accept()
    save(qtbot, parts)
    assert two[1].read_bytes() == b"x" + before


def test_saving_without_a_change_writes_nothing(
    qtbot: QtBot, parts: Parts, two: tuple[Path, Path]
) -> None:
    before = two[1].stat()
    parts.window.command("file.save").trigger()
    assert "no changes" in parts.status.currentMessage()
    qtbot.keyClicks(parts.editor, "x")
    parts.window.command("edit.undo").trigger()
    parts.window.command("file.save").trigger()
    after = two[1].stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


def test_an_untitled_text_gets_its_file_when_it_is_saved(
    qtbot: QtBot, parts: Parts, two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    target = two[0].parent / "fresh.md"
    parts.window.command("file.new_untitled").trigger()
    parts.window.command("file.new_untitled").trigger()
    assert names(parts) == ["untouched.md", "fleet-telemetry.md", "Untitled 1", "Untitled 2"]
    qtbot.keyClicks(parts.editor, "# Fresh")
    asked: list[str] = []
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *a: (asked.append(a[2]), (str(target), ""))[1]
    )
    with qtbot.waitSignal(parts.saves.saved_as, timeout=PATIENCE):
        parts.window.command("file.save").trigger()
    assert asked == [str(two[0].parent / "Untitled 2.md")]
    assert target.read_text("utf-8") == "# Fresh"
    assert names(parts)[-1] == "fresh.md"
    assert parts.session.path == target
    assert not parts.window.isWindowModified()


def test_save_as_never_takes_the_file_of_another_tab(
    qtbot: QtBot, parts: Parts, two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = two[0].read_bytes()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(two[0]), ""))
    for name in ("file.save_as", "file.save_copy"):
        parts.window.command(name).trigger()
        box = parts.window.findChildren(MessageDialog)[-1]
        assert "open" in box.message.text()
        box.accept()
    assert two[0].read_bytes() == before
    assert parts.session.path == two[1]


def test_a_copy_leaves_the_document_with_its_file(
    qtbot: QtBot, parts: Parts, two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    target = two[0].parent / "copy.md"
    qtbot.keyClicks(parts.editor, "x")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    with qtbot.waitSignal(parts.saves.saved_as, timeout=PATIENCE):
        parts.window.command("file.save_copy").trigger()
    assert target.read_text("utf-8") == parts.editor.text()
    assert parts.session.path == two[1]
    assert parts.window.isWindowModified()


def test_autosave_saves_what_has_a_file(qtbot: QtBot, parts: Parts, two: tuple[Path, Path]) -> None:
    parts.window.command("file.new_untitled").trigger()
    qtbot.keyClicks(parts.editor, "no file")
    click_tab(qtbot, parts, 1)
    qtbot.keyClicks(parts.editor, "auto ")
    parts.autosave.save()
    qtbot.waitUntil(lambda: len(parts.documents.unsaved()) == 1, timeout=PATIENCE)
    assert two[1].read_text("utf-8").startswith("auto ")
    assert parts.documents.unsaved()[0].is_untitled


def test_the_choice_of_autosave_is_kept(qtbot: QtBot, parts: Parts) -> None:
    assert parts.window.command("file.autosave_off").isChecked()
    parts.window.command("file.autosave_focus").trigger()
    assert parts.settings.get(AUTOSAVE) == "focus"
    parts.settings.set(AUTOSAVE, "0")
    assert parts.settings.get(AUTOSAVE) == "off"


def test_autosave_on_focus_and_by_time(qtbot: QtBot, parts: Parts, two: tuple[Path, Path]) -> None:
    parts.autosave.choose("focus")
    qtbot.keyClicks(parts.editor, "a")
    with qtbot.waitSignal(parts.saver.saved, timeout=PATIENCE):
        parts.autosave._take_state(Qt.ApplicationState.ApplicationInactive)
    parts.autosave.choose("1")
    with qtbot.waitSignal(parts.saver.saved, timeout=PATIENCE):
        qtbot.keyClicks(parts.editor, "b")


def test_leaving_saves_all_that_is_wanted(
    qtbot: QtBot, parts: Parts, two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    from spec_editor.app import leaving
    from spec_editor.ui.dialogs.messages import UnsavedChoice

    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(
        leaving, "ask_unsaved", lambda _, *a: (asked.append(a), UnsavedChoice.SAVE)[1]
    )
    qtbot.keyClicks(parts.editor, "b")
    click_tab(qtbot, parts, 0)
    qtbot.keyClicks(parts.editor, "a")
    parts.window.close()
    qtbot.waitUntil(lambda: not parts.window.isVisible(), timeout=PATIENCE)
    assert asked == [("untouched.md", "fleet-telemetry.md")]
    assert [path.read_text("utf-8")[0] for path in two] == ["a", "b"]


def test_a_question_about_one_document_keeps_no_other_from_being_saved(
    qtbot: QtBot, parts: Parts, two: tuple[Path, Path]
) -> None:
    qtbot.keyClicks(parts.editor, "b")
    click_tab(qtbot, parts, 0)
    qtbot.keyClicks(parts.editor, "a")
    two[0].write_bytes(b"# Theirs\n")
    parts.disk_looks.look()
    qtbot.waitUntil(lambda: parts.documents.all[0].needs_decision, timeout=PATIENCE)
    click_tab(qtbot, parts, 1)
    with qtbot.waitSignal(parts.saver.saved, timeout=PATIENCE):
        parts.window.command("file.save_all").trigger()
    assert two[1].read_text("utf-8").startswith("b")
    assert two[0].read_bytes() == b"# Theirs\n"
    # The one that is left is shown, with the question above it.
    assert parts.session.path == two[0]


def test_leaving_stays_when_one_cannot_be_saved(
    qtbot: QtBot, parts: Parts, two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    from spec_editor.app import leaving
    from spec_editor.ui.dialogs.messages import UnsavedChoice

    monkeypatch.setattr(leaving, "ask_unsaved", lambda *_: UnsavedChoice.SAVE)
    qtbot.keyClicks(parts.editor, "b")
    two[1].chmod(0o444)
    with qtbot.waitSignal(parts.saver.failed, timeout=PATIENCE):
        parts.window.close()
    assert parts.window.isVisible()
    assert parts.window.isWindowModified()
    parts.window.findChildren(MessageDialog)[-1].accept()


def test_a_huge_text_is_refused_before_the_window_stands_still(
    qtbot: QtBot, parts: Parts, two: tuple[Path, Path]
) -> None:
    huge = two[0].parent / "huge.md"
    huge.write_text("# Huge\n" + "x" * 50 + "\n" * 10_000_000)
    parts.files.open_file(huge)
    box = parts.window.findChildren(MessageDialog)[-1]
    assert "too many to be edited here" in box.message.text()
    box.accept()
    assert parts.session.path == two[1]
