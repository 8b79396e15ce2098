"""The list of findings: what is shown, in which order, and what one can ask for."""

from collections.abc import Sequence
from itertools import cycle

import pytest
from problems_tools import FOUND, cell, click, column, entries, finding, some
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot
from timing import least_seconds

from spec_editor.core.actions import Action
from spec_editor.core.findings import Finding, Severity, Span
from spec_editor.ui.problems.model import ProblemsModel
from spec_editor.ui.problems.panel import ProblemsPanel
from spec_editor.ui.problems.rows import Column, FileRow
from spec_editor.ui.theme import DARK, LIGHT

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
Left = Qt.MouseButton.LeftButton
Control = Qt.KeyboardModifier.ControlModifier


def test_the_model_keeps_the_rules_of_models(qtbot: QtBot, qtmodeltester) -> None:
    model = ProblemsModel(LIGHT)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    steps: Sequence[list[Finding | FileRow]] = (
        some(1, 2, 3, 4, 5),
        some(1, 3, 4, 9, 10, 5),
        some(5, 4, 3, 2, 1),
        [FileRow("/a", "a", 2), *some(1, 2), FileRow("/b", "b", 1, is_open=False)],
        [FileRow("/b", "b", 1), *some(9), FileRow("/a", "a", 2), *some(2, 1)],
        some(*range(1, 200, 2)),
        some(*range(1, 200, 3)),
        [],
        some(4),
    )
    for rows in steps:
        model.show_rows(rows)
        assert [model.row(model.index(row, 0)) for row in range(model.rowCount())] == rows
    qtmodeltester.check(model)
    assert tester.model() is model


def test_rows_that_stay_keep_their_indexes(qtbot: QtBot) -> None:
    model = ProblemsModel(LIGHT)
    model.show_rows(some(1, 2, 3, 4, 5))
    kept = {row: QPersistentModelIndex(model.index(row, 0)) for row in range(5)}
    moved = [
        found._replace(span=Span(90 + n, 1, 90 + n, 2)) for n, found in enumerate(some(1, 5, 3))
    ]
    model.show_rows([*some(11), *moved])
    assert [kept[row].row() for row in range(5)] == [1, -1, 3, -1, 2]
    assert not kept[1].isValid()
    assert model.index(2, Column.LINE).data() == "91"


# What is shown


def test_a_finding_says_how_grave_it_is_what_where_and_by_which_rule(panel: ProblemsPanel) -> None:
    model = panel.view.problems
    texts = [model.index(0, which).data() for which in Column]
    assert texts == ["", "The anchor is dead.", "Contents", "dead-anchor", "2", ""]
    names = [model.headerData(which, Qt.Orientation.Horizontal) for which in Column]
    assert names == ["", "Message", "Section", "Rule", "Line", ""]
    spoken = [
        model.index(row, Column.SEVERITY).data(Qt.ItemDataRole.AccessibleTextRole)
        for row in range(model.rowCount())
    ]
    assert spoken == ["warning", "error", "error", "information", "warning"]
    assert not model.index(0, Column.SEVERITY).data(Qt.ItemDataRole.DecorationRole).isNull()
    assert "dead-anchor" in model.index(0, Column.MESSAGE).data(Qt.ItemDataRole.ToolTipRole)
    assert (panel.view.objectName(), panel.view.accessibleName()) == ("problemsView", "Problems")


@pytest.mark.parametrize(
    ("by", "lines", "backwards"),
    [
        (Column.SEVERITY, "5 8 2 12 9", "9 2 12 5 8"),
        (Column.MESSAGE, "9 12 2 5 8", "8 5 2 12 9"),
        (Column.SECTION, "2 8 12 9 5", "5 9 12 8 2"),
        (Column.RULE, "2 12 9 5 8", "5 8 9 2 12"),
        (Column.FIX, "2 12 5 8 9", "5 8 9 2 12"),
    ],
)
def test_a_title_sorts(
    panel: ProblemsPanel, qtbot: QtBot, by: Column, lines: str, backwards: str
) -> None:
    titles = panel.view.titles
    place = QPoint(titles.sectionViewportPosition(by) + 10, 10)
    qtbot.mouseClick(titles.viewport(), Left, pos=place)
    assert column(panel) == lines.split()
    assert (titles.sorted_by, titles.is_descending) == (by, False)
    qtbot.mouseClick(titles.viewport(), Left, pos=place)
    assert column(panel) == backwards.split()
    assert not titles.grab().isNull()


