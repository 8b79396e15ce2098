"""Watches a folder; what happened in it is only a hint to look."""

import threading
from collections.abc import Callable
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver


class _Handler(FileSystemEventHandler):
    """Calls back once the folder has been quiet for a while."""

    def __init__(self, on_change: Callable[[], None], quiet_seconds: float) -> None:
        self._on_change = on_change
        self._quiet = quiet_seconds
        self._timer: threading.Timer | None = None
        self._lock = threading.Lock()

    def on_any_event(self, event: FileSystemEvent) -> None:
        # Reading a file is no change, and the program itself reads them all.
        if event.event_type in ("opened", "closed_no_write"):
            return
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            self._timer = threading.Timer(self._quiet, self._on_change)
            self._timer.daemon = True
            self._timer.start()

    def stop(self) -> None:
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()


class FolderWatcher:
    """Tells when something below a folder changed, from a thread of its own."""

    def __init__(
        self, folder: Path, on_change: Callable[[], None], quiet_seconds: float = 0.2
    ) -> None:
        self._handler = _Handler(on_change, quiet_seconds)
        self._observer: BaseObserver | None = None
        # Where the system's limit of watches is reached, look every few seconds instead; of a
        # folder that has gone nothing can be told.
        for observer in (Observer(), PollingObserver(timeout=5)):
            try:
                observer.schedule(self._handler, str(folder), recursive=True)
                observer.start()
            except OSError:
                continue
            self._observer = observer
            break

    def close(self) -> None:
        """Stop watching."""
        if self._observer is not None:
            self._observer.stop()
            self._observer.join()
        self._handler.stop()
