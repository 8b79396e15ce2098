"""Whole pages: nothing from outside, the policy first, styles for both themes."""

import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from spec_editor.render import page
from spec_editor.render.html import PageBlock
from spec_editor.render.policy import CONTENT_SECURITY_POLICY, PAGE_SECURITY_POLICY


def block(html: str) -> PageBlock:
    return PageBlock(html, 1, 1, html)


def test_the_policy_is_the_first_thing_in_the_head():
    html = page.standalone_page("T", [block("<p>x</p>")], "light")
    head = LexborHTMLParser(html).head
    assert head is not None
    first = head.css("*")[1]
    assert first.attributes["http-equiv"] == "Content-Security-Policy"
    assert "default-src 'none'" in (first.attributes["content"] or "")
    assert "frame-ancestors" not in html


def test_a_page_needs_nothing_from_outside(render):
    html = page.standalone_page("T", render("# A\n\ntext", target="page"), "dark")
    tree = LexborHTMLParser(html)
    assert not tree.css("script, link, iframe, object, embed, base")
    assert "http://" not in html.replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in html
    assert "@import" not in html


def test_title_and_language_are_escaped():
    html = page.standalone_page('</title><script>"', [], "light", language='"><script>')
    assert "<script>" not in html
    assert "&lt;/title&gt;" in html


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_shell_names_theme_and_style(theme):
    html = page.preview_shell(theme)
    assert f'data-theme="{theme}"' in html
    assert '<main id="page" class="markdown-body">' in html
    assert f'href="{page.STYLE_ADDRESS}"' in html
    assert "<script" not in html


@pytest.mark.parametrize("target", ["preview", "page", "print"])
def test_style_sheets_load_nothing(target):
    style = page.stylesheet("dark", target)
    addresses = re.findall(r"url\(\s*[\"']?([^\"')]*)", style)
    assert all(address.startswith("data:image/svg+xml") for address in addresses)
    assert "@import" not in style


def test_a_preview_sheet_holds_both_themes():
    style = page.stylesheet("light", "preview")
    assert ":root[data-theme=light] pre code" in style
    assert ":root[data-theme=dark] pre code" in style


def test_pictures_of_the_folder_are_put_inside():
    def images(path: str) -> tuple[bytes, str] | None:
        return (b"\x89PNG", "image/png") if path == "a b/c.png" else None

    blocks = [
        block('<p><img src="specview://doc/f/a%20b%2Fc.png" alt="x"></p>'),
        block('<p><img src="specview://doc/f/a%20%3C%2Fgone.png" alt="y &lt;"></p>'),
    ]
    html = page.standalone_page("T", blocks, "light", images=images)
    assert '<img src="data:image/png;base64,iVBORw==" alt="x">' in html
    assert "specview://" not in html.split("<body>")[1]
    assert 'class="blocked-image">y &lt; <small>' in html
    assert "(no picture at a &lt;/gone.png)" in html


def test_the_policies_forbid_scripts_and_forms():
    for policy in (CONTENT_SECURITY_POLICY, PAGE_SECURITY_POLICY):
        for part in (
            "default-src 'none'",
            "script-src 'none'",
            "form-action 'none'",
            "base-uri 'none'",
        ):
            assert part in policy
        assert "http" not in policy
