"""Text that is made to read otherwise than it is: marked, and otherwise as it was."""

from collections.abc import Callable

import pytest
from selectolax.lexbor import LexborHTMLParser

Html = Callable[..., str]
TURNING = [chr(n) for n in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]


def text_of(html: str) -> str:
    body = LexborHTMLParser("<body>" + html).body
    assert body is not None
    return body.text()


@pytest.mark.parametrize("character", TURNING)
def test_a_character_that_turns_is_named(html_of: Html, character: str) -> None:
    html = html_of(f"access{character} granted")
    name = f"U+{ord(character):04X}"
    assert f'access<span class="turning" title="{name}">{character}</span> granted' in html
    assert text_of(html).strip() == f"access{character} granted"


@pytest.mark.parametrize(
    "source",
    [
        "# x\u202ey",
        "| x\u202ey |\n|---|\n| x\u2066y |",
        "```py\nx = 1 # \u202e\n```",
        "`x\u202ey`",
        "> x\u202ey",
        "[x\u202ey](https://example.org)",
        "<b>x\u202ey</b>",
    ],
)
def test_it_is_named_everywhere(html_of: Html, source: str) -> None:
    for target in ("preview", "page"):
        assert 'class="turning" title="U+202E"' in html_of(source, target=target)


def test_heaps_of_accents_are_kept_in_their_line(html_of: Html) -> None:
    heap = "Z" + "\u0301\u0489\u035c" * 9
    html = html_of(f"a {heap}b")
    assert f'a <span class="heap" title="Many accents on one letter">{heap}</span>b' in html
    assert text_of(html).strip() == f"a {heap}b"


@pytest.mark.parametrize(
    "text",
    [
        "Tiếng Việt, naïve, e\u0301\u0323",
        "\u05e9\u05b8\u05c1\u05dc\u05d5\u05b9\u05dd \u200f(x)\u200e",
        "\u0645\u064f\u062d\u064e\u0645\u0651\u064e\u062f",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",
        "plain",
    ],
)
def test_languages_are_left_alone(html_of: Html, text: str) -> None:
    html = html_of(text)
    assert "turning" not in html
    assert "heap" not in html


def test_nothing_of_it_can_be_forged(html_of: Html) -> None:
    forged = '<span class="turning" title="U+202E">x</span> <b title="a>\u202eb">y</b>'
    assert '<span title="U+202E">x</span>' in html_of(forged)


def test_long_texts_take_no_time(html_of: Html) -> None:
    assert html_of("\u0301" * 200_000)
    assert html_of("\u202e" * 20_000).count("turning") == 20_000
