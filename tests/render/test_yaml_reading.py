"""YAML is read as it is written, within bounds, and nothing in it runs."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spec_editor.render.yaml_reading import MAX_VALUES, Value, YamlError, read_yaml


def plain(value: Value | None) -> object:
    """Return a value as texts, lists and pairs, its tag in front."""
    if value is None:
        return None
    inside: object = value.text
    if value.items is not None:
        inside = [plain(item) for item in value.items]
    elif value.entries is not None:
        inside = {plain(key): plain(inside) for key, inside in value.entries}
    return (value.tag, inside) if value.tag else inside


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", None),
        ("# only a comment", None),
        (
            "a: 1\nb: yes\nc: 2024-05-01\nd: 1.10",
            {"a": "1", "b": "yes", "c": "2024-05-01", "d": "1.10"},
        ),
        ("a: ~\nb: null\nc:\nd: '~'", {"a": "", "b": "", "c": "", "d": "~"}),
        ("a: [1, {b: c}]", {"a": ["1", {"b": "c"}]}),
        ("a: &x [1]\nb: *x", {"a": ["1"], "b": ["1"]}),
        (
            "a: !Ref b\nc: !!str d\ne: !!python/name:os.system f",
            {"a": ("!Ref", "b"), "c": "d", "e": ("!!python/name:os.system", "f")},
        ),
        ("a: 2020-99-99", {"a": "2020-99-99"}),
        ("a: 1\n---\nb: 2", {"a": "1"}),
        ("just text", "just text"),
    ],
)
def test_values(source, expected):
    assert plain(read_yaml(source)) == expected


def test_lines_are_kept():
    value = read_yaml("a: 1\nb:\n  - c\n")
    assert value is not None
    assert value.entries is not None
    assert [(key.line, inside.line) for key, inside in value.entries] == [(1, 1), (2, 3)]


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("a: 1\nb: [1", 2, "not closed by ]"),
        ("a: b: c", 1, "second “: ”"),
        ("a:\n\t- b", 2, "put it in quotes"),
        ("a: *x", 1, "nothing before it has the name &x"),
        ("a: &a [*a]", 1, "nothing before it has the name &a"),
        ("a: \x01", 1, "character"),
        ("[" * 5000, 1, "nested deeper"),
        ("- " * 5000, 1, "nested deeper"),
        ("\n".join(f"k{n}: {n}" for n in range(MAX_VALUES)), 1000, "more than 2,000 values"),
        ("a: " + "x" * 100_000, 1, "longer than 100,000"),
    ],
)
def test_what_is_wrong_or_too_much(source, line, words):
    with pytest.raises(YamlError) as error:
        read_yaml(source)
    assert words in error.value.message
    assert error.value.line == line


def test_aliases_of_aliases_do_not_grow():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    with pytest.raises(YamlError, match="more than 2,000 values"):
        read_yaml("\n".join(lines))


@settings(max_examples=300)
@given(
    st.text(st.sampled_from("ab:-[]{}&*!|>'\"#%@`,? \n\t~\\"), max_size=60) | st.text(max_size=40)
)
def test_any_text_is_read_or_refused(source: str) -> None:
    try:
        read_yaml(source)
    except YamlError as error:
        line = error.line
    else:
        line = 1
    assert 1 <= line <= source.count("\n") + 1
