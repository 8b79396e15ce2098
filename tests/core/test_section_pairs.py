"""Which section of one version is which of another."""

from hypothesis import given
from section_texts_tools import texts

from spec_editor.core.section_pairs import pair_sections
from spec_editor.core.section_texts import cut

BODY = "Cards are accepted and refunds are made within a day of the request."


def titles_of(old: str, new: str) -> dict[str, str | None]:
    """Return what each section of the old text is called in the new one, None for no longer."""
    before, after = cut(old), cut(new)
    pairs = pair_sections(before, after)
    return {
        section.title: after[pairs[index]].title if index in pairs else None
        for index, section in enumerate(before)
        if index
    }


def lines_of(old: str, new: str) -> dict[int, int]:
    return pair_sections(cut(old), cut(new))


@given(texts, texts)
def test_no_section_is_two(old: str, new: str) -> None:
    pairs = lines_of(old, new)
    assert pairs[0] == 0
    assert len(set(pairs.values())) == len(pairs)
    assert max(pairs) < len(cut(old))
    assert max(pairs.values()) < len(cut(new))


@given(texts)
def test_all_sections_of_a_text_are_themselves(text: str) -> None:
    assert lines_of(text, text) == {index: index for index in range(len(cut(text)))}


def test_a_renamed_section_is_found_by_its_text_before_another_by_its_title() -> None:
    old = f"# A\n\n## Notes\n\n{BODY}\n\n# B\n\nbee\n"
    new = f"# A\n\n## Remarks\n\n{BODY} Always.\n\n# B\n\nbee\n\n## Notes\n\nWhat else there is.\n"
    assert titles_of(old, new) == {"A": "A", "Notes": "Remarks", "B": "B"}


def test_a_renamed_chapter_is_found_by_the_sections_below_it() -> None:
    old = "# Doc\n\n## Limits\n\n### Day\n\nA hundred.\n\n### Night\n\nHalf of it.\n"
    new = old.replace("## Limits", "## Capacity").replace("A hundred", "Two hundred")
    assert titles_of(old, new)["Limits"] == "Capacity"
    assert titles_of(old, new)["Day"] == "Day"


def test_a_section_is_found_below_another_one_and_at_another_level() -> None:
    old = f"# Doc\n\n## A\n\n## B\n\n### Scope\n\n{BODY}\n"
    new = f"# Doc\n\n## A\n\n### Scope\n\n{BODY} Always.\n\n## B\n"
    assert titles_of(old, new)["Scope"] == "Scope"
    assert titles_of(old, new.replace("### Scope", "# Scope"))["Scope"] == "Scope"


def test_a_section_is_found_by_its_text_elsewhere_under_another_title() -> None:
    old = f"# Doc\n\n## A\n\n### Scope\n\n{BODY}\n\n## B\n"
    new = f"# Doc\n\n## A\n\n## B\n\n### Range\n\n{BODY}\n"
    assert titles_of(old, new)["Scope"] == "Range"


def test_a_long_section_is_found_elsewhere_under_another_title_and_edited() -> None:
    body = f"{BODY} {BODY} {BODY}"
    old = f"# Doc\n\n## Examples\n\n### Refunds\n\n{body}\n\n## B\n"
    new = f"# Doc\n\n## Example: Refunds\n\n{body.replace('within', 'in', 1)}\n\n## B\n"
    assert titles_of(old, new)["Refunds"] == "Example: Refunds"
    short = titles_of(old.replace(body, "To be said."), new.replace(body, "To be told."))
    assert short["Refunds"] is None


def test_another_section_at_the_same_place_is_another_one() -> None:
    old = f"# Doc\n\n## Scope\n\n{BODY}\n"
    new = "# Doc\n\n## Terms\n\nNone that we would know of; ask the lawyers.\n"
    assert titles_of(old, new)["Scope"] is None


def test_sections_of_one_title_are_told_apart_by_their_texts() -> None:
    old = "# A\n\none\n\n# A\n\ntwo\n\n# A\n\nthree\n"
    new = "# A\n\nnew\n\n# A\n\none\n\n# A\n\ntwo, and more\n\n# A\n\nthree\n"
    assert lines_of(old, new) == {0: 0, 1: 2, 2: 3, 3: 4}


def test_sections_of_one_title_and_text_are_told_apart_by_what_is_below_them() -> None:
    old = "".join(f"# Call\n\nSee below.\n\n## {name}\n\n{name}\n\n" for name in "ABC")
    assert lines_of(old, old[old.index("# Call", 1) :]) == {0: 0, 3: 1, 4: 2, 5: 3, 6: 4}


def test_a_line_ends_at_a_line_feed_and_nowhere_else() -> None:
    sections = cut("one\r# no\r\n\n# Yes\n\ntext")
    assert [section.text for section in sections] == ["one\r# no\r\n\n", "# Yes\n\ntext\n"]


def test_front_matter_is_no_section() -> None:
    sections = cut("---\ntitle: x\n# no\n---\n\n# Yes\n")
    assert [section.title for section in sections] == ["", "Yes"]


def test_many_sections_are_paired_in_bounded_time() -> None:
    old = "".join(f"# Old {number}\n\n{BODY} {number}\n\n" for number in range(2_000))
    new = "".join(f"# New {number}\n\n{BODY} {number + 1}\n\n" for number in range(2_000))
    assert lines_of(old, new)[0] == 0
