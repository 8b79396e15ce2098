"""The history of a document: real versions, looked at and restored."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from spec_editor.app.documents import Documents, OpenDocument
from spec_editor.app.history import HistoryCommands
from spec_editor.storage.history import History
from spec_editor.ui.history.dialog import HistoryDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

FIRST = "# A\n\nfirst text\n\n## B\n\nbee\n\n## C\n\nsee\n"
SECOND = FIRST.replace("first", "second").replace("\n## B\n\nbee\n", "")
NOW = SECOND.replace("see", "what I type")


@pytest.fixture
def documents(qtbot: QtBot) -> Documents:
    return Documents()


@pytest.fixture
def document(documents: Documents, tmp_path: Path) -> OpenDocument:
    path = tmp_path / "spec.md"
    path.write_text(SECOND, encoding="utf-8")
    document = documents.open(path)
    document.buffer.replace_text(NOW)
    return document


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "history")


@pytest.fixture
def commands(qtbot: QtBot, documents: Documents, history: History) -> Iterator[HistoryCommands]:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    made = HistoryCommands(window, documents, history, window)
    yield made
    made.close()


def opened(qtbot: QtBot, commands: HistoryCommands) -> HistoryDialog:
    commands.open()
    dialog = commands.parent().findChild(HistoryDialog)
    assert isinstance(dialog, HistoryDialog)
    return dialog


def listed(qtbot: QtBot, commands: HistoryCommands) -> HistoryDialog:
    """Return the box once each of the two versions tells how much differs."""
    dialog = opened(qtbot, commands)
    qtbot.waitUntil(lambda: len(dialog.list.rows()) == 2)
    qtbot.waitUntil(lambda: all("differ" in row.words for row in dialog.list.rows()))
    qtbot.waitUntil(lambda: dialog.comparison.chosen() is not None)
    return dialog


@pytest.fixture
def dialog(
    qtbot: QtBot, commands: HistoryCommands, history: History, document: OpenDocument
) -> HistoryDialog:
    history.add(document.path, FIRST.encode())
    history.add(document.path, b"\xef\xbb\xbf" + SECOND.replace("\n", "\r\n").encode())
    return listed(qtbot, commands)


def click(qtbot: QtBot, button: QWidget) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def choose_oldest(qtbot: QtBot, dialog: HistoryDialog) -> None:
    dialog.list.setFocus()
    qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: len(dialog.comparison.list.rows()) == 3)


def test_versions_are_listed_with_how_much_differs(dialog: HistoryDialog) -> None:
    assert [row.words.partition(" · ")[0] for row in dialog.list.rows()] == [
        "1 section differs",
        "3 sections differ",
    ]
    assert [row.title for row in dialog.comparison.list.rows()] == ["C"]


def test_a_whole_version_is_restored_as_one_step(
    qtbot: QtBot, dialog: HistoryDialog, commands: HistoryCommands, document: OpenDocument
) -> None:
    choose_oldest(qtbot, dialog)
    with qtbot.waitSignal(commands.told) as told:
        click(qtbot, dialog.whole_button)
    assert document.text() == FIRST
    assert "save to keep it" in told.args[0]
    assert document.buffer.is_modified
    document.buffer.document.undo()
    assert document.text() == NOW
    assert document.path.read_text(encoding="utf-8") == SECOND


def test_one_section_is_restored_and_the_others_stay(
    qtbot: QtBot, dialog: HistoryDialog, commands: HistoryCommands, document: OpenDocument
) -> None:
    choose_oldest(qtbot, dialog)
    dialog.comparison.list.choose(next(iter(row.key for row in dialog.comparison.list.rows())))
    with qtbot.waitSignal(commands.told) as told:
        click(qtbot, dialog.section_button)
    assert document.text() == NOW.replace("second", "first")
    assert told.args[0].startswith("“A” is as it was today, ")
    qtbot.waitUntil(lambda: len(dialog.comparison.list.rows()) == 2)
    assert dialog.isVisible()
    with qtbot.waitSignal(commands.told):
        click(qtbot, dialog.section_button)
    assert "## B\n\nbee\n" in document.text()
    assert "what I type" in document.text()
    document.buffer.document.undo()
    document.buffer.document.undo()
    assert document.text() == NOW


def test_a_text_that_was_changed_meanwhile_is_not_overwritten(
    qtbot: QtBot, dialog: HistoryDialog, commands: HistoryCommands, document: OpenDocument
) -> None:
    document.buffer.replace_text(f"{NOW}\n## New\n")
    with qtbot.assertNotEmitted(commands.told):
        click(qtbot, dialog.whole_button)
        qtbot.waitUntil(lambda: len(dialog.comparison.list.rows()) == 2)
    assert document.text() == f"{NOW}\n## New\n"


def test_a_text_that_another_program_changes_meanwhile_is_compared_anew(
    qtbot: QtBot, dialog: HistoryDialog, commands: HistoryCommands, document: OpenDocument
) -> None:
    document.buffer.replace_text(f"{NOW}\n## New\n")
    qtbot.waitUntil(lambda: len(dialog.comparison.list.rows()) == 2)
    qtbot.waitUntil(lambda: dialog.list.rows()[0].words.startswith("2 sections differ"))
    with qtbot.waitSignal(commands.told):
        click(qtbot, dialog.whole_button)
    assert document.text() == SECOND


def test_without_versions_the_box_says_so(
    qtbot: QtBot, commands: HistoryCommands, document: OpenDocument
) -> None:
    dialog = opened(qtbot, commands)
    assert dialog.list.empty_state.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_version_that_is_damaged_is_told_of_and_the_others_still_work(
    qtbot: QtBot,
    commands: HistoryCommands,
    history: History,
    document: OpenDocument,
    tmp_path: Path,
) -> None:
    history.add(document.path, SECOND.encode())
    for content in (tmp_path / "history").glob("contents/*/*"):
        content.write_bytes(b"garbage")
    history.add(document.path, FIRST.encode())
    dialog = opened(qtbot, commands)
    qtbot.waitUntil(lambda: dialog.comparison.chosen() is not None)
    qtbot.keyClick(dialog.list, Qt.Key.Key_End)
    texts = dialog.comparison.list.empty_state.texts
    qtbot.waitUntil(lambda: texts()[0] == "This version cannot be shown")
    assert "damaged" in texts()[1]
    assert not dialog.whole_button.isEnabled()


def test_a_read_only_document_is_only_shown(
    qtbot: QtBot, commands: HistoryCommands, documents: Documents, history: History, tmp_path: Path
) -> None:
    path = tmp_path / "odd.md"
    path.write_text("# A\n\nodd \ufdd0\n", encoding="utf-8")
    document = documents.open(path)
    assert document.read_only_reason
    history.add(path, FIRST.encode())
    dialog = opened(qtbot, commands)
    qtbot.waitUntil(lambda: dialog.comparison.chosen() is not None)
    assert dialog.hint.text() == document.read_only_reason
    assert not dialog.whole_button.isEnabled()


def test_a_version_in_another_encoding_is_read_as_the_file_is(
    qtbot: QtBot, commands: HistoryCommands, documents: Documents, history: History, tmp_path: Path
) -> None:
    path = tmp_path / "old.md"
    text = "# Grüße\n\nWas für ein schöner Text, in der Tat: äöü ÄÖÜ ß.\n"
    path.write_bytes(text.encode("cp1252"))
    document = documents.open(path)
    assert document.text() == text
    history.add(path, text.replace("schöner", "großer").encode("cp1252"))
    dialog = opened(qtbot, commands)
    qtbot.waitUntil(lambda: dialog.comparison.chosen() is not None)
    assert "großer Text" in (dialog.comparison.chosen().old or "")


def test_an_untitled_text_has_no_history_yet(
    qtbot: QtBot, commands: HistoryCommands, documents: Documents, tmp_path: Path
) -> None:
    documents.new_untitled(tmp_path)
    with qtbot.waitSignal(commands.told) as told:
        commands.open()
    assert "no file yet" in told.args[0]
    assert commands.parent().findChild(HistoryDialog) is None
