"""What GitHub shows beyond cmark's HTML, case by case; and that nothing else is touched."""

import re
from collections.abc import Callable, Iterator
from html import escape, unescape
from pathlib import Path

import pytest
from attack_strings import Attack, placed, read_attacks
from cases_reader import Case, read_cases
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode

from spec_editor.core.blocks import parse
from spec_editor.render import html as html_module
from spec_editor.render.html import HtmlRenderer, RenderOptions
from spec_editor.render.markup import joined, pieces
from spec_editor.render.math_policy import MATH_ATTRIBUTES, MATH_TAGS
from spec_editor.render.sanitize import TAGS

_FORMULA = re.compile(
    r'<math class="formula" display="(\w+)" alttext="([^"]*)">.*?</math>', re.DOTALL
)
ATTACKS = [attack for attack in read_attacks() if attack.name.startswith("additions")]


class Quiet:
    def progress(self, kind: str, key: str) -> None: ...
    def is_quarantined(self, key: str) -> bool:
        return False


def readable(html: str) -> str:
    """Return HTML in which formulas are their source, between ‹…› inline and «…» by themselves.

    The sanitiser sets a check box's attributes in any order.
    """

    def formula(match: re.Match[str]) -> str:
        left, right = "«»" if match[1] == "block" else "‹›"
        return left + unescape(match[2]) + right

    return _FORMULA.sub(formula, re.sub("<input [^>]*>", "<input>", html))


def body_of(html: str) -> LexborNode:
    body = LexborHTMLParser("<body>" + html).body
    assert body is not None
    return body


def render_all(text: str) -> str:
    return "\n".join(b.html for b in HtmlRenderer(Quiet()).render(parse(text), RenderOptions()))


@pytest.mark.parametrize("case", read_cases("additions"), ids=lambda case: case.name)
def test_cases(html_of: Callable[..., str], case: Case) -> None:
    shown = readable(html_of(case.parts["document"], target="page"))
    assert shown == case.parts["expected"].strip()


# Positions


def test_an_alert_knows_the_lines_of_its_title_and_its_text(html_of):
    html = html_of("text\n\n> [!NOTE]\n> a\n> b\n")
    assert '<div class="alert alert-note" data-sourcepos="1:1-3:3">' in html
    assert '<p class="alert-title" data-sourcepos="1:3-1:9">' in html
    assert '<p data-sourcepos="2:3-3:3">a\nb</p>' in html


def test_data_in_front_know_their_lines(render):
    block, title = render("---\na: b\nc:\n  - d\n---\n# T\n")
    assert (block.first_line, block.last_line) == (1, 5)
    assert (title.first_line, title.last_line) == (6, 6)
    assert '<th class="front-matter-short" data-sourcepos="2:1-2:4">a</th>' in block.html
    assert '<td class="front-matter-short" data-sourcepos="4:1-4:5">d</td>' in block.html


def test_data_in_front_take_no_anchor_and_open_no_block(render):
    text = "---\ntitle: Goals\nnote: |\n  ```\n---\n# Goals\n\n# Goals\n"
    html = "\n".join(block.html for block in render(text))
    assert re.findall(r'id="([^"]*)"', html) == ["user-content-goals", "user-content-goals-1"]


def test_raw_html_behind_the_data_has_its_own_lines(render):
    blocks = render("---\na: b\n---\n<div>x</div>\n\ny\n")
    assert [(b.first_line, b.last_line) for b in blocks] == [(1, 3), (4, 4), (6, 6)]


# The cache


def test_formulas_that_cmark_reads_alike_are_told_apart(render):
    (first,), (second,) = render("$*b*$\n"), render("$_b_$\n")
    assert "*b*" in first.html
    assert "_b_" in second.html


def test_text_that_only_looks_like_an_alert_is_told_apart(render):
    (real,), (escaped,) = render("> [!NOTE]\n> a\n"), render("> \\[!NOTE]\n> a\n")
    assert "alert" in real.html
    assert "alert" not in escaped.html


# Raw HTML around blocks


@pytest.mark.parametrize(
    "inside", ["# A\n\ntext\n\n## B", "- a\n\n```py\nx\n```", "> [!NOTE]\n> a"]
)
def test_details_around_blocks_are_one_unit(render, inside):
    blocks = render(
        f"before\n\n<details>\n<summary>s</summary>\n\n{inside}\n\n</details>\n\nafter\n"
    )
    assert len(blocks) == 3
    details = body_of(blocks[1].html).css_first("details")
    assert details is not None
    assert details.text() == body_of(blocks[1].html).text()


# Bounds


def test_too_long_a_formula_is_named_and_shown_as_source(html_of):
    html = html_of(f"$$\n{'x + ' * 2000}y\n$$\n\n$z$\n")
    assert "it has more than 5,000 characters" in html
    assert 'alttext="z"' in html


def test_formulas_of_a_block_have_a_bound(html_of):
    html = html_of("- $" + "x" * 900 + "$\n" + ("- $" + "y" * 900 + "$\n") * 40)
    assert 10 < html.count("<math") < 30
    assert html.count("y" * 900 + "$") > 10


@pytest.mark.parametrize("source", ["{" * 2000, "x^" * 500, r"\left(" * 300, r"\sqrt{" * 500])
def test_a_formula_that_is_too_deep_is_a_notice(html_of, source):
    html = html_of(f"$$\n{source}\n$$\n\nafter\n")
    assert "formula not shown" in html
    assert "after" in html


