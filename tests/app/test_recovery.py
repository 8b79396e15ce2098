"""What an earlier run left is offered, taken back as one step that can be undone, or given up."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from app_driver import is_shown
from journal_tools import draft, left_behind
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot
from safety_tools import PATIENCE, SafeWindow, entries, texts

from spec_editor.app.documents import OpenDocument
from spec_editor.app.parts import Parts
from spec_editor.core.unsaved import Since
from spec_editor.storage.journal_format import Draft
from spec_editor.storage.places import journal_folder
from spec_editor.storage.text_file import decode
from spec_editor.ui.dialogs.messages import MessageDialog
from spec_editor.ui.recovery.dialog import RecoveryDialog

BASE, MINE, THEIRS = b"one\r\ntwo\r\n", "one\ntwo\nmine\n", b"theirs\r\none\r\ntwo\r\n"
Start = Callable[[], SafeWindow]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.md"
    path.write_bytes(BASE)
    return path


@pytest.fixture
def start(qtbot: QtBot) -> Iterator[Start]:
    """Start programs that look for what was left; with something to find its page is open."""
    started: list[SafeWindow] = []

    def begin() -> SafeWindow:
        window = SafeWindow()
        started.append(window)
        window.editor.show()
        window.parts.recovery.look()
        return window

    yield begin
    for window in started:
        window.close()


def page(qtbot: QtBot, window: SafeWindow) -> RecoveryDialog:
    qtbot.waitUntil(lambda: bool(window.parts.recovery.texts()), timeout=PATIENCE)
    (dialog,) = window.window.findChildren(RecoveryDialog)
    assert dialog.isVisible()
    return dialog


def restored(qtbot: QtBot, window: SafeWindow) -> OpenDocument:
    """Restore the first text by its button; return the document that is shown then."""
    dialog = page(qtbot, window)
    qtbot.mouseClick(dialog.restore_button, Qt.MouseButton.LeftButton)
    document = window.parts.documents.current
    assert document is not None
    return document


def since(window: SafeWindow) -> list[Since]:
    return [text.since for text in window.parts.recovery.texts()]


def test_a_text_is_restored_as_one_step_that_leads_back_to_the_file(
    qtbot: QtBot, start: Start, path: Path
) -> None:
    left_behind(journal_folder(), draft(path, MINE, BASE, anchor=2, position=5))
    window = start()
    dialog = page(qtbot, window)
    assert since(window) == [Since.UNCHANGED]
    assert [pair.right for pair in dialog.columns.pairs if pair.differs] == ["mine"]
    document = restored(qtbot, window)
    assert (document.path, document.text(), document.is_unsaved) == (path, MINE, True)
    cursor = window.editor.textCursor()
    assert (cursor.anchor(), cursor.position()) == (2, 5)
    assert path.read_bytes() == BASE
    assert not dialog.isVisible()
    window.editor.undo()
    assert document.text() == "one\ntwo\n"


def test_saving_a_restored_text_keeps_what_the_file_has_of_its_own(
    qtbot: QtBot, start: Start, path: Path
) -> None:
    left_behind(journal_folder(), draft(path, MINE, BASE))
    window = start()
    document = restored(qtbot, window)
    with qtbot.waitSignal(window.parts.saver.saved, timeout=PATIENCE):
        window.parts.saver.save(document)
    assert path.read_bytes() == BASE + b"mine\r\n"
    assert window.parts.journaling.flush() == ""
    assert entries() == []


def test_a_crash_right_after_restoring_loses_nothing(
    qtbot: QtBot, start: Start, path: Path
) -> None:
    left_behind(journal_folder(), draft(path, MINE, BASE))
    first = start()
    restored(qtbot, first)
    assert texts() == [MINE]
    first.close()
    second = start()
    assert restored(qtbot, second).text() == MINE


def test_a_file_that_changed_since_is_no_reason_to_overwrite_it(
    qtbot: QtBot, start: Start, path: Path
) -> None:
    left_behind(journal_folder(), draft(path, MINE, BASE))
    path.write_bytes(THEIRS)
    window = start()
    dialog = page(qtbot, window)
    assert since(window) == [Since.CHANGED]
    assert {pair.left for pair in dialog.columns.pairs if pair.differs} == {"theirs", None}
    document = restored(qtbot, window)
    assert document.text() == MINE
    # What it was edited from stays known: mine, theirs and this make a merge.
    assert document.file.text == "one\ntwo\n"
    qtbot.waitUntil(lambda: "disk" in document.notices, timeout=PATIENCE)
    with qtbot.waitSignal(window.parts.saver.failed, timeout=PATIENCE):
        window.parts.saver.save(document)
    assert path.read_bytes() == THEIRS


def test_a_text_kept_over_a_changed_file_stays_unsaved_whatever_is_undone(
    qtbot: QtBot, start: Start, path: Path
) -> None:
    left_behind(journal_folder(), draft(path, MINE, BASE))
    path.write_bytes(THEIRS)
    window = start()
    document = restored(qtbot, window)
    qtbot.waitUntil(lambda: "disk" in document.notices, timeout=PATIENCE)
    window.parts.disk.answer("disk", "mine")
    assert document.file.text == "theirs\none\ntwo\n"
    window.editor.undo()
    assert document.text() == "one\ntwo\n"
    assert document.is_unsaved
    assert window.parts.journaling.flush() == ""
    assert texts() == ["one\ntwo\n"]


@pytest.mark.parametrize("way", ["deleted", "moved", "folder deleted"])
def test_a_text_whose_file_is_gone_is_offered(
    qtbot: QtBot, start: Start, tmp_path: Path, way: str
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    path = folder / "a.md"
    path.write_bytes(BASE)
    left_behind(journal_folder(), draft(path, MINE, BASE))
    if way == "moved":
        path.rename(tmp_path / "b.md")
    elif way == "deleted":
        path.unlink()
    else:
        shutil.rmtree(folder)
    window = start()
    page(qtbot, window)
    assert since(window) == [Since.GONE]
    document = restored(qtbot, window)
    assert (document.path, document.text(), document.is_unsaved) == (path, MINE, True)
    qtbot.waitUntil(lambda: "disk" in document.notices, timeout=PATIENCE)


def test_what_stands_in_the_files_place_is_not_opened(
    qtbot: QtBot, start: Start, path: Path
) -> None:
    left_behind(journal_folder(), draft(path, MINE, BASE))
    path.unlink()
    os.mkfifo(path)
    window = start()
    dialog = page(qtbot, window)
    assert since(window) == [Since.UNREADABLE]
    assert "no regular file" in dialog.about.text()
    assert restored(qtbot, window).text() == MINE


def test_an_untitled_text_is_untitled_again(qtbot: QtBot, start: Start, tmp_path: Path) -> None:
    untitled = Draft("u", decode(tmp_path / "Untitled 1.md", b""), "a thought", is_untitled=True)
    left_behind(journal_folder(), untitled)
    window = start()
    page(qtbot, window)
    assert since(window) == [Since.NEVER_SAVED]
    document = restored(qtbot, window)
    assert (document.text(), document.is_untitled, document.is_unsaved) == ("a thought", True, True)


def test_untitled_texts_are_called_as_before(qtbot: QtBot, start: Start, tmp_path: Path) -> None:
    names = ("Untitled 3", "Untitled 1", "Untitled 2")
    files = [decode(tmp_path / f"{name}.md", b"") for name in names]
    left_behind(
        journal_folder(),
        *(Draft(each.path.stem, each, each.path.stem, is_untitled=True) for each in files),
    )
    # By now the name of one is taken.
    (tmp_path / "Untitled 2.md").write_bytes(b"theirs")
    window = start()
    page(qtbot, window)
    recovery, documents = window.parts.recovery, window.parts.documents
    recovery.restore([text.key for text in recovery.texts() if text.name != "Untitled 2"])
    recovery.restore([text.key for text in recovery.texts()])
    found = {each.text(): each.name for each in documents.all}
    assert found == {
        "Untitled 1": "Untitled 1",
        "Untitled 3": "Untitled 3",
        "Untitled 2": "Untitled 4",
    }


def test_a_folder_that_cannot_be_looked_at_is_no_obstacle(
    qtbot: QtBot, start: Start, tmp_path: Path
) -> None:
    # As of a folder without permission, the system does not say whether anything is there.
    hidden = tmp_path / ("x" * 300)
    untitled = Draft("u", decode(hidden / "Untitled 1.md", b""), "a thought", is_untitled=True)
    left_behind(journal_folder(), untitled, draft(hidden / "a.md", MINE, BASE))
    window = start()
    page(qtbot, window)
    assert {*since(window)} == {Since.NEVER_SAVED, Since.UNREADABLE}
    window.parts.recovery.restore([text.key for text in window.parts.recovery.texts()])
    assert {each.text() for each in window.parts.documents.all} == {"a thought", MINE}


def test_a_text_goes_to_the_document_that_is_open_already(
    qtbot: QtBot, start: Start, path: Path
) -> None:
    left_behind(journal_folder(), draft(path, MINE, BASE))
    window = start()
    document = window.parts.documents.open(path)
    assert restored(qtbot, window) is document
    assert document.text() == MINE
    assert window.parts.documents.all == (document,)


def test_other_unsaved_changes_of_the_file_are_not_overwritten(
    qtbot: QtBot, start: Start, path: Path
) -> None:
    left_behind(journal_folder(), draft(path, MINE, BASE))
    window = start()
    page(qtbot, window)
    document = window.parts.documents.open(path)
    qtbot.keyClicks(window.editor, "other ")
    restored(qtbot, window)
    (box,) = window.window.findChildren(MessageDialog)
    assert "other unsaved changes" in box.message.text()
    assert document.text() == "other one\ntwo\n"
    assert len(window.parts.recovery.texts()) == 1


def test_all_are_restored_and_a_damaged_one_stays(
    qtbot: QtBot, start: Start, path: Path, tmp_path: Path
) -> None:
    root = journal_folder()
    other = draft(tmp_path / "b.md", "b", document="b2")
    folder = left_behind(root, draft(path, MINE, BASE), other, draft(path, "c", document="c3"))
    (folder / "c3.entry").write_bytes(b"garbage")
    window = start()
    dialog = page(qtbot, window)
    qtbot.mouseClick(dialog.all_button, Qt.MouseButton.LeftButton)
    assert {each.text() for each in window.parts.documents.all} == {MINE, "b"}
    assert since(window) == [Since.DAMAGED]
    assert dialog.isVisible()
    assert "cut off" in dialog.about.text()
    assert (folder / "c3.entry").read_bytes() == b"garbage"


def test_a_text_is_given_up_after_a_question(qtbot: QtBot, start: Start, path: Path) -> None:
    folder = left_behind(journal_folder(), draft(path, MINE, BASE))
    window = start()
    dialog = page(qtbot, window)
    qtbot.mouseClick(dialog.discard_button, Qt.MouseButton.LeftButton)
    (box,) = dialog.findChildren(MessageDialog)
    discard = box.buttons.button(QDialogButtonBox.StandardButton.Discard)
    qtbot.mouseClick(discard, Qt.MouseButton.LeftButton)
    assert not folder.exists()
    assert path.read_bytes() == BASE
    assert not dialog.isVisible()
    assert window.parts.documents.all == ()


def test_a_text_that_is_put_off_is_found_again(qtbot: QtBot, start: Start, path: Path) -> None:
    left_behind(journal_folder(), draft(path, MINE, BASE))
    first = start()
    dialog = page(qtbot, first)
    qtbot.mouseClick(dialog.later_button, Qt.MouseButton.LeftButton)
    bar = first.window.notices.bar("recovery")
    assert "1 text of an earlier run is kept" in bar.accessibleName()
    qtbot.mouseClick(bar.buttons["show"], Qt.MouseButton.LeftButton)
    assert dialog.isVisible()
    first.close()
    second = start()
    page(qtbot, second)


def test_a_text_that_was_saved_at_the_last_moment_is_not_offered(
    qtbot: QtBot, start: Start, path: Path
) -> None:
    folder = left_behind(journal_folder(), draft(path, MINE, BASE))
    path.write_bytes(MINE.replace("\n", "\r\n").encode())
    window = start()
    qtbot.waitUntil(lambda: not folder.exists(), timeout=PATIENCE)
    assert window.window.findChildren(RecoveryDialog) == []


def test_a_text_that_was_restored_at_the_last_moment_is_offered_once(
    qtbot: QtBot, start: Start, path: Path
) -> None:
    for _ in range(2):
        left_behind(journal_folder(), draft(path, MINE, BASE))
    window = start()
    page(qtbot, window)
    assert len(window.parts.recovery.texts()) == 1
    assert texts() == [MINE]


def test_a_second_program_is_not_offered_what_the_first_one_is(
    qtbot: QtBot, start: Start, path: Path
) -> None:
    left_behind(journal_folder(), draft(path, MINE, BASE))
    page(qtbot, start())
    second = start()
    second.parts.recovery.close()
    assert second.parts.recovery.texts() == ()


def test_a_journal_that_cannot_be_looked_at_is_told(qtbot: QtBot, start: Start, path: Path) -> None:
    journal_folder().parent.mkdir(parents=True)
    journal_folder().write_text("a file")
    window = start()
    qtbot.waitUntil(lambda: bool(window.window.findChildren(MessageDialog)), timeout=PATIENCE)
    assert journal_folder().read_text() == "a file"


def test_where_nothing_was_left_nothing_is_shown(qtbot: QtBot, start: Start) -> None:
    window = start()
    window.parts.recovery.close()
    assert window.window.findChildren(RecoveryDialog) == []
    assert not journal_folder().exists()


def test_what_cannot_be_written_again_is_not_deleted(
    qtbot: QtBot, start: Start, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = left_behind(journal_folder(), draft(path, MINE, BASE))
    window = start()
    page(qtbot, window)

    def fail(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", fail)
        assert restored(qtbot, window).text() == MINE
    assert (folder / "a1.entry").exists()
    assert len(window.parts.recovery.texts()) == 1


def test_the_keyboard_stays_with_the_texts_that_are_left(
    qtbot: QtBot, parts: Parts, path: Path
) -> None:
    """Another Enter restores the next one, and is no new line in the one that was restored."""
    no_file = decode(path.with_name("Untitled 1.md"), b"")
    untitled = Draft("b2", no_file, "a thought\n", is_untitled=True)
    left_behind(journal_folder(), draft(path, MINE, BASE), untitled)
    parts.recovery.look()
    qtbot.waitUntil(lambda: len(parts.recovery.texts()) == 2, timeout=PATIENCE)
    (dialog,) = parts.window.findChildren(RecoveryDialog)
    qtbot.waitUntil(dialog.list.hasFocus, timeout=PATIENCE)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(parts.recovery.texts()) == 1, timeout=PATIENCE)
    qtbot.waitUntil(lambda: is_shown(parts), timeout=PATIENCE)
    assert dialog.list.hasFocus()
    qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    qtbot.waitUntil(parts.editor.hasFocus, timeout=PATIENCE)
    assert {document.text() for document in parts.documents.all} == {MINE, "a thought\n"}
