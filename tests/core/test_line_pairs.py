"""Two texts line beside line."""

from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from spec_editor.core.line_pairs import line_pairs, pairs_of_pieces


def sides(left: str, right: str) -> list[tuple[str | None, str | None]]:
    return [(pair.left, pair.right) for pair in line_pairs(left, right)]


def test_lines_that_are_alike_stand_side_by_side() -> None:
    left = "title\n| {Acronym} | {Full form} |\nend"
    right = "title\n| SEPA | Single Euro |\n| new | entirely other |\nend"
    assert sides(left, right) == [
        ("title", "title"),
        ("| {Acronym} | {Full form} |", "| SEPA | Single Euro |"),
        (None, "| new | entirely other |"),
        ("end", "end"),
    ]


def test_lines_without_anything_in_common_still_share_a_row() -> None:
    assert sides("{Describe it}", "A gateway.\nFor banks.") == [
        ("{Describe it}", "A gateway."),
        (None, "For banks."),
    ]


def test_the_words_that_differ_are_marked() -> None:
    (pair,) = line_pairs("see the {first goal} here", "see the better goal here")
    assert [pair.left[start:end] for start, end in pair.left_marks] == ["{first", "}"]
    assert [pair.right[start:end] for start, end in pair.right_marks] == ["better"]


def test_long_equal_stretches_are_left_out() -> None:
    same = "\n".join(f"line {number}" for number in range(50))
    pairs = line_pairs(f"old\n{same}\nlast", f"new\n{same}\nlast one")
    skipped = [pair for pair in pairs if pair.skipped]
    assert [pair.skipped for pair in skipped] == [44]
    assert len(pairs) == 9
    assert all(not pair.skipped for pair in line_pairs(same, same))


lines = st.lists(st.sampled_from(["", "a b c", "a b d", "x y", "# t", "same"]), max_size=12)


@given(lines, lines)
def test_no_line_is_lost(left: list[str], right: list[str]) -> None:
    ours, theirs = "\n".join(left), "\n".join(right)
    pairs = line_pairs(ours, theirs)
    if not any(pair.skipped for pair in pairs):
        assert "\n".join(p.left for p in pairs if p.left is not None) == ours
        assert "\n".join(p.right for p in pairs if p.right is not None) == theirs
    marks = chain.from_iterable((*pair.left_marks, *pair.right_marks) for pair in pairs)
    assert all(start < end for start, end in marks)


def test_many_different_lines_do_not_take_long() -> None:
    left = "\n".join(f"alpha {number}" for number in range(400))
    right = "\n".join(f"beta gamma {number} delta" for number in range(400))
    assert len(line_pairs(left, right)) == 400


def test_a_long_line_is_compared_word_by_word_all_the_same() -> None:
    words = [f"word{number % 977}" for number in range(50_000)]
    (pair,) = line_pairs(" ".join(words), " ".join([*words[:-1], "other"]))
    assert pair.right is not None
    assert [pair.right[start:end] for start, end in pair.right_marks] == ["other"]


def test_pieces_keep_their_places() -> None:
    pairs, starts = pairs_of_pieces([("a\nb\n", "a\nb\n"), ("old\n", "new\n"), ("", "more\n")])
    assert [(pair.left, pair.right) for pair in pairs] == [
        ("a", "a"),
        ("b", "b"),
        ("old", "new"),
        (None, "more"),
    ]
    assert starts == [0, 2, 3]


def test_far_down_the_words_that_differ_are_not_looked_for() -> None:
    left, right = (["same old words here", f"own {n}"] * 4_000 for n in (1, 2))
    pairs = line_pairs("\n".join(left), "\n".join([*right, "x"]))
    differing = [pair for pair in pairs if pair.differs]
    assert differing[0].right_marks == ((4, 5),)
    assert differing[-2].right_marks == ()
    assert differing[-1].right == "x"
