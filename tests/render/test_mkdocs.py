"""MkDocs' reading: what it shows, and the lines of its blocks."""

import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import pytest
from cases_reader import CASES, Case, read_cases
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from markdown import Markdown
from mkdocs_tools import NEARLY_ALL, NoServices, blocks_of, page, reading_of
from selectolax.lexbor import LexborHTMLParser

from spec_editor.core.blocks import parse
from spec_editor.core.flavour import Flavour, MarkdownExtension, Reading
from spec_editor.core.mkdocs_extensions import EXTENSIONS
from spec_editor.core.yaml_source import Tagged, YamlValue
from spec_editor.render.html import HtmlRenderer, PageBlock
from spec_editor.render.mkdocs import MkDocsReader
from spec_editor.render.mkdocs_extensions import make_extensions
from spec_editor.resources import resource

DEFAULTS = reading_of("")
PIECES = (
    *("# Head", "## Two\n\ntext", "para\nmore", "para\n# Head\nmore", "Setext\n---"),
    *("- a\n- b", "- a\n\n    b\n\n- c", "1. a\n\n    ```py\n    x\n\n    y\n    ```\n\n2. b"),
    *("> quote\nlazy", "> ```\n> x\n\n> y\n> ```", "> - a\n>\n>     b", "---", "\n\n"),
    *("```py\nx\n\ny\n```", "```py\nx\n\ny", "~~~\n```\n~~~", "```"),
    *("| a | b |\n|---|---|\n| 1 | 2 |", "text\n| a |\n|---|", "<div>\n\n*raw*\n\n</div>"),
    *("<div markdown>\n\n*in*\n\n# Inner\n\n</div>", "<div>\n\nnever closed", "</div>"),
    *("<!-- a\n\nb -->", "<!-- never closed\n\nx", "a <b>c</b> d", "<p>x\n\ny", "<hr>\ntext"),
    *("!!! note\n    a\n\n    b", "!!! note\nlazy", '??? tip "T"\n    x', "text\n!!! note\n    a"),
    *("Term\n:   Def\n\n:   More", "Term\n\n:   Def", "/// note | T\nx\n\ny\n///"),
    *("text[^1]", "[^1]: note\n\n    more", "[ref]: x.md", "see [ref] and HTML", "*[HTML]: H T"),
    *("[TOC]", "$$\nx\n\ny\n$$", "{++new\n\npara++}", '[=50% "x"]', "a\n{ .note }", "\tx"),
    *(
        "{--gone--}",
        "x\n\n\n\n\ny",
        "  indented",
        "+ a\n* b\n- c",
        "a\\\nb  \nc",
        "&lt; \\* <x@y.z>",
    ),
)
INDENTED = "    code\n\n    more"
# A block without an end gathers up what stands far below it, whatever lines that is from.
GATHERING = (
    *PIECES,
    INDENTED,
    "/// note\nx",
    "///",
    "/// tab | A",
    "/// details | B\n    open: true",
)
TEXTS = st.lists(st.sampled_from((*PIECES, INDENTED)), max_size=12).map("\n\n".join)
JOINED = st.lists(st.sampled_from(PIECES), max_size=8).map("\n".join)
# Of several things taken out of one paragraph the lines are not known.
TAKEN_OUT = ("[^1]:", "[ref]:", "*[", "```", "~~~", "<", "{", "$$")
WHOLE = [piece for piece in PIECES if not any(sign in piece for sign in TAKEN_OUT)]
JOINED_PLAIN = st.lists(st.sampled_from(WHOLE), max_size=8).map("\n".join)
ODD = st.lists(st.sampled_from(GATHERING), max_size=8).map("\n\n".join)
# Tabs are laid out in another way here, and code is written in another way.
_WORD = re.compile(r"\b(?:text|para|more|quote|lazy|raw)\b")
COMPARED = tuple(e for e in NEARLY_ALL.extensions if "tab" not in e.name or e.name == "tables")


@pytest.mark.parametrize("case", read_cases("mkdocs"), ids=lambda case: case.name)
def test_a_page_is_as_mkdocs_shows_it(case: Case) -> None:
    assert page(case.parts["mkdocs"], case.parts["source"]) == case.parts["page"]


# ---------------------------------------------------------------- the same as the library's own


