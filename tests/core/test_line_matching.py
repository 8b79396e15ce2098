"""Lines that are the same in two texts."""

from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spec_editor.core.line_matching import LineMatcher, longest_rising

LINES = st.lists(st.sampled_from(["", "a", "b", "c", "d", "| |", "same"]), max_size=30)


@given(LINES, LINES)
def test_what_is_matched_is_the_same_and_in_order(ours: list[str], theirs: list[str]) -> None:
    blocks = LineMatcher(None, ours, theirs).get_matching_blocks()
    assert tuple(blocks[-1]) == (len(ours), len(theirs), 0)
    line = other = 0
    for start, other_start, size in blocks:
        assert start >= line
        assert other_start >= other
        assert ours[start : start + size] == theirs[other_start : other_start + size]
        line, other = start + size, other_start + size


@given(LINES, LINES)
def test_the_steps_turn_one_into_the_other(ours: list[str], theirs: list[str]) -> None:
    made: list[str] = []
    for _, start, end, other_start, other_end in LineMatcher(None, ours, theirs).get_opcodes():
        made += theirs[other_start:other_end]
        assert end >= start
    assert made == theirs


@given(LINES)
def test_a_text_is_all_the_same_as_itself(lines: list[str]) -> None:
    first = LineMatcher(None, lines, list(lines)).get_matching_blocks()[0]
    assert first.size == len(lines)


def test_lines_that_stand_once_hold_a_text_together() -> None:
    """Python's own matcher takes the longest stretch, though only blank lines are in it."""
    ours = ["start", "", "", "", "end"]
    theirs = ["", "", "", "start", "", "end"]
    assert SequenceMatcher(None, ours, theirs).get_matching_blocks()[0].size == 3
    assert [tuple(block) for block in LineMatcher(None, ours, theirs).get_matching_blocks()] == [
        (0, 3, 1),
        (3, 4, 2),
        (5, 6, 0),
    ]


def test_a_long_text_of_equal_lines_takes_no_time() -> None:
    ours = ["| |", ""] * 20_000
    theirs = ["", "| |", "| |"] * 10_000 + ["x"]
    blocks = LineMatcher(None, ours, theirs).get_matching_blocks()
    assert tuple(blocks[-1]) == (len(ours), len(theirs), 0)


@pytest.mark.parametrize(
    ("numbers", "kept"),
    [([], []), ([3], [0]), ([1, 2, 3], [0, 1, 2]), ([3, 1, 2], [1, 2]), ([2, 5, 3, 4], [0, 2, 3])],
)
def test_the_longest_rising_part_is_found(numbers: list[int], kept: list[int]) -> None:
    assert longest_rising(numbers) == kept
