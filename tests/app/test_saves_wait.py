"""Saving while files change their places: each waits for the other, and nothing is refused."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event
from types import ModuleType

import pytest
from pytestqt.qtbot import QtBot
from safety_tools import PATIENCE, SafeWindow

from spec_editor.app import file_operations
from spec_editor.app.documents import OpenDocument
from spec_editor.app.file_operations import FileOperations
from spec_editor.storage import link_survey


class Gate:
    """Holds up a function that runs in a thread."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str) -> None:
        self.reached, self._opened = Event(), Event()
        function = getattr(module, name)

        def held(*arguments: object) -> object:
            self.reached.set()
            assert self._opened.wait(PATIENCE / 1000)
            return function(*arguments)

        monkeypatch.setattr(module, name, held)

    def open(self) -> None:
        self._opened.set()


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    """Return a folder in which one document links to another."""
    folder = tmp_path / "specs"
    folder.mkdir()
    (folder / "old.md").write_text("# Old\n")
    (folder / "a.md").write_text("[old](old.md)\n")
    return folder


@pytest.fixture
def window(qtbot: QtBot, specs: Path) -> Iterator[SafeWindow]:
    made = SafeWindow(folders=(specs,))
    made.parts.saver.failed.connect(lambda _, error: pytest.fail(str(error)))
    yield made
    made.close()


@pytest.fixture
def document(window: SafeWindow, specs: Path) -> OpenDocument:
    """Return an open document with unsaved text."""
    document = window.parts.documents.open(specs / "old.md")
    document.buffer.replace_text("# Mine\n")
    return document


def rename(qtbot: QtBot, operations: FileOperations, source: Path, target: Path) -> None:
    """Begin to rename a file, with all links that lead to it."""
    with qtbot.waitSignal(operations.found, timeout=PATIENCE) as found:
        operations.look(operations.begin(source), target)
    assert len(found.args[2]) == 1
    operations.move(source, target, found.args[2])


def test_a_save_waits_until_the_file_is_where_it_goes(
    qtbot: QtBot,
    window: SafeWindow,
    document: OpenDocument,
    specs: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gate, parts, told = Gate(monkeypatch, file_operations, "move"), window.parts, []
    rename(qtbot, parts.file_operations, specs / "old.md", specs / "new.md")
    gate.reached.wait()
    for name in "ab":
        parts.saver.save(
            document, then=lambda name=name: told.append((name, not document.is_unsaved))
        )
    parts.saver.when_idle(lambda: told.append(("idle", not document.is_unsaved)))
    assert document.is_unsaved
    assert told == []
    with qtbot.waitSignal(parts.file_operations.moved, timeout=PATIENCE):
        gate.open()
    qtbot.waitUntil(lambda: len(told) == 3, timeout=PATIENCE)
    assert told == [("a", True), ("b", True), ("idle", True)]
    assert (specs / "new.md").read_text() == "# Mine\n"
    assert not (specs / "old.md").exists()


def test_a_save_does_not_wait_for_links_in_other_files(
    qtbot: QtBot,
    window: SafeWindow,
    document: OpenDocument,
    specs: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gate, parts = Gate(monkeypatch, link_survey, "save_corrected"), window.parts
    rename(qtbot, parts.file_operations, specs / "old.md", specs / "new.md")
    with qtbot.waitSignal(parts.saver.saved, timeout=PATIENCE):
        parts.saver.save(document)
    assert (specs / "new.md").read_text() == "# Mine\n"
    assert (specs / "a.md").read_text() == "[old](old.md)\n"
    with qtbot.waitSignal(parts.file_operations.moved, timeout=PATIENCE):
        gate.open()
    assert (specs / "a.md").read_text() == "[old](new.md)\n"


def test_after_a_move_that_failed_what_waited_is_saved_where_it_was(
    qtbot: QtBot,
    window: SafeWindow,
    document: OpenDocument,
    specs: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gate, parts = Gate(monkeypatch, file_operations, "move"), window.parts
    rename(qtbot, parts.file_operations, specs / "old.md", specs / "new.md")
    gate.reached.wait()
    (specs / "new.md").write_text("theirs")
    # What nobody asked for stays so, although it waits.
    parts.saver.save(document, unasked=True)
    document.path.chmod(0o444)
    with qtbot.waitSignals(
        [parts.file_operations.failed, parts.saver.failed_unasked], timeout=PATIENCE
    ):
        gate.open()
    document.path.chmod(0o644)
    with qtbot.waitSignal(parts.saver.saved, timeout=PATIENCE):
        parts.saver.save(document)
    assert (specs / "old.md").read_text() == "# Mine\n"
    assert (specs / "new.md").read_text() == "theirs"
