"""The renderer process dies, hangs or grows: the preview comes back, and nothing waits for ever."""

import base64
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import psutil
import pytest
from picture_bytes import doubling, png, svg
from pytestqt.qtbot import QtBot

from spec_editor.export.pdf import PdfOptions, PdfPrinter
from spec_editor.render.html import PageBlock
from spec_editor.render.page import standalone_page
from spec_editor.render.web import APPLICATION_WORLD, RendererWatch, SafePage
from spec_editor.ui.preview.view import PreviewView

Run = Callable[[str], Any]
PATIENCE = 60_000


def show(qtbot: QtBot, preview: PreviewView, html: str, revision: int = 1) -> None:
    with qtbot.waitSignal(preview.patched, timeout=PATIENCE):
        preview.reset([{"html": html, "first": 1, "last": 1}], revision)


def text(run: Run) -> str:
    return str(run("document.getElementById('page').textContent"))


def kill(page: SafePage) -> None:
    psutil.Process(page.renderProcessPid()).kill()


def test_killed_while_somebody_types(
    qtbot: QtBot, preview: PreviewView, web_page: SafePage, run: Run
) -> None:
    show(qtbot, preview, "<p>one</p>")
    with qtbot.waitSignal(preview.ready, timeout=PATIENCE):
        for revision in range(2, 30):
            if revision == 10:
                kill(web_page)
            block = {"html": f"<p>{revision}</p>", "first": 1, "last": 1}
            change = {"start": 0, "removed": 1, "inserted": [block], "shift": 0}
            preview.apply_patch(change, revision)
    qtbot.waitUntil(lambda: text(run) == "29", timeout=PATIENCE)


def test_killed_with_a_question_open(
    qtbot: QtBot, preview: PreviewView, web_page: SafePage, run: Run
) -> None:
    """Its answer never comes, and nobody waits for it."""
    show(qtbot, preview, "<p>one</p>")
    answers: list[Any] = []
    with qtbot.waitSignal(preview.ready, timeout=PATIENCE):
        web_page.runJavaScript("for (;;) {}", APPLICATION_WORLD, answers.append)
        kill(web_page)
    show(qtbot, preview, "<p>two</p>", 2)
    assert text(run) == "two"
    assert answers in ([], [None])


@pytest.mark.parametrize("address", ["chrome://crash", "chrome://kill", "chrome://hang"])
def test_a_page_cannot_be_sent_to_its_death(
    qtbot: QtBot, preview: PreviewView, web_page: SafePage, run: Run, address: str
) -> None:
    show(qtbot, preview, f'<p><a href="{address}">go</a></p>')
    process = web_page.renderProcessPid()
    with qtbot.waitSignal(preview.link_activated, timeout=PATIENCE):
        run("document.querySelector('a').click(); 1")
    assert text(run) == "go"
    assert web_page.renderProcessPid() == process


def test_three_drawings_that_grow_without_end(
    qtbot: QtBot, preview: PreviewView, web_page: SafePage, run: Run, assets: Any
) -> None:
    """As if the check of drawings did not exist: the memory limit holds, three times over."""
    watch = RendererWatch(web_page, memory_limit=400_000_000, interval=50, parent=web_page)
    for number in range(3):
        assets.files[f"f/{number}.svg"] = (doubling(30), "image/svg+xml")
        with qtbot.waitSignal(watch.ended, timeout=PATIENCE) as signal:
            preview.reset(
                [{"html": f'<p><img src="specview://doc/f/{number}.svg"></p>', "first": 1,
                  "last": 1}],
                number + 1,
            )  # fmt: skip
        assert "more than 400 MB" in signal.args[0]
        with qtbot.waitSignal(preview.ready, timeout=PATIENCE):
            preview.reset([{"html": "<p>rest</p>", "first": 1, "last": 1}], number + 1)
        qtbot.waitUntil(lambda: text(run) == "rest", timeout=PATIENCE)


HARMLESS = {
    "entities": svg("<text>&a9;</text>", "<!DOCTYPE svg [" + '<!ENTITY a0 "lol">' + "".join(
        f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10)) + "]>"),
    "external": svg("<text>&x;</text>",
                    '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    "huge": b'<svg xmlns="http://www.w3.org/2000/svg" width="1000000000" height="1000000000">'
            b'<rect width="1" height="1"/></svg>',
    "patterns": svg("<defs>" + "".join(
        f'<pattern id="p{i}" width="1" height="1" patternUnits="userSpaceOnUse"><rect width="4000" '
        f'height="4000" fill="{"red" if i == 0 else f"url(#p{i - 1})"}"/></pattern>'
        for i in range(20)) + '</defs><rect width="4000" height="4000" fill="url(#p19)"/>'),
    "deep": svg("<g>" * 20_000 + "</g>" * 20_000),
}  # fmt: skip


@pytest.mark.parametrize("name", HARMLESS)
def test_other_drawings_do_no_harm(
    qtbot: QtBot, preview: PreviewView, web_page: SafePage, run: Run, assets: Any, console: Any,
    name: str,
) -> None:  # fmt: skip
    console.is_expected = True
    assets.files["f/x.svg"] = (HARMLESS[name], "image/svg+xml")
    show(qtbot, preview, '<p>before <img src="specview://doc/f/x.svg"> after</p>')
    # What cannot be drawn may have been replaced by a word already.
    shown = text(run)
    assert (shown[:6], shown[-5:]) == ("before", "after")
    show(qtbot, preview, "<p>next</p>", 2)
    assert psutil.Process(web_page.renderProcessPid()).memory_info().rss < 1_500_000_000


def test_a_print_of_a_dead_page_fails(qtbot: QtBot) -> None:
    blocks = (PageBlock("<h2>x</h2><p>y</p>" * 2_000, 1, 1, "x"),)
    printer = PdfPrinter(PdfOptions("Title"))
    printer.start(standalone_page("Title", blocks, "light"))
    page = printer._page
    assert page is not None
    with qtbot.waitSignal(page.loadFinished, timeout=PATIENCE):
        pass
    with qtbot.waitSignal(printer.failed, timeout=PATIENCE) as signal:
        kill(page)
    assert "Nothing was written" in signal.args[0]


def test_pictures_inside_addresses_are_not_shown(qtbot: QtBot) -> None:
    from attack_bench import Renderer

    kinds = {"png": png(), "svg+xml": svg("<script>alert(1)</script>"), "gif": b"GIF89a"}
    for kind, data in kinds.items():
        for form in (f";base64,{base64.b64encode(data).decode()}", f",{quote(data)}"):
            html = "".join(b.html for b in Renderer().blocks(f"![x](data:image/{kind}{form})"))
            assert "<img" not in html
            assert "not allowed" in html
