"""What the workspace says in words."""

import pytest

from spec_editor.core.report import SpecEntry
from spec_editor.ui.workspace.rows import FolderRow, Tally
from spec_editor.ui.workspace.texts import folder_text, from_found, problem_text, spoken_spec


@pytest.mark.parametrize(
    ("line", "words", "shown"),
    [
        ("three separate things", "three", "three separate things"),
        (
            "It replaces all of the three separate things",
            "Three  separate",
            "…all of the three separate things",
        ),
        ("x" * 40 + "three", "three", "…" + "x" * 16 + "three"),
        (
            "It replaces all of the things separately, or three",
            "three separate",
            "…separately, or three",
        ),
        ("nothing of it", "three", "nothing of it"),
        ("a\u202eb three", "three", "a⟨U+202E⟩b three"),
    ],
)
def test_a_line_is_told_from_where_something_was_found(line: str, words: str, shown: str) -> None:
    assert from_found(line, words) == shown


def test_a_problem_does_not_repeat_the_name() -> None:
    for told in ("/s/a.md: is not text.", "a.md is not text.", "is not text."):
        entry = SpecEntry("/s/a.md", ("a.md",), problem=told)
        assert problem_text(entry) == "Is not text."


def test_a_folder_is_told_in_short() -> None:
    tally = Tally(2, 2, 1.0)
    assert (
        folder_text(FolderRow("/s", "s", branch="main", tally=tally))
        == "main · 2 specs · 50\u202f%"
    )
    assert folder_text(FolderRow("/s", "s")) == "no specs"


def test_all_that_is_shown_is_spoken() -> None:
    entry = SpecEntry(
        "/s/a.md", ("a.md",), "A", 0.5, 1, "", "Draft", "1.0", errors=1, warnings=2, git="new"
    )
    assert spoken_spec(entry, unsaved=True) == (
        "a.md, status Draft, version 1.0, 50 % complete, 1 placeholder left, 1 error, 2 warnings, "
        "new, not yet in Git, unsaved changes"
    )
