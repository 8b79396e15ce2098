"""What can be done with a section of the outline: the context menu and its keys."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QWidget

from spec_editor.core.report import SectionReport, State
from spec_editor.ui.outline.model import TITLE, OutlineModel
from spec_editor.ui.outline.rows import MOST_LEVELS
from spec_editor.ui.row_menu import Entry, RowMenu, keys_of
from spec_editor.ui.theme import Theme

RENAME, COPY_LINK = "rename", "copy-link"
INSERT_MISSING, INSERT_ALL = "insert-missing", "insert-all-missing"


@dataclass(frozen=True, slots=True)
class Place:
    """A section among the others, as far as it matters to what can be done with it.

    ``section`` is None beside all rows; ``elder`` and ``younger`` say whether the document has a
    section before or after it right below the same one; ``deepest`` is the level (1-6) of the
    deepest section in it. ``above`` says whether it stands in another one than the document's
    title, ``is_title`` that it is that title, and ``inherits`` that a section above it is marked
    as not applicable. In a document that is ``read_only`` nothing can be changed.
    """

    section: SectionReport | None = None
    elder: bool = False
    younger: bool = False
    deepest: int = 1
    any_missing: bool = False
    above: bool = False
    is_title: bool = False
    inherits: bool = False
    read_only: bool = False


def place_of(rows: OutlineModel, index: QModelIndex) -> Place:
    """Return what matters about the row of an index; an invalid one is beside all rows."""
    any_missing = any(row.is_missing for row in rows.values())
    if not index.isValid():
        return Place(any_missing=any_missing, read_only=rows.read_only)
    siblings = [
        rows.index(row, TITLE, index.parent()) for row in range(rows.rowCount(index.parent()))
    ]
    there = [not rows.value(other).is_missing and not _is_title(rows, other) for other in siblings]
    above = _all_above(index)
    return Place(
        rows.section(index),
        any(there[: index.row()]),
        any(there[index.row() + 1 :]),
        _deepest(rows, index),
        any_missing,
        bool(above) and not _is_title(rows, above[0]),
        _is_title(rows, index),
        any(_is_marked_away(rows.section(other)) for other in above),
        rows.read_only,
    )


def _all_above(index: QModelIndex) -> list[QModelIndex]:
    """Return the rows that one lies below, the nearest first."""
    above = []
    while (index := index.parent()).isValid():
        above.append(index)
    return above


def _is_title(rows: OutlineModel, index: QModelIndex) -> bool:
    """Say whether a row is the document's title: the first heading, alone on the first level."""
    top = [rows.section(rows.index(row, TITLE)) for row in range(rows.rowCount())]
    present = [section for section in top if section.line is not None]
    highest = [section for section in present if section.level == 1]
    section = rows.section(index)
    if not present or section is not present[0] or section.level > 1:
        return False
    return len(highest) == 1 or section.template_section == 0


def _is_marked_away(section: SectionReport) -> bool:
    return section.marked and section.state is State.NOT_APPLICABLE


def _deepest(rows: OutlineModel, index: QModelIndex) -> int:
    """Return the level of the deepest section that the document has in a section."""
    below = [rows.index(row, TITLE, index) for row in range(rows.rowCount(index))]
    present = [child for child in below if not rows.value(child).is_missing]
    return max((_deepest(rows, child) for child in present), default=rows.section(index).level)


ENTRIES = (
    Entry(INSERT_MISSING, "&Insert Missing Section", "plus", "Ins"),
    Entry(INSERT_ALL, "Insert &All Missing", "playlist-plus"),
    Entry(RENAME, "Re&name…", "rename-outline", "F2", 1),
    Entry(COPY_LINK, "Copy &Link", "link-variant", "", 1),
    Entry(
        "confirm",
        "&Confirm Example Text",
        "checkbox-marked-outline",
        group=2,
        undo_text="Take &Confirmation Back",
    ),
    Entry(
        "not-applicable",
        "Mark Not A&pplicable…",
        "cancel",
        group=2,
        undo_text="Mark A&pplicable Again",
    ),
    Entry("reset", "&Reset to Template Text", "restore", "", 2),
    Entry("move-up", "Move &Up", "arrow-up", "Alt+Up", 3),
    Entry("move-down", "Move &Down", "arrow-down", "Alt+Down", 3),
    Entry("promote", "Promot&e", "format-indent-decrease", "Alt+Left", 3),
    Entry("demote", "De&mote", "format-indent-increase", "Alt+Right", 3),
)
_OPPOSITES = {
    State.CONFIRMED: ("confirm", "unconfirm"),
    State.NOT_APPLICABLE: ("not-applicable", "applicable"),
}
_NAMES = {entry.name for entry in ENTRIES}
KEYS = keys_of(ENTRIES)


class OutlineMenu(RowMenu):
    """The context menu of one row; what makes no sense there is disabled."""

    def __init__(self, place: Place, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(ENTRIES, already_set(place.section), theme, parent)
        self.setObjectName("outlineMenu")
        names = possible(place) & ({COPY_LINK} if place.read_only else _NAMES)
        for action in self.actions():
            action.setEnabled(action.isSeparator() or action.objectName() in names)


def already_set(section: SectionReport | None) -> str:
    """Return the name of the entry that the author chose for a section before, if any."""
    if section is None or section.state not in _OPPOSITES:
        return ""
    # A chapter sums up its sections: what confirms them all can be taken back from them all.
    is_said = section.marked or section.state is State.CONFIRMED
    return _OPPOSITES[section.state][0] if is_said else ""


def action_name(name: str, section: SectionReport) -> str:
    """Return the core action of an entry; an entry that is set already takes itself back."""
    return _OPPOSITES[section.state][1] if name == already_set(section) else name


def possible(place: Place) -> set[str]:
    """Return the names of the entries that make sense at a place."""
    section = place.section
    names = {INSERT_ALL} if place.any_missing else set[str]()
    if section is None:
        return names
    if section.line is None:
        return names | {INSERT_MISSING}
    moves = not place.is_title
    conditions: Sequence[tuple[bool, str]] = (
        (section.state in (State.EXAMPLE, State.CONFIRMED), "confirm"),
        (not section.exempt and not place.inherits, "not-applicable"),
        (section.template_section is not None, "reset"),
        (moves and place.elder, "move-up"),
        (moves and place.younger, "move-down"),
        (moves and place.above, "promote"),
        (moves and place.elder and place.deepest < MOST_LEVELS, "demote"),
    )
    return names | {RENAME, COPY_LINK} | {name for holds, name in conditions if holds}
