"""A list of rows with two lines: what it is, and quieter what there is to say about it."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QMetaMethod,
    QModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from spec_editor.ui.controls import ENTER, small_font
from spec_editor.ui.icons import icon
from spec_editor.ui.theme import Theme, current_theme
from spec_editor.ui.tree_view import Index, QuietTree, RowDelegate

_WORDS = Qt.ItemDataRole.UserRole
_ABOVE, _BETWEEN = 5, 1  # logical pixels
_Parent = QModelIndex()


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row; ``key`` names it.

    ``glyph`` is an icon's name and ``tone`` the theme's colour that it has, such as "error".
    ``about`` is told in the tooltip and to screen readers only.
    """

    key: Hashable
    title: str
    words: str
    glyph: str = ""
    tone: str = "muted"
    about: str = ""


class RowList(QuietTree):
    """Shows rows; the one that is chosen is told, whether by mouse, by keys or by a call.

    Enter and a double click activate a row. Where nobody listens to that, Enter is left to the
    dialog, which presses its default button.
    """

    row_chosen = Signal(object)  # the row's key

    def __init__(self, name: str, glyph: str, parent: QWidget | None = None) -> None:
        super().__init__(glyph, current_theme(), parent)
        self.setAccessibleName(name)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setMinimumWidth(180)
        self.setItemDelegate(_TwoLines(self))
        self._rows = _Rows(current_theme())
        self.setModel(self._rows)
        self.selectionModel().currentChanged.connect(self._tell)

    def rows(self) -> Sequence[ListRow]:
        """Return what is shown."""
        return self._rows.shown

    def set_rows(self, rows: Sequence[ListRow]) -> None:
        """Show other rows; none of them is chosen."""
        self._rows.show(rows)

    def update_row(self, row: ListRow) -> None:
        """Show a row anew; it is found by its key."""
        self._rows.update(row)

    def choose(self, key: Hashable) -> None:
        """Choose a row; does nothing when there is none of this key."""
        place = self._rows.place_of(key)
        if place is not None:
            self.setCurrentIndex(self._rows.index(place))

    def chosen(self) -> Hashable | None:
        """Return the key of the row that is chosen."""
        index = self.currentIndex()
        return self._rows.shown[index.row()].key if index.isValid() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Enter to the dialog where it does nothing here."""
        if event.key() in ENTER and not self.isSignalConnected(
            QMetaMethod.fromSignal(self.activated)
        ):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Take on the colours when they change: dialogs are not told of it."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._theme != current_theme():
            self.set_theme(current_theme())
            self._rows.set_theme(current_theme())

    def _tell(self, index: QModelIndex) -> None:
        if index.isValid():
            self.row_chosen.emit(self._rows.shown[index.row()].key)


class _Rows(QAbstractListModel):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.shown: Sequence[ListRow] = ()
        self._theme = theme
        self._places: dict[Hashable, int] = {}

    def show(self, rows: Sequence[ListRow]) -> None:
        self.beginResetModel()
        self.shown = list(rows)
        self._places = {row.key: place for place, row in enumerate(rows)}
        self.endResetModel()

    def update(self, row: ListRow) -> None:
        place = self._places.get(row.key)
        if place is not None:
            self.shown = [*self.shown[:place], row, *self.shown[place + 1 :]]
            self.dataChanged.emit(self.index(place), self.index(place))

    def place_of(self, key: Hashable) -> int | None:
        return self._places.get(key)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        if self.shown:
            self.dataChanged.emit(self.index(0), self.index(len(self.shown) - 1))

    def rowCount(self, parent: Index = _Parent) -> int:
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, _parent: Index = _Parent) -> int:
        return 1

    def hasChildren(self, parent: Index = _Parent) -> bool:
        return not parent.isValid() and bool(self.shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == _WORDS:
            return row.words
        if role == Qt.ItemDataRole.DecorationRole and row.glyph:
            return icon(row.glyph, self._theme, str(getattr(self._theme, row.tone)))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (row.title, row.words, row.about) if part)
        if role == Qt.ItemDataRole.ToolTipRole and row.about:
            return row.about
        return None


class _TwoLines(RowDelegate):
    """Paints the title, and below it the words in a smaller and quieter way."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the height of both lines with some room around them."""
        words = QFontMetrics(small_font(option.font)).height()
        return QSize(64, option.fontMetrics.height() + words + 2 * _ABOVE + _BETWEEN)

    def paint_text(self, painter: QPainter, cell: QStyleOptionViewItem, area: QRect) -> None:
        """Paint both lines."""
        height = QFontMetrics(cell.font).height()
        top = area.top() + _ABOVE
        super().paint_text(painter, cell, QRect(area.left(), top, area.width(), height))
        font = small_font(cell.font)
        metrics = QFontMetrics(font)
        selected = bool(cell.state & QStyle.StateFlag.State_Selected)
        theme = current_theme()
        painter.setFont(font)
        painter.setPen(QColor(theme.selection_text if selected else theme.muted))
        words = metrics.elidedText(
            cell.index.data(_WORDS), Qt.TextElideMode.ElideRight, area.width()
        )
        line = QRect(area.left(), top + height + _BETWEEN, area.width(), metrics.height())
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, words)
