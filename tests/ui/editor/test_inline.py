"""Runs inside paragraphs: what is found, what is left alone, and that nothing takes long."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from placeholder_tools import find_placeholders
from timing import least_seconds

from spec_editor.core.blocks import parse
from spec_editor.ui.editor.fences import scan_code
from spec_editor.ui.editor.inline import definition_runs, scan_inline


def found(text: str, kind: str) -> list[str]:
    return [text[run.start : run.end] for run in scan_inline(text) if run.kind == kind]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("a **b** c", "strong", ["**b**"]),
        ("***both***", "emphasis", ["***both***"]),
        ("_over\nlines_", "emphasis", ["_over\nlines_"]),
        ("snake_case_word", "emphasis", []),
        ("2 * 3 * 4", "emphasis", []),
        (r"\*no\*", "emphasis", []),
        ("~~gone~~", "strike", ["~~gone~~"]),
        ("`a` ``b ` c``", "code", ["`a`", "``b ` c``"]),
        ("`open", "code", []),
        ("[a *b*](c) ![d](e)", "link", ["a *b*", "d"]),
        ("[a *b*](c)", "emphasis", ["*b*"]),
        ("[a][b] and [^1]", "link_target", ["[b]", "[^1]"]),
        ("see https://a.b/c_d, yes", "link_target", ["https://a.b/c_d"]),
        ("<kbd>x</kbd> <200ms", "html", ["<kbd>", "</kbd>"]),
        ("a <!-- b\nc --> d", "comment", ["<!-- b\nc -->"]),
        ("{a\nb} {C|D}", "placeholder", ["{a\nb}", "{C|D}"]),
        ("[{name}](link)", "placeholder", ["{name}"]),
        ("`{a}` /users/{id} https://x/{y} {} { }", "placeholder", []),
        ("{++ added ++} {-- gone --} {: .wide}", "placeholder", []),
        ("cost $5 and {amount}", "placeholder", ["{amount}"]),
    ],
)
def test_runs(text: str, kind: str, expected: list[str]) -> None:
    assert found(text, kind) == expected


def test_definition_of_a_link() -> None:
    text = "[name]: https://a.b 'T'"
    assert [text[r.start : r.end] for r in definition_runs(text)] == ["[name]:", "https://a.b"]
    assert definition_runs("[name] is text") == []


def test_template_shows_the_placeholders_that_are_counted(template_text: str) -> None:
    counted = [p.content for p in find_placeholders(parse(template_text))]
    outside = "".join(part for part in template_text.split("```")[::2])
    shown = [" ".join(text[1:-1].split()) for text in found_by_paragraph(outside)]
    assert shown == counted


def found_by_paragraph(text: str) -> list[str]:
    return [each for paragraph in text.split("\n\n") for each in found(paragraph, "placeholder")]


@given(st.text("*_~`[](){}<>!\\/$h a\n", max_size=80))
@example("[][]")
@example("![](a)")
def test_runs_lie_inside_the_text(text: str) -> None:
    assert all(0 <= run.start < run.end <= len(text) for run in scan_inline(text))


@pytest.mark.parametrize(
    "atom",
    [
        "`",
        "` `` ",
        "[a",
        "<!--",
        "*a",
        "**a_ ",
        "{a",
        "[]((",
        "<a ",
        "\\[",
        "_*",
        "a**",
        "$a",
        "/{",
    ],
)
def test_hostile_paragraphs_take_no_time(atom: str) -> None:
    text = (atom * 8000)[:8000]
    # Some milliseconds; a search for what earlier tests have left in memory is not measured.
    assert least_seconds(lambda: scan_inline(text)) < 0.5


def test_code_is_coloured_by_language() -> None:
    code = 'def f():\n    return "x"  # why'
    kinds = {code[r.start : r.end].strip(): r.kind for r in scan_code("python", code)}
    assert kinds["def"] == "code_keyword"
    assert kinds["# why"] == "code_comment"
    assert "code_string" in kinds.values()
    mermaid = "graph TB\n    A[One] -->|yes| B %% note"
    assert {r.kind for r in scan_code("mermaid", mermaid)} >= {"code_keyword", "code_string"}


@pytest.mark.parametrize(
    ("language", "code"),
    [("klingon", "x"), ("systemd", " " * 4000), ("json", "{" * 100_000), ("c", "\n" * 5000)],
)
def test_code_that_is_better_left_alone(language: str, code: str) -> None:
    assert scan_code(language, code) == ()
