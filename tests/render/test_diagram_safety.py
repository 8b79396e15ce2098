"""No diagram leads out of its picture, or answers to anything, wherever the picture is shown."""

import re
from xml.etree import ElementTree

import pytest
from attack_strings import read_attacks
from diagram_gallery import gallery, template_diagrams

from spec_editor.render.diagram_mistakes import DiagramError
from spec_editor.render.diagram_safety import (
    has_forbidden_element,
    safe_style,
    without_addresses,
)
from spec_editor.render.diagrams import DiagramRenderer

pytest.importorskip("merman")
pytestmark = pytest.mark.usefixtures("qapp")

ATTACKS = [attack for attack in read_attacks() if attack.kind == "mermaid"]


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


HARMLESS = words(
    """a article b big blockquote br circle clipPath code dd defs del desc div dl dt ellipse em
    feDropShadow filter font foreignObject g h1 h2 h3 h4 h5 h6 i image img input ins label li line
    linearGradient mark marker mask math mi nobr ol p path pattern picture polygon polyline pre q
    radialGradient rect s section small span stop strike strong style sub sup svg switch symbol
    table tbody td text th title tr tspan tt u ul use var"""
)


@pytest.fixture(scope="module")
def light() -> DiagramRenderer:
    return DiagramRenderer("light")


def plain_css(style: str) -> str:
    """Return a style as a browser reads it: without comments, escapes resolved."""
    style = re.sub(r"/\*.*?\*/", " ", style, flags=re.DOTALL)
    style = re.sub(r"\\([0-9a-fA-F]{1,6})\s?", lambda code: chr(int(code[1], 16)), style)
    return style.replace("\\", "").lower()


def check_style(style: str) -> None:
    css = plain_css(style)
    for address in re.findall(r"url\s*\(\s*[\"']?([^)]*)", css):
        assert address.startswith("#")
    assert not re.search(r"(image-set|cross-fade|\bsrc|\bimage|element|paint)\s*\(", css)
    assert not re.search(r"@\s*(import|namespace|font-face)", css)


def test_there_are_many() -> None:
    assert len(ATTACKS) >= 120


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_nothing_leads_out_of_a_picture(light: DiagramRenderer, attack) -> None:
    try:
        svg = light.render(attack.aimed("alert(1)", "http://localhost:9/x")).svg
    except DiagramError:
        return
    for element in ElementTree.fromstring(svg).iter():
        name = element.tag.rsplit("}", 1)[-1]
        assert name in HARMLESS
        if name == "style":
            check_style(element.text or "")
        for attribute, value in element.attrib.items():
            local = attribute.rsplit("}", 1)[-1].lower()
            assert not local.startswith("on")
            if local in ("href", "src", "srcset", "action", "formaction", "data", "poster"):
                assert re.match(r"#|data:image/(png|jpeg|gif|webp)[;,]", value)
            if local in ("style", "fill", "stroke", "filter", "mask", "clip-path"):
                check_style(value)


def test_most_attacks_are_drawn_and_so_looked_at(light: DiagramRenderer) -> None:
    drawn = 0
    for attack in ATTACKS:
        try:
            light.render(attack.aimed("alert(1)", "http://localhost:9/x"))
            drawn += 1
        except DiagramError:
            continue
    assert drawn > 0.75 * len(ATTACKS)


@pytest.mark.parametrize(
    "style",
    [
        "fill: url(http://x)",
        "fill: URL( 'http://x' )",
        r"fill: \75rl(http://x)",
        r"fill: \000075 rl(http://x)",
        "background: image-set('http://x' 1x)",
        "background: -webkit-image-set(url(http://x) 1x)",
        "background: src('http://x')",
        "@import 'http://x';",
        r"@\69mport 'http://x';",
        "@font-face { src: url(http://x) }",
        "filter: url(http://x#a)",
    ],
)
def test_a_style_fetches_nothing(style: str) -> None:
    check_style(safe_style(style))
    assert safe_style(style) != style


@pytest.mark.parametrize(
    "style",
    ["fill: url(#a)", "fill: url('#a')", "fill: url(&quot;#a&quot;)", "a { color: rgb(1, 2, 3) }"],
)
def test_a_style_that_stays_inside_stays(style: str) -> None:
    assert safe_style(style) == style


@pytest.mark.parametrize(
    "tag",
    [
        '<image href="http://x"/>',
        "<image xlink:href='file:///x'/>",
        '<use href="data:image/svg+xml,x"/>',
        '<g onclick="x()"/>',
        '<g  onload = "x()"/>',
        '<img srcset="http://x 1x"/>',
        '<g fill="&#117;rl(http://x)"/>',
        '<g style="a:image-set(&quot;http://x&quot;)"/>',
        '<input formaction="http://x"/>',
    ],
)
def test_an_attribute_that_reaches_out_is_gone(tag: str) -> None:
    safe = without_addresses(tag)
    assert not re.search(r"(href|src|srcset|onclick|onload|formaction|\burl\(|image-set)", safe)


def test_words_in_labels_stay_as_they_are(light: DiagramRenderer) -> None:
    svg = light.render('graph LR\nA["see url(http://x.test) or image-set(y) \\\\share"]').svg
    assert "see url(http://x.test) or image-set(y) \\share" in svg


@pytest.mark.parametrize(
    "tag",
    [
        "<script>",
        "<SCRIPT x='1'>",
        "<iframe>",
        "<animate attributeName='x'>",
        "<set/>",
        "<svg:script>",
    ],
)
def test_elements_that_could_do_more_are_forbidden(tag: str) -> None:
    assert has_forbidden_element(f"<svg>{tag}</svg>")


def test_ordinary_diagrams_are_not_touched(
    light: DiagramRenderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = [*gallery().values(), *template_diagrams()]
    cleaned = [light.render(source).svg for source in sources]
    monkeypatch.setattr("spec_editor.render.diagrams.without_addresses", lambda svg: svg)
    assert [DiagramRenderer("light").render(source).svg for source in sources] == cleaned
