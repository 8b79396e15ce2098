"""The hardened web engine: the only place where pages, profiles and schemes are made.

Documents come from other people. A page made here runs no script of the document, asks nothing
of the network or the disk, opens nothing and goes nowhere: it sees what an `AssetSource` gives.
"""

import logging
import os
from typing import Any, cast

import psutil
from PySide6.QtCore import (
    QCoreApplication,
    QElapsedTimer,
    QObject,
    QTimer,
    QUrl,
    Signal,
)
from PySide6.QtWebEngineCore import (
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineSettings,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
    QWebEngineUrlScheme,
)

from spec_editor.render.sandbox import CHROMIUM_FLAGS
from spec_editor.render.scheme import HOST, SCHEME, AssetSource, SchemeHandler

PREVIEW_DOCUMENT = f"{SCHEME}://{HOST}/"
"""Address of the preview's page; an `AssetSource` is asked for it with the empty path."""

APPLICATION_WORLD = 1
"""World in which our own scripts run; what the document brings along cannot see it."""

_NO_HOSTS = '--host-resolver-rules="MAP * ~NOTFOUND"'
# By itself the engine looks for garbage in a page when there is a gigabyte of it, or some times as
# much as is in use: a page of 2.4 MB that had been replaced twice took 2 GB. Now it looks at 60 MB
# first, and then whenever 40 % more is in use than after the last time.
_GARBAGE = "--js-flags=--initial-old-space-size=60,--heap-growing-percent=40"
_SWITCHED_OFF = [
    "JavascriptEnabled",
    "JavascriptCanOpenWindows",
    "JavascriptCanAccessClipboard",
    "JavascriptCanPaste",
    "LocalStorageEnabled",
    "LocalContentCanAccessRemoteUrls",
    "LocalContentCanAccessFileUrls",
    "PluginsEnabled",
    "PdfViewerEnabled",
    "FullScreenSupportEnabled",
    "ScreenCaptureEnabled",
    "WebGLEnabled",
    "Accelerated2dCanvasEnabled",
    "AutoLoadIconsForPage",
    "TouchIconsEnabled",
    "HyperlinkAuditingEnabled",
    "AllowRunningInsecureContent",
    "AllowGeolocationOnInsecureOrigins",
    "AllowWindowActivationFromJavaScript",
    "DnsPrefetchEnabled",
    "NavigateOnDropEnabled",
    "ErrorPageEnabled",
    "FocusOnNavigationEnabled",
    "ReadingFromCanvasEnabled",
    "BackForwardCacheEnabled",
]

# A silent renderer that waits for a processor may take so many times longer.
_PATIENCE = 4
# So long it may work on what it was given: twice what was measured for plain text and lists.
_MILLISECONDS_FOR_CHARACTER = 0.002

_log = logging.getLogger(__name__)


def register_scheme() -> None:
    """Make our scheme known to the engine; call it before the QApplication is made.

    It also tells the engine to find no host at all, because a `preconnect` link gets past every
    other barrier, and to look for garbage in time. Flags that the user set are kept.

    Raises:
        RuntimeError: the application exists already, so it is too late.
    """
    if not QWebEngineUrlScheme.schemeByName(SCHEME.encode()).name().isEmpty():
        return
    if QCoreApplication.instance() is not None:
        raise RuntimeError("register_scheme() must be called before the QApplication is made")
    scheme = QWebEngineUrlScheme(SCHEME.encode())
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    scheme.setFlags(QWebEngineUrlScheme.Flag.SecureScheme)
    QWebEngineUrlScheme.registerScheme(scheme)
    flags = os.environ.get(CHROMIUM_FLAGS, "")
    if _NO_HOSTS not in flags:
        flags = f"{flags} {_NO_HOSTS}"
    if "--js-flags" not in flags:
        flags = f"{flags} {_GARBAGE}"
    os.environ[CHROMIUM_FLAGS] = flags.strip()


class RequestFilter(QWebEngineUrlRequestInterceptor):
    """Lets through our own scheme and pictures inside the page, nothing else."""

    refused = Signal(str)
    """Address of a request that was stopped."""

    _OWN_TYPES = frozenset(
        {
            QWebEngineUrlRequestInfo.ResourceType.ResourceTypeMainFrame,
            QWebEngineUrlRequestInfo.ResourceType.ResourceTypeImage,
            QWebEngineUrlRequestInfo.ResourceType.ResourceTypeStylesheet,
            QWebEngineUrlRequestInfo.ResourceType.ResourceTypeFontResource,
        }
    )

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        """Stop a request unless it is one of the few that a page needs."""
        url, kind = info.requestUrl(), info.resourceType()
        own = url.scheme() == SCHEME and url.host() == HOST and kind in self._OWN_TYPES
        inside = (
            url.scheme() == "data"
            and kind == QWebEngineUrlRequestInfo.ResourceType.ResourceTypeImage
        )
        if not own and not inside:
            info.block(True)
            self.refused.emit(_shown(url))