def test_the_line_sorts_at_first_and_turns_round(panel: ProblemsPanel, qtbot: QtBot) -> None:
    assert column(panel) == ["2", "5", "8", "9", "12"]
    panel.sort_by(Column.LINE)
    assert column(panel) == ["12", "9", "8", "5", "2"]


def test_severities_are_switched_off_and_on(panel: ProblemsPanel, qtbot: QtBot) -> None:
    buttons = panel.filters.severities
    assert [button.text() for button in buttons.values()] == ["2", "2", "1"]
    assert buttons[Severity.INFO].accessibleName().endswith("1 note")
    qtbot.mouseClick(buttons[Severity.ERROR], Left)
    assert column(panel) == ["2", "9", "12"]
    assert buttons[Severity.ERROR].text() == "2"
    qtbot.mouseClick(buttons[Severity.WARNING], Left)
    qtbot.mouseClick(buttons[Severity.INFO], Left)
    assert panel.view.empty_state.isVisible()
    qtbot.mouseClick(panel.view.empty_state.button, Left)
    assert len(column(panel)) == 5
    assert panel.view.empty_state.isHidden()


def test_one_rule_is_chosen_and_stays_chosen(panel: ProblemsPanel) -> None:
    rules = panel.filters.rules
    texts = [rules.itemText(place) for place in range(rules.count())]
    assert texts == ["All rules", "dead-anchor (2)", "metric-conflict (1)", "placeholder-left (2)"]
    rules.setCurrentIndex(3)
    assert column(panel) == ["5", "8"]
    panel.set_findings(FOUND[:2], "/specs/fleet.md")
    assert rules.currentText() == "placeholder-left (1)"
    assert column(panel) == ["5"]
    panel.set_findings(FOUND[:1], "/specs/fleet.md")
    assert rules.currentText() == "placeholder-left (0)"
    assert panel.view.empty_state.texts()[0] == "No problem fits"


def test_a_text_filters_message_section_and_rule(panel: ProblemsPanel, qtbot: QtBot) -> None:
    for text, lines in (("ANCHOR", ["2", "12"]), ("goals", ["8"]), ("metric-c", ["9"])):
        panel.filters.text.clear()
        qtbot.keyClicks(panel.filters.text, text)
        assert column(panel) == lines


def test_choice_and_place_survive_the_typing(panel: ProblemsPanel) -> None:
    many = tuple(finding(line, f"message {line}") for line in range(1, 400))
    panel.set_findings(many, "/specs/fleet.md")
    view = panel.view
    view.selectRow(200)
    view.scrollTo(view.currentIndex())
    scrolled = view.verticalScrollBar().value()
    later = [f._replace(span=Span(f.span.line + 3, 1, f.span.line + 3, 2)) for f in many[50:]]
    panel.set_findings((*many[:50], finding(60, "new"), *later), "/specs/fleet.md")
    assert view.problems.row(view.currentIndex()).message == "message 201"
    assert [index.row() for index in view.chosen()] == [201]
    assert scrolled <= view.verticalScrollBar().value() <= scrolled + view.rowHeight(0)


def test_the_choice_survives_another_order(panel: ProblemsPanel) -> None:
    many = tuple(finding(line, f"message {line * 37 % 400}") for line in range(1, 400))
    panel.set_findings(many, "/specs/fleet.md")
    panel.view.selectRow(100)
    chosen = panel.view.problems.row(panel.view.currentIndex())
    panel.sort_by(Column.MESSAGE)
    assert panel.view.problems.row(panel.view.currentIndex()) == chosen
    panel.filters.text.setText("message 1")
    panel.filters.text.clear()


