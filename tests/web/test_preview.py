"""The preview in the real engine: patches, lines, links, crashes."""

import json
import os
from collections.abc import Callable
from random import Random
from typing import Any

import psutil
import pytest
from patch_tools import block, patch
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from spec_editor.render.page import preview_script
from spec_editor.render.web import SafePage
from spec_editor.ui.preview.blocks import PageBlocks
from spec_editor.ui.preview.feed import SLICES_AT_ONCE
from spec_editor.ui.preview.view import PreviewView

Run = Callable[[str], Any]


def show(qtbot: QtBot, preview: PreviewView, blocks: list[dict[str, Any]]) -> None:
    with qtbot.waitSignal(preview.patched):
        preview.reset(blocks, 1)


def texts(run: Run) -> list[str]:
    blocks = "[...document.querySelectorAll('.block')]"
    return json.loads(run(f"JSON.stringify({blocks}.map((e) => e.textContent.trim()))"))


def test_is_found_by_name(preview: PreviewView) -> None:
    assert preview.objectName() == "preview"
    assert preview.accessibleName() == "Preview"


def test_shows_and_patches_blocks(qtbot: QtBot, preview: PreviewView, run: Run) -> None:
    show(qtbot, preview, [block("<p>one</p>"), block("<p>two</p>", 3, 3)])
    assert texts(run) == ["one", "two"]
    with qtbot.waitSignal(preview.patched) as signal:
        preview.apply_patch(patch(1, 1, [block("<h2>x</h2>", 3, 3), block("<p>y</p>", 5, 5)]), 7)
    assert signal.args == [7]
    assert texts(run) == ["one", "x", "y"]


def test_patch_before_the_page_is_ready_is_kept(qtbot: QtBot, web_page: SafePage, run: Run) -> None:
    view = PreviewView(web_page, preview_script())
    qtbot.addWidget(view)
    view.apply_patch(patch(0, 0, [block("<p>early</p>")]), 1)
    view.apply_patch(patch(1, 0, [block("<p>bird</p>", 3, 3)]), 2)
    with qtbot.waitSignal(view.patched) as signal:
        view.show()
    assert signal.args == [2]
    assert texts(run) == ["early", "bird"]


def test_refuses_a_patch_for_other_blocks(preview: PreviewView) -> None:
    with pytest.raises(ValueError, match="replaces blocks 3 to 4"):
        preview.apply_patch(patch(3, 1, []), 1)


def test_page_out_of_step_gets_all_blocks_again(
    qtbot: QtBot, preview: PreviewView, run: Run
) -> None:
    show(qtbot, preview, [block("<p>one</p>"), block("<p>two</p>", 3, 3)])
    run("specPreview.clear()")
    with qtbot.waitSignal(preview.patched):
        preview.apply_patch(patch(1, 1, [block("<p>three</p>", 3, 3)]), 2)
    assert texts(run) == ["one", "three"]


def test_text_is_data_not_code(qtbot: QtBot, preview: PreviewView, run: Run) -> None:
    nasty = "</script>\u2028\u2029'\"`${1}\\ \ud83d\ude42 \x00"
    show(qtbot, preview, [block(f"<p>{nasty.replace('<', '&lt;')}</p>")])
    assert "${1}\\" in texts(run)[0]


def tall(count: int) -> list[dict[str, Any]]:
    lines = "<br>".join("x" for _ in range(5))
    return [block(f"<p>{i}<br>{lines}</p>", 4 * i + 1, 4 * i + 3) for i in range(count)]


def top_text(run: Run) -> str:
    return run("document.elementFromPoint(60, 40).closest('.block').innerText.split('\\n')[0]")


def test_what_one_reads_stays_in_place(qtbot: QtBot, preview: PreviewView, run: Run) -> None:
    show(qtbot, preview, tall(50))
    preview.go_to_line(4 * 20 + 2)
    where = "document.querySelectorAll('.block')[{}].getBoundingClientRect().top"
    before = run(where.format(20))
    assert -200 < before <= 0
    with qtbot.waitSignal(preview.patched):
        preview.apply_patch(patch(3, 1, tall(4), 12), 2)
    assert abs(run(where.format(23)) - before) < 1
    with qtbot.waitSignal(preview.patched):
        preview.apply_patch(patch(23, 1, [block("<p>new</p>", 93, 93)]), 3)
    assert abs(run(where.format(23)) - before) < 1
    # And after the engine's own idea of what should stay has had its turn.
    run("new Promise((done) => requestAnimationFrame(done)); 1")
    assert abs(run(where.format(23)) - before) < 1


