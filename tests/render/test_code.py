"""Code in colours: the text stays exactly the same, the colours can be read."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spec_editor.render import code
from spec_editor.resources import resource


def text_of(html: str) -> str:
    return unescape(re.sub(r"</?span[^>]*>", "", html))


@pytest.mark.parametrize(
    "language", ["python", "json", "yaml", "bash", "sql", "http", "html", "jsx"]
)
@given(st.text())
def test_highlighting_never_changes_the_text(language, text):
    assert text_of(code.highlight(text, language)) == text


def test_tokens_carry_classes():
    html = code.highlight("def a(): return 1  # x\n", "python")
    assert '<span class="k">def</span>' in html
    assert '<span class="c1"># x</span>' in html


def test_classes_can_have_a_prefix():
    assert 'class="m-k"' in code.highlight("return x", "python", "m-")


@pytest.mark.parametrize("language", ["", "nosuchlanguage", "../x", "{}", "\x00"])
def test_unknown_languages_are_plain(language):
    assert code.highlight("a < b & c", language) == "a &lt; b &amp; c"


def test_long_code_is_plain():
    text = "x = 1\n" * (code.MAX_CODE_LENGTH // 6 + 1)
    assert code.highlight(text, "python") == text


@pytest.mark.parametrize("name", ["python:main.py", "Python", "python{1,2}"])
def test_the_language_is_the_first_word(name):
    assert "<span" in code.highlight("def a(): pass", name.split(":")[0])


def luminance(color: str) -> float:
    parts = [int(color[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_colour_can_be_read(theme):
    style = code.LightStyle if theme == "light" else code.DarkStyle
    colors = re.findall(r"color:(#[0-9a-f]{6})", code.code_style(theme))
    assert len(colors) > 5
    for color in colors:
        pair = sorted((luminance(color), luminance(style.background_color)))
        assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 4.5, color


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_background_is_the_style_sheets(theme):
    style = code.LightStyle if theme == "light" else code.DarkStyle
    sheet = resource("styles", "document.css").read_text(encoding="utf-8")
    assert f"--raised: {style.background_color};" in sheet


def test_style_can_be_scoped():
    style = code.code_style("dark", ":root[data-theme=dark]")
    selectors = [part for line in style.split("\n") for part in line.split("{")[0].split(",")]
    assert all(part.startswith(":root[data-theme=dark] pre code .") for part in selectors)


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("python", "Python"),
        ("py", "Python"),
        ("json", "JSON"),
        ("typescript", "TypeScript"),
        ("ts", "TypeScript"),
        ("yml", "YAML"),
        ("sh", "Shell"),
        ("bash", "Bash"),
        ("tsx", "TSX"),
        ("Proto", "Protocol Buffers"),
        ("text", "Text"),
        ("nosuchlanguage", "nosuchlanguage"),
        ("", ""),
        ("  ", ""),
        ("x" * 50, "x" * 39 + "…"),
    ],
)
def test_languages_have_their_names(language, name):
    assert code.language_name(language) == name
