"""Two versions of one text merged section by section."""

from collections import Counter
from collections.abc import Iterable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from section_texts_tools import texts

from spec_editor.core.section_merge import (
    Choice,
    Conflict,
    MergedPart,
    PartState,
    SectionMerge,
    merge_sections,
)
from spec_editor.core.section_texts import cut

BASE = """# Gateway

What it is.

## Scope

Cards are accepted.
Refunds are made.
Fees are paid.

## Limits

A hundred payments each second, and never more than that.

### Night

Half of it.

## Terms

None.
"""


def part(merge: SectionMerge, title: str) -> MergedPart:
    return next(each for each in merge.parts if each.title == title)


def titles(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.startswith("#")]


def changed(*pairs: tuple[str, str]) -> str:
    text = BASE
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return text


# ---------------------------------------------------------------- what must always hold


@given(texts, texts)
def test_one_sides_changes_are_taken_as_they_are(base: str, other: str) -> None:
    for mine, theirs in ((base, other), (other, base), (other, other)):
        merge = merge_sections(base, mine, theirs)
        assert merge.conflicts == 0
        assert merge.text() == other


@given(texts, texts, texts)
def test_nothing_that_a_side_wrote_is_lost(base: str, mine: str, theirs: str) -> None:
    merge = merge_sections(base, mine, theirs)
    lines = set(merge.chosen(Choice.BOTH).split("\n"))
    old = set(base.split("\n"))
    assert set(mine.split("\n")) - old <= lines
    assert set(theirs.split("\n")) - old <= lines
    assert set(mine.split("\n")) - old <= set(merge.chosen(Choice.MINE).split("\n"))
    assert set(theirs.split("\n")) - old <= set(merge.chosen(Choice.THEIRS).split("\n"))


@given(texts, texts, texts)
def test_the_conflicts_are_the_same_for_the_other_side(base: str, mine: str, theirs: str) -> None:
    def conflicts(merge: SectionMerge) -> list[Conflict]:
        return [conflict for each in merge.parts for conflict in each.conflicts]

    ours = {(c.base, c.mine, c.theirs) for c in conflicts(merge_sections(base, mine, theirs))}
    others = {(c.base, c.theirs, c.mine) for c in conflicts(merge_sections(base, theirs, mine))}
    assert ours == others


@given(texts, texts, texts)
def test_each_section_stands_once_in_the_result(base: str, mine: str, theirs: str) -> None:
    parts = merge_sections(base, mine, theirs).parts
    there = [
        Counter(text for text in side if text is not None)
        for side in zip(*((each.base, each.mine, each.theirs) for each in parts), strict=True)
    ]
    wanted = [Counter(section.text for section in cut(text)) for text in (base, mine, theirs)]
    assert there[1:] == wanted[1:]
    # What both sides deleted is gone.
    assert there[0] <= wanted[0]


# ---------------------------------------------------------------- single sections


def test_changes_of_different_sections_come_together() -> None:
    mine = changed(("What it is.", "What it is for."))
    theirs = changed(("None.", "Net 30."))
    merge = merge_sections(BASE, mine, theirs)
    assert merge.text() == changed(("What it is.", "What it is for."), ("None.", "Net 30."))
    assert part(merge, "Gateway").state is PartState.MINE
    assert part(merge, "Terms").state is PartState.THEIRS
    assert part(merge, "Scope").state is PartState.UNCHANGED


def test_changes_of_different_lines_of_a_section_come_together() -> None:
    edits = (("Cards are", "Cards and coins are"), ("Fees are", "No fees are"))
    merge = merge_sections(BASE, changed(edits[0]), changed(edits[1]))
    assert part(merge, "Scope").state is PartState.MERGED
    assert merge.text() == changed(*edits)


def test_the_same_change_of_both_is_no_conflict() -> None:
    text = changed(("None.", "Net 30."))
    merge = merge_sections(BASE, text, text)
    assert part(merge, "Terms").state is PartState.SAME
    assert merge.text() == text


def test_different_changes_of_a_line_are_a_conflict_in_that_section_alone() -> None:
    mine = changed(("Refunds are made.", "Refunds take a day."), ("None.", "Net 30."))
    theirs = changed(("Refunds are made.", "Refunds take a week."), ("Half of", "A third of"))
    merge = merge_sections(BASE, mine, theirs)
    assert merge.conflicts == 1
    assert part(merge, "Scope").conflicts == (
        Conflict("Refunds are made.\n", "Refunds take a day.\n", "Refunds take a week.\n"),
    )
    rest = (("None.", "Net 30."), ("Half of", "A third of"))
    both = "Refunds take a day.\nRefunds take a week."
    assert merge.chosen(Choice.MINE) == changed(("Refunds are made.", "Refunds take a day."), *rest)
    assert merge.chosen(Choice.THEIRS) == changed(
        ("Refunds are made.", "Refunds take a week."), *rest
    )
    assert merge.chosen(Choice.BOTH) == changed(("Refunds are made.", both), *rest)


