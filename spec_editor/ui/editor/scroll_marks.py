"""The editor's scroll bar, in which a mark stands wherever something was found."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QScrollBar, QStyle, QStyleOptionSlider, QToolTip

from spec_editor.core.findings import Severity
from spec_editor.ui.words import rich_tip

if TYPE_CHECKING:
    from spec_editor.ui.editor.text_view import TextView

_MARK_HEIGHT = 2.0
_LEFT, _RIGHT = 3.0, 3.0
_REACH = 3
_MOST_IN_TIP = 4


class Tick(NamedTuple):
    """One mark: its row of pixels, the gravest severity there and the line it stands for."""

    y: int
    severity: Severity
    line: int


class MarkedScrollBar(QScrollBar):
    """A vertical scroll bar with marks; a click on one goes to its line."""

    line_requested = Signal(int)  # 1-based line of the mark that was clicked

    def __init__(self, view: "TextView") -> None:
        super().__init__(Qt.Orientation.Vertical, view)
        self._view = view
        self._lines: Mapping[Severity, Sequence[int]] = {}
        self._messages: Mapping[int, Sequence[str]] = {}
        self._ticks: list[Tick] | None = None
        self.setMouseTracking(True)
        self.rangeChanged.connect(self._forget)

    def set_lines(
        self,
        lines: Mapping[Severity, Sequence[int]],
        messages: Mapping[int, Sequence[str]] | None = None,
    ) -> None:
        """Mark these 1-based lines, in order for each severity; ``messages`` tell of them."""
        self._lines = lines
        self._messages = messages or {}
        self._forget()

    def ticks(self) -> list[Tick]:
        """Return the marks from top to bottom, one for each row of pixels at most."""
        if self._ticks is None:
            self._ticks = self._find_ticks()
        return self._ticks

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the marks over the bar."""
        super().paintEvent(event)
        painter = QPainter(self)
        wide = self.width() - _LEFT - _RIGHT
        for severity in reversed(Severity):
            color = QColor(str(getattr(self._view.theme, severity)))
            for tick in self.ticks():
                if tick.severity is severity:
                    painter.fillRect(QRectF(_LEFT, tick.y, wide, _MARK_HEIGHT), color)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Spread the marks over the new height."""
        super().resizeEvent(event)
        self._forget()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the line of a mark; what is no mark scrolls as always."""
        tick = self._tick_at(event.position().toPoint())
        if tick is not None and event.button() == Qt.MouseButton.LeftButton:
            self.line_requested.emit(tick.line)
            event.accept()
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show by the pointer that a mark can be clicked."""
        super().mouseMoveEvent(event)
        over = self._tick_at(event.position().toPoint()) is not None and not self.isSliderDown()
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def event(self, event: QEvent) -> bool:
        """Tell what was found where a mark is pointed at."""
        if event.type() != QEvent.Type.ToolTip or not isinstance(event, QHelpEvent):
            return super().event(event)
        tick = self._tick_at(event.pos())
        if tick is None:
            QToolTip.hideText()
        else:
            near = QRect(0, tick.y - _REACH, self.width(), 2 * _REACH + 2)
            QToolTip.showText(event.globalPos(), self._tip(tick), self, near)
        return True

    def _tip(self, tick: Tick) -> str:
        """Return what a mark stands for; where there is more than fits, how much more."""
        found = self._messages.get(tick.line, ())
        lines = [*found[:_MOST_IN_TIP]]
        if len(found) > _MOST_IN_TIP:
            lines.append(f"and {len(found) - _MOST_IN_TIP} more")
        return rich_tip(f"Line {tick.line}", *lines)

    def leaveEvent(self, event: QEvent) -> None:
        """Give the pointer its usual shape back."""
        super().leaveEvent(event)
        self.unsetCursor()

    def _forget(self) -> None:
        """Compute the marks anew before they are painted next."""
        self._ticks = None
        self.update()

    def _find_ticks(self) -> list[Tick]:
        """Put the lines into rows of pixels; where several fall into one, the gravest shows."""
        found: dict[int, Tick] = {}
        edges = self._first_lines()
        for severity, lines in self._lines.items():
            begin = 0
            for y in range(len(edges) - 1):
                end = bisect_left(lines, edges[y + 1], begin)
                if end > begin and (y not in found or severity.rank < found[y].severity.rank):
                    found[y] = Tick(y, severity, lines[begin])
                begin = end
        return [found[y] for y in sorted(found)]

    def _first_lines(self) -> list[int]:
        """Return for each row of pixels the first line that begins in it, and one line more.

        Wrapped lines take more room in the bar, as they do in the view.
        """
        document = self._view.document()
        rows = self.maximum() + self.pageStep()
        height = max(1, self.height())
        edges = []
        for y in range(height):
            row = -(-y * rows // height)
            block = document.findBlockByLineNumber(row)
            if not block.isValid():
                edges.append(document.blockCount() + 1)
                continue
            edges.append(block.blockNumber() + 1 + (block.firstLineNumber() < row))
        return [*edges, document.blockCount() + 2]

    def _tick_at(self, place: QPoint) -> Tick | None:
        """Return the mark nearest to the pointer, None on the handle and where none is near."""
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        style = self.style()
        handle = style.subControlRect(
            QStyle.ComplexControl.CC_ScrollBar, option, QStyle.SubControl.SC_ScrollBarSlider, self
        )
        near = [tick for tick in self.ticks() if abs(tick.y + 1 - place.y()) <= _REACH]
        if not near or handle.contains(place):
            return None
        return min(near, key=lambda tick: abs(tick.y + 1 - place.y()))
