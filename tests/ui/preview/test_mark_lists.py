"""What is sent of a list of marks: the difference, however its lines have moved."""

from hypothesis import given
from hypothesis import strategies as st

from spec_editor.ui.preview.mark_lists import Splice, splice_between

Item = tuple[int, str]


def between(old: list[Item], new: list[Item]) -> Splice[Item]:
    return splice_between(
        old, new, lambda item: item[0], lambda a, b, shift: (a[0] + shift, a[1]) == b
    )


def applied(old: list[Item], splice: Splice[Item]) -> list[Item]:
    behind = [(line + splice.shift, text) for line, text in old[splice.start + splice.removed :]]
    return [*old[: splice.start], *splice.inserted, *behind]


ITEMS = st.lists(st.tuples(st.integers(1, 9), st.sampled_from("abc"))).map(sorted)


@given(ITEMS, ITEMS)
def test_a_splice_makes_the_new_list_of_the_old_one(old: list[Item], new: list[Item]) -> None:
    assert applied(old, between(old, new)) == new


@given(ITEMS, st.integers(-5, 5))
def test_moved_lines_are_said_in_one_number(items: list[Item], shift: int) -> None:
    head = [(1, "head")]
    moved = [(line + 10 + shift, text) for line, text in items]
    splice = between([*head, *((line + 10, text) for line, text in items)], [*head, *moved])
    if items:
        assert splice.removed == len(splice.inserted) == 0
        assert splice.shift == shift
    else:
        assert splice.is_nothing


def test_only_what_differs_is_sent() -> None:
    old = [(n, "a") for n in range(1, 1000)]
    new = [*old[:500], (501, "b"), *old[501:]]
    assert between(old, new) == Splice(500, 1, [(501, "b")], 0)
