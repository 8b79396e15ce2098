"""Which sections the outline shows."""

from enum import StrEnum

from PySide6.QtCore import QModelIndex, QObject, QSortFilterProxyModel

from spec_editor.ui.outline.model import TITLE, OutlineModel
from spec_editor.ui.outline.rows import OutlineRow, is_unfinished


class Show(StrEnum):
    """Kinds of sections to show."""

    ALL = "all"
    INCOMPLETE = "incomplete"
    PROBLEMS = "problems"


class OutlineFilter(QSortFilterProxyModel):
    """Lets through the sections whose title, or a title above, holds a text, with their parents."""

    def __init__(self, rows: OutlineModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self._text = ""
        self.show = Show.ALL
        self.setRecursiveFilteringEnabled(True)
        self.setSourceModel(rows)

    def is_active(self) -> bool:
        """Return whether anything may be hidden."""
        return bool(self._text) or self.show != Show.ALL

    def set_filter(self, text: str, show: Show) -> None:
        """Show titles with ``text`` in them, upper and lower case alike, of one kind."""
        if (text.casefold(), show) == (self._text, self.show):
            return
        self.beginFilterChange()
        self._text, self.show = text.casefold(), show
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def has_text(self) -> bool:
        """Return whether a text is looked for."""
        return bool(self._text)

    def filterAcceptsRow(self, row: int, parent: QModelIndex) -> bool:  # type: ignore[override]
        """Return whether a section is shown."""
        if not self.is_active():
            return True
        shown = self._rows.value(self._rows.index(row, TITLE, parent))
        titles = (*shown.section.path, shown.section.title)
        return self._is_wanted(shown) and any(self._text in title.casefold() for title in titles)

    def _is_wanted(self, row: OutlineRow) -> bool:
        """Return whether a section is of the kind to show."""
        if self.show == Show.INCOMPLETE:
            return is_unfinished(row.section)
        return self.show == Show.ALL or row.own.problems > 0
