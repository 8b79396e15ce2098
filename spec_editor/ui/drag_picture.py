"""What is beside the pointer while a row is dragged."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QWidget

_WIDEST_CARD = 240  # logical pixels


def drag_picture(title: str, tree: QWidget) -> QPixmap:
    """Return a small card with a title."""
    metrics, palette = tree.fontMetrics(), tree.palette()
    text = metrics.elidedText(title, Qt.TextElideMode.ElideRight, _WIDEST_CARD)
    size = QSize(metrics.horizontalAdvance(text) + 20, metrics.height() + 8)
    ratio = tree.devicePixelRatioF()
    picture = QPixmap(size * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(tree.font())
    painter.setPen(palette.color(QPalette.ColorRole.Accent))
    painter.setBrush(palette.color(QPalette.ColorRole.Button))
    painter.drawRoundedRect(QRectF(0.5, 0.5, size.width() - 1, size.height() - 1), 5, 5)
    painter.setPen(palette.color(QPalette.ColorRole.ButtonText))
    painter.drawText(QRect(QPoint(), size), Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
    return picture
