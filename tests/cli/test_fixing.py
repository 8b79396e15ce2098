"""``check --fix``: what is safe is mended, nothing else is touched, and no file is overwritten
that somebody else has changed."""

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from spec_editor.cli import check as checking
from spec_editor.cli.fixing import MOST_ROUNDS, Fixed, fix
from spec_editor.cli.reading import Input
from spec_editor.cli.start import run_command_line
from spec_editor.core.actions import Action
from spec_editor.core.edits import TextEdit
from spec_editor.core.findings import Finding, Severity, Span
from spec_editor.core.report import DocumentReport
from spec_editor.engine.client import RefusedError
from spec_editor.engine.protocol import Reply
from spec_editor.storage.errors import StorageError
from tests.cli.conftest import Run

EMPTY = DocumentReport(0, "", "", 0.0, 0, (), ())


class Mender:
    """Stands where the engine is asked: each “a” of a text can be mended into a “b”."""

    def __init__(self, meanwhile: Callable[[], object] = lambda: None) -> None:
        self.rounds = 0
        self._meanwhile = meanwhile

    def __call__(
        self, kind: str, text: str, *, theme: str = "light", action: Action | None = None
    ) -> Reply:
        assert action == (Action("fix-all") if kind == "edits" else None)
        self._meanwhile()
        found = [index for index, character in enumerate(text) if character == "a"]
        findings = tuple(self._finding(index) for index in found)
        report = dataclasses.replace(EMPTY, findings=findings)
        if kind == "analyse":
            return Reply(report)
        self.rounds += 1
        if "?" in text:
            return Reply(report, edits=(TextEdit(0, 0, "?"),))
        if not found or "!" in text:
            raise RefusedError("There is nothing that can be fixed.")
        # One at a time, as when one fix makes the next one possible.
        return Reply(report, edits=(TextEdit(found[0], found[0] + 1, "b"),))

    @staticmethod
    def _finding(column: int) -> Finding:
        return Finding("no-a", Severity.ERROR, Span(1, column, 1, column), "An a.", fixable=True)


def item(path: Path) -> Input:
    return Input(path, Path(path.name))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"xax", b"xbx"),
        (b"\xef\xbb\xbfa\r\na\r\n", b"\xef\xbb\xbfb\r\nb\r\n"),
        (b"\xc3\xbca\rb", b"\xc3\xbcb\rb"),
    ],
)
def test_fixes_are_saved_and_the_file_keeps_its_form(
    tmp_path: Path, before: bytes, after: bytes
) -> None:
    path = tmp_path / "s.md"
    path.write_bytes(before)
    path.chmod(0o640)
    fixed = fix(item(path), Mender())
    assert fixed.count == before.count(b"a")
    assert fixed.report.findings == ()
    assert path.read_bytes() == after
    assert path.stat().st_mode & 0o777 == 0o640


def test_where_nothing_is_to_be_fixed_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "s.md"
    # Even one that could not be written.
    for data in (b"x\ny\r\n", b"x!\na\r\n", b"x?\na\r\n"):
        path.write_bytes(data)
        before = path.stat().st_mtime_ns, path.stat().st_ino
        mender = Mender()
        fixed = fix(item(path), mender)
        assert (fixed.count, len(fixed.report.findings)) == (0, data.count(b"a"))
        # What is not there is not asked for, and what mends nothing not for ever.
        assert data.count(b"a") <= mender.rounds <= 2 * data.count(b"a")
        # It may have been read in another second than it was written.
        assert (path.stat().st_mtime_ns, path.stat().st_ino) == before


def test_it_ends_after_some_rounds_and_tells_what_is_left(tmp_path: Path) -> None:
    path = tmp_path / "s.md"
    path.write_text("a" * (MOST_ROUNDS + 4))
    mender = Mender()
    fixed = fix(item(path), mender)
    assert mender.rounds == MOST_ROUNDS
    assert path.read_text() == "b" * MOST_ROUNDS + "aaaa"
    assert fixed.count == MOST_ROUNDS
    assert len(fixed.report.findings) == 4


class Swinger(Mender):
    """Stands where the engine is asked: each fix makes another one necessary."""

    def __call__(
        self, kind: str, text: str, *, theme: str = "light", action: Action | None = None
    ) -> Reply:
        report = super().__call__("analyse", text).report
        if kind == "analyse":
            return Reply(report)
        self.rounds += 1
        return Reply(report, edits=(TextEdit(0, 2, {"aa": "ac", "ac": "ca", "ca": "ac"}[text]),))


def test_of_fixes_that_undo_each_other_the_best_text_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "s.md"
    path.write_text("aa")
    swinger = Swinger()
    fixed = fix(item(path), swinger)
    assert path.read_text() == "ac"
    assert (fixed.count, len(fixed.report.findings), swinger.rounds) == (1, 1, 3)


def test_a_file_that_was_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "s.md"
    path.write_text("xax")
    with pytest.raises(StorageError, match="another program has changed this file meanwhile"):
        fix(item(path), Mender(lambda: path.write_text("theirs a")))
    assert path.read_text() == "theirs a"


def test_a_file_that_was_removed_meanwhile_stays_so(tmp_path: Path) -> None:
    path = tmp_path / "s.md"
    path.write_text("xax")
    with pytest.raises(StorageError, match="no such file"):
        fix(item(path), Mender(lambda: path.unlink(missing_ok=True)))
    assert not path.exists()


@pytest.mark.parametrize(("data", "mode"), [("a\nx\u2029".encode(), 0o644), (b"xax", 0o444)])
def test_a_file_that_must_not_be_written_is_left_alone(
    tmp_path: Path, data: bytes, mode: int
) -> None:
    path = tmp_path / "s.md"
    path.write_bytes(data)
    path.chmod(mode)
    with pytest.raises(StorageError, match="read-only"):
        fix(item(path), Mender())
    assert path.read_bytes() == data


# ---------------------------------------------------------------- the command


@pytest.mark.parametrize(("count", "words"), [(1, "1 finding"), (2, "2 findings"), (0, "")])
@pytest.mark.parametrize("output_format", ["text", "json", "sarif", "github"])
def test_what_was_fixed_is_told_beside_what_is_left(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    output_format: str,
    count: int,
    words: str,
) -> None:
    path = tmp_path / "a.md"
    path.write_text("# T\n\nx\n")
    monkeypatch.setattr(checking, "fix", lambda item, judge: Fixed(EMPTY, count))
    assert run_command_line(["check", "--fix", str(path), "--format", output_format]) == 0
    done = capsys.readouterr()
    note = f"{path}: fixed {words}\n" if words else ""
    if output_format == "text":
        assert done.out.startswith(f"{note}{path}: ")
        assert done.err == ""
    else:
        assert done.err == (f"spec-editor: {note}" if note else "")
        assert ": fixed" not in done.out
    if output_format in ("json", "sarif"):
        json.loads(done.out)


def test_the_command_leaves_alone_what_cannot_be_fixed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"# T\r\n\r\n{left}\r\n")
    (tmp_path / "bad.md").write_bytes(b"\xff")
    before = (tmp_path / "a.md").stat()
    done = run("check", "--fix", "a.md")
    assert (done.code, done.problems) == (1, [])
    assert done.out == run("check", "a.md").out
    both = run("check", "--fix", "a.md", "bad.md", "--format", "json")
    assert both.code == 2
    assert [problem.split(":")[0] for problem in both.problems] == ["bad.md"]
    assert [file["path"] for file in json.loads(both.out)["files"]] == ["a.md"]
    assert (tmp_path / "a.md").stat().st_mtime_ns == before.st_mtime_ns
