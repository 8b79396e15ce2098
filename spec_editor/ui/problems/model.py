"""The findings as a table model that is brought up to date in place."""

from bisect import bisect_right
from collections.abc import Hashable, Iterable, Sequence
from itertools import takewhile
from operator import eq
from typing import ClassVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont, QIcon

from spec_editor.core.findings import Finding, Severity
from spec_editor.ui.fixes import quick_fix_keys
from spec_editor.ui.icons import icon, severity_icon
from spec_editor.ui.numbering import numbered
from spec_editor.ui.problems.rows import Column, FileRow, Row, identity
from spec_editor.ui.theme import Theme
from spec_editor.ui.words import SEVERITY_WORDS, counted, finding_tip

Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_MOST_RUNS = 40


class ProblemsModel(QAbstractTableModel):
    """One row for each finding, and in a folder one above the findings of each file."""

    TITLES: ClassVar[dict[Column, str]] = {
        Column.SEVERITY: "",
        Column.MESSAGE: "Message",
        Column.SECTION: "Section",
        Column.RULE: "Rule",
        Column.LINE: "Line",
        Column.FIX: "",
    }

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        # What each row is known by, made once: there are thousands, and most stay.
        self._names: list[Hashable] = []
        self._files: list[int] = []
        self._icons: dict[Severity, QIcon] = {}
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take on the theme's colours."""
        self._theme = theme
        self._muted = QColor(theme.muted)
        self._icons = {severity: severity_icon(severity, theme) for severity in Severity}
        self._fix = icon("auto-fix", theme, theme.accent)
        self._tell_all_changed()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """List these rows; those that are known by the same keep their indexes."""
        new = rows
        old_names, new_names = self._names, [identity(row) for row in new]
        if not old_names:
            self._reset(new, new_names)
            return
        head = _alike(old_names, new_names)
        room = min(len(old_names), len(new_names)) - head
        tail = min(room, _alike(reversed(old_names), reversed(new_names))) if room else 0
        old_keys = numbered(old_names[head : len(old_names) - tail])
        new_keys = numbered(new_names[head : len(new_names) - tail])
        gone = _runs(old_keys, set(new_keys))
        come = _runs(new_keys, set(old_keys))
        if len(gone) + len(come) > _MOST_RUNS:
            self._reset(new, new_names)
            return
        for first, last in reversed(gone):
            self.beginRemoveRows(QModelIndex(), head + first, head + last)
            del self._rows[head + first : head + last + 1]
            self.endRemoveRows()
        self._put_in_order(head, old_keys, new_keys)
        for first, last in come:
            self.beginInsertRows(QModelIndex(), head + first, head + last)
            self._rows[head + first : head + first] = new[head + first : head + last + 1]
            self.endInsertRows()
        self._take(new, new_names)
        self._tell_all_changed()

    def row(self, index: Index) -> Row:
        """Return what the row of a valid index shows."""
        return self._rows[index.row()]

    def path_of(self, index: Index) -> str:
        """Return the file that a row belongs to, empty when no files are listed."""
        place = bisect_right(self._files, index.row()) - 1
        row = self._rows[self._files[place]] if place >= 0 else None
        return row.path if isinstance(row, FileRow) else ""

    def find(self, key: Hashable, near: int) -> int:
        """Return the row that is known by ``key`` and nearest to row ``near``, -1 for none."""
        found = [number for number, name in enumerate(self._names) if name == key]
        return min(found, key=lambda number: abs(number - near), default=-1)

    # What Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = _Role.DisplayRole) -> object:
        """Return what one cell shows."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        column = Column(index.column())
        if isinstance(row, FileRow):
            return self._file_data(row, column, role)
        return self._finding_data(row, column, role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> object:
        """Return the title of a column; those of the narrow ones are for screen readers."""
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == _Role.DisplayRole:
            return self.TITLES[Column(section)]
        if role == _Role.TextAlignmentRole and section == Column.LINE:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role in (_Role.AccessibleTextRole, _Role.ToolTipRole):
            names = {Column.SEVERITY: "Severity", Column.FIX: "Can be fixed"}
            return f"Sort by {names.get(Column(section), self.TITLES[Column(section)]).lower()}"
        return None

    def _file_data(self, row: FileRow, column: Column, role: int) -> object:
        """Return what a cell of a file's row shows."""
        if column is not Column.MESSAGE:
            return None
        if role == _Role.DisplayRole:
            return f"{row.name}  ·  {row.count:,}"
        if role == _Role.AccessibleTextRole:
            folding = "open" if row.is_open else "folded"
            return f"{row.name}, {counted(row.count, 'problem')}, {folding}"
        if role == _Role.ToolTipRole:
            return row.path
        if role == _Role.FontRole:
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            return font
        return None

    def _finding_data(self, finding: Finding, column: Column, role: int) -> object:
        """Return what a cell of a finding shows."""
        if role == _Role.DisplayRole:
            return self._text(finding, column)
        if role == _Role.DecorationRole:
            if column is Column.SEVERITY:
                return self._icons[finding.severity]
            return self._fix if column is Column.FIX and finding.fixable else None
        if role == _Role.ForegroundRole and column > Column.MESSAGE:
            return self._muted
        if role == _Role.TextAlignmentRole and column is Column.LINE:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == _Role.ToolTipRole:
            fix = column is Column.FIX and finding.fixable
            return f"Fix this ({quick_fix_keys()})" if fix else finding_tip(finding)
        if role == _Role.AccessibleTextRole:
            if column is Column.SEVERITY:
                return SEVERITY_WORDS[finding.severity]
            return "can be fixed" if column is Column.FIX and finding.fixable else None
        return None

    def _text(self, finding: Finding, column: Column) -> str:
        """Return the text of a cell."""
        if column is Column.MESSAGE:
            return finding.message
        if column is Column.SECTION:
            return finding.section
        if column is Column.RULE:
            return finding.rule
        return str(finding.span.line) if column is Column.LINE else ""

    # Bringing up to date

    def _take(self, rows: Sequence[Row], names: list[Hashable]) -> None:
        """Show other values in the same rows."""
        self._rows, self._names = list(rows), names
        self._files = [n for n, row in enumerate(rows) if isinstance(row, FileRow)]

    def _reset(self, rows: Sequence[Row], names: list[Hashable]) -> None:
        """Show something so different that nothing of the old rows is kept."""
        self.beginResetModel()
        self._take(rows, names)
        self.endResetModel()

    def _put_in_order(
        self, head: int, old_keys: Sequence[Hashable], new_keys: Sequence[Hashable]
    ) -> None:
        """Bring the rows that stay, from row ``head`` on, into their new order."""
        stay = set(new_keys)
        now = [key for key in old_keys if key in stay]
        known = set(now)
        wanted = [key for key in new_keys if key in known]
        if now == wanted:
            return
        self.layoutAboutToBeChanged.emit()
        places = {key: head + place for place, key in enumerate(wanted)}
        moved = [places[key] for key in now]
        rows = self._rows[head : head + len(now)]
        for row, place in zip(rows, moved, strict=True):
            self._rows[place] = row
        before = self.persistentIndexList()
        after = [
            self.index(moved[index.row() - head], index.column())
            if head <= index.row() < head + len(moved)
            else index
            for index in before
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _tell_all_changed(self) -> None:
        """Have what is in view painted anew."""
        if self._rows:
            last = self.index(len(self._rows) - 1, len(Column) - 1)
            self.dataChanged.emit(self.index(0, 0), last)


def _alike(old: Iterable[Hashable], new: Iterable[Hashable]) -> int:
    """Return how many names at the start are the same."""
    return sum(1 for _ in takewhile(bool, map(eq, old, new)))


def _runs(keys: Sequence[Hashable], known: set[Hashable]) -> list[tuple[int, int]]:
    """Return the first and last place of each run of keys that are not known."""
    runs: list[tuple[int, int]] = []
    for place, key in enumerate(keys):
        if key in known:
            continue
        if runs and runs[-1][1] == place - 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs
