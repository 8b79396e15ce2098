"""The kind of each line, and what it hands on to the next."""

import pytest

from spec_editor.ui.editor.lines import START, Kind, LineState, scan_line

K = Kind


def states(text: str) -> list[LineState]:
    lines = text.split("\n")
    result: list[LineState] = []
    state = START
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        state = scan_line(line, state, following)
        result.append(state)
    return result


def kinds(text: str) -> list[Kind]:
    return [state.kind for state in states(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# a\n\ntext\nmore", [K.HEADING, K.BLANK, K.TEXT, K.TEXT]),
        ("#no heading", [K.TEXT]),
        ("a\n===\nb\n---\n\n---", [K.TEXT, K.UNDERLINE, K.TEXT, K.UNDERLINE, K.BLANK, K.RULE]),
        ("* * *\n- item\n___", [K.RULE, K.TEXT, K.RULE]),
        ("```py\nx\n```\ny", [K.FENCE, K.CODE, K.FENCE_END, K.TEXT]),
        ("~~~\n```\n~~~~", [K.FENCE, K.CODE, K.FENCE_END]),
        ("````\n```\n````", [K.FENCE, K.CODE, K.FENCE_END]),
        ("```mermaid\n```json\n```", [K.FENCE, K.CODE, K.FENCE_END]),
        ("`` `inline` ``", [K.TEXT]),
        ("> ```\n> x\nout", [K.FENCE, K.CODE, K.TEXT]),
        ("- ```\n  x\n  ```\nout", [K.FENCE, K.CODE, K.FENCE_END, K.TEXT]),
        ("- ```\n  x\nout", [K.FENCE, K.CODE, K.TEXT]),
        ("\n    code\n    more\nno", [K.BLANK, K.INDENTED, K.INDENTED, K.TEXT]),
        ("text\n    not code", [K.TEXT, K.TEXT]),
        ("- item\n\n    of the item", [K.TEXT, K.BLANK, K.TEXT]),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n\nx", [K.TABLE, K.TABLE, K.TABLE, K.BLANK, K.TEXT]),
        ("a | b\nno table", [K.TEXT, K.TEXT]),
        ("<!-- a\nb\nc -->\nd", [K.COMMENT, K.COMMENT, K.COMMENT, K.TEXT]),
        ("<!-- one line -->\nd", [K.COMMENT, K.TEXT]),
        ("", [K.BLANK]),
    ],
)
def test_kinds(text: str, expected: list[Kind]) -> None:
    assert kinds(text) == expected


def test_paragraph_goes_on_until_something_else_begins() -> None:
    assert [s.continues for s in states("a\nb\n- c\nd\n\ne")] == [
        False,
        True,
        False,
        True,
        False,
        False,
    ]


def test_fence_hands_on_its_language() -> None:
    assert [s.language for s in states("```JSON title\n{}\n```\n")] == ["json", "json", "", ""]


def test_template_has_its_headings_and_fences(template_text: str) -> None:
    found = kinds(template_text)
    assert found.count(K.HEADING) == 119
    assert found.count(K.FENCE) == found.count(K.FENCE_END) == 14
