"""Keeps the preview's page supplied: with its script, its blocks, and with what it is told."""

import json
import time
from collections import deque
from collections.abc import Iterable, Mapping
from typing import Any, Protocol, cast

from PySide6.QtCore import QFile, QIODevice, QObject, QTimer, Signal
from PySide6.QtWebChannel import QWebChannel
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineScript

from spec_editor.ui.preview.blocks import PageBlocks, in_slices
from spec_editor.ui.preview.bridge import PreviewBridge

APPLICATION_WORLD = QWebEngineScript.ScriptWorldId.ApplicationWorld.value

SLICES_AT_ONCE = 2
"""So many slices are under way to the page: one that it works on, and one that waits.

Between two of them it paints, scrolls, and answers whoever asks whether it is alive."""


class PreviewPage(Protocol):
    """What the feed needs of its page besides what every QWebEnginePage has."""

    def load_document(self) -> None:
        """Load the empty page that the blocks go into."""


class PageFeed(QObject):
    """Speaks with the script in the page, and supplies it anew after each load of the page."""

    ready = Signal()
    """The page takes blocks; again after each start of the engine."""
    stopped = Signal()
    """The engine has ended; it is started again."""
    given_up = Signal()
    """The engine ended too often and is not started again."""
    handed_over = Signal(int)
    """The page has got so many characters of HTML to work on."""

    restarts_per_minute = 3

    def __init__(self, page: QWebEnginePage, script: str, parent: QObject | None = None) -> None:
        """Supply the given page (a `PreviewPage` as well) with the given script."""
        super().__init__(parent)
        self._page = page
        self._script = f"{channel_script()}\n{script}"
        self._blocks = PageBlocks()
        self._revision: int | None = None
        self._outbox: deque[tuple[dict[str, Any], int | None]] = deque()
        self._count_in_page = 0
        self._sent = self._taken = 0
        self._running = False
        self._kept: dict[str, tuple[object, ...]] = {}
        self._place = (1.0, 0.0)
        self._wishes = 0
        self._restarts: deque[float] = deque(maxlen=self.restarts_per_minute)
        self.bridge = PreviewBridge(self)
        self.bridge.loaded.connect(self._on_loaded)
        self.bridge.out_of_step.connect(self._send_all)
        self.bridge.placed.connect(self._note_place)
        self.bridge.taken.connect(self._note_taken)
        self._channel = QWebChannel(self)
        self._channel.registerObject("bridge", self.bridge)
        page.setWebChannel(self._channel, APPLICATION_WORLD)
        page.renderProcessTerminated.connect(self._on_terminated)
        page.loadFinished.connect(self._on_load_finished)

    def load(self) -> None:
        """Load the page."""
        cast("PreviewPage", self._page).load_document()

    def start_again(self) -> None:
        """Load the page after it was given up."""
        self._restarts.clear()
        self.load()

    # Blocks

    @property
    def is_idle(self) -> bool:
        """Whether all blocks have been handed to the page."""
        return not self._outbox

    def apply_patch(self, patch: Mapping[str, Any], revision: int) -> None:
        """Change the blocks `{"start", "removed", "inserted", "shift"}`.

        Raises:
            ValueError: the patch does not fit the blocks that the page has.
        """
        line, share = self._place
        self._place = (self._blocks.moved_line(patch, line), share)
        was_empty = len(self._blocks) == 0
        self._blocks.apply(patch)
        self._revision = revision
        if self._running and was_empty:
            # A line that was asked for before there was anything is gone to now.
            self._send_all()
        elif self._running:
            self._send(patch)

    def reset(self, blocks: Iterable[Mapping[str, Any]], revision: int) -> None:
        """Show other blocks `{"html", "first", "last"}`, from the top."""
        self._blocks.replace(blocks)
        self._revision = revision
        self._place = (1.0, 0.0)
        self._send_all()

    # What the page is told

    def call(self, function: str, *arguments: object) -> None:
        """Call a function of the page's script; what it gets is data, never code.

        Nothing happens while the page is not there.
        """
        if self._running:
            self._page.runJavaScript(
                f"specPreview.{function}({', '.join(json.dumps(each) for each in arguments)})",
                APPLICATION_WORLD,
            )

    def keep(self, function: str, *arguments: object) -> None:
        """Call a function now, and again with the same arguments whenever the page is new."""
        self._kept[function] = arguments
        self.call(function, *arguments)

    def go_to_line(self, line: float | None = None, *, later: bool = False) -> None:
        """Bring a 1-based source line, with a fraction, to the top; None is the last place again.

        With ``later`` it is only kept for the next time: a page that nobody sees need not find
        the place of each line it is told.
        """
        self._place = self._place if line is None else (line, 0.0)
        if not later:
            self._wish("goToLine", *self._place)

    def follow(
        self,
        place: tuple[float, float],
        cursor: float,
        scrolled: bool,
        revision: int,
        *,
        later: bool = False,
    ) -> None:
        """Go along with the text, as soon as the page shows its ``revision``.

        It has ``scrolled`` to a place, a 1-based source line with a fraction at a share of the
        height; the line of its ``cursor``, 0 for none, is to be in sight. ``later`` is as in
        `go_to_line`.
        """
        if scrolled:
            self._place = place
        if not later:
            self._wish("follow", *place, cursor, scrolled, revision)

    def _wish(self, function: str, *arguments: object) -> None:
        """Say where the page is to be; what it tells of its place before it hears this is old."""
        self._wishes += 1
        self.call(function, *arguments, self._wishes)

    def _send(self, patch: Mapping[str, Any]) -> None:
        slices = list(in_slices(patch))
        self._outbox.extend((each, None) for each in slices[:-1])
        self._outbox.append((slices[-1], self._revision))
        self._send_next()

    def _send_next(self) -> None:
        """Send as many slices as may be under way; the page says when it has time for more."""
        while self._outbox and self._sent - self._taken < SLICES_AT_ONCE:
            patch, revision = self._outbox.popleft()
            self._count_in_page += len(patch["inserted"]) - patch["removed"]
            self._sent += 1
            self.handed_over.emit(sum(len(block["html"]) for block in patch["inserted"]))
            self.call("apply", patch, revision, self._count_in_page, self._sent)

    def _send_all(self) -> None:
        self._outbox.clear()
        self._count_in_page = 0
        self.call("clear")
        if self._running and self._revision is not None:
            self._wish("returnTo", *self._place, self._blocks.last_line)
            self._send(self._blocks.as_patch())

    # What comes from the page

    def _on_load_finished(self, complete: bool) -> None:
        # The page's own list of scripts is not used: after a crash it sometimes does not reach
        # the new process, and the preview would stay empty.
        if complete:
            self._page.runJavaScript(self._script, APPLICATION_WORLD)

    def _on_loaded(self) -> None:
        self._running = True
        self._taken = self._sent
        for function, arguments in self._kept.items():
            self.call(function, *arguments)
        self._send_all()
        self.ready.emit()

    def _note_place(self, line: float, share: float, wish: int) -> None:
        if wish == self._wishes:
            self._place = (line, share)

    def _note_taken(self, number: int) -> None:
        self._taken = max(self._taken, number)
        self._send_next()

    def _on_terminated(self) -> None:
        self._running = False
        self._outbox.clear()
        now = time.monotonic()
        if len(self._restarts) == self._restarts.maxlen and now - self._restarts[0] < 60:
            self.given_up.emit()
            return
        self._restarts.append(now)
        self.stopped.emit()
        QTimer.singleShot(0, self, self.load)


def channel_script() -> str:
    """Return Qt's own client of the channel."""
    file = QFile(":/qtwebchannel/qwebchannel.js")
    if not file.open(QIODevice.OpenModeFlag.ReadOnly):
        raise FileNotFoundError("Qt's qwebchannel.js is missing: the installation is damaged")
    return bytes(file.readAll().data()).decode("utf-8")
