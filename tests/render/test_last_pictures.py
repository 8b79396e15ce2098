"""The last good picture stays while its source has a mistake."""

import re
from collections.abc import Sequence

import pytest

from spec_editor.core.blocks import parse
from spec_editor.render.html import HtmlRenderer, PageBlock, RenderOptions
from spec_editor.render.last_pictures import keep_last_pictures

pytest.importorskip("merman")
pytestmark = pytest.mark.usefixtures("qapp")


class Quiet:
    def progress(self, kind: str, key: str) -> None: ...

    def is_quarantined(self, key: str) -> bool:
        return False


class Page:
    """A page that is rendered again and again."""

    def __init__(self) -> None:
        self._renderer = HtmlRenderer(Quiet())
        self.blocks: Sequence[PageBlock] = ()

    def show(self, text: str) -> str:
        new = self._renderer.render(parse(text), RenderOptions())
        self.blocks = keep_last_pictures(self.blocks, new)
        return "".join(block.html for block in self.blocks)


def fence(source: str) -> str:
    return f"```mermaid\n{source}\n```\n\n"


def names(html: str) -> list[str]:
    return re.findall(r"/d/([0-9a-f]{64})\.svg", html)


GOOD, BROKEN, OTHER = "graph TD\nA-->B", "graph TD\nA[-->B", "pie title Shares\n"


@pytest.fixture
def page() -> Page:
    return Page()


def test_a_mistake_keeps_the_picture_and_says_where_it_is(page: Page) -> None:
    before = page.show(fence(GOOD))
    after = page.show(fence(BROKEN))
    assert names(after) == names(before)
    assert '<p class="notice mistake" data-sourcepos="3:2-3:2">Diagram, line 2: ' in after
    assert '<pre class="diagram outdated" data-sourcepos="1:1-4:3"' in after
    assert 'alt="Out of date: Flowchart"' in after
    assert "A[" not in after
    assert page.blocks[0].pictures[0][1].startswith("<svg")


def test_it_stays_through_further_mistakes_and_goes_when_it_is_mended(page: Page) -> None:
    before = page.show(fence(GOOD))
    for source in ("graph TD\nA[-->B", "graph TD\nA[x-->B", "graph TD\nA[xy-->B"):
        assert names(page.show(fence(source))) == names(before)
    after = page.show(fence("graph TD\nA[xy]-->B"))
    assert names(after) != names(before)
    assert "outdated" not in after
    assert "Out of date" not in after


def test_what_never_was_good_shows_its_source_with_the_line_marked(page: Page) -> None:
    html = page.show(fence(BROKEN))
    assert "outdated" not in html
    assert "<code>graph TD\n<mark>A[--&gt;B</mark>\n</code>" in html


def test_another_diagram_on_the_page_is_not_taken_for_it(page: Page) -> None:
    page.show(fence(GOOD))
    html = page.show(fence(GOOD) + fence("pie titl"))
    assert "outdated" not in html
    html = page.show(fence("pie titl") + fence(GOOD))
    assert "outdated" not in html


@pytest.mark.parametrize("number", [0, 1, 2])
def test_each_keeps_its_own_picture(page: Page, number: int) -> None:
    sources = [GOOD, "graph LR\nX-->Y", "sequenceDiagram\nA->>B: x"]
    before = names(page.show("".join(map(fence, sources))))
    sources[number] += "\nend end ]["
    after = page.show("".join(map(fence, sources)))
    assert names(after) == before
    assert after.count("outdated") == 1


def test_the_same_block_may_hold_several(page: Page) -> None:
    item = (
        "- a\n\n  ```mermaid\n  graph TD\n  A-->B\n  ```\n\n  ```mermaid\n  graph LR\n  {}\n  ```\n"
    )
    before = names(page.show(item.format("C-->D")))
    after = page.show(item.format("C[-->D"))
    assert names(after) == before
    assert after.count("outdated") == 1


def test_lines_above_change_nothing(page: Page) -> None:
    before = page.show(fence(GOOD))
    page.show(fence(BROKEN))
    after = page.show("new\n\nlines\n\n" + fence(BROKEN))
    assert names(after) == names(before)


def test_a_picture_that_was_deleted_does_not_come_back(page: Page) -> None:
    page.show("a\n\n" + fence(GOOD))
    page.show("a\n\n")
    assert names(page.show("a\n\n" + fence(BROKEN))) == []


def test_a_document_cannot_pretend_to_have_an_outdated_picture(page: Page) -> None:
    page.show(fence(GOOD))
    forged = (
        '<p class="notice mistake">x</p><pre class="notice-source">y</pre>\n\n'
        '<pre class="diagram"><code><img src="specview://doc/d/' + "0" * 64 + '.svg" alt="z">'
        "</code></pre>\n"
    )
    html = page.show(forged)
    assert "outdated" not in html
    assert names(html) == []
    assert "mistake" not in html
