"""A picture that is not in the folder: a box with its words and its path, until it is there."""

from collections.abc import Callable
from typing import Any

from picture_bytes import png
from pytestqt.qtbot import QtBot

from spec_editor.ui.preview.view import PreviewView

Run = Callable[[str], Any]
BOX = "[...document.querySelectorAll('.blocked-image')].map((box) => box.textContent).join('|')"
IMAGE = "document.querySelectorAll('#page img').length"


def picture(name: str, alt: str = "A plan") -> str:
    return f'<p>Before <img src="specview://doc/f/{name}" alt="{alt}"> after</p>'


def show(qtbot: QtBot, preview: PreviewView, *html: str) -> None:
    blocks = [{"html": each, "first": n, "last": n} for n, each in enumerate(html, 1)]
    with qtbot.waitSignal(preview.patched):
        preview.reset(blocks, 1)


def change(qtbot: QtBot, preview: PreviewView, html: str, revision: int) -> None:
    inserted = [{"html": html, "first": 1, "last": 1}]
    with qtbot.waitSignal(preview.patched):
        preview.apply_patch({"start": 0, "removed": 1, "inserted": inserted, "shift": 0}, revision)


def test_a_box_says_what_is_missing(qtbot: QtBot, preview: PreviewView, run: Run) -> None:
    show(qtbot, preview, picture("plans%2Fa%20%3Cb%3E.png"), picture("x.png", ""))
    qtbot.waitUntil(lambda: run(BOX).count("|") == 1)
    assert run(BOX) == ("A plan (no picture at plans/a <b>.png)|Image (no picture at x.png)")
    assert run(IMAGE) == 0
    assert run("document.querySelectorAll('#page b').length") == 0


def test_the_box_stays_while_one_types_beside_it(
    qtbot: QtBot, preview: PreviewView, run: Run, assets: Any
) -> None:
    show(qtbot, preview, picture("x.png"))
    qtbot.waitUntil(lambda: run(IMAGE) == 0)
    run("globalThis.box = document.querySelector('.blocked-image'); 1")
    change(qtbot, preview, picture("x.png").replace("after", "and after"), 2)
    assert run("document.querySelector('.blocked-image') === globalThis.box") is True
    assert "and after" in run("document.querySelector('#page').textContent")
    assert assets.asked.count("f/x.png") == 1


def test_a_picture_that_comes_is_shown(
    qtbot: QtBot, preview: PreviewView, run: Run, assets: Any
) -> None:
    show(qtbot, preview, picture("x.png"), picture("y.png"))
    qtbot.waitUntil(lambda: run(IMAGE) == 0)
    assets.files["f/x.png"] = (png(), "image/png")
    preview.feed.call("lookForPictures")
    qtbot.waitUntil(lambda: run(IMAGE) == 1)
    assert run("document.querySelector('#page img').naturalWidth > 0") is True
    assert run("document.querySelector('#page img').alt") == "A plan"
    qtbot.waitUntil(lambda: assets.asked.count("f/y.png") == 2)
    assert "y.png" in run(BOX)


def test_pictures_that_come_are_no_matter_of_ours(
    qtbot: QtBot, preview: PreviewView, run: Run, assets: Any
) -> None:
    assets.files["f/x.png"] = (png(), "image/png")
    show(qtbot, preview, picture("x.png"))
    qtbot.waitUntil(lambda: run("document.querySelector('#page img').naturalWidth > 0"))
    assert run(BOX) == ""
