"""The editor as something to look at: line numbers, current line, colours, size, scrolling."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from spec_editor.ui.editor.buffer import MARGIN, Place, TextBuffer
from spec_editor.ui.editor.formats import CHIP_PROPERTY
from spec_editor.ui.editor.gutter import LineNumbers
from spec_editor.ui.editor.highlighter import MarkdownHighlighter
from spec_editor.ui.editor.line_runs import CHIP_LINES, CODE_LINES
from spec_editor.ui.editor.view import last_visible_number, range_areas, top_line, visible_blocks
from spec_editor.ui.theme import LIGHT, MONOSPACE, Theme

_SIZE, _SMALLEST, _LARGEST = 10.5, 6.0, 40.0
_TAB_COLUMNS = 4
_CHIP_RADIUS = 3.5


class TextView(QPlainTextEdit):
    """A plain text in a fixed-width font with line numbers and Markdown colours."""

    top_line_changed = Signal(float)
    """The 1-based source line at the top of the view, with the part of it that is above."""
    zoom_changed = Signal(int)
    """The size of the text in percent of the usual."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._current_number = -1
        self._top_line = 1.0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setCursorWidth(2)
        self.line_numbers = LineNumbers(self)
        self.buffer = TextBuffer()
        self._take(self.buffer)
        self._set_point_size(_SIZE)
        self.blockCountChanged.connect(self._fit_gutter)
        self.updateRequest.connect(self._follow_update)
        self.cursorPositionChanged.connect(self._follow_cursor)
        self.set_theme(LIGHT)

    def show_buffer(self, buffer: TextBuffer) -> None:
        """Show a document's text where it was left; the one shown before is left as it is."""
        before = self.buffer
        before.place = self.place()
        before.highlighter.changed.disconnect(self.viewport().update)
        self.buffer = buffer
        self._take(buffer)
        self._top_line = 1.0
        self._fit_gutter()
        self._go_to(buffer.place)

    def place(self) -> Place:
        """Return where one is in the text."""
        cursor = self.textCursor()
        return Place(cursor.anchor(), cursor.position(), self.verticalScrollBar().value())

    def _take(self, buffer: TextBuffer) -> None:
        """Use a document's text with this view's font and colours."""
        buffer.document.setDefaultFont(self.font())
        buffer.highlighter.set_theme(self._theme)
        buffer.highlighter.changed.connect(self.viewport().update)
        self.setDocument(buffer.document)
        self._set_tab_stops()

    def _go_to(self, place: Place) -> None:
        """Restore selection and scroll place, as far as the text still has them."""
        last = self.document().characterCount() - 1
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(place.anchor, last))
        cursor.setPosition(min(place.position, last), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.verticalScrollBar().setValue(place.scroll)

    @property
    def highlighter(self) -> MarkdownHighlighter:
        """What colours the text that is shown."""
        return self.buffer.highlighter

    @property
    def theme(self) -> Theme:
        """The colours in use."""
        return self._theme

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of ``theme``."""
        self._theme = theme
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, QColor(theme.base))
        palette.setColor(QPalette.ColorRole.Text, QColor(theme.text))
        palette.setColor(QPalette.ColorRole.Highlight, QColor(theme.selection))
        palette.setColor(QPalette.ColorRole.HighlightedText, QColor(theme.selection_text))
        palette.setColor(QPalette.ColorRole.PlaceholderText, QColor(theme.muted))
        self.setPalette(palette)
        self.highlighter.set_theme(theme)
        self.line_numbers.update()

    def zoom_in(self) -> None:
        """Make the text one step larger."""
        self._set_point_size(self.font().pointSizeF() + 1)

    def zoom_out(self) -> None:
        """Make the text one step smaller."""
        self._set_point_size(self.font().pointSizeF() - 1)

    def zoom_reset(self) -> None:
        """Show the text in its usual size."""
        self._set_point_size(_SIZE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the line numbers beside the text, and the line that is typed in in view."""
        cursor, height = self.cursorRect(), event.oldSize().height()
        was_seen = cursor.top() >= 0 and cursor.bottom() < height
        super().resizeEvent(event)
        if was_seen and event.size().height() < height:
            # As when a notice comes above the text while somebody types at its end.
            self.ensureCursorVisible()
        area = self.contentsRect()
        self.line_numbers.setGeometry(
            area.left(), area.top(), self.line_numbers.width(), area.height()
        )

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll, or change the size of the text while Ctrl is held."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y() > 0:
                self.zoom_in()
            elif event.angleDelta().y() < 0:
                self.zoom_out()
            event.accept()
            return
        super().wheelEvent(event)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Colour what comes into view before it is painted."""
        super().scrollContentsBy(dx, dy)
        self._color_view()
        line = top_line(self)
        if dy and line != self._top_line:
            self._top_line = line
            self.top_line_changed.emit(line)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the current line and the placeholders' chips, then the text."""
        self._color_view()
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        dirty = event.rect()
        for block, area in visible_blocks(self):
            if area.bottom() < dirty.top() or area.top() > dirty.bottom():
                continue
            kind = self.highlighter.kind_of(block)
            if kind in CODE_LINES:
                wide = QRectF(MARGIN - 4, area.top(), self.viewport().width(), area.height())
                painter.fillRect(wide, QColor(self._theme.code_background))
            if block.blockNumber() == self._current_number:
                wide = QRectF(0, area.top(), self.viewport().width(), area.height())
                painter.fillRect(wide, QColor(self._theme.current_line))
            if kind in CHIP_LINES:
                self._paint_chips(painter, block, area.topLeft())
        painter.end()
        super().paintEvent(event)

    def _paint_chips(self, painter: QPainter, block: QTextBlock, origin: QPointF) -> None:
        """Paint the rounded ground of a line's placeholders, whose text starts at ``origin``."""
        painter.setBrush(QColor(self._theme.placeholder_background))
        corner = QPointF(self.contentOffset().x(), origin.y())
        for part in block.layout().formats():
            if part.format.hasProperty(CHIP_PROPERTY):
                for area in range_areas(block, part.start, part.start + part.length, corner):
                    chip = area.adjusted(-1, 1, 1, -1)
                    painter.drawRoundedRect(chip, _CHIP_RADIUS, _CHIP_RADIUS)

    def _color_view(self) -> None:
        """Colour the lines in view that have no colours yet."""
        self.highlighter.color(self.firstVisibleBlock(), last_visible_number(self))

    def _follow_update(self) -> None:
        """Paint the line numbers anew together with the text."""
        self.line_numbers.update()

    def _follow_cursor(self) -> None:
        """Move the mark of the current line."""
        number = self.textCursor().blockNumber()
        if number != self._current_number:
            self._current_number = number
            self.viewport().update()
            self.line_numbers.update()

    def _set_point_size(self, size: float) -> None:
        """Show the text with this size, within reason."""
        font = QFont()
        font.setFamilies(MONOSPACE)
        font.setFixedPitch(True)
        font.setStyleHint(QFont.StyleHint.Monospace)
        font.setPointSizeF(min(max(size, _SMALLEST), _LARGEST))
        self.setFont(font)
        self._set_tab_stops()
        self._fit_gutter()
        self.zoom_changed.emit(round(font.pointSizeF() / _SIZE * 100))

    def _set_tab_stops(self) -> None:
        """Let a tab be as wide as some spaces; the document itself holds this."""
        self.setTabStopDistance(self.fontMetrics().horizontalAdvance(" ") * _TAB_COLUMNS)

    def _fit_gutter(self) -> None:
        """Give the line numbers the room that they need."""
        width = self.line_numbers.needed_width()
        if width != self.viewportMargins().left():
            self.setViewportMargins(width, 0, 0, 0)
            self._place_numbers(width)

    def _place_numbers(self, width: int) -> None:
        """Put the line numbers beside the text."""
        area = self.contentsRect()
        self.line_numbers.setGeometry(area.left(), area.top(), width, area.height())
