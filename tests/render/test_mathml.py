"""Formulas become MathML that browsers draw, and nothing else."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from spec_editor.core.formulas import Formula, formula_of
from spec_editor.render.math_letters import letters
from spec_editor.render.math_policy import MATH_ATTRIBUTES, MATH_TAGS, math_value
from spec_editor.render.mathml import FormulaError, mathml
from spec_editor.render.sanitize import TAGS, Sanitizer


def shown(source: str, display: str = "inline") -> str:
    """Return what stands in the formula's element, without the row around it."""
    html = mathml(Formula(source, display), "M-")  # type: ignore[arg-type]
    return re.sub(r"^<math [^>]*><mrow>(.*)</mrow></math>$", r"\1", html, flags=re.DOTALL)


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("$a$", Formula("a", "inline")),
        ("$`a`$", Formula("a", "inline")),
        ("$$a$$", Formula("a", "block")),
        ("$$\na\n$$", Formula("a", "block")),
        ("$$ $$", None),
        ("$$$$", None),
    ],
)
def test_dollars(text, formula):
    assert formula_of(text) == formula


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"\frac{a}{b}", "<mfrac><mrow><mi>a</mi></mrow><mrow><mi>b</mi></mrow></mfrac>"),
        (r"a < b & c", "<mi>a</mi><mo>&lt;</mo><mi>b</mi><mi>&amp;</mi><mi>c</mi>"),
        (r"\mathbb{R}", "<mi>ℝ</mi>"),
        (r"a \pm b", '<mi>a</mi><mo stretchy="false">±</mo><mi>b</mi>'),
        (r"\text{a \$ b}", "<mtext>a\u00a0$\u00a0b</mtext>"),
        (r"x % a comment", "<mi>x</mi>"),
        (r"\big\{", '<mo minsize="1.2em" maxsize="1.2em">{</mo>'),
        (r"\overline{ab}", '<mrow class="M-math-over"><mrow><mi>a</mi><mi>b</mi></mrow></mrow>'),
        (r"\boxed{x}", '<mrow class="M-math-box"><mrow><mi>x</mi></mrow></mrow>'),
        (r"\color{red}{x}", '<mstyle mathcolor="red"><mrow><mi>x</mi></mrow></mstyle>'),
        (r"\href{javascript:x}{y}", "<mrow><mrow><mi>y</mi></mrow></mrow>"),
        (r"\class{x}{y}", "<mrow><mi>y</mi></mrow>"),
        (r"\style{x:y}{z}", "<mrow><mi>z</mi></mrow>"),
        (r"\text{<b>}", "<mtext>&lt;b&gt;</mtext>"),
        (r"\label{a}b\nonumber", "<mi>b</mi>"),
        (r"\lim '", '<msup><mo lspace="0" rspace="0">lim</mo><mi>′</mi></msup>'),
    ],
)
def test_formulas(source, expected):
    assert shown(source) == expected


def test_equations_are_aligned_at_their_signs():
    html = shown(r"\begin{aligned} a &= b \\ &= c \end{aligned}")
    assert '<mtable displaystyle="true" class="M-math-aligned">' in html
    assert html.count('<mtd class="M-math-right">') == html.count('<mtd class="M-math-left">') == 2


@pytest.mark.parametrize("name", ["align", "alignat", "eqnarray", "gather", "dcases", "equation"])
def test_surroundings_that_the_converter_lacks(name):
    argument = "{2}" if name == "alignat" else ""
    html = shown(f"\\begin{{{name}}}{argument} a &= b \\end{{{name}}}")
    assert "begin" not in html
    assert "<mi>b</mi>" in html
    assert "<mn>2</mn>" not in html


def test_what_goes_below_a_name_stands_below_it():
    assert "<munder><mo" in shown(r"\lim_{x \to 0} f", "block")
    assert 'movablelimits="true"' in shown(r"\max_x f", "block")


def test_names_of_functions_keep_their_distance():
    space = '<mspace width="0.167em"></mspace>'
    assert f"<mi>n</mi>{space}<mi>log</mi>{space}<mi>n</mi>" in shown(r"n \log n")
    assert "<mi>sin</mi><mo" in shown(r"\sin(x)")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (r"\unknown{x}", r"\unknown is not known"),
        (r"\frac{a", "ends too early"),
        (r"\begin{matrix} a", "has no \\end"),
        (r"\left( a", "has no \\right"),
        (r"a^b^c", "two superscripts"),
        (r"a_b_c", "two subscripts"),
        ("{" * 5000, "too deeply nested"),
        ("x" * 5001, "more than 5,000 characters"),
        (r"\def\a{b}\a", r"\def is not supported"),
        (r"\newcommand{\a}{b}\a", r"\newcommand is not supported"),
    ],
)
def test_what_is_wrong_is_said(source, words):
    with pytest.raises(FormulaError, match=re.escape(words)):
        mathml(Formula(source, "inline"), "M-")