def test_a_conflict_is_told_without_the_lines_that_both_wrote() -> None:
    mine = changed(("None.", "Both say so.\nMine.\nAnd this."))
    theirs = changed(("None.", "Both say so.\nTheirs.\nAnd this."))
    (conflict,) = part(merge_sections(BASE, mine, theirs), "Terms").conflicts
    assert conflict == Conflict("None.\n", "Mine.\n", "Theirs.\n")


def test_what_is_not_decided_is_not_guessed() -> None:
    merge = merge_sections("a", "b", "c")
    with pytest.raises(ValueError, match="0 choices for 1 conflicts"):
        merge.text()
    with pytest.raises(ValueError, match="2 choices for 1 conflicts"):
        merge.parts[0].text([Choice.MINE, Choice.MINE])
    assert merge.text({0: "what I write"}) == "what I write"


# ---------------------------------------------------------------- sections that come and go


def test_sections_of_both_sides_are_added() -> None:
    mine = changed(("## Terms", "## Mine\n\nNew.\n\n## Terms"))
    theirs = f"{BASE}\n## Theirs\n\nNew too.\n"
    merge = merge_sections(BASE, mine, theirs)
    assert titles(merge.text()) == [
        *titles(BASE)[:4],
        "## Mine",
        "## Terms",
        "## Theirs",
    ]
    assert part(merge, "Mine").is_added
    assert part(merge, "Theirs").is_added


def test_a_section_that_both_added_is_one() -> None:
    mine, theirs = f"{BASE}\n## Risks\n\nFire.\n", f"{BASE}\n## Risks\n\nWater.\n"
    merge = merge_sections(BASE, mine, theirs)
    assert part(merge, "Risks").conflicts == (Conflict("", "Fire.\n", "Water.\n"),)
    assert merge.chosen(Choice.BOTH) == f"{BASE}\n## Risks\n\nFire.\nWater.\n"


def test_a_section_that_one_side_deleted_is_gone() -> None:
    mine = changed(("\n## Terms\n\nNone.\n", ""))
    theirs = changed(("What it is.", "What it is for."))
    merge = merge_sections(BASE, mine, theirs)
    assert "Terms" not in merge.text()
    assert "for." in merge.text()
    assert part(merge, "Terms").is_deleted
    assert part(merge, "Terms").text() == ""


def test_a_section_that_one_side_deleted_and_the_other_changed_is_a_conflict() -> None:
    mine = changed(("\n## Terms\n\nNone.\n", ""))
    theirs = changed(("None.", "Net 30."))
    merge = merge_sections(BASE, mine, theirs)
    assert part(merge, "Terms").state is PartState.CONFLICT
    assert "Terms" not in merge.chosen(Choice.MINE)
    assert merge.chosen(Choice.THEIRS) == theirs


def test_a_renamed_section_takes_the_other_sides_text() -> None:
    mine = changed(("## Limits", "## Capacity"))
    theirs = changed(("A hundred", "Two hundred"), ("Half of", "A third of"))
    merge = merge_sections(BASE, mine, theirs)
    assert merge.text() == changed(
        ("## Limits", "## Capacity"), ("A hundred", "Two hundred"), ("Half of", "A third of")
    )
    assert part(merge, "Capacity").renamed


def test_a_moved_section_takes_the_other_sides_text_along() -> None:
    scope = BASE[BASE.index("## Scope") : BASE.index("## Limits")]
    mine = BASE.replace(scope, "").replace("## Terms", f"{scope}## Terms")
    theirs = changed(("Fees are", "No fees are"))
    merge = merge_sections(BASE, mine, theirs)
    assert merge.text() == mine.replace("Fees are", "No fees are")
    assert part(merge, "Scope").moved_by_mine
    assert not part(merge, "Scope").moved_by_theirs
    assert part(merge, "Scope").is_changed


def test_a_section_that_one_side_moved_and_the_other_deleted_is_a_conflict() -> None:
    scope = BASE[BASE.index("## Scope") : BASE.index("## Limits")]
    mine = BASE.replace(scope, "")
    theirs = mine.replace("## Terms", f"{scope}## Terms")
    for merge in (merge_sections(BASE, mine, theirs), merge_sections(BASE, theirs, mine)):
        assert part(merge, "Scope").state is PartState.CONFLICT
        assert {merge.chosen(Choice.MINE), merge.chosen(Choice.THEIRS)} == {mine, theirs}