@pytest.mark.parametrize(
    "text",
    [
        "$" * 5000,
        "$a " * 3000,
        "$`" * 3000,
        ":" * 5000,
        ":a" * 5000,
        "> [!NOTE]\n" * 2000,
        "> [!NOTE]\n> a\n\n" * 500,
        "<p data-sourcepos='1:1-999:1'>$ $</p>" * 2000,
        "<int>" * 90 + "$x$",
    ],
)
def test_many_of_them_render(html_of, text):
    html_of(text)


@pytest.mark.parametrize(
    "text", ["$\ud800$ $x$", "> [!NOTE]\n> \ud800", "---\na: \ud800\n---\n", "$\0$"]
)
def test_what_cannot_be_encoded_renders(html_of, text):
    assert html_of(text)


# Nothing else is touched

_WORDS = r"""a b1 é :tada: :no: $ $$ $` `$ ` * ** _ ~~ \ \$ [ ]( ) <b> </b> <!-- --> > - 1. # | ---
& &amp; [!NOTE] [!tip] ( ) . , 5 {x} ${y} https://x.y/$a$ [^1] ``` math"""
_PARTS = st.lists(st.sampled_from([*_WORDS.split(), "\n", "\n\n", "\t"]), max_size=40)
_TEXTS = st.builds(str.join, st.sampled_from(["", " "]), _PARTS)


def letters(node: LexborNode) -> str:
    """Return the letters and digits that are shown, a formula's source among them, no emoji's."""
    for formula in node.css("math"):
        formula.replace_with(formula.attributes.get("alttext") or "")
    for note in node.css(".formula-error > small"):
        note.remove()
    return re.sub(r"[\W_]+", "", node.text().replace(":tada:", "")).casefold()


@settings(max_examples=200)
@given(_TEXTS)
def test_the_letters_of_a_text_stay(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(html_module, "with_additions", lambda html, source, mark: html)
        patch.setattr(html_module, "block_formula", lambda source, _, mark: escape(source))
        plain = render_all(text)
    assert letters(body_of(render_all(text))) == letters(body_of(plain))


@settings(max_examples=120)
@given(st.text(st.sampled_from("ab<>&\"'=/!- \n#*_`[]()|"), max_size=200))
def test_text_without_additions_is_left_alone(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(html_module, "with_additions", lambda html, source, mark: html)
        plain = render_all(text)
    assert render_all(text) == plain


@settings(max_examples=150)
@given(st.text(st.sampled_from("ab<>&\"'=/!-x \npbi"), max_size=100) | st.text(max_size=50))
def test_pieces_joined_are_the_html(text: str) -> None:
    html = body_of(text).inner_html or ""
    found = pieces(html)
    assert found is None or joined(found) == html


@pytest.mark.parametrize("case", read_cases("additions"), ids=lambda case: case.name)
def test_what_we_render_can_be_cut_into_pieces(case: Case) -> None:
    html = body_of(parse(case.parts["document"]).html).inner_html or ""
    assert joined(pieces(html) or []) == html


# Hostile texts


def check_inert(html: str) -> None:
    """Fail when anything could run, load, lead away unasked, or pose as the program."""
    for node in _elements(body_of(html)):
        assert node.tag in TAGS | MATH_TAGS, node.tag
        in_math = node.tag in MATH_TAGS
        for name, value in node.attributes.items():
            assert not name.startswith("on")
            assert name not in ("style", "action", "srcset", "srcdoc", "xlink:href", "ping")
            assert not in_math or name in MATH_ATTRIBUTES | {"class"}, (node.tag, name)
            if name == "href":
                assert re.match(r"(https?:|mailto:|#)", value or "") or ":" not in (value or "")
            if name == "src":
                assert (value or "").startswith(("specview://doc/f/", "specview://doc/r/"))
            if name in ("width", "height", "minsize", "maxsize") and in_math:
                assert abs(float(re.sub(r"[a-z%]+$", "", value or "0"))) <= 720
        parent = node.parent.tag if node.parent else ""
        assert parent not in ("mi", "mo", "mn", "ms", "mtext"), "nothing stands in texts of MathML"
        assert node.tag not in MATH_TAGS - {"math"} or parent in MATH_TAGS


def _elements(node: LexborNode) -> Iterator[LexborNode]:
    return (each for each in node.css("*") if each.tag != "body")


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_attacks_are_inert(attack: Attack) -> None:
    text = attack.aimed("RUN()", "https://evil.invalid/x")
    check_inert(render_all(text))
    for document in placed(attack, text).values():
        check_inert(render_all(document))


def test_there_are_attacks_on_every_addition():
    sources = "\n".join(attack.source for attack in ATTACKS)
    assert len(ATTACKS) >= 45
    assert all(sign in sources for sign in ("[!NOTE]", "$", "```math", ":tada:", "---"))


@settings(max_examples=150)
@given(_TEXTS | st.text(max_size=60))
def test_any_text_is_inert(text: str) -> None:
    check_inert(render_all(text))


def test_mathml_of_a_document_is_dropped_with_and_without_formulas(html_of):
    html = html_of("<math><mi>evil</mi></math> a\n\n$x$ <math><mi>evil</mi></math>\n")
    assert "evil" not in html
    assert html.count("<math") == 1


def test_our_classes_cannot_be_forged(html_of):
    html = html_of('<div class="alert alert-note">x</div>\n\n<p class="formula-error">$x$</p>\n')
    assert re.findall(r'class="([^"]*)"', html) == ["formula"]


def test_the_shipped_style_sheet_styles_every_class():
    names = {"alert-note", "alert-tip", "alert-important", "alert-warning", "alert-caution"}
    names |= {"alert-title", "formula-block", "formula-error", "front-matter", "math-aligned"}
    style = Path("resources/styles/additions.css").read_text(encoding="utf-8")
    assert {name for name in names if f".{name}" not in style} == set()
