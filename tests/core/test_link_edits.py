"""Links are corrected when files move: those that lead to them, and their own."""

import posixpath
from urllib.parse import unquote

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from spec_editor.core.edits import apply_edits
from spec_editor.core.link_edits import Moves, corrections


def corrected(text: str, place: str, moves: dict[str, str]) -> str:
    found = corrections(text, place, Moves(moves), "/r")
    assert found.missed == 0
    return apply_edits(text, found.edits)


def after(text: str, old: str, new: str, place: str = "/r/doc.md") -> str:
    """Return a text of ``place`` after the file ``old`` became ``new``, both seen from /r."""
    return corrected(text, place, {f"/r/{old}": f"/r/{new}"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](old.md)", "[a](new.md)"),
        ("![a](old.md)", "![a](new.md)"),
        ("[a](./old.md)", "[a](./new.md)"),
        ("[a](old.md#part-1)", "[a](new.md#part-1)"),
        ("[a](old.md?x=1#p)", "[a](new.md?x=1#p)"),
        ('[a](old.md "old.md")', '[a](new.md "old.md")'),
        ("[a](<old.md>)", "[a](<new.md>)"),
        ("[a]( old.md )", "[a]( new.md )"),
        ("[![x](old.md)](old.md)", "[![x](new.md)](new.md)"),
        ("[a](x/../old.md)", "[a](new.md)"),
        ("[a][b]\n\n[b]: old.md 'T'", "[a][b]\n\n[b]: new.md 'T'"),
        ("[a][b]\n\n[b]:\n  <old.md#x>", "[a][b]\n\n[b]:\n  <new.md#x>"),
        ("> - [b]: old.md\n\n[b]", "> - [b]: new.md\n\n[b]"),
        ("[never used]: old.md", "[never used]: new.md"),
        ('<a href="old.md#x">y</a>', '<a href="new.md#x">y</a>'),
        ("<img alt=x src='old.md'>", "<img alt=x src='new.md'>"),
        ("<a href=old.md>y</a>", "<a href=new.md>y</a>"),
        ("| [a](old.md) | `x` |\n|-|-|\n| [b](old.md) | |", None),
        ("[a](/old.md)", "[a](/new.md)"),
        ("[a](%6Fld.md)", "[a](new.md)"),
        ("[a](o\\ld.md) [b](old\\.md)", "[a](o\\ld.md) [b](new.md)"),
        ("[a](old&period;md#x&amp;y)", "[a](new.md#x&y)"),
        ("\ufeff[a](old.md)\r\x0c\u2028\n[a](old.md) \t\n", None),
        ("---\nx: '[a](old.md)'\n---\n\n[a](old.md)", "---\nx: '[a](old.md)'\n---\n\n[a](new.md)"),
    ],
)
def test_all_ways_to_write_a_link_are_followed(text: str, expected: str | None) -> None:
    assert after(text, "old.md", "new.md") == (expected or text.replace("old.md", "new.md"))


@pytest.mark.parametrize(
    "text",
    [
        "`[a](old.md)`",
        "``[a](old.md) ` ``",
        "```\n[a](old.md)\n```",
        "    [a](old.md)",
        "- x\n\n  ~~~\n  [a](old.md)\n  [b]: old.md\n  ~~~",
        "```\n[b]: old.md\n```\n",
        "<!-- [a](old.md)\n\n[b]: old.md\n-->",
        "\\[a](old.md)",
        "[a]\\(old.md)",
        "[a](old.md x)",
        "old.md and <old.md> and [old.md]",
        "text\n[b]: old.md",
        "[^1]: old.md\n\nx[^1]",
        "[a](https://x.org/old.md) [b](//x/old.md) [c](mailto:old.md)",
        "[a](other/old.md) [b](old.md.bak) [c](xold.md) [d](#old.md)",
        '<b>href=old.md</b> `<a href="old.md">`',
    ],
)
def test_what_is_no_link_to_the_file_is_left_alone(text: str) -> None:
    assert after(text, "old.md", "new.md") == text


