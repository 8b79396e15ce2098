"""Diagrams on the preview's page: the bar over them, mistakes and their lines, the last picture."""

from collections.abc import Callable, Sequence

import pytest
from page_driver import Run, click, double_click, hover, surface
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from spec_editor.core.blocks import parse
from spec_editor.render.html import HtmlRenderer, PageBlock, RenderOptions
from spec_editor.render.last_pictures import keep_last_pictures
from spec_editor.render.patch import difference
from spec_editor.ui.preview.view import PreviewView

pytest.importorskip("merman")

GOOD = "above\n\n```mermaid\ngraph LR\nA[Order] --> B\nB --> C\n```\n\nbehind\n"
BROKEN = GOOD.replace("B --> C", "B --> C[open")
PICTURE = "document.querySelector('pre.diagram')"
BAR = f"{PICTURE}.querySelector('.diagram-bar')"

Show = Callable[[str], None]


class Services:
    def progress(self, kind: str, key: str) -> None:
        """Nobody asks."""

    def is_quarantined(self, key: str) -> bool:
        return False


@pytest.fixture
def show(qtbot: QtBot, preview: PreviewView, assets) -> Show:
    """Show a text as the program does: by the difference to what was shown before."""
    renderer = HtmlRenderer(Services())
    shown: Sequence[PageBlock] = ()
    revision = 0

    def show_text(text: str) -> None:
        nonlocal shown, revision
        blocks = keep_last_pictures(shown, renderer.render(parse(text), RenderOptions()))
        revision += 1
        for name, svg in (picture for block in blocks for picture in block.pictures):
            assets.files[f"d/{name}.svg"] = (svg.encode(), "image/svg+xml")
        shift = blocks[-1].last_line - shown[-1].last_line if shown else 0
        with qtbot.waitSignal(preview.patched, check_params_cb=lambda number: number == revision):
            preview.apply_patch(difference(shown, blocks, shift).to_json(), revision)
        shown = blocks

    return show_text


def opacity(run: Run, element: str) -> float:
    return float(run(f"getComputedStyle({element}).opacity"))


def test_the_bar_is_seen_under_the_pointer_only(
    qtbot: QtBot, preview: PreviewView, run: Run, show: Show
) -> None:
    show(GOOD)
    hover(qtbot, preview, run, "document.querySelector('p')")
    assert opacity(run, BAR) == 0
    hover(qtbot, preview, run, PICTURE)
    qtbot.waitUntil(lambda: opacity(run, BAR) == 1)
    assert run(f"{BAR}.getAttribute('aria-label')") == "Flowchart"
    labels = run(f"[...{BAR}.children].map((button) => button.getAttribute('aria-label')).join()")
    assert labels == "Open diagram,Copy diagram as picture,Save diagram"


@pytest.mark.parametrize("action", ["open", "copy", "save"])
def test_a_click_says_what_is_wanted_of_which_diagram(
    qtbot: QtBot, preview: PreviewView, run: Run, show: Show, action: str
) -> None:
    show("new\n\n" + GOOD)
    name = run(f"{PICTURE}.querySelector('img').src").rsplit("/")[-1].removesuffix(".svg")
    hover(qtbot, preview, run, PICTURE)
    with qtbot.waitSignal(preview.diagram_requested) as signal:
        click(qtbot, preview, run, f"{PICTURE}.querySelector('.diagram-{action}')")
    assert signal.args == [action, name, 5, 9, 0]


def test_the_bar_is_reached_and_used_by_keys(
    qtbot: QtBot, preview: PreviewView, run: Run, show: Show
) -> None:
    show(GOOD)
    surface(preview).setFocus()
    run(f"{BAR}.firstChild.focus()")
    qtbot.waitUntil(lambda: opacity(run, BAR) == 1)
    qtbot.keyClick(surface(preview), Qt.Key.Key_Tab)
    focused = "document.activeElement.className"
    qtbot.waitUntil(lambda: run(focused) == "diagram-copy")
    with qtbot.waitSignal(preview.diagram_requested) as signal:
        qtbot.keyClick(surface(preview), Qt.Key.Key_Space)
    assert signal.args[0] == "copy"


