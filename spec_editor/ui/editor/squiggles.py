"""Waves under the text: where they run and how they are painted."""

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QTextBlock

from spec_editor.core.findings import Span
from spec_editor.ui.editor.positions import qt_position
from spec_editor.ui.editor.view import range_areas

if TYPE_CHECKING:
    from spec_editor.ui.editor.text_view import TextView

_PERIOD = 5.0
_HEIGHT = 4.0
_LEAST_WIDTH = 6.0


def areas_of(view: "TextView", block: QTextBlock, origin: QPointF, span: Span) -> Iterator[QRectF]:
    """Yield the areas in the view's pixels that a span takes in one line of the text.

    ``origin`` is where the line begins in the view; each row of a wrapped line has an area.
    """
    text = block.text()
    number = block.blockNumber() + 1
    first, last = 0, len(text)
    if span.line == number:
        first = min(span.column - 1, len(text))
    if span.end_line == number:
        last = min(span.end_column - 1, len(text))
    start, end = qt_position(text, first), qt_position(text, max(first, last))
    corner = QPointF(view.contentOffset().x(), origin.y())
    for area in range_areas(block, start, end, corner):
        area.setWidth(max(area.width(), _LEAST_WIDTH))
        yield area


def paint_wave(painter: QPainter, area: QRectF, descent: float, color: str) -> None:
    """Paint a wave at the bottom of a row of text; ``descent`` is the room below its letters."""
    ratio = painter.device().devicePixelRatioF()
    scale = max(1.0, min(2.0, descent / _HEIGHT))
    top = area.bottom() - max(_HEIGHT * scale, descent) + (1 if descent > _HEIGHT else 0)
    wave = QRectF(area.left(), top, area.width(), _HEIGHT * scale)
    painter.drawTiledPixmap(wave, _wave(color, scale, ratio))


@cache
def _wave(color: str, scale: float, ratio: float) -> QPixmap:
    """Return one period of the wave, to be laid side by side; fast, however long the text."""
    width, height = _PERIOD * scale, _HEIGHT * scale
    # Whole device pixels, or the seams between two periods would be seen.
    pixmap = QPixmap(max(4, round(width * ratio)), max(3, round(height * ratio)))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(pixmap.width() / width, pixmap.height() / height)
    painter.setPen(QPen(QColor(color), 1.15 * scale))
    low, high = height - 0.9 * scale, 0.9 * scale
    path = QPainterPath(QPointF(-width / 2, high))
    for half in range(4):
        x = half * width / 2
        path.lineTo(QPointF(x, low if half % 2 == 0 else high))
    painter.drawPath(path)
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
