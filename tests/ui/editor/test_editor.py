"""The editor's text: loading, edits from outside, signals, going to places, clipboard."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QKeyEvent, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from spec_editor.core.edits import TextEdit, apply_edits
from spec_editor.core.findings import Span
from spec_editor.ui.editor.buffer import TextBuffer
from spec_editor.ui.editor.editor import LONGEST_LINE, SpecEditor
from spec_editor.ui.editor.positions import text_of
from spec_editor.ui.editor.view import scroll_to_line, top_line
from spec_editor.ui.theme import DARK

Load = Callable[[str], None]


def test_loading_leaves_nothing_to_undo(editor: SpecEditor, qtbot: QtBot) -> None:
    qtbot.keyClicks(editor, "old")
    with qtbot.waitSignal(editor.text_changed):
        editor.show_buffer(TextBuffer("a\u00a0b\n😀"))
    assert editor.text() == "a\u00a0b\n😀"
    assert not editor.document().isUndoAvailable()
    assert not editor.document().isModified()
    assert editor.textCursor().position() == 0


@pytest.mark.parametrize("text", ["\ufeffa", "a\u2028b", "tail\n\n", "", "\u0085\x0c"])
def test_text_is_what_was_loaded(editor: SpecEditor, text: str) -> None:
    editor.show_buffer(TextBuffer(text))
    assert editor.text() == text == text_of(editor.document())


def test_line_ends_of_other_systems_become_ours(editor: SpecEditor) -> None:
    editor.show_buffer(TextBuffer("a\r\nb\rc"))
    assert editor.text() == "a\nb\nc"


def test_the_line_that_is_typed_in_stays_in_view_when_there_is_less_room(
    editor: SpecEditor, qtbot: QtBot
) -> None:
    editor.show_buffer(TextBuffer("\n".join(map(str, range(99)))))
    for _ in range(20):
        qtbot.keyClick(editor, Qt.Key.Key_Down)
    assert editor.verticalScrollBar().value() == 0
    editor.resize(700, 200)
    qtbot.waitUntil(lambda: editor.viewport().rect().contains(editor.cursorRect()))
    # Somebody who reads elsewhere is not taken back to it.
    editor.resize(700, 500)
    editor.verticalScrollBar().setValue(70)
    editor.resize(700, 200)
    QApplication.processEvents()
    assert editor.verticalScrollBar().value() == 70


def test_typing_is_reported_and_moving_is_not(editor: SpecEditor, qtbot: QtBot) -> None:
    editor.show_buffer(TextBuffer("ab"))
    with qtbot.assertNotEmitted(editor.text_changed):
        qtbot.keyClick(editor, Qt.Key.Key_Right)
        editor.set_theme(DARK)
    with qtbot.waitSignal(editor.text_changed):
        qtbot.keyClick(editor, "x")
    assert editor.text() == "axb"
    assert editor.document().isModified()


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_text_follows_every_change(editor: SpecEditor, data: st.DataObject) -> None:
    pieces = st.text("ab\n é😀\u00a0", max_size=6)
    editor.show_buffer(TextBuffer(data.draw(pieces) * 3))
    for _ in range(data.draw(st.integers(1, 6))):
        editor.text()
        if data.draw(st.integers(0, 4)) == 0:
            data.draw(st.sampled_from([editor.undo, editor.redo]))()
            continue
        size = len(editor.text())
        start = data.draw(st.integers(0, size))
        edit = TextEdit(start, data.draw(st.integers(start, size)), data.draw(pieces))
        expected = apply_edits(editor.text(), [edit])
        editor.apply_edit(edit)
        assert editor.text() == expected
        assert text_of(editor.document()) == expected
    assert editor.text() == text_of(editor.document())


def test_edit_counts_code_points_and_is_one_step(editor: SpecEditor) -> None:
    editor.show_buffer(TextBuffer("😀😀 one\ntwo"))
    editor.apply_edit(TextEdit(3, 6, "1\n1"))
    assert editor.text() == "😀😀 1\n1\ntwo"
    editor.undo()
    assert editor.text() == "😀😀 one\ntwo"


def test_edit_elsewhere_leaves_the_cursor(editor: SpecEditor, load: Load, marked: Load) -> None:
    load("one\ntw¦o")
    editor.apply_edit(TextEdit(0, 3, "uno dos"))
    assert marked() == "uno dos\ntw¦o"  # type: ignore[func-returns-value, call-arg]


def test_edit_outside_the_text_is_refused(editor: SpecEditor) -> None:
    editor.show_buffer(TextBuffer("abc"))
    with pytest.raises(ValueError, match="outside"):
        editor.apply_edit(TextEdit(2, 9, "x"))
    assert editor.text() == "abc"


def test_reloaded_text_can_be_undone(editor: SpecEditor) -> None:
    editor.show_buffer(TextBuffer("one\ntwo\nthree"))
    editor.replace_text("one\n2\nthree")
    assert editor.text() == "one\n2\nthree"
    editor.undo()
    assert editor.text() == "one\ntwo\nthree"


def test_cursor_line_is_reported_once_per_line(editor: SpecEditor, qtbot: QtBot) -> None:
    editor.show_buffer(TextBuffer("a\nbc\nd"))
    lines: list[int] = []
    editor.cursor_line_changed.connect(lines.append)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Up):
        qtbot.keyClick(editor, key)
    assert lines == [2, 3, 2]


def test_going_to_a_line_puts_it_into_the_upper_third(
    editor: SpecEditor, template_text: str
) -> None:
    editor.show_buffer(TextBuffer(template_text))
    editor.go_to_line(500)
    assert editor.textCursor().blockNumber() + 1 == 500
    place = editor.cursorRect().top() / editor.viewport().height()
    assert 0.2 < place < 0.4
    editor.go_to_line(99_999)
    assert editor.textCursor().blockNumber() + 1 == editor.blockCount()


def test_going_to_a_span_selects_it(editor: SpecEditor) -> None:
    editor.show_buffer(TextBuffer("x\n😀 {name} y\nz"))
    editor.go_to_span(Span(2, 3, 2, 9))
    assert editor.textCursor().selectedText() == "{name}"
    editor.go_to_span(Span(2, 99, 7, 99))
    assert editor.textCursor().selectedText() == "\u2029z"


def test_top_line_is_reported_and_can_be_set(
    editor: SpecEditor, qtbot: QtBot, template_text: str
) -> None:
    editor.show_buffer(TextBuffer(template_text))
    with qtbot.waitSignal(editor.top_line_changed) as reported:
        scroll_to_line(editor, 300.0)
    assert reported.args[0] == pytest.approx(300, abs=0.5)
    assert top_line(editor) == pytest.approx(300, abs=0.5)


def test_zoom_steps_and_resets(editor: SpecEditor, qtbot: QtBot) -> None:
    usual = editor.font().pointSizeF()
    with qtbot.waitSignal(editor.zoom_changed) as zoom:
        editor.zoom_in()
    assert zoom.args[0] > 100
    for _ in range(60):
        editor.zoom_out()
    assert editor.font().pointSizeF() == 6
    editor.zoom_reset()
    assert editor.font().pointSizeF() == usual


def test_wheel_with_control_zooms(editor: SpecEditor) -> None:
    usual = editor.font().pointSizeF()
    event = QWheelEvent(
        QPointF(50, 50),
        QPointF(50, 50),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(editor.viewport(), event)
    assert editor.font().pointSizeF() == usual + 1


def test_endless_line_switches_wrapping_off_and_on_again(editor: SpecEditor, qtbot: QtBot) -> None:
    with qtbot.waitSignal(editor.notice) as notice:
        editor.show_buffer(TextBuffer("short\n" + "x" * (LONGEST_LINE + 1)))
    assert "100,000" in notice.args[0]
    assert editor.lineWrapMode() == QPlainTextEdit.LineWrapMode.NoWrap
    editor.apply_edit(TextEdit(50_000, 50_000, "\n"))
    qtbot.waitUntil(lambda: editor.lineWrapMode() == QPlainTextEdit.LineWrapMode.WidgetWidth)


def test_line_that_grows_endless_is_noticed(editor: SpecEditor, qtbot: QtBot) -> None:
    editor.show_buffer(TextBuffer("x"))
    editor.moveCursor(QTextCursor.MoveOperation.End)
    with qtbot.waitSignal(editor.notice):
        editor.insertPlainText("y" * (LONGEST_LINE + 5))
    assert editor.text() == "x" + "y" * (LONGEST_LINE + 5)


def test_copy_keeps_every_character(editor: SpecEditor, qtbot: QtBot) -> None:
    editor.show_buffer(TextBuffer("a\u00a0b\n😀"))
    editor.selectAll()
    data = editor.createMimeDataFromSelection()
    assert data.text() == "a\u00a0b\n😀"
    assert data.formats() == ["text/plain"]


def test_pasting(editor: SpecEditor, load: Load, marked: Callable[[], str]) -> None:
    def paste(text: str) -> None:
        data = QMimeData()
        data.setText(text)
        data.setHtml("<script>no</script>")
        editor.insertFromMimeData(data)

    load("see ¦this¦ now")
    paste("https://example.com/a")
    assert marked() == "see [this](https://example.com/a)¦ now"
    load("a ¦b¦")
    paste("one\r\ntwo")
    assert marked() == "a one\ntwo¦"
    load("¦")
    paste("a\0b\0")
    assert marked() == "ab¦"


def test_dropped_files_are_left_to_the_window(editor: SpecEditor) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/tmp/a.md")])
    assert not editor.canInsertFromMimeData(data)


def test_window_shortcuts_are_not_swallowed(editor: SpecEditor) -> None:
    for key in (Qt.Key.Key_K, Qt.Key.Key_B, Qt.Key.Key_I, Qt.Key.Key_D):
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.ControlModifier)
        QApplication.sendEvent(editor, event)
        assert not event.isAccepted()


def test_line_numbers_select_lines(editor: SpecEditor, qtbot: QtBot) -> None:
    editor.show_buffer(TextBuffer("one\ntwo\nthree"))
    gutter = editor.line_numbers
    height = round(editor.blockBoundingRect(editor.document().firstBlock()).height())
    qtbot.mousePress(gutter, Qt.MouseButton.LeftButton, pos=QPoint(5, 8 + height + 3))
    assert editor.textCursor().selectedText() == "two\u2029"
    qtbot.mouseMove(gutter, QPoint(5, 8 + 3))
    qtbot.mouseRelease(gutter, Qt.MouseButton.LeftButton, pos=QPoint(5, 8 + 3))
    wide = gutter.width()
    editor.show_buffer(TextBuffer("\n" * 20_000))
    assert gutter.width() > wide


def test_editor_is_named_for_screen_readers(editor: SpecEditor) -> None:
    assert editor.objectName() == "editor"
    assert editor.accessibleName()
    assert QGuiApplication.instance() is not None
