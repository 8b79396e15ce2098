"""Prints a page as a PDF: page numbers, header, bookmarks, working table of contents."""

import functools
import json
import os
import re
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QCoreApplication,
    QEventLoop,
    QMarginsF,
    QObject,
    QRunnable,
    Qt,
    QThreadPool,
    QTimer,
    Signal,
)
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtWidgets import QApplication

from spec_editor.export.outline import PrintedHeading, find_places, finish_pdf
from spec_editor.render.fonts import font_problem
from spec_editor.render.sandbox import sandbox_problem
from spec_editor.render.scheme import Asset, AssetSource
from spec_editor.render.web import (
    APPLICATION_WORLD,
    RendererWatch,
    SafePage,
    SafeProfile,
    register_scheme,
)
from spec_editor.resources import resource

_DOCUMENT = "print"

_PAGE_STYLE = """
@page {
  size: %(paper)s;
  @top-left { content: %(title)s; font: 8.5pt %(font)s; color: #59636e; white-space: nowrap; }
  @bottom-right { content: "Page " counter(page) " of " counter(pages);
    font: 8.5pt %(font)s; color: #59636e; }
}
@page :first { @top-left { content: none; } }
.markdown-body .spec-together { break-inside: avoid; }
.markdown-body :is(td, th) { overflow-wrap: break-word; }
.markdown-body :is(td, th) .spec-long, .spec-too-wide :is(td, th) { overflow-wrap: anywhere; }
.markdown-body table.spec-measured { display: table; width: min-content; max-width: none; }
.markdown-body table { font-size: var(--spec-table-size, %(table_size)spt) !important; }
.spec-contents-line { display: flex; align-items: baseline; gap: 0.4em; }
.spec-contents-line a { min-width: 0; overflow-wrap: anywhere; }
.spec-contents-dots { flex: 1; border-bottom: 1px dotted #9aa4af; min-width: 1em; }
.spec-contents-page { font-variant-numeric: tabular-nums; text-align: right; }
"""
_END_OF_SVG = re.compile(r'(%3C(?:%2F|/)svg%3E(?:%0A| )*")')
_NO_FILTERS = "%3Cstyle%3E*%7Bfilter:none!important%7D%3C/style%3E"
_TABLE_SIZE = 9.5
"""Points; the letters of tables that fit."""
_HEADER_WIDTH = 90
"""Narrow characters that the header has room for."""
_AFTER_DEATH = 1000
"""Milliseconds until the page of a dead process is deleted: a print that was under way reaches for
it until then, which takes the program along, and the engine does not say when that is over."""
_FONT = '-apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", Helvetica, Arial, sans-serif'


class PdfError(Exception):
    """The PDF could not be made; the message says why and what to do."""


@dataclass(frozen=True)
class PdfOptions:
    """How a PDF is to look."""

    title: str
    """Shown in the header from the second page on, and by readers as the document's name."""
    author: str = ""
    language: str = "en"
    page_size: str = "A4"
    """`A4` or `Letter`."""
    margins: tuple[float, float, float, float] = (20.0, 22.0, 20.0, 22.0)
    """Left, top, right and bottom, in millimetres; header and footer stand inside them."""
    time_limit: float = 120.0
    """Seconds after which printing is given up."""


