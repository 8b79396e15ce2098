"""The line numbers beside the text."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTextBlock,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from spec_editor.ui.editor.view import visible_blocks

if TYPE_CHECKING:
    from spec_editor.ui.editor.text_view import TextView

_LEAST_DIGITS = 3
_LEFT, _RIGHT = 12, 14


class LineNumbers(QWidget):
    """Paints the numbers of the lines in view; a click selects the line, a drag several."""

    def __init__(self, editor: "TextView") -> None:
        super().__init__(editor)
        self._editor = editor
        self._anchor = 0
        self.setAccessibleName("Line numbers")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def needed_width(self) -> int:
        """Return the width in pixels that the largest number needs."""
        digits = max(_LEAST_DIGITS, len(str(self._editor.blockCount())))
        return _LEFT + _RIGHT + self._editor.fontMetrics().horizontalAdvance("9") * digits

    def sizeHint(self) -> QSize:
        """Return the width that the numbers need."""
        return QSize(self.needed_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the numbers of the lines in view, that of the cursor's line brighter."""
        theme = self._editor.theme
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(theme.gutter))
        painter.setFont(self._editor.font())
        height = self._editor.fontMetrics().height()
        width = self.width() - _RIGHT
        current = self._editor.textCursor().blockNumber()
        plain, bright = QColor(theme.muted), QColor(theme.text)
        plain.setAlphaF(0.75)
        right = Qt.AlignmentFlag.AlignRight
        for block, area in visible_blocks(self._editor):
            if area.top() > event.rect().bottom():
                break
            number = block.blockNumber()
            if number == current:
                painter.fillRect(
                    QRectF(0, area.top(), self.width(), area.height()), QColor(theme.current_line)
                )
            painter.setPen(bright if number == current else plain)
            painter.drawText(QRectF(0, area.top(), width, height), right, str(number + 1))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the text."""
        self._editor.wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select the line."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._anchor = self._number_at(event)
            self._select_to(self._anchor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Select from the line pressed first to this one."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._select_to(self._number_at(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the selecting."""
        event.accept()

    def _number_at(self, event: QMouseEvent) -> int:
        """Return the 0-based line under the pointer."""
        return self._editor.cursorForPosition(
            QPoint(0, event.position().toPoint().y())
        ).blockNumber()

    def _select_to(self, number: int) -> None:
        """Select the lines from the anchor to ``number``, line ends included."""
        document = self._editor.document()
        downwards = number >= self._anchor
        start = document.findBlockByNumber(self._anchor)
        end = document.findBlockByNumber(number)
        cursor = QTextCursor(start)
        if downwards:
            cursor.setPosition(_end_of_line(end), QTextCursor.MoveMode.KeepAnchor)
        else:
            cursor.setPosition(_end_of_line(start))
            cursor.setPosition(end.position(), QTextCursor.MoveMode.KeepAnchor)
        self._editor.setTextCursor(cursor)


def _end_of_line(block: QTextBlock) -> int:
    """Return the position behind a line's end, or its end when it is the last one."""
    following = block.next()
    return following.position() if following.isValid() else block.position() + block.length() - 1
