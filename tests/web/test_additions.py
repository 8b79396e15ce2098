"""Alerts, formulas and data in front of a text in the real engine: drawn, within the page."""

from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from spec_editor.core.blocks import parse
from spec_editor.render.html import HtmlRenderer, RenderOptions
from spec_editor.ui.preview.view import PreviewView

Run = Callable[[str], Any]


class Quiet:
    def progress(self, kind: str, key: str) -> None: ...
    def is_quarantined(self, key: str) -> bool:
        return False


@pytest.fixture
def show(qtbot: QtBot, preview: PreviewView) -> Callable[[str], None]:
    """Show a text in the preview."""

    def render(text: str) -> None:
        blocks = HtmlRenderer(Quiet()).render(parse(text), RenderOptions())
        inserted = [{"html": b.html, "first": b.first_line, "last": b.last_line} for b in blocks]
        with qtbot.waitSignal(preview.patched):
            preview.reset(inserted, 1)

    return render


def test_formulas_are_mathematics_to_the_browser(show, run: Run) -> None:
    show("Inline $\\frac{a}{b}$.\n\n$$\\sum_{i=1}^n i$$\n")
    formulas = "[...document.querySelectorAll('math')]"
    assert run(f"{formulas}.map((m) => m.namespaceURI.split('/').pop()).join()") == "MathML,MathML"
    fraction = "[...document.querySelectorAll('mfrac > mrow')]"
    above, below = (run(f"{fraction}[{n}].getBoundingClientRect().top") for n in (0, 1))
    assert above < below
    assert run(f"getComputedStyle({formulas}[1]).display") == "block math"


def test_equations_stand_below_each_other_at_their_signs(show, run: Run) -> None:
    show("```math\n\\begin{aligned} aaa &= b \\\\ c &= d \\end{aligned}\n```\n")
    signs = "[...document.querySelectorAll('mtd:nth-child(2)')]"
    left, other = (run(f"{signs}[{n}].getBoundingClientRect().left") for n in (0, 1))
    assert left == other
    assert run(f"getComputedStyle({signs}[0]).textAlign") == "left"


def test_nothing_makes_the_page_wider(show, run: Run) -> None:
    keys = "\n".join(f"key{n}: {'value ' * 9}" for n in range(12))
    text = f"---\n{keys}\n---\n\n$$\n{'a + ' * 200}b\n$$\n\n> [!NOTE]\n> {'word ' * 99}\n"
    show(text)
    assert run("document.querySelectorAll('.front-matter, math, .alert').length") == 3
    assert run("document.documentElement.scrollWidth <= innerWidth") is True


@pytest.mark.parametrize("kind", ["note", "tip", "important", "warning", "caution"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_alerts_have_a_colour_and_an_icon(show, run: Run, kind: str, theme: str) -> None:
    show(f"> [!{kind}]\n> text\n")
    run(f"document.documentElement.dataset.theme = '{theme}'")
    title = "document.querySelector('.alert-title')"
    color = run(f"getComputedStyle({title}).color")
    assert color == run("getComputedStyle(document.querySelector('.alert')).borderLeftColor")
    assert color != run("getComputedStyle(document.querySelector('.alert p + p')).color")
    assert "data:image/svg" in run(f"getComputedStyle({title}, '::before').maskImage")
