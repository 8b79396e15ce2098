"""The status bar: messages, and at its right end how far the specification is."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QLabel,
    QMenu,
    QProgressBar,
    QSizePolicy,
    QStatusBar,
    QStyle,
    QStyleOption,
    QStylePainter,
    QToolButton,
    QToolTip,
    QWidget,
)

from spec_editor.core.report import DocumentReport
from spec_editor.core.words import percent
from spec_editor.ui.flavour_button import FlavourButton
from spec_editor.ui.format_button import FormatButton
from spec_editor.ui.theme import Theme, mixed
from spec_editor.ui.words import counted, plain_tip, rich_tip

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


@dataclass(frozen=True, slots=True)
class TemplateEntry:
    """A template to choose: ``name`` is None for what is taken where nobody chooses."""

    name: str | None
    text: str
    chosen: bool = False


class TemplateButton(QToolButton):
    """The name of the template in use, with a menu of those that there are."""

    wanted = Signal()  # the menu opens: ``offer`` is to be called now
    chosen = Signal(object)  # name of a template, empty for none, None to leave it open

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("templateName")
        self.setAccessibleName("Template")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(self)
        menu.setObjectName("templateMenu")
        menu.aboutToShow.connect(self.wanted)
        self.setMenu(menu)

    def offer(self, entries: Sequence[TemplateEntry]) -> None:
        """Fill the menu; the first entry leaves the choice open, the last is no template."""
        menu = self.menu()
        menu.clear()
        for number, entry in enumerate(entries):
            if number in (1, len(entries) - 1):
                menu.addSeparator()
            action = menu.addAction(entry.text.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(entry.chosen)
            action.triggered.connect(lambda _=False, name=entry.name: self.chosen.emit(name))

    def show_template(self, name: str) -> None:
        """Show which template the document is measured by, empty for none."""
        self.setText(name.replace("&", "&&") or "No template")
        about = (
            "This document is measured by this template."
            if name
            else "No template explains this document: its own headings are the outline."
        )
        self.setToolTip(rich_tip(name or "No template", about, "Press to choose another one."))


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
        self.template = TemplateButton()
        self.cursor_place = self._label("cursorPlace", "Place of the cursor")
        self.format = FormatButton()
        self.flavour = FlavourButton()
        self._fields = (
            self.cursor_place,
            self.format,
            self.flavour,
            self.template,
            self.placeholders,
            self.completeness,
        )
        # What can be done without where there is no room for all, the first one first.
        self._spared = (self.placeholders, self.cursor_place)
        self._left_out: set[QWidget] = set()
        for widget in self._fields:
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

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the message, shortened where there is no room for all of it."""
        painter = QStylePainter(self)
        option = QStyleOption()
        option.initFrom(self)
        painter.drawPrimitive(QStyle.PrimitiveElement.PE_PanelStatusBar, option)
        painter.setPen(self.palette().windowText().color())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self._message_area(), flags, self.shown_message())

    def event(self, event: QEvent) -> bool:
        """Tell the whole of a message that is shortened; make room when a field needs more."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._make_room()
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            area, text = self._message_area(), self.currentMessage()
            is_cut = area.contains(event.pos()) and self.shown_message() != text
            QToolTip.showText(event.globalPos(), plain_tip(text) if is_cut else "", self, area)
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what there is no room for."""
        super().resizeEvent(event)
        self._make_room()

    def minimumSizeHint(self) -> QSize:
        """Return the room for what is never left out."""
        needed = [field for field in self._present() if field not in self._spared]
        return QSize(self._width_of(needed), super().minimumSizeHint().height())

    def _present(self) -> list[QWidget]:
        """Return the fields that have something to say."""
        left_out = self._left_out
        return [each for each in self._fields if each in left_out or not each.isHidden()]

    def _width_of(self, fields: Sequence[QWidget]) -> int:
        """Return how much room fields take together."""
        margins = self.contentsMargins()
        widths = [field.sizeHint().width() + _SIDE for field in fields]
        return sum(widths) + margins.left() + margins.right() + _GAP

    def _make_room(self) -> None:
        """Leave out as few fields as need be."""
        present = self._present()
        shown = list(present)
        for label in self._spared:
            if label in shown and self._width_of(shown) > self.width():
                shown.remove(label)
        self._left_out = set(present) - set(shown)
        for field in present:
            field.setVisible(field in shown)

    def shown_message(self) -> str:
        """Return the message as far as there is room for it."""
        room = self._message_area().width()
        return self.fontMetrics().elidedText(
            self.currentMessage(), Qt.TextElideMode.ElideRight, room
        )

    def _message_area(self) -> QRect:
        """Return the room that the widgets at the right end leave."""
        margins = self.contentsMargins()
        shown = [field.x() for field in self._fields if field.isVisible()]
        right = min(shown, default=self.width() - margins.right()) - _GAP
        left = margins.left() + _SIDE
        return QRect(left, 0, max(0, right - left), self.height())

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
        self.template.show_template(report.template)
        self.template.show()

    def clear_document(self) -> None:
        """Show nothing of a document: none is open."""
        self._left_out.clear()
        for widget in self._fields:
            widget.hide()
