"""Enter, Tab and the format marks as functions of text."""

import pytest

from spec_editor.ui.editor.line_edits import (
    Continuation,
    continuation,
    indent_width,
    link_text,
    outdent_width,
    toggle_mark,
)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("- a", "- "),
        ("  * a", "  * "),
        ("3. a", "4. "),
        ("9) a", "10) "),
        ("- [x] a", "- [ ] "),
        ("> a", "> "),
        ("> - a", "> - "),
        ("-   wide", "-   "),
    ],
)
def test_lists_and_quotes_go_on(line: str, text: str) -> None:
    rule = continuation(line)
    assert rule is not None
    assert (rule.text, rule.ends) == (text, False)


@pytest.mark.parametrize("line", ["- ", "1. ", "- [ ] ", "> ", "-", "  - "])
def test_empty_items_end(line: str) -> None:
    rule = continuation(line)
    assert rule is not None
    assert rule.ends


def test_empty_item_in_a_quote_leaves_the_quote() -> None:
    assert continuation("> - ") == Continuation("> ", 4, True)


@pytest.mark.parametrize("line", ["text", "", "---x", "-no", "1.5 is a number", "**bold**"])
def test_other_lines_do_not_go_on(line: str) -> None:
    assert continuation(line) is None


def test_widths_of_indentation() -> None:
    assert indent_width("1. b", "1. a") == 3
    assert indent_width("- b", "- a") == 2
    assert indent_width("10. b", "9. a") == 3
    assert indent_width("- b", "text") == 2
    assert [outdent_width(line) for line in ("    x", " x", "\tx", "x", "   - x")] == [
        2,
        1,
        1,
        0,
        3,
    ]


@pytest.mark.parametrize(
    ("before", "selection", "after", "mark", "text", "taken"),
    [
        ("", "a", "", "**", "**a**", (0, 0)),
        ("**", "a", "**", "**", "a", (2, 2)),
        ("", "**a**", "", "**", "a", (0, 0)),
        ("**", "a", "**", "*", "*a*", (0, 0)),
        ("***", "a", "***", "*", "a", (1, 1)),
        ("***", "a", "***", "**", "a", (2, 2)),
        ("*", "a", "*", "**", "**a**", (0, 0)),
        ("", " a ", "", "**", " **a** ", (0, 0)),
        ("", "", "", "**", "****", (0, 0)),
        ("**", "", "**", "**", "", (2, 2)),
        ("", "**a**", "", "*", "***a***", (0, 0)),
        ("", "***a***", "", "*", "**a**", (0, 0)),
        ("", "*a*", "", "*", "a", (0, 0)),
    ],
)
def test_marks(
    before: str, selection: str, after: str, mark: str, text: str, taken: tuple[int, int]
) -> None:
    wrapped = toggle_mark(before, selection, after, mark)
    assert (wrapped.text, (wrapped.before, wrapped.after)) == (text, taken)


def test_links() -> None:
    assert link_text("word") == ("[word]()", (7, 0))
    assert link_text("") == ("[]()", (1, 0))
    assert link_text("https://a.b") == ("[](https://a.b)", (1, 0))
