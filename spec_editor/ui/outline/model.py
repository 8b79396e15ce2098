"""The outline's rows: the sections of a document, nested by level."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QObject, QSortFilterProxyModel, Qt
from PySide6.QtGui import QBrush, QColor, QFont

from spec_editor.core.report import SectionReport, State
from spec_editor.ui.icons import state_icon
from spec_editor.ui.theme import Theme
from spec_editor.ui.tree_model import Branch, Index, KeyedTreeModel
from spec_editor.ui.words import STATE_WORDS, percent, percent_text, rich_tip

Role = Qt.ItemDataRole
TITLE, DONE = range(2)


class OutlineModel(KeyedTreeModel[SectionReport]):
    """Title with its state's mark, and how complete the section is."""

    COLUMNS = 2

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def set_sections(self, sections: Sequence[SectionReport]) -> None:
        """Show these sections, given in the document's order."""
        shown = self.values()
        same = len(shown) == len(sections) and all(
            old.key == new.key and old.level == new.level
            for old, new in zip(shown, sections, strict=True)
        )
        # Most of the time a key press changes no heading: then the tree need not be built anew.
        if same:
            self.set_values(sections)
        else:
            self.set_tree(nested(sections))

    def looks_alike(self, old: SectionReport, new: SectionReport) -> bool:
        """Return whether a row shows the same; the lines of a section are not shown."""
        return old is new or _look(old) == _look(new)

    def set_theme(self, theme: Theme) -> None:
        """Take on the theme's colours; the view paints itself anew."""
        self._theme = theme

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
            index = self.index(row, TITLE, above)
            section = self.value(index)
            if section.line and section.last_line and section.line <= line <= section.last_line:
                return index
        return QModelIndex()

    def section(self, index: Index) -> SectionReport:
        """Return the section of a valid index."""
        return self.value(index)

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
        section = self.value(index)
        if role == Role.ToolTipRole:
            return tip(section)
        if role == Role.AccessibleTextRole:
            return spoken(section) if index.column() == TITLE else done_text(section)
        if role == Role.ForegroundRole:
            return self._brush(section, index.column())
        if index.column() == TITLE:
            return self._title_data(section, role)
        if role == Role.DisplayRole:
            return done_text(section)
        if role == Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def _title_data(self, section: SectionReport, role: int) -> object:
        """Return what the first column shows."""
        if role == Role.DisplayRole:
            return section.title or "(no title)"
        if role == Role.DecorationRole:
            quiet = section.optional and section.state == State.MISSING
            return state_icon(section.state, section.completeness, self._theme, quiet)
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


class OutlineFilter(QSortFilterProxyModel):
    """Lets through the sections whose title, or a title above, holds a text, with their parents."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setRecursiveFilteringEnabled(True)
        self._text = ""
        self._only_incomplete = False

    def is_active(self) -> bool:
        """Return whether anything may be hidden."""
        return bool(self._text) or self._only_incomplete

    def set_filter(self, text: str, only_incomplete: bool) -> None:
        """Show titles with ``text`` in them, upper and lower case alike, and perhaps only gaps."""
        if (text.casefold(), only_incomplete) == (self._text, self._only_incomplete):
            return
        self.beginFilterChange()
        self._text, self._only_incomplete = text.casefold(), only_incomplete
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def filterAcceptsRow(self, row: int, parent: QModelIndex) -> bool:  # type: ignore[override]
        """Return whether a section is shown."""
        if not self.is_active():
            return True
        model = self.sourceModel()
        section = model.value(model.index(row, TITLE, parent))  # type: ignore[attr-defined]
        if self._only_incomplete and not is_unfinished(section):
            return False
        return any(self._text in title.casefold() for title in (*section.path, section.title))


def is_unfinished(section: SectionReport) -> bool:
    """Return whether there is something left to do in a section."""
    asked = not section.exempt and not (section.optional and section.state == State.MISSING)
    return asked and section.completeness < 1


def _look(section: SectionReport) -> tuple[object, ...]:
    """Return all that is shown of a section."""
    kind = (section.state, section.optional, section.exempt, section.line is None)
    return (section.title, section.why, section.path, section.completeness, *kind)


def nested(sections: Sequence[SectionReport]) -> list[Branch[SectionReport]]:
    """Return the sections as a tree: each lies below the last one of a smaller level."""
    top: list[Branch[SectionReport]] = []
    above: list[Branch[SectionReport]] = []
    seen: Counter[str] = Counter()
    for section in sections:
        branch = Branch((section.key, seen[section.key]), section)
        seen[section.key] += 1
        while above and above[-1].value.level >= section.level:
            above.pop()
        (above[-1].children if above else top).append(branch)
        above.append(branch)
    return top


def done_text(section: SectionReport) -> str:
    """Return the short text at the right end of a row."""
    if section.state == State.NOT_APPLICABLE:
        return "n/a"
    if section.state == State.MISSING:
        return "optional" if section.optional else "missing"
    if section.exempt:
        return "–"
    return percent_text(section.completeness)


def spoken(section: SectionReport) -> str:
    """Return the whole row as a screen reader says it."""
    done = "exempt" if section.exempt else f"{percent(section.completeness)} % complete"
    return f"{section.title}, {done}, {STATE_WORDS[section.state]}. {section.why}"


def tip(section: SectionReport) -> str:
    """Return the tooltip: the whole title, how far it is, and why."""
    head = f"{done_text(section)} · {STATE_WORDS[section.state]}"
    if section.state == State.MISSING:
        head = "Missing, optional" if section.optional else "Missing"
    return rich_tip(section.title or "(no title)", head, section.why)
