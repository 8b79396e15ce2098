"""The template's text and one's own, side by side."""

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from spec_editor.ui.dialogs.compare import CompareDialog, show_comparison
from spec_editor.ui.dialogs.line_pairs import LinePair, line_pairs
from spec_editor.ui.theme import LIGHT, mixed

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def sides(left: str, right: str) -> list[tuple[str | None, str | None]]:
    return [(pair.left, pair.right) for pair in line_pairs(left, right)]


def test_lines_that_are_alike_stand_side_by_side() -> None:
    left = "title\n| {Acronym} | {Full form} |\nend"
    right = "title\n| SEPA | Single Euro |\n| new | entirely other |\nend"
    assert sides(left, right) == [
        ("title", "title"),
        ("| {Acronym} | {Full form} |", "| SEPA | Single Euro |"),
        (None, "| new | entirely other |"),
        ("end", "end"),
    ]


def test_lines_without_anything_in_common_still_share_a_row() -> None:
    assert sides("{Describe it}", "A gateway.\nFor banks.") == [
        ("{Describe it}", "A gateway."),
        (None, "For banks."),
    ]


def test_the_words_that_differ_are_marked() -> None:
    (pair,) = line_pairs("see the {first goal} here", "see the better goal here")
    assert [pair.left[start:end] for start, end in pair.left_marks] == ["{first", "}"]
    assert [pair.right[start:end] for start, end in pair.right_marks] == ["better"]


def test_long_equal_stretches_are_left_out() -> None:
    same = "\n".join(f"line {number}" for number in range(50))
    pairs = line_pairs(f"old\n{same}\nlast", f"new\n{same}\nlast one")
    skipped = [pair for pair in pairs if pair.skipped]
    assert [pair.skipped for pair in skipped] == [44]
    assert len(pairs) == 9
    assert all(not pair.skipped for pair in line_pairs(same, same))


lines = st.lists(st.sampled_from(["", "a b c", "a b d", "x y", "# t", "same"]), max_size=12)


@given(lines, lines)
def test_no_line_is_lost(left: list[str], right: list[str]) -> None:
    ours, theirs = "\n".join(left), "\n".join(right)
    pairs = line_pairs(ours, theirs)
    if not any(pair.skipped for pair in pairs):
        assert "\n".join(p.left for p in pairs if p.left is not None) == ours
        assert "\n".join(p.right for p in pairs if p.right is not None) == theirs
    marks = chain.from_iterable((*pair.left_marks, *pair.right_marks) for pair in pairs)
    assert all(start < end for start, end in marks)


def test_many_different_lines_do_not_take_long() -> None:
    left = "\n".join(f"alpha {number}" for number in range(400))
    right = "\n".join(f"beta gamma {number} delta" for number in range(400))
    assert len(line_pairs(left, right)) == 400


def test_the_box_shows_both_texts(qtbot: QtBot, themed) -> None:
    themed(LIGHT)
    dialog = show_comparison(None, "Scope & <b>", "same\nold word", "same\nnew word")
    qtbot.addWidget(dialog)
    assert dialog.isVisible()
    text = dialog.view.document().toRawText()
    for part in ("same", "old word", "new word"):
        assert part in text
    assert dialog.summary.text() == "1 line differs; the words that differ are marked."
    cursor = dialog.view.document().find("old")
    assert cursor.charFormat().background().color() == QColor(mixed(LIGHT.base, LIGHT.error, 0.28))
    close = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Close)
    with qtbot.waitSignal(dialog.finished):
        qtbot.mouseClick(close, Qt.MouseButton.LeftButton)


def test_the_same_text_is_said_to_be_the_same(qtbot: QtBot) -> None:
    dialog = CompareDialog("Scope", "one\ntwo", "one\ntwo")
    qtbot.addWidget(dialog)
    assert dialog.summary.text() == "Nothing differs: this is the template's text."
    assert dialog.pairs == [LinePair("one", "one"), LinePair("two", "two")]
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
