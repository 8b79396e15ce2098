"""The versions of a file and what can be done with them."""

from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from spec_editor.core.section_diff import compare_sections
from spec_editor.core.versions import Version
from spec_editor.ui.history.dialog import HistoryDialog
from spec_editor.ui.history.words import version_words

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

NOW = datetime(2026, 3, 18, 15, 0).timestamp()
OLD = "# A\n\nold text\n\n## B\n\nbee\n"
NEW = "# A\n\nnew text\n\n## C\n\nquite another section\n"
VERSIONS = tuple(Version(f"v{n}", NOW - n * 3600, 2_048 + n) for n in range(3))


@pytest.fixture
def dialog(qtbot: QtBot) -> HistoryDialog:
    widget = HistoryDialog("gateway.md")
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def test_without_versions_it_says_why(dialog: HistoryDialog) -> None:
    assert dialog.windowTitle() == "History of gateway.md"
    assert dialog.list.empty_state.isVisible()
    assert dialog.list.empty_state.texts()[0] == "No versions yet"
    assert not dialog.comparison.isVisible()
    assert not dialog.whole_button.isEnabled()


def test_the_newest_version_is_asked_for_first(dialog: HistoryDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.version_chosen) as asked:
        dialog.set_versions(VERSIONS, NOW)
    assert asked.args == ["v0"]
    assert dialog.summary.text() == "3 versions"
    assert not dialog.section_button.isEnabled()
    with qtbot.waitSignal(dialog.version_chosen) as asked:
        qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    assert asked.args == ["v1"]


def test_the_difference_is_shown_and_a_section_restored(
    dialog: HistoryDialog, qtbot: QtBot
) -> None:
    dialog.set_versions(VERSIONS, NOW)
    dialog.show_diff("v0", compare_sections(OLD, NEW))
    assert dialog.list.rows()[0].words == "3 sections differ · 2.0 kB"
    assert dialog.comparison.columns.left_title.text() == "Today, 15:00"
    assert "old text" in dialog.comparison.columns.view.document().toRawText()
    with qtbot.waitSignal(dialog.section_restore_requested) as wish:
        qtbot.mouseClick(dialog.section_button, Qt.MouseButton.LeftButton)
    assert wish.args == ["v0", 1]
    dialog.comparison.list.setFocus()
    qtbot.keyClick(dialog.comparison.list, Qt.Key.Key_Down)
    assert dialog.section_button.text() == "Put Back This Section"
    qtbot.keyClick(dialog.comparison.list, Qt.Key.Key_Down)
    assert dialog.section_button.text() == "Take Out This Section"
    with qtbot.waitSignal(dialog.restore_requested) as whole:
        qtbot.mouseClick(dialog.whole_button, Qt.MouseButton.LeftButton)
    assert whole.args == ["v0"]


def test_an_answer_for_another_version_only_tells_its_number(dialog: HistoryDialog) -> None:
    dialog.set_versions(VERSIONS, NOW)
    dialog.show_diff("v2", compare_sections(OLD, NEW))
    dialog.show_diff("gone", compare_sections(OLD, NEW))
    dialog.show_problem("v1", "It is gone.")
    assert dialog.list.rows()[2].words == "3 sections differ · 2.0 kB"
    assert not dialog.comparison.list.rows()
    dialog.set_changes("v1", 0)
    assert dialog.list.rows()[1].words == "the same as now · 2.0 kB"


def test_a_version_that_cannot_be_read_is_said_to_be_so(dialog: HistoryDialog) -> None:
    dialog.set_versions(VERSIONS, NOW)
    dialog.show_problem("v0", "It was damaged.")
    assert dialog.comparison.list.empty_state.texts()[:2] == (
        "This version cannot be shown",
        "It was damaged.",
    )
    assert not dialog.whole_button.isEnabled()


def test_hundreds_of_versions_are_listed(dialog: HistoryDialog, qtbot: QtBot) -> None:
    dialog.set_versions([Version(str(n), NOW - n * 90_000, n) for n in range(500)], NOW)
    qtbot.keyClick(dialog.list, Qt.Key.Key_End)
    assert dialog.chosen() == "499"


def test_what_is_not_known_yet_is_not_told() -> None:
    assert version_words(Version("v", NOW, 10), None) == "10 bytes"


def test_enter_leads_from_a_version_to_its_sections_and_restores_one(
    dialog: HistoryDialog, qtbot: QtBot
) -> None:
    dialog.set_versions(VERSIONS, NOW)
    dialog.show_diff("v0", compare_sections(OLD, NEW))
    dialog.list.setFocus()
    qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    sections = dialog.comparison.list
    assert sections.hasFocus()
    qtbot.keyClick(sections, Qt.Key.Key_Down)
    with qtbot.waitSignal(dialog.section_restore_requested) as wish:
        qtbot.keyClick(sections, Qt.Key.Key_Return)
    assert wish.args == ["v0", sections.chosen()]


def test_versions_of_one_minute_are_told_apart(dialog: HistoryDialog) -> None:
    moments = (NOW, NOW - 20, NOW - 50, NOW - 300)
    dialog.set_versions([Version(f"v{when}", when, 9) for when in moments], NOW)
    titles = ["Today, 15:00", "Today, 14:59:40", "Today, 14:59:10", "Today, 14:55"]
    assert [row.title for row in dialog.list.rows()] == titles