@pytest.mark.parametrize("where", [5000, 0])
def test_sixteen_times_the_findings_take_not_their_square(panel: ProblemsPanel, where: int) -> None:
    small, large = (seconds_of_change(panel, count, where) for count in (1000, 16_000))
    # Below some milliseconds the clock says nothing.
    assert large / max(small, 0.003) < 64


def seconds_of_change(panel: ProblemsPanel, count: int, where: int) -> float:
    """Return how long it takes to show findings of which those behind one have moved a line."""
    many = [finding(n, f"message {n % 700}", list(Severity)[n % 3]) for n in range(1, count + 1)]
    split = min(where, count // 3)
    moved = [f._replace(span=f.span.shifted(1)) for f in many[split:]]
    states = cycle([(*many[:split], *moved), tuple(many)])
    panel.set_findings(many, "/specs/fleet.md")
    panel.view.selectRow(count // 2)
    seconds = least_seconds(lambda: panel.set_findings(next(states), "/specs/fleet.md"), 3)
    assert panel.view.currentIndex().row() == count // 2
    return seconds


def test_emptiness_is_explained(panel: ProblemsPanel) -> None:
    empty = panel.view.empty_state
    panel.set_findings((), "/specs/fleet.md")
    assert empty.texts()[:2] == ("No problems", "Nothing was found in this document.")
    assert empty.isVisible()
    panel.folder_button.click()
    assert empty.texts()[0] == "Looking through the folder…"
    panel.set_folder_findings({})
    assert empty.texts()[1] == "Nothing was found in any file of the folder."
    panel.clear()
    assert panel.is_folder
    panel.document_button.click()
    assert empty.texts()[0] == "Nothing to look at"


def test_a_narrow_panel_leaves_out_what_has_no_room(panel: ProblemsPanel, qtbot: QtBot) -> None:
    def hidden() -> list[bool]:
        return [panel.view.isColumnHidden(which) for which in (Column.SECTION, Column.RULE)]

    assert hidden() == [False, False]
    top = panel.filters.mapTo(panel, QPoint()).y()
    panel.resize(700, 300)
    # The message keeps half of the width.
    assert hidden() == [False, True]
    assert panel.view.columnWidth(Column.MESSAGE) * 2 >= panel.view.viewport().width()
    panel.resize(560, 300)
    assert hidden() == [True, True]
    qtbot.waitUntil(lambda: panel.filters.mapTo(panel, QPoint()).y() > top + 10)
    panel.resize(320, 300)
    assert hidden() == [True, True]
    assert panel.folder_button.text() == "Folder"
    panel.resize(1000, 300)
    qtbot.waitUntil(lambda: panel.filters.mapTo(panel, QPoint()).y() == top)


def test_a_theme_reaches_the_icons(panel: ProblemsPanel) -> None:
    index = panel.view.problems.index(0, Column.SEVERITY)
    before = index.data(Qt.ItemDataRole.DecorationRole).cacheKey()
    panel.set_theme(DARK)
    assert index.data(Qt.ItemDataRole.DecorationRole).cacheKey() != before
    assert not panel.grab().isNull()


# Going there


def test_a_click_and_enter_go_to_the_finding(panel: ProblemsPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.finding_requested) as asked:
        click(panel, qtbot, 1)
    assert asked.args == [FOUND[1]]
    with qtbot.waitSignal(panel.finding_requested) as asked:
        qtbot.mouseDClick(panel.view.viewport(), Left, pos=cell(panel, 1))
    assert asked.args == [FOUND[1]]
    qtbot.keyClick(panel.view, Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.finding_requested) as asked:
        qtbot.keyClick(panel.view, Qt.Key.Key_Return)
    assert asked.args == [FOUND[2]]


def test_choosing_several_goes_nowhere(panel: ProblemsPanel, qtbot: QtBot) -> None:
    click(panel, qtbot, 0)
    with qtbot.assertNotEmitted(panel.finding_requested):
        qtbot.mouseClick(panel.view.viewport(), Left, Control, cell(panel, 3))
    assert [index.row() for index in panel.view.chosen()] == [0, 3]


def test_the_chosen_ones_are_copied(panel: ProblemsPanel, qtbot: QtBot) -> None:
    panel.view.selectRow(0)
    qtbot.keyClick(panel.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(panel.view, Qt.Key.Key_C, Control)
    assert QGuiApplication.clipboard().text() == (
        "/specs/fleet.md:2:3 warning dead-anchor The anchor is dead.\n"
        "/specs/fleet.md:5:3 error placeholder-left The placeholder {a} is left."
    )


# Mending


def fix_of(found: Finding) -> Action:
    line, column, _, _ = found.span
    return Action("fix", text=found.message, rule=found.rule, line=line, column=column)


def test_one_finding_is_fixed_by_its_button_and_by_keys(panel: ProblemsPanel, qtbot: QtBot) -> None:
    wanted = fix_of(FOUND[4])
    with (
        qtbot.assertNotEmitted(panel.finding_requested),
        qtbot.waitSignal(panel.action_requested) as asked,
    ):
        click(panel, qtbot, 4, Column.FIX)
    assert asked.args == [wanted]
    with qtbot.waitSignal(panel.action_requested) as asked:
        qtbot.keyClick(panel.view, Qt.Key.Key_Period, Control)
    assert asked.args == [wanted]
    panel.view.selectRow(1)
    with qtbot.assertNotEmitted(panel.action_requested):
        qtbot.keyClick(panel.view, Qt.Key.Key_Period, Control)


def test_everything_is_fixed_by_one_button(panel: ProblemsPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.action_requested) as asked:
        qtbot.mouseClick(panel.fix_all, Left)
    assert asked.args == [Action("fix-all")]
    panel.set_findings(FOUND[1:4], "/specs/fleet.md")
    assert not panel.fix_all.isEnabled()


def test_the_menu_of_a_row(panel: ProblemsPanel, qtbot: QtBot) -> None:
    panel.view.selectRow(0)
    menu = panel.open_menu(QPoint(20, 20))
    assert entries(menu) == [
        "Go There",
        "Fix: The anchor is dead.",
        "Fix All 2 of “dead-anchor”",
        "Fix Everything That Can Be Fixed (2)",
        "Explain This Rule",
        "Copy",
        "Sort By",
    ]
    with qtbot.waitSignal(panel.action_requested) as asked:
        menu.actions()[entries(menu).index("Fix All 2 of “dead-anchor”") + 1].trigger()
    assert asked.args == [Action("fix-rule", rule="dead-anchor")]
    menu.close()


def test_a_rule_is_explained(panel: ProblemsPanel, qtbot: QtBot) -> None:
    panel.view.selectRow(0)
    assert panel.details.isHidden()
    qtbot.mouseClick(panel.explain, Left)
    details = panel.details
    assert details.isVisible()
    assert details.message.text() == "The anchor is dead."
    assert details.explanation.text() == "A link to a heading names it."
    with qtbot.waitSignal(panel.action_requested) as asked:
        qtbot.mouseClick(details.fix_rule, Left)
    assert asked.args == [Action("fix-rule", rule="dead-anchor")]
    with qtbot.waitSignal(panel.action_requested) as asked:
        qtbot.mouseClick(details.fix, Left)
    assert asked.args == [fix_of(FOUND[0])]
    panel.view.selectRow(1)
    assert details.summary.text() == "Every placeholder has been replaced."
    assert details.fix.isHidden()
    assert details.fix_rule.isHidden()
    panel.view.selectRow(3)
    assert details.summary.text() == "This rule has no explanation."
    panel.set_findings((), "/specs/fleet.md")
    assert details.message.text().startswith("Choose a problem")


# The folder


def test_the_panel_asks_to_be_put_away(panel: ProblemsPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.hide_requested):
        qtbot.mouseClick(panel.hide_button, Left)


def test_an_invalid_index_has_no_path(qtbot: QtBot) -> None:
    assert ProblemsModel(LIGHT).path_of(QModelIndex()) == ""


def test_saving_lists_nothing_anew(qtbot: QtBot, panel: ProblemsPanel) -> None:
    changed = panel.view.problems.dataChanged
    with qtbot.assertNotEmitted(changed):
        panel.set_read_only(False)
    with qtbot.waitSignal(changed):
        panel.set_read_only(True)
