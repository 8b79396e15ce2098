"""What the watcher's thread tells arrives in the window's, and only about what is open."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from spec_editor.app.watching import Watching
from spec_editor.storage.hints import Hint
from spec_editor.storage.watch import Pace


@pytest.fixture
def watching(qapp: object) -> Iterator[Watching]:
    watching = Watching(pace=Pace(quiet=0.02, longest=0.2, health=0.05, first=30.0))
    yield watching
    watching.close()


def test_folders_and_files_are_watched_until_others_are(
    qtbot: QtBot, watching: Watching, tmp_path: Path
) -> None:
    folder, other, elsewhere = tmp_path / "a", tmp_path / "b", tmp_path / "c"
    for made in (folder, other, elsewhere):
        made.mkdir()
    hints: list[Hint] = []
    watching.hinted.connect(hints.append)

    def told(path: Path) -> bool:
        return any(path in hint.paths for hint in hints)

    watching.set_folders((folder,))
    watching.set_files((elsewhere / "x.md",))
    (folder / "x.md").write_bytes(b"x")
    (elsewhere / "x.md").write_bytes(b"x")
    qtbot.waitUntil(lambda: told(folder / "x.md") and told(elsewhere / "x.md"))
    watching.set_folders((other,))
    hints.clear()
    (folder / "y.md").write_bytes(b"x")
    (other / "y.md").write_bytes(b"x")
    qtbot.waitUntil(lambda: told(other / "y.md"))
    assert not told(folder / "y.md")


def test_a_hint_arrives_in_the_windows_thread(
    qtbot: QtBot, watching: Watching, tmp_path: Path
) -> None:
    threads: list[QThread] = []

    class Listener(QObject):
        def take(self, _hint: Hint) -> None:
            threads.append(QThread.currentThread())

    listener = Listener()
    watching.hinted.connect(listener.take)
    watching.set_folders((tmp_path,))
    (tmp_path / "x.md").write_bytes(b"x")
    qtbot.waitUntil(lambda: bool(threads))
    assert threads[0] == listener.thread()
