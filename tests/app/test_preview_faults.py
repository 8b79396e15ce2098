"""The preview's renderer dies while one works: the text is not affected, the page comes back."""

import os
import signal
from pathlib import Path

import pytest
from app_driver import PATIENCE, ask_page, open_file, page_text
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from spec_editor.app.parts import Parts
from spec_editor.render.web import APPLICATION_WORLD, RendererWatch

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals as on POSIX systems")


@pytest.fixture
def work(qtbot: QtBot, parts: Parts, tmp_path: Path) -> Parts:
    """Return the program with a document of many screens open, read from line 201 on."""
    path = tmp_path / "long.md"
    path.write_text(
        "".join(f"## Part {i}\n\nText {i} {'word ' * 30}\n\n" for i in range(120)), "utf-8"
    )
    open_file(qtbot, parts, path)
    parts.window.activateWindow()
    qtbot.waitUntil(parts.window.isActiveWindow)
    parts.editor.go_to_line(201)
    wait_for_line(qtbot, parts)
    return parts


def wait_for_line(qtbot: QtBot, parts: Parts) -> None:
    """Wait until the page stands where the text does, which may still move a little itself."""

    def is_there() -> bool:
        page = float(ask_page(qtbot, parts, "specPreview.topLine()"))
        return abs(page - parts.editor.firstVisibleBlock().blockNumber() - 1) < 1

    qtbot.waitUntil(is_there, timeout=PATIENCE)


def process(parts: Parts) -> int:
    return int(parts.web.page.renderProcessPid())


def type_and(qtbot: QtBot, parts: Parts, number: signal.Signals) -> None:
    """Send the renderer a signal in the midst of typing."""
    before = process(parts)
    qtbot.keyClicks(parts.editor, "typed bef")
    os.kill(before, number)
    qtbot.keyClicks(parts.editor, "ore and during ")


def check(qtbot: QtBot, parts: Parts, text: str) -> None:
    assert parts.editor.text() == text
    assert parts.editor.hasFocus()
    qtbot.keyClicks(parts.editor, "and after ")
    qtbot.waitUntil(
        lambda: "typed before and during and after" in page_text(qtbot, parts), timeout=PATIENCE
    )
    wait_for_line(qtbot, parts)
    # Typing is one thing to take back, whatever became of the preview.
    assert parts.editor.document().isUndoAvailable()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGABRT])
def test_death_while_typing(qtbot: QtBot, work: Parts, number: signal.Signals) -> None:
    text = work.editor.text().replace("## Part 50", "typed before and during ## Part 50")
    with qtbot.waitSignal(work.preview.engine_restarted, timeout=PATIENCE):
        type_and(qtbot, work, number)
    assert "started again" in work.status.currentMessage()
    check(qtbot, work, text)


def test_a_hang_while_typing(qtbot: QtBot, work: Parts) -> None:
    text = work.editor.text().replace("## Part 50", "typed before and during ## Part 50")
    RendererWatch(work.web.page, silence_limit=500, interval=100, parent=work.web.page)
    before = process(work)
    with qtbot.waitSignal(work.preview.engine_restarted, timeout=PATIENCE):
        type_and(qtbot, work, signal.SIGSTOP)
    assert process(work) != before
    check(qtbot, work, text)


@pytest.mark.usefixtures("one_minute")
def test_another_file_brings_the_preview_back(qtbot: QtBot, work: Parts, tmp_path: Path) -> None:
    for _ in range(work.preview.feed.restarts_per_minute):
        with qtbot.waitSignal(work.preview.ready, timeout=PATIENCE):
            work.web.page.runJavaScript("for (;;) {}", APPLICATION_WORLD)
            os.kill(process(work), signal.SIGKILL)
    with qtbot.waitSignal(work.preview.engine_lost, timeout=PATIENCE):
        os.kill(process(work), signal.SIGKILL)
    assert work.preview.notice.isVisible()
    qtbot.keyClicks(work.editor, "still typing")
    assert "still typing" in work.editor.text()
    work.editor.document().setModified(False)
    other = tmp_path / "other.md"
    other.write_text("# Harmless\n", "utf-8")
    open_file(qtbot, work, other)
    assert "Harmless" in page_text(qtbot, work)
    assert not work.preview.notice.isVisible()


@pytest.mark.usefixtures("one_minute")
def test_the_button_brings_the_preview_back(qtbot: QtBot, work: Parts) -> None:
    for _ in range(work.preview.feed.restarts_per_minute):
        with qtbot.waitSignal(work.preview.ready, timeout=PATIENCE):
            os.kill(process(work), signal.SIGKILL)
    with qtbot.waitSignal(work.preview.engine_lost, timeout=PATIENCE):
        os.kill(process(work), signal.SIGKILL)
    # The keyboard, led to the preview, is on the button.
    work.window.panes.go_to("preview")
    with qtbot.waitSignal(work.preview.patched, timeout=PATIENCE):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    wait_for_line(qtbot, work)
