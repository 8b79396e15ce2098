"""Blocks keep cmark's structure, know their lines, come from the cache and survive bad ones."""

import itertools
import re

import pytest
from cmarkgfm import cmark
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode

from spec_editor.core.blocks import parse
from spec_editor.render import html as html_module
from spec_editor.render.html import HtmlRenderer, RenderOptions
from spec_editor.render.units import is_explosive

SNIPPETS = {
    "nested lists": "- a\n  - b\n    - c\n\n      text\n- d\n\n1. x\n   - y\n",
    "two-space lists": "1. a\n  - b\n2. c\n",
    "tasks": "- [ ] a\n- [x] b\n  - [ ] c\n",
    "table": "| a | b |\n|:-:|--:|\n| 1 | `x|y` |\n| **b** | ~~d~~ |\n",
    "quote": "> # a\n> - b\n>\n> > c\n> ```py\n> x = 1\n> ```\n",
    "footnotes": "a[^1] b[^n]\n\n[^1]: one\n\n    two\n[^n]: `x`\n",
    "code": "```py\nx = '<b>' # \"q\" & more\n```\n\n    indented < & >\n\n~~~\nplain\n~~~\n",
    "headings": "# a\n## a\n### `c` *d*\nsetext\n===\n",
    "links": '[a](b.md "t") <https://x.y> www.x.y [r]\n\n[r]: #frag\n',
    "entities": "&amp; &lt;b&gt; &copy; \\* \\<b\\> \u00a0 é 🙂\n",
    "inline html": "a <b>b</b> <kbd>c</kbd> x<sub>2</sub> <br> y\n",
    "details": "<details>\n<summary>s</summary>\n\n- a\n\n```js\nb = 1\n```\n\n</details>\n\nc\n",
    "rules and breaks": "a\\\nb  \nc\n\n---\n\n***\n",
    "deep emphasis": "***a** b* _c __d__ e_\n",
    "table in list": "- x\n\n  | a |\n  |---|\n  | b |\n",
    "picture": '![a *b*](dir/x.png "t")\n',
}


def shape(node: LexborNode) -> list[object]:
    """Return the elements and texts below a node, without what rendering may add or remove."""
    result: list[object] = []
    child = node.first_child
    while child is not None:
        if child.is_text_node:
            text = child.text_lexbor()
            if result and isinstance(result[-1], str):
                result[-1] += text
            else:
                result.append(text)
        elif child.is_element_node:
            if child.tag == "span":
                for part in shape(child):
                    if isinstance(part, str) and result and isinstance(result[-1], str):
                        result[-1] += part
                    else:
                        result.append(part)
            else:
                result.append([child.tag, shape(child)])
        child = child.next
    return [part for part in result if not isinstance(part, str) or part.strip()]


def body_of(html: str) -> LexborNode:
    body = LexborHTMLParser("<body>" + html).body
    assert body is not None
    return body


def plain_cmark(text: str) -> str:
    options = cmark.Options.CMARK_OPT_UNSAFE | cmark.Options.CMARK_OPT_FOOTNOTES
    return cmark.github_flavored_markdown_to_html(text, options)


def without_diagrams(node: LexborNode) -> list[object]:
    """Empty the code of diagrams, which is text on one side and a picture on the other."""
    for pre in node.css('pre[lang="mermaid"] > code'):
        pre.inner_html = ""
    return shape(node)


@pytest.mark.parametrize("name", SNIPPETS)
@pytest.mark.parametrize("target", ["preview", "page"])
def test_the_structure_is_cmarks(html_of, name, target):
    text = SNIPPETS[name]
    assert shape(body_of(html_of(text, target=target))) == shape(body_of(plain_cmark(text)))


def test_the_structure_of_the_template_is_cmarks(qapp, html_of, template_text):
    ours = without_diagrams(body_of(html_of(template_text)))
    assert ours == without_diagrams(body_of(plain_cmark(template_text)))


def pictures_of(blocks):
    return dict(picture for block in blocks for picture in block.pictures)


