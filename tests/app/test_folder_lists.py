"""What comes and goes while a folder is being read is seen at once, not when all is read."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from app_driver import PATIENCE
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from spec_editor.app import folder_lists
from spec_editor.app.workspace import Workspace
from spec_editor.core.report import DocumentReport, SpecEntry
from spec_editor.engine import pool
from spec_editor.engine.protocol import Reply, Request
from spec_editor.storage.configuration import setup_for
from spec_editor.storage.hints import Hint


class Reading:
    """A workspace whose engine answers only once it may, and which files it has told."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.was_asked, self.may_answer = threading.Event(), threading.Event()
        monkeypatch.setattr("os.cpu_count", lambda: 1)
        monkeypatch.setattr(pool, "Engine", self._engine)
        self.workspace = Workspace(setup_for(None))
        self.entries: dict[str, SpecEntry] = {}
        self.workspace.listed.connect(self._take_list)
        self.workspace.entries_changed.connect(self._take)

    def _engine(self, _limits: object) -> "_Engine":
        return _Engine(self.was_asked, self.may_answer)

    def _take_list(self, entries: tuple[SpecEntry, ...]) -> None:
        self.entries = {entry.path: entry for entry in entries}

    def _take(self, entries: tuple[SpecEntry, ...]) -> None:
        self.entries |= {entry.path: entry for entry in entries}

    def names(self) -> set[str]:
        return {Path(path).name for path in self.entries}

    def unchecked(self) -> set[str]:
        return {Path(p).name for p, entry in self.entries.items() if entry.completeness is None}


class _Engine:
    def __init__(self, was_asked: threading.Event, may_answer: threading.Event) -> None:
        self._was_asked, self._may_answer = was_asked, may_answer
        self.spawn = self.release = self.recycle = lambda: None

    def close(self) -> None:
        self._may_answer.set()

    def call(self, request: Request) -> Reply:
        self._was_asked.set()
        self._may_answer.wait()
        title = request.text.splitlines()[0].removeprefix("# ")
        return Reply(DocumentReport(0, title, "", 1.0, 0, (), ()))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "specs"
    folder.mkdir()
    for name in ("a.md", "b.md"):
        (folder / name).write_text(f"# {name}\n", encoding="utf-8")
    return folder


@pytest.fixture
def reading(
    qtbot: QtBot, qapp: QApplication, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Reading]:
    """Return a workspace that has begun to read its folder, and does not come further."""
    made = Reading(folder, monkeypatch)
    with qtbot.waitSignal(made.workspace.listed, timeout=PATIENCE):
        made.workspace.open(folder)
    qtbot.waitUntil(made.was_asked.is_set, timeout=PATIENCE)
    yield made
    made.may_answer.set()
    made.workspace.close()


def ended(qtbot: QtBot, reading: Reading) -> None:
    with qtbot.waitSignal(reading.workspace.scanned, timeout=PATIENCE):
        reading.may_answer.set()


def test_what_comes_and_goes_during_a_scan_is_seen_at_once(
    qtbot: QtBot, reading: Reading, folder: Path
) -> None:
    (folder / "a.md").rename(folder / "z.md")
    (folder / "b.md").unlink()
    (folder / "new.md").write_text("# new\n", encoding="utf-8")
    reading.workspace.rescan(Hint(frozenset((folder / "a.md", folder / "new.md"))))
    qtbot.waitUntil(lambda: reading.names() == {"z.md", "new.md"}, timeout=PATIENCE)
    assert not reading.workspace.scans.is_idle
    # Each wish is heard, also one that comes right after another.
    for name in ("one.md", "two.md"):
        (folder / name).write_text("# more\n", encoding="utf-8")
        reading.workspace.rescan(Hint(frozenset((folder / name,))))
    qtbot.waitUntil(lambda: reading.names() >= {"one.md", "two.md"}, timeout=PATIENCE)
    assert not reading.workspace.scans.is_idle
    ended(qtbot, reading)
    assert reading.names() == {"z.md", "new.md", "one.md", "two.md"}
    assert not reading.unchecked()
    assert reading.entries[str(folder / "z.md")].title == "a.md"
    assert not any(entry.problem for entry in reading.entries.values())


def test_what_is_known_of_a_file_that_comes_back_is_shown_again(
    qtbot: QtBot, reading: Reading, folder: Path, tmp_path: Path
) -> None:
    ended(qtbot, reading)
    reading.may_answer.clear()
    (folder / "c.md").write_text("# c\n", encoding="utf-8")
    reading.workspace.rescan(Hint())
    qtbot.waitUntil(lambda: "c.md" in reading.names(), timeout=PATIENCE)
    (folder / "a.md").rename(tmp_path / "a.md")
    reading.workspace.rescan(Hint())
    qtbot.waitUntil(lambda: "a.md" not in reading.names(), timeout=PATIENCE)
    (tmp_path / "a.md").rename(folder / "a.md")
    reading.workspace.rescan(Hint())
    qtbot.waitUntil(lambda: "a.md" in reading.names(), timeout=PATIENCE)
    assert reading.unchecked() == {"c.md"}
    ended(qtbot, reading)
    assert not reading.unchecked()


def test_an_added_folder_is_seen_while_another_one_is_read(
    qtbot: QtBot, reading: Reading, tmp_path: Path
) -> None:
    other, gone = tmp_path / "other", tmp_path / "gone"
    for each in (other, gone):
        each.mkdir()
        (each / f"{each.name}.md").write_text("# other\n", encoding="utf-8")
    reading.workspace.add(gone)
    reading.workspace.add(other)
    reading.workspace.remove(gone)
    qtbot.waitUntil(lambda: "other.md" in reading.names(), timeout=PATIENCE)
    assert reading.names() == {"a.md", "b.md", "other.md"}
    assert not reading.workspace.scans.is_idle
    ended(qtbot, reading)
    assert not reading.unchecked()


def test_a_folder_that_goes_while_it_is_read_is_told_once(
    qtbot: QtBot, reading: Reading, folder: Path, tmp_path: Path
) -> None:
    losses: list[dict[Path, str]] = []
    reading.workspace.losses_changed.connect(losses.append)
    folder.rename(tmp_path / "elsewhere")
    reading.workspace.rescan(Hint(whole=True))
    ended(qtbot, reading)
    assert reading.names() == {"a.md", "b.md"}
    assert "this folder is not there" in losses[-1][folder]
    # One statement says it, not each file that was not read any more.
    assert not any(entry.problem for entry in reading.entries.values())


def test_leaving_does_not_wait_for_the_rest_after_a_look(
    qtbot: QtBot, reading: Reading, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_lists, "_REST", 1e9)
    (folder / "new.md").write_text("# new\n", encoding="utf-8")
    reading.workspace.rescan(Hint())
    qtbot.waitUntil(lambda: "new.md" in reading.names(), timeout=PATIENCE)
    reading.workspace.rescan(Hint())
    # The look that rests now would go on for hours.
    reading.workspace.close()
