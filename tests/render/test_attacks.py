"""Hostile documents come out inert: no script, no request, no form, no forged part of ours."""

import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from spec_editor.render.sanitize import TAGS, image_address, link_address

ATTACKS = [
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror\n=\nalert(1)>",
    "<image src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'>x</a></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<math><a xlink:href=javascript:alert(1)>x",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<base href=http://evil.invalid/>",
    "<link rel=preconnect href=http://evil.invalid>",
    "<link rel=stylesheet href=http://evil.invalid/x.css>",
    "<meta http-equiv=refresh content='0;url=http://evil.invalid'>",
    "<style>@import 'http://evil.invalid/x.css';</style>",
    "<p style='position:fixed;inset:0;background:url(http://evil.invalid)'>x</p>",
    "<form action=http://evil.invalid><button>go</button></form>",
    "<input type=text value=x onfocus=alert(1) autofocus>",
    "<input type=image src=http://evil.invalid/x.png formaction=http://evil.invalid>",
    "<select onchange=alert(1)><option>x</option></select>",
    "<textarea></textarea><img src=x onerror=alert(1)></textarea>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href=' java\tscript:alert(1)'>x</a>",
    "<a href='&#106;avascript&colon;alert(1)'>x</a>",
    "<a href='&#x01;javascript:alert(1)'>x</a>",
    "<a href=data:text/html,x>x</a>",
    "<a href=vbscript:x>x</a>",
    "<a href=file:///etc/passwd>x</a>",
    "<a href=//evil.invalid/x>x</a>",
    "<a href='\\\\evil.invalid\\share'>x</a>",
    "<a href=ms-msdt:/x>x</a>",
    "<a href=about:blank target=_top ping=http://evil.invalid>x</a>",
    "[x](javascript:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](JaVaScRiPt:alert%281%29)",
    "![x](javascript:alert(1))",
    "![x](http://evil.invalid/x.png)",
    "![x](//evil.invalid/x.png)",
    "![x](/etc/passwd)",
    "![x](\\\\evil.invalid\\share\\x.png)",
    "![x](file:///etc/passwd)",
    "![x](data:image/svg+xml,<svg/onload=alert(1)>)",
    "![x](specview://doc/style.css)",
    '![x"onerror="alert(1)](x.png "t"onerror=alert(1)")',
    "<img srcset='http://evil.invalid/x.png 1x'>",
    "<picture><source srcset=http://evil.invalid/x.png><img src=x.png></picture>",
    "<video poster=http://evil.invalid/x.png src=http://evil.invalid></video>",
    "<audio src=http://evil.invalid></audio>",
    "<table background=http://evil.invalid/x.png><tr><td>x</td></tr></table>",
    "<body onload=alert(1) background=http://evil.invalid>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<dialog open>Your session has ended</dialog>",
    "<div popover id=x>x</div>",
    "<template><img src=x onerror=alert(1)></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<plaintext><img src=x onerror=alert(1)>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?xml-stylesheet href='http://evil.invalid'?>",
    "```<img src=x onerror=alert(1)>\nx\n```",
    '``` py" onmouseover="alert(1)\nx\n```',
    "# <img src=x onerror=alert(1)> title",
    "| <img src=x onerror=alert(1)> |\n|---|\n| <svg/onload=alert(1)> |",
    "x[^1]\n\n[^1]: <img src=x onerror=alert(1)>",
    "<p id=page name=body onclick=alert(1)>x</p>",
    "<a id=location name=document href=x>x</a>",
    "<p class='notice diagram block' data-first=1>forged</p>",
    "<h1 data-sourcepos='999:1-9999:1'>forged</h1>",
    "<font color=red><center><blink>x",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<a href='https://ok.invalid' onclick=alert(1) style=x>x</a>",
]

ATTRIBUTE_NAMES = """align alt aria-label checked class colspan data-footnotes data-hint
data-language data-sourcepos datetime dir disabled height href id lang name open reversed rowspan
scope span src start title type valign value width"""
ATTRIBUTES = set(ATTRIBUTE_NAMES.split())
CLASSES = {"blocked-image", "footnotes", "footnote-ref", "footnote-backref"}


def check_inert(html: str) -> None:
    """Fail when anything in the HTML could run, load, post or pose as the program."""
    tree = LexborHTMLParser("<body>" + html)
    assert tree.body is not None
    for node in tree.body.css("*"):
        if node.tag == "body":
            continue
        assert node.tag in TAGS, node.tag
        for name, value in node.attributes.items():
            assert name in ATTRIBUTES, (node.tag, name)
            value = value or ""
            if name == "href":
                assert re.match(r"(https?:|mailto:|#user-content-|#$|[\w.%-]+(?!.*:))", value), (
                    value
                )
                assert not re.match(
                    r"\s*(javascript|data|vbscript|file|about|ms-)", value, re.IGNORECASE
                )
            if name == "src":
                assert re.fullmatch(r"specview://doc/[fr]/[\w.%~-]+", value), value
            if name in ("id", "name"):
                assert value.startswith("user-content-")
            if name == "type" and node.tag == "input":
                assert value == "checkbox"
            if name == "class" and not node.css_matches("pre *"):
                assert set(value.split()) <= CLASSES, value
        if node.tag == "input":
            assert "disabled" in node.attributes