def test_the_template_shows_its_diagrams(qapp, render, template_text):
    blocks = render(template_text)
    html = "\n".join(block.html for block in blocks)
    pictures = re.findall(r'<img src="specview://doc/d/([0-9a-f]{64})\.svg"', html)
    assert len(pictures) == 8
    assert set(pictures) == set(pictures_of(blocks))
    assert all(svg.startswith("<svg") for svg in pictures_of(blocks).values())


def test_a_page_carries_its_diagrams_inside(qapp, render, template_text):
    blocks = render(template_text, target="page")
    html = "\n".join(block.html for block in blocks)
    assert html.count('<img src="data:image/svg+xml,') == 8
    assert not pictures_of(blocks)
    assert "data-sourcepos" not in html
    assert "#" not in "".join(re.findall(r'src="(data:image/svg[^"]*)"', html))


def test_every_link_of_the_contents_has_its_target(qapp, html_of, template_text):
    tree = body_of(html_of(template_text))
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    fragments = [node.attributes["href"] for node in tree.css('a[href^="#"]')]
    assert len(ids) == len(set(ids)) == 119
    assert len(fragments) >= 15
    assert all(fragment[1:] in ids for fragment in fragments if fragment)


def test_footnotes_lead_there_and_back(html_of):
    tree = body_of(html_of("a[^x]\n\n[^x]: note\n"))
    ids = {node.attributes["id"] for node in tree.css("[id]")}
    targets = {(node.attributes["href"] or "")[1:] for node in tree.css('a[href^="#"]')}
    assert ids == targets
    assert all(name.startswith("user-content-") for name in ids)


def test_headings_of_raw_html_do_not_take_anchors(html_of):
    html = html_of("<h2>A</h2>\n\n## A\n\n## A\n")
    assert re.findall(r'id="([^"]*)"', html) == ["user-content-a", "user-content-a-1"]


def test_blocks_know_their_lines(render):
    text = "# a\n\npara\nmore\n\n- x\n- y\n\n\n<div>\n\nin\n\n</div>\n\nend\n"
    lines = [(block.first_line, block.last_line) for block in render(text)]
    assert lines == [(1, 1), (3, 4), (6, 7), (10, 14), (16, 16)]


def test_lines_never_go_back(render, qapp, template_text):
    blocks = render(template_text)
    assert all(a.last_line < b.first_line for a, b in itertools.pairwise(blocks))


def test_raw_html_over_several_blocks_is_one_unit(render):
    blocks = render("<details>\n<summary>s</summary>\n\npara\n\n- list\n\n</details>\n\nafter\n")
    assert len(blocks) == 2
    assert "<li" in blocks[0].html


def test_raw_inline_html_at_the_top_stays_in_one_line(render):
    blocks = render("<img src=a.png> <b>x</b> text\n\nafter\n")
    assert len(blocks) == 2
    assert (blocks[0].first_line, blocks[0].last_line) == (1, 1)


def test_comments_show_nothing(render):
    assert len(render("<!-- spec: confirmed -->\n\ntext\n")) == 1


def test_positions_count_from_the_block(render):
    first = render("a\n\n- x\n- y\n")[1]
    later = render("a\n\nb\n\n- x\n- y\n")[2]
    assert first.html == later.html
    assert first.key == later.key
    assert 'data-sourcepos="2:1-2:3"' in first.html


def test_text_right_above_a_table_has_its_own_lines(render):
    text, table, quote = render("a\n\nb\nc\n| d |\n|---|\n| e |\n\n> f\n> | g |\n> |---|\n")[1:]
    assert (text.first_line, text.last_line, table.first_line, table.last_line) == (3, 4, 5, 7)
    assert text.html.startswith('<p data-sourcepos="1:1-2:1">')
    assert '<tr data-sourcepos="1:1-1:' in table.html
    lines = re.findall(r'="(\d):\d-(\d):\d">', quote.html)
    assert lines == [("1", "3"), ("1", "1"), ("2", "3"), ("2", "2"), ("2", "2")]


