"""What was decided in a merge so far."""

import pytest

from spec_editor.core.section_merge import Choice, merge_sections
from spec_editor.ui.merge.decisions import Decisions
from spec_editor.ui.merge.words import part_words

BASE = "# A\n\none\n\ntwo\n\nthree\n\n# B\n\nbee\n\n# C\n\nsee\n"
MINE = BASE.replace("one", "my one").replace("three", "my three").replace("bee", "my bee")
THEIRS = BASE.replace("one", "1").replace("three", "3").replace("bee", "b").replace("see", "c")
A, B, C = 1, 2, 3


@pytest.fixture
def decisions() -> Decisions:
    return Decisions(merge_sections(BASE, MINE, THEIRS))


def test_conflicts_are_counted_and_decided_one_by_one(decisions: Decisions) -> None:
    assert decisions.conflicts == ((A, 0), (A, 1), (B, 0))
    assert decisions.left() == 3
    decisions.choose((A, 0), Choice.MINE)
    assert decisions.left() == 2
    assert decisions.left_in(A) == 1
    assert part_words(decisions, A) == "2 conflicts, 1 left"
    with pytest.raises(ValueError, match="2 conflicts"):
        decisions.result()
    decisions.choose((A, 1), Choice.THEIRS)
    decisions.choose((B, 0), Choice.BOTH)
    assert part_words(decisions, A) == "decided"
    assert decisions.result() == ("# A\n\nmy one\n\ntwo\n\n3\n\n# B\n\nmy bee\nb\n\n# C\n\nc\n")


def test_sections_with_conflicts_come_first(decisions: Decisions) -> None:
    theirs = BASE.replace("one", "1").replace("see", "c")
    only_last = Decisions(merge_sections(BASE, BASE.replace("see", "my see"), theirs))
    assert only_last.changed_parts() == (C, A)
    assert decisions.changed_parts() == (A, B, C)


def test_the_way_leads_to_what_is_left_and_round(decisions: Decisions) -> None:
    assert decisions.following(None, 1) == (A, 0)
    assert decisions.following(None, -1) == (B, 0)
    assert decisions.following((A, 0), 1) == (A, 1)
    assert decisions.following((B, 0), 1) == (A, 0)
    decisions.choose((A, 1), Choice.MINE)
    assert decisions.following((A, 0), 1) == (B, 0)
    assert decisions.following((A, 0), -1) == (B, 0)
    decisions.choose_all_left(Choice.MINE)
    assert decisions.left() == 0
    assert decisions.following((A, 0), 1) == (A, 1)
    assert decisions.result() == MINE.replace("see", "c")


def test_without_conflicts_there_is_no_way() -> None:
    decisions = Decisions(merge_sections(BASE, MINE, BASE))
    assert decisions.following(None, 1) is None
    assert decisions.result() == MINE


def test_a_text_written_by_hand_counts_until_a_choice_is_made_again(decisions: Decisions) -> None:
    with pytest.raises(ValueError, match="conflicts first"):
        decisions.write(B, "x")
    decisions.choose_all_left(Choice.MINE)
    decisions.write(B, "# B\n\nby hand\n\n")
    decisions.write(C, "# C\n\nthis too\n")
    assert decisions.is_written(B)
    assert part_words(decisions, C) == "changed on disk, edited here"
    assert "by hand\n\n# C\n\nthis too" in decisions.result()
    decisions.choose((B, 0), Choice.THEIRS)
    assert not decisions.is_written(B)
    decisions.write(C, "# C\n\nc\n\n")
    assert not decisions.is_written(C)


def test_what_became_of_a_section_is_said_in_words() -> None:
    base = "# A\n\na\n\n# B\n\nb\n\n# C\n\nc\n\n# D\n\nd\n\n# E\n\ne\n"
    mine = base.replace("# A\n\na\n\n", "").replace("# B\n\nb\n\n", "").replace("d\n", "mine\n")
    theirs = (
        base.replace("a\n", "aa\n", 1).replace("# C\n\nc\n\n", "").replace("e\n", "e\n\n# N\n\nn\n")
    )
    decisions = Decisions(merge_sections(base, mine, theirs))
    words = {
        decisions.part(number).title: part_words(decisions, number)
        for number in decisions.changed_parts()
    }
    assert words == {
        "A": "deleted by you, changed on disk",
        "B": "deleted by you",
        "C": "deleted on disk",
        "D": "changed by you",
        "N": "added on disk",
    }


def test_a_section_that_was_moved_and_deleted_says_both() -> None:
    a, b, c = "# A\n\na\n\n", "# B\n\nb\n\n", "# C\n\nc\n\n"
    base, mine, theirs = f"{a}{b}{c}# D\n", f"{a}{c}# D\n", f"{a}{c}{b}# D\n"
    decisions = Decisions(merge_sections(base, mine, theirs))
    (number,) = decisions.changed_parts()
    assert part_words(decisions, number) == "deleted by you, moved on disk"
    decisions = Decisions(merge_sections(base, theirs, mine))
    assert part_words(decisions, number) == "moved by you, deleted on disk"
