"""Findings as one text, to be passed on, and back."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spec_editor.core.findings import (
    Counts,
    Finding,
    Severity,
    Span,
    counts_of,
    findings_from_json,
    findings_to_json,
)

NUMBERS = st.integers(0, 10_000)
FINDINGS = st.builds(
    Finding,
    st.text(max_size=5),
    st.sampled_from(Severity),
    st.builds(Span, NUMBERS, NUMBERS, NUMBERS, NUMBERS),
    st.text(st.characters(), max_size=5),
    st.text(max_size=5),
    st.booleans(),
    st.booleans(),
)


@given(st.lists(FINDINGS, max_size=4))
def test_findings_come_back_as_they_were(found: list[Finding]) -> None:
    back = findings_from_json(findings_to_json(found))
    assert back == tuple(found)
    assert all(type(each) is Finding and type(each.span) is Span for each in back)
    assert all(type(each.severity) is Severity for each in back)
    findings_to_json(found).encode("ascii")


def test_each_severity_is_counted() -> None:
    error, warning, info = (Finding("r", each, Span(1, 1, 1, 1), "m") for each in Severity)
    assert counts_of([info, error, warning, error]) == Counts(errors=2, warnings=1, infos=1)
    assert counts_of([]) == Counts()


GOOD = ["rule", "error", [1, 2, 3, 4], "message", "section", True, False]


@pytest.mark.parametrize(
    ("place", "wrong"),
    [
        *((place, wrong) for place in range(len(GOOD)) for wrong in (None, {}, 7.5, [1])),
        (1, "no severity"),
        (2, [1, 2, 3, "4"]),
        (2, [1, 2, 3, 4, 5]),
        (2, "1234"),
        (5, "yes"),
        (6, 1),
    ],
)
def test_what_is_of_another_type_is_refused(place: int, wrong: object) -> None:
    values = [*GOOD[:place], wrong, *GOOD[place + 1 :]]
    with pytest.raises(ValueError, match="no findings"):
        findings_from_json(json.dumps([values]))


@pytest.mark.parametrize(
    "text",
    ["", "7", "{}x", "[7]", "[[]]", "null", json.dumps([GOOD[:3]]), json.dumps([[*GOOD, 1]])],
)
def test_what_is_no_list_of_findings_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no findings"):
        findings_from_json(text)


def test_a_text_that_nests_without_end_is_refused() -> None:
    with pytest.raises(ValueError, match="no findings"):
        findings_from_json("[" * 100_000)
