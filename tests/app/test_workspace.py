"""The opened folders: read once, told in few words, remembered, and never in the way."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from app_driver import PATIENCE
from engine_nursery import engine_processes
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from spec_editor.app import scan
from spec_editor.app.workspace import Workspace
from spec_editor.core.report import DocumentReport, SpecEntry
from spec_editor.core.setup import Setup
from spec_editor.engine import pool
from spec_editor.engine.protocol import Reply, Request
from spec_editor.storage.configuration import setup_for
from spec_editor.storage.errors import StorageError
from spec_editor.storage.hints import Hint

SPEC = "# Desk\n\n**Status:** Draft\n\n## Aims\n\nSee [the other](b.md).\n"


class Heard:
    """What a workspace has told."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.entries: dict[str, SpecEntry] = {}
        self.lists = 0
        self.batches = 0
        self.findings: dict[str, tuple[object, ...]] = {}
        self.notices: list[str] = []
        workspace.listed.connect(self._take_list)
        workspace.entries_changed.connect(self._take)
        workspace.found.connect(self._take_findings)
        self.losses: list[dict[Path, str]] = []
        workspace.noticed.connect(self.notices.append)
        workspace.losses_changed.connect(self.losses.append)

    def _take_list(self, entries: tuple[SpecEntry, ...]) -> None:
        self.lists += 1
        self.entries = {entry.path: entry for entry in entries}

    def _take(self, entries: tuple[SpecEntry, ...]) -> None:
        self.batches += 1
        self.entries |= {entry.path: entry for entry in entries}

    def _take_findings(self, findings: dict[str, tuple[object, ...]]) -> None:
        self.findings = findings

    def __getitem__(self, path: Path) -> SpecEntry:
        return self.entries[str(path)]


@pytest.fixture
def start(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Heard]]:
    """Return what starts the program's part that reads folders; one engine is enough here."""
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    made: list[Workspace] = []

    def make() -> Heard:
        made.append(Workspace(setup_for(None)))
        return Heard(made[-1])

    yield make
    for workspace in made:
        workspace.close()