def test_unchanged_blocks_are_not_rendered_again(render, services):
    render("# a\n\nb\n\n```py\nx = 1\n```\n")
    services.steps.clear()
    render("new\n\n# a\n\nb\n\n```py\nx = 1\n```\n")
    assert [kind for kind, _ in services.steps] == ["document", "block"]


def test_diagrams_from_the_cache_are_handed_out_again(qapp, render):
    text = "```mermaid\ngraph TD\nA-->B\n```\n"
    render(text)
    assert len(pictures_of(render(text))) == 1


def test_every_risky_step_is_announced(qapp, render, services):
    render("text\n\n```mermaid\ngraph TD\nA-->B\n```\n")
    assert [kind for kind, _ in services.steps] == ["document", "block", "block", "diagram"]


@pytest.mark.parametrize("kind", ["block", "diagram"])
def test_a_quarantined_step_shows_its_source(qapp, html_of, services, kind):
    text = "good\n\n```mermaid\ngraph TD\nA<B\n```\n"
    html_of(text)
    key = [key for step, key in services.steps if step == kind][-1]
    services.quarantined.add(key)
    html = "\n".join(b.html for b in HtmlRenderer(services).render(parse(text), RenderOptions()))
    assert 'class="notice"' in html
    assert "too long" in html
    assert "A&lt;B" in html
    assert "<img" not in html
    assert "good" in html


def test_a_quarantined_document_is_shown_without_raw_html(render, services):
    text = "# t\n\n<div>raw</div>\n\npara\n"
    render(text)
    services.quarantined.add(services.steps[0][1])
    blocks = render(text)
    assert [block.first_line for block in blocks] == [1, 3, 5]
    assert 'class="notice-source"' in blocks[1].html
    assert "&lt;div&gt;raw" in blocks[1].html


def test_a_mistake_in_a_diagram_is_named(qapp, html_of):
    html = html_of("```mermaid\ngraph TD\nA --> B\nC[open\n```\n")
    assert "Diagram, line 3:" in html
    assert "C[open" in html


def test_a_bomb_of_open_fonts_is_not_parsed(render):
    bomb = "".join(f"<font color={n}><p>" for n in range(3000))
    blocks = render(f"before\n\n<div>{bomb}\n\nafter\n")
    assert sum(len(block.html) for block in blocks) < 500_000
    assert "too complex" in blocks[1].html


@pytest.mark.parametrize(
    "raw", ["<font color={}><p>", "<FONT size={}><p>", "</font><b id={}>", "<div id={}>"]
)
def test_elements_left_open_are_seen(raw):
    assert is_explosive("".join(raw.format(n) for n in range(600)))


def test_a_tag_of_thousands_of_attributes_is_seen():
    assert is_explosive("<p " + " ".join(f"a{n}=1" for n in range(3000)) + ">")
    assert not is_explosive(f'<p><img src="data:image/png;base64,{"A" * 100_000}"></p>')


def test_closing_in_advance_does_not_help():
    assert is_explosive("</font>" * 600 + "<font><p>" * 600)


def test_ordinary_html_is_not_explosive(template_text):
    assert not is_explosive(parse(template_text * 20).html)
    assert not is_explosive("<div><font>x</font></div>" * 5000)


def test_deep_nesting_shows_the_source(html_of):
    html = html_of(">" * 300 + " deep\n\nafter\n")
    assert "deeply nested" in html
    assert "after" in html


def test_a_text_that_is_too_large_shows_a_notice(monkeypatch, render):
    monkeypatch.setattr(html_module, "MAX_HTML_LENGTH", 100)
    blocks = render("word " * 100)
    assert len(blocks) == 1
    assert "too large" in blocks[0].html


def test_the_cache_is_bounded(monkeypatch, services):
    monkeypatch.setattr(html_module, "CACHE_BLOCKS", 3)
    renderer = HtmlRenderer(services)
    renderer.render(parse("\n\n".join(f"p{n}" for n in range(20))), RenderOptions())
    assert len(renderer._finished) == 3


