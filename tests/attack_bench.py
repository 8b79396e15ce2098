"""A page with a real preview in it, and everything that would notice if a document got out."""

import os
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from PySide6.QtCore import QEvent, QEventLoop, QTimer, QUrl
from PySide6.QtWebEngineCore import QWebEngineSettings, QWebEngineUrlRequestInfo
from PySide6.QtWidgets import QApplication

from spec_editor.core.blocks import parse
from spec_editor.core.flavour import GITHUB, Reading
from spec_editor.render import scheme, web
from spec_editor.render.html import HtmlRenderer, PageBlock, RenderOptions
from spec_editor.render.page import preview_script, preview_shell, stylesheet
from spec_editor.render.sandbox import CHROMIUM_FLAGS
from spec_editor.render.web import (
    APPLICATION_WORLD,
    RequestFilter,
    SafePage,
    SafeProfile,
)
from spec_editor.ui.preview.view import PreviewView

# Fires on each element what a reader's hands, or time, would fire. One that has no attributes but
# its place in the source cannot answer to anything.
EVENTS = """
(() => {
  const kinds = ["dblclick", "auxclick", "contextmenu", "mouseover", "mouseenter", "mousedown",
    "mouseup", "pointerdown", "pointerenter", "focus", "blur", "keydown", "input", "change",
    "submit", "toggle", "load", "error", "animationstart", "transitionend", "wheel", "scroll",
    "copy", "paste", "dragstart", "drop", "begin", "hashchange", "message"];
  const plain = ["data-sourcepos", "class"];
  let count = 0;
  for (const element of document.querySelectorAll("main, main *")) {
    count += 1;
    if ([...element.attributes].every((attribute) => plain.includes(attribute.name))) {
      continue;
    }
    const own = element.getAttributeNames().filter((name) => name.startsWith("on"));
    for (const kind of kinds.concat(own.map((name) => name.slice(2)))) {
      element.dispatchEvent(new Event(kind, { cancelable: true }));
    }
    element.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
  }
  return count;
})()
"""


@dataclass
class Escapes:
    """What got out, or tried to; empty when all is well."""

    ran: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    went: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.ran or self.asked or self.went)


class Listener:
    """A TCP and a UDP socket on this machine that count who knocks."""

    def __init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        self._datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._datagrams.bind(("127.0.0.1", self.port))
        for each in (self._server, self._datagrams):
            each.setblocking(False)
        self._count = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def count(self) -> int:
        """Return how many connections and datagrams have come so far."""
        for take in (self._connection, self._datagram):
            while True:
                try:
                    take()
                except BlockingIOError:
                    break
                self._count += 1
        return self._count

    def _connection(self) -> None:
        self._server.accept()[0].close()

    def _datagram(self) -> None:
        self._datagrams.recv(1)

    def close(self) -> None:
        self._server.close()
        self._datagrams.close()


class Recorder(RequestFilter):
    """The request filter, or with ``open`` none at all; either way it notes who asked for what."""

    def __init__(self, escapes: Escapes, is_open: bool, parent: Any) -> None:
        super().__init__(parent)
        self._escapes = escapes
        self._is_open = is_open

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:  # noqa: N802
        url = info.requestUrl().toString()
        image = info.resourceType() == QWebEngineUrlRequestInfo.ResourceType.ResourceTypeImage
        own = url.startswith("specview://doc/") or (url.startswith("data:") and image)
        if not own:
            self._escapes.asked.append(url[:200])
        if not self._is_open:
            super().interceptRequest(info)


class WatchedPage(SafePage):
    """A page that notes what a document tries; ``scripts`` lets it."""

    def __init__(self, profile: SafeProfile, escapes: Escapes, scripts: bool, **more: Any) -> None:
        super().__init__(profile, **more)
        self._escapes = escapes
        self.console: list[str] = []
        self.refused.connect(self._note)
        self.console_message.connect(lambda _level, text, _line, _source: self.console.append(text))
        self.urlChanged.connect(self._note_place)
        if scripts:
            attribute = QWebEngineSettings.WebAttribute
            self.settings().setAttribute(attribute.JavascriptEnabled, True)
            self.settings().setAttribute(attribute.JavascriptCanOpenWindows, True)

    def _note(self, what: str) -> None:
        asked = what.startswith(("a message box", "a question"))
        (self._escapes.ran if asked else self._escapes.went).append(what)

    def _note_place(self, url: QUrl) -> None:
        if url.toString().partition("#")[0] != self.document.toString():
            self._escapes.went.append(url.toString()[:200])


