"""The numbers above the dashboard's table."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from spec_editor.core.status import STAGE_WORDS, Stage
from spec_editor.core.totals import Totals
from spec_editor.core.words import day_text, unmasked
from spec_editor.ui.controls import Button, small_font
from spec_editor.ui.status_words import stage_color
from spec_editor.ui.theme import Theme, mixed
from spec_editor.ui.words import elided, percent_text, plain_tip
from spec_editor.ui.workspace.texts import findings_text

_WIDTH, _HEIGHT, _GAP, _MARGIN = 126, 92, 8, 10
_BAR_HEIGHT = 6


class ShareBar(QWidget):
    """One bar of several shares in colours of their own; what they are stands beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shares: tuple[tuple[float, str], ...] = ()
        self._ground = ""
        self.setFixedHeight(_BAR_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_shares(self, shares: tuple[tuple[float, str], ...], ground: str) -> None:
        """Show shares (0.0-1.0) with their colours on a ground."""
        self._shares, self._ground = shares, ground
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the shares one after the other."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._ground or "#00000000"))
        painter.drawRoundedRect(QRectF(self.rect()), 3, 3)
        left = 0.0
        for share, color in self._shares:
            width = self.width() * share
            painter.setBrush(QColor(color))
            gap = 1.0 if left + width < self.width() - 1 else 0.0
            painter.drawRoundedRect(QRectF(left, 0, max(2.0, width - gap), self.height()), 2, 2)
            left += width


class Tile(QFrame):
    """A number, what it counts, and perhaps a bar and a line more."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setObjectName(name)
        self.setFixedHeight(_HEIGHT)
        self._texts = ("", "")
        self.value = _label()
        font = self.value.font()
        font.setPointSizeF(font.pointSizeF() * 1.7)
        font.setWeight(font.Weight.DemiBold)
        self.value.setFont(font)
        self.caption = _label("muted")
        self.detail = _label("muted")
        self.detail.setFont(small_font(self.detail.font()))
        self.bar = ShareBar()
        self.bar.hide()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(_MARGIN, 8, _MARGIN, 8)
        rows.setSpacing(2)
        for widget in (self.value, self.caption):
            rows.addWidget(widget)
        rows.addStretch(1)
        rows.addWidget(self.bar)
        rows.addWidget(self.detail)

    def say(self, value: str, caption: str, detail: str = "") -> None:
        """Show these texts; screen readers read them as one."""
        for label, text in ((self.value, value), (self.caption, caption), (self.detail, detail)):
            label.setVisible(bool(text))
        self.value.setText(value)
        self._texts = caption, detail
        self._fit()
        self.setAccessibleName(", ".join(filter(None, (f"{value} {caption}".strip(), detail))))
        self.setToolTip(plain_tip(detail) if detail else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the texts into the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Shorten the texts that stand in one line to the room there is."""
        for label, text in zip((self.caption, self.detail), self._texts, strict=True):
            room = max(24, self.width() - 2 * _MARGIN)
            elide = Qt.TextElideMode.ElideRight
            shown = text if label.wordWrap() else label.fontMetrics().elidedText(text, elide, room)
            label.setText(shown)


class OldestTile(Tile):
    """The specification that was changed longest ago; a click opens it."""

    file_requested = Signal(object)  # its path, a str

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("oldestTile", parent)
        self._path = ""
        self.button = Button()
        self.button.setProperty("role", "link")
        self.button.setFlat(True)
        self.button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.button.clicked.connect(lambda: self.file_requested.emit(self._path))
        rows = self.layout()
        if isinstance(rows, QVBoxLayout):
            rows.insertWidget(0, self.button)
            rows.setContentsMargins(2, 8, 2, 8)
            for label in (self.caption, self.detail):
                label.setContentsMargins(8, 0, 8, 0)

    def show_oldest(self, totals: Totals) -> None:
        """Show which one it is."""
        oldest = totals.oldest
        name = elided(unmasked(oldest.title or oldest.parts[-1]), 60) if oldest else ""
        self._path = oldest.path if oldest else ""
        day = day_text(oldest.changed) if oldest else ""
        self.say("", "oldest untouched", day)
        room = self.button.width() - 18
        shown = self.fontMetrics().elidedText(name or "–", Qt.TextElideMode.ElideMiddle, room)
        self.button.setText(shown.replace("&", "&&"))
        self.button.setEnabled(oldest is not None)
        self.button.setAccessibleName(f"Open the oldest untouched specification, {name}, {day}")
        self.button.setToolTip(elided(unmasked(oldest.path), 300) if oldest else "")


class Tiles(QWidget):
    """The row of tiles, wrapped where there is no room."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._totals = Totals()
        self._columns = 0
        self._most_rows = 9
        self.count = Tile("countTile")
        self.done = Tile("doneTile")
        self.status = Tile("statusTile")
        self.status.detail.setWordWrap(True)
        self.findings = Tile("findingsTile")
        self.findings.detail.setWordWrap(True)
        self.requirements = Tile("requirementsTile")
        self.oldest = OldestTile()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        self._place(6)

    def show_totals(self, totals: Totals) -> None:
        """Show these numbers."""
        self._totals = totals
        theme = self._theme
        ground = mixed(theme.raised, theme.text, 0.14)
        unread = f"{totals.unread} cannot be read" if totals.unread else ""
        self.count.say(f"{totals.count:,}", _word("specification", totals.count), unread)
        done = totals.completeness
        self.done.say("–" if done is None else percent_text(done), "complete")
        self.done.bar.setVisible(done is not None)
        color = theme.ok if done == 1 else theme.accent
        self.done.bar.show_shares(((done, color),) if done else (), ground)
        self.status.say("", "By status", stages_text(totals.stages))
        self.status.bar.setVisible(bool(totals.count))
        shares = tuple(
            (number / totals.count, stage_color(stage, theme))
            for stage, number in totals.stages.items()
        )
        self.status.bar.show_shares(shares, ground)
        found = totals.errors + totals.warnings
        detail = findings_text(totals.errors, totals.warnings)
        self.findings.say(f"{found:,}", _word("open finding", found), detail)
        self.requirements.say(f"{totals.requirements:,}", _word("requirement", totals.requirements))
        self.oldest.show_oldest(totals)

    def set_theme(self, theme: Theme) -> None:
        """Take on the theme's colours."""
        self._theme = theme
        self.show_totals(self._totals)

    def limit(self, height: int) -> None:
        """Show as many rows as fit into a height (logical pixels), one at least."""
        rows = max(1, (height + _GAP) // (_HEIGHT + _GAP))
        if rows != self._most_rows:
            self._most_rows = rows
            self._place(self._columns)

    def minimumSizeHint(self) -> QSize:
        """Return little: the tiles wrap."""
        return QSize(_WIDTH, _HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put as many tiles beside each other as there is room for."""
        super().resizeEvent(event)
        room = (event.size().width() + _GAP) // (_WIDTH + _GAP)
        columns = max(1, min(7, room))
        if columns != self._columns:
            self._place(columns)
        self.oldest.show_oldest(self._totals)

    def _place(self, columns: int) -> None:
        """Fill the grid row by row; the tile of the statuses takes two places if it can."""
        self._columns = columns
        left: list[Tile] = [
            self.count,
            self.done,
            self.status,
            self.findings,
            self.requirements,
            self.oldest,
        ]
        row = column = 0
        while left:
            fitting = (tile for tile in left if column + self._span(tile) <= columns)
            tile = next(fitting, None)
            if tile is None:
                row, column = row + 1, 0
                continue
            left.remove(tile)
            self._grid.addWidget(tile, row, column, 1, self._span(tile))
            tile.setVisible(row < self._most_rows)
            column += self._span(tile)
        for number in range(self._grid.columnCount()):
            self._grid.setColumnStretch(number, int(number < columns))
        rows = min(row + 1, self._most_rows)
        self.setFixedHeight(rows * (_HEIGHT + _GAP) - _GAP)

    def _span(self, tile: Tile) -> int:
        """Return how many columns a tile takes."""
        return min(2, self._columns) if tile is self.status else 1


def stages_text(stages: Mapping[Stage, int]) -> str:
    """Return "12 draft · 4 in review"."""
    return " · ".join(f"{number} {STAGE_WORDS[stage].lower()}" for stage, number in stages.items())


def _word(word: str, number: int) -> str:
    return word if number == 1 else f"{word}s"


def _label(role: str = "") -> QLabel:
    """Return a text in one line that asks for no room of its own."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    label.setMinimumWidth(1)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label
