"""Paints the outline's rows: marks and counts behind the title, “Insert” in missing ones."""

from dataclasses import dataclass, replace

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QPoint,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QMouseEvent, QPainter, QPalette
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionViewItem, QTreeView, QWidget

from spec_editor.core.findings import Severity
from spec_editor.ui.controls import small_font
from spec_editor.ui.icons import icon, severity_icon
from spec_editor.ui.outline.model import DONE, ROW_ROLE, TITLE
from spec_editor.ui.outline.rows import OutlineRow
from spec_editor.ui.outline.texts import INSERT
from spec_editor.ui.theme import Theme, mixed
from spec_editor.ui.tree_view import Index, RowDelegate
from spec_editor.ui.words import percent_text

_GLYPH, _GAP, _MARGIN = 14, 6, 8
_MOST_BADGES = 0.4  # of a title's room that marks and counts may take
_TITLE_LEFT = 30  # where the title begins: behind the state's mark
_AROUND_NUMBER = 20  # logical pixels left and right of a percentage
_FILLED = "filled"


@dataclass(frozen=True, slots=True)
class Badge:
    """A small glyph, a short text, or both, behind a title."""

    glyph: QIcon | None = None
    text: str = ""
    color: str = ""

    def width(self, metrics: QFontMetrics) -> int:
        """Return the room it takes in logical pixels."""
        glyph = _GLYPH if self.glyph else 0
        gap = 2 if self.glyph and self.text else 0
        return glyph + gap + (metrics.horizontalAdvance(self.text) if self.text else 0)