def test_a_line_asked_for_too_early_is_gone_to_later(
    qtbot: QtBot, preview: PreviewView, run: Run
) -> None:
    preview.reset([], 1)
    preview.go_to_line(81)
    with qtbot.waitSignal(preview.patched, check_params_cb=lambda revision: revision == 2):
        preview.apply_patch(patch(0, 0, tall(50)), 2)
    assert run("specPreview.topLine()") == pytest.approx(81, abs=0.2)


def test_lines_shift_below_a_patch(qtbot: QtBot, preview: PreviewView, run: Run) -> None:
    show(qtbot, preview, tall(50))
    with qtbot.waitSignal(preview.patched):
        preview.apply_patch(patch(0, 1, [block("<p>a</p>", 1, 13)], 10), 2)
    preview.go_to_line(4 * 30 + 1 + 10)
    assert run("specPreview.topLine()") == pytest.approx(4 * 30 + 1 + 10, abs=0.2)
    assert top_text(run) == "30"


@pytest.mark.parametrize("line", [1, 5, 41.5, 42.25, 101, 120.9])
def test_line_and_place_are_each_others_inverse(
    qtbot: QtBot, preview: PreviewView, run: Run, line: float
) -> None:
    show(qtbot, preview, tall(50))
    preview.go_to_line(line)
    assert run("specPreview.topLine()") == pytest.approx(line, abs=0.1)


def test_lines_inside_a_block_are_used(qtbot: QtBot, preview: PreviewView, run: Run) -> None:
    items = "".join(
        f'<li data-sourcepos="{2 * i + 1}:1-{2 * i + 1}:5">item {i}</li>' for i in range(100)
    )
    below = [{**b, "first": b["first"] + 212, "last": b["last"] + 212} for b in tall(20)]
    show(qtbot, preview, [block(f"<ul>{items}</ul>", 11, 210), *below])
    preview.go_to_line(11 + 2 * 50)
    y = "[...document.querySelectorAll('li')][50].getBoundingClientRect().top"
    assert abs(run(y)) < 1


def test_own_scrolling_is_not_reported(qtbot: QtBot, preview: PreviewView, run: Run) -> None:
    show(qtbot, preview, tall(50))
    seen: list[float] = []
    preview.scrolled.connect(seen.append)
    preview.go_to_line(81)
    run("1")
    with qtbot.waitSignal(preview.scrolled) as signal:
        run("window.dispatchEvent(new Event('wheel')); window.scrollTo(0, 500); 1")
    assert len(seen) == 1
    assert signal.args[0] < 81


@pytest.mark.parametrize(
    "href",
    [
        "https://example.org/a?b#c",
        "mailto:someone@example.org",
        "other.md",
        "../../etc/passwd",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "about:blank",
        "//host/x",
        "",
    ],
)
def test_click_reports_the_raw_href_and_stays(
    qtbot: QtBot, preview: PreviewView, run: Run, href: str
) -> None:
    show(qtbot, preview, [block(f'<p><a href="{href}"><em>go</em></a></p>')])
    with qtbot.waitSignal(preview.link_activated) as signal:
        run("document.querySelector('em').click()")
    assert signal.args == [href]
    assert texts(run) == ["go"]


def test_fragment_scrolls_inside(qtbot: QtBot, preview: PreviewView, run: Run) -> None:
    link = '<p><a href="#user-content-gr%C3%B6%C3%9Fe">go</a></p>'
    target = '<details><summary>s</summary><h2 id="user-content-größe">G</h2></details>'
    show(qtbot, preview, [block(link), *tall(30), block(target, 130, 130), *tall(30)])
    with qtbot.waitSignal(preview.scrolled):
        run("document.querySelector('a').click()")
    assert 0 <= run("document.querySelector('h2').getBoundingClientRect().top") < 20


def test_block_of_the_cursor_is_marked(qtbot: QtBot, preview: PreviewView, run: Run) -> None:
    show(qtbot, preview, tall(5))
    current = "[...document.querySelectorAll('.current')].map((e) => e.innerText[0]).join()"
    preview.mark_line(10)
    assert run(current) == "2"
    with qtbot.waitSignal(preview.patched):
        preview.apply_patch(patch(2, 1, [block("<p>new</p>", 9, 11)]), 2)
    assert run(current) == "n"
    preview.mark_line(12)
    assert run(current) == ""
    preview.mark_line(13)
    assert run(current) == "3"