@pytest.mark.parametrize(
    ("attribute", "value", "allowed"),
    [
        ("width", "1em", "1em"),
        ("width", "-0.5em", "-0.5em"),
        ("width", "10", "10px"),
        ("width", "18mu", "1.000em"),
        ("width", "thinmathspace", "0.167em"),
        ("width", "41em", None),
        ("width", "-9999px", None),
        ("height", "expression(x)", None),
        ("width", "", None),
        ("width", "calc(1em)", None),
        ("mathcolor", "red", "red"),
        ("mathcolor", "#12ab3f", "#12ab3f"),
        ("mathcolor", "url(x)", None),
        ("mathvariant", "normal", "normal"),
        ("mathvariant", "bold", None),
        ("stretchy", "false", "false"),
        ("scriptlevel", "+1", "+1"),
        ("form", 'x"y', None),
        ("href", "x", None),
        ("style", "x", None),
        ("class", "x", None),
    ],
)
def test_values_of_attributes(attribute, value, allowed):
    assert math_value(attribute, value) == allowed


@pytest.mark.parametrize(
    ("text", "style", "expected"),
    [
        ("ABz9", "bold", "𝐀𝐁𝐳𝟗"),
        ("RNx", "double-struck", "ℝℕ𝕩"),
        ("LBa", "script", "ℒℬ𝒶"),
        ("gC", "fraktur", "𝔤ℭ"),
        ("h", "italic", "ℎ"),
        ("αω", "bold", "𝛂𝛚"),
        ("é+", "bold", "é+"),
        ("A", "unheard-of", "A"),
    ],
)
def test_letters(text, style, expected):
    assert letters(text, style) == expected


_PARTS = r"""a 1 + - = < > & " ' ^ _ { } ( ) [ ] | \\ \, \{ \} \| \frac \sqrt \left( \right) \sum
\int \lim \log \begin{aligned} \end{aligned} \begin{matrix} \end{matrix} \text{
\mathbf{ \mathbb{ \overline{ \href{javascript:x} \class{a} \style{b} \color{red}
\hspace{1em} \binom \limits \substack{ \not \dots \unicode{x3c} \tag{1} \hline \over
\choose ~ % \$ <img> é \mathop{ \vec \overbrace{ \boxed{ \phantom{ \rule{1em}{2em}
\begin{array}{l|r} \end{array} \big \operatorname{"""


@settings(max_examples=300)
@given(st.lists(st.sampled_from(_PARTS.split()), max_size=15).map(" ".join) | st.text(max_size=40))
def test_any_formula_is_mathml_or_refused(source: str) -> None:
    try:
        html = mathml(Formula(source, "block"), "M-")
    except FormulaError:
        return
    body = LexborHTMLParser("<body>" + html).body
    assert body is not None
    assert body.child is not None
    assert body.child.tag == "math"
    assert body.child.next is None
    for node in body.css("*"):
        if node.tag != "body":
            assert node.tag in MATH_TAGS
            assert set(node.attributes) <= MATH_ATTRIBUTES | {"class"}


@pytest.mark.parametrize(
    "inside",
    [
        "<mi href='javascript:x' onclick=x style=x xlink:href=x>a</mi>",
        "<mtext><img src=x onerror=x></mtext>",
        "<mtext><mglyph><style><img src=x onerror=x></style></mglyph></mtext>",
        "<annotation-xml encoding='text/html'><script>x</script></annotation-xml>",
        "<semantics><annotation>x</annotation></semantics>",
        "<maction actiontype=statusline>x</maction>",
        "<mspace width='9999em' height='-9999px' mathbackground='url(x)'></mspace>",
        "<ms><table><mi><a href='javascript:x'>x</a></mi></table></ms>",
        "<merror><mi class='notice alert'>x</mi></merror>",
        "<svg><a xlink:href='javascript:x'>x</a></svg>",
        "</math><img src=x onerror=x>",
    ],
)
def test_the_sanitiser_alone_leaves_mathml_inert(inside):
    sanitizer = Sanitizer()
    html = f'<p><math class="{sanitizer.mark}formula" alttext="<b>">{inside}</math></p>'
    cleaned = sanitizer.clean(html, 1)
    assert '<math class="formula"' in cleaned
    assert (
        re.search(r"on\w+=|javascript|style|url\(|9999|<a |mglyph|annotation|svg", cleaned) is None
    )
    assert re.findall(r'class="([^"]*)"', cleaned) == ["formula"]
    for node in LexborHTMLParser("<body>" + cleaned).css("math *"):
        assert node.tag in MATH_TAGS | TAGS


def test_mathml_without_a_formula_of_ours_is_dropped():
    assert Sanitizer().clean('<p><math class="formula"><mi>x</mi></math></p>', 1) == "<p></p>"