def test_there_are_enough_attacks():
    assert len(set(ATTACKS)) >= 40


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("target", ["preview", "page"])
def test_attacks_are_inert(html_of, attack, target):
    html = html_of(f"before\n\n{attack}\n\nafter", target=target)
    check_inert(html)
    # The address of a picture that nobody has loaded leads nowhere but to us.
    html = re.sub(r'"specview://doc/r/[^"/]*"', '""', html)
    assert "evil.invalid" not in re.sub(r">[^<]*<", "><", html)


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_inside_other_blocks_are_inert(html_of, attack):
    line = attack.replace("\n", " ")
    check_inert(html_of(f"- {line}\n\n> {line}\n\n# {line}\n\n| a |\n|--|\n| {line} |\n"))
    check_inert(html_of(f"<div>\n\n{attack}\n\n</div>"))


def test_classes_of_ours_cannot_be_forged(html_of):
    html = html_of('<p class="notice">x</p>\n\n<pre class="diagram"><code>x</code></pre>\n')
    assert "class=" not in html


@pytest.mark.parametrize("place", ["{}:1-1:1", "1:{}-1:1", "1:1-{}:1", "1:1-1:{}"])
def test_a_position_may_have_thousands_of_digits(html_of, place):
    html = html_of(f'text\n\n<p data-sourcepos="{place.format("1" * 5000)}">x</p>\n')
    assert "<p>x</p>" in html


def test_positions_outside_the_block_are_dropped(html_of):
    html = html_of('<p data-sourcepos="50:1-60:1">x</p>\n\n<p data-sourcepos="1:1-1:x">y</p>\n')
    assert "data-sourcepos" not in html


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("a.png", "specview://doc/f/a.png"),
        ("./img/a b.png", "specview://doc/f/.%2Fimg%2Fa%20b.png"),
        ("img/a%20b.png?x#y", "specview://doc/f/img%2Fa%20b.png"),
        ("../up.png", "specview://doc/f/..%2Fup.png"),
        ("%2e%2e/up.png", "specview://doc/f/..%2Fup.png"),
        ("ä.png", "specview://doc/f/%C3%A4.png"),
        ("http://x/a.png?b#c", "specview://doc/r/http%3A%2F%2Fx%2Fa.png%3Fb%23c"),
        ("HTTPS://x/ä", "specview://doc/r/HTTPS%3A%2F%2Fx%2F%C3%A4"),
    ],
)
def test_pictures_get_our_address(source, address):
    assert image_address(source) == (address, "")


@pytest.mark.parametrize(
    "source",
    [
        "",
        " ",
        "ftp://x/a.png",
        "http://user:pw@x/a.png",
        "https:///a.png",
        "http://x:y/a.png",
        "http://[x/a.png",
        "http://x/" + "a" * 2_000,
        "//x/a",
        "/a",
        "\\a",
        "a\\b",
        "C:\\a.png",
        "C:/a.png",
        "file:a",
        "data:image/png,x",
        "a\nb",
        "a\u202eb",
        "%2Fetc",
        "%5C%5Cx",
        "x%00y",
        "javascript:a",
        "?x",
    ],
)
def test_other_pictures_are_blocked_with_a_reason(source):
    address, reason = image_address(source)
    assert address == ""
    assert reason


@pytest.mark.parametrize(
    ("target", "kept"),
    [
        ("https://a.b/c?d#e", "https://a.b/c?d#e"),
        ("mailto:a@b.c", "mailto:a@b.c"),
        ("other.md#part", "other.md#part"),
        ("../up.md", "../up.md"),
        ("#part", "#user-content-part"),
        ("#user-content-part", "#user-content-part"),
        ("#", "#"),
        ("", ""),
    ],
)
def test_links_that_are_kept(target, kept):
    assert link_address(target) == kept


@pytest.mark.parametrize(
    "target",
    [
        "javascript:x",
        " javascript:x",
        "java\nscript:x",
        "data:x",
        "file:///x",
        "/abs",
        "//host/x",
        "\\\\host\\x",
        "a\\b",
        "ftp://x",
        "C:\\x",
        "about:blank",
        "ms-msdt:x",
        "a\u202eb",
    ],
)
def test_links_that_are_dropped(target):
    assert link_address(target) is None


def test_a_blocked_picture_says_why(html_of):
    html = html_of("![Team photo](file:///x.png)")
    assert 'class="blocked-image"' in html
    assert "Team photo" in html
    assert "this kind of address is not allowed" in html