class _Files:
    """The shell, its style and whatever a test adds."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[bytes, str]] = {
            "": (preview_shell("light").encode(), "text/html"),
            "style.css": (stylesheet("light", "preview").encode(), "text/css"),
        }

    def asset(self, path: str) -> tuple[bytes, str] | None:
        return self.files.get(path)


class Bench:
    """Shows blocks in the preview, or HTML as a page of its own, and tells what got out."""

    def __init__(self, *, scripts: bool = False, policy: bool = True, requests: bool = False):
        """With ``scripts`` the document's run; ``policy`` and ``requests`` are the layers."""
        self.escapes = Escapes()
        self.links: list[str] = []
        self._stack = ExitStack()
        if not policy:
            self._stack.enter_context(patch.object(scheme, "_HEADERS", {}))
        self.files = _Files()
        self.profile = SafeProfile(self.files)
        self._recorder = Recorder(self.escapes, requests, self.profile)
        self.profile.setUrlRequestInterceptor(self._recorder)
        self.page = WatchedPage(self.profile, self.escapes, scripts)
        self.view: PreviewView | None = None

    def open_preview(self) -> None:
        """Make the preview that the program shows."""
        self.view = PreviewView(self.page, preview_script())
        self.view.link_activated.connect(self.links.append)
        self.view.resize(600, 400)
        self.view.show()
        wait_for(self.view.ready)

    def show(self, blocks: Iterable[PageBlock]) -> int:
        """Show blocks, fire all events at them, and return how many elements they hit."""
        assert self.view is not None
        shown = []
        for number, block in enumerate(blocks, 1):
            shown.append({"html": block.html, "first": number, "last": number})
            for name, svg in block.pictures:
                picture = svg.encode("utf-8", "replace"), "image/svg+xml"
                self.files.files[f"d/{name}.svg"] = picture
        self.view.reset(shown, 1)
        wait_for(self.view.patched)
        return self.provoke()

    def load(self, html: str) -> None:
        """Load a whole page in place of the preview's."""
        self.files.files[""] = (html.encode("utf-8", "replace"), "text/html")
        self.page.load_document()
        wait_for(self.page.loadFinished)

    def provoke(self) -> int:
        """Fire all events at all elements; return how many elements there were."""
        return int(self.run(EVENTS) or 0)

    def run(self, expression: str, world: int = APPLICATION_WORLD) -> Any:
        """Evaluate an expression in the page; what it caused before has happened by then."""
        loop, answers = QEventLoop(), []

        def take(answer: Any) -> None:
            answers.append(answer)
            loop.quit()

        self.page.runJavaScript(expression, world, take)
        QTimer.singleShot(60_000, loop, loop.quit)
        if not answers:
            loop.exec()
        return answers[0] if answers else None

    def close(self) -> None:
        if self.view is not None:
            self.view.close()
            self.view.deleteLater()
        self.page.deleteLater()
        self.profile.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self._stack.close()


@contextmanager
def bench(**layers: bool) -> Iterator[Bench]:
    """A bench that is taken down at the end; see `Bench`."""
    made = Bench(**layers)
    try:
        yield made
    finally:
        made.close()


def wait_for(signal: Any, patience: int = 60_000) -> None:
    """Wait until a signal comes; fail when it does not within so many milliseconds."""
    loop, late = QEventLoop(), []
    signal.connect(loop.quit)
    QTimer.singleShot(patience, loop, lambda: (late.append(1), loop.quit()))
    loop.exec()
    signal.disconnect(loop.quit)
    assert not late, "the page did not answer"


class Renderer:
    """The engine's renderer without its process."""

    def __init__(self, reading: Reading = GITHUB) -> None:
        self._renderer = HtmlRenderer(self)
        self._reading = reading

    def progress(self, kind: str, key: str) -> None:
        """Nobody watches."""

    def is_quarantined(self, key: str) -> bool:
        return False

    def blocks(self, text: str, target: Any = "preview") -> tuple[PageBlock, ...]:
        return self._renderer.render(
            parse(text), RenderOptions(target=target, reading=self._reading)
        )


def environment_that_finds_hosts() -> dict[str, str]:
    """Return the environment of a new process in which the engine is to be open."""
    flags = os.environ.get(CHROMIUM_FLAGS, "").replace(web._NO_HOSTS, "")
    return {**os.environ, CHROMIUM_FLAGS: flags}


def guilty(show: Callable[[list[Any]], Escapes], parts: list[Any]) -> list[Any]:
    """Return those of the parts that get out when they are shown alone."""
    if not show(parts):
        return []
    if len(parts) == 1:
        return parts
    middle = len(parts) // 2
    return guilty(show, parts[:middle]) + guilty(show, parts[middle:])