def test_a_double_click_opens_the_diagram_and_moves_no_cursor(
    qtbot: QtBot, preview: PreviewView, run: Run, show: Show
) -> None:
    show(GOOD)
    lines: list[int] = []
    preview.line_requested.connect(lines.append)
    with qtbot.waitSignal(preview.diagram_requested) as signal:
        double_click(preview, run, f"{PICTURE}.querySelector('img')")
    assert signal.args[0] == "open"
    assert lines == []


def test_a_mistake_greys_the_picture_and_names_the_line(
    qtbot: QtBot, preview: PreviewView, run: Run, show: Show
) -> None:
    show(GOOD)
    name = run(f"{PICTURE}.querySelector('img').src")
    show(BROKEN)
    image = f"{PICTURE}.querySelector('img')"
    assert run(f"{image}.src") == name
    assert opacity(run, image) < 0.6
    assert run(f"{image}.alt") == "Out of date: Flowchart"
    assert run("document.querySelector('.mistake').textContent").startswith("Line 6, column 8: ")
    show("new\n\nlines\n\n" + BROKEN)
    assert run("document.querySelector('.mistake').textContent").startswith("Line 10, column 8: ")
    show(GOOD)
    assert opacity(run, image) == 1
    assert not run("!!document.querySelector('.mistake')")


def test_a_click_on_the_line_goes_there(
    qtbot: QtBot, preview: PreviewView, run: Run, show: Show
) -> None:
    show("new\n\n" + BROKEN)
    with qtbot.waitSignal(preview.line_requested) as signal:
        click(qtbot, preview, run, "document.querySelector('.mistake-line')")
    assert signal.args == [8]


def test_what_never_was_good_shows_its_source_with_the_line_marked(run: Run, show: Show) -> None:
    show(BROKEN)
    assert run("document.querySelector('.notice-source mark').textContent") == "B --> C[open"
    assert not run("!!document.querySelector('.diagram-bar')")


def test_one_without_lines_of_its_own_is_known_by_its_number(
    qtbot: QtBot, preview: PreviewView, run: Run, show: Show
) -> None:
    """MkDocs' reading gives lines to whole lists only."""
    show("- x\n\n  ```mermaid\n  graph LR\n  ```\n\n  ```mermaid\n  graph TD\n  ```\n")
    run("document.querySelectorAll('pre, li').forEach((each) => delete each.dataset.sourcepos)")
    second = "document.querySelectorAll('pre.diagram')[1]"
    hover(qtbot, preview, run, f"{second}.querySelector('img')")
    with qtbot.waitSignal(preview.diagram_requested) as signal:
        click(qtbot, preview, run, f"{second}.querySelector('.diagram-open')")
    assert signal.args[2:] == [1, 9, 1]


def test_pictures_are_images(run: Run, show: Show) -> None:
    show(GOOD)
    assert run("document.querySelectorAll('svg, object, embed, iframe').length") == 0
    assert run(f"{PICTURE}.querySelector('img').src").startswith("specview://doc/d/")


def test_a_mistake_is_looked_at_once_however_long_one_types_in_it(run: Run, show: Show) -> None:
    show(GOOD)
    run(
        """(() => {
          const ask = Element.prototype.querySelectorAll;
          globalThis.asked = 0;
          Element.prototype.querySelectorAll = function (selector) {
            globalThis.asked += selector.startsWith(".mistake[");
            return ask.call(this, selector);
          };
        })()"""
    )
    counts = []
    for number in range(6):
        run("globalThis.asked = 0")
        show(GOOD.replace("B --> C", "B --> D\n" * number + "B --> C[open"))
        assert run("document.querySelector('.mistake button').textContent").startswith(
            f"Line {6 + number}"
        )
        counts.append(run("globalThis.asked"))
    assert len(set(counts)) == 1
    show(GOOD)
    show(GOOD + "\nmore\n")
    run("globalThis.asked = 0")
    show(GOOD + "\neven more\n")
    # Nothing is left of it: only the block that is new is asked.
    assert run("globalThis.asked") == 1
