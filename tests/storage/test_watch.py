"""The watcher notices what editors really do, and outlives what goes wrong in its listeners."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from watchdog.observers.polling import PollingObserver

from spec_editor.storage import watch
from spec_editor.storage.text_file import save_bytes
from spec_editor.storage.watch import FolderWatcher

PATIENCE = 10.0


class Bell:
    """Rings when the watcher calls; waiting for it starts the next round."""

    def __init__(self) -> None:
        self._rang = threading.Event()
        self.fault: Exception | None = None

    def __call__(self) -> None:
        self._rang.set()
        if self.fault is not None:
            raise self.fault

    def wait(self) -> bool:
        rang = self._rang.wait(PATIENCE)
        self._rang.clear()
        return rang

    def is_quiet(self, seconds: float) -> bool:
        return not self._rang.wait(seconds)


@pytest.fixture
def bell() -> Bell:
    return Bell()


@pytest.fixture
def watched(tmp_path: Path, bell: Bell) -> Iterator[Path]:
    folder = tmp_path / "watched"
    folder.mkdir()
    (folder / "a.md").write_bytes(b"one")
    watcher = FolderWatcher(folder, bell, quiet_seconds=0.02)
    yield folder
    watcher.close()


def test_what_programs_do_to_files_is_noticed(watched: Path, bell: Bell) -> None:
    (watched / "a.md").write_bytes(b"in place")
    assert bell.wait()
    save_bytes(watched / "a.md", b"by rename")
    assert bell.wait()
    (watched / "a.md").rename(watched / "b.md")
    assert bell.wait()
    (watched / "sub").mkdir()
    assert bell.wait()
    (watched / "sub" / "c.md").write_bytes(b"below")
    assert bell.wait()
    (watched / "b.md").unlink()
    assert bell.wait()


def test_reading_is_no_change(watched: Path, bell: Bell) -> None:
    (watched / "a.md").read_bytes()
    list(watched.iterdir())
    assert bell.is_quiet(0.3)


def test_a_listener_that_fails_is_reported_and_called_again(
    watched: Path, bell: Bell, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[object] = []
    reported_one = threading.Event()

    def report(failure: threading.ExceptHookArgs) -> None:
        reported.append(failure.exc_value)
        reported_one.set()

    monkeypatch.setattr(threading, "excepthook", report)
    bell.fault = ValueError("the listener is broken")
    (watched / "a.md").write_bytes(b"two")
    assert bell.wait()
    assert reported_one.wait(PATIENCE)
    assert reported == [bell.fault]
    bell.fault = None
    (watched / "a.md").write_bytes(b"three")
    assert bell.wait()


def test_a_burst_is_one_call(tmp_path: Path) -> None:
    calls = threading.Semaphore(0)
    watcher = FolderWatcher(tmp_path, calls.release, quiet_seconds=0.3)
    for number in range(200):
        (tmp_path / f"{number}.md").write_bytes(b"x")
    assert calls.acquire(timeout=PATIENCE)
    assert not calls.acquire(timeout=0.6)
    watcher.close()


def test_nothing_is_called_after_closing(tmp_path: Path, bell: Bell) -> None:
    watcher = FolderWatcher(tmp_path, bell, quiet_seconds=0.2)
    (tmp_path / "a.md").write_bytes(b"x")
    watcher.close()
    assert bell.is_quiet(0.5)


def test_a_folder_that_has_gone_does_not_raise(tmp_path: Path, bell: Bell) -> None:
    watcher = FolderWatcher(tmp_path / "gone", bell, quiet_seconds=0.02)
    watcher.close()


def test_polling_takes_over_where_the_system_has_no_more_watches(
    tmp_path: Path, bell: Bell, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Exhausted(PollingObserver):
        def start(self) -> None:
            raise OSError(24, "inotify instance limit reached")

    monkeypatch.setattr(watch, "Observer", Exhausted)
    monkeypatch.setattr(watch, "PollingObserver", lambda timeout: PollingObserver(timeout=0.05))
    watcher = FolderWatcher(tmp_path, bell, quiet_seconds=0.02)
    (tmp_path / "new.md").write_bytes(b"x")
    assert bell.wait()
    watcher.close()
