from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from spec_editor.core.report import DocumentReport, SectionReport
from spec_editor.core.words import percent
from spec_editor.ui.breadcrumb import Breadcrumb
from spec_editor.ui.format_button import FormatEntry, FormatGroup
from spec_editor.ui.status import StatusBar, TemplateEntry
from spec_editor.ui.theme import DARK, LIGHT
from spec_editor.ui.words import counted, percent_text, rich_tip

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.mark.parametrize(
    ("completeness", "shown"), [(0, 0), (0.29, 29), (0.999, 99), (1.0, 100), (0.624, 62)]
)
def test_only_the_finished_shows_a_hundred_percent(completeness: float, shown: int) -> None:
    assert percent(completeness) == shown
    assert percent_text(completeness) == f"{shown}\u202f%"


def test_words() -> None:
    assert counted(1, "placeholder") == "1 placeholder"
    assert counted(0, "entry", "entries") == "0 entries"
    assert rich_tip("<b>", "a & b", "") == "<qt><b>&lt;b&gt;</b><br>a &amp; b</qt>"


def test_the_status_bar_says_how_far_the_document_is(qtbot: QtBot, report: DocumentReport) -> None:
    bar = StatusBar(LIGHT)
    qtbot.addWidget(bar)
    assert bar.completeness.isHidden()
    bar.set_report(report)
    bar.set_cursor(12, 3)
    assert bar.completeness.objectName() == "completenessBar"
    assert bar.completeness.text() == "62 % complete"
    assert bar.completeness.accessibleDescription() == "62 % complete"
    assert bar.placeholders.text() == "14 placeholders left"
    assert bar.template.text() == "technical-specification"
    assert bar.cursor_place.text() == "Line 12, column 3"
    bar.set_report(replace(report, placeholders=0, template="", completeness=1.0))
    assert bar.placeholders.text() == "No placeholders left"
    assert bar.template.text() == "No template"
    bar.clear_document()
    assert bar.completeness.isHidden()


def test_messages_are_shown(qtbot: QtBot) -> None:
    bar = StatusBar(LIGHT)
    qtbot.addWidget(bar)
    bar.show_message("Saved.", 0)
    assert bar.currentMessage() == "Saved."


def test_a_message_without_room_is_shortened(qtbot: QtBot, report: DocumentReport) -> None:
    bar = StatusBar(LIGHT)
    qtbot.addWidget(bar)
    bar.resize(900, 30)
    bar.set_report(report)
    bar.show()
    message = "“Introduction” moved behind “A chapter with a <long> title” " * 4
    bar.show_message(message, 0)
    assert bar.currentMessage() == message
    assert bar.shown_message().endswith("…")
    assert not bar.grab().isNull()
    place = QPoint(40, 15)
    QApplication.sendEvent(bar, QHelpEvent(QEvent.Type.ToolTip, place, bar.mapToGlobal(place)))
    qtbot.waitUntil(lambda: "&lt;long&gt;" in QToolTip.text())
    QToolTip.hideText()
    bar.show_message("Saved.", 0)
    assert bar.shown_message() == "Saved."


def test_templates_are_offered(qtbot: QtBot, report: DocumentReport) -> None:
    bar = StatusBar(LIGHT)
    qtbot.addWidget(bar)
    bar.set_report(report)
    entries = [
        TemplateEntry(None, "Best"),
        TemplateEntry("a", "A & B", True),
        TemplateEntry("", "No"),
    ]
    bar.template.wanted.connect(lambda: bar.template.offer(entries))
    bar.template.menu().aboutToShow.emit()
    shown = [entry for entry in bar.template.menu().actions() if entry.text()]
    assert [entry.text() for entry in shown] == ["Best", "A && B", "No"]
    assert [entry.isChecked() for entry in shown] == [False, True, False]
    for entry, name in zip(shown, (None, "a", ""), strict=True):
        with qtbot.waitSignal(bar.template.chosen) as chosen:
            entry.trigger()
        assert chosen.args == [name]