class PdfPrinter(QObject):
    """Prints one page without holding up the window; use a new printer for the next page."""

    progressed = Signal(int, str)
    """Percent done, and what is done next."""
    finished = Signal(bytes)
    """The whole PDF."""
    failed = Signal(str)
    """Why there is no PDF."""
    closed = Signal()
    """The engine's page is gone, after one of the signals above or after `cancel`."""

    _worked = Signal(object, object)

    def __init__(
        self,
        options: PdfOptions,
        assets: AssetSource | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Make a printer; `assets` gives the pictures that the page asks our scheme for."""
        super().__init__(parent)
        self._options = options
        self._assets = assets
        self._profile: SafeProfile | None = None
        self._page: SafePage | None = None
        self._headings: tuple[PrintedHeading, ...] = ()
        self._next_step: Callable[[Any], None] | None = None
        self._worked.connect(self._on_worked)
        self._time_limit = QTimer(self, singleShot=True)
        self._time_limit.timeout.connect(self._on_late)

    def start(self, html: str) -> None:
        """Print a whole HTML page, as `standalone_page` makes it; ends with one signal."""
        problem = sandbox_problem() or font_problem()
        if problem is not None:
            QTimer.singleShot(0, self, lambda: self._fail(problem))
            QTimer.singleShot(0, self, self.closed.emit)
            return
        self._profile = SafeProfile(_PrintAssets(html, self._assets))
        self._page = SafePage(self._profile, f"specview://doc/{_DOCUMENT}")
        RendererWatch(self._page, silence_limit=None, parent=self._page)
        self._page.loadFinished.connect(self._on_loaded)
        self._page.renderProcessTerminated.connect(self._on_terminated)
        self._time_limit.start(round(self._options.time_limit * 1000))
        self.progressed.emit(5, "Preparing the pages")
        self._page.load_document()

    def cancel(self) -> None:
        """Stop; no further signal but `closed` comes."""
        # Not at once: we may have been called by the page's own signal.
        self._let_go(after=0)

    def _let_go(self, *, after: int) -> None:
        """Let the page be deleted after so many milliseconds."""
        self._time_limit.stop()
        self._next_step = None
        page, profile = self._page, self._profile
        self._page = self._profile = None
        if page is not None and profile is not None:
            profile.destroyed.connect(self.closed)
            QTimer.singleShot(after, lambda: _delete(page, profile))

    # The steps, in order

    def _on_loaded(self, complete: bool) -> None:
        if not complete:
            self._fail("The page for printing could not be loaded. Nothing was written.")
            return
        style = _PAGE_STYLE % {
            "title": _css_string(_in_one_line(self._options.title)),
            "font": _FONT,
            "paper": self._options.page_size,
            "table_size": _TABLE_SIZE,
        }
        width = _layout(self._options).paintRect(QPageLayout.Unit.Inch).width() * 96
        script = resource("preview", "print.js").read_text(encoding="utf-8")
        self._ask(
            f"{script}\nspecPrint.prepare({json.dumps(style)}, {width}, {_TABLE_SIZE})",
            self._on_prepared,
        )

    def _on_prepared(self, answer: Any) -> None:
        facts = json.loads(answer)
        self._headings = tuple(PrintedHeading(**each) for each in facts["headings"])
        self.progressed.emit(25, "Laying out the pages")
        self._print(self._on_numbers_wanted if facts["wanted"] else self._on_printed)

    def _on_numbers_wanted(self, pdf: bytes) -> None:
        headings = self._headings
        self._work(lambda: find_places(pdf, headings), self._on_places)

    def _on_places(self, places: Any) -> None:
        pages = {
            heading.id: places[heading.name].page
            for heading in reversed(self._headings)
            if heading.id and heading.name in places
        }
        self.progressed.emit(50, "Numbering the table of contents")
        self._ask(f"specPrint.number({json.dumps(pages)})", self._on_numbered)

    def _on_numbered(self, _answer: Any) -> None:
        self._print(self._on_printed)

    def _on_printed(self, pdf: bytes) -> None:
        self.progressed.emit(80, "Adding bookmarks")
        headings, options = self._headings, self._options
        self._work(
            lambda: finish_pdf(pdf, headings, options.title, options.author, options.language),
            self._on_done,
        )

    def _on_done(self, pdf: Any) -> None:
        self.cancel()
        self.progressed.emit(100, "Done")
        self.finished.emit(pdf)

    # How the steps are made

    def _ask(self, expression: str, then: Callable[[Any], None]) -> None:
        """Run one of our functions in the page."""
        if self._page is not None:
            self._page.runJavaScript(
                expression,
                APPLICATION_WORLD,
                lambda answer: self._go_on(then, answer),
            )

    def _print(self, then: Callable[[bytes], None]) -> None:
        if self._page is not None:
            self._page.printToPdf(
                lambda data: self._go_on(then, bytes(data.data())), _layout(self._options)
            )

    def _go_on(self, then: Callable[[Any], None], result: Any) -> None:
        if self._page is None:
            return
        if not result:
            self._fail(
                "The web engine gave no result. Nothing was written; try again.",
                after=_AFTER_DEATH,
            )
            return
        then(result)

    def _work(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """Do work on bytes away from the window's thread."""
        self._next_step = then
        QThreadPool.globalInstance().start(_Work(work, self._worked))

    def _on_worked(self, result: Any, error: str | None) -> None:
        then, self._next_step = self._next_step, None
        if then is None:
            return
        if error is not None:
            self._fail(f"The PDF could not be finished: {error}. Nothing was written.")
            return
        then(result)

    def _on_late(self) -> None:
        limit = f"{self._options.time_limit:g}"
        self._fail(f"Printing took longer than {limit} s and was given up. Nothing was written.")

    def _on_terminated(self) -> None:
        self._fail(
            "The web engine ended while it was printing. Nothing was written; try again.",
            after=_AFTER_DEATH,
        )

    def _fail(self, message: str, *, after: int = 0) -> None:
        self._let_go(after=after)
        self.failed.emit(message)


class _Work(QRunnable):
    """One piece of work in a thread."""

    def __init__(self, work: Callable[[], Any], done: Any) -> None:
        super().__init__()
        self._work = work
        self._done = done

    def run(self) -> None:
        """Do the work and hand over the result, or what went wrong."""
        try:
            self._done.emit(self._work(), None)
        except Exception as error:  # noqa: BLE001  (the edge of a thread)
            self._done.emit(None, str(error) or type(error).__name__)


class _PrintAssets:
    """The page to print, and the pictures of the document."""

    def __init__(self, html: str, assets: AssetSource | None) -> None:
        # A shadow in a diagram is printed as a bitmap: thirteen times the time, three times the
        # size, and boxes that are no longer sharp.
        flat = _END_OF_SVG.sub(lambda end: _NO_FILTERS + end[1], html)
        self._html = flat.encode("utf-8", "replace")
        self._assets = assets

    def asset(self, path: str) -> Asset | Callable[[], Asset | None] | None:
        """Return the page under its own name, anything else from the document's assets."""
        if path == _DOCUMENT:
            return self._html, "text/html"
        return None if self._assets is None else self._assets.asset(path)


def print_pdf(
    html: str,
    options: PdfOptions,
    progress: Callable[[int, str], None] = lambda _percent, _step: None,
    assets: AssetSource | None = None,
) -> bytes:
    """Print a whole HTML page and return the PDF; makes the application when there is none.

    `progress` is told the percentage and the next step.

    Raises:
        PdfError: no PDF could be made; the message says why.
        RuntimeError: somebody made an application without calling `register_scheme` first.
    """
    problem = sandbox_problem()
    if problem is not None:
        raise PdfError(problem)
    if QCoreApplication.instance() is None:
        _own_application()
    register_scheme()
    loop = QEventLoop()
    printed: list[bytes] = []
    errors: list[str] = []
    printer = PdfPrinter(options, assets)
    printer.progressed.connect(progress)
    printer.finished.connect(printed.append)
    printer.failed.connect(errors.append)
    printer.closed.connect(loop.quit, Qt.ConnectionType.QueuedConnection)
    printer.start(html)
    loop.exec()
    if errors:
        raise PdfError(errors[0])
    return printed[0]


@functools.cache
def _own_application() -> QApplication:
    """Make the application of a program without windows; Qt wants one, and only one."""
    if sys.platform == "linux":
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    register_scheme()
    return QApplication([sys.argv[0] or "spec-editor"])


def _delete(page: SafePage, profile: SafeProfile) -> None:
    """Delete both, in this order: a page must not outlive its profile."""
    page.deleteLater()
    profile.deleteLater()


def _layout(options: PdfOptions) -> QPageLayout:
    sizes = {"A4": QPageSize.PageSizeId.A4, "Letter": QPageSize.PageSizeId.Letter}
    return QPageLayout(
        QPageSize(sizes[options.page_size]),
        QPageLayout.Orientation.Portrait,
        QMarginsF(*options.margins),
        QPageLayout.Unit.Millimeter,
    )


def _in_one_line(title: str) -> str:
    """Return the title, cut where the header's line ends; a wide character counts as two."""
    room = _HEADER_WIDTH
    for index, character in enumerate(title):
        room -= 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if room < 0:
            return title[:index].rstrip() + "…"
    return title


def _css_string(text: str) -> str:
    """Return a text as a string of CSS; every character but the plainest is escaped."""
    return '"' + "".join(_css_character(character) for character in text) + '"'


def _css_character(character: str) -> str:
    if character.isascii() and (character.isalnum() or character == " "):
        return character
    return f"\\{ord(character):x} "
