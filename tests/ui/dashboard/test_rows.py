"""What the dashboard lists, and in which order."""

import pytest

from spec_editor.core.report import SpecEntry
from spec_editor.core.status import Stage
from spec_editor.ui.dashboard.rows import Column, Filter, Only, Sorting

ENTRIES = [
    SpecEntry("/b.md", ("b.md",), "Beta", 1.0, status="Approved", changed=10.0, author="Ada"),
    SpecEntry("/a.md", ("a.md",), "alpha", 0.5, status="Draft", errors=2, changed=30.0),
    SpecEntry("/c.md", ("c.md",), "", None, problem="no text", changed=20.0),
    SpecEntry("/d/e.md", ("d", "e.md"), "Delta", 0.7, status="In Review", warnings=1, version="2"),
]


def letters(entries: list[SpecEntry]) -> str:
    return "".join(entry.parts[-1][0] for entry in entries)


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        (Filter(), "bace"),
        (Filter("ada"), "b"),
        (Filter("md D/"), "e"),
        (Filter(stage=Stage.DRAFT), "a"),
        (Filter(stage=Stage.NONE), "c"),
        (Filter(only=Only.INCOMPLETE), "ace"),
        (Filter(only=Only.FINDINGS), "ae"),
        (Filter(only=Only.ERRORS), "ac"),
        (Filter("beta", Stage.DRAFT), ""),
    ],
)
def test_what_is_listed(shown: Filter, found: str) -> None:
    assert letters(shown.apply(ENTRIES)) == found


@pytest.mark.parametrize(
    ("column", "once", "twice"),
    [
        (Column.NAME, "ecba", "abce"),
        (Column.STATUS, "aebc", "beac"),
        (Column.DONE, "aebc", "beac"),
        (Column.ERRORS, "abce", "bcea"),
        (Column.CHANGED, "bcae", "acbe"),
        (Column.VERSION, "eabc", "eabc"),
    ],
)
def test_titles_sort_and_what_is_not_known_comes_last(
    column: Column, once: str, twice: str
) -> None:
    sorting = Sorting().clicked(column)
    assert letters(sorting.apply(ENTRIES)) == once
    assert letters(sorting.clicked(column).apply(ENTRIES)) == twice
