"""A list of rows with two lines each."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from spec_editor.ui.row_list import ListRow, RowList
from spec_editor.ui.theme import DARK, LIGHT

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ROWS = (
    ListRow("a", "Scope", "changed", "pencil-outline", "info", "Gateway"),
    ListRow("b", "Limits", "added"),
)


@pytest.fixture
def rows(qtbot: QtBot) -> RowList:
    widget = RowList("Sections", "equal")
    qtbot.addWidget(widget)
    widget.resize(240, 200)
    widget.show()
    return widget


def test_there_is_an_empty_state(rows: RowList) -> None:
    assert rows.empty_state.isVisible()
    rows.set_rows(ROWS)
    assert not rows.empty_state.isVisible()


def test_rows_are_chosen_by_mouse_keys_and_calls(rows: RowList, qtbot: QtBot) -> None:
    rows.set_rows(ROWS)
    place = rows.visualRect(rows.model().index(1, 0)).center()
    with qtbot.waitSignal(rows.row_chosen) as told:
        qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told.args == ["b"]
    with qtbot.waitSignal(rows.row_chosen) as told:
        qtbot.keyClick(rows, Qt.Key.Key_Up)
    assert told.args == ["a"]
    rows.choose("b")
    assert rows.chosen() == "b"
    rows.choose("no such key")
    assert rows.chosen() == "b"


def test_a_row_can_be_told_anew_and_says_all_to_screen_readers(rows: RowList) -> None:
    rows.set_rows(ROWS)
    rows.update_row(ListRow("a", "Scope", "decided", about="Gateway"))
    index = rows.model().index(0, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Scope, decided, Gateway"
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "Gateway"
    assert rows.rows()[0].words == "decided"


def test_the_colours_follow_the_theme(rows: RowList, themed) -> None:
    themed(LIGHT)
    rows.set_rows(ROWS)
    light = rows.grab().toImage().pixelColor(120, 150)
    themed(DARK)
    assert rows.grab().toImage().pixelColor(120, 150) != light