def words(html: str) -> list[str]:
    """Return elements, their names and texts; how code is wrapped counts for nothing."""
    body = LexborHTMLParser("<body>" + html).body
    assert body is not None
    for code in body.css("pre"):
        code.replace_with(f"CODE {code.text()}")
    found = []
    for node in body.traverse(include_text=True):
        if node.is_text_node:
            found += (node.text_content or "").split()
        elif node.is_element_node and not (node.tag == "p" and not node.text().strip()):
            found.append(f"<{node.tag} {node.attributes.get('id')}>")
    return found


def of_library(text: str, extensions: Iterable[MarkdownExtension]) -> list[str]:
    """Return what the library's own ``convert`` gives."""
    return words(Markdown(extensions=make_extensions(extensions)).convert(text))


def of_ours(text: str, reading: Reading) -> list[str]:
    units = MkDocsReader(NoServices()).units(parse(text), reading)
    return words("\n".join(unit.html for unit in units))


@pytest.mark.parametrize("extensions", [DEFAULTS.extensions, COMPARED])
@settings(max_examples=90)
@given(text=TEXTS | JOINED | ODD)
def test_keeping_lines_changes_nothing_of_the_reading(
    extensions: tuple[MarkdownExtension, ...], text: str
) -> None:
    text = f"# First\n\n{text}"
    # In one page a comment without an end swallows the footnotes; our blocks each stand alone.
    assume("<!-- never" not in text or "[^1]:" not in text)
    assert of_ours(text, Reading(Flavour.MKDOCS, extensions)) == of_library(text, extensions)


@pytest.mark.parametrize("path", sorted((CASES / "mkdocs").glob("*.md")), ids=lambda p: p.stem)
def test_our_own_cases_are_read_as_the_library_does(path: Path) -> None:
    text = "# First\n\n" + path.read_text(encoding="utf-8")
    assert of_ours(text, Reading(Flavour.MKDOCS, COMPARED)) == of_library(text, COMPARED)


@pytest.mark.parametrize("name", EXTENSIONS)
def test_every_extension_can_be_made_and_used(name: str) -> None:
    reading = Reading(Flavour.MKDOCS, (MarkdownExtension(name),))
    text = "# A\n\nb *c* `d`\n\n```py\nx\n```\n"
    assert blocks_of(text, reading)
    assert of_ours(text, reading) == of_library(text, reading.extensions)


ODD_TEXTS = (
    *("{1}", "{x}", "{0.__class__}", "{", "{}{}", "%d", "%s", "\\\\", "]", "[", "(", "^", "*"),
    *("\\\\1", "\\\\g<0>", "", "\x00", "'\"<>", "-" * 200, "\n", "a b", "--", "-", "x", "view"),
)
ODD_VALUES: tuple[YamlValue, ...] = (
    *(*ODD_TEXTS, True, False, 0, 3, 10**9, -1, None, [], {}, Tagged("!x", "y"), "2-4", "6-1"),
    *([text] for text in ODD_TEXTS),
    *({text: text} for text in ODD_TEXTS),
)
EVERYTHING = """# a b

## a b

[TOC]

++a++ a[^1] a[^1] [[W]] `#!py x` ==m== #1 @me u/r#2 https://github.com/a/b/issues/1 $x$

[^1]: b

=== "T"

    x

=== "T"

    x

!!! note
    x

/// note
x
///

/// x
y
///

<b onclick='x'>y</b> {++a++} [=5% "x"]
"""


@pytest.mark.parametrize("name", EXTENSIONS)
def test_no_option_that_is_allowed_makes_an_extension_fail(name: str) -> None:
    base = [MarkdownExtension(each) for each in ("toc", "attr_list") if each != name]
    for option, check in EXTENSIONS[name].items():
        used = set()
        for value in ODD_VALUES:
            with suppress(ValueError):
                used.add(check(value))
        for value in used - {None}:
            wanted = [*base, MarkdownExtension(name, ((option, value),))]
            Markdown(extensions=make_extensions(wanted)).convert(EVERYTHING)


# ---------------------------------------------------------------- lines


