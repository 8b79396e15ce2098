"""The status bar: messages, and at its right end how far the specification is."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QProgressBar, QSizePolicy, QStatusBar, QWidget

from spec_editor.core.report import DocumentReport
from spec_editor.ui.theme import Theme, mixed
from spec_editor.ui.words import counted, percent, rich_tip

_BAR_WIDTH, _BAR_HEIGHT, _GAP, _SIDE = 96, 6, 8, 6


class CompletenessBar(QProgressBar):
    """A slim bar with "62 % complete" beside it, of which screen readers read the text."""

    pressed = Signal()  # it was clicked, or Enter or Space was pressed on it

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("completenessBar")
        self.setAccessibleName("Completeness of the specification")
        self.setRange(0, 100)
        self.setFormat("%p % complete")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip("Show what is left to do")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take on the theme's colours."""
        self._theme = theme
        self.update()

    def set_completeness(self, completeness: float) -> None:
        """Show 0.0-1.0."""
        self.setValue(percent(completeness))
        self.setAccessibleDescription(self.text())

    def sizeHint(self) -> QSize:
        """Return the room that the widest text needs, so that the bar never moves."""
        metrics = self.fontMetrics()
        text = metrics.horizontalAdvance("100 % complete") + 2
        width = _SIDE + _BAR_WIDTH + _GAP + text + _SIDE
        return QSize(width, max(22, metrics.height() + 4))

    def minimumSizeHint(self) -> QSize:
        """Return the same room: the text is never cut off."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bar and its text."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        painter.setPen(Qt.PenStyle.NoPen)
        top = (self.height() - _BAR_HEIGHT) / 2
        track = QRectF(_SIDE, top, _BAR_WIDTH, _BAR_HEIGHT)
        painter.setBrush(QColor(mixed(self._theme.window, self._theme.text, 0.16)))
        painter.drawRoundedRect(track, 3, 3)
        done = _BAR_WIDTH * self.value() / 100
        if done > 0:
            painter.setBrush(QColor(self._theme.ok if self.value() == 100 else self._theme.accent))
            painter.drawRoundedRect(QRectF(_SIDE, top, max(_BAR_HEIGHT, done), _BAR_HEIGHT), 3, 3)
        painter.setPen(QColor(self._theme.text))
        area = QRectF(_SIDE + _BAR_WIDTH + _GAP, 0, self.width(), self.height())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, flags, self.text())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Be pressed by a click."""
        inside = self.rect().contains(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and inside:
            self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Be pressed by Enter or Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit()
        else:
            super().keyPressEvent(event)

    def _paint_ground(self, painter: QPainter) -> None:
        """Show that it can be pressed, and that it has the focus."""
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._theme.accent), 1.5))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
        if self.underMouse():
            painter.setBrush(QColor(mixed(self._theme.window, self._theme.text, 0.07)))
        if self.hasFocus() or self.underMouse():
            area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(area, 5, 5)


class StatusBar(QStatusBar):
    """Shows messages and, for the open specification, cursor, template and completeness."""

    summary_requested = Signal()  # what is left to do is to be shown

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusBar")
        self.setSizeGripEnabled(False)
        self.setContentsMargins(8, 0, 8, 0)
        self.completeness = CompletenessBar(theme)
        self.completeness.pressed.connect(self.summary_requested)
        self.placeholders = self._label("placeholdersLeft", "Placeholders left")
        self.template = self._label("templateName", "Template")
        self.cursor_place = self._label("cursorPlace", "Place of the cursor")
        for widget in (self.cursor_place, self.template, self.placeholders, self.completeness):
            self.addPermanentWidget(widget)
        self.clear_document()

    def _label(self, name: str, accessible: str) -> QLabel:
        """Return one quiet text."""
        label = QLabel()
        label.setObjectName(name)
        label.setAccessibleName(accessible)
        label.setProperty("role", "muted")
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setContentsMargins(8, 4, 8, 4)
        return label

    def set_theme(self, theme: Theme) -> None:
        """Take on the theme's colours."""
        self.completeness.set_theme(theme)

    def show_message(self, text: str, milliseconds: int = 5000) -> None:
        """Show a message at the left end; 0 keeps it until the next one."""
        self.showMessage(text, milliseconds)

    def set_cursor(self, line: int, column: int) -> None:
        """Show the cursor's 1-based line and column."""
        self.cursor_place.setText(f"Line {line}, column {column}")
        self.cursor_place.show()

    def set_report(self, report: DocumentReport) -> None:
        """Show template, placeholders left and completeness of the open specification."""
        self.completeness.set_completeness(report.completeness)
        self.completeness.show()
        left = counted(report.placeholders, "placeholder")
        self.placeholders.setText(f"{left} left" if report.placeholders else "No placeholders left")
        self.placeholders.show()
        self.template.setText(report.template or "No template")
        self.template.setToolTip(
            rich_tip(report.template, "The template that this document is measured by")
            if report.template
            else "No template explains this document: its own headings are the outline"
        )
        self.template.show()

    def clear_document(self) -> None:
        """Show nothing of a document: none is open."""
        for widget in (self.cursor_place, self.template, self.placeholders, self.completeness):
            widget.hide()
