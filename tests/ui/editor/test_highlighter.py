"""Colours as the lines carry them: right at once, right after edits, never the whole document."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QTextCharFormat, QTextCursor
from pytestqt.qtbot import QtBot

from spec_editor.core.edits import TextEdit
from spec_editor.ui.editor.buffer import TextBuffer
from spec_editor.ui.editor.editor import SpecEditor
from spec_editor.ui.editor.formats import CHIP_PROPERTY, text_formats
from spec_editor.ui.editor.lines import START, Kind, scan_line
from spec_editor.ui.theme import DARK, LIGHT

Parts = list[tuple[str, str]]


def colors(editor: SpecEditor, line: int) -> Parts:
    """Return the stretches of a 1-based line with the names of their formats."""
    block = editor.document().findBlockByNumber(line - 1)
    units = block.text().encode("utf-16-le")
    return [
        (
            units[part.start * 2 : (part.start + part.length) * 2].decode("utf-16-le"),
            name_of(part.format),
        )
        for part in block.layout().formats()
    ]


def name_of(look: QTextCharFormat) -> str:
    """Return the first of the kinds that look so."""
    return next(name for name, each in text_formats(LIGHT).items() if each == look)


def named(*parts: tuple[str, str]) -> Parts:
    """Return the parts with the first of the kinds that look as the named one does."""
    return [(text, name_of(text_formats(LIGHT)[name])) for text, name in parts]


def chips(editor: SpecEditor) -> list[str]:
    found = []
    block = editor.document().firstBlock()
    while block.isValid():
        found += [
            block.text()[part.start : part.start + part.length]
            for part in block.layout().formats()
            if part.format.hasProperty(CHIP_PROPERTY)
        ]
        block = block.next()
    return found


def show(editor: SpecEditor, qtbot: QtBot, text: str) -> None:
    editor.show_buffer(TextBuffer(text))
    qtbot.waitUntil(lambda: editor.highlighter.is_finished)
    editor.viewport().repaint()


def test_lines_have_their_colours(editor: SpecEditor, qtbot: QtBot) -> None:
    show(editor, qtbot, "# Head {x}\n> 😀 **b**\n\n- [ ] task\n\n---\n")
    assert colors(editor, 1) == named(
        ("# Head {x}", "heading"), ("#", "markup"), ("{x}", "placeholder")
    )
    assert ("**b**", "strong") in colors(editor, 2)
    assert ("-", "marker") in colors(editor, 4)
    assert ("[ ]", "marker") in colors(editor, 4)
    assert colors(editor, 6) == named(("---", "markup"))


def test_placeholder_over_lines_is_one_chip_per_line(editor: SpecEditor, qtbot: QtBot) -> None:
    show(editor, qtbot, "a {b\nc\nd} e\n")
    assert chips(editor) == ["{b", "c", "d}"]


DATA = "---\ntitle: {x}\n# a remark\ncount: 12\n---\n\n# Head\n"


def kinds(editor: SpecEditor) -> list[Kind]:
    document = editor.document()
    blocks = (document.findBlockByNumber(n) for n in range(document.blockCount()))
    return [editor.highlighter.kind_of(block) for block in blocks]


def test_data_in_front_of_the_text_are_no_markdown(editor: SpecEditor, qtbot: QtBot) -> None:
    show(editor, qtbot, DATA)
    data = [Kind.FENCE, Kind.CODE, Kind.CODE, Kind.CODE, Kind.FENCE_END]
    assert kinds(editor) == [*data, Kind.BLANK, Kind.HEADING, Kind.BLANK]
    assert colors(editor, 1) == colors(editor, 5) == named(("---", "fence"))
    assert name_of(text_formats(LIGHT)["heading"]) not in {name for _, name in colors(editor, 3)}
    assert ("count", "code_keyword") in colors(editor, 4)
    assert chips(editor) == []


def test_data_become_data_when_they_are_closed(editor: SpecEditor, qtbot: QtBot) -> None:
    show(editor, qtbot, DATA.replace("12\n---", "12\n"))
    assert kinds(editor)[:4] == [Kind.RULE, Kind.TEXT, Kind.HEADING, Kind.TEXT]
    assert chips(editor) == ["{x}"]
    editor.go_to_line(5)
    qtbot.keyClicks(editor, "---")
    editor.viewport().repaint()
    assert kinds(editor)[:5] == [Kind.FENCE, Kind.CODE, Kind.CODE, Kind.CODE, Kind.FENCE_END]
    assert chips(editor) == []
    assert colors(editor, 3) == named(("# a remark", "code_block"), ("# a remark", "code_comment"))
    # A line more moves their end; text above the first line makes them Markdown again.
    editor.go_to_line(2)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert kinds(editor)[:7] == [Kind.FENCE, *[Kind.CODE] * 4, Kind.FENCE_END, Kind.BLANK]
    editor.go_to_line(1)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    editor.viewport().repaint()
    assert kinds(editor)[1:6] == [Kind.RULE, Kind.BLANK, Kind.TEXT, Kind.HEADING, Kind.TEXT]
    assert chips(editor) == ["{x}"]


def test_two_rules_are_no_data(editor: SpecEditor, qtbot: QtBot) -> None:
    show(editor, qtbot, "---\n\nSome text, and no key\n\n---\n")
    assert kinds(editor) == [Kind.RULE, Kind.BLANK, Kind.TEXT, Kind.BLANK, Kind.RULE, Kind.BLANK]


def test_edit_in_one_line_colours_the_whole_paragraph(editor: SpecEditor, qtbot: QtBot) -> None:
    show(editor, qtbot, "a {b\nc\nd e\n")
    assert chips(editor) == []
    editor.go_to_line(3)
    editor.moveCursor(QTextCursor.MoveOperation.EndOfBlock)
    qtbot.keyClick(editor, "}")
    editor.viewport().repaint()
    assert chips(editor) == ["{b", "c", "d e}"]


def test_fence_is_coloured_by_its_language(editor: SpecEditor, qtbot: QtBot) -> None:
    show(editor, qtbot, '```json\n{"a": 1}\n```\n{x}')
    assert ("1", "code_number") in colors(editor, 2)
    assert chips(editor) == ["{x}"]


def test_opening_a_fence_turns_the_rest_into_code(editor: SpecEditor, qtbot: QtBot) -> None:
    show(editor, qtbot, "\n# a\n\n{x}\n")
    qtbot.keyClicks(editor, "```")
    editor.viewport().repaint()
    assert colors(editor, 2) == named(("# a", "code_block"))
    assert chips(editor) == []
    editor.undo()
    editor.viewport().repaint()
    assert chips(editor) == ["{x}"]


def test_underline_makes_a_heading(editor: SpecEditor, qtbot: QtBot) -> None:
    show(editor, qtbot, "title\n\ntext")
    editor.go_to_line(2)
    qtbot.keyClicks(editor, "===")
    editor.viewport().repaint()
    assert ("title", "heading") in colors(editor, 1)


def test_delimiter_row_makes_a_table(editor: SpecEditor, qtbot: QtBot) -> None:
    show(editor, qtbot, "| a |\n\ntext")
    editor.go_to_line(2)
    qtbot.keyClicks(editor, "|---|")
    editor.viewport().repaint()
    assert named(("| a |", "table_head"))[0] in colors(editor, 1)


def test_theme_changes_every_colour(editor: SpecEditor, qtbot: QtBot) -> None:
    show(editor, qtbot, "# Head")
    editor.set_theme(DARK)
    editor.viewport().repaint()
    part = editor.document().firstBlock().layout().formats()[0]
    assert part.format.foreground().color() == QColor(DARK.heading)
    assert part.format.fontWeight() == QFont.Weight.Bold


def test_long_document_is_judged_in_slices(
    editor: SpecEditor, qtbot: QtBot, template_text: str
) -> None:
    editor.show_buffer(TextBuffer(template_text * 20))
    assert not editor.highlighter.is_finished
    editor.go_to_line(editor.blockCount() - 20)
    editor.viewport().repaint()
    block = editor.firstVisibleBlock()
    assert any(part.format for part in block.next().next().layout().formats()) or block.text() == ""
    qtbot.waitUntil(lambda: editor.highlighter.is_finished)
    assert_judged_right(editor)


def test_edits_while_the_document_is_judged(
    editor: SpecEditor, qtbot: QtBot, template_text: str
) -> None:
    editor.show_buffer(TextBuffer(template_text * 10))
    half = len(editor.text()) // 2
    editor.apply_edit(TextEdit(half, half, "\n````\n"))
    editor.apply_edit(TextEdit(10, 10, "\n~~~\n"))
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    editor.apply_edit(TextEdit(200, 900, ""))
    qtbot.waitUntil(lambda: editor.highlighter.is_finished)
    assert_judged_right(editor)


def assert_judged_right(editor: SpecEditor) -> None:
    """Compare every line's kind with a reading from the start."""
    lines = editor.text().split("\n")
    state = START
    expected: list[Kind] = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        state = scan_line(line, state, following)
        expected.append(state.kind)
    block = editor.document().firstBlock()
    found = []
    while block.isValid():
        found.append(editor.highlighter.kind_of(block))
        block = block.next()
    assert found == expected
