"""YAML files of strangers: plain values, within limits, and nothing is ever run."""

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spec_editor.core.mkdocs import allowed_extensions, read_mkdocs
from spec_editor.core.yaml_source import Tagged, YamlError, YamlSource

LETTERS = "abcdefghi"
BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [{','.join(['*' + old] * 9)}]\n" for old, new in pairwise(LETTERS)
)
MERGE_BOMB = "a: &a {k: v}\n" + "".join(
    f"{new}: &{new} {{<<: [{','.join(['*' + old] * 9)}]}}\n" for old, new in pairwise(LETTERS)
)
LIST = "markdown_extensions:\n  - abbr\n"

#: What must be refused, with a part of the reason.
REFUSED = {
    "no mapping": ("- a\n- b\n", "line 1: names with values are expected"),
    "a text": ("x", "line 1: names with values are expected"),
    "unclosed list": ("a: [1\n", "line 2: expected ',' or ']'"),
    "unclosed mapping": ("a: {b: 1\n", "line 2: expected ',' or '}'"),
    "unclosed text": ('a: "b\n', "unexpected end of stream"),
    "tab": ("a:\n\t- b\n", "line 2: found character '\\t'"),
    "at sign": ("a: @b\n", "line 1: found character '@'"),
    "two documents": ("a: 1\n---\nb: 2\n", "line 2: but found another document"),
    "unknown alias": ("a: *b\n", "line 1: found undefined alias"),
    "deep list": ("a: " + "[" * 60 + "]" * 60, "too deep"),
    "very deep list": ("a: " + "[" * 20_000, "too deep"),
    "deep mapping": ("a: " + "{a: " * 20_000, "too deep"),
    "deep block": ("".join(" " * n + "b:\n" for n in range(100)), "line 50: values stand too deep"),
    "deep dashes": ("a:\n  " + "- " * 20_000, "too deep"),
    "deep question marks": ("? " * 5_000, "too deep"),
    "too many values": ("a: 1\n" * 20_000, "more than 20,000 values"),
    "too many aliases": ("a: &a 1\nb: [" + "*a," * 300 + "]\n", "more than 200 aliases"),
    "too large": ("# " + "x" * 200_000, "too large"),
    "nul": ("a: \0\n", "a character that YAML does not allow"),
    "control character": ("a: \x07\n", "a character that YAML does not allow"),
    "lone surrogate": ("a: \ud800\n", "a character that YAML does not allow"),
    "another version": ("%YAML 9.9\n---\na: 1\n", "incompatible YAML document"),
    "two directives": ("%YAML 1.1\n%YAML 1.1\n---\na: 1\n", "duplicate YAML directive"),
    "unknown tag prefix": ("a: !x!y z\n", "line 1: found undefined tag handle"),
    "colon in a key": ("a: b: c\n", "line 1: mapping values are not allowed"),
    "wrong indent": ("a:\n  b: 1\n c: 2\n", "line 3"),
    "wrong escape": ('a: "\\y"\n', "line 1: found unknown escape character"),
    "huge escape": ('a: "\\UFFFFFFFF"\n', "this is no YAML"),
    "endless key": ("k" * 2_000 + ": 1\n", "line 1: mapping values are not allowed"),
    "two anchors": ("a: &a &b 1\n", "line 1"),
    "anchor twice": ("a: &a 1\nb: &a 2\n", "line 2: second occurrence"),
    "utf-16 as text": ("\ufffea: 1", "does not allow"),
}
#: What is read, and what stands at the name ``a``.
READ = {
    "nothing": ("", None),
    "only a comment": ("# nothing\n", None),
    "byte order mark": ("\ufeffa: b\n", "b"),
    "numbers": ("a: [1, -2, 0, +3]\n", [1, -2, 0, 3]),
    "numbers of other kinds": ("a: [0x1F, 010, 1_000, 1:59]\n", ["0x1F", "010", "1_000", "1:59"]),
    "a long number": ("a: " + "9" * 5_000 + "\n", "9" * 5_000),
    "a number of sixties": ("a: 1" + ":59" * 2_000 + "\n", "1" + ":59" * 2_000),
    "fractions": ("a: [1.5, .inf, .nan, 1e999]\n", ["1.5", ".inf", ".nan", "1e999"]),
    "truth": ("a: [yes, no, true, Off]\n", [True, False, True, False]),
    "nothing in many ways": ("a: [~, null, ]\n", [None, None]),
    "a date that is none": ("a: 9999-99-99\n", "9999-99-99"),
    "a time": ("a: 2026-01-01 10:00:00\n", "2026-01-01 10:00:00"),
    "binary": ("a: !!binary aGk=\n", "aGk="),
    "an alias": ("b: &x [1]\na: *x\n", [1]),
    "a name twice": ("a: 1\na: 2\n", 2),
    "a list as a name": ("? [x]\n: 1\na: 3\n", 3),
    "merged": ("b: &b {x: 1}\na: {<<: *b, y: 2}\n", {"<<": {"x": 1}, "y": 2}),
    "a set": ("a: !!set {x, y}\n", Tagged("!!set", {"x": None, "y": None})),
    "a name of Python": (
        "a: !!python/name:os.system\n",
        Tagged("!!python/name:os.system", ""),
    ),
    "a call of Python": (
        "a: !!python/object/apply:os.system [x]\n",
        Tagged("!!python/object/apply:os.system", ["x"]),
    ),
    "an object of Python": (
        "a: !!python/object/new:subprocess.Popen [[touch, x]]\n",
        Tagged("!!python/object/new:subprocess.Popen", [["touch", "x"]]),
    ),
    "a module of Python": (
        "a: !!python/module:antigravity\n",
        Tagged("!!python/module:antigravity", ""),
    ),
    "a tuple of Python": ("a: !!python/tuple [1]\n", Tagged("!!python/tuple", [1])),
    "the environment": ("a: !ENV [HOME, x]\n", Tagged("!ENV", ["HOME", "x"])),
    "a relative path": ("a: !relative $config_dir\n", Tagged("!relative", "$config_dir")),
    "a tag in full": ("a: !<tag:yaml.org,2002:str> 1\n", "1"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_wrong_or_too_much_is_refused_with_the_reason(name: str) -> None:
    text, reason = REFUSED[name]
    with pytest.raises(YamlError) as caught:
        YamlSource(text).value("a")
    assert reason in str(caught.value)


@pytest.mark.parametrize("name", READ)
def test_values_are_plain_and_tags_stay_names(name: str) -> None:
    text, expected = READ[name]
    assert YamlSource(text).value("a") == expected


@pytest.mark.parametrize("text", [BOMB + "z: *i\n", "z: &z [*z]\n", "z: &z {a: *z}\n"])
def test_aliases_make_no_more_values_than_there_may_be(text: str) -> None:
    with pytest.raises(YamlError, match="aliases make too many values"):
        YamlSource(text).value("z")


def test_what_is_not_asked_for_costs_nothing() -> None:
    for bomb in (BOMB, MERGE_BOMB):
        assert YamlSource(f"{bomb}{LIST}").value("markdown_extensions") == ["abbr"]


def test_a_value_has_its_line() -> None:
    source = YamlSource(f"# x\nsite_name: y\n{LIST}")
    assert source.line("markdown_extensions") == 4
    assert source.line("nav") == 1


def test_nothing_is_run_or_imported(tmp_path: Path) -> None:
    mark = tmp_path / "PWNED"
    text = f"""
markdown_extensions:
  - !!python/object/apply:os.system ["touch {mark}"]
  - toc:
      slugify: !!python/object/apply:subprocess.check_call
        args: [[touch, "{mark}"]]
      marker: !!python/object/new:subprocess.Popen [[touch, "{mark}"]]
  - antigravity
  - os:system
  - pymdownx.superfences:
      custom_fences: [{{name: x, class: x, format: !!python/name:antigravity.fly }}]
hooks: [evil.py]
plugins: [{{macros: {{module_name: evil}}}}]
"""
    code = (
        "import sys; from spec_editor.core.mkdocs import *; "
        "print(allowed_extensions(read_mkdocs(sys.stdin.read())).notes); "
        "sys.exit('antigravity' in sys.modules or 'markdown' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], input=text.encode(), capture_output=True)
    assert done.returncode == 0, done.stderr
    assert not mark.exists()
    for name in ("os.system", "antigravity", "subprocess.check_call", "antigravity.fly"):
        assert name in done.stdout.decode()


def is_read(text: str) -> bool:
    """Return whether a text is read; any other failure but a refusal is one of the test."""
    try:
        allowed_extensions(read_mkdocs(text))
    except YamlError:
        return False
    return True


@given(st.text(alphabet="ab:-[]{}&*!?|>'\"#%@, \n\t\\", max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    is_read(text)
    is_read(f"markdown_extensions: {text}")
