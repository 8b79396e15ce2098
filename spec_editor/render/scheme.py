"""Answers what a page asks of our own scheme; nothing else is to be had."""

from collections.abc import Callable
from functools import partial
from typing import Protocol, cast

import shiboken6
from PySide6.QtCore import QBuffer, QByteArray, QObject, QUrl
from PySide6.QtWebEngineCore import QWebEngineUrlRequestJob, QWebEngineUrlSchemeHandler

from spec_editor.render.background import Lane
from spec_editor.render.policy import CONTENT_SECURITY_POLICY

SCHEME = "specview"
HOST = "doc"

READS_AT_ONCE = 4
"""So many files of the disk are read together; one that never comes must not hold up all."""

Asset = tuple[bytes, str]
"""Bytes and MIME type of a file."""

# A list for each name: Qt has a multi-map here, and a bare value is sent letter by letter as so
# many headers, which switches the policy off. The type in the stubs is wrong about it.
_HEADERS = cast(
    "dict[QByteArray, QByteArray]",
    {
        QByteArray(b"Content-Security-Policy"): [QByteArray(CONTENT_SECURITY_POLICY.encode())],
        QByteArray(b"X-Content-Type-Options"): [QByteArray(b"nosniff")],
        QByteArray(b"Referrer-Policy"): [QByteArray(b"no-referrer")],
        QByteArray(b"Cache-Control"): [QByteArray(b"no-store")],
    },
)


class AssetSource(Protocol):
    """Gives the files that a page may see."""

    def asset(self, path: str) -> Asset | Callable[[], Asset | None] | None:
        """Return a file, or None when there is none by this name.

        The path is what follows `specview://doc/`, decoded, without query and fragment. It comes
        from the document, so it may hold `..`, backslashes or anything else. What takes time,
        because it lies on a disk, is returned as a function that is called in a thread.
        """


class SchemeHandler(QWebEngineUrlSchemeHandler):
    """Answers requests for `specview://doc/…` from an asset source, with our policy in front."""

    def __init__(self, assets: AssetSource, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._assets = assets
        self._reads = Lane(READS_AT_ONCE)

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        """Send one file, or refuse."""
        url = job.requestUrl()
        if bytes(job.requestMethod().data()) != b"GET" or url.host() != HOST:
            job.fail(QWebEngineUrlRequestJob.Error.RequestDenied)
            return
        path = url.path(QUrl.ComponentFormattingOption.FullyDecoded).removeprefix("/")
        found = None if "\0" in path else self._assets.asset(path)
        if callable(found):
            # One that the page no longer wants by then is not read.
            read = partial(_read, job, found)
            self._reads.do(read, partial(_reply, job), self)
        else:
            _reply(job, found)


def _read(job: QWebEngineUrlRequestJob, read: Callable[[], Asset | None]) -> Asset | None:
    return read() if shiboken6.isValid(job) else None


def _reply(job: QWebEngineUrlRequestJob, found: Asset | None) -> None:
    """Send a file; the page may have lost interest meanwhile."""
    if not shiboken6.isValid(job):
        return
    if found is None:
        job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
        return
    content, mime_type = found
    job.setAdditionalResponseHeaders(_HEADERS)
    buffer = QBuffer(job)
    buffer.setData(content)
    job.reply(mime_type.encode("ascii"), buffer)
