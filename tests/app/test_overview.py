"""All specifications at a glance, from the folder to the text and into a file."""

from pathlib import Path

import pytest
from app_driver import PATIENCE, open_file
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from spec_editor.app.parts import Parts
from spec_editor.ui.dashboard.rows import Column


@pytest.fixture
def scanned(qtbot: QtBot, parts: Parts, folder: Path) -> Path:
    """Return a folder whose specifications have been looked at."""
    with qtbot.waitSignal(parts.workspace.scanned, timeout=PATIENCE):
        parts.files.open_path(folder)
    return folder


def test_the_dashboard_leads_to_a_text_and_back(qtbot: QtBot, parts: Parts, scanned: Path) -> None:
    parts.window.command("view.dashboard").trigger()
    table = parts.dashboard.table
    assert parts.window.is_dashboard
    assert parts.dashboard.tiles.count.value.text() == "3"
    parts.dashboard.text.setText("payment")
    index = table.entries.index(0, Column.NAME)
    assert table.entries.index(0, Column.DONE).data() == "100\u202f%"
    place = table.visualRect(index).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert parts.session.path == scanned / "payment-gateway.md"
    assert not parts.window.is_dashboard
    assert parts.editor.isVisible()
    # The same one again, which is open already.
    qtbot.keyClick(parts.window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert parts.window.is_dashboard
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert not parts.window.is_dashboard


def test_a_change_of_the_text_reaches_the_dashboard(
    qtbot: QtBot, parts: Parts, scanned: Path
) -> None:
    open_file(qtbot, parts, scanned / "untouched.md")
    parts.window.show_dashboard(True)
    before = parts.dashboard.tiles.findings.value.text()
    parts.editor.textCursor().insertText("# Another\n\nTBD\n\n")
    qtbot.waitUntil(lambda: parts.dashboard.tiles.findings.value.text() != before, timeout=PATIENCE)


def test_keys_lead_to_the_palette_and_to_the_filter(
    qtbot: QtBot, parts: Parts, scanned: Path
) -> None:
    qtbot.keyClick(parts.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert parts.quick_open.isVisible()
    qtbot.keyClicks(parts.quick_open.field, "fltel")
    qtbot.keyClick(parts.quick_open.field, Qt.Key.Key_Return)
    assert parts.session.path == scanned / "fleet-telemetry.md"
    parts.window.show_part("workspace", False)
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(parts.window, Qt.Key.Key_F, keys)
    panel = parts.workspace_panel
    assert QApplication.focusWidget() is panel.filter
    qtbot.keyClicks(panel.filter, "status:nothing")
    assert panel.view.model().rowCount() == 0
