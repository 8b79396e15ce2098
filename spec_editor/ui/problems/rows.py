"""Which findings are listed, in which order: values only, no widgets."""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from spec_editor.core.findings import Finding, Severity

_RANKS = {severity: severity.rank for severity in Severity}


class Column(IntEnum):
    """The columns of the list."""

    SEVERITY = 0
    MESSAGE = 1
    SECTION = 2
    RULE = 3
    LINE = 4
    FIX = 5


@dataclass(frozen=True, slots=True)
class FileRow:
    """The row above the findings of one file: its path, its shown name, how many were found."""

    path: str
    name: str
    count: int
    is_open: bool = True


Row = Finding | FileRow


@dataclass(frozen=True, slots=True)
class Sorting:
    """By which column the findings are sorted; those of a file always stay together."""

    column: Column = Column.LINE
    descending: bool = False

    def clicked(self, column: Column) -> "Sorting":
        """Return the order after a click on a column's title: the other way round, or anew."""
        return Sorting(column, self.column is column and not self.descending)

    def apply(self, findings: Sequence[Finding]) -> list[Finding]:
        """Return findings that are in the order of the text in this order."""
        found = list(findings)
        if self.column is not Column.LINE:
            found.sort(key=_KEYS[self.column], reverse=self.descending)
        elif self.descending:
            found.reverse()
        return found


_KEYS: Mapping[Column, Any] = {
    Column.SEVERITY: lambda finding: _RANKS[finding.severity],
    Column.MESSAGE: lambda finding: finding.message.casefold(),
    Column.SECTION: lambda finding: finding.section.casefold(),
    Column.RULE: lambda finding: finding.rule,
    Column.FIX: lambda finding: not finding.fixable,
}


@dataclass(frozen=True, slots=True)
class Filter:
    """Which findings are listed: of these severities, of one rule or all, that hold a text."""

    severities: frozenset[Severity] = field(default_factory=lambda: frozenset(Severity))
    rule: str = ""
    text: str = ""

    @property
    def is_active(self) -> bool:
        """Whether anything may be left out."""
        return self != Filter()

    def apply(self, findings: Sequence[Finding]) -> Sequence[Finding]:
        """Return what is listed of the findings."""
        found = findings
        if len(self.severities) < len(Severity):
            found = [finding for finding in found if finding.severity in self.severities]
        if self.rule:
            found = [finding for finding in found if finding.rule == self.rule]
        if self.text:
            wanted = self.text.casefold()
            found = [finding for finding in found if wanted in _searched(finding)]
        return found


@dataclass(frozen=True, slots=True)
class Counts:
    """How many findings there are by severity and by rule, and how many are fixed together."""

    severities: Mapping[Severity, int]
    rules: Mapping[str, int]
    fixable: int


def count(findings: Sequence[Finding]) -> Counts:
    """Count findings in one pass."""
    together = Counter((found.severity, found.rule, found.fixed_with_all) for found in findings)
    severities: Counter[Severity] = Counter()
    rules: Counter[str] = Counter()
    fixable = 0
    for (severity, rule, is_fixable), number in together.items():
        severities[severity] += number
        rules[rule] += number
        fixable += number if is_fixable else 0
    return Counts(severities, dict(sorted(rules.items())), fixable)


def file_rows(
    findings: Mapping[str, Sequence[Finding]],
    names: Mapping[str, str],
    shown: Filter,
    sorting: Sorting,
    folded: frozenset[str],
) -> Iterator[Row]:
    """Yield for each file with findings its row and, unless it is folded, those findings."""
    for path in sorted(findings, key=lambda path: names[path].casefold()):
        listed = shown.apply(findings[path])
        if listed:
            yield FileRow(path, names[path], len(listed), path not in folded)
            if path not in folded:
                yield from sorting.apply(listed)


def identity(row: Row) -> Hashable:
    """Return what a row is known by while its line changes under one's hands."""
    if isinstance(row, FileRow):
        return row.path
    return row.rule, row.section, row.message


def _searched(finding: Finding) -> str:
    return f"{finding.message}\n{finding.section}\n{finding.rule}".casefold()
