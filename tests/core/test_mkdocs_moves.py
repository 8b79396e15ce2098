"""The ``nav`` of a mkdocs.yml follows its documents, and nothing else in the file changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spec_editor.core.edits import apply_edits
from spec_editor.core.link_edits import Corrections, Moves
from spec_editor.core.mkdocs_moves import nav_corrections
from spec_editor.core.yaml_edits import replacements
from spec_editor.core.yaml_source import YamlError, YamlSource

PLACE = "/r/mkdocs.yml"


def found(text: str, old: str, new: str, place: str = PLACE) -> Corrections:
    return nav_corrections(text, place, Moves({f"/r/{old}": f"/r/{new}"}))


def after(text: str, old: str, new: str) -> str:
    corrections = found(text, old, new)
    assert corrections.missed == 0
    return apply_edits(text, corrections.edits)


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("- old.md", "- new.md"),
        ("- old.md  # the old one", "- new.md  # the old one"),
        ("- Old: old.md", "- Old: new.md"),
        ("- 'old.md'", "- 'new.md'"),
        ('- "old.md"', '- "new.md"'),
        ("- ./old.md", "- ./new.md"),
        ("- old.md#part", "- new.md#part"),
        (
            "- Part:\n      - old.md\n      - Again: old.md",
            "- Part:\n      - new.md\n      - Again: new.md",
        ),
        ("- {Old: old.md, b: b.md}", "- {Old: new.md, b: b.md}"),
        ("- old.md: b.md", "- old.md: b.md"),
        ("- Old: https://example.org/old.md", "- Old: https://example.org/old.md"),
        ("- Old: /old.md", "- Old: /old.md"),
        ("- older.md\n  - sub/old.md", "- older.md\n  - sub/old.md"),
        ("- &o old.md\n  - *o", "- &o new.md\n  - *o"),
        ("- !!str &o\n    old.md", "- !!str &o\n    new.md"),
        ("- !ENV old.md", "- !ENV old.md"),
        ("- null\n  - 12\n  - old.md", "- null\n  - 12\n  - new.md"),
        ("-   old.md   ", "-   new.md   "),
        ('- "\\x6Fld.md"', '- "new.md"'),
    ],
)
def test_entries_that_lead_to_a_file(entry: str, expected: str) -> None:
    before = f"# head\nsite_name: old.md\nnav:\n  {entry}\nextra: [old.md] # end"
    text = after(before, "docs/old.md", "docs/new.md")
    assert text == f"# head\nsite_name: old.md\nnav:\n  {expected}\nextra: [old.md] # end"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("b c.md", "b c.md"),
        ("größe.md", "größe.md"),
        ("it's.md", "it's.md"),
        ("a: b.md", "a: b.md"),
        ("a #b.md", "a #b.md"),
        ("- x.md", "- x.md"),
        ("x, y].md", "x, y].md"),
        ('say "x".md', 'say "x".md'),
        ("\u202egnol.md", "\u202egnol.md"),
        ("😀.md", "😀.md"),
        ("two\nlines.md", "two\nlines.md"),
        ("null", "null"),
        ("2024-01-01", "2024-01-01"),
        ("sub/deep/x.md", "sub/deep/x.md"),
    ],
)
@pytest.mark.parametrize("marks", ["", "'", '"'])
@pytest.mark.parametrize(
    "line", ["nav: [{marks}old.md{marks}, b.md]", "nav:\n- A: {marks}old.md{marks}\n- b.md"]
)
def test_a_name_is_written_so_that_it_is_read(
    name: str, expected: str, marks: str, line: str
) -> None:
    text = after(line.format(marks=marks), "docs/old.md", f"docs/{name}")
    first = YamlSource(text).value("nav")
    assert isinstance(first, list)
    assert first == [expected if "[" in line.split("{")[0] else {"A": expected}, "b.md"]


def test_what_is_shown_are_names_and_lines() -> None:
    text = "nav:\n- 'it''s.md'\n- B: b.md\n"
    corrections = found(text, "docs/it's.md", "docs/new.md")
    (change,) = corrections.changes
    assert (change.line, change.old, change.new) == (2, "it's.md", "new.md")


def test_a_folder_that_is_renamed() -> None:
    text = "docs_dir: docs # here\nnav:\n- guide/a.md\n- Guide: guide/\n- guides/b.md\n"
    assert after(text, "docs/guide", "docs/how to") == text.replace("guide/", "how to/")
    # The folder of all documents itself: its entries are as they were.
    assert after(text, "docs", "texts/all") == text.replace("docs #", "texts/all #")
    # With the file that speaks of them.
    assert found(text.replace("docs #", "d #"), "x", "y", "/r/x/mkdocs.yml").changes == ()


def test_what_leaves_the_documents_is_missed() -> None:
    text = "nav:\n- old.md\n- b.md\n"
    corrections = found(text, "docs/old.md", "old.md")
    assert (corrections.changes, corrections.missed) == ((), 1)
    # A folder that is only understood cannot be named.
    assert found(text, "docs", "texts").missed == 1
    assert found("nav:\n- |\n  old.md\n- b.md\n", "docs/old.md", "docs/new.md").missed == 0
    assert found("nav:\n- |-\n  old.md\n- b.md\n", "docs/old.md", "docs/new.md").missed == 1
    assert found(text, "docs/old.md", "docs/\udcff.md").missed == 1


def test_what_was_outside_or_led_nowhere_is_left_alone() -> None:
    moves = Moves({"/r/docs/other.md": "/r/docs/x.md"})
    text = "nav:\n- ../README.md\n- gone.md\n- a/../b.md\n"
    assert nav_corrections(text, PLACE, moves, lambda _: False) == Corrections()
    assert nav_corrections("", PLACE, moves) == Corrections()
    assert nav_corrections("docs_dir: /far\nnav: [a.md]", PLACE, moves) == Corrections()
    with pytest.raises(YamlError):
        nav_corrections("nav: [", PLACE, moves)


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), min_size=1, max_size=4),
    st.sampled_from(["{0}: &{0} x # c\n", "- 'x'\n", '- {{"{0}": "x", b: *t}}\n', "- [x, 'x']\n"]),
)
def test_any_text_is_written_or_left_and_nothing_else_changes(names: list[str], line: str) -> None:
    lines = "".join(line.format(f"k{number}") for number in range(len(names)))
    text = "\ufefft: &t 1\nv:\n" + "".join(f"  {each}\n" for each in lines.splitlines())
    source = YamlSource(text)
    wanted = list(zip(source.texts("v"), names, strict=False))
    edits = replacements(text, wanted)
    edited = apply_edits(text, edits)
    assert len(edits) == len(wanted)
    assert [each.value for each in YamlSource(edited).texts("v")][: len(names)] == names
    assert YamlSource(edited).says() == source.says({each.start: new for each, new in wanted})
