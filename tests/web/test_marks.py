"""What the preview marks: seen, explained, led from to the text, and switched off."""

import json

import pytest
from page_driver import Run, Write, click, hover, place_of, surface
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from spec_editor.ui.preview.view import PreviewView

PLACEHOLDERS = """# The {Name}

See [the {Link}](other.md), é {High|Low} and
{a
b}.
"""


def chip(number: int) -> str:
    return f"[...document.querySelectorAll('.placeholder')][{number}]"


def tip(run: Run) -> str:
    shown = "getComputedStyle(document.querySelector('.tip')).visibility === 'visible'"
    return str(run(f"{shown} ? document.querySelector('.tip').textContent : ''"))


def layout(run: Run) -> str:
    """Return where all elements of the document stand."""
    parts = "[...document.querySelectorAll('#page :not(.placeholder)')]"
    box = "const r = e.getBoundingClientRect(); return [r.x, r.y, r.width, r.height]"
    return str(run(f"JSON.stringify({parts}.map((e) => {{ {box} }}))"))


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "Fill in: Name"), (1, "Fill in: Link"), (2, "Choose one of: High, Low")],
)
def test_a_placeholder_says_what_to_do(
    qtbot: QtBot, preview: PreviewView, write: Write, run: Run, number: int, text: str
) -> None:
    preview.show_marks(True)
    write(PLACEHOLDERS)
    assert tip(run) == ""
    hover(qtbot, preview, run, chip(number))
    qtbot.waitUntil(lambda: tip(run) == text)
    hover(qtbot, preview, run, "document.querySelector('h1').parentElement")
    hover(qtbot, preview, run, "document.querySelector('main')")
    qtbot.waitUntil(lambda: tip(run) == "")


@pytest.mark.parametrize(
    ("number", "place"),
    [(0, (1, 7, 1, 12)), (1, (3, 10, 3, 15)), (2, (3, 32, 3, 41)), (3, (4, 1, 5, 2))],
)
def test_a_click_tells_the_place_and_follows_no_link(
    qtbot: QtBot,
    preview: PreviewView,
    write: Write,
    run: Run,
    number: int,
    place: tuple[int, ...],
) -> None:
    preview.show_marks(True)
    write(PLACEHOLDERS)
    links: list[str] = []
    preview.link_activated.connect(links.append)
    with qtbot.waitSignal(preview.placeholder_requested) as signal:
        click(qtbot, preview, run, chip(number))
    assert tuple(signal.args) == place
    assert not links


def test_switched_off_there_is_nothing(
    qtbot: QtBot, preview: PreviewView, write: Write, run: Run
) -> None:
    write(PLACEHOLDERS)
    preview.show_marks(True)
    style = "JSON.stringify([...document.querySelectorAll('.placeholder')].map((e) => "
    style += "{ const s = getComputedStyle(e); return [s.color, s.backgroundColor, s.cursor]; }))"
    assert json.loads(run(style))[0][1] != "rgba(0, 0, 0, 0)"
    before = layout(run)
    preview.show_marks(False)
    assert all(row[1] == "rgba(0, 0, 0, 0)" for row in json.loads(run(style)))
    # What is marked stands where it stands without marks.
    assert layout(run) == before
    hover(qtbot, preview, run, chip(0))
    with qtbot.waitSignal(preview.link_activated):
        click(qtbot, preview, run, chip(1))
    assert tip(run) == ""


def test_a_new_page_is_marked_as_before(
    qtbot: QtBot, preview: PreviewView, write: Write, run: Run
) -> None:
    preview.show_marks(True)
    write(PLACEHOLDERS)
    with qtbot.waitSignal(preview.patched):
        preview.feed.load()
    assert run("document.documentElement.className") == "with-marks"


def test_a_double_click_is_one_click(
    qtbot: QtBot, preview: PreviewView, write: Write, run: Run
) -> None:
    preview.show_marks(True)
    write(PLACEHOLDERS)
    asked: list[object] = []
    preview.placeholder_requested.connect(lambda *place: asked.append(place))
    lines: list[object] = []
    preview.line_requested.connect(lines.append)
    click(qtbot, preview, run, chip(1))
    qtbot.mouseDClick(surface(preview), Qt.MouseButton.LeftButton, pos=place_of(run, chip(1)))
    click(qtbot, preview, run, chip(0))
    qtbot.waitUntil(lambda: (1, 7, 1, 12) in asked)
    assert not lines
    assert set(asked) == {(3, 10, 3, 15), (1, 7, 1, 12)}
