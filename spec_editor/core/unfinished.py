"""What is left to do in a document, place by place in the order of the text."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spec_editor.core.findings import Finding, Severity, Span
from spec_editor.core.report import DocumentReport, SectionReport, State

UNFINISHED_STATES = (State.MISSING, State.EMPTY, State.EXAMPLE, State.PLACEHOLDERS)
"""The states that keep a section from being complete, the least complete first."""

PLACEHOLDER_RULES = frozenset({"placeholder-left", "choice-not-made"})
"""The rules that find placeholders."""

_UNFINISHED_RULES = PLACEHOLDER_RULES | {"missing-section", "empty-section", "example-text"}
_WORDS = {State.EMPTY: "is empty", State.EXAMPLE: "is still the template's example text"}


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """One thing to do: the span it stands at (as in ``Span``) and what it is, in one sentence."""

    line: int
    column: int
    end_line: int
    end_column: int
    what: str

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.line, self.column, self.end_line, self.end_column)

    def moved(self, span: Span) -> "Place":
        """Return the same thing to do where it stands now."""
        return Place(*span, self.what)


def unfinished_places(report: DocumentReport) -> tuple[Place, ...]:
    """Return where work is left: placeholders, unwritten sections, errors and warnings.

    There is one place for each position of the text. Information alone is no work, and a rule
    that is switched off does not hide a section that nobody has written.
    """
    places: dict[tuple[int, int], Place] = {}
    told: set[int] = set()
    for finding in report.findings:
        if _is_work(finding):
            span = finding.span
            told.add(span.line)
            place = Place(*span, finding.message)
            places.setdefault((place.line, place.column), place)
    for section in sections_in_state(report.sections, *_WORDS):
        line = section.line
        if line is not None and line not in told:
            what = f"Section “{section.title}” {_WORDS[section.state]}."
            places[line, 1] = Place(line, 1, line, 1, what)
    return tuple(places[position] for position in sorted(places))


def next_place(
    places: Sequence[Place], line: int, column: int, backwards: bool = False
) -> Place | None:
    """Return the place after, or before, a position; after the last comes the first."""
    if not places:
        return None
    if backwards:
        before = bisect_left(places, (line, column), key=_position) - 1
        return places[before]
    after = bisect_right(places, (line, column), key=_position)
    return places[after % len(places)]


def sections_in_state(sections: Sequence[SectionReport], *states: State) -> Iterator[SectionReport]:
    """Yield the sections in one of the states, each thing to do once.

    A section that only sums up subsections in the same state is not told beside them.
    """
    for index, section in enumerate(sections):
        # A chapter of which some sections are finished and some missing has no placeholder.
        is_part = section.state is State.PLACEHOLDERS and not section.placeholders
        is_other = section.exempt or is_part or section.state not in states
        if not is_other and not _sums_up(sections, index):
            yield section


def chapters(sections: Sequence[SectionReport]) -> tuple[SectionReport, ...]:
    """Return the sections of the first level that there is more than one of."""
    for level in sorted({section.level for section in sections}):
        found = tuple(section for section in sections if section.level == level)
        if len(found) > 1:
            return found
    return tuple(sections)


def _sums_up(sections: Sequence[SectionReport], index: int) -> bool:
    """Say whether a subsection of the section has the same state."""
    section = sections[index]
    for below in sections[index + 1 :]:
        if below.level <= section.level:
            break
        if below.state is section.state:
            return True
    return False


def _is_work(finding: Finding) -> bool:
    """Say whether a finding asks for something to be done."""
    return finding.severity is not Severity.INFO or finding.rule in _UNFINISHED_RULES


def _position(place: Place) -> tuple[int, int]:
    return place.line, place.column
