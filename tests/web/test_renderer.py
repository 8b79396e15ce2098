"""The renderer of the preview dies, hangs and grows; the preview comes back as it was."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import psutil
import pytest
from page_driver import has_ended
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from spec_editor.render.page import preview_shell
from spec_editor.render.web import APPLICATION_WORLD, RendererWatch, SafePage
from spec_editor.ui.preview.view import PreviewView
from spec_editor.ui.theme import DARK, LIGHT, apply_theme

Run = Callable[[str], Any]
PATIENCE = 30_000

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals as on POSIX systems")


def block(i: int) -> dict[str, Any]:
    return {"html": f"<p>{i} {'word ' * 60}</p>", "first": 4 * i + 1, "last": 4 * i + 3}


def patch(start: int, removed: int, inserted: list[dict[str, Any]], shift: int = 0) -> dict:
    return {"start": start, "removed": removed, "inserted": inserted, "shift": shift}


def pid(page: SafePage) -> int:
    return int(page.renderProcessPid())


@pytest.fixture
def page(qtbot: QtBot, preview: PreviewView, web_page: SafePage, run: Run) -> Iterator[SafePage]:
    """Return the page of a preview that shows 60 blocks, the 31st of them at its top."""
    with qtbot.waitSignal(preview.patched, timeout=PATIENCE):
        preview.reset([block(i) for i in range(60)], 1)
    preview.go_to_line(4 * 30 + 1)
    # The page goes there and tells of it within a few frames; it shall be at rest.
    run(
        "let frames = 0; const count = () => { frames += 1; requestAnimationFrame(count); };"
        "count(); globalThis.framesSeen = () => frames; 1"
    )
    qtbot.waitUntil(lambda: run("framesSeen()") > 8, timeout=PATIENCE)
    yield web_page
    # A process that was stopped would stay behind.
    with suppress(psutil.Error):
        psutil.Process(pid(web_page)).resume()


def check_restored(qtbot: QtBot, run: Run, count: int = 60, line: float = 121) -> None:
    qtbot.waitUntil(lambda: run("document.querySelectorAll('.block').length") == count)
    near = pytest.approx(line, abs=0.3)
    qtbot.waitUntil(lambda: run("specPreview.topLine()") == near, timeout=PATIENCE)


# In its sandbox the process is the first of all it sees: the kernel keeps a SIGSEGV from it.
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGABRT])
def test_comes_back_from_any_death(
    qtbot: QtBot, preview: PreviewView, page: SafePage, run: Run, number: signal.Signals
) -> None:
    before = pid(page)
    with qtbot.waitSignals([preview.engine_restarted, preview.patched], timeout=PATIENCE):
        os.kill(before, number)
    assert pid(page) != before
    check_restored(qtbot, run)


def test_death_before_the_page_is_there(
    qtbot: QtBot, preview: PreviewView, page: SafePage, run: Run
) -> None:
    with qtbot.waitSignal(page.renderProcessTerminated, timeout=PATIENCE):
        os.kill(pid(page), signal.SIGKILL)
    with qtbot.waitSignal(page.loadStarted, timeout=PATIENCE):
        pass
    with qtbot.waitSignal(preview.patched, timeout=PATIENCE):
        if pid(page):
            os.kill(pid(page), signal.SIGKILL)
    check_restored(qtbot, run)


def test_death_during_a_question(
    qtbot: QtBot, preview: PreviewView, page: SafePage, run: Run
) -> None:
    answers: list[object] = []
    page.runJavaScript("for (;;) {}", APPLICATION_WORLD, answers.append)
    preview.apply_patch(patch(59, 1, [block(59)]), 2)
    with qtbot.waitSignal(preview.patched, timeout=PATIENCE) as shown:
        os.kill(pid(page), signal.SIGKILL)
    assert shown.args == [2]
    check_restored(qtbot, run)
    assert answers == []


@pytest.mark.parametrize("how", ["stopped", "endless"])
def test_a_renderer_that_hangs_is_replaced(
    qtbot: QtBot, preview: PreviewView, page: SafePage, run: Run, how: str
) -> None:
    watch = RendererWatch(page, silence_limit=500, interval=100, parent=page)
    before = pid(page)
    old = psutil.Process(before)
    with qtbot.waitSignals([watch.ended, preview.patched], timeout=PATIENCE):
        if how == "stopped":
            os.kill(before, signal.SIGSTOP)
        else:
            page.runJavaScript("for (;;) {}", APPLICATION_WORLD)
        # What is typed meanwhile is there afterwards.
        preview.apply_patch(patch(0, 0, [block(0)], 4), 2)
    qtbot.waitUntil(lambda: has_ended(old))
    check_restored(qtbot, run, 61, 125)


def test_a_renderer_that_grows_is_replaced(
    qtbot: QtBot, preview: PreviewView, page: SafePage, run: Run
) -> None:
    used = psutil.Process(pid(page)).memory_info().rss
    watch = RendererWatch(page, memory_limit=used + 250_000_000, interval=50, parent=page)
    reasons: list[str] = []
    watch.ended.connect(reasons.append)
    with qtbot.waitSignals([watch.ended, preview.patched], timeout=PATIENCE):
        hoard = "globalThis.hoard = Array.from({length: 60}, () => new Uint8Array(1e7).fill(1)); 1"
        page.runJavaScript(hoard, APPLICATION_WORLD)
    assert [reason[-2:] for reason in reasons] == ["MB"]
    check_restored(qtbot, run)


@pytest.mark.usefixtures("one_minute")
def test_another_document_is_tried_after_giving_up(
    qtbot: QtBot, preview: PreviewView, page: SafePage, run: Run
) -> None:
    for _ in range(preview.feed.restarts_per_minute):
        with qtbot.waitSignal(preview.ready, timeout=PATIENCE):
            os.kill(pid(page), signal.SIGKILL)
    with qtbot.waitSignal(preview.engine_lost, timeout=PATIENCE):
        os.kill(pid(page), signal.SIGKILL)
    assert preview.notice.isVisible()
    assert preview.notice.texts()[2] == "Show the Preview Again"
    # More of the same document changes nothing.
    preview.apply_patch(patch(60, 0, [block(60)]), 2)
    assert preview.notice.isVisible()
    with qtbot.waitSignal(preview.patched, timeout=PATIENCE):
        preview.reset([block(0)], 3)
    assert not preview.notice.isVisible()
    check_restored(qtbot, run, 1, 1)


@pytest.fixture
def dark(qapp: QApplication) -> Iterator[None]:
    apply_theme(qapp, DARK)
    yield
    apply_theme(qapp, LIGHT)


def test_the_page_is_never_white_in_the_dark(
    qtbot: QtBot, preview: PreviewView, page: SafePage, assets: Any, dark: None
) -> None:
    assets.files[""] = (preview_shell("dark").encode(), "text/html")
    preview.set_theme_css("dark", DARK.base)
    seen: list[int] = []

    def is_dark() -> bool:
        image = preview.grab().toImage()
        seen.append(image.pixelColor(5, image.height() // 2).lightness())
        return seen[-1] < 60

    qtbot.waitUntil(is_dark, timeout=PATIENCE)
    seen.clear()
    done: list[int] = []
    preview.patched.connect(done.append)
    os.kill(pid(page), signal.SIGKILL)
    qtbot.waitUntil(lambda: not is_dark() or bool(done), timeout=PATIENCE)
    assert is_dark()
    assert max(seen) < 60


def test_the_wheel_with_control_asks_for_a_zoom(
    qtbot: QtBot, preview: PreviewView, page: SafePage, run: Run
) -> None:
    def turn(steps: int, modifier: Qt.KeyboardModifier) -> None:
        target = preview.focusProxy().focusProxy()
        place = QPointF(50, 50)
        event = QWheelEvent(
            place,
            target.mapToGlobal(place),
            QPoint(),
            QPoint(0, 120 * steps),
            Qt.MouseButton.NoButton,
            modifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(target, event)

    asked: list[int] = []
    preview.zoom_requested.connect(asked.append)
    turn(1, Qt.KeyboardModifier.ControlModifier)
    turn(-1, Qt.KeyboardModifier.ControlModifier)
    assert asked == [1, -1]
    before = run("scrollY")

    def scrolls() -> bool:
        turn(-1, Qt.KeyboardModifier.NoModifier)
        return bool(run("scrollY") > before)

    # Again and again: the page may still be settling at the line it was told.
    qtbot.waitUntil(scrolls, timeout=PATIENCE)
    assert asked == [1, -1]
    assert page.zoomFactor() == 1.0
    # The widget of the next renderer does the same.
    with qtbot.waitSignal(preview.patched, timeout=PATIENCE):
        os.kill(pid(page), signal.SIGKILL)
    turn(1, Qt.KeyboardModifier.ControlModifier)
    assert asked == [1, -1, 1]