def check_lines(text: str, blocks: tuple[PageBlock, ...]) -> None:
    """Look whether every block's words stand in its lines, and the lines in order."""
    lines = text.split("\n")
    previous = 0
    for block in blocks:
        assert 1 <= block.first_line <= block.last_line <= len(lines)
        assert block.first_line >= previous
        previous = block.first_line
        source = "\n".join(lines[block.first_line - 1 : block.last_line])
        body = LexborHTMLParser(block.html).body
        assert body is not None
        if "mkdocs-footnote" in block.html or "mkdocs-toc" in block.html:
            continue
        for word in re.findall(r"[a-z]{3,}\d+x", body.text()):
            assert word in source, (word, block)


@settings(max_examples=120)
@given(text=TEXTS | JOINED_PLAIN)
def test_every_block_s_words_stand_in_its_lines(text: str) -> None:
    counter = iter(range(10**6))
    # Every word once only.
    text = re.sub(
        r"\b(?:text|para|more|quote|lazy|raw)\b", lambda m: f"{m[0]}{next(counter)}x", text
    )
    check_lines(text, blocks_of(text, NEARLY_ALL))
    check_lines(text, blocks_of(text, DEFAULTS))


@pytest.mark.parametrize("reading", [DEFAULTS, NEARLY_ALL])
def test_the_shipped_template_comes_in_small_blocks(reading: Reading) -> None:
    text = resource("templates", "technical-specification.md").read_text(encoding="utf-8")
    blocks = blocks_of(text, reading)
    assert len(blocks) > 230
    covered = {line for b in blocks for line in range(b.first_line, b.last_line + 1)}
    lines = text.split("\n")
    assert not [n for n, line in enumerate(lines, 1) if line.strip() and n not in covered]


def test_a_line_typed_above_changes_no_block_below() -> None:
    renderer = HtmlRenderer(NoServices())
    text = "# A\n\npara\n\n```py\nx\n\ny\n```\n\n- a\n- b\n"
    before = blocks_of(text, NEARLY_ALL, renderer)
    after = blocks_of(f"new\n\n{text}", NEARLY_ALL, renderer)
    assert [block.key for block in after[1:]] == [block.key for block in before]
    moved = [block.first_line for block in after[1:]]
    assert moved == [block.first_line + 2 for block in before]


def test_blocks_carry_their_lines_for_the_page() -> None:
    blocks = blocks_of("a\n\nb\nc\n\n| x |\n|---|\n", NEARLY_ALL)
    found = [re.findall(r'data-sourcepos="([^"]*)"', block.html)[:1] for block in blocks]
    assert found == [["1:1-1:1"], ["1:1-2:1"], ["1:1-2:1"]]


def positions(text: str, tag: str) -> list[str]:
    (block,) = blocks_of(text, NEARLY_ALL)
    body = LexborHTMLParser(block.html).body
    assert body is not None
    return [node.attributes.get("data-sourcepos") or "" for node in body.css(tag)]


def test_items_of_lists_have_their_lines() -> None:
    text = "- a\n  more\n- [ ] b\n    1. c\n    2. [x] d\n\n- e\n"
    assert positions(text, "li") == ["1:1-2:1", "3:1-6:1", "4:1-4:1", "5:1-6:1", "7:1-7:1"]
    fenced = "- a\n\n    ```\n    - no item\n    ```\n\n- b\n"
    assert positions(fenced, "li") == ["1:1-6:1", "7:1-7:1"]


def test_items_that_are_not_sure_have_none() -> None:
    assert positions("- a\n- <ul><li>b</li></ul>\n", "li") == [""] * 3


def test_rows_of_tables_have_their_lines() -> None:
    assert positions("| a |\n|---|\n| b |\n| c |\n", "tr") == ["1:1-1:1", "3:1-3:1", "4:1-4:1"]


# ---------------------------------------------------------------- what is too much


@pytest.mark.parametrize(
    "text", ["", "\n", "\n\n\n", " ", "\x02\x03", "\r", "a\rb", "\u2028", "\ud800"]
)
def test_odd_texts_are_read(text: str) -> None:
    for reading in (DEFAULTS, NEARLY_ALL):
        blocks_of(text, reading)


def test_a_document_cannot_write_what_the_reader_writes_for_itself() -> None:
    text = "\x02wzxhzdk:0\x03 \x02cut\x03 \x02amp\x03 \x0233\x03\n\n<b>x</b>\n\n```\ny\n```\n"
    joined = " ".join(block.html for block in blocks_of(text, NEARLY_ALL))
    assert "wzxhzdk:0 cut amp 33" in joined