class SectionDelegate(RowDelegate):
    """Paints one cell; edits titles; the place to click for “Insert” is in the last column."""

    insert_requested = Signal(str)  # key of a missing section

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.pointer: QPoint | None = None  # in the viewport
        self.looked_for = ""
        """A text to show up in titles, in lower case."""
        self._pressed = ""
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take on the theme's colours."""
        self._theme = theme
        self._extra = Badge(icon("puzzle-outline", theme, theme.muted))
        self._moved = Badge(icon("swap-vertical-bold", theme, theme.muted))
        self._renamed = Badge(icon("rename-outline", theme, theme.muted))
        self._error = severity_icon(Severity.ERROR, theme)
        self._warning = severity_icon(Severity.WARNING, theme)

    # Painting

    def paint_text(self, painter: QPainter, cell: QStyleOptionViewItem, area: QRect) -> None:
        """Paint the title with what stands behind it, or the right end of the row."""
        row: OutlineRow = cell.index.data(ROW_ROLE)
        if cell.index.column() == DONE and row.is_missing:
            self._paint_insert(painter, cell)
            return
        if cell.index.column() == TITLE:
            folded = not cell.state & QStyle.StateFlag.State_Open
            font = small_font(cell.font)
            metrics = QFontMetrics(font)
            badges = fitting(self.badges(row, folded), int(area.width() * _MOST_BADGES), metrics)
            for badge in reversed(badges):
                area.setRight(area.right() - badge.width(metrics))
                self._paint_badge(painter, cell, badge, area.right() + 1)
                area.setRight(area.right() - _GAP)
            self._paint_match(painter, cell, area)
        super().paint_text(painter, cell, area)

    def _paint_match(self, painter: QPainter, cell: QStyleOptionViewItem, area: QRect) -> None:
        """Paint the ground of what is looked for in a title."""
        place = cell.text.casefold().find(self.looked_for) if self.looked_for else -1
        if place < 0:
            return
        metrics = QFontMetrics(cell.font)
        left = area.left() + metrics.horizontalAdvance(cell.text[:place])
        width = metrics.horizontalAdvance(cell.text[place : place + len(self.looked_for)])
        top = area.top() + (area.height() - metrics.height()) // 2
        ground = QRect(left, top, width, metrics.height()).intersected(area)
        painter.setPen(Qt.PenStyle.NoPen)
        # As what is found in the text.
        painter.setBrush(QColor(mixed(self._theme.base, self._theme.ok, 0.26)))
        painter.drawRoundedRect(QRectF(ground).adjusted(-1, 0, 1, 0), 3, 3)

    def badges(self, row: OutlineRow, folded: bool) -> list[Badge]:
        """Return what stands behind a title, the least important first."""
        section = row.section
        if row.is_missing:
            return [Badge(text="optional", color=self._theme.muted)] if section.optional else []
        tally = row.total if folded else row.own
        placeholders = Badge(text=f"{{{tally.placeholders}}}", color=self._theme.placeholder)
        glyph = self._error if tally.other_errors else self._warning
        shown = (
            (section.extra, self._extra),
            (section.renamed, self._renamed),
            (section.moved, self._moved),
            (tally.placeholders, placeholders),
            # Placeholders are problems as well, and have been told.
            (tally.others, Badge(glyph, str(tally.others), self._theme.text)),
        )
        return [badge for holds, badge in shown if holds]

    def _paint_badge(
        self, painter: QPainter, cell: QStyleOptionViewItem, badge: Badge, left: int
    ) -> None:
        """Paint one badge whose left edge is at ``left``."""
        rect = cell.rect
        if badge.glyph:
            top = rect.top() + (rect.height() - _GLYPH) // 2
            badge.glyph.paint(painter, QRect(left, top, _GLYPH, _GLYPH))
            left += _GLYPH + 2
        if badge.text:
            painter.setFont(small_font(cell.font))
            painter.setPen(self._text_color(cell, badge.color))
            area = QRect(left, rect.top(), rect.right() - left, rect.height())
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, badge.text)

    def _paint_insert(self, painter: QPainter, cell: QStyleOptionViewItem) -> None:
        """Paint the button that inserts a missing section."""
        area = self.insert_area(cell)
        touched = self.pointer is not None and area.contains(self.pointer)
        theme = self._theme
        ground = theme.accent if touched else mixed(theme.raised, theme.accent, 0.08)
        painter.setPen(QColor(theme.accent if touched else mixed(theme.border, theme.accent, 0.3)))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        painter.setFont(small_font(cell.font))
        painter.setPen(QColor(theme.accent_text if touched else theme.link))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, insert_text(cell))

    def _text_color(self, cell: QStyleOptionViewItem, color: str) -> QColor:
        """Return the colour of a small text, which must be legible on a selected row as well."""
        if cell.state & QStyle.StateFlag.State_Selected:
            return cell.palette.color(QPalette.ColorRole.HighlightedText)
        return QColor(color)

    # “Insert”

    def insert_area(self, option: QStyleOptionViewItem) -> QRect:
        """Return where the button is in the last cell of a missing section's row."""
        metrics = QFontMetrics(small_font(option.font))
        width = metrics.horizontalAdvance(insert_text(option)) + 2 * _MARGIN
        height = metrics.height() + 4
        rect = option.rect
        top = rect.top() + (rect.height() - height) // 2
        return QRect(rect.right() + 1 - width - _MARGIN, top, width, height)

    def is_button(self, view: QTreeView, position: QPoint) -> bool:
        """Return whether a point of the view's viewport lies on a button."""
        index = view.indexAt(position)
        if index.column() != DONE or not index.data(ROW_ROLE).is_missing:
            return False
        option = QStyleOptionViewItem()
        option.font, option.rect = view.font(), view.visualRect(index)
        return self.insert_area(option).contains(position)

    def editorEvent(
        self,
        event: QEvent,
        _model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Insert the section when its button is pressed and let go."""
        if not isinstance(event, QMouseEvent) or event.button() != Qt.MouseButton.LeftButton:
            return False
        row: OutlineRow = index.data(ROW_ROLE)
        there = index.column() == DONE and row.is_missing
        hit = there and self.insert_area(option).contains(event.position().toPoint())
        if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
            self._pressed = row.section.key if hit else ""
        elif event.type() == QEvent.Type.MouseButtonRelease:
            if hit and self._pressed == row.section.key:
                self.insert_requested.emit(row.section.key)
            self._pressed = ""
        return hit

    # Renaming

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, _index: Index
    ) -> QLineEdit:
        """Return the field for another title."""
        field = QLineEdit(parent)
        field.setObjectName("renameField")
        field.setAccessibleName("Title of the section")
        return field

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Fill the field once: what is typed stays when the outline is brought up to date."""
        if isinstance(editor, QLineEdit) and not editor.property(_FILLED):
            editor.setProperty(_FILLED, True)
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Ask for the title in the field."""
        if isinstance(editor, QLineEdit):
            model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: Index
    ) -> None:
        """Put the field over the title and all that stands behind it."""
        area = option.rect.adjusted(_TITLE_LEFT - 7, 2, 0, -2)
        viewport = editor.parentWidget()
        if viewport is not None:
            area.setRight(viewport.width() - _MARGIN)
        editor.setGeometry(area)


def insert_text(option: QStyleOptionViewItem) -> str:
    """Return the word on the button, or a plus sign where the column is narrow."""
    metrics = QFontMetrics(small_font(option.font))
    fits = metrics.horizontalAdvance(INSERT) + 3 * _MARGIN <= option.rect.width()
    return INSERT if fits else "+"


def column_widths(font: QFont) -> tuple[int, int]:
    """Return how wide the last column has to be in logical pixels, in a wide and a narrow view."""
    metrics = QFontMetrics(font)
    word = QFontMetrics(small_font(font)).horizontalAdvance(INSERT) + 3 * _MARGIN
    number = metrics.horizontalAdvance(percent_text(1)) + _AROUND_NUMBER
    return max(word, number), number


def fitting(badges: list[Badge], room: int, metrics: QFontMetrics) -> list[Badge]:
    """Return the last badges, as many as there is room for in logical pixels.

    The glyph of a problem always has room.
    """
    for first in range(len(badges)):
        shown = badges[first:]
        if sum(badge.width(metrics) + _GAP for badge in shown) <= room:
            return shown
    return [replace(badge, text="") for badge in badges[-1:] if badge.glyph and badge.text]
