"""What is left to do, and going through it."""

import pytest

from spec_editor.core.findings import Finding, Severity, Span
from spec_editor.core.report import DocumentReport, SectionReport, State
from spec_editor.core.unfinished import (
    Place,
    chapters,
    next_place,
    sections_in_state,
    unfinished_places,
)


def section(title: str, level: int, state: State, line: int | None) -> SectionReport:
    return SectionReport(title, title, (title,), level, line, line, state, 0.0, 0, 0, "")


def finding(rule: str, severity: Severity, line: int, column: int = 1) -> Finding:
    return Finding(rule, severity, Span(line, column, line, column + 4), f"{rule} at {line}")


SECTIONS = (
    section("Title", 1, State.EXAMPLE, 1),
    section("One", 2, State.EXAMPLE, 3),
    section("Two", 2, State.EMPTY, 9),
    section("Three", 2, State.MISSING, None),
    section("Below", 3, State.MISSING, None),
    section("Four", 2, State.FILLED, 20),
)


def report(*findings: Finding, sections: tuple[SectionReport, ...] = ()) -> DocumentReport:
    return DocumentReport(1, "T", "t", 0.5, 0, sections, findings)


def test_places_stand_in_the_order_of_the_text_and_once_each() -> None:
    places = unfinished_places(
        report(
            finding("table-cells", Severity.WARNING, 7, 3),
            finding("dead-anchor", Severity.ERROR, 2),
            finding("placeholder-left", Severity.ERROR, 7, 3),
            finding("placeholder-left", Severity.ERROR, 7, 2),
        )
    )
    assert [(place.line, place.column) for place in places] == [(2, 1), (7, 2), (7, 3)]
    assert places[0] == Place(2, 1, 2, 5, "dead-anchor at 2")


def test_information_is_no_work_unless_text_is_to_be_written() -> None:
    told = report(
        finding("same-metric", Severity.INFO, 2), finding("placeholder-left", Severity.INFO, 3)
    )
    assert [place.what for place in unfinished_places(told)] == ["placeholder-left at 3"]


def test_unwritten_sections_are_work_even_when_their_rule_is_off() -> None:
    told = report(finding("example-text", Severity.ERROR, 3), sections=SECTIONS)
    assert [(place.line, place.what) for place in unfinished_places(told)] == [
        (3, "example-text at 3"),
        (9, "Section “Two” is empty."),
    ]


def test_a_section_that_sums_up_is_not_told_beside_what_it_sums_up() -> None:
    titles = [found.title for found in sections_in_state(SECTIONS, State.EXAMPLE, State.MISSING)]
    assert titles == ["One", "Below"]
    exempt = SECTIONS[2]._replace(exempt=True)
    assert list(sections_in_state((exempt,), State.EMPTY)) == []


def test_chapters_are_the_first_level_with_several_sections() -> None:
    assert [found.title for found in chapters(SECTIONS)] == ["One", "Two", "Three", "Four"]
    assert chapters(SECTIONS[:1]) == SECTIONS[:1]
    assert chapters(()) == ()


PLACES = tuple(Place(line, column, line, column, "") for line, column in ((2, 1), (5, 3), (5, 9)))


@pytest.mark.parametrize(
    ("line", "column", "backwards", "found"),
    [
        (1, 1, False, (2, 1)),
        (2, 1, False, (5, 3)),
        (5, 4, False, (5, 9)),
        (5, 9, False, (2, 1)),
        (9, 1, False, (2, 1)),
        (9, 1, True, (5, 9)),
        (5, 9, True, (5, 3)),
        (2, 1, True, (5, 9)),
        (1, 1, True, (5, 9)),
    ],
)
def test_going_on_wraps_around(
    line: int, column: int, backwards: bool, found: tuple[int, int]
) -> None:
    place = next_place(PLACES, line, column, backwards)
    assert place is not None
    assert (place.line, place.column) == found


def test_nothing_is_left() -> None:
    assert unfinished_places(report()) == ()
    assert next_place((), 1, 1) is None
