"""The outline's rows: the sections of a document, nested by level."""

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QModelIndex, QObject, Qt, QUuid, Signal
from PySide6.QtGui import QBrush, QColor, QFont

from spec_editor.core.actions import Action
from spec_editor.core.findings import Finding
from spec_editor.core.report import SectionReport, State
from spec_editor.ui.icons import state_icon
from spec_editor.ui.in_steps import Steps, at_once
from spec_editor.ui.outline.identity import Identities
from spec_editor.ui.outline.rows import (
    OutlineRow,
    Tally,
    counting_problems,
    making_rows,
    nested,
)
from spec_editor.ui.outline.texts import NO_TITLE, done_text, spoken, spoken_done, tip
from spec_editor.ui.theme import Theme
from spec_editor.ui.tree_model import LEAF_FLAGS, ROW_FLAGS, Index, KeyedTreeModel

Role = Qt.ItemDataRole
TITLE, DONE = range(2)
ROW_ROLE = Role.UserRole + 1  # the OutlineRow
_MOVABLE = Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsDropEnabled
# Made once: a layout asks for those of each row.
_FLAGS = {
    (flags, column): flags | _MOVABLE | (Qt.ItemFlag.ItemIsEditable if column == 0 else _MOVABLE)
    for flags in (ROW_FLAGS, LEAF_FLAGS)
    for column in (0, 1)
}
MIME_TYPE = "application/x-spec-editor-section"


