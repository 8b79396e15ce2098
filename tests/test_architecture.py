"""The layers, the budgets and the habits of the code, read from the code itself."""

import ast
import gc
import io
import re
import subprocess
import sys
import tokenize
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from spec_editor.version import VERSION

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "spec_editor"
FILES = sorted(PACKAGE.rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))

MOST_LINES_OF_A_FUNCTION = 60
MOST_LINES_OF_A_FILE = 400
MOST_METHODS_OF_A_CLASS = 25


@pytest.fixture(autouse=True, scope="module")
def forest() -> Iterator[None]:
    """Spare the search for garbage the trees: none is garbage, and for other files none is kept."""
    gc.disable()
    yield
    nodes_of.cache_clear()
    gc.enable()


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def nodes(kinds: type[ast.AST] | tuple[type[ast.AST], ...]) -> Iterator[tuple[Path, ast.AST]]:
    for path in FILES:
        for node in nodes_of(path):
            if isinstance(node, kinds):
                yield path, node


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def test_there_is_something_to_look_at() -> None:
    assert len(FILES) > 50


def test_functions_are_short() -> None:
    found = {
        f"{name_of(path)}:{node.lineno} {node.name}": node.end_lineno - node.lineno + 1
        for path, node in nodes((ast.FunctionDef, ast.AsyncFunctionDef))
    }
    assert {where: n for where, n in found.items() if n > MOST_LINES_OF_A_FUNCTION} == {}


def test_files_are_short() -> None:
    found = {
        name_of(path): len(path.read_text(encoding="utf-8").split("\n")) - 1
        for path in [*FILES, *TESTS]
    }
    long = {name for name, lines in found.items() if lines > MOST_LINES_OF_A_FILE}
    assert long == set()


def test_classes_have_few_methods() -> None:
    found = {
        f"{name_of(path)}:{node.lineno} {node.name}": sum(
            isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef)) for item in node.body
        )
        for path, node in nodes(ast.ClassDef)
    }
    assert {where: n for where, n in found.items() if n > MOST_METHODS_OF_A_CLASS} == {}


def test_packages_import_nothing() -> None:
    packages = [path for path in FILES if path.name == "__init__.py"]
    folders = {path.parent for path in FILES}
    assert {path.parent for path in packages} == folders
    assert [name_of(path) for path in packages if path.read_bytes()] == []


def comments_of(path: Path) -> dict[int, str]:
    """Return the comments of a file by line."""
    source = io.StringIO(path.read_text(encoding="utf-8"))
    tokens = tokenize.generate_tokens(source.readline)
    return {token.start[0]: token.string for token in tokens if token.type == tokenize.COMMENT}


def test_whatever_catches_everything_says_why_or_passes_it_on() -> None:
    """BLE001 is not needed where the exception is raised again: ruff knows, and so do we."""
    unexplained = []
    for path, node in nodes(ast.ExceptHandler):
        broad = node.type is None or (
            isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException")
        )
        if not broad or any(isinstance(item, ast.Raise) for item in ast.walk(node)):
            continue
        comment = comments_of(path).get(node.lineno, "")
        if not re.search(r"# noqa: BLE001 +\S", comment):
            unexplained.append(f"{name_of(path)}:{node.lineno}")
    assert unexplained == []


def test_the_core_knows_neither_qt_nor_files_nor_processes() -> None:
    forbidden = {"PySide6", "pathlib", "os", "io", "subprocess", "socket", "urllib", "markdown"}
    pure = {"urllib.parse"}
    found = []
    for path, node in nodes((ast.Import, ast.ImportFrom)):
        if PACKAGE / "core" not in path.parents:
            continue
        names = [node.module] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
        found += [
            f"{name_of(path)}: {n}"
            for n in names
            if n and n.split(".")[0] in forbidden and n not in pure
        ]
    assert found == []


def test_only_the_parse_knows_the_parser() -> None:
    users = {
        name_of(path)
        for path, node in nodes((ast.Import, ast.ImportFrom))
        if (getattr(node, "module", None) or node.names[0].name).split(".")[0] == "cmarkgfm"
    }
    assert users == {"spec_editor/core/blocks.py", "spec_editor/core/cmark_memory.py"}


@pytest.mark.parametrize("word", ["splitlines", "toPlainText", "processEvents"])
def test_what_changes_text_or_order_behind_our_back_is_not_called(word: str) -> None:
    """A line ends at a line feed only; toPlainText changes no-break spaces."""
    users = [
        f"{name_of(path)}:{node.lineno}" for path, node in nodes(ast.Attribute) if node.attr == word
    ]
    assert users == []


def test_no_pattern_repeats_a_group_possessively() -> None:
    """Python before 3.11.5, Debian 12's among them, finds nothing with such a pattern."""
    repeated = re.compile(r"[^(\\]\)(?:[*+?]|\{\d*,?\d*\})\+")
    assert repeated.search("(?:ab)*+")
    assert not repeated.search(r"(?:ab)*[^c]*+\)++")
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path, node in nodes(ast.Constant)
        if isinstance(node.value, str) and repeated.search(node.value)
    ]
    assert found == []


def test_no_property_of_qt_that_begins_with_an_i_is_set_by_keyword() -> None:
    """In Turkish its upper case is another letter, and PySide does not find the setter."""
    found = [
        f"{name_of(path)}:{node.lineno} {keyword.arg}"
        for path, node in nodes(ast.Call)
        if isinstance(node.func, ast.Name) and re.match("Q[A-Z]", node.func.id)
        for keyword in node.keywords
        if keyword.arg and keyword.arg.startswith("i")
    ]
    assert found == []


def test_imports_point_down_only() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 broken" in done.stdout


def test_the_version_is_the_projects() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == VERSION
