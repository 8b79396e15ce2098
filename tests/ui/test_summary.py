"""The sheet above the status bar that says what is left to do."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from spec_editor.core.findings import Finding, Severity, Span
from spec_editor.core.report import DocumentReport
from spec_editor.ui.status import StatusBar
from spec_editor.ui.summary import Summary, summary_rows
from spec_editor.ui.theme import DARK, LIGHT

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
Left = Qt.MouseButton.LeftButton
FINDINGS = tuple(
    Finding("rule", severity, Span(line, 1, line, 2), "message")
    for line, severity in ((64, Severity.ERROR), (7, Severity.WARNING), (33, Severity.ERROR))
)


@pytest.fixture
def summary(qtbot: QtBot, report: DocumentReport) -> Summary:
    summary = Summary(LIGHT)
    qtbot.addWidget(summary)
    summary.show_report(replace(report, findings=FINDINGS))
    return summary


def rows(report: DocumentReport) -> list[tuple[str, int]]:
    return [(row.text, row.line) for row in summary_rows(report, LIGHT)]


def test_what_is_left_comes_before_the_chapters(report: DocumentReport) -> None:
    assert rows(replace(report, findings=FINDINGS)) == [
        ("What is left", 0),
        ("1 section missing", 60),
        ("1 section empty", 81),
        ("1 section still example text", 41),
        ("1 section with placeholders", 31),
        ("2 errors", 33),
        ("1 warning", 7),
        ("Chapters", 0),
        ("Security", 41),
        ("Performance", 60),
        ("Migration (if applicable)", 60),
        ("Approval", 81),
        ("Introduction", 11),
    ]


def test_a_finished_document_has_only_chapters(
    qtbot: QtBot, summary: Summary, report: DocumentReport
) -> None:
    done = replace(report, sections=report.sections[2:3], placeholders=0, completeness=1.0)
    assert rows(done) == [("Chapters", 0), ("Purpose", 21)]
    summary.show_report(done)
    summary.open_above(summary)
    assert summary.left.text() == "Nothing is left to do."
    assert summary.title.text() == "100 % complete"


def test_the_sheet_says_how_far_it_is(summary: Summary) -> None:
    summary.open_above(summary)
    assert summary.title.text() == "62 % complete"
    assert summary.bar.value() == 62
    assert summary.left.text() == "14 placeholders to replace"


@pytest.fixture
def bar(qtbot: QtBot, report: DocumentReport, summary: Summary) -> StatusBar:
    bar = StatusBar(LIGHT)
    qtbot.addWidget(bar)
    bar.resize(900, 30)
    bar.set_report(report)
    bar.summary_requested.connect(lambda: summary.open_above(bar.completeness))
    with qtbot.waitExposed(bar):
        bar.show()
    return bar


def test_a_click_on_the_bar_asks_for_it(bar: StatusBar, qtbot: QtBot, summary: Summary) -> None:
    with qtbot.waitSignal(bar.summary_requested):
        qtbot.mouseClick(bar.completeness, Left)
    assert summary.isVisible()
    screen = summary.screen().availableGeometry()
    assert screen.contains(summary.geometry())
    summary.close()
    with qtbot.assertNotEmitted(bar.summary_requested):
        QTest.mousePress(bar.completeness, Left)
        QTest.mouseRelease(bar.completeness, Left, pos=QPoint(5, 300))


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_keys_ask_for_it(bar: StatusBar, qtbot: QtBot, key: Qt.Key) -> None:
    bar.completeness.setFocus()
    with qtbot.waitSignal(bar.summary_requested):
        qtbot.keyClick(bar.completeness, key)
    with qtbot.assertNotEmitted(bar.summary_requested):
        qtbot.keyClick(bar.completeness, Qt.Key.Key_A)


def test_keys_choose_a_row_and_go_there(bar: StatusBar, qtbot: QtBot, summary: Summary) -> None:
    summary.open_above(bar.completeness)
    qtbot.keyClick(summary.view, Qt.Key.Key_Down)
    with qtbot.waitSignal(summary.line_requested) as asked:
        qtbot.keyClick(summary.view, Qt.Key.Key_Return)
    assert asked.args == [81]
    assert not summary.isVisible()


def test_escape_closes_it(bar: StatusBar, qtbot: QtBot, summary: Summary) -> None:
    summary.open_above(bar.completeness)
    with qtbot.assertNotEmitted(summary.line_requested):
        qtbot.keyClick(summary.view, Qt.Key.Key_Escape)
    assert not summary.isVisible()


def test_a_click_on_a_row_goes_there(bar: StatusBar, qtbot: QtBot, summary: Summary) -> None:
    summary.open_above(bar.completeness)
    view, model = summary.view, summary.view.model()
    texts = [model.index(row, 0).data() for row in range(model.rowCount())]

    def click(text: str) -> None:
        place = view.visualRect(model.index(texts.index(text), 0)).center()
        qtbot.mouseClick(view.viewport(), Left, pos=place)

    with qtbot.assertNotEmitted(summary.line_requested):
        click("What is left")
    assert summary.isVisible()
    with qtbot.waitSignal(summary.line_requested) as asked:
        click("2 errors")
    assert asked.args == [33]


def test_news_keep_the_chosen_row(
    bar: StatusBar, qtbot: QtBot, summary: Summary, report: DocumentReport
) -> None:
    summary.open_above(bar.completeness)
    qtbot.keyClick(summary.view, Qt.Key.Key_Down)
    summary.show_report(replace(report, findings=FINDINGS, completeness=0.7))
    assert summary.view.currentIndex().row() == 2
    assert summary.title.text() == "70 % complete"
    summary.set_theme(DARK)
    assert not summary.grab().isNull()