class SafeProfile(QWebEngineProfile):
    """Browser profile that keeps nothing and reaches nothing but one asset source.

    Pages must be deleted before their profile.
    """

    refused = Signal(str)
    """A request or a download was stopped; carries its address."""

    def __init__(self, assets: AssetSource, parent: QObject | None = None) -> None:
        super().__init__(parent)
        if not self.isOffTheRecord():
            raise RuntimeError("a profile for documents must not be kept on disk")
        self._handler = SchemeHandler(assets, self)
        self._filter = RequestFilter(self)
        self._filter.refused.connect(self.refused)
        self.installUrlSchemeHandler(SCHEME.encode(), self._handler)
        self.setUrlRequestInterceptor(self._filter)
        self.setPersistentPermissionsPolicy(
            QWebEngineProfile.PersistentPermissionsPolicy.AskEveryTime
        )
        self.setPersistentCookiesPolicy(
            QWebEngineProfile.PersistentCookiesPolicy.NoPersistentCookies
        )
        self.setSpellCheckEnabled(False)
        self.setPushServiceEnabled(False)
        self.downloadRequested.connect(self._refuse_download)

    def _refuse_download(self, download: Any) -> None:
        download.cancel()
        self.refused.emit(_shown(download.url()))


class SafePage(QWebEnginePage):
    """Page that shows one document of its profile and cannot be led anywhere else."""

    refused = Signal(str)
    """Something the document tried was stopped; says what."""
    console_message = Signal(str, str, int, str)
    """Level (`info`, `warning`, `error`), text, 1-based line and source of a console message."""

    def __init__(
        self,
        profile: QWebEngineProfile,
        document: str = PREVIEW_DOCUMENT,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(profile, parent)
        self._document = QUrl(document)
        self._is_loading = False
        self.loadFinished.connect(self._note_loaded)
        self._harden()
        self._refuse_requests()

    @property
    def document(self) -> QUrl:
        """Address of the only document that this page shows."""
        return QUrl(self._document)

    def load_document(self) -> None:
        """Load the document, or load it again; a load under way goes on."""
        if not self._is_loading:
            self._is_loading = True
            self.load(self._document)

    def _note_loaded(self) -> None:
        self._is_loading = False

    def _harden(self) -> None:
        settings = self.settings()
        for name in _SWITCHED_OFF:
            attribute = getattr(QWebEngineSettings.WebAttribute, name, None)
            if attribute is not None:
                settings.setAttribute(attribute, False)
        settings.setUnknownUrlSchemePolicy(
            QWebEngineSettings.UnknownUrlSchemePolicy.DisallowUnknownUrlSchemes
        )

    def _refuse_requests(self) -> None:
        self.permissionRequested.connect(lambda request: request.deny())
        self.fileSystemAccessRequested.connect(lambda request: request.reject())
        self.registerProtocolHandlerRequested.connect(lambda request: request.reject())
        self.fullScreenRequested.connect(lambda request: request.reject())
        self.desktopMediaRequested.connect(lambda request: request.cancel())
        self.renderProcessTerminated.connect(self._note_loaded)
        self.certificateError.connect(lambda error: error.rejectCertificate())
        self.selectClientCertificate.connect(lambda selection: selection.selectNone())
        self.webAuthUxRequested.connect(lambda request: request.cancel())

    def acceptNavigationRequest(
        self, url: QUrl | str, _kind: QWebEnginePage.NavigationType, is_main_frame: bool
    ) -> bool:
        """Allow the document itself and places inside it."""
        wanted = QUrl(url)
        own = is_main_frame and (wanted.scheme(), wanted.host(), wanted.path()) == (
            self._document.scheme(),
            self._document.host(),
            self._document.path(),
        )
        if not own:
            self.refused.emit(f"navigation to {_shown(wanted)}")
        return own

    def createWindow(self, _kind: QWebEnginePage.WebWindowType) -> QWebEnginePage:
        """Open no window."""
        self.refused.emit("a new window")
        return cast("QWebEnginePage", None)

    def chooseFiles(self, *_arguments: object) -> list[str]:
        """Hand out no file."""
        self.refused.emit("choosing a file")
        return []

    def javaScriptAlert(self, _origin: QUrl | str, message: str) -> None:
        """Show no message of a document."""
        self.refused.emit(f"a message box: {message[:200]}")

    def javaScriptConfirm(self, _origin: QUrl | str, message: str) -> bool:
        """Ask no question of a document."""
        self.refused.emit(f"a question: {message[:200]}")
        return False

    def javaScriptPrompt(
        self, _origin: QUrl | str, message: str, _default: str
    ) -> tuple[bool, str]:
        """Ask for no text on a document's behalf."""
        self.refused.emit(f"a question: {message[:200]}")
        return False, ""

    def javaScriptConsoleMessage(
        self,
        level: QWebEnginePage.JavaScriptConsoleMessageLevel,
        message: str,
        line: int,
        source: str,
    ) -> None:
        """Pass a console message on and keep it in the log."""
        name = level.name.removesuffix("MessageLevel").lower()
        _log.debug("console %s: %s (%s:%d)", name, message, source, line)
        self.console_message.emit(name, message, line, source)


class RendererWatch(QObject):
    """Ends a page's renderer process when it is silent or takes too much memory.

    A few kilobytes of hostile content can keep a renderer busy for ever or grow it to gigabytes.
    The page then reports `renderProcessTerminated` like after any other crash.

    Silence is measured by the processor time that the renderer has had: one that other programs
    keep from the processor is not to blame, so time without it counts a quarter.
    """

    ended = Signal(str)
    """The renderer was ended; says why."""

    def __init__(
        self,
        page: QWebEnginePage,
        silence_limit: int | None = 5_000,
        memory_limit: int = 2_000_000_000,
        interval: int = 1_000,
        parent: QObject | None = None,
    ) -> None:
        """Watch a page.

        `silence_limit` (None: no limit) and `interval` are milliseconds, `memory_limit` bytes.
        """
        super().__init__(parent)
        self._page = page
        self._silence_limit = silence_limit
        self._memory_limit = memory_limit
        self._silence = 0.0
        self._used = 0.0
        # What the page was given to work on since it last answered, and the number of the first
        # question that it answers when it is through with that.
        self._expected = 0.0
        self._question_behind = 0
        self._asked: int | None = None
        self._number = 0
        self._since_look = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(interval)
        self._timer.timeout.connect(self._look)
        page.renderProcessTerminated.connect(self._forget)
        self._timer.start()

    def expect(self, characters: int) -> None:
        """Take note that the page was given so many characters of HTML to work on.

        A single block of 7.9 million takes it seven seconds without a word; a hostile one gets so
        much time only by being as long.
        """
        self._expected += characters * _MILLISECONDS_FOR_CHARACTER
        self._question_behind = self._number + 1

    def _forget(self) -> None:
        self._asked, self._silence = None, 0.0

    def _look(self) -> None:
        # We were held up ourselves (suspended machine, debugger): then silence proves nothing.
        since = self._since_look.elapsed() if self._since_look.isValid() else 0
        held_up = since > 2 * self._timer.interval()
        self._since_look.start()
        process = self._page.renderProcessPid()
        if process == 0:
            self._forget()
            return
        memory, used = self._memory_and_time(process)
        spent, self._used = used - self._used, used
        if memory > self._memory_limit:
            self._end(process, f"it took more than {self._memory_limit // 1_000_000} MB")
        elif self._asked is None:
            self._ask()
        elif not held_up:
            self._note_silence(process, min(max(spent, since / _PATIENCE), since))

    def _note_silence(self, process: int, more: float) -> None:
        self._silence += more
        limit = self._silence_limit
        if limit is not None and self._silence >= limit + self._expected:
            self._end(process, f"it did not answer for {self._silence / 1000:.1f} s of its time")

    def _ask(self) -> None:
        self._number += 1
        self._asked = number = self._number
        self._silence = 0.0
        self._page.runJavaScript("1", APPLICATION_WORLD, lambda _answer: self._answered(number))

    def _answered(self, number: int) -> None:
        if number == self._asked:
            self._forget()
            if number >= self._question_behind:
                self._expected = 0.0

    def _end(self, process: int, reason: str) -> None:
        self._forget()
        self._expected = 0.0
        try:
            psutil.Process(process).kill()
        except psutil.Error:
            _log.debug("renderer %d is gone already", process)
        self.ended.emit(reason)

    @staticmethod
    def _memory_and_time(number: int) -> tuple[int, float]:
        """Return the bytes that a process has, and the milliseconds that it has worked."""
        try:
            process = psutil.Process(number)
            times = process.cpu_times()
            return int(process.memory_info().rss), 1000 * (times.user + times.system)
        except psutil.Error:
            return 0, 0.0


def _shown(url: QUrl) -> str:
    """Return an address short enough for a message."""
    return url.toString()[:200]
