"""Two versions of a text, section by section."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from spec_editor.core.section_diff import compare_sections
from spec_editor.ui.dialogs.compare_versions import show_versions
from spec_editor.ui.section_comparison import SectionComparison
from spec_editor.ui.two_columns import TwoColumns

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

OLD = "# A\n\nfirst text of a\n\n## B\n\ntext of b\n\n## C\n\ntext of c, which stays\n"
NEW = "# A\n\nfirst word of a\n\n## See\n\ntext of c, which stays\n\n## D\n\nnew\n"


def shown(columns: TwoColumns) -> str:
    return columns.view.document().toRawText()


def test_the_sections_that_differ_are_listed_and_shown(qtbot: QtBot) -> None:
    comparison = SectionComparison("Then", "Now")
    qtbot.addWidget(comparison)
    comparison.show()
    comparison.show_diff(compare_sections(OLD, NEW))
    assert [(row.title, row.words) for row in comparison.list.rows()] == [
        ("A", "changed"),
        ("B", "removed"),
        ("See", "renamed from “C”"),
        ("D", "added"),
    ]
    assert "first text" in shown(comparison.columns)
    with qtbot.waitSignal(comparison.section_chosen):
        qtbot.keyClick(comparison.list, Qt.Key.Key_End)
    assert comparison.chosen() is not None
    assert comparison.chosen().title == "D"
    assert "new" in shown(comparison.columns)
    assert "first text" not in shown(comparison.columns)


def test_the_same_text_has_nothing_to_show(qtbot: QtBot) -> None:
    comparison = SectionComparison("Then", "Now")
    qtbot.addWidget(comparison)
    comparison.show_diff(compare_sections(OLD, NEW))
    comparison.show_diff(compare_sections(OLD, OLD))
    assert comparison.chosen() is None
    assert comparison.list.empty_state.texts()[0] == "No difference"
    assert not comparison.columns.pairs


def test_the_box_says_how_much_differs(qtbot: QtBot) -> None:
    diff = compare_sections(OLD, NEW)
    dialog = show_versions(None, "a\u202eb.md", "My text", "Text on disk", diff)
    qtbot.addWidget(dialog)
    assert dialog.windowTitle() == "Compare a⟨U+202E⟩b.md"
    assert dialog.summary.text() == "4 sections differ."
    (close,) = dialog.findChild(QDialogButtonBox).buttons()
    with qtbot.waitSignal(dialog.finished):
        qtbot.keyClick(close, Qt.Key.Key_Return)
