"""The template's text and one's own, side by side."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from spec_editor.core.line_pairs import LinePair
from spec_editor.ui.dialogs.compare import CompareDialog, show_comparison
from spec_editor.ui.theme import LIGHT, mixed

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


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
    (close,) = dialog.findChild(QDialogButtonBox).buttons()
    with qtbot.waitSignal(dialog.finished):
        qtbot.keyClick(close, Qt.Key.Key_Return)


def test_the_same_text_is_said_to_be_the_same(qtbot: QtBot) -> None:
    dialog = CompareDialog("Scope", "one\ntwo", "one\ntwo")
    qtbot.addWidget(dialog)
    assert dialog.summary.text() == "Nothing differs: this is the template's text."
    assert dialog.columns.pairs == [LinePair("one", "one"), LinePair("two", "two")]
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
