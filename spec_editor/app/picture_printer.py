"""Makes PNG pictures of diagrams, sharp in any size."""

import math

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QMarginsF,
    QObject,
    QSize,
    QSizeF,
    QTimer,
    Signal,
)
from PySide6.QtGui import QImage, QImageWriter, QPageLayout, QPageSize

from spec_editor.render.background import in_background
from spec_editor.render.picture_page import PICTURE_PATH, print_page
from spec_editor.render.web import SafePage, SafeProfile

#: Most points of a picture, and most in one direction; a larger one is made smaller.
MAX_POINTS = 50_000_000
MAX_SIDE = 16_000

#: Largest page that can be printed, in points.
MAX_PAGE = 14_400

PATIENCE = 20_000
"""Milliseconds after which a picture is given up."""

_POINTS_PER_PIXEL = 0.75


class PictureAssets:
    """Gives a page the one picture that it shows, and the page itself."""

    def __init__(self, page: str, svg: bytes) -> None:
        self._files = {"": (page.encode(), "text/html"), PICTURE_PATH: (svg, "image/svg+xml")}

    def asset(self, path: str) -> tuple[bytes, str] | None:
        """Return bytes and MIME type of one file."""
        return self._files.get(path)


def fitting_scale(width: int, height: int, scale: float) -> float:
    """Return the scale, or the largest smaller one with which a picture is not too large."""
    most = min(MAX_SIDE / width, MAX_SIDE / height, math.sqrt(MAX_POINTS / (width * height)))
    return min(scale, most)


class PicturePrinter(QObject):
    """Paints one SVG into an image; made for each anew.

    The web engine prints it, since nothing else shows HTML labels in SVG, and the print is
    painted as large as is wished: on screen it would be as large as the screen allows.
    """

    finished = Signal(object)
    """A QImage, or the bytes of a PNG file."""
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._size = QSize()
        self._scale = 1.0
        self._is_over = False
        self._as_file = False
        self._profile: SafeProfile | None = None
        self._page: SafePage | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.setInterval(PATIENCE)
        self._timer.timeout.connect(lambda: self._fail("it took too long"))

    def start(
        self, svg: bytes, size: QSize, theme: str, scale: float, *, as_file: bool = False
    ) -> None:
        """Paint a picture of a natural size, in CSS pixels, ``scale`` times as large.

        ``as_file`` asks for the bytes of a PNG file instead of an image.
        """
        self._as_file = as_file
        shrink = min(1.0, MAX_PAGE / _POINTS_PER_PIXEL / max(size.width(), size.height()))
        width, height = (max(1, int(side * shrink)) for side in (size.width(), size.height()))
        self._size = QSize(width, height)
        self._scale = fitting_scale(size.width(), size.height(), scale) / shrink
        self._profile = SafeProfile(PictureAssets(print_page(theme, width, height), svg))
        self._page = SafePage(self._profile)
        self._page.loadFinished.connect(self._print)
        self._page.renderProcessTerminated.connect(lambda: self._fail("the web engine stopped"))
        self._timer.start()
        self._page.load_document()

    def _print(self, complete: bool) -> None:
        if self._page is None or not complete:
            self._fail("it could not be loaded")
            return
        points = QSizeF(self._size) * _POINTS_PER_PIXEL
        exact = QPageSize(
            points, QPageSize.Unit.Point, "picture", QPageSize.SizeMatchPolicy.ExactMatch
        )
        layout = QPageLayout(exact, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
        self._page.printToPdf(self._paint, layout)

    def _paint(self, data: QByteArray) -> None:
        """Paint the print, which takes a second where the picture is large."""
        if self._is_over:
            return
        size = (QSizeF(self._size) * self._scale).toSize()
        as_file = self._as_file
        in_background(lambda: painted(data, size, as_file), self._take, self)

    def _take(self, picture: QImage | bytes | None) -> None:
        if self._is_over:
            return
        if picture is None:
            self._fail("the web engine gave no picture")
            return
        self._end()
        self.finished.emit(picture)

    def cancel(self) -> None:
        """Give the picture up."""
        if not self._is_over:
            self._end()

    def _fail(self, reason: str) -> None:
        if not self._is_over:
            self._end()
            self.failed.emit(f"The picture was not made: {reason}.")

    def _end(self) -> None:
        """Free the web engine; the page before its profile."""
        self._is_over = True
        self._timer.stop()
        for part in (self._page, self._profile):
            if part is not None:
                part.deleteLater()


def painted(data: QByteArray, size: QSize, as_file: bool) -> QImage | bytes | None:
    """Return the first page of a print as an image of a size, or as a PNG file; None for none."""
    # Only here: nobody else needs it.
    from PySide6.QtPdf import QPdfDocument

    buffer = QBuffer()
    buffer.setData(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    if document.pageCount() == 0:
        return None
    image = document.render(0, size)
    if image.isNull():
        return None
    image.setDevicePixelRatio(1)
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    return png(image) if as_file else image


def png(image: QImage) -> bytes:
    """Return an image as the bytes of a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())
