"""The edits that turn a text into another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spec_editor.core.difference import difference, differences, few_differences
from spec_editor.core.edits import TextEdit, apply_edits

LONG = "a line of text\n" * 10_000


@given(st.text("ab\n", max_size=20), st.text("ab\n", max_size=20))
def test_it_turns_one_into_the_other(old: str, new: str) -> None:
    edit = difference(old, new)
    assert apply_edits(old, [edit] if edit else []) == new


def test_equal_texts_need_no_edit() -> None:
    assert difference(LONG, LONG) is None


@pytest.mark.parametrize("place", [0, 1, 65_535, 65_536, 65_537, 131_072, len(LONG)])
@pytest.mark.parametrize("old", ["", "X", "X" * 70_000])
@pytest.mark.parametrize("new", ["Y", "Y" * 70_000])
def test_it_is_as_small_as_can_be_in_a_long_text(place: int, old: str, new: str) -> None:
    before, after = LONG[:place], LONG[place:]
    edit = difference(before + old + after, before + new + after)
    assert edit == TextEdit(place, place + len(old), new)


@given(st.text("ab\n", max_size=30), st.text("ab\n", max_size=30))
def test_many_edits_turn_one_into_the_other(old: str, new: str) -> None:
    assert apply_edits(old, differences(old, new)) == new


def test_what_stands_between_two_changes_is_not_touched() -> None:
    old = "one\ntwo\nthree\nfour\nfive"
    new = "one!\ntwo\nthree\nnew\nfour\nfive?"
    edits = differences(old, new)
    assert edits == (TextEdit(3, 3, "!"), TextEdit(14, 14, "new\n"), TextEdit(23, 23, "?"))


def test_texts_that_differ_everywhere_are_replaced_at_once() -> None:
    old = "".join(f"{number}\nsame\n" for number in range(1_000))
    new = old.replace("same", "other")
    (edit,) = differences(old, new)
    assert apply_edits(old, [edit]) == new


@given(st.text("ab\n", max_size=60), st.text("ab\n", max_size=60))
def test_a_few_edits_turn_one_into_the_other(old: str, new: str) -> None:
    edits = few_differences(old, new)
    assert edits is None or apply_edits(old, edits) == new


def test_texts_that_never_go_on_alike_have_more_than_a_few_differences() -> None:
    old, new = "".join(f"{n}\n" for n in range(100)), "".join(f"x{n}\n" for n in range(99))
    assert few_differences(old, new) is None


@given(st.text("ab\n", max_size=60), st.integers(0, 60), st.text("ab\n", max_size=9))
def test_lines_that_are_all_alike_turn_one_into_the_other(line: str, place: int, new: str) -> None:
    old = f"{line}\n" * 50
    edited = f"{old[:place]}{new}{old[place + 3 :]}{new}"
    edits = few_differences(old, edited)
    assert edits is not None
    assert apply_edits(old, edits) == edited


def test_few_changes_far_from_each_other_stay_few_where_all_lines_are_alike() -> None:
    old = "the same\n" * 9_000
    lines = old.split("\n")
    for number in (0, 1_000, 4_000, 8_999):
        lines[number] += " but for this"
    lines[5_000:5_000] = ["new", "lines"]
    new = "\n".join(lines)
    edits = differences(old, new)
    assert apply_edits(old, edits) == new
    assert [edit.text.strip("\n") for edit in edits] == [
        " but for this",
        " but for this",
        " but for this",
        "new\nlines",
        " but for this",
    ]
