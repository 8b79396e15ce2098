"""Keys as users press them: lists that go on, indentation, marks round the selection."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from spec_editor.ui.editor.editor import SpecEditor

Load = Callable[[str], None]
Marked = Callable[[], str]
Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier


def check(editor: SpecEditor, qtbot: QtBot, key: Qt.Key, shifted: bool = False) -> None:
    qtbot.keyClick(editor, key, SHIFT if shifted else Qt.KeyboardModifier.NoModifier)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- one¦", "- one\n- ¦"),
        ("- o¦ne", "- o\n- ¦ne"),
        ("- one ¦two", "- one \n- ¦two"),
        ("- one¦ two", "- one\n- ¦two"),
        ("9. nine¦", "9. nine\n10. ¦"),
        ("- [x] done¦", "- [x] done\n- [ ] ¦"),
        ("> said¦", "> said\n> ¦"),
        ("- one\n- ¦", "- one\n¦"),
        ("  - ¦", "¦"),
        ("> ¦", "¦"),
        ("¦- one", "\n¦- one"),
        ("  text¦", "  text\n  ¦"),
        ("pl¦ain", "pl\n¦ain"),
        ("- a¦bc¦d", "- a\n- ¦d"),
        ("- 😀¦x", "- 😀\n- ¦x"),
        ("```\n- x¦\n```", "```\n- x\n¦\n```"),
        ("```\n  - x¦\n```", "```\n  - x\n  ¦\n```"),
    ],
)
def test_enter(
    editor: SpecEditor, qtbot: QtBot, load: Load, marked: Marked, before: str, after: str
) -> None:
    load(before)
    check(editor, qtbot, Key.Key_Return)
    assert marked() == after
    editor.undo()
    assert editor.text() == before.replace("¦", "")


def test_shift_enter_is_a_plain_line_end(
    editor: SpecEditor, qtbot: QtBot, load: Load, marked: Marked
) -> None:
    load("- one¦")
    check(editor, qtbot, Key.Key_Return, shifted=True)
    assert marked() == "- one\n¦"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a¦", "a ¦"),
        ("ab¦", "ab  ¦"),
        ("- one\n- tw¦o", "- one\n  - tw¦o"),
        ("1. one\n2. tw¦o", "1. one\n   2. tw¦o"),
        ("¦a\n\nb¦", "¦  a\n\n  b¦"),
        ("a¦b¦c", "a ¦c"),
    ],
)
def test_tab(
    editor: SpecEditor, qtbot: QtBot, load: Load, marked: Marked, before: str, after: str
) -> None:
    load(before)
    check(editor, qtbot, Key.Key_Tab)
    assert marked().replace("¦  a", "  a").replace("¦", "") == after.replace("¦  a", "  a").replace(
        "¦", ""
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("  - tw¦o", "- two"),
        ("   - tw¦o", "- two"),
        (" ¦a", "a"),
        ("¦    a\n  b¦", "  a\nb"),
        ("a¦", "a"),
    ],
)
def test_shift_tab(editor: SpecEditor, qtbot: QtBot, load: Load, before: str, after: str) -> None:
    load(before)
    check(editor, qtbot, Key.Key_Backtab, shifted=True)
    assert editor.text() == after


def test_backspace_takes_a_step_of_indentation(
    editor: SpecEditor, qtbot: QtBot, load: Load, marked: Marked
) -> None:
    for before, after in (("    ¦a", "  ¦a"), ("   ¦a", "  ¦a"), ("a  ¦", "a ¦"), ("x\n¦y", "x¦y")):
        load(before)
        check(editor, qtbot, Key.Key_Backspace)
        assert marked() == after


def test_marks_typed_over_a_selection_surround_it(
    editor: SpecEditor, qtbot: QtBot, load: Load, marked: Marked
) -> None:
    load("a ¦word¦ b")
    qtbot.keyClick(editor, "*")
    qtbot.keyClick(editor, "*")
    assert marked() == "a **¦word¦** b"
    load("¦x¦")
    qtbot.keyClick(editor, "(")
    assert marked() == "(¦x¦)"
    load("¦x¦")
    qtbot.keyClick(editor, "y")
    assert marked() == "y¦"


@pytest.mark.parametrize(
    ("command", "before", "after"),
    [
        ("toggle_bold", "a ¦b¦ c", "a **¦b¦** c"),
        ("toggle_bold", "a **¦b¦** c", "a ¦b¦ c"),
        ("toggle_bold", "¦**b**¦", "¦b¦"),
        ("toggle_bold", "a wo¦rd c", "a **¦word¦** c"),
        ("toggle_bold", "a ¦ c", "a **¦** c"),
        ("toggle_italic", "¦😀¦", "*¦😀¦*"),
        ("toggle_italic", "**¦b¦**", "***¦b¦***"),
        ("toggle_code", "¦x¦ y", "`¦x¦` y"),
        ("insert_link", "a ¦b¦", "a [b](¦)"),
        ("insert_link", "¦https://a.b¦", "[¦](https://a.b)"),
        ("insert_link", "¦", "[¦]()"),
    ],
)
def test_format_commands(
    editor: SpecEditor, load: Load, marked: Marked, command: str, before: str, after: str
) -> None:
    load(before)
    getattr(editor, command)()
    assert marked() == after
    editor.undo()
    assert editor.text() == before.replace("¦", "")


def test_nothing_is_changed_in_a_read_only_text(
    editor: SpecEditor, qtbot: QtBot, load: Load
) -> None:
    load("- one¦")
    editor.setReadOnly(True)
    for key in (Key.Key_Return, Key.Key_Tab, Key.Key_Backspace):
        check(editor, qtbot, key)
    editor.toggle_bold()
    editor.insert_link()
    assert editor.text() == "- one"
