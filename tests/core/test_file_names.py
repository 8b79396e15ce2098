"""Names of files that hold on every system."""

import pytest

from spec_editor.core.file_names import copy_name, problem_with, with_ending


@pytest.mark.parametrize(
    "name",
    ["a.md", "ä 🙂 (1).md", "e\u0301.md", ".hidden", "-rf", "console.md", "a" * 255, "é" * 127],
)
def test_names_that_may_be_given(name: str) -> None:
    assert problem_with(name) == ""


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "Give it a name"),
        (" ", "Give it a name"),
        ("..", "a folder on every system"),
        ("a/b.md", "cannot contain /"),
        ("a:b.md", "cannot contain :"),
        ("a\nb.md", "a control character"),
        ("\0", "a control character"),
        ("CON.md", "device"),
        ("lpt1", "device"),
        ("nul .txt", "device"),
        ("a.md.", "full stop"),
        ("a ", "space"),
        (" a", "space"),
        ("a" * 256, "255 bytes"),
        ("é" * 128, "255 bytes"),
    ],
)
def test_names_that_may_not(name: str, why: str) -> None:
    assert why in problem_with(name)


@pytest.mark.parametrize(
    ("name", "number", "copy"),
    [
        ("a.md", 1, "a copy.md"),
        ("a.md", 2, "a copy 2.md"),
        ("README", 1, "README copy"),
        (".md", 1, ".md copy"),
        ("a.b.md", 1, "a.b copy.md"),
    ],
)
def test_what_a_copy_is_called(name: str, number: int, copy: str) -> None:
    assert copy_name(name, number) == copy


def test_the_name_of_a_copy_is_not_too_long() -> None:
    name = copy_name("é" * 126 + ".md", 12)
    assert len(name.encode()) in (254, 255)
    assert name.endswith("é copy 12.md")


@pytest.mark.parametrize(
    ("name", "ended"),
    [
        ("a", "a.md"),
        ("a.md", "a.md"),
        ("a.MARKDOWN", "a.MARKDOWN"),
        ("a.txt", "a.txt"),
        ("Interface v1.2", "Interface v1.2.md"),
        ("1. Goals and scope", "1. Goals and scope.md"),
        ("Überblick.größe", "Überblick.größe"),
        (".hidden", ".hidden.md"),
        ("a.", "a..md"),
    ],
)
def test_a_name_without_an_ending_gets_one(name: str, ended: str) -> None:
    assert with_ending(name) == ended
