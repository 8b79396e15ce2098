"""Findings follow the text that is edited after they were found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spec_editor.core.findings import Finding, Severity, Span
from spec_editor.ui.editor.finding_marks import END_OF_LINE, Change, FindingMarks


def finding(line: int, column: int, end_line: int, end_column: int) -> Finding:
    span = Span(line, column, end_line, end_column)
    return Finding("rule", Severity.ERROR, span, f"{line}:{column}")


ONE = finding(5, 4, 5, 9)
LONG = finding(5, 4, 8, 3)


def after(found: Finding, *changes: Change) -> tuple[int, int, int, int] | None:
    marks = FindingMarks()
    marks.set_findings([found])
    for change in changes:
        marks.note_change(change)
    span = marks.span_of(found)
    return (span.line, span.column, span.end_line, span.end_column) if span else None


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (Change((5, 1), (5, 1), (5, 3)), (5, 6, 5, 11)),
        (Change((5, 4), (5, 4), (5, 6)), (5, 6, 5, 11)),
        (Change((5, 9), (5, 9), (5, 11)), (5, 4, 5, 9)),
        (Change((5, 6), (5, 6), (5, 7)), (5, 4, 5, 10)),
        (Change((5, 6), (5, 8), (5, 6)), (5, 4, 5, 7)),
        (Change((5, 2), (5, 5), (5, 2)), None),
        (Change((5, 8), (5, 12), (5, 8)), None),
        (Change((5, 2), (5, 2), (6, 1)), (6, 3, 6, 8)),
        (Change((2, 1), (4, END_OF_LINE), (2, 1)), (3, 4, 3, 9)),
        (Change((3, 1), (5, END_OF_LINE), (3, 1)), None),
        (Change((7, 1), (9, END_OF_LINE), (7, 1)), (5, 4, 5, 9)),
    ],
)
def test_a_span_in_one_line(change: Change, found: tuple[int, int, int, int] | None) -> None:
    assert after(ONE, change) == found


def test_a_long_span_stays_while_one_writes_in_it() -> None:
    assert after(LONG, Change((6, 1), (6, 1), (7, 4))) == (5, 4, 9, 3)
    assert after(LONG, Change((8, 1), (8, 1), (8, 3))) == (5, 4, 8, 5)
    assert after(LONG, Change((5, 1), (6, END_OF_LINE), (5, 1))) is None


def test_changes_add_up() -> None:
    typed = [Change((5, 1 + n), (5, 1 + n), (5, 2 + n)) for n in range(20)]
    assert after(ONE, *typed) == (5, 24, 5, 29)


def test_news_of_an_older_text_keep_the_changes_since() -> None:
    marks = FindingMarks()
    marks.note_change(Change((1, 1), (1, 1), (2, 1)))
    marks.end_version()
    marks.note_change(Change((1, 1), (1, 1), (3, 1)))
    marks.end_version()
    marks.set_findings([ONE], behind=1)
    assert marks.span_of(ONE) == Span(7, 4, 7, 9)
    marks.set_findings([ONE])
    assert marks.span_of(ONE) == ONE.span


def test_only_what_touches_the_lines_is_looked_at() -> None:
    marks = FindingMarks()
    found = [finding(line, 1, line, 5) for line in range(1, 1001)]
    long = finding(499, 2, 503, 1)
    marks.set_findings([*found[:499], long, *found[499:]])
    marks.note_change(Change((10, 1), (10, 1), (13, 1)))
    near = [old.span.line for old, _ in marks.between(504, 505)]
    assert near == [499, 501, 502]


def test_too_many_changes_without_news_end_the_marks() -> None:
    marks = FindingMarks()
    marks.set_findings([ONE])
    for _ in range(201):
        marks.note_change(Change((1, 1), (1, 1), (1, 2)))
    assert list(marks.between(1, 100)) == []


positions = st.tuples(st.integers(1, 12), st.integers(1, 12))


@given(
    st.lists(st.tuples(positions, positions, positions), max_size=8),
    st.tuples(positions, positions).map(sorted),
)
def test_a_mark_is_never_turned_round(
    changes: list[tuple[tuple[int, int], ...]], span: list[tuple[int, int]]
) -> None:
    marks = FindingMarks()
    found = finding(*span[0], *span[1])
    marks.set_findings([found])
    for places in changes:
        start, end, other = sorted(places)
        marks.note_change(Change(start, end, other))
    now = marks.span_of(found)
    if now is not None:
        assert (1, 1) <= (now.line, now.column) <= (now.end_line, now.end_column)


def test_a_line_of_a_newer_text_than_the_judged_one() -> None:
    marks = FindingMarks()
    marks.set_findings([ONE])
    for _ in range(3):
        marks.note_change(Change((1, 1), (1, 1), (2, 1)))
        marks.end_version()
    assert [marks.line_now(5, behind) for behind in (0, 1, 2, 3, None)] == [5, 6, 7, 8, 8]
