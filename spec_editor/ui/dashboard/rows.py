"""Which specifications the dashboard lists, in which order: values only, no widgets."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from spec_editor.core.report import SpecEntry
from spec_editor.core.status import Stage, stage_of, status_rank


class Column(IntEnum):
    """The columns of the table."""

    NAME = 0
    STATUS = 1
    VERSION = 2
    DONE = 3
    ERRORS = 4
    WARNINGS = 5
    REQUIREMENTS = 6
    APPROVER = 7
    AUTHOR = 8
    UPDATED = 9
    CHANGED = 10


class Only(StrEnum):
    """Kinds of specifications to list."""

    ALL = "all"
    INCOMPLETE = "incomplete"
    FINDINGS = "findings"
    ERRORS = "errors"


_ONLY: dict[Only, Callable[[SpecEntry], bool]] = {
    Only.ALL: lambda _entry: True,
    Only.INCOMPLETE: lambda entry: (entry.completeness or 0.0) < 1,
    Only.FINDINGS: lambda entry: entry.errors + entry.warnings > 0,
    Only.ERRORS: lambda entry: entry.errors > 0 or bool(entry.problem),
}

# Numbers of what is wrong: the most is looked for first.
_MOST_FIRST = (Column.ERRORS, Column.WARNINGS, Column.REQUIREMENTS)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which specifications are listed: of one stage or all, of a kind, that hold all words."""

    text: str = ""
    stage: Stage | None = None
    only: Only = Only.ALL

    @property
    def is_active(self) -> bool:
        """Whether anything may be left out."""
        return self != Filter()

    def apply(self, entries: Iterable[SpecEntry]) -> list[SpecEntry]:
        """Return those that are listed."""
        words, holds = self.text.casefold().split(), _ONLY[self.only]
        return [
            entry
            for entry in entries
            if holds(entry)
            and (self.stage is None or stage_of(entry.status) is self.stage)
            and (not words or all(map(_text_of(entry).__contains__, words)))
        ]


@dataclass(frozen=True, slots=True)
class Sorting:
    """By which column the specifications are sorted; those alike are sorted by name."""

    column: Column = Column.NAME
    descending: bool = False

    def clicked(self, column: Column) -> "Sorting":
        """Return the order after a click on a column's title: the other way round, or anew."""
        if column is self.column:
            return Sorting(column, not self.descending)
        return Sorting(column, column in _MOST_FIRST)

    def apply(self, entries: list[SpecEntry]) -> list[SpecEntry]:
        """Return specifications in this order; what is not known stands at the end."""
        entries = sorted(entries, key=_by_name, reverse=self.descending and self._is_by_name)
        if self._is_by_name:
            return entries
        key = _KEYS[self.column]
        known = [entry for entry in entries if key(entry) is not None]
        known.sort(key=key, reverse=self.descending)  # type: ignore[arg-type]
        return [*known, *(entry for entry in entries if key(entry) is None)]

    @property
    def _is_by_name(self) -> bool:
        return self.column is Column.NAME


def _text_of(entry: SpecEntry) -> str:
    """Return in lower case what words are looked for in."""
    fields = (
        entry.title,
        "/".join(entry.parts),
        entry.status,
        entry.author,
        entry.next_approver,
        entry.version,
    )
    return "\n".join(fields).casefold()


def _by_name(entry: SpecEntry) -> tuple[str, str]:
    return (entry.title or entry.parts[-1]).casefold(), entry.path


_KEYS: dict[Column, Callable[[SpecEntry], object]] = {
    Column.STATUS: lambda entry: status_rank(entry.status) if entry.status else None,
    Column.VERSION: lambda entry: entry.version.casefold() or None,
    Column.DONE: lambda entry: entry.completeness,
    Column.ERRORS: lambda entry: entry.errors,
    Column.WARNINGS: lambda entry: entry.warnings,
    Column.REQUIREMENTS: lambda entry: entry.requirements,
    Column.APPROVER: lambda entry: entry.next_approver.casefold() or None,
    Column.AUTHOR: lambda entry: entry.author.casefold() or None,
    Column.UPDATED: lambda entry: entry.updated or None,
    Column.CHANGED: lambda entry: entry.changed or None,
}
