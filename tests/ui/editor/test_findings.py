"""Findings in the editor: waves, hover texts, fixes, marks in the scroll bar."""

from collections import Counter
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QHelpEvent, QImage
from PySide6.QtWidgets import QApplication, QMenu, QToolTip
from pytestqt.qtbot import QtBot

from spec_editor.core.edits import TextEdit
from spec_editor.core.findings import Finding, Severity, Span
from spec_editor.ui.editor.buffer import TextBuffer
from spec_editor.ui.editor.editor import SpecEditor
from spec_editor.ui.editor.finding_marks import FindingMarks
from spec_editor.ui.editor.squiggles import areas_of
from spec_editor.ui.theme import DARK, LIGHT

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
Load = Callable[[str], None]


def finding(
    line: int,
    column: int,
    end_column: int,
    severity: Severity = Severity.ERROR,
    rule: str = "placeholder-left",
    fixable: bool = False,
) -> Finding:
    span = Span(line, column, line, end_column)
    return Finding(rule, severity, span, f"Found at {line}:{column} & <b>", "", fixable)


def area_of(editor: SpecEditor, line: int, column: int, end_column: int) -> QPointF:
    """Return the middle of a stretch of one line, in the viewport's pixels."""
    block = editor.document().findBlockByNumber(line - 1)
    origin = editor.blockBoundingGeometry(block).translated(editor.contentOffset()).topLeft()
    span = Span(line, column, line, end_column)
    return next(iter(areas_of(editor, block, origin, span))).center()


def painted(editor: SpecEditor, color: str, line: int, column: int, end_column: int) -> int:
    """Return how many pixels of a colour lie under a stretch of the text."""
    middle = area_of(editor, line, column, end_column)
    image: QImage = editor.viewport().grab().toImage()
    block = editor.document().findBlockByNumber(line - 1)
    half = editor.blockBoundingRect(block).height() / 2
    wanted = QColor(color)
    count = 0
    for y in range(int(middle.y()), int(middle.y() + half) + 1):
        for x in range(int(middle.x()) - 12, int(middle.x()) + 12):
            pixel = image.pixelColor(x, y)
            near = (
                abs(pixel.red() - wanted.red())
                + abs(pixel.green() - wanted.green())
                + abs(pixel.blue() - wanted.blue())
            )
            count += near < 90
    return count


@pytest.mark.parametrize("severity", list(Severity))
def test_a_finding_has_a_wave_in_the_color_of_its_severity(
    editor: SpecEditor, severity: Severity
) -> None:
    editor.show_buffer(TextBuffer("plain text here\nanother line of text\n"))
    color = str(getattr(LIGHT, severity))
    before = painted(editor, color, 2, 9, 13)
    editor.set_findings([finding(2, 9, 13, severity)])
    assert painted(editor, color, 2, 9, 13) > before + 10
    assert painted(editor, color, 1, 7, 11) <= before
    editor.set_findings([])
    assert painted(editor, color, 2, 9, 13) == before


def test_waves_take_the_themes_colors(editor: SpecEditor) -> None:
    editor.show_buffer(TextBuffer("plain text here\n"))
    editor.set_findings([finding(1, 7, 11)])
    editor.set_theme(DARK)
    assert painted(editor, DARK.error, 1, 7, 11) > 10


def test_spans_count_code_points(editor: SpecEditor) -> None:
    editor.show_buffer(TextBuffer("😀😀 abc\n"))
    middle = area_of(editor, 1, 4, 7)
    assert editor.cursorForPosition(middle.toPoint()).positionInBlock() in (6, 7)


def test_the_wave_moves_with_the_text(editor: SpecEditor, load: Load, qtbot: QtBot) -> None:
    load("¦first\nsome {name} here\n")
    found = finding(2, 6, 12)
    editor.set_findings([found])
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert editor.span_of(found) == Span(3, 6, 3, 12)
    editor.undo()
    assert editor.span_of(found) == Span(2, 6, 2, 12)
    editor.apply_edit(TextEdit(6, 6, "😀 "))
    assert editor.span_of(found) == Span(2, 8, 2, 14)


def test_what_was_edited_away_is_not_marked(editor: SpecEditor) -> None:
    editor.show_buffer(TextBuffer("some {name} here\nthere\n"))
    found = finding(1, 6, 12)
    editor.set_findings([found])
    editor.apply_edit(TextEdit(0, 16, "x"))
    assert painted(editor, LIGHT.error, 1, 1, 2) == 0
    assert editor.findings_at_cursor() == []


def test_findings_out_of_range_do_no_harm(editor: SpecEditor) -> None:
    editor.show_buffer(TextBuffer("short\n"))
    wide = Finding("r", Severity.ERROR, Span(1, 90, 40, 99), "far away")
    editor.set_findings([wide, finding(77, 3, 9)])
    assert not editor.viewport().grab().isNull()
    editor.go_to_span(wide.span)
    assert editor.textCursor().blockNumber() == 1