def test_the_short_form_gives_the_same(services, render):
    assert HtmlRenderer(services).render(parse("# a\n"), RenderOptions()) == render("# a\n")


@pytest.mark.parametrize(
    "text", ["", "\n", "\n\n\n", "<!-- -->", "\x00", "\ud800", "</div>", "<p>"]
)
def test_odd_texts_render(render, text):
    render(text)


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from([*list(SNIPPETS.values()), "<div>\n", "</div>\n", "text"]), max_size=6)
)
def test_lines_stay_inside_the_text(parts):
    class Quiet:
        def progress(self, kind, key): ...
        def is_quarantined(self, key):
            return False

    text = "\n\n".join(parts)
    blocks = HtmlRenderer(Quiet()).render(parse(text), RenderOptions())
    count = text.count("\n") + 1
    assert all(1 <= block.first_line <= block.last_line <= count for block in blocks)


def test_pictures_of_two_themes_differ(qapp, renderer):
    text = parse("```mermaid\ngraph LR\nA-->B\n```\n")
    light, dark = (
        renderer.render(text, RenderOptions(theme=theme))[0] for theme in ("light", "dark")
    )
    assert light.pictures[0][0] != dark.pictures[0][0]
    assert light.pictures[0][1] != dark.pictures[0][1]


def test_code_says_its_language(html_of):
    html = html_of("```py\nx\n```\n\n```nosuch\nx\n```\n\n```\nx\n```\n", target="page")
    assert re.findall(r"<pre[^>]*>", html) == [
        '<pre data-language="Python" lang="py">',
        '<pre data-language="nosuch" lang="nosuch">',
        "<pre>",
    ]


def test_a_document_cannot_say_it_itself(html_of):
    assert "data-language" not in html_of('<pre data-language="Safe"><code>x</code></pre>\n')


def test_code_set_aside_is_plain_and_whole(services):
    parsed = parse("```py\nreturn '<b>'\n```\n")
    (block,) = HtmlRenderer(services).render(parsed, RenderOptions())
    assert '<span class="k">return</span>' in block.html
    (key,) = [key for step, key in services.steps if step == "code"]
    # What comes behind the code is the block's own again.
    assert [step for step, _ in services.steps] == ["document", "block", "code", "block"]
    assert services.steps[1] == services.steps[3]
    services.quarantined.add(key)
    (block,) = HtmlRenderer(services).render(parsed, RenderOptions())
    assert "<code>return '&lt;b&gt;'\n</code>" in block.html


def test_code_in_languages_without_colours_is_no_step(services, html_of):
    html_of("```nosuch\nx\n```\n\n    indented\n")
    assert "code" not in {step for step, _ in services.steps}


def test_many_elements_in_one_line_are_not_each_looked_at_with_all_of_it(monkeypatch, render):
    looked_at = []
    original = html_module.with_additions

    def counted(html, source, mark):
        looked_at.append(len(source))
        return original(html, source, mark)

    monkeypatch.setattr(html_module, "with_additions", counted)
    text = "".join(f"<p title='{n}'>$ $</p>" for n in range(2000))
    assert len(render(text)) == 2000
    assert sum(looked_at) <= len(text)


def test_pictures_of_finished_blocks_count_too(qapp, services, monkeypatch):
    """A drawing is a hundred times as long as its block; each key press in it makes another one."""
    pytest.importorskip("merman")
    drawn = "```mermaid\ngraph LR\nA[{}] --> B\n```\n"
    (block,) = HtmlRenderer(services).render(parse(drawn.format("a")), RenderOptions())
    svg = block.pictures[0][1]
    monkeypatch.setattr(html_module, "CACHE_CHARACTERS", 3 * len(svg))
    renderer = HtmlRenderer(services)
    for number in range(6):
        renderer.render(parse(drawn.format(number)), RenderOptions())
    blocks = renderer._finished.values()
    assert 1 <= sum(len(svg) for each in blocks for _, svg in each.pictures) <= 3 * len(svg)
