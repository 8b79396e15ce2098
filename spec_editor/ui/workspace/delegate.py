"""Paints the workspace's rows: the name, and below it in short how far the specification is."""

import os
from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from spec_editor.core.findings import Severity
from spec_editor.core.report import SpecEntry, TextFound
from spec_editor.core.status import stage_of
from spec_editor.core.words import unmasked
from spec_editor.ui.controls import small_font
from spec_editor.ui.icons import icon, severity_icon
from spec_editor.ui.status_words import badge_text, paint_badge
from spec_editor.ui.theme import Theme, mixed
from spec_editor.ui.tree_view import Index, RowDelegate
from spec_editor.ui.words import elided, percent_text
from spec_editor.ui.workspace.model import ROW_ROLE, UNSAVED_ROLE
from spec_editor.ui.workspace.rows import FolderRow
from spec_editor.ui.workspace.search import Query, letters_found, runs_right_to_left
from spec_editor.ui.workspace.texts import GIT_LETTERS, folder_text, from_found, problem_text, short

_LEFT, _RIGHT, _ABOVE, _GAP = 4, 10, 5, 6
_UNFOLDED = 8  # more room at the left where no chevrons are
_ICON, _GLYPH, _DOT = 16, 12, 7
_BAR_WIDTH, _BAR_HEIGHT = 28, 4
_LEAST_BADGE = 34
_QUIET = 0.55  # how much is seen of what lies in a folder that cannot be read now


