"""How versions, dates and labels at a document's head are read."""

from datetime import date

import pytest

from spec_editor.core.document import Document, read_document
from spec_editor.core.metadata import (
    document_version,
    history_rows,
    label_key,
    metadata,
    read_date,
    read_version,
    same_version,
)

DAY = date(2026, 11, 24)


def document(text: str) -> Document:
    return read_document(text, [])


@pytest.mark.parametrize(
    "value",
    [
        "2026-11-24",
        "2026/11/24",
        "2026-11-24T10:00Z",
        "24 November 2026",
        "24. November 2026",
        "24th Nov 2026",
        "November 24, 2026",
        "Nov. 24 2026",
        "Tuesday, November 24, 2026",
        "24.11.2026",
        "24/11/2026",
        "11/24/2026",
        "**2026-11-24** (draft)",
    ],
)
def test_a_date_is_read_as_people_write_it(value: str) -> None:
    assert read_date(value) == DAY


@pytest.mark.parametrize(
    "value",
    [
        "",
        "TBD",
        "2026-02-30",
        "2026-13-01",
        "31 April 2026",
        "24 Foo 2026",
        "November 2026",
        "2026",
        "0000-01-01",
        "24.11.26",
        "2026-11-245",
        "32/13/2026",
    ],
)
def test_what_is_no_day_is_no_date(value: str) -> None:
    assert read_date(value) is None


def test_versions_are_in_order() -> None:
    names = [
        "0.1-draft",
        "0.1",
        "0.9",
        "v1.0-alpha",
        "1.0-rc1",
        "1.0",
        "1.0.1",
        "1.2",
        "V1.10",
        "2",
    ]
    versions = [read_version(name) for name in names]
    assert None not in versions
    assert versions == sorted(version for version in versions if version)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.0", "v1"),
        ("Version 2.3.1", "2.3.1"),
        ("`1.0`", "1.0.0"),
        ("1.0 (Draft)", "1.0-draft"),
        ("rev. 4", "4"),
        ("1.0 (approved)", "1.0"),
        ("1.0, first issue", "1.0"),
        ("[1.0](https://a.b/1)", "**1.0** (Final)"),
        ("1.0 (second draft)", "1.0 (Second draft)"),
        ("Spring", "spring"),
    ],
)
def test_the_same_version_written_otherwise(one: str, other: str) -> None:
    assert same_version(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("1.0", "1.0-draft"), ("1.0", "1.0 (second draft)"), ("1.1", "1.10"), ("a", "b")],
)
def test_other_versions(one: str, other: str) -> None:
    assert not same_version(one, other)


def test_labels_that_mean_alike() -> None:
    keys = [label_key(label) for label in ("Author(s)", "authors", "Author", "**Author:**")]
    assert len(set(keys)) == 1
    assert label_key("last-updated") == label_key("Last_Updated") == label_key("Last Updated")
    assert label_key("Status") != label_key("State")


def test_metadata_stand_in_three_places_with_their_spans() -> None:
    text = (
        "---\nversion: '1.0'\ntags: [a]\n---\n\n# T\n\n**Status:** Draft\n\n"
        "| Author | A |\n| - | - |\n| **Date** | 2026 |\n"
    )
    found = [(f.label, f.value, f.value_span) for f in metadata(document(text))]
    assert found == [
        ("version", "1.0", (2, 11, 2, 14)),
        ("tags", "[a]", (3, 7, 3, 10)),
        ("Status", "Draft", (8, 13, 8, 18)),
        ("Author", "A", (10, 12, 10, 13)),
        ("Date", "2026", (12, 14, 12, 18)),
    ]


def test_a_list_in_the_front_matter_is_a_value() -> None:
    fields = metadata(document("---\nauthors:\n  - A\nreviewers:\nstatus: x # y\n---\n# T\n"))
    assert [(field.label, field.value or field.body) for field in fields] == [
        ("authors", "- A"),
        ("reviewers", ""),
        ("status", "x"),
    ]


def test_a_version_that_is_a_placeholder_is_none() -> None:
    assert document_version(document("# T\n\n**Version:** {Version}\n")) is None
    assert document_version(document("# T\n\n## Version\n\n**Version:** 1\n")) is None


def test_the_history_is_found_by_its_title_and_column() -> None:
    text = (
        "# T\n\n## Annex B: Revision History\n\n| a |\n| - |\n| 9 |\n\n"
        "| Who | Rev. |\n| - | - |\n| A | 1 |\n| B |\n| C | {n} |\n| D | 2 |\n"
    )
    assert [row.text for row in history_rows(document(text))] == ["1", "2"]