@pytest.mark.parametrize(
    ("name", "bare", "pointed", "html"),
    [
        ("a b.md", "a%20b.md", "a b.md", "a b.md"),
        ("a#b?.md", "a%23b%3F.md", "a%23b%3F.md", "a%23b%3F.md"),
        ("100%.md", "100%25.md", "100%25.md", "100%25.md"),
        ("a%20b.md", "a%2520b.md", "a%2520b.md", "a%2520b.md"),
        ("a (1).md", "a%20(1).md", "a (1).md", "a (1).md"),
        ("a) (b.md", "a%29%20%28b.md", "a) (b.md", "a) (b.md"),
        ("ä🙂.md", "ä🙂.md", "ä🙂.md", "ä🙂.md"),
        ("e\u0301.md", "e\u0301.md", "e\u0301.md", "e\u0301.md"),
        ("<x>.md", "%3Cx%3E.md", "%3Cx%3E.md", "%3Cx%3E.md"),
        ("a:b.md", "./a:b.md", "./a:b.md", "./a:b.md"),
        ("R&D.md", "R&D.md", "R&D.md", "R%26D.md"),
        ("&amp;.md", "%26amp;.md", "%26amp;.md", "%26amp;.md"),
        ('a\nb\\`|".md', "a%0Ab%5C%60%7C%22.md", "a%0Ab%5C%60%7C%22.md", "a%0Ab%5C%60%7C%22.md"),
        ("bad\udcff.md", "bad%FF.md", "bad%FF.md", "bad%FF.md"),
        ("OLD.md", "OLD.md", "OLD.md", "OLD.md"),
    ],
)
def test_a_new_name_is_written_so_that_it_is_read_again(
    name: str, bare: str, pointed: str, html: str
) -> None:
    text = "[a](old.md) [b](<old.md>) <a href='old.md'>c</a>"
    expected = f"[a]({bare}) [b](<{pointed}>) <a href='{html}'>c</a>"
    assert after(text, "old.md", name) == expected
    assert after(expected, name, "old.md") == text


def test_how_the_author_encodes_is_kept() -> None:
    text = "[a](old%20%C3%A4.md) [b](<old%20ä.md>) [c](<old ä.md>)"
    expected = "[a](new%20%C3%BC.md) [b](<new%20ü.md>) [c](<new ü.md>)"
    assert after(text, "old ä.md", "new ü.md") == expected
    text = "[a](my%2Dfolder/old%2Emd)"
    assert after(text, "my-folder/old.md", "my-folder/new.md") == "[a](my%2Dfolder/new.md)"


# ---------------------------------------------------------------- moving


def test_a_moved_document_s_own_links_lead_where_they_led() -> None:
    text = "[self](doc.md#x) [up](../top.md) [beside](b.md) [in](sub/c.md) [x](#x) [root](/b.md)"
    moves = {"/r/specs/doc.md": "/r/specs/sub/moved.md"}
    assert corrected(text, "/r/specs/doc.md", moves) == (
        "[self](moved.md#x) [up](../../top.md) [beside](../b.md) [in](c.md) [x](#x) [root](/b.md)"
    )


def test_links_to_a_moved_file_are_found_from_everywhere() -> None:
    moves = {"/r/a/old.md": "/r/b/c/new.md"}
    assert corrected("[x](old.md)", "/r/a/doc.md", moves) == "[x](../b/c/new.md)"
    assert corrected("[x](../../a/old.md)", "/r/b/c/doc.md", moves) == "[x](new.md)"
    assert corrected("[x](/a/old.md)", "/r/doc.md", moves) == "[x](/b/c/new.md)"
    assert corrected("[x](./a/old.md)", "/r/doc.md", moves) == "[x](./b/c/new.md)"


def test_a_moved_folder_takes_along_what_is_in_it() -> None:
    moves = {"/r/old": "/r/new/name"}
    text = "[in](sub/x.md) [out](../b.md) [folder](../old/) [other](../older/x.md)"
    assert corrected(text, "/r/old/doc.md", moves) == (
        "[in](sub/x.md) [out](../../b.md) [folder](./) [other](../../older/x.md)"
    )
    assert corrected("[x](old/doc.md) [y](old)", "/r/a.md", moves) == (
        "[x](new/name/doc.md) [y](new/name)"
    )


def test_links_that_lead_to_nothing_are_left_alone() -> None:
    moves = Moves({"/r/doc.md": "/r/sub/doc.md"})
    text = "[a](link) [b]({file}) [c](b.md)"
    found = corrections(text, "/r/doc.md", moves, "/r", exists=lambda path: path == "/r/b.md")
    assert [(change.line, change.old, change.new) for change in found.changes] == [
        (1, "b.md", "../b.md")
    ]


