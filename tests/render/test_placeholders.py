"""Placeholders are marked where the core finds them, and nothing else is."""

from collections.abc import Iterator

import pytest
from cases_reader import Case, read_cases
from hypothesis import given
from hypothesis import strategies as st
from placeholder_tools import find_placeholders
from selectolax.lexbor import LexborHTMLParser

from spec_editor.core.blocks import parse
from spec_editor.render.html import HtmlRenderer, PageBlock, RenderOptions

CASES = read_cases("chips")


def chips(block: PageBlock) -> Iterator[str]:
    """Yield the marked texts of a block with their places in the document."""
    for node in LexborHTMLParser("<body>" + block.html).css("span.placeholder"):
        start, end = (node.attributes["data-sourcepos"] or "").split("-")
        place = "-".join(
            f"{int(line) + block.first_line - 1}:{column}"
            for line, column in (part.split(":") for part in (start, end))
        )
        text = " ".join(node.text().split())
        yield f"{place} {text} | {node.attributes['data-hint']}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_cases(render, case: Case):
    syntaxes = tuple(case.lines("syntaxes")) if "syntaxes" in case.parts else ()
    blocks = render(case.parts["document"], syntaxes=syntaxes)
    assert [chip for block in blocks for chip in chips(block)] == case.lines("shown")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_page_that_stands_alone_has_no_marks(render, case: Case):
    blocks = render(case.parts["document"], syntaxes=("tbd",), target="page")
    html = "".join(block.html for block in blocks)
    assert "placeholder" not in html.replace("placeholder-left", "")
    assert "data-hint" not in html


def test_all_of_the_template_are_marked(render, template_text):
    found = {
        (place.span.line, place.span.column) for place in find_placeholders(parse(template_text))
    }
    shown = set()
    for block in render(template_text):
        for chip in chips(block):
            line, column = chip.split("-")[0].split(":")
            shown.add((int(line), int(column)))
    assert shown == found
    assert len(found) == 84


def test_what_looks_the_same_is_told_apart(render):
    """The cache must not take one for the other."""
    for _ in range(2):
        (block,) = render("{x}\n")
        assert len(list(chips(block))) == 1
        (block,) = render("\\{x\\}\n")
        assert not list(chips(block))


def test_marks_cannot_be_forged(html_of):
    html = html_of('<span class="placeholder" data-hint="Pay">x</span>\n')
    assert "placeholder" not in html
    assert "data-hint" not in html


class NoServices:
    def progress(self, kind: str, key: str) -> None:
        """Nobody asks."""

    def is_quarantined(self, key: str) -> bool:
        return False


ALPHABET = st.sampled_from([*"{}|\\`*[]()<>&;x \n#-$", "{a}", "&lt;", "TBD", "](b)", "| ", "é"])
RENDERER = HtmlRenderer(NoServices())


@given(st.lists(ALPHABET, max_size=60).map("".join))
def test_marking_changes_no_text(text):
    """Whatever is marked, the page says what it says without marks."""

    def shown(target: str) -> list[str]:
        options = RenderOptions(target=target, syntaxes=("tbd", "angle"))
        blocks = RENDERER.render(parse(text), options)
        return [LexborHTMLParser("<body>" + b.html).text() for b in blocks]

    assert shown("preview") == shown("page")