def test_summary_opens_its_details(qtbot: QtBot, preview: PreviewView, run: Run) -> None:
    show(qtbot, preview, [block("<details><summary>s</summary><p>in</p></details>")])
    run("document.querySelector('summary').click()")
    assert run("document.querySelector('details').open") is True


def end_renderer(page: SafePage) -> None:
    psutil.Process(page.renderProcessPid()).kill()


def test_comes_back_after_a_crash(
    qtbot: QtBot, preview: PreviewView, web_page: SafePage, run: Run
) -> None:
    show(qtbot, preview, tall(50))
    preview.go_to_line(101)
    with qtbot.waitSignal(preview.patched) as signal:
        end_renderer(web_page)
        qtbot.waitSignal(web_page.renderProcessTerminated).wait()
        preview.apply_patch(patch(49, 1, [block("<p>typed meanwhile</p>", 197, 197)]), 2)
    assert signal.args == [2]
    assert texts(run)[-1] == "typed meanwhile"
    assert run("specPreview.topLine()") == pytest.approx(101, abs=0.2)


@pytest.mark.usefixtures("one_minute")
def test_gives_up_after_three_crashes_and_can_be_asked_again(
    qtbot: QtBot, preview: PreviewView, web_page: SafePage, run: Run
) -> None:
    show(qtbot, preview, tall(3))
    for _ in range(preview.feed.restarts_per_minute):
        with qtbot.waitSignal(preview.ready):
            end_renderer(web_page)
    with qtbot.waitSignal(preview.engine_lost):
        end_renderer(web_page)
    assert preview.notice.isVisible()
    preview.apply_patch(patch(0, 0, [block("<p>later</p>")], 2), 5)
    assert preview.notice.isVisible()
    with qtbot.waitSignal(preview.ready):
        preview.notice.button.click()
    qtbot.waitUntil(lambda: texts(run)[:1] == ["later"])


def test_place_is_kept_when_the_width_changes(qtbot: QtBot, preview: PreviewView, run: Run) -> None:
    words = "word " * 80
    show(qtbot, preview, [block(f"<p>{words}</p>", 4 * i + 1, 4 * i + 3) for i in range(60)])
    preview.go_to_line(4 * 30 + 2)
    for width in (300, 800):
        preview.resize(width, 400)
        qtbot.waitUntil(lambda width=width: run("innerWidth") == width)
        # The page knows its width a moment before it hears of the change.
        near = pytest.approx(4 * 30 + 2, abs=0.3)
        qtbot.waitUntil(lambda near=near: run("specPreview.topLine()") == near)


def test_notice_stays_until_blocks_come(qtbot: QtBot, preview: PreviewView) -> None:
    preview.show_notice()
    assert preview.notice.isVisible()
    assert "Open a specification" in preview.notice.texts()[1]
    show(qtbot, preview, tall(1))
    assert not preview.notice.isVisible()


def test_theme_survives_a_crash(
    qtbot: QtBot, preview: PreviewView, web_page: SafePage, run: Run
) -> None:
    preview.set_theme_css("dark", "#202020")
    assert run("document.documentElement.dataset.theme") == "dark"
    with qtbot.waitSignal(preview.ready):
        end_renderer(web_page)
    assert run("document.documentElement.dataset.theme") == "dark"


def test_large_document_arrives_whole(qtbot: QtBot, preview: PreviewView, run: Run) -> None:
    blocks = [block(f"<p>{i} {'word ' * 200}</p>", i + 1, i + 1) for i in range(4_000)]
    show(qtbot, preview, blocks)
    assert run("document.querySelectorAll('.block').length") == 4_000
    assert run("[...document.querySelectorAll('.block')].every((e, i) => "
               "e.textContent.startsWith(`${i} `))")  # fmt: skip


@pytest.mark.parametrize("number", [150, 1_999, 731, 3, 1_200])
def test_any_line_of_a_long_document_is_found(
    qtbot: QtBot, preview: PreviewView, run: Run, number: int
) -> None:
    """Most of it has never been laid out, so that its height is only a guess."""
    random = Random(number)
    words = ["word " * random.choice([1, 3, 80, 200]) for _ in range(2_500)]
    show(qtbot, preview, [block(f"<p>{t}</p>", 4 * i + 1, 4 * i + 3) for i, t in enumerate(words)])
    reported: list[float] = []
    preview.scrolled.connect(reported.append)
    for wanted in (4 * number + 1, 4 * number + 2.5):
        preview.go_to_line(wanted)
        qtbot.waitUntil(lambda wanted=wanted: abs(run("specPreview.topLine()") - wanted) < 0.2)
    with qtbot.waitSignal(preview.patched):
        preview.apply_patch(patch(number - 2, 1, [block(f"<p>{'new ' * 900}</p>", 1, 1)]), 9)
    assert run("specPreview.topLine()") == pytest.approx(4 * number + 2.5, abs=0.2)
    assert reported == []


