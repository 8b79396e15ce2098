"""Links under real mouse and keys: whatever the hand does, only we hear of it."""

from collections.abc import Callable
from typing import Any

import pytest
from page_driver import click, place_of, surface
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from spec_editor.render.web import SafePage
from spec_editor.ui.preview.view import PreviewView

Run = Callable[[str], Any]

HREFS = [
    "https://user:pw@example.org/a",
    "mailto:a@example.org",
    "other.md#part",
    "file:///etc/passwd",
    "run.desktop",
    "ms-msdt:/id",
    "javascript:alert(1)",
    "\\\\\\\\host\\\\share",
    "about:blank",
    "specview://doc/",
    "https://xn--pple-43d.com/",
]


@pytest.fixture
def left(preview: PreviewView, web_page: SafePage) -> list[str]:
    """What tried to leave the page, if anything did."""
    tried: list[str] = []
    web_page.refused.connect(tried.append)
    web_page.urlChanged.connect(lambda url: tried.append(url.toString()))
    return tried


def show(qtbot: QtBot, preview: PreviewView, href: str) -> None:
    block = f'<p><a href="{href}" target="_blank" download="x">go there</a></p><p>end</p>'
    with qtbot.waitSignal(preview.patched):
        preview.reset([{"html": block, "first": 1, "last": 1}], 1)


@pytest.mark.parametrize("href", HREFS)
@pytest.mark.parametrize("way", ["left", "middle", "control", "shift", "enter"])
def test_every_way_to_follow_a_link_is_ours(
    qtbot: QtBot,
    preview: PreviewView,
    run: Run,
    left: list[str],
    href: str,
    way: str,
) -> None:
    show(qtbot, preview, href)
    raw = run("document.querySelector('a').getAttribute('href')")
    place = place_of(run, "document.querySelector('a')")
    button = Qt.MouseButton.MiddleButton if way == "middle" else Qt.MouseButton.LeftButton
    modifier = {
        "control": Qt.KeyboardModifier.ControlModifier,
        "shift": Qt.KeyboardModifier.ShiftModifier,
    }.get(way, Qt.KeyboardModifier.NoModifier)
    with qtbot.waitSignal(preview.link_activated) as signal:
        if way == "enter":
            preview.activateWindow()
            preview.setFocus()
            run("document.querySelector('a').focus(); 1")
            QTest.keyClick(surface(preview), Qt.Key.Key_Return)
        else:
            qtbot.mouseClick(surface(preview), button, modifier, place)
    assert signal.args == [raw]
    assert run("document.querySelector('p:last-child').textContent") == "end"
    assert left == []


def test_a_link_cannot_be_dragged_or_dropped(
    qtbot: QtBot, preview: PreviewView, run: Run, left: list[str]
) -> None:
    show(qtbot, preview, "https://example.org/")
    assert run(
        "document.querySelector('a').dispatchEvent("
        "new DragEvent('dragstart', {bubbles: true, cancelable: true}))"
    ) is False  # fmt: skip
    data = QMimeData()
    data.setUrls([QUrl("file:///etc/passwd")])
    drop = QDropEvent(
        QPointF(20, 20), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    assert not preview._browser.acceptDrops()
    QApplication.sendEvent(preview._browser, drop)
    assert run("document.querySelector('p:last-child').textContent") == "end"
    assert left == []


def test_a_form_of_a_document_does_nothing(
    qtbot: QtBot, preview: PreviewView, run: Run, left: list[str]
) -> None:
    """Were one to get through the cleaning."""
    form = '<form action="https://example.org/"><button id="send">send</button></form>'
    with qtbot.waitSignal(preview.patched):
        preview.reset([{"html": form, "first": 1, "last": 1}], 1)
    click(qtbot, preview, run, "document.querySelector('#send')")
    run("1")
    assert left == []


def test_the_menu_copies_the_address(qtbot: QtBot, preview: PreviewView, run: Run) -> None:
    show(qtbot, preview, "../a%20b.md#user-content-x")
    place = place_of(run, "document.querySelector('a')")
    qtbot.mouseMove(surface(preview), place)
    qtbot.waitUntil(lambda: preview._browser.link == "../a%20b.md#x")
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, preview.mapToGlobal(place))
    preview._browser.contextMenuEvent(event)
    menu = preview._browser.findChildren(QMenu)[-1]
    next(each for each in menu.actions() if "Link" in each.text()).trigger()
    menu.close()
    assert QApplication.clipboard().text() == "../a%20b.md#x"
