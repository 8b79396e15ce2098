"""Two versions of a text, section by section."""

import pytest
from hypothesis import given
from section_texts_tools import texts

from spec_editor.core.section_diff import SectionChange, SectionDiff, compare_sections

OLD = """Before.

# Gateway

What it is.

## Scope

Cards are accepted, and refunds are made within a day.

## Limits

A hundred each second.

## Terms

None.
"""


def changes(diff: SectionDiff) -> dict[str, SectionChange]:
    return {section.title: section.change for section in diff.sections}


@given(texts, texts)
def test_the_sections_are_those_of_both_texts(old: str, new: str) -> None:
    diff = compare_sections(old, new)
    there = [section.new for section in diff.sections if section.new is not None]
    assert "".join(there) == f"{new}\n"
    before = [section.old for section in diff.sections if section.old is not None]
    assert sorted("".join(before)) == sorted(f"{old}\n")


@given(texts)
def test_a_text_is_the_same_as_itself(text: str) -> None:
    diff = compare_sections(text, text)
    assert diff.changes == 0
    assert {diff.with_old(index) for index in range(len(diff.sections))} == {text}


@given(texts, texts)
def test_any_section_can_be_taken_back(old: str, new: str) -> None:
    diff = compare_sections(old, new)
    for index, section in enumerate(diff.sections):
        restored = diff.with_old(index)
        if section.old is not None:
            assert section.old.strip() in restored
        if section.change is SectionChange.SAME and section.old == section.new:
            assert restored == new


def test_each_change_has_its_name() -> None:
    new = (
        OLD.replace("What it is.", "What it is for.")
        .replace("## Limits\n\nA hundred each second.\n\n", "")
        .replace("## Scope", "## Range")
        .replace("None.\n", "None.\n\n## Risks\n\nFire.\n")
    )
    assert changes(compare_sections(OLD, new)) == {
        "": SectionChange.SAME,
        "Gateway": SectionChange.CHANGED,
        "Range": SectionChange.RENAMED,
        "Limits": SectionChange.REMOVED,
        "Terms": SectionChange.SAME,
        "Risks": SectionChange.ADDED,
    }


def test_of_sections_in_another_order_as_few_as_possible_are_moved() -> None:
    limits = "## Limits\n\nA hundred each second.\n\n"
    new = OLD.replace(limits, "").replace("## Scope", f"{limits}## Scope")
    diff = compare_sections(OLD, new)
    assert diff.changes == 1
    moved = [section for section in diff.sections if section.moved]
    assert [section.title for section in moved] in (["Limits"], ["Scope"])
    index = diff.sections.index(moved[0])
    assert diff.with_old(index) == OLD


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("A hundred each second.", "Two hundred."),
        ("## Limits\n\nA hundred each second.\n\n", ""),
        ("\n## Terms\n\nNone.\n", ""),
        ("## Limits", "## More\n\nMore.\n\n## Limits"),
        ("## Scope", "## Range"),
        ("None.\n", "None.\n\n## End\n\nLast.\n"),
        ("Before.\n\n", ""),
    ],
)
def test_one_section_is_taken_back(old: str, new: str) -> None:
    assert old in OLD
    changed = OLD.replace(old, new)
    diff = compare_sections(OLD, changed)
    places = [i for i, s in enumerate(diff.sections) if s.change is not SectionChange.SAME]
    assert len(places) == 1
    assert diff.with_old(places[0]) == OLD


def test_other_sections_keep_their_changes() -> None:
    new = OLD.replace("What it is.", "Changed.").replace("None.", "Net 30.")
    diff = compare_sections(OLD, new)
    terms = next(i for i, s in enumerate(diff.sections) if s.title == "Terms")
    assert diff.with_old(terms) == OLD.replace("What it is.", "Changed.")