@pytest.mark.parametrize("count", [250, 2_500])
def test_a_place_between_two_groups_is_found(
    qtbot: QtBot, preview: PreviewView, run: Run, count: int
) -> None:
    show(qtbot, preview, [block(f"<h2>{i}</h2>", 4 * i + 1, 4 * i + 3) for i in range(count)])
    assert run("document.querySelectorAll('.group')[1].firstChild.textContent") == "100"
    for line in (4 * 100 + 0.9, 4 * 100 + 0.4, 4 * 100 + 1):
        preview.go_to_line(line)
        qtbot.waitUntil(lambda line=line: abs(run("specPreview.topLine()") - line) < 0.1)


def test_many_changes_keep_the_order(qtbot: QtBot, preview: PreviewView, run: Run) -> None:
    """Blocks lie in groups that are split and go again; the order must not feel it."""
    numbers = iter(range(100_000))

    def some(count: int) -> list[dict[str, Any]]:
        return [block(f"<p>{next(numbers)}</p>") for _ in range(count)]

    random = Random(7)
    model = PageBlocks()
    model.replace(some(350))
    show(qtbot, preview, model.as_patch()["inserted"])
    for revision in range(2, 120):
        start = random.randint(0, len(model))
        removed = min(random.choice([0, 1, 1, 3, 150]), len(model) - start)
        change = patch(start, removed, some(random.choice([0, 1, 1, 2, 130, 260])))
        model.apply(change)
        preview.apply_patch(change, revision)
    qtbot.waitSignal(preview.patched, check_params_cb=lambda number: number == 119).wait()
    wanted = [each["html"][3:-4] for each in model.as_patch()["inserted"]]
    assert texts(run) == wanted
    sizes = "[...document.querySelectorAll('.group')].map((e) => e.childElementCount)"
    assert 1 <= run(f"Math.min(...{sizes})") <= run(f"Math.max(...{sizes})") <= 350


def test_the_menu_offers_what_makes_sense(qtbot: QtBot, preview: PreviewView) -> None:
    preview.offer(QAction("Something more", preview))
    page = preview.focusProxy().focusProxy()
    qtbot.mouseClick(page, Qt.MouseButton.RightButton, pos=QPoint(50, 50))
    qtbot.waitUntil(lambda: preview.focusProxy().findChild(QMenu) is not None)
    menu = preview.focusProxy().findChild(QMenu)
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert [text.replace("&", "") for text in texts] == ["Copy", "Select all", "Something more"]
    menu.close()


@pytest.mark.skipif(os.name != "posix", reason="signals as on POSIX systems")
def test_a_page_that_is_slow_gets_no_more_than_it_can_work_on(
    qtbot: QtBot, preview: PreviewView, web_page: SafePage, run: Run
) -> None:
    """Else whoever asks whether it is alive would be answered behind all that is to come."""
    blocks = [block(f"<p>{number} {'word ' * 500}</p>", number + 1) for number in range(600)]
    renderer = psutil.Process(web_page.renderProcessPid())
    handed: list[int] = []
    preview.feed.handed_over.connect(handed.append)
    renderer.suspend()
    try:
        preview.reset(blocks, 2)
        for _ in range(50):
            QApplication.processEvents()
        assert len(handed) == SLICES_AT_ONCE
        assert not preview.feed.is_idle
    finally:
        with qtbot.waitSignal(preview.patched):
            renderer.resume()
    assert preview.feed.is_idle
    assert sum(handed) == sum(len(each["html"]) for each in blocks)
    assert run("document.querySelectorAll('.block').length") == 600


def test_a_page_that_throws_gets_the_next_patch(
    qtbot: QtBot, preview: PreviewView, run: Run, console: Any
) -> None:
    console.is_expected = True
    run("globalThis.before = Element.prototype.append; Element.prototype.append = null; 1")
    preview.reset([block("<p>one</p>", 1)], 2)
    preview.reset([block("<p>two</p>", 1)], 3)
    preview.reset([block("<p>three</p>", 1)], 4)
    run("Element.prototype.append = globalThis.before; 1")
    # Those before may be handed over only now, when nothing throws any more.
    with qtbot.waitSignal(preview.patched, check_params_cb=lambda revision: revision == 5):
        preview.reset([block("<p>four</p>", 1)], 5)
    assert texts(run) == ["four"]