def test_news_that_come_late_are_moved_by_what_was_typed_since(
    editor: SpecEditor, load: Load, qtbot: QtBot
) -> None:
    load("¦x {name}\n")
    qtbot.keyClick(editor, "a")
    qtbot.keyClick(editor, "b")
    found = finding(1, 4, 10)
    editor.set_findings([found], behind=1)
    assert editor.span_of(found) == Span(1, 5, 1, 11)


def test_another_document_has_no_findings_of_the_last_one(editor: SpecEditor) -> None:
    editor.show_buffer(TextBuffer("some {name} here\n" * 100))
    editor.set_findings([finding(1, 6, 12)])
    assert editor.scroll_marks.ticks()
    editor.show_buffer(TextBuffer("another {name} one\n" * 100))
    assert editor.scroll_marks.ticks() == []
    assert editor.findings_at_cursor() == []


def test_the_pointer_is_told_what_was_found(editor: SpecEditor, qtbot: QtBot) -> None:
    editor.show_buffer(TextBuffer("some {name} here\n"))
    editor.set_findings([finding(1, 6, 12, fixable=True)])
    place = area_of(editor, 1, 6, 12).toPoint()

    def hover(point: QPoint) -> str:
        there = editor.viewport().mapToGlobal(point)
        QApplication.sendEvent(editor.viewport(), QHelpEvent(QHelpEvent.Type.ToolTip, point, there))
        return QToolTip.text()

    text = hover(place)
    assert "Found at 1:6 &amp; &lt;b&gt;" in text
    assert "Error · placeholder-left" in text
    assert "Ctrl+." in text
    hover(place + QPoint(0, 200))
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def menu_of(editor: SpecEditor) -> QMenu:
    menu = editor.findChild(QMenu, "fixMenu")
    assert isinstance(menu, QMenu)
    return menu


def test_a_fix_is_asked_for_by_keys(editor: SpecEditor, load: Load, qtbot: QtBot) -> None:
    load("¦first\nsome {name} here {name}\n")
    found = [finding(2, 6, 12, fixable=True), finding(2, 18, 24, fixable=True)]
    editor.set_findings(found)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    editor.go_to_span(Span(3, 7, 3, 7))
    qtbot.keyClick(editor, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    menu = menu_of(editor)
    assert [entry.text() for entry in menu.actions() if entry.text()] == [
        "Fix: Found at 2:6 && <b>",
        "Fix All 2 of “placeholder-left”",
        "Fix Everything That Can Be Fixed (2)",
    ]
    with qtbot.waitSignal(editor.action_requested) as asked:
        qtbot.keyClick(menu, Qt.Key.Key_Return)
    (fix,) = asked.args
    assert (fix.name, fix.rule, fix.line, fix.column) == ("fix", "placeholder-left", 3, 6)


def test_where_nothing_can_be_fixed_the_menu_says_so(editor: SpecEditor, qtbot: QtBot) -> None:
    editor.show_buffer(TextBuffer("some {name} here\nplain\n"))
    editor.set_findings([finding(1, 6, 12)])
    texts = []
    for line in (1, 2):
        editor.go_to_line(line)
        menu = editor.open_fixes()
        texts += [entry.text() for entry in menu.actions() if entry.text()]
        assert not any(entry.isEnabled() for entry in menu.actions() if entry.text())
        menu.close()
    assert texts == ["This has to be mended by hand", "Nothing was found here"]


def test_edits_are_one_step(editor: SpecEditor) -> None:
    editor.show_buffer(TextBuffer("a😀 one\ntwo three\n"))
    editor.apply_edits([TextEdit(7, 10, "2"), TextEdit(0, 1, "😀b"), TextEdit(3, 3, "x")])
    assert editor.text() == "😀b😀 xone\n2 three\n"
    editor.undo()
    assert editor.text() == "a😀 one\ntwo three\n"
    with pytest.raises(ValueError, match="outside"):
        editor.apply_edits([TextEdit(0, 3, ""), TextEdit(2, 4, "")])
    assert editor.text() == "a😀 one\ntwo three\n"


# The scroll bar


def test_the_scroll_bar_marks_the_gravest(editor: SpecEditor) -> None:
    editor.show_buffer(TextBuffer("line\n" * 2000))
    editor.set_findings(
        [
            finding(1, 1, 3, Severity.INFO),
            finding(1000, 1, 3, Severity.WARNING),
            finding(1001, 1, 3, Severity.ERROR),
            finding(2000, 1, 3, Severity.INFO),
        ]
    )
    ticks = editor.scroll_marks.ticks()
    height = editor.scroll_marks.height()
    assert [tick.severity for tick in ticks] == [Severity.INFO, Severity.ERROR, Severity.INFO]
    assert ticks[0].y == 0
    assert ticks[1].y == pytest.approx(height / 2, abs=3)
    assert ticks[2].y == pytest.approx(height, abs=3)


def test_wrapped_lines_take_more_room_in_the_bar(editor: SpecEditor) -> None:
    editor.show_buffer(TextBuffer("word " * 2000 + "\n" + "line\n" * 100))
    editor.set_findings([finding(2, 1, 3)])
    editor.document().documentLayout().documentSize()
    assert editor.scroll_marks.ticks()[0].y > editor.scroll_marks.height() / 3
    editor.set_findings([finding(1, 1, 3)])
    assert editor.scroll_marks.ticks()[0].y == 0


def test_a_click_on_a_mark_goes_to_its_line(editor: SpecEditor, qtbot: QtBot) -> None:
    editor.show_buffer(TextBuffer("line\n" * 2000))
    editor.set_findings([finding(1500, 1, 3)])
    bar = editor.scroll_marks
    tick = bar.ticks()[0]
    with qtbot.waitSignal(bar.line_requested) as asked:
        qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(5, tick.y + 2))
    assert asked.args == [1500]
    assert editor.textCursor().blockNumber() + 1 == 1500
    with qtbot.assertNotEmitted(bar.line_requested):
        qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(5, 100))


