"""Small controls that Qt's own do not draw well with our colours."""

from typing import TypeVar

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLayout,
    QListView,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QStyle,
    QStyleOptionButton,
    QWidget,
)

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)

Kind = TypeVar("Kind", bound=QWidget)


def paint_chevron(painter: QPainter, middle: QPointF, pen: QPen, down: bool) -> None:
    """Paint a small chevron that points down, or to the right."""
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    corners = ((-3.5, -1.75), (0.0, 1.75), (3.5, -1.75))
    points = [QPointF(x, y) if down else QPointF(y, x) for x, y in corners]
    painter.drawPolyline([middle + point for point in points])


def small_font(font: QFont) -> QFont:
    """Return an upright font a little smaller than ``font``, for what matters less."""
    result = QFont(font)
    result.setItalic(False)
    if font.pointSizeF() > 0:
        result.setPointSizeF(font.pointSizeF() * 0.9)
    return result


def widgets_in(layout: QLayout, kind: type[Kind]) -> list[Kind]:
    """Return the widgets of one kind in a layout, in their order."""
    items = (layout.itemAt(place) for place in range(layout.count()))
    widgets = [item.widget() for item in items if item is not None]
    return [widget for widget in widgets if isinstance(widget, kind)]


class Button(QPushButton):
    """A button that Enter presses while it has the keyboard, and only then, on every platform.

    Qt has Enter press a dialog's default button instead, whichever other one has the keyboard.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setAutoDefault(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Be pressed by Enter, once however long it is held down."""
        if event.key() not in ENTER:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.click()


def quiet_button(text: str, tip: str = "") -> Button:
    """Return a button of a dialog that is never cut off."""
    button = Button(text)
    button.setToolTip(tip)
    button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
    return button


def firm_splitter(orientation: Qt.Orientation, *widgets: QWidget) -> QSplitter:
    """Return a splitter whose parts cannot be squeezed away by accident."""
    splitter = QSplitter(orientation)
    splitter.setChildrenCollapsible(False)
    # One pixel to look at; Qt widens the area that can be grabbed to five by itself.
    splitter.setHandleWidth(1)
    for widget in widgets:
        splitter.addWidget(widget)
    return splitter


class ChoiceBox(QComboBox):
    """A list to choose from, with the frame of the other fields and our chevron."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # The list that Qt makes by itself ignores the height and the padding of its rows.
        self.setView(QListView(self))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the chevron over the styled frame."""
        super().paintEvent(event)
        painter = QPainter(self)
        pen = QPen(self.palette().color(QPalette.ColorRole.PlaceholderText), 1.5)
        paint_chevron(painter, QPointF(self.width() - 15, self.height() / 2 + 0.5), pen, down=True)


class CheckBox(QCheckBox):
    """A box to tick, with the frame of the other fields, which the style sheet gives it."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tick into the styled frame: a style sheet takes it away."""
        super().paintEvent(event)
        if not self.isChecked():
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        box = (
            self.style()
            .subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
            .toRectF()
        )
        role = QPalette.ColorRole.WindowText
        pen = QPen(self.palette().color(role), 1.75)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen)
        corners = ((-3.5, 0.0), (-1.0, 3.0), (3.75, -3.25))
        painter.drawPolyline([box.center() + QPointF(x, y) for x, y in corners])


class PathButton(Button):
    """A button that shows a name and, quieter, the folder it lies in."""

    def __init__(self, name: str, folder: str, width: int, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setProperty("role", "link")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        metrics = self.fontMetrics()
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, width // 2)
        room = width - metrics.horizontalAdvance(shown) - 40
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(12)
        for text, role in (
            (shown, "link"),
            (metrics.elidedText(folder, Qt.TextElideMode.ElideMiddle, room), "muted"),
        ):
            label = QLabel(text)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setProperty("role", role)
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            row.addWidget(label)
        row.addStretch(1)
        self.setFixedHeight(metrics.height() + 12)


def plain_label(text: str, role: str = "") -> QLabel:
    """Return a text that wraps and is shown as it is, never as HTML."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if role:
        label.setProperty("role", role)
    return label
