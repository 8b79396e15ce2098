"""Two texts beside each other."""

import pytest
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from spec_editor.ui.theme import DARK, LIGHT, mixed
from spec_editor.ui.two_columns import MOST_ROWS, TwoColumns

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def shown(columns: TwoColumns) -> str:
    return columns.view.document().toRawText()


def test_titles_and_texts_are_shown(qtbot: QtBot) -> None:
    columns = TwoColumns("Mine", "On the disk")
    qtbot.addWidget(columns)
    columns.show_texts("same\nold <b>", "same\nnew <b>")
    assert columns.number_of_differences() == 1
    assert columns.is_complete
    for part in ("same", "old <b>", "new <b>"):
        assert part in shown(columns)
    columns.set_titles("Then", "Now")
    assert columns.right_title.text() == "Now"
    assert columns.view.accessibleName() == "Then and Now, line by line"


def test_a_long_text_is_filled_in_step_by_step_up_to_an_end_that_is_said(qtbot: QtBot) -> None:
    columns = TwoColumns("Mine", "Theirs")
    qtbot.addWidget(columns)
    number = MOST_ROWS + 4
    columns.show_texts("", "\n".join(f"line {n}" for n in range(number)))
    assert not columns.is_complete
    assert "line 4" in shown(columns)
    assert "line 400" not in shown(columns)
    qtbot.waitUntil(lambda: columns.is_complete)
    assert f"line {MOST_ROWS - 1}" in shown(columns)
    assert f"line {MOST_ROWS}" not in shown(columns)
    assert "4 more lines not shown" in shown(columns)


def test_another_text_takes_the_place_of_one_that_is_still_filled_in(qtbot: QtBot) -> None:
    columns = TwoColumns("Mine", "Theirs")
    qtbot.addWidget(columns)
    columns.show_texts("", "\n".join(f"line {n}" for n in range(500)))
    columns.show_texts("a", "b")
    assert columns.is_complete
    assert "line" not in shown(columns)


def test_large_texts_are_compared_in_a_thread(qtbot: QtBot) -> None:
    columns = TwoColumns("Mine", "Theirs")
    qtbot.addWidget(columns)
    large = "\n".join(f"line {number} of many" for number in range(10_000))
    columns.show_texts(large, f"new\n{large}")
    assert shown(columns) == "Comparing…"
    assert not columns.is_complete
    # What is asked for meanwhile counts.
    columns.show_texts("a", "b")
    columns.show_texts(f"old\n{large}", large)
    qtbot.waitUntil(lambda: columns.is_complete)
    assert "old" in shown(columns)
    assert "new" not in shown(columns)


def test_of_a_very_long_line_the_stretch_that_differs_is_shown(qtbot: QtBot) -> None:
    columns = TwoColumns("Mine", "Theirs")
    qtbot.addWidget(columns)
    line = "word " * 20_000
    columns.show_texts(f"{line}old{line}", f"{line}new{line}")
    qtbot.waitUntil(lambda: columns.is_complete)
    assert len(shown(columns)) < 5_000
    found = columns.view.document().find("new")
    ground = found.charFormat().background().color().name()
    assert ground == mixed(LIGHT.base, LIGHT.ok, 0.28)


def test_the_colours_follow_the_theme(qtbot: QtBot, themed) -> None:
    themed(LIGHT)
    columns = TwoColumns("Mine", "Theirs")
    qtbot.addWidget(columns)
    columns.show_texts("an old word", "a new word")
    columns.show()
    themed(DARK)
    ground = columns.view.document().find("old").charFormat().background().color().name()
    assert ground == mixed(DARK.base, DARK.error, 0.28)


def edges(columns: TwoColumns) -> list[str]:
    """Return the texts of the rows that are marked at their left edge."""
    found = []
    block = columns.view.document().begin()
    while block.isValid():
        table = QTextCursor(block).currentTable()
        if table is not None:
            cell = table.cellAt(QTextCursor(block))
            if cell.format().toTableCellFormat().leftBorder() > 0:
                found.append(block.text())
        block = block.next()
    return found


def test_rows_are_gone_to_and_marked(qtbot: QtBot) -> None:
    columns = TwoColumns("Mine", "Theirs")
    qtbot.addWidget(columns)
    columns.resize(600, 200)
    columns.show()
    columns.show_texts("\n".join(f"old {n}" for n in range(300)), "")
    columns.go_to_rows(290, 2)
    assert edges(columns) == []
    qtbot.waitUntil(lambda: columns.is_complete)
    assert edges(columns) == ["old 290", "old 291"]
    assert columns.view.textCursor().block().text() == "old 290"
    columns.go_to_rows(0, 1)
    assert edges(columns) == ["old 0"]
    assert columns.view.viewport().rect().contains(columns.view.cursorRect())
    columns.go_to_rows(MOST_ROWS + 1, 5)
    assert columns.view.textCursor().block().text() == "old 299"


def test_nothing_beside_nothing(qtbot: QtBot) -> None:
    columns = TwoColumns("Mine", "Theirs")
    qtbot.addWidget(columns)
    columns.show_pairs(())
    assert columns.is_complete
    assert columns.number_of_differences() == 0
