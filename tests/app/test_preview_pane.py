"""The preview as a part of the window: whose keys are whose, by real keys in the whole program."""

from pathlib import Path

import pytest
from app_driver import PATIENCE, ask_page, open_file
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from spec_editor.app.parts import Parts

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def fleet(qtbot: QtBot, parts: Parts, tmp_path: Path) -> Parts:
    """Return the program with a document open, its window active."""
    path = tmp_path / "fleet.md"
    path.write_text("# Fleet\n\nSome words about *trucks*.\n\n- first\n- second\n", "utf-8")
    open_file(qtbot, parts, path)
    parts.window.activateWindow()
    qtbot.waitUntil(parts.window.isActiveWindow)
    return parts


def owner() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def enter_preview(qtbot: QtBot, parts: Parts) -> None:
    parts.window.panes.go_to("preview")
    qtbot.waitUntil(lambda: parts.window.panes.current() == "preview")


def test_find_goes_to_the_pane_with_the_keyboard(qtbot: QtBot, fleet: Parts) -> None:
    qtbot.keyClick(owner(), Qt.Key.Key_F, CONTROL)
    assert fleet.find_bar.isVisible()
    assert fleet.preview.find_bar.isHidden()
    qtbot.keyClick(owner(), Qt.Key.Key_Escape)
    enter_preview(qtbot, fleet)
    qtbot.keyClick(owner(), Qt.Key.Key_F, CONTROL)
    bar = fleet.preview.find_bar
    assert fleet.find_bar.isHidden()
    assert bar.find_field.hasFocus()
    qtbot.keyClicks(owner(), "s")
    qtbot.waitUntil(lambda: bar.count_label.text() == "1 of 5", timeout=PATIENCE)
    for key, modifier, text in (
        (Qt.Key.Key_F3, Qt.KeyboardModifier.NoModifier, "2 of 5"),
        (Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier, "1 of 5"),
        (Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier, "5 of 5"),
    ):
        qtbot.keyClick(owner(), key, modifier)
        qtbot.waitUntil(lambda text=text: bar.count_label.text() == text, timeout=PATIENCE)
    qtbot.keyClick(owner(), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: fleet.window.panes.current() == "preview")
    assert bar.isHidden()


def test_copy_and_select_all_mean_the_pane_with_the_keyboard(qtbot: QtBot, fleet: Parts) -> None:
    clipboard = QGuiApplication.clipboard()
    enter_preview(qtbot, fleet)
    fleet.window.command("edit.select_all").trigger()
    qtbot.waitUntil(lambda: "trucks" in ask_page(qtbot, fleet, "getSelection().toString()"))
    with qtbot.waitSignal(clipboard.dataChanged, timeout=PATIENCE):
        fleet.window.command("edit.copy").trigger()
    assert "about trucks." in clipboard.text()
    fleet.editor.setFocus()
    fleet.window.command("edit.select_all").trigger()
    fleet.window.command("edit.copy").trigger()
    assert clipboard.text() == fleet.editor.text()
