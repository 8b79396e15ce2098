"""History and merging in the whole program, by keys and mouse."""

from pathlib import Path
from typing import TypeVar

import pytest
from app_driver import PATIENCE, open_file, save
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from spec_editor.app.parts import Parts
from spec_editor.core.section_merge import Choice
from spec_editor.storage.history import History
from spec_editor.storage.places import history_folder
from spec_editor.ui.history.dialog import HistoryDialog
from spec_editor.ui.merge.dialog import MergeDialog

TEXT = "# Gateway\n\nWhat it is.\n\n## Scope\n\nCards.\n\n## Terms\n\nNone.\n"
LEFT = Qt.MouseButton.LeftButton

Dialog = TypeVar("Dialog", bound=QWidget)


@pytest.fixture
def path(qtbot: QtBot, parts: Parts, tmp_path: Path) -> Path:
    """Return an open specification with a few sections."""
    path = tmp_path / "specs" / "gateway.md"
    path.parent.mkdir()
    path.write_text(TEXT, encoding="utf-8")
    open_file(qtbot, parts, path)
    return path


def wait_for(qtbot: QtBot, parts: Parts, kind: type[Dialog]) -> Dialog:
    qtbot.waitUntil(lambda: parts.window.findChild(kind) is not None, timeout=PATIENCE)
    dialog = parts.window.findChild(kind)
    assert isinstance(dialog, kind)
    return dialog


def type_at_line(qtbot: QtBot, parts: Parts, line: int, text: str) -> None:
    parts.editor.go_to_line(line)
    qtbot.keyClicks(parts.editor, text)


def test_a_section_is_taken_from_an_earlier_version(qtbot: QtBot, parts: Parts, path: Path) -> None:
    type_at_line(qtbot, parts, 7, "Only ")
    save(qtbot, parts)
    type_at_line(qtbot, parts, 11, "Almost ")
    text = parts.editor.text()
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier

    history = History(history_folder())
    qtbot.waitUntil(lambda: len(history.versions(path)) == 2, timeout=PATIENCE)
    qtbot.keyClick(parts.editor, Qt.Key.Key_H, keys)
    dialog = wait_for(qtbot, parts, HistoryDialog)
    qtbot.waitUntil(lambda: len(dialog.list.rows()) == 2, timeout=PATIENCE)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: len(dialog.comparison.list.rows()) == 2, timeout=PATIENCE)
    assert dialog.comparison.chosen().title == "Scope"
    with qtbot.waitSignal(parts.versions.told, timeout=PATIENCE):
        qtbot.mouseClick(dialog.section_button, LEFT)
    assert parts.editor.text() == TEXT.replace("None", "Almost None")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    parts.window.command("edit.undo").trigger()
    assert parts.editor.text() == text


def test_what_another_program_wrote_is_merged_section_by_section(
    qtbot: QtBot, parts: Parts, path: Path
) -> None:
    type_at_line(qtbot, parts, 7, "Only ")
    mine = parts.editor.text()
    theirs = TEXT.replace("Cards", "Cards and coins").replace("None", "Net 30")
    path.write_text(theirs, encoding="utf-8")
    notices = parts.window.notices
    qtbot.waitUntil(lambda: "disk" in notices.keys(), timeout=PATIENCE)  # noqa: SIM118
    qtbot.mouseClick(notices.bar("disk").buttons["merge"], LEFT)
    dialog = wait_for(qtbot, parts, MergeDialog)
    assert [row.title for row in dialog.list.rows()] == ["Scope", "Terms"]
    qtbot.mouseClick(dialog.page.buttons[Choice.BOTH], LEFT)
    qtbot.mouseClick(dialog.apply_button, LEFT)
    merged = TEXT.replace("Cards.", "Only Cards.\nCards and coins.").replace("None", "Net 30")
    assert parts.editor.text() == merged
    assert "disk" not in notices.keys()  # noqa: SIM118
    assert parts.window.isWindowModified()
    parts.window.command("edit.undo").trigger()
    assert parts.editor.text() == mine
    parts.window.command("edit.redo").trigger()
    save(qtbot, parts)
    assert path.read_text(encoding="utf-8") == merged
