"""What stands in a row of the outline: a section, and what is left to do in it."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from spec_editor.core.findings import Finding, Severity
from spec_editor.core.report import SectionReport, State
from spec_editor.core.unfinished import PLACEHOLDER_RULES
from spec_editor.ui.in_steps import Steps
from spec_editor.ui.tree_model import Branch

MOST_LEVELS = 6  # of headings in Markdown
_TOGETHER = 1_000  # so many findings are counted in one step

_SHOWN = ("title", "why", "path", "state", "completeness", "optional", "exempt")
_look = attrgetter(*_SHOWN, "extra", "moved", "renamed")


class Tally(NamedTuple):
    """How many placeholders, errors and warnings are left.

    Most placeholders are errors as well; ``other_errors`` and ``other_warnings`` are not.
    """

    placeholders: int = 0
    errors: int = 0
    warnings: int = 0
    other_errors: int = 0
    other_warnings: int = 0

    @property
    def problems(self) -> int:
        """The number of errors and warnings."""
        return self.errors + self.warnings

    @property
    def others(self) -> int:
        """The number of errors and warnings that are no placeholders."""
        return self.other_errors + self.other_warnings


_NOTHING = Tally()


class OutlineRow(NamedTuple):
    """A section, what is left in its own text (``own``) and with all below it (``total``).

    ``identity`` names the row as long as it is shown, also when the section's title, and with
    it its key, becomes another. ``has_below`` says whether there are sections below it.
    """

    identity: int
    section: SectionReport
    own: Tally
    total: Tally
    has_below: bool = False

    @property
    def state(self) -> State:
        """How far the section is with all below it, as its percentage says."""
        section = self.section
        state = section.state
        if not self.has_below or section.exempt or state in (State.MISSING, State.NOT_APPLICABLE):
            return state
        is_done = state in (State.FILLED, State.CONFIRMED)
        if section.completeness >= 1:
            return state if is_done else State.FILLED
        return State.PLACEHOLDERS if is_done or section.completeness > 0 else state

    @property
    def is_missing(self) -> bool:
        """Whether the document does not have the section."""
        return self.section.line is None

    def looks_like(self, other: "OutlineRow") -> bool:
        """Return whether both rows show the same; keys and lines are not shown."""
        if self[2:] != other[2:]:
            return False
        same = _look(self.section) == _look(other.section)
        return same and self.is_missing == other.is_missing


def making_rows(
    sections: Sequence[SectionReport], identities: Sequence[int], problems: Mapping[str, Tally]
) -> Steps[list[OutlineRow]]:
    """Return one row for each section; ``problems`` counts those found, by the section's key."""
    own = [_own(section, problems.get(section.key, _NOTHING)) for section in sections]
    levels = [section.level for section in sections]
    yield
    total = with_all_below(levels, own)
    yield
    has_below = [level < deeper for level, deeper in pairwise([*levels, 0])]
    rows = zip(identities, sections, own, total, has_below, strict=True)
    return [OutlineRow(*parts) for parts in rows]


def _own(section: SectionReport, problems: Tally) -> Tally:
    """Return what is left in a section's own text."""
    # The template's placeholders of a missing section are no work in the text.
    left = 0 if section.line is None else section.placeholders
    return problems._replace(placeholders=left) if left else problems


def with_all_below(levels: Sequence[int], own: Sequence[Tally]) -> list[Tally]:
    """Add to each section's tally those of all sections below it."""
    total = list(own)
    below: list[int] = []
    for place in reversed(range(len(levels))):
        inner = []
        while below and levels[below[-1]] > levels[place]:
            inner.append(total[below.pop()])
        if inner:
            total[place] = Tally(*map(sum, zip(own[place], *inner, strict=True)))
        below.append(place)
    return total


def counting_problems(
    sections: Sequence[SectionReport], findings: Sequence[Finding]
) -> Steps[dict[str, Tally]]:
    """Count errors and warnings by the key of the innermost section that holds their first line.

    Those before the first heading count for the first section.
    """
    starts = sorted((section.line, section.key) for section in sections if section.line)
    counts: defaultdict[str, Counter[tuple[Severity, bool]]] = defaultdict(Counter)
    lines = [line for line, _ in starts]
    for number, finding in enumerate(findings if starts else (), start=1):
        if number % _TOGETHER == 0:
            yield
        place = bisect_right(lines, finding.span.line)
        kind = finding.severity, finding.rule not in PLACEHOLDER_RULES
        counts[starts[max(0, place - 1)][1]][kind] += 1
    yield
    return {key: _tally(count) for key, count in counts.items()}


def _tally(count: Counter[tuple[Severity, bool]]) -> Tally:
    """Return the numbers of errors and warnings, and of those that are no placeholders."""
    errors, warnings = count[Severity.ERROR, True], count[Severity.WARNING, True]
    return Tally(
        errors=errors + count[Severity.ERROR, False],
        warnings=warnings + count[Severity.WARNING, False],
        other_errors=errors,
        other_warnings=warnings,
    )


def nested(rows: Sequence[OutlineRow]) -> list[Branch[OutlineRow]]:
    """Return the rows as a tree: each lies below the last one of a smaller level."""
    top: list[Branch[OutlineRow]] = []
    above: list[Branch[OutlineRow]] = []
    for row in rows:
        branch = Branch(row.identity, row)
        while above and above[-1].value.section.level >= row.section.level:
            above.pop()
        (above[-1].children if above else top).append(branch)
        above.append(branch)
    return top


def is_unfinished(section: SectionReport) -> bool:
    """Return whether there is something left to do in a section."""
    asked = not section.exempt and not (section.optional and section.state == State.MISSING)
    return asked and section.completeness < 1
