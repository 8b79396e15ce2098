"""Findings for tests to list, and ways to touch the list of problems."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from spec_editor.core.findings import Finding, Severity, Span
from spec_editor.ui.problems.details import RuleText
from spec_editor.ui.problems.panel import ProblemsPanel
from spec_editor.ui.problems.rows import Column, FileRow

Left = Qt.MouseButton.LeftButton
Control = Qt.KeyboardModifier.ControlModifier


def finding(
    line: int,
    message: str,
    severity: Severity = Severity.ERROR,
    rule: str = "placeholder-left",
    section: str = "Scope",
    fixable: bool = False,
) -> Finding:
    return Finding(rule, severity, Span(line, 3, line, 9), message, section, fixable)


FOUND = (
    finding(2, "The anchor is dead.", Severity.WARNING, "dead-anchor", "Contents", fixable=True),
    finding(5, "The placeholder {a} is left."),
    finding(8, "The placeholder {b} is left.", section="Goals"),
    finding(9, "A metric has two values.", Severity.INFO, "metric-conflict", "Performance"),
    finding(12, "Another anchor is dead.", Severity.WARNING, "dead-anchor", "Links", fixable=True),
)
RULES = {
    "dead-anchor": RuleText("Links lead somewhere.", "A link to a heading names it.", True),
    "placeholder-left": RuleText("Every placeholder has been replaced.", "Write your own words."),
}


def column(panel: ProblemsPanel, which: Column = Column.LINE) -> list[str]:
    model = panel.view.problems
    return [str(model.index(row, which).data() or "") for row in range(model.rowCount())]


def cell(panel: ProblemsPanel, row: int, which: Column = Column.MESSAGE) -> QPoint:
    return panel.view.visualRect(panel.view.problems.index(row, which)).center()


def click(panel: ProblemsPanel, qtbot: QtBot, row: int, which: Column = Column.MESSAGE) -> None:
    qtbot.mouseClick(panel.view.viewport(), Left, pos=cell(panel, row, which))


# The model


def some(*lines: int) -> list[Finding | FileRow]:
    return [finding(line, f"message {line % 7}", section=f"s{line % 3}") for line in lines]


def entries(menu: QMenu) -> list[str]:
    return [entry.text() for entry in menu.actions() if entry.text()]