class WorkspaceDelegate(RowDelegate):
    """Two lines: name, mark of unsaved changes and Git's letter; status, findings, completeness.

    What there is no room for is left out, the least important first; the tooltip tells all.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._query = Query()
        self._found: Mapping[str, TextFound] = {}
        self._is_flat = False
        self._lost: tuple[str, ...] = ()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take on the theme's colours."""
        self._theme = theme
        self._folder = icon("folder-outline", theme, theme.muted)
        self._opened = icon("folder-home-outline", theme, theme.accent)
        self._lost_folder = icon("folder-off-outline", theme, theme.muted)
        self._marks = {severity: severity_icon(severity, theme) for severity in Severity}

    def look_for(self, query: Query, found: Mapping[str, TextFound], *, is_flat: bool) -> None:
        """Mark what is looked for; ``found`` holds by path where a text was found.

        In a list that ``is_flat`` the folder stands behind the name.
        """
        self._query, self._found, self._is_flat = query, found, is_flat

    def set_lost(self, paths: Iterable[str]) -> None:
        """Mute what lies in these folders, which cannot be read now."""
        self._lost = tuple(f"{path.rstrip(os.sep)}{os.sep}" for path in paths)

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the height of two lines, alike for all rows."""
        small = QFontMetrics(small_font(option.font)).height()
        return QSize(64, option.fontMetrics.height() + small + 2 * _ABOVE + 1)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        cell = QStyleOptionViewItem(option)
        self._small = small_font(option.font)
        self.initStyleOption(cell, index)
        left = _LEFT + (_UNFOLDED if self._is_flat else 0)
        area = cell.rect.adjusted(left, _ABOVE, -_RIGHT, -_ABOVE)
        head = QRect(area.left(), area.top(), area.width(), QFontMetrics(cell.font).height())
        foot = QRect(area)
        foot.setTop(head.bottom() + 2)
        row = index.data(ROW_ROLE)
        painter.save()
        is_worked_on = cell.state & QStyle.StateFlag.State_Selected or index.data(UNSAVED_ROLE)
        if row.path.startswith(self._lost) and not is_worked_on:
            painter.setOpacity(_QUIET)
        if isinstance(row, FolderRow):
            self._paint_folder(painter, cell, row, head, foot)
        else:
            self._paint_spec(painter, cell, row, head, foot)
        painter.restore()

    # Rows

    def _paint_folder(
        self,
        painter: QPainter,
        cell: QStyleOptionViewItem,
        row: FolderRow,
        head: QRect,
        foot: QRect,
    ) -> None:
        glyph = self._opened if row.is_opened else self._folder
        glyph = self._lost_folder if row.loss else glyph
        top = head.top() + (head.height() - _ICON) // 2
        glyph.paint(painter, QRect(head.left(), top, _ICON, _ICON))
        inset = _ICON + _GAP
        self._paint_text(painter, cell, cell.text, head.adjusted(inset, 0, 0, 0), cell.font)
        small = self._small
        room = foot.adjusted(inset, 0, 0, 0)
        if not row.loss:
            tally = row.tally
            right = self._paint_findings(painter, cell, tally.errors, tally.warnings, room)
            room.setRight(right)
        self._paint_text(painter, cell, folder_text(row), room, small, self._theme.muted)

    def _paint_spec(
        self,
        painter: QPainter,
        cell: QStyleOptionViewItem,
        entry: SpecEntry,
        head: QRect,
        foot: QRect,
    ) -> None:
        letter = GIT_LETTERS.get(entry.git, "")
        small = self._small
        if letter:
            bold = QFont(small)
            bold.setWeight(QFont.Weight.Bold)
            width = QFontMetrics(bold).horizontalAdvance("M")
            place = QRect(head.right() - width + 1, head.top(), width, head.height())
            color = {"new": self._theme.ok, "conflict": self._theme.error}.get(
                entry.git, self._theme.warning
            )
            self._paint_text(painter, cell, letter, place, bold, color)
            head = head.adjusted(0, 0, -width - _GAP, 0)
        if cell.index.data(UNSAVED_ROLE):
            self._paint_dot(painter, cell, head)
            head = head.adjusted(0, 0, -_DOT - _GAP, 0)
        self._paint_words(painter, cell, cell.text, head, cell.font, self._query.words)
        self._paint_place(painter, cell, entry, head)
        hit = self._found.get(entry.path)
        if hit is not None:
            words = tuple(self._query.text.casefold().split())
            snippet = from_found(hit.snippet, self._query.text)
            shown = QFontMetrics(small).elidedText(
                snippet, Qt.TextElideMode.ElideRight, foot.width()
            )
            self._paint_words(painter, cell, shown, foot, small, words)
        elif reason := self._reason(entry):
            self._paint_words(painter, cell, reason, foot, small, self._query.words)
        else:
            self._paint_facts(painter, cell, entry, foot)

    def _paint_place(
        self, painter: QPainter, cell: QStyleOptionViewItem, entry: SpecEntry, head: QRect
    ) -> None:
        """Paint behind the name in a flat list where the specification lies, if there is room."""
        place = "/".join(entry.parts[:-1])
        left = head.left() + QFontMetrics(cell.font).horizontalAdvance(cell.text) + _GAP
        room = QRect(head)
        room.setLeft(left)
        if place and self._is_flat and room.width() >= _LEAST_BADGE:
            self._paint_text(painter, cell, short(place), room, self._small, self._theme.muted)

    def _reason(self, entry: SpecEntry) -> str:
        """Return the text in which something was found when the name does not show it."""
        name = entry.parts[-1]
        missing = [word for word in self._query.words if not letters_found((word,), name)]
        for text in (entry.title, entry.author, "/".join(entry.parts[:-1])):
            if missing and all(letters_found((word,), text) for word in missing):
                return short(text)
        return ""

    def _paint_facts(
        self, painter: QPainter, cell: QStyleOptionViewItem, entry: SpecEntry, foot: QRect
    ) -> None:
        """Paint the second line: the badge at its left, findings and completeness at its right."""
        small = self._small
        if entry.problem:
            self._paint_text(painter, cell, problem_text(entry), foot, small, self._theme.error)
            return
        if entry.completeness is None and not entry.status:
            self._paint_text(painter, cell, "Not checked yet", foot, small, self._theme.muted)
            return
        metrics = QFontMetrics(small)
        badge = badge_text(entry.status)
        wanted = metrics.horizontalAdvance(badge) + 2 * _GAP if badge else 0
        number = metrics.horizontalAdvance(percent_text(1))
        found = 3 * _GLYPH if entry.errors or entry.warnings else 0
        has_bar = foot.width() - wanted - found - number >= _BAR_WIDTH + 3 * _GAP
        room = QRect(foot)
        room.setLeft(foot.left() + (min(wanted, _LEAST_BADGE) + _GAP if badge else 0))
        right = self._paint_done(painter, cell, entry, room, has_bar=has_bar)
        room.setRight(right)
        room.setRight(self._paint_findings(painter, cell, entry.errors, entry.warnings, room))
        if badge:
            chip = QRect(foot)
            chip.setRight(min(foot.left() + wanted, room.right()))
            chip.setBottom(chip.bottom() + 1)
            paint_badge(painter, stage_of(entry.status), badge, chip, small, self._theme)
            room.setLeft(chip.right() + _GAP)
        version = elided(unmasked(entry.version), 12)
        if version and version[:1].casefold() != "v":
            version = f"v{version}"
        if version and metrics.horizontalAdvance(version) <= room.width():
            self._paint_text(painter, cell, version, room, small, self._theme.muted)

    # Pieces

    def _paint_done(
        self,
        painter: QPainter,
        cell: QStyleOptionViewItem,
        entry: SpecEntry,
        room: QRect,
        *,
        has_bar: bool,
    ) -> int:
        """Paint the bar and the percentage; return the right edge of what is left."""
        small = self._small
        metrics = QFontMetrics(small)
        done = entry.completeness
        width = metrics.horizontalAdvance(percent_text(1))
        place = QRect(room.right() - width + 1, room.top(), width, room.height())
        text = "…" if done is None else percent_text(done)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(small)
        painter.setPen(self._text_color(cell, self._theme.muted))
        painter.drawText(place, flags, text)
        if done is None or not has_bar:
            return place.left() - _GAP
        left = place.left() - _BAR_WIDTH - 4
        track = QRectF(left, room.center().y() - _BAR_HEIGHT / 2 + 1, _BAR_WIDTH, _BAR_HEIGHT)
        paint_bar(painter, track, done, self._theme)
        return left - _GAP

    def _paint_findings(
        self, painter: QPainter, cell: QStyleOptionViewItem, errors: int, warnings: int, room: QRect
    ) -> int:
        """Paint the gravest findings' number with its mark; return the right edge of the rest."""
        number, severity = (errors, Severity.ERROR) if errors else (warnings, Severity.WARNING)
        if not number:
            return room.right()
        small = self._small
        text = str(number) if number < 1000 else f"{number // 1000}k"
        width = QFontMetrics(small).horizontalAdvance(text)
        left = room.right() - width + 1
        self._paint_text(
            painter,
            cell,
            text,
            QRect(left, room.top(), width + 1, room.height()),
            small,
            self._theme.text,
        )
        left -= _GLYPH + 3
        top = room.top() + (room.height() - _GLYPH) // 2
        self._marks[severity].paint(painter, QRect(left, top, _GLYPH, _GLYPH))
        return left - _GAP

    def _paint_dot(self, painter: QPainter, cell: QStyleOptionViewItem, head: QRect) -> None:
        """Paint the mark of unsaved changes at the right end of the first line."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._text_color(cell, self._theme.accent))
        top = head.center().y() - _DOT / 2 + 1
        painter.drawEllipse(QRectF(head.right() - _DOT + 1, top, _DOT, _DOT))

    def _paint_words(
        self,
        painter: QPainter,
        cell: QStyleOptionViewItem,
        text: str,
        area: QRect,
        font: QFont,
        words: Sequence[str],
    ) -> None:
        """Paint a text with the letters marked that words were found by."""
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, area.width())
        painter.setPen(Qt.PenStyle.NoPen)
        # As what is found in the text.
        painter.setBrush(QColor(mixed(self._theme.base, self._theme.ok, 0.30)))
        # In a text that runs both ways letters do not stand where the widths add up to.
        for place in () if runs_right_to_left(shown) else letters_found(words, shown):
            left = area.left() + metrics.horizontalAdvance(shown[:place])
            width = metrics.horizontalAdvance(shown[: place + 1]) - (left - area.left())
            painter.drawRect(QRect(left, area.top(), width, area.height()))
        is_name = font == cell.font
        self._paint_text(painter, cell, shown, area, font, "" if is_name else self._theme.muted)

    def _paint_text(
        self,
        painter: QPainter,
        cell: QStyleOptionViewItem,
        text: str,
        area: QRect,
        font: QFont,
        color: str = "",
    ) -> None:
        """Paint a text, its middle left out where it does not fit."""
        painter.setFont(font)
        painter.setPen(self._text_color(cell, color))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideMiddle, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def _text_color(self, cell: QStyleOptionViewItem, color: str) -> QColor:
        """Return a text's colour, which must be legible on a selected row as well."""
        if cell.state & QStyle.StateFlag.State_Selected:
            return cell.palette.color(QPalette.ColorRole.HighlightedText)
        return QColor(color) if color else cell.palette.color(QPalette.ColorRole.Text)


def paint_bar(painter: QPainter, track: QRectF, completeness: float, theme: Theme) -> None:
    """Paint the share that is done (0.0-1.0) into ``track``."""
    radius = track.height() / 2
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(mixed(theme.window, theme.text, 0.18)))
    painter.drawRoundedRect(track, radius, radius)
    if completeness > 0:
        painter.setBrush(QColor(theme.ok if completeness >= 1 else theme.accent))
        done = QRectF(track)
        done.setWidth(max(track.height(), track.width() * completeness))
        painter.drawRoundedRect(done, radius, radius)