def test_a_mark_tells_what_was_found(editor: SpecEditor, qtbot: QtBot) -> None:
    editor.show_buffer(TextBuffer("line\n" * 2000))
    editor.set_findings([finding(1500, column, 9) for column in range(1, 8)])
    bar = editor.scroll_marks
    for place, words in ((QPoint(5, bar.ticks()[0].y + 2), "Line 1500"), (QPoint(5, 100), "")):
        QApplication.sendEvent(bar, QHelpEvent(QHelpEvent.Type.ToolTip, place, QPoint(9, 9)))
        if words:
            assert words in QToolTip.text()
            assert "Found at 1500:1 &amp; &lt;b&gt;" in QToolTip.text()
            assert "and 3 more" in QToolTip.text()
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def context_menu(editor: SpecEditor, line: int) -> QMenu:
    """Open the context menu in the middle of a line by the pointer."""
    place = area_of(editor, line, 6, 12).toPoint()
    reason = QContextMenuEvent.Reason.Mouse
    event = QContextMenuEvent(reason, place, editor.viewport().mapToGlobal(place))
    QApplication.sendEvent(editor.viewport(), event)
    return next(menu for menu in editor.findChildren(QMenu, "editorMenu") if menu.isVisible())


def test_the_context_menu_offers_the_fixes(editor: SpecEditor, qtbot: QtBot) -> None:
    editor.show_buffer(TextBuffer("plain text is here\nsome {name} here\n"))
    editor.set_findings([finding(2, 6, 12, fixable=True)])
    menu = context_menu(editor, 2)
    assert menu.actions()[0].text() == "Fix: Found at 2:6 && <b>"
    with qtbot.waitSignal(editor.action_requested) as asked:
        menu.actions()[0].trigger()
    assert asked.args[0].line == 2
    menu.close()
    usual = len(menu.actions()) - 2
    menu = context_menu(editor, 1)
    assert len(menu.actions()) == usual
    menu.close()


def test_a_read_only_text_has_no_fixes(editor: SpecEditor) -> None:
    editor.show_buffer(TextBuffer("some {name} here\n"))
    editor.set_findings([finding(1, 6, 12, fixable=True)])
    editor.setReadOnly(True)
    menu = editor.open_fixes()
    assert not any(entry.isEnabled() for entry in menu.actions())
    menu.close()


def test_the_marks_are_painted(editor: SpecEditor) -> None:
    editor.show_buffer(TextBuffer("line\n" * 2000))
    editor.set_findings([finding(1500, 1, 3)])
    y = editor.scroll_marks.ticks()[0].y
    image = editor.scroll_marks.grab().toImage()
    assert image.pixelColor(6, y + 1) == QColor(LIGHT.error)
    editor.set_theme(DARK)
    assert editor.scroll_marks.grab().toImage().pixelColor(6, y + 1) == QColor(DARK.error)


def test_many_findings_do_not_slow_down_the_typing(
    editor: SpecEditor, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For a key press only the findings in sight are looked at, of 15,000."""
    editor.show_buffer(TextBuffer("some {name} here\n" * 15_000))
    editor.go_to_line(7000)
    editor.set_findings([finding(line, 6, 12) for line in range(1, 15_001)])
    looked_at: list[Finding] = []
    span_of = FindingMarks.span_of
    monkeypatch.setattr(
        FindingMarks, "span_of", lambda marks, one: looked_at.append(one) or span_of(marks, one)
    )
    qtbot.keyClick(editor, "x")
    editor.viewport().repaint()
    editor.scroll_marks.repaint()
    assert 0 < len(set(looked_at)) < 500


def test_lines_are_counted_by_severity(editor: SpecEditor) -> None:
    editor.show_buffer(TextBuffer("some {name} here\n" * 3000))
    found = [finding(line, 6, 12, list(Severity)[line % 3]) for line in range(1, 3001)]
    editor.set_findings(found)
    counted = Counter(tick.severity for tick in editor.scroll_marks.ticks())
    assert counted[Severity.ERROR] > counted[Severity.INFO]