def test_the_file_s_format_is_shown_and_can_be_changed(qtbot: QtBot, themed) -> None:
    bar = StatusBar(LIGHT)
    qtbot.addWidget(bar)
    button = bar.format
    assert button.isHidden()
    button.show_format("UTF-8", "Mixed", is_converted=False)
    assert (button.text(), button.accessibleDescription()) == ("UTF-8 · Mixed", "UTF-8 · Mixed")
    assert "stays so" in button.toolTip()
    utf_8, utf_16 = object(), object()
    groups = [
        FormatGroup("Convert to", [FormatEntry(utf_8, "UTF-8", True), FormatEntry(utf_16, "X")]),
        FormatGroup("Read again as", [FormatEntry("koi8_r", "KOI8-R")], is_folded=True),
    ]
    button.wanted.connect(lambda: button.offer(groups))
    button.menu().aboutToShow.emit()
    title, *entries = [each for each in button.menu().actions() if each.text()]
    assert (title.text(), title.isEnabled()) == ("Convert to", False)
    assert [each.isChecked() for each in entries[:2]] == [True, False]
    with qtbot.waitSignal(button.chosen) as chosen:
        entries[1].trigger()
    assert chosen.args == [utf_16]
    with qtbot.waitSignal(button.chosen) as chosen:
        entries[2].menu().actions()[0].trigger()
    assert chosen.args == ["koi8_r"]
    button.show_format("UTF-8", "LF", is_converted=True)
    assert "when it is saved" in button.toolTip()
    bar.clear_document()
    assert button.isHidden()


def test_a_narrow_bar_leaves_out_what_can_be_done_without(
    qtbot: QtBot, report: DocumentReport, themed
) -> None:
    themed(LIGHT)
    bar = StatusBar(LIGHT)
    qtbot.addWidget(bar)
    bar.set_report(report)
    bar.set_cursor(1200, 33)
    bar.format.show_format("UTF-8 with BOM", "CRLF", is_converted=False)
    bar.flavour.show_flavour("GitHub")
    bar.resize(1200, 30)
    bar.show()
    fields = (bar.placeholders, bar.cursor_place, bar.format, bar.template, bar.completeness)
    assert all(field.isVisible() for field in fields)
    bar.resize(760, 30)
    qtbot.waitUntil(lambda: bar.placeholders.isHidden())
    assert bar.format.isVisible()
    assert bar.completeness.geometry().right() <= bar.width()
    # What is said anew stays left out, until there is room.
    bar.set_report(replace(report, placeholders=7))
    qtbot.waitUntil(lambda: bar.placeholders.isHidden())
    bar.resize(1200, 30)
    qtbot.waitUntil(lambda: all(field.isVisible() for field in fields))
    assert bar.placeholders.text() == "7 placeholders left"
    bar.resize(400, 30)
    bar.clear_document()
    bar.resize(1200, 30)
    assert all(field.isHidden() for field in fields)


def test_the_bar_has_room_for_its_text(qtbot: QtBot, report: DocumentReport, themed) -> None:
    themed(DARK)
    bar = StatusBar(DARK)
    qtbot.addWidget(bar)
    bar.resize(900, 30)
    bar.set_report(replace(report, completeness=1.0))
    bar.show()
    done = bar.completeness
    assert done.height() >= done.fontMetrics().height()
    assert done.width() >= done.sizeHint().width()
    assert not done.grab().isNull()


@pytest.fixture
def crumbs(qtbot: QtBot, sections: tuple[SectionReport, ...]) -> Breadcrumb:
    crumbs = Breadcrumb(LIGHT)
    qtbot.addWidget(crumbs)
    crumbs.resize(600, 36)
    crumbs.set_document("fleet.md")
    crumbs.set_sections(sections)
    crumbs.show()
    return crumbs


def test_the_path_follows_the_cursor(crumbs: Breadcrumb) -> None:
    crumbs.mark_line(35)
    assert crumbs.texts() == ("fleet.md", "Introduction", "Scope")
    assert crumbs.shown() == ("fleet.md", "Introduction", "Scope")
    crumbs.mark_line(2)
    assert crumbs.texts() == ("fleet.md",)


def test_a_step_leads_to_its_heading(crumbs: Breadcrumb, qtbot: QtBot) -> None:
    crumbs.mark_line(35)
    with qtbot.waitSignal(crumbs.line_requested) as asked:
        crumbs.buttons()[1].click()
    assert asked.args == [11]


def test_a_narrow_path_keeps_its_end(crumbs: Breadcrumb) -> None:
    crumbs.mark_line(35)
    crumbs.resize(190, 36)
    assert crumbs.shown()[0] == "…"
    assert crumbs.shown()[-1] == "Scope"
    crumbs.resize(60, 36)
    assert len(crumbs.shown()) <= 2
    crumbs.resize(600, 36)
    assert crumbs.shown() == ("fleet.md", "Introduction", "Scope")


def test_nothing_is_cut_off(crumbs: Breadcrumb, themed) -> None:
    themed(LIGHT)
    crumbs.mark_line(35)
    for width in range(120, 600, 20):
        crumbs.resize(width, 36)
        last = crumbs.buttons()[-1]
        assert last.sizeHint().width() + last.x() <= width + 1 or len(crumbs.shown()) == 1


def test_no_document_has_no_path(crumbs: Breadcrumb) -> None:
    crumbs.set_document("")
    assert crumbs.texts() == ()
    crumbs.set_theme(DARK)
