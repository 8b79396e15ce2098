"""Files that mix their newlines: a line that nobody touched keeps the one that it has."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spec_editor.storage.newlines import LineEnds, ends_of
from spec_editor.storage.text_file import decode
from spec_editor.storage.text_format import encode

NEWLINES = ["\n", "\r\n", "\r"]
MIXED = b"one\r\ntwo\nthree\rfour\r\nfive\n\nsix"


def after(data: bytes, *edits: tuple[str, str]) -> bytes:
    """Return a file's bytes after replacements, each saved before the next one is made."""
    file = decode(Path("a.md"), data)
    text, text_format = file.text, file.format
    for old, new in edits:
        assert text.count(old) == 1
        text = text.replace(old, new)
        text_format = text_format.fitted(text)
        data = encode(text, text_format)
        assert decode(Path("a.md"), data).text == text
    return data


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ([("two", "2")], b"one\r\n2\nthree\rfour\r\nfive\n\nsix"),
        ([("one", "one\nnew")], b"one\r\nnew\r\ntwo\nthree\rfour\r\nfive\n\nsix"),
        ([("two", "two\nnew")], b"one\r\ntwo\nnew\nthree\rfour\r\nfive\n\nsix"),
        ([("three", "thr\nee")], b"one\r\ntwo\nthr\ree\rfour\r\nfive\n\nsix"),
        ([("one", "top\none")], b"top\r\none\r\ntwo\nthree\rfour\r\nfive\n\nsix"),
        ([("six", "six\n")], b"one\r\ntwo\nthree\rfour\r\nfive\n\nsix\n"),
        ([("six", "six\nend")], b"one\r\ntwo\nthree\rfour\r\nfive\n\nsix\nend"),
        ([("two\n", "")], b"one\r\nthree\rfour\r\nfive\n\nsix"),
        ([("one\ntwo", "onetwo")], b"onetwo\nthree\rfour\r\nfive\n\nsix"),
        ([("\n\nsix", "")], b"one\r\ntwo\nthree\rfour\r\nfive"),
        ([("two", "2"), ("five", "5"), ("2", "two"), ("5", "five")], MIXED),
        ([("three\n", ""), ("four", "4"), ("six", "6")], b"one\r\ntwo\n4\r\nfive\n\n6"),
        ([("one", "x"), ("three", "y"), ("six", "z\n")], b"x\r\ntwo\ny\rfour\r\nfive\n\nz\n"),
    ],
)
def test_only_edited_lines_differ(edits: list[tuple[str, str]], expected: bytes) -> None:
    assert after(MIXED, *edits) == expected


def test_two_lines_of_an_edit_keep_their_ends() -> None:
    assert after(b"a\nb\rc\r\nd\n", ("b\nc", "B\nC")) == b"a\nB\rC\r\nd\n"


def test_a_carriage_return_and_a_line_feed_do_not_become_one_newline() -> None:
    """Else a line would be lost: the empty one that the line feed ends."""
    assert after(b"a\rb\nc\n", ("b", "")) == b"a\r\r\nc\n"
    assert after(b"a\rb\n\nc", ("b\n", "")) == b"a\r\r\nc"


def test_what_is_mixed_no_longer_has_one_newline() -> None:
    file = decode(Path("a.md"), b"a\r\nb\nc\n")
    fitted = file.format.fitted("b\nc\n")
    assert (fitted.newline, fitted.ends, fitted.newline_name) == ("\n", None, "LF")
    assert (file.format.newline, file.format.newline_name) == ("\n", "Mixed")
    assert encode(file.text, file.format.with_newline("\r\n")) == b"a\r\nb\r\nc\r\n"
    assert encode("", file.format) == b""


LINE = st.text(st.sampled_from("ab\u2028\u0085\u00a0\x0c \t"), max_size=2)


@given(st.lists(st.tuples(LINE, st.sampled_from(NEWLINES)), max_size=30), LINE)
def test_any_mix_comes_back(lines: Sequence[tuple[str, str]], last: str) -> None:
    raw = "".join(line + newline for line, newline in lines) + last
    ends = ends_of(raw)
    assert ends.raw() == raw
    assert "\r" not in ends.text


@given(
    st.lists(st.tuples(LINE, st.sampled_from(NEWLINES)), min_size=1, max_size=12),
    st.lists(st.lists(LINE, min_size=1, max_size=12).map("\n".join), max_size=4),
)
def test_save_after_save_is_what_is_read_again(
    lines: Sequence[tuple[str, str]], versions: Sequence[str]
) -> None:
    """What is remembered of a saved file is what opening it would find out."""
    ends = ends_of("".join(line + newline for line, newline in lines))
    for text in versions:
        ends = ends.fitted(text)
        assert ends_of(ends.raw()) == ends
        assert ends.text == text


@given(st.data())
def test_lines_that_are_nobodys_neighbours_keep_their_bytes(data: st.DataObject) -> None:
    """Edits anywhere, all lines different: each line that is left has the newline it had."""
    count = data.draw(st.integers(1, 30))
    newlines = data.draw(st.lists(st.sampled_from(NEWLINES), min_size=count, max_size=count))
    raw = [f"line {number}{newline}" for number, newline in enumerate(newlines)]
    ends = ends_of("".join(raw))
    lines: list[str] = []
    for number in range(count):
        change = data.draw(st.sampled_from(["keep", "keep", "keep", "edit", "insert", "delete"]))
        lines += {
            "keep": [f"line {number}"],
            "edit": [f"edited {number}"],
            "insert": ["new", f"line {number}"],
            "delete": [],
        }[change]
    kept = [line for line in lines if line.startswith("line ")]
    saved = ends.fitted("\n".join([*lines, ""])).raw()
    for line in kept:
        number = int(line.split(" ")[1])
        found = saved.index(f"{line}\r") if "\r" in newlines[number] else saved.index(f"{line}\n")
        after_line = saved[found + len(line) :]
        assert ends_of(after_line).letters[:1] == ends.letters[number]


@given(st.data())
def test_changed_lines_among_equal_ones_are_not_taken_for_new_ones(data: st.DataObject) -> None:
    """As many lines as before: those that were changed are where they were."""
    lines = data.draw(st.lists(st.sampled_from(["", "", "a"]), min_size=2, max_size=9))
    letter = st.sampled_from("LW")
    letters = data.draw(st.lists(letter, min_size=len(lines), max_size=len(lines)).map("".join))
    old = LineEnds("\n".join([*lines, ""]), letters)
    for number in range(2):
        lines[data.draw(st.integers(0, len(lines) - 1))] = f"changed {number}"
    assert old.fitted("\n".join([*lines, ""])).letters == letters


@pytest.mark.parametrize("words", [[""], ["a", "b"], ["{0}"]], ids=["empty", "few", "all other"])
def test_a_long_hostile_file_keeps_its_lines(words: Sequence[str]) -> None:
    """Far too long to compare every line with every other one."""
    pattern = "LWLLCWCLWW" if words != [""] else "LWLLWWLWLW"
    count = 20_000
    lines = [words[number % len(words)].format(number) for number in range(count)]
    old = LineEnds("\n".join([*lines, ""]), pattern * (count // len(pattern)))
    changed = [*lines]
    changed[3] = "edited"
    changed[-5] = "edited too"
    new = old.fitted("\n".join([*changed, ""]))
    assert new.letters == old.letters
    changed.insert(count // 2, "new")
    longer = new.fitted("\n".join([*changed, ""]))
    half = count // 2
    assert longer.letters[:half] + longer.letters[half + 1 :] == old.letters