def test_both_sides_may_move_different_sections() -> None:
    base = "# A\n\na text\n\n# B\n\nb text\n\n# C\n\nc text\n\n# D\n\nd text\n"
    a, b, c, d = (f"# {t}\n\n{t.lower()} text\n\n" for t in "ABCD")
    merge = merge_sections(base, f"{b}{c}{d}{a}"[:-1], f"{a}{c}{b}{d}"[:-1])
    assert titles(merge.text()) in (["# C", "# B", "# D", "# A"], ["# B", "# C", "# D", "# A"])
    assert sorted(merge.text().split()) == sorted(base.split())


def test_a_section_in_a_block_of_code_is_none() -> None:
    base = "# A\n\n```\n# not one\n```\n"
    merge = merge_sections(base, base.replace("not", "still not"), f"{base}\n# B\n")
    assert [each.title for each in merge.parts] == ["", "A", "B"]


def test_an_underlined_heading_does_not_swallow_the_paragraph_before_it() -> None:
    base = "# A\n\ntext\n# C\n\nend"
    mine = "# A\n\ntext\n# C\n\nend\n# New\n\nlast"
    theirs = "# A\n\ntext\n# C\n\nend\n\nUnder\n=====\n\nmore"
    merged = merge_sections(base, mine, theirs).chosen(Choice.BOTH)
    again = merge_sections(merged, merged, merged)
    assert [each.title for each in again.parts] == ["", "A", "C", "New", "Under"]


@pytest.mark.parametrize("end", ["", "\n", "\n\n"])
def test_the_end_of_the_text_stays_as_it_is(end: str) -> None:
    base = f"# A\n\na\n\n# B\n\nb{end}"
    merge = merge_sections(base, base.replace("a\n", "mine\n"), base.replace("\nb", "\ntheirs"))
    assert merge.text() == f"# A\n\nmine\n\n# B\n\ntheirs{end}"


def test_hostile_texts_are_merged_in_bounded_time() -> None:
    equal = "| |\n" * 20_000
    mine, theirs = equal.replace("| |\n", "|x|\n", 1), "\n| |" * 19_000
    assert merge_sections(equal, mine, theirs).text
    headings = "".join("# A\n" for _ in range(3_000))
    merge = merge_sections(headings, f"# A\n{headings}", headings[4:])
    assert len(merge.parts) >= 3_000


# ---------------------------------------------------------------- sections of their own


WORDS = ("alpha", "beta", "gamma", "delta", "omega", "sigma", "kappa", "lambda")
EDITS = st.lists(
    st.sampled_from(["keep", "edit", "rename", "delete", "add"]), min_size=8, max_size=8
)


def edited(number: int, edit: str, who: str) -> str:
    """Return what became of a section; a new one may stand behind it."""
    word = WORDS[number]
    title = f"{word} ({who})" if edit == "rename" else word
    text = f"as {who} says" if edit == "edit" else "once more"
    added = f"## New {who} {number}\n\nWritten by {who}.\n\n" if edit == "add" else ""
    if edit == "delete":
        return ""
    return f"## {title}\n\nWhat is said of {word}.\n\nAnd {word} {text}, at length.\n\n{added}"


def whole(sections: Iterable[str]) -> str:
    return "".join(["# Doc\n\n", *sections]).rstrip("\n") + "\n"


def after(edits: Mapping[int, str], who: str) -> list[str]:
    """Return all sections, those edited that are named."""
    return [edited(number, edits.get(number, "keep"), who) for number in range(len(WORDS))]


@given(EDITS, st.sets(st.integers(0, 7)))
def test_whatever_each_side_does_to_sections_of_its_own_is_done(
    edits: list[str], own: set[int]
) -> None:
    mine = after({number: edits[number] for number in own}, "mine")
    others = {number: edit for number, edit in enumerate(edits) if number not in own}
    theirs = after(others, "theirs")
    merge = merge_sections(whole(after({}, "")), whole(mine), whole(theirs))
    assert merge.conflicts == 0
    both = [mine[number] if number in own else theirs[number] for number in range(len(WORDS))]
    assert merge.text().rstrip("\n") == whole(both).rstrip("\n")


@given(st.integers(0, 7), st.integers(0, 7), EDITS)
def test_a_section_that_one_side_moves_keeps_what_the_other_does_to_it(
    source: int, target: int, edits: list[str]
) -> None:
    others = {n: edit for n, edit in enumerate(edits) if edit in ("edit", "rename")}
    base, theirs = after({}, ""), after(others, "theirs")
    mine, both = list(base), list(theirs)
    for sections in (mine, both):
        sections.insert(target, sections.pop(source))
    merge = merge_sections(whole(base), whole(mine), whole(theirs))
    assert merge.conflicts == 0
    assert merge.text().rstrip("\n") == whole(both).rstrip("\n")