class OutlineModel(KeyedTreeModel[OutlineRow]):
    """Title with its state's mark, and how complete the section is.

    A new title and a drop are wishes: the rows change when the document's new sections come.
    """

    COLUMNS = 2

    action_requested = Signal(object)  # Action: a section is to be renamed or moved
    shown = Signal()  # all rows are what they shall be

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.read_only = False
        self._identities = Identities()
        self._problems: dict[str, Tally] = {}
        self._findings: Sequence[Finding] = ()
        self._is_counted = False
        self._is_whole = True
        # Rows may be dragged within this outline only, not into that of another window.
        self._token = QUuid.createUuid().toString()

    def showing(
        self, sections: Sequence[SectionReport], findings: Sequence[Finding] | None = None
    ) -> Steps[None]:
        """Show these sections, given in the order to show them, in steps.

        What was found in them is counted; where nothing is said of it, it stays as it is.
        """
        before = self.values()
        # Of rows that were left between two states none is known to stand for its section.
        new = _new_places(before, sections) if self._is_whole else None
        moved = new is None or any(before[n].section.line != sections[n].line for n in new)
        self._is_counted = self._is_counted and not moved
        problems = self._problems
        if findings is not None and not (self._is_counted and findings == self._findings):
            yield
            problems = yield from counting_problems(sections, findings)
            yield
        self._is_whole = False
        if new is not None and problems == self._problems:
            few = ((n, before[n]._replace(section=sections[n])) for n in new)
            yield from self.showing_values(few)
        else:
            yield from self._showing_all(sections, problems, keeps_rows=new is not None)
        self._problems, self._is_whole = problems, True
        if findings is not None:
            self._findings, self._is_counted = findings, True
        self.shown.emit()

    def _showing_all(
        self, sections: Sequence[SectionReport], problems: dict[str, Tally], *, keeps_rows: bool
    ) -> Steps[None]:
        """Show sections of which any may be new."""
        if keeps_rows:
            identities = [row.identity for row in self.values()]
        else:
            identities = yield from self._identities.naming([s.key for s in sections])
        yield
        rows = yield from making_rows(sections, identities, problems)
        yield
        # Most of the time a key press changes no heading: then the tree need not be built anew.
        if _shape(rows) == _shape(self.values()):
            yield from self.showing_values(enumerate(rows))
            return
        tree = nested(rows)
        yield
        yield from self.showing_tree(tree)

    def set_sections(self, sections: Sequence[SectionReport]) -> None:
        """Show these sections at once."""
        at_once(self.showing(sections))

    def set_findings(self, findings: Sequence[Finding]) -> None:
        """Count what was found in the sections that are shown."""
        at_once(self.showing([row.section for row in self.values()], findings))

    def clear(self) -> None:
        """Show nothing, and know none of the sections when they come again."""
        self._identities.forget()
        self._problems = {}
        self._is_counted, self._is_whole = False, True
        self.set_tree(())
        self.shown.emit()

    def looks_alike(self, old: OutlineRow, new: OutlineRow) -> bool:
        """Return whether a row shows the same."""
        return old.looks_like(new)

    def set_theme(self, theme: Theme) -> None:
        """Take on the theme's colours; the view paints itself anew."""
        self._theme = theme

    # Where a section is

    def section(self, index: Index) -> SectionReport:
        """Return the section of a valid index."""
        return self.value(index).section

    def index_of(self, identity: int) -> QModelIndex:
        """Return the row with a number, invalid when it is gone."""
        return next(self.rows({identity}), QModelIndex())

    def at_line(self, line: int) -> list[QModelIndex]:
        """Return the sections that hold the 1-based line, from the outermost to the innermost."""
        found: list[QModelIndex] = []
        above = QModelIndex()
        while (inner := self._child_at(above, line)).isValid():
            found.append(inner)
            above = inner
        return found

    def _child_at(self, above: QModelIndex, line: int) -> QModelIndex:
        """Return the section right below ``above`` that holds the line, invalid if none does."""
        for row in range(self.rowCount(above)):
            section = self.value_at(row, above).section
            if section.line and section.last_line and section.line <= line <= section.last_line:
                return self.index(row, TITLE, above)
        return QModelIndex()

    # What a row shows

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> object:
        """Name the columns for screen readers."""
        if orientation == Qt.Orientation.Horizontal and role == Role.DisplayRole:
            return ("Section", "Complete")[section]
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        """Return what one cell shows."""
        if not index.isValid():
            return None
        row = self.value(index)
        if role == ROW_ROLE:
            return row
        if role == Role.ToolTipRole:
            return tip(row)
        if role == Role.AccessibleTextRole:
            return spoken(row) if index.column() == TITLE else spoken_done(row)
        if role == Role.ForegroundRole:
            return self._brush(row.section, index.column())
        if index.column() == TITLE:
            return self._title_data(row, role)
        if role == Role.DisplayRole:
            return done_text(row)
        if role == Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def _title_data(self, row: OutlineRow, role: int) -> object:
        """Return what the first column shows."""
        section = row.section
        if role == Role.DisplayRole:
            return section.title or NO_TITLE
        if role == Role.EditRole:
            return section.source
        if role == Role.DecorationRole:
            quiet = section.optional and section.state == State.MISSING
            return state_icon(row.state, section.completeness, self._theme, quiet)
        if role == Role.FontRole and section.state == State.MISSING:
            font = QFont()
            font.setItalic(True)
            return font
        return None

    def _brush(self, section: SectionReport, column: int) -> QBrush | None:
        """Return the colour of a text that is not the usual one."""
        quiet = section.state in (State.MISSING, State.NOT_APPLICABLE)
        if quiet or (column == DONE and section.completeness >= 1):
            return QBrush(QColor(self._theme.muted))
        return None

    # Wishes

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that sections of the document can be renamed and moved."""
        flags = super().flags(index)
        if self.read_only or not index.isValid() or self.value(index).is_missing:
            return flags
        return _FLAGS[flags, index.column()]

    def setData(self, index: Index, value: object, role: int = Role.EditRole) -> bool:
        """Ask for another title; the row shows it when the document has it."""
        title = " ".join(str(value).split())
        if role == Role.EditRole and index.isValid() and title:
            section = self.section(index)
            if section.line is not None and title != section.source:
                self.action_requested.emit(Action("rename", section.key, text=title))
        return False

    def supportedDropActions(self) -> Qt.DropAction:
        """Return that rows are moved, never copied."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Return the one kind of data that is dragged here."""
        return [MIME_TYPE]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return what is dragged: the section's key, and whose outline it is."""
        data = QMimeData()
        keys = [self.section(index).key for index in indexes if not self.value(index).is_missing]
        if keys:
            data.setData(MIME_TYPE, f"{self._token}\n{keys[0]}".encode())
        return data

    def canDropMimeData(
        self, data: QMimeData, _action: Qt.DropAction, row: int, _column: int, parent: Index
    ) -> bool:
        """Return whether the dragged section can go there."""
        return self._destination(data, row, parent) is not None

    def dropMimeData(
        self, data: QMimeData, _action: Qt.DropAction, row: int, _column: int, parent: Index
    ) -> bool:
        """Ask to move the dragged section with all below it to ``row``, -1 for into ``parent``."""
        wish = self._destination(data, row, parent)
        if wish is not None:
            self.action_requested.emit(wish)
        return wish is not None

    def _destination(self, data: QMimeData, row: int, parent: Index) -> Action | None:
        """Return the wish for a drop, None where there is nothing to wish."""
        token, _, key = data.data(MIME_TYPE).toStdString().partition("\n")
        above = parent if parent.isValid() else QModelIndex()
        if token != self._token or _lies_in(self, above, key):
            return None
        if row < 0:
            return self._into(key, above)
        siblings = [self.value_at(number, above) for number in range(self.rowCount(above))]
        before = [other.section.key for other in siblings[:row] if not other.is_missing]
        after = [other.section.key for other in siblings[row:] if not other.is_missing]
        if key in (*before[-1:], *after[:1]):
            return None
        if after and not siblings[row].is_missing:
            return Action("move", key, after[0], "before")
        if before:
            return Action("move", key, before[-1], "after")
        return Action("move", key, after[0], "before") if after else self._into(key, above)

    def _into(self, key: str, above: Index) -> Action | None:
        """Return the wish to make a section the last one right below another."""
        if not above.isValid() or self.value(above).is_missing:
            return None
        below = [self.value_at(number, above) for number in range(self.rowCount(above))]
        last = [row.section.key for row in below if not row.is_missing][-1:]
        target = self.section(above).key
        return None if last == [key] else Action("move", key, target, "inside")


def _lies_in(rows: OutlineModel, index: Index, key: str) -> bool:
    """Return whether a row is the section with the key, or lies below it."""
    while index.isValid():
        if rows.section(index).key == key:
            return True
        index = index.parent()
    return False


def _shape(rows: Sequence[OutlineRow]) -> list[tuple[int, int]]:
    """Return what the tree's form depends on."""
    return [(row.identity, row.section.level) for row in rows]


def _new_places(rows: Sequence[OutlineRow], sections: Sequence[SectionReport]) -> list[int] | None:
    """Return the places at which sections are new and stand for old ones; None if others came.

    What did not change is the same object: most key presses change one section at most.
    """
    if len(rows) != len(sections):
        return None
    new = [n for n, row in enumerate(rows) if row.section is not sections[n]]
    alike = all(_counts_alike(rows[n].section, sections[n]) for n in new)
    return new if alike else None


def _counts_alike(one: SectionReport, other: SectionReport) -> bool:
    """Say whether nothing is different of what other rows depend on."""
    return (
        one.key == other.key
        and one.level == other.level
        and one.placeholders == other.placeholders
        and (one.line is None) == (other.line is None)
    )