@pytest.fixture
def without_engine(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Return what makes every further engine fail."""

    def forbid() -> None:
        def fail(*_: object) -> None:
            raise AssertionError("an engine was started")

        monkeypatch.setattr(pool, "Engine", fail)

    return forbid


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "specs"
    folder.mkdir()
    (folder / "a.md").write_text(SPEC, encoding="utf-8")
    (folder / "b.md").write_text("# Other\n", encoding="utf-8")
    return folder


def read(qtbot: QtBot, heard: Heard, action: Callable[[], object]) -> None:
    with qtbot.waitSignal(heard.workspace.scanned, timeout=PATIENCE):
        action()


def opened(qtbot: QtBot, heard: Heard, folder: Path) -> Heard:
    read(qtbot, heard, lambda: heard.workspace.open(folder))
    return heard


def test_the_next_start_needs_no_engine(
    qtbot: QtBot,
    start: Callable[[], Heard],
    without_engine: Callable[[], None],
    folder: Path,
) -> None:
    first = opened(qtbot, start(), folder)
    read(qtbot, first, first.workspace.find_problems)
    entry = first[folder / "a.md"]
    assert (entry.title, entry.status, entry.completeness) == ("Desk", "Draft", 1.0)
    assert (entry.size, entry.folder) == (len(SPEC), str(folder))
    assert entry.changed == pytest.approx((folder / "a.md").stat().st_mtime)
    assert [finding.rule for finding in first.findings[str(folder / "b.md")]] == ["empty-section"]
    without_engine()
    second = opened(qtbot, start(), folder)
    assert second.entries == first.entries
    read(qtbot, second, second.workspace.find_problems)
    assert second.findings == first.findings
    # The clock says nothing: only what is written counts.
    os.utime(folder / "a.md", (4e9, 4e9))
    read(qtbot, second, second.workspace.rescan)
    assert second[folder / "a.md"] == replace(entry, changed=4e9)


def test_only_what_changed_is_judged_again(
    qtbot: QtBot,
    start: Callable[[], Heard],
    monkeypatch: pytest.MonkeyPatch,
    folder: Path,
) -> None:
    heard = opened(qtbot, start(), folder)
    judged: list[str] = []
    ask = pool.Engine.call
    monkeypatch.setattr(
        pool.Engine, "call", lambda self, request: judged.append(request.path) or ask(self, request)
    )
    path = folder / "a.md"
    errors = heard[path].errors
    # As many bytes, and the disk says the same of it: only the hint says that it has to be read.
    path.write_text(SPEC.replace("Draft", "Final"), encoding="utf-8")
    stamp = heard.workspace._opened[folder].known[path].stamp
    monkeypatch.setattr(
        scan, "_stamp", lambda each, real=scan._stamp: stamp if each == path else real(each)
    )
    read(qtbot, heard, lambda: heard.workspace.rescan(Hint()))
    assert heard[path].status == "Draft"
    read(qtbot, heard, lambda: heard.workspace.rescan(Hint(frozenset((path,)))))
    assert heard[path].status == "Final"
    assert judged == [str(path)]
    # Its text is the same, but its link leads nowhere now.
    (folder / "b.md").unlink()
    read(qtbot, heard, lambda: heard.workspace.rescan(Hint()))
    assert judged == [str(path), str(path)]
    assert heard[path].errors == errors + 1
    assert str(folder / "b.md") not in heard.entries
    read(qtbot, heard, lambda: heard.workspace.rescan(Hint(whole=True)))
    assert len(judged) == 2
    assert heard.lists == 2


def test_a_link_that_leads_nowhere_by_the_next_start(
    qtbot: QtBot, start: Callable[[], Heard], folder: Path
) -> None:
    before = opened(qtbot, start(), folder)[folder / "a.md"].errors
    (folder / "b.md").unlink()
    assert opened(qtbot, start(), folder)[folder / "a.md"].errors == before + 1


def test_a_link_to_a_file_that_went_before_it_was_read(
    qtbot: QtBot, start: Callable[[], Heard], monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    """Also when nobody has heard of it while the folder was read."""
    ask = pool.Engine.call

    def call(self: pool.Engine, request: Request) -> Reply:
        reply = ask(self, request)
        (folder / "b.md").unlink(missing_ok=True)
        return reply

    monkeypatch.setattr(pool.Engine, "call", call)
    heard = opened(qtbot, start(), folder)
    before = heard[folder / "a.md"].errors
    assert not heard[folder / "b.md"].problem
    read(qtbot, heard, lambda: heard.workspace.rescan(Hint()))
    assert heard[folder / "a.md"].errors == before + 1
    assert set(heard.entries) == {str(folder / "a.md")}


def test_files_that_are_no_specifications(
    qtbot: QtBot, start: Callable[[], Heard], folder: Path
) -> None:
    (folder / "binary.md").write_bytes(b"\x7fELF\x00\xff" * 100)
    with (folder / "huge.md").open("wb") as file:
        file.truncate(51 * 1024 * 1024)
    os.mkfifo(folder / "pipe.md")
    (folder / "circle").symlink_to(".")
    names = ["line\nbreak.md", "🙂.md", os.fsdecode(b"bad\xff.md"), "x" * 252 + ".md"]
    for name in names:
        (folder / name).write_text(SPEC, encoding="utf-8")
    heard = opened(qtbot, start(), folder)
    assert {Path(path).name for path in heard.entries} == {
        *names,
        *("a.md", "b.md", "binary.md", "huge.md"),
    }
    assert all(heard[folder / name].status == "Draft" for name in names)
    assert "binary.md" in heard[folder / "binary.md"].problem
    assert "too large" in heard[folder / "huge.md"].problem
    # They are looked at again, and that changes nothing.
    before = heard.entries.copy()
    read(qtbot, heard, heard.workspace.rescan)
    assert heard.entries == before


def test_several_folders(
    qtbot: QtBot, start: Callable[[], Heard], folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    (other / "deep").mkdir(parents=True)
    shutil.copy(folder / "a.md", other / "deep" / "a.md")
    (other / ".spec-editor.toml").write_text('[rules]\ndead-file = "off"\n', encoding="utf-8")
    heard = opened(qtbot, start(), folder)
    workspace = heard.workspace
    read(qtbot, heard, lambda: workspace.add(other / "deep"))
    assert workspace.folders == (folder, other / "deep")
    assert heard[other / "deep" / "a.md"].folder == str(other / "deep")
    assert heard[other / "deep" / "a.md"].parts == ("a.md",)
    with pytest.raises(StorageError, match="open already, as a part of"):
        workspace.add(folder)
    # The folder around one of them takes it in.
    read(qtbot, heard, lambda: workspace.add(other))
    assert workspace.folders == (folder, other)
    assert heard[other / "deep" / "a.md"].parts == ("deep", "a.md")
    # Each has its own setup.
    assert workspace.setup == workspace.setup_of(folder / "a.md") == setup_for(folder)
    workspace.set_current(other / "deep" / "a.md")
    assert workspace.folder == other
    assert workspace.setup == workspace.setup_of(other / "x.md") == setup_for(other)
    assert workspace.setup != setup_for(folder)
    read(qtbot, heard, workspace.find_problems)
    assert str(folder / "b.md") in heard.findings
    workspace.remove(folder)
    assert workspace.folders == (other,)
    assert set(heard.entries) == set(heard.findings) == {str(other / "deep" / "a.md")}
    assert workspace.entry_of(folder / "a.md", DocumentReport(0, "", "", 0, 0, (), ())) is None
    # One is closed while it is read, and one that waits for that.
    read(qtbot, heard, lambda: workspace.add(folder))
    read(qtbot, heard, lambda: (workspace.rescan(), workspace.remove(other)))
    read(qtbot, heard, lambda: workspace.add(other))
    read(qtbot, heard, lambda: (workspace.rescan(), workspace.remove(other)))
    assert set(heard.entries) == {str(folder / "a.md"), str(folder / "b.md")}


def test_that_a_folder_is_gone_is_told_until_it_is_back(
    qtbot: QtBot, start: Callable[[], Heard], folder: Path, tmp_path: Path
) -> None:
    heard = opened(qtbot, start(), folder)
    before, lists = heard.entries, heard.lists
    folder.rename(tmp_path / "elsewhere")
    for _ in range(2):
        read(qtbot, heard, heard.workspace.rescan)
    assert heard.losses == [{folder: f"{folder}: this folder is not there."}]
    (tmp_path / "elsewhere").rename(folder)
    read(qtbot, heard, heard.workspace.rescan)
    assert heard.losses[1:] == [{}]
    assert (heard.entries, heard.lists, heard.notices) == (before, lists, [])


def test_the_place_of_a_drive_that_is_not_there(
    qtbot: QtBot, start: Callable[[], Heard], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = opened(qtbot, start(), folder)
    before = heard.entries
    files = {path: path.read_bytes() for path in folder.iterdir()}
    for path in files:
        path.unlink()
    real = scan._stamp

    def stamp(path: Path) -> tuple[int, ...]:
        drive, *others = real(path)
        return (drive + 1, *others)

    with monkeypatch.context() as patch:
        patch.setattr(scan, "_stamp", stamp)
        read(qtbot, heard, heard.workspace.rescan)
    assert "the drive that held this folder is not there" in heard.losses[-1][folder]
    assert heard.entries == before
    # An empty folder on the same drive is one that somebody has emptied.
    read(qtbot, heard, heard.workspace.rescan)
    assert (heard.losses[-1], heard.entries) == ({}, {})


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no Git")
def test_what_git_says(qtbot: QtBot, start: Callable[[], Heard], folder: Path) -> None:
    person = ("-c", "user.name=Test", "-c", "user.email=test@example.org")
    for words in (("init", "--initial-branch=trunk"), ("add", "."), ("commit", "-m", "First")):
        subprocess.run(["git", *person, *words], cwd=folder, check=True, capture_output=True)
    (folder / "b.md").write_text("# Changed\n", encoding="utf-8")
    (folder / "c.md").write_text("# New\n", encoding="utf-8")
    heard = start()
    branches: list[dict[Path, str]] = []
    heard.workspace.branches_changed.connect(branches.append)
    with qtbot.waitSignal(heard.workspace.branches_changed, timeout=PATIENCE):
        opened(qtbot, heard, folder)

    def states() -> list[str]:
        return [heard[folder / name].git for name in ("a.md", "b.md", "c.md")]

    qtbot.waitUntil(lambda: states() == ["", "modified", "new"], timeout=PATIENCE)
    assert branches[-1] == {folder: "trunk"}
    entry = heard.workspace.entry_of(folder / "b.md", DocumentReport(0, "T", "", 1, 0, (), ()))
    assert entry is not None
    assert (entry.title, entry.git) == ("T", "modified")
    subprocess.run(["git", "checkout", "b.md"], cwd=folder, check=True, capture_output=True)
    heard.workspace.rescan(Hint(git=True))
    qtbot.waitUntil(lambda: states() == ["", "", "new"], timeout=PATIENCE)


class _Quick:
    """An engine that has the answer at once."""

    def __init__(self, _limits: object) -> None:
        self.spawn = self.close = self.release = self.recycle = lambda: None

    def call(self, _request: object) -> Reply:
        return Reply(DocumentReport(0, "Quick", "", 1.0, 0, (), ()))


def test_thousands_of_files_come_in_few_words(
    qtbot: QtBot,
    start: Callable[[], Heard],
    monkeypatch: pytest.MonkeyPatch,
    folder: Path,
) -> None:
    monkeypatch.setattr(pool, "Engine", _Quick)
    heard = opened(qtbot, start(), folder)
    for number in range(2_000):
        (folder / f"{number}.md").write_bytes(b"# %d\n" % number)
    heard.lists = heard.batches = 0
    read(qtbot, heard, lambda: heard.workspace.rescan(Hint(whole=True)))
    assert len(heard.entries) == 2_002
    assert all(entry.title for entry in heard.entries.values())
    assert heard.lists == 1
    assert heard.batches < 100


def test_it_stops_at_once_and_leaves_no_process(
    qtbot: QtBot, start: Callable[[], Heard], folder: Path
) -> None:
    for number in range(50):
        (folder / f"{number}.md").write_text("* [x](y)\n" * 20_000, encoding="utf-8")
    heard = start()
    with qtbot.waitSignal(heard.workspace.listed, timeout=PATIENCE):
        heard.workspace.open(folder)
    heard.workspace.close()
    assert engine_processes() == []
    assert heard.batches < 50


def test_without_a_folder_the_first_setup_holds(start: Callable[[], Heard], folder: Path) -> None:
    workspace = start().workspace
    assert workspace.folder is None
    assert workspace.setup == workspace.setup_of(folder / "a.md") == setup_for(None) != Setup()
    with pytest.raises(StorageError):
        workspace.open(folder / "gone")