def test_what_cannot_be_corrected_is_counted() -> None:
    # So many parentheses inside each other only the parser reads.
    text = "[a](x(y(z)(old))/../old.md) [b](old.md)"
    found = corrections(text, "/r/doc.md", Moves({"/r/old.md": "/r/new.md"}), "/r")
    assert apply_edits(text, found.edits) == "[a](x(y(z)(old))/../old.md) [b](new.md)"
    assert found.missed == 1


# ---------------------------------------------------------------- there and back


NAMES = st.sampled_from(
    [
        "a.md",
        "b c.md",
        "d#e.md",
        "f%g.md",
        "(h).md",
        "i)j.md",
        "ä.md",
        "e\u0301.md",
        "A.md",
        "k&l.md",
    ]
)
FOLDERS = st.sampled_from(["", "x/", "x/y/", "z z/"])
PATHS = st.builds("{}{}".format, FOLDERS, NAMES)
LINKS = st.sampled_from(["[t]({}{})", "![t](<{}{}>)", "[t]: {}{}", '<a href="{}{}">t</a>'])
OTHER = st.sampled_from(
    [
        "`[x](a.md)`",
        "text",
        "```\n[x](a.md)\n```",
        "# H",
        "> q",
        "- i",
        "[t]",
        "<div>",
        "    [x](a.md)",
    ]
)


@st.composite
def documents(draw: st.DrawFn, place: str) -> str:
    """Write a document at a place with links to some of the paths, as we write them."""
    parts = []
    for _ in range(draw(st.integers(1, 6))):
        blank = draw(LINKS).format("_.md", draw(st.sampled_from(["", "#s"])))
        target = f"{posixpath.dirname(place)}/_.md"
        parts += [corrected(blank, place, {target: f"/r/{draw(PATHS)}"}), draw(OTHER)]
    return "\n\n".join(parts)


@given(st.data())
@settings(max_examples=150)
def test_there_and_back_gives_the_same_bytes(data: st.DataObject) -> None:
    place, old, new = (f"/r/{data.draw(PATHS)}" for _ in range(3))
    text = data.draw(documents(place))
    assume(new not in (place, old))
    # Nothing else may be, or be looked for, where the file goes.
    assume(not corrections(text, place, Moves({new: "/r/nowhere"}), "/r").changes)
    there, back = {old: new}, {new: old}
    moved = corrected(text, place, there)
    again = corrected(moved, Moves(there).after(place), back)
    if place == old and posixpath.dirname(old) != posixpath.dirname(new):
        # A link that is right is left as it is, also one that now goes out of a folder and into it.
        again, text = (ways_out_and_in(each, place) for each in (again, text))
    assert again == text


def ways_out_and_in(text: str, place: str) -> str:
    """Return a text without ways that lead out of the document's folder and into it again."""
    below = posixpath.dirname(place).removeprefix("/r").strip("/").split("/")
    for start in range(len(below)):
        way = "../" * (len(below) - start) + "/".join(below[start:]) + "/"
        text = text.replace(way, "").replace(way.replace(" ", "%20"), "")
    return text


@given(st.data(), st.text(max_size=40))
@settings(max_examples=150)
def test_any_text_is_read_and_only_addresses_change(data: st.DataObject, odd: str) -> None:
    pieces = st.sampled_from(
        [
            "[",
            "](",
            ")",
            "a.md",
            "<",
            ">",
            "`",
            "```\n",
            "\n",
            "\n\n",
            "[t]: ",
            '"',
            "\\",
            "    ",
            odd,
        ]
    )
    text = "".join(data.draw(st.lists(pieces, max_size=25)))
    found = corrections(text, "/r/doc.md", Moves({"/r/a.md": "/r/b c.md"}), "/r")
    for change in found.changes:
        assert text[change.edit.start : change.edit.end] == change.old
        assert unquote(change.old).startswith("a.md") or "a.md" in change.old
    again = apply_edits(text, found.edits)
    assert not corrections(again, "/r/doc.md", Moves({"/r/a.md": "/r/b c.md"}), "/r").changes
