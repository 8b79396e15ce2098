"""Renaming, moving, duplicating and deleting in the whole program, with real files."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from app_driver import PATIENCE
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QDialog, QPushButton
from pytestqt.qtbot import QtBot

from spec_editor.app.parts import Parts
from spec_editor.storage.history import History
from spec_editor.storage.journal_format import ENTRY, Entry, read_entry
from spec_editor.storage.places import history_folder, journal_folder
from spec_editor.ui.dialogs.messages import MessageDialog
from spec_editor.ui.dialogs.move_file import MoveFileDialog
from spec_editor.ui.dialogs.new_specification import NewSpecificationDialog

Dialog = TypeVar("Dialog", bound=QDialog)


@pytest.fixture
def specs(qtbot: QtBot, parts: Parts, tmp_path: Path) -> Path:
    """Return an opened folder in which documents link to each other; two are open."""
    folder = tmp_path / "specs"
    (folder / "sub").mkdir(parents=True)
    (folder / "old.md").write_text("# Old\n\n[a](a.md) [b](sub/b.md)\n")
    (folder / "a.md").write_text("# A\r\n\r\n[old](old.md#x) `old.md`\r\n", newline="")
    (folder / "sub" / "b.md").write_text("# B\n\n[old]: <../old.md>\n\n[old]\n")
    parts.files.open_folder(folder)
    parts.files.open_file(folder / "old.md")
    parts.files.open_file(folder / "a.md")
    return folder


def dialog_of(qtbot: QtBot, kind: type[Dialog]) -> Dialog:
    def found() -> Dialog | None:
        shown = QApplication.activeModalWidget()
        return shown if isinstance(shown, kind) else None

    qtbot.waitUntil(lambda: found() is not None, timeout=PATIENCE)
    dialog = found()
    assert dialog is not None
    return dialog


def paths_in_journal() -> set[Path]:
    entries = [read_entry(place) for place in journal_folder().glob(f"*/*{ENTRY}")]
    return {entry.path for entry in entries if isinstance(entry, Entry)}


def confirm(qtbot: QtBot, parts: Parts, dialog: MoveFileDialog) -> None:
    qtbot.waitUntil(dialog.confirm.isEnabled, timeout=PATIENCE)
    with qtbot.waitSignal(parts.file_operations.moved, timeout=PATIENCE):
        qtbot.keyClick(dialog.name, Qt.Key.Key_Return)


def test_a_renamed_file_s_links_are_previewed_and_corrected(
    qtbot: QtBot, parts: Parts, specs: Path
) -> None:
    before = parts.documents.find(specs / "old.md")
    parts.workspace_panel.view.rename_requested.emit(str(specs / "old.md"))
    dialog = dialog_of(qtbot, MoveFileDialog)
    qtbot.keyClicks(dialog.name, "new name")
    qtbot.waitUntil(dialog.confirm.isEnabled, timeout=PATIENCE)
    assert [(row.title, row.words) for row in dialog.links.rows()] == [
        ("old.md#x → new%20name.md#x", "a.md, line 3"),
        ("../old.md → ../new name.md", f"sub{os.sep}b.md, line 3"),
    ]
    told: list[str] = []
    parts.file_questions.told.connect(told.append)
    confirm(qtbot, parts, dialog)
    assert sorted(path.name for path in specs.iterdir()) == ["a.md", "new name.md", "sub"]
    # A file that is not open was saved; one that is open can be undone, and is not saved yet.
    assert (specs / "sub" / "b.md").read_text() == "# B\n\n[old]: <../new name.md>\n\n[old]\n"
    assert (specs / "a.md").read_bytes() == b"# A\r\n\r\n[old](old.md#x) `old.md`\r\n"
    assert parts.editor.text() == "# A\n\n[old](new%20name.md#x) `old.md`\n"
    assert parts.documents.find(specs / "new name.md") is before
    # The next key in the tree is meant for it.
    view = parts.workspace_panel.view
    qtbot.waitUntil(lambda: view.currentIndex().data() == "new name.md", timeout=PATIENCE)
    assert told == [
        "old.md is new name.md now; 2 links in 2 files corrected, 1 open one still to be saved"
    ]
    with qtbot.waitSignal(parts.saver.saved, timeout=PATIENCE):
        parts.window.command("file.save").trigger()
    assert (specs / "a.md").read_bytes() == b"# A\r\n\r\n[old](new%20name.md#x) `old.md`\r\n"
    parts.editor.undo()
    assert parts.editor.text() == "# A\n\n[old](old.md#x) `old.md`\n"


def test_a_moved_file_s_own_links_still_lead_there(qtbot: QtBot, parts: Parts, specs: Path) -> None:
    nav = "docs_dir: specs\nnav:  # what is shown\n- Old: old.md\n- a.md\n"
    (specs.parent / "mkdocs.yml").write_text(nav)
    parts.workspace_panel.view.move_requested.emit(str(specs / "old.md"), str(specs / "sub"))
    dialog = dialog_of(qtbot, MoveFileDialog)
    qtbot.waitUntil(dialog.confirm.isEnabled, timeout=PATIENCE)
    assert "stay where they are" in dialog.remarks.text()
    assert [(row.title, row.words) for row in dialog.links.rows()][-1] == (
        "old.md → sub/old.md",
        f"{specs.parent / 'mkdocs.yml'}, line 3",
    )
    confirm(qtbot, parts, dialog)
    assert (specs.parent / "mkdocs.yml").read_text() == nav.replace("old.md", "sub/old.md")
    moved = parts.documents.find(specs / "sub" / "old.md")
    assert moved is not None
    assert moved.text() == "# Old\n\n[a](../a.md) [b](b.md)\n"
    assert moved.is_unsaved
    assert (specs / "sub" / "b.md").read_text() == "# B\n\n[old]: <old.md>\n\n[old]\n"
    assert parts.editor.text() == "# A\n\n[old](sub/old.md#x) `old.md`\n"


def test_a_folder_is_renamed_and_what_is_open_in_it_follows(
    qtbot: QtBot, parts: Parts, specs: Path
) -> None:
    parts.files.open_file(specs / "sub" / "b.md")
    parts.editor.insertPlainText("unsaved ")
    qtbot.waitUntil(lambda: specs / "sub" / "b.md" in paths_in_journal(), timeout=PATIENCE)
    parts.workspace_panel.view.rename_requested.emit(str(specs / "sub"))
    dialog = dialog_of(qtbot, MoveFileDialog)
    qtbot.keyClicks(dialog.name, "deep down")
    qtbot.waitUntil(dialog.confirm.isEnabled, timeout=PATIENCE)
    confirm(qtbot, parts, dialog)
    document = parts.documents.find(specs / "deep down" / "b.md")
    assert document is parts.documents.current
    assert document.text().startswith("unsaved # B\n\n[old]: <../old.md>")
    # The recovery journal, too, knows where its file is now.
    qtbot.waitUntil(lambda: document.path in paths_in_journal(), timeout=PATIENCE)
    assert specs / "sub" / "b.md" not in paths_in_journal()
    old = parts.documents.find(specs / "old.md")
    assert old is not None
    assert old.text() == "# Old\n\n[a](a.md) [b](deep%20down/b.md)\n"
    with qtbot.waitSignal(parts.saver.saved, timeout=PATIENCE):
        parts.window.command("file.save").trigger()
    assert (specs / "deep down" / "b.md").read_text().startswith("unsaved # B")


def test_the_past_of_a_renamed_file_goes_along(qtbot: QtBot, parts: Parts, specs: Path) -> None:
    parts.editor.insertPlainText("first ")
    with qtbot.waitSignal(parts.saver.saved, timeout=PATIENCE):
        parts.window.command("file.save").trigger()
    history = History(history_folder())
    qtbot.waitUntil(lambda: len(history.versions(specs / "a.md")) == 2, timeout=PATIENCE)
    parts.workspace_panel.view.rename_requested.emit(str(specs / "a.md"))
    dialog = dialog_of(qtbot, MoveFileDialog)
    dialog.name.setText("new.md")
    confirm(qtbot, parts, dialog)
    assert len(history.versions(specs / "new.md")) == 2
    assert not history.versions(specs / "a.md")


def test_what_cannot_be_corrected_is_named_and_left_alone(
    qtbot: QtBot, parts: Parts, specs: Path
) -> None:
    parts.workspace_panel.view.rename_requested.emit(str(specs / "old.md"))
    dialog = dialog_of(qtbot, MoveFileDialog)
    dialog.name.setText("new.md")
    qtbot.waitUntil(dialog.confirm.isEnabled, timeout=PATIENCE)
    # Somebody writes it between the preview and the correction.
    (specs / "sub" / "b.md").write_text("# B\n\nTheirs: [old](../old.md)\n")
    confirm(qtbot, parts, dialog)
    box = dialog_of(qtbot, MessageDialog)
    assert "1 file could not be corrected" in box.message.text()
    assert "rename it back to “old.md”" in box.message.text()
    assert str(specs / "sub" / "b.md") in box.detail.toPlainText()
    assert "another program has changed this file" in box.detail.toPlainText()
    assert (specs / "sub" / "b.md").read_text() == "# B\n\nTheirs: [old](../old.md)\n"
    assert (specs / "new.md").exists()
    box.close()


def test_a_name_that_is_taken_meanwhile_is_not_written_over(
    qtbot: QtBot, parts: Parts, specs: Path
) -> None:
    parts.workspace_panel.view.rename_requested.emit(str(specs / "old.md"))
    dialog = dialog_of(qtbot, MoveFileDialog)
    dialog.name.setText("new.md")
    qtbot.waitUntil(dialog.confirm.isEnabled, timeout=PATIENCE)
    (specs / "new.md").write_text("theirs")
    with qtbot.waitSignal(parts.file_operations.failed, timeout=PATIENCE):
        qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    box = dialog_of(qtbot, MessageDialog)
    assert "exists already; nothing was changed" in box.message.text()
    box.close()
    assert (specs / "new.md").read_text() == "theirs"
    parts.documents.show(parts.documents.open(specs / "old.md"))
    parts.window.command("file.rename").trigger()
    dialog = dialog_of(qtbot, MoveFileDialog)
    dialog.name.setText("newer.md")
    qtbot.waitUntil(dialog.confirm.isEnabled, timeout=PATIENCE)
    # Links stay where that is wanted.
    dialog.correct.setChecked(False)
    confirm(qtbot, parts, dialog)
    assert (specs / "newer.md").exists()
    assert "../old.md" in (specs / "sub" / "b.md").read_text()
    assert parts.documents.find(specs / "newer.md") is not None


def test_copying_and_showing_ask_nothing(
    qtbot: QtBot, parts: Parts, specs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()) or True
    )
    parts.workspace_panel.view.reveal_requested.emit(str(specs / "a.md"))
    parts.workspace_panel.view.reveal_requested.emit(str(specs / "sub"))
    assert opened == [str(specs), str(specs / "sub")]
    with qtbot.waitSignal(parts.file_operations.duplicated, timeout=PATIENCE):
        parts.workspace_panel.view.duplicate_requested.emit(str(specs / "a.md"))
    copy = specs / "a copy.md"
    assert copy.read_bytes() == (specs / "a.md").read_bytes()
    assert parts.documents.current is parts.documents.find(copy)
    assert parts.status.currentMessage() == "a copy.md is a copy of the file as it was saved last"
    parts.workspace_panel.view.new_requested.emit(str(specs / "sub"))
    dialog = dialog_of(qtbot, NewSpecificationDialog)
    assert dialog.folder.text() == str(specs / "sub")
    dialog.close()


@pytest.fixture
def trash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    plat_other = pytest.importorskip("send2trash.plat_other")
    monkeypatch.setattr(plat_other, "XDG_DATA_HOME", os.fsencode(tmp_path / "home"))
    monkeypatch.setattr(plat_other, "HOMETRASH_B", os.fsencode(tmp_path / "home" / "Trash"))
    return tmp_path / "home" / "Trash" / "files"


def delete_button(qtbot: QtBot) -> Callable[[], None]:
    box = dialog_of(qtbot, MessageDialog)
    button = box.findChild(QPushButton, "delete")
    assert isinstance(button, QPushButton)
    assert not button.isDefault()
    # Where Space would press it.
    assert box.focusWidget() is not button
    return lambda: qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_file_goes_to_the_trash_after_a_question_that_enter_denies(
    qtbot: QtBot, parts: Parts, specs: Path, trash: Path
) -> None:
    parts.workspace_panel.view.delete_requested.emit(str(specs / "a.md"))
    box = dialog_of(qtbot, MessageDialog)
    with qtbot.waitSignal(box.finished):
        qtbot.keyClick(box, Qt.Key.Key_Return)
    assert (specs / "a.md").exists()
    parts.window.command("file.delete").trigger()
    click = delete_button(qtbot)
    with qtbot.waitSignal(parts.file_operations.deleted, timeout=PATIENCE):
        click()
    assert not (specs / "a.md").exists()
    assert (trash / "a.md").exists()
    assert parts.documents.find(specs / "a.md") is None


def test_without_a_trash_it_is_asked_again(
    qtbot: QtBot, parts: Parts, specs: Path, trash: Path
) -> None:
    trash.parent.parent.mkdir(exist_ok=True)
    trash.parent.write_text("in the place of the trash")
    parts.editor.insertPlainText("unsaved ")
    parts.workspace_panel.view.delete_requested.emit(str(specs / "a.md"))
    click = delete_button(qtbot)
    with qtbot.waitSignal(parts.file_operations.has_no_trash, timeout=PATIENCE):
        click()
    box = dialog_of(qtbot, MessageDialog)
    assert "cannot be put into the trash" in box.message.text()
    assert (specs / "a.md").exists()
    click = delete_button(qtbot)
    with qtbot.waitSignal(parts.file_operations.deleted, timeout=PATIENCE):
        click()
    assert not (specs / "a.md").exists()
    # Its text was not saved, and is still there.
    assert parts.editor.text().startswith("unsaved # A")
