"""Watches folders and files; what happened to them is only a hint to look.

Everything that takes time or waits for the system is done in a thread of the watcher's own, so
that a huge folder or a network drive that does not answer never holds up the window.
"""

import os
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from watchdog.events import FileSystemEvent

from spec_editor.storage.hints import Hint, HintCollector
from spec_editor.storage.interests import Interests, Place
from spec_editor.storage.observers import Observers, Watched
from spec_editor.storage.temporaries import is_temporary
from spec_editor.storage.thread_edge import call_safely


@dataclass(frozen=True, slots=True)
class Pace:
    """How long is waited, in seconds.

    ``quiet`` and ``longest`` before a hint is told, ``health`` between looks whether the watched
    folders still are those on the disk, ``polling`` and ``network`` between looks where the
    system does not tell, ``first`` at most for the watching to begin.
    """

    quiet: float = 0.2
    longest: float = 1.0
    health: float = 2.0
    polling: float = 5.0
    network: float = 10.0
    first: float = 0.05


@dataclass(frozen=True, slots=True)
class _Kept:
    """A place, which folder on the disk it was when it was last looked at, and its watch."""

    identity: tuple[int, int] | None = None
    watched: Watched | None = None

    def still_is(self, identity: tuple[int, int] | None) -> bool:
        """Say whether nothing has to be done about it."""
        if identity is None:
            return self.watched is None
        return self.identity == identity and self.watched is not None and self.watched.is_alive


class Watcher:
    """Tells of changes below folders and of single files, from threads of its own.

    It goes on when folders are renamed, deleted, unmounted and come back. Where the system has
    no more watches, or tells nothing of other computers, it looks every few seconds, and says so
    once. A listener that fails is reported, and called again the next time.
    """

    def __init__(
        self,
        on_hint: Callable[[Hint], None],
        on_notice: Callable[[str], None] = lambda _text: None,
        pace: Pace | None = None,
    ) -> None:
        self._pace = pace = pace or Pace()
        self._on_notice = on_notice
        self._told: set[str] = set()
        self._hints = HintCollector(on_hint, pace.quiet, pace.longest)
        self._wanted: tuple[tuple[Path, ...], tuple[Path, ...]] = ((), ())
        self._interests = Interests()
        self._kept: dict[Place, _Kept] = {}
        self._observers = Observers(
            self._take, self._note_loss, self._notice, pace.polling, pace.network
        )
        self._has_new_folders = False
        self._is_late = False
        self._began = threading.Event()
        self._wake = threading.Event()
        self._is_closing = False
        self._thread = threading.Thread(target=self._keep_going, name="watcher", daemon=True)
        self._thread.start()

    def watch(self, folders: Iterable[Path], files: Iterable[Path] = ()) -> None:
        """Watch these folders with all below them and these files, and nothing else any more.

        What happens from now on is told. If the watching takes long to begin, a hint to look at
        everything follows.
        """
        self._wanted = (tuple(folders), tuple(files))
        self._began.clear()
        self._wake.set()
        self._is_late = not self._began.wait(self._pace.first)

    def close(self) -> None:
        """Stop watching; never waits long, whatever the threads are busy with."""
        self._is_closing = True
        self._wake.set()
        self._hints.close()
        if self._thread is not threading.current_thread():
            self._thread.join(1.0)

    # The thread that keeps the watching going

    def _keep_going(self) -> None:
        while not self._is_closing:
            self._wake.clear()
            call_safely(self._look_after)
            self._wake.wait(self._pace.health)
        call_safely(self._observers.stop)

    def _look_after(self) -> None:
        """Watch what is wanted, and what has come back."""
        wanted = self._wanted
        # Anew each time: links may lead elsewhere by now.
        self._interests = Interests(*wanted)
        places = self._interests.places
        for place in self._kept.keys() - places:
            self._drop(place)
        for place in sorted(places, key=lambda place: str(place.folder)):
            self._tend(place)
        if self._has_new_folders:
            self._has_new_folders = False
            self._observers.probe()
        if wanted is self._wanted:
            self._began.set()
        if self._is_late:
            self._is_late = False
            self._hints.add(whole=True)

    def _tend(self, place: Place) -> None:
        """Watch a place; anew when it is another folder than before, or nobody watches it."""
        identity, kept = _identity(place.folder), self._kept.get(place)
        if kept is not None and kept.still_is(identity):
            return
        self._drop(place)
        watched = None if identity is None else self._observers.schedule(place)
        self._kept[place] = _Kept(identity, watched)
        self._has_new_folders = self._has_new_folders or place.recursive
        if kept is not None and (watched is not None or kept.watched is not None):
            # It was another one, or none: what happened meanwhile nobody has seen.
            self._hints.add(whole=True)

    def _drop(self, place: Place) -> None:
        kept = self._kept.pop(place, None)
        if kept is not None and kept.watched is not None:
            self._observers.unschedule(kept.watched)

    def _notice(self, text: str) -> None:
        if text not in self._told:
            self._told.add(text)
            call_safely(lambda: self._on_notice(text))

    def _note_loss(self) -> None:
        """Events were lost: everything is to be looked at, here as well."""
        self._hints.add(whole=True)
        self._wake.set()

    # Watchdog's thread

    def _take(self, event: FileSystemEvent, tells_closing: bool) -> None:
        """Turn an event into a hint."""
        interests = self._interests
        source, target = os.fsdecode(event.src_path), os.fsdecode(event.dest_path)
        touches = [interests.touched(path) for path in (source, target) if path]
        if not any(touches):
            return
        is_root = any(touch.is_root for touch in touches)
        # A save that exchanges both files moves the old one to the temporary name.
        is_moved = bool(target) and not is_temporary(Path(target))
        self._hints.add(
            (path for touch in touches for path in touch.paths),
            [(old, interests.named(target)) for old in touches[0].paths] if is_moved else (),
            whole=is_root,
            git=any(touch.is_git for touch in touches),
            unfinished=tells_closing and event.event_type == "modified",
        )
        if event.is_directory:
            self._has_new_folders = True
        if is_root:
            self._wake.set()


def _identity(folder: Path) -> tuple[int, int] | None:
    """Return what tells a folder from another at the same path; None when it cannot be watched."""
    try:
        status = folder.stat()
    except OSError:
        return None
    is_readable = folder.is_dir() and os.access(folder, os.R_OK | os.X_OK)
    return (status.st_dev, status.st_ino) if is_readable else None
