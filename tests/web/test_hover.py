"""Where a link leads is shown before it is followed: by real mouse and keys in the real page."""

from collections.abc import Callable
from typing import Any

import psutil
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from spec_editor.render.web import SafePage
from spec_editor.ui.preview.link_label import LinkLabel
from spec_editor.ui.preview.view import PreviewView

Run = Callable[[str], Any]


def show(qtbot: QtBot, preview: PreviewView, html: str) -> None:
    with qtbot.waitSignal(preview.patched):
        preview.reset([{"html": html, "first": 1, "last": 1}], 1)


@pytest.fixture
def label(qtbot: QtBot, preview: PreviewView) -> LinkLabel:
    """Return the label of a preview in an active window that is told the raw href and title."""
    preview.link_pointed.connect(lambda href, title: preview.show_target(f"{href}|{title}"))
    preview.activateWindow()
    qtbot.waitUntil(preview.isActiveWindow)
    preview.setFocus()
    return preview.link_label


def move_to(preview: PreviewView, x: int, y: int) -> None:
    QTest.mouseMove(preview.focusProxy().focusProxy(), QPoint(x, y))


def move_over(preview: PreviewView, run: Run, selector: str) -> None:
    rect = f"document.querySelector('{selector}').getBoundingClientRect()"
    factor = preview._zoom
    move_to(preview, int((run(f"{rect}.x") + 3) * factor), int((run(f"{rect}.y") + 3) * factor))


def told(qtbot: QtBot, label: LinkLabel, text: str) -> None:
    qtbot.waitUntil(lambda: label.isVisible() and label.told() == text)


@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_pointing_tells_the_raw_href(
    qtbot: QtBot, preview: PreviewView, label: LinkLabel, run: Run, zoom: float
) -> None:
    preview.set_zoom(zoom)
    show(
        qtbot,
        preview,
        '<h2 id="user-content-aim">Our <em>aim</em></h2><p><a class="one" href="../x/../y.md">'
        '<b>go</b></a> <a class="two" href="#user-content-aim">there</a> <i>none</i></p>',
    )
    move_over(preview, run, ".one b")
    told(qtbot, label, "../x/../y.md|")
    move_over(preview, run, ".two")
    told(qtbot, label, "#user-content-aim|Our aim")
    move_over(preview, run, "i")
    qtbot.waitUntil(label.isHidden)


def test_the_keyboard_points_as_well(
    qtbot: QtBot, preview: PreviewView, label: LinkLabel, run: Run
) -> None:
    show(qtbot, preview, '<p><a href="a.md">a</a> <a href="b.md">b</a></p>')
    for text in ("a.md|", "b.md|"):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        told(qtbot, label, text)
    qtbot.keyClick(
        QApplication.focusWidget(), Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier
    )
    told(qtbot, label, "a.md|")


def test_a_link_that_goes_takes_the_label_along(
    qtbot: QtBot, preview: PreviewView, label: LinkLabel, web_page: SafePage, run: Run
) -> None:
    show(qtbot, preview, '<p><a href="a.md">a</a></p>')
    move_over(preview, run, "a")
    told(qtbot, label, "a.md|")
    with qtbot.waitSignal(preview.patched):
        preview.apply_patch({"start": 0, "removed": 1, "inserted": [], "shift": 0}, 2)
    qtbot.waitUntil(label.isHidden)
    show(qtbot, preview, '<p><a href="c.md">c</a></p>')
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    told(qtbot, label, "c.md|")
    with qtbot.waitSignal(preview.patched):
        preview.apply_patch({"start": 0, "removed": 1, "inserted": [], "shift": 0}, 3)
    qtbot.waitUntil(label.isHidden)
    show(qtbot, preview, '<p>x</p><p><a href="b.md">b</a></p>')
    move_over(preview, run, "a")
    told(qtbot, label, "b.md|")
    with qtbot.waitSignal(preview.ready):
        psutil.Process(web_page.renderProcessPid()).kill()
        qtbot.waitUntil(label.isHidden)


def test_the_label_is_never_under_the_pointer(
    qtbot: QtBot, preview: PreviewView, label: LinkLabel, run: Run
) -> None:
    show(qtbot, preview, f'<p>{"<br>" * 30}</p><p><a href="a.md">{"long " * 200}</a></p>')
    run("window.dispatchEvent(new Event('wheel'))")
    run("window.scrollTo(0, document.querySelector('a').getBoundingClientRect().top - 280); 1")
    qtbot.waitUntil(lambda: run("scrollY") > 0)
    move_to(preview, 60, 290)
    told(qtbot, label, "a.md|")
    assert label.geometry().left() < 20
    assert label.geometry().bottom() >= 400 - 10
    move_to(preview, 60, 390)
    qtbot.waitUntil(lambda: label.geometry().right() >= 600 - 10)
    assert not label.geometry().contains(60, 390)
    move_to(preview, 500, 390)
    qtbot.waitUntil(lambda: label.geometry().left() < 20)
    assert not label.geometry().contains(500, 390)


def test_a_long_or_masked_target_is_shown_whole_enough(
    qtbot: QtBot, preview: PreviewView, label: LinkLabel, run: Run
) -> None:
    href = f"https://example.org/{'a' * 500}\u202e\u200bgpj.exe"
    show(qtbot, preview, f'<p><a href="{href}">a</a></p>')
    move_over(preview, run, "a")
    told(qtbot, label, href.replace("\u202e\u200b", "⟨U+202E⟩⟨U+200B⟩") + "|")
    assert label.text().startswith("https://example.org/a")
    assert label.text().endswith("gpj.exe|")
    assert "…" in label.text()
    assert label.width() < 600


def test_a_target_is_text_and_nothing_else(preview: PreviewView) -> None:
    preview.show_target("<b>x</b>\n<img src=x>")
    assert preview.link_label.textFormat() is Qt.TextFormat.PlainText
    assert preview.link_label.told() == "<b>x</b>⟨U+000A⟩<img src=x>"
    preview.show_target("")
    assert preview.link_label.isHidden()
