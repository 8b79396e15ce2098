"""What rules may ask of the engine process, and what it says before it answers."""

import io
from pathlib import Path

import pytest

from spec_editor.core.rules.context import DiagramProblem
from spec_editor.engine.ports import Ports
from spec_editor.engine.protocol import read_message
from spec_editor.render.policy import digest
from spec_editor.storage.references import FileReferences

pytest.importorskip("merman")

GOOD = "graph TD\nA-->B\n"
BAD = "graph TD\nA-->B\nB--->[\n"


def said(output: io.BytesIO) -> list[tuple[object, object]]:
    """Return the steps and keys that were told, and forget them."""
    output.seek(0)
    found = []
    while (message := read_message(output)) is not None:
        found.append((message["step"], message["key"]))
    output.seek(0)
    output.truncate()
    return found


@pytest.fixture
def output() -> io.BytesIO:
    return io.BytesIO()


@pytest.fixture
def ports(output: io.BytesIO) -> Ports:
    return Ports(output, [], FileReferences())


def test_a_mistake_in_a_diagram_has_its_place(ports: Ports) -> None:
    check = ports.services("", "").check_diagram
    assert check(GOOD) is None
    problem = check(BAD)
    assert problem == DiagramProblem("Unterminated node label (missing `]`)", 3, 6)


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("", "is empty"),
        ("nonsense\n", "does not begin with a kind"),
        ("graph TD\n%%" + "x" * 50_000, "longer than 50 kB"),
        ("graph TD\n" + "A-->B\n" * 501, "more than 500 connections"),
        ("graph TD\n\ud800\n", "could not cope"),
    ],
)
def test_what_cannot_be_drawn_is_a_mistake(ports: Ports, source: str, what: str) -> None:
    problem = ports.services("", "").check_diagram(source)
    assert problem is not None
    assert what.lower() in problem.message.lower()
    assert (problem.line, problem.column) == (1, 1)


def test_each_diagram_is_told_and_parsed_once(ports: Ports, output: io.BytesIO) -> None:
    check = ports.services("", "").check_diagram
    for source in (GOOD, BAD):
        check(source)
        # What comes after it is not the diagram's fault.
        assert said(output) == [("diagram", digest(source)), ("parse", "")]
    for source in (GOOD, BAD):
        assert (check(source) is None) == (source == GOOD)
    assert ports.services("/a/b.md", "/a").check_diagram(GOOD) is None
    assert said(output) == []


def test_a_diagram_that_was_set_aside_is_not_parsed_again(output: io.BytesIO) -> None:
    ports = Ports(output, [digest(BAD)], FileReferences())
    assert ports.services("", "").check_diagram(BAD) is None
    assert said(output) == []


def test_files_are_looked_for_beside_the_document(ports: Ports, tmp_path: Path) -> None:
    (tmp_path / "here.md").write_text("x")
    exists = ports.services(str(tmp_path / "spec.md"), str(tmp_path)).file_exists
    assert exists("here.md") is True
    assert exists("gone.md") is False
    assert exists("../here.md") is None


@pytest.mark.parametrize(("path", "root"), [("", ""), ("/a/b.md", ""), ("", "/a")])
def test_without_a_place_no_file_is_judged(ports: Ports, path: str, root: str) -> None:
    assert ports.services(path, root).file_exists("gone.md") is None
