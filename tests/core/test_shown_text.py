"""From what a page shows back to the source: the place of a clicked word, the box of a task."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spec_editor.core.shown_text import Spot, box_in_source, lines_of_note, place_in_source

# Source, what its element shows with “‸” where it was clicked, and the source with “‸” there.
PLACES = {
    "plain": ("Some text here.", "Some te‸xt here.", "Some te‸xt here."),
    "start": ("Some text", "‸Some text", "‸Some text"),
    "end": ("Some text", "Some text‸", "Some text‸"),
    "heading": ("## A great *aim* {#a}", "A great a‸im {#a}", "## A great *a‸im* {#a}"),
    "second of its kind": ("one two one", "one two o‸ne", "one two o‸ne"),
    "part of another word": ("nothing thing", "nothing th‸ing", "nothing th‸ing"),
    "behind a link": (
        "[the plan](plan.md) is the plan",
        "the plan is the pl‸an",
        "[the plan](plan.md) is the pl‸an",
    ),
    "link": ("see [plan](plan.md) x", "see pl‸an x", "see [pl‸an](plan.md) x"),
    "reference": ("[plan][plan] plan", "plan pl‸an", "[plan][plan] pl‸an"),
    "picture": ("![map](map.png) a map", " a m‸ap", "![map](map.png) a m‸ap"),
    "address": ("<https://a.b/c> a c", "https://a.b/c a ‸c", "<https://a.b/c> a ‸c"),
    "tag": ('<b title="x">x</b> x', "x ‸x", '<b title="x">x</b> ‸x'),
    "code": ("`f(x)` and x", "f(x) and ‸x", "`f(x)` and ‸x"),
    "code like a link": ("```\na[0](b)\nb\n```", "a[0](b)\n‸b\n", "```\na[0](b)\n‸b\n```"),
    "second line": ("- one\n  two *one*", "one\ntwo o‸ne", "- one\n  two *o‸ne*"),
    "item": ("  1. [ ] do it", " do i‸t", "  1. [ ] do i‸t"),
    "between words": ("a *b* , c", "a b ‸, c", "a *b‸* , c"),
    "before the first word": ("**«** b", "«‸ b", "**«** ‸b"),
    "umlauts": ("Größe *Öl*", "Größe Ö‸l", "Größe *Ö‸l*"),
    "entity": ("a &lt; b", "a < ‸b", "a &lt; ‸b"),
    "letters of another script": ("漢字 *漢字*", "漢字 漢‸字", "漢字 *漢‸字*"),
    "word that the source writes otherwise": ("fac&#807;ade", "façad‸e", "fac&#807;a‸de"),
    "nothing shown": ("  ![](a.png)", "‸", "  ‸![](a.png)"),
    "empty": ("", "‸", "‸"),
    "shown only": ("", "a‸b", "‸"),
}  # fmt: skip


def spot_of(source: str, shown: str, column: int = 1, end: int = 0) -> Spot:
    before, after = shown.split("‸")
    return Spot(1, column, source.count("\n") + 1, end, before, after)


def marked(source: str, spot: Spot) -> str:
    """Return the source with “‸” where the spot stands in it."""
    lines = source.split("\n")
    number, offset = place_in_source(lines, spot)
    lines[number] = f"{lines[number][:offset]}‸{lines[number][offset:]}"
    return "\n".join(lines)


@pytest.mark.parametrize("name", PLACES)
def test_finds_the_place_of_a_click(name: str) -> None:
    source, shown, wanted = PLACES[name]
    assert marked(source, spot_of(source, shown)) == wanted


def test_a_cell_is_found_by_its_columns_which_count_bytes() -> None:
    row = "| äöü | yes | yes |"
    first = row.encode().index(b" yes ") + 1
    second = row.encode().rindex(b" yes ") + 1
    assert marked(row, spot_of(row, "‸yes", first, first + 4)) == "| äöü | ‸yes | yes |"
    assert marked(row, spot_of(row, "ye‸s", second, second + 4)) == "| äöü | yes | ye‸s |"


def test_an_empty_cell_has_a_place() -> None:
    assert marked("| a |   | b |", spot_of("| a |   | b |", "‸", 6, 8)) == "| a | ‸  | b |"


@pytest.mark.parametrize("columns", [(90, 95), (3, 2), (1, 10_000), (0, 0)])
def test_columns_that_are_wrong_do_no_harm(columns: tuple[int, int]) -> None:
    assert marked("one two", spot_of("one two", "one tw‸o", *columns)) == "one tw‸o"


WAYS = ["{}", "**{}**", "*{}*", "`{}`", "~~{}~~", "<b>{}</b>", "[{}](u/v.md)", "[{}][label]"]
words = st.lists(
    st.tuples(st.sampled_from(["a", "is", "plan", "Öl", "v", "label", "b"]), st.sampled_from(WAYS)),
    min_size=1,
    max_size=30,
)


@given(words, st.data())
def test_every_word_of_a_paragraph_is_found(parts: list[tuple[str, str]], data: st.DataObject):
    number = data.draw(st.integers(0, len(parts) - 1))
    word = parts[number][0]
    inside = data.draw(st.integers(0, len(word)))
    written = [way.format(word) for word, way in parts]
    before = " ".join([*(word for word, _ in parts[:number]), word[:inside]])
    after = " ".join([word[inside:], *(word for word, _ in parts[number + 1 :])])
    source = " ".join(written)
    _, offset = place_in_source([source], Spot(1, 1, 1, 0, before, after))
    start = len(" ".join([*written[:number], ""])) + written[number].index(word)
    if parts[number][1] == "<b>{}</b>" and word == "b":
        start = len(" ".join([*written[:number], ""])) + 3
    assert offset == start + inside


@given(st.text(max_size=60), st.text(max_size=60), st.integers(-3, 70), st.integers(-3, 70))
def test_any_click_has_a_place(source: str, shown: str, column: int, end: int) -> None:
    lines = source.split("\n")
    for cut in range(0, len(shown) + 1, 7):
        spot = Spot(1, column, len(lines), end, shown[:cut], shown[cut:])
        number, offset = place_in_source(lines, spot)
        assert 0 <= number < len(lines)
        assert 0 <= offset <= len(lines[number])


# A line with a task, the column of its item, and the line when it is ticked or not any more.
TASKS = [
    ("- [ ] a", 1, "- [x] a"),
    ("* [x] a", 1, "* [ ] a"),
    ("+ [X] a", 1, "+ [ ] a"),
    ("1. [ ] a", 1, "1. [x] a"),
    ("12) [ ] a", 1, "12) [x] a"),
    ("\t- [ ] a", 2, "\t- [x] a"),
    ("-\t[ ]\ta", 1, "-\t[x]\ta"),
    ("> 1. > - [ ] a [ ] b", 8, "> 1. > - [x] a [ ] b"),
    ("- - [ ] inner", 3, "- - [x] inner"),
    ("ä> - [ ] wrong column", 1, "ä> - [x] wrong column"),
    ("- [ ] ", 1, "- [x] "),
    ("- [ ] `- [ ] b`", 1, "- [x] `- [ ] b`"),
]


@pytest.mark.parametrize(("line", "column", "wanted"), TASKS)
def test_a_box_is_one_character(line: str, column: int, wanted: str) -> None:
    ticked = "[x]" in wanted
    found = box_in_source(line, column, ticked)
    assert found is not None
    offset, mark = found
    assert line[:offset] + mark + line[offset + 1 :] == wanted
    assert box_in_source(wanted, column, ticked) is None


@pytest.mark.parametrize("line", ["", "no task", "- [y] a", "[ ] a", "- [ ]a", "- a [ ] b"])
def test_other_lines_have_no_box(line: str) -> None:
    assert box_in_source(line, 1, True) is None


NOTES = """a[^one] b[^Two]

~~~
[^one]: in code
~~~

[^one]: first
goes on
[^Two]: second

    more

end
> [^q]: quoted
[^one]: again
"""


@pytest.mark.parametrize(
    ("label", "lines"),
    [("one", (6, 7)), ("two", (8, 10)), ("q", (13, 13)), ("none", None), ("", None)],
)
def test_footnotes_are_found_by_their_label(label: str, lines: tuple[int, int] | None) -> None:
    assert lines_of_note(NOTES.split("\n"), label) == lines
