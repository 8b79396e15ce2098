"""The system's own telling of changes and, where it has none, looking every few seconds."""

import errno
import logging
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from watchdog import events
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserverVFS

from spec_editor.storage.interests import Place, is_ignored
from spec_editor.storage.network import network_kind
from spec_editor.storage.thread_edge import call_safely

_LIMITS = (errno.ENOSPC, errno.EMFILE)
# Opening and reading is no change, and the program itself reads all the files.
_EVENTS: list[type[events.FileSystemEvent]] = [
    events.FileCreatedEvent,
    events.FileModifiedEvent,
    events.FileClosedEvent,
    events.FileDeletedEvent,
    events.FileMovedEvent,
    events.DirCreatedEvent,
    events.DirDeletedEvent,
    events.DirMovedEvent,
]
_OVERFLOW_LOGGER = "watchdog.observers.inotify_c"


@dataclass(frozen=True, slots=True)
class Watched:
    """A place that an observer watches."""

    observer: BaseObserver
    watch: ObservedWatch

    @property
    def is_alive(self) -> bool:
        """Whether somebody still watches: the watch of a deleted folder ends for ever."""
        return any(
            emitter.watch == self.watch and emitter.is_alive() and emitter.should_keep_running()
            for emitter in self.observer.emitters
        )


class _Handler(events.FileSystemEventHandler):
    """Takes events from watchdog's thread, which ends for ever when a handler raises."""

    def __init__(self, take: Callable[[events.FileSystemEvent], None]) -> None:
        self._take = take

    def on_any_event(self, event: events.FileSystemEvent) -> None:
        call_safely(lambda: self._take(event))


class _OverflowEar(logging.Handler):
    """Hears that the system threw events away: watchdog says so nowhere but in its log."""

    def __init__(self, on_overflow: Callable[[], None]) -> None:
        super().__init__(logging.WARNING)
        self._on_overflow = on_overflow

    def emit(self, record: logging.LogRecord) -> None:
        if "overflow" in str(record.msg):
            self._on_overflow()


class Observers:
    """One observer for all places of this computer, and one that looks at network drives.

    Used by one thread. When the system has no more watches, the first one gives way to another
    that looks every ``polling`` seconds; ``on_lost`` says that events were or may have been lost.
    ``take`` is called in watchdog's threads, with an event and whether the end of the writing is
    told as well.
    """

    def __init__(
        self,
        take: Callable[[events.FileSystemEvent, bool], None],
        on_lost: Callable[[], None],
        on_notice: Callable[[str], None],
        polling: float,
        network: float,
    ) -> None:
        self._telling = _Handler(lambda event: take(event, sys.platform == "linux"))
        self._looking = _Handler(lambda event: take(event, False))
        self._on_lost = on_lost
        self._on_notice = on_notice
        self._polling_seconds = polling
        self._network_seconds = network
        self._local: BaseObserver | None = None
        self._remote: BaseObserver | None = None
        self._is_polling = False
        self._is_stopped = False
        self._ear = _OverflowEar(on_lost)
        logging.getLogger(_OVERFLOW_LOGGER).addHandler(self._ear)

    def schedule(self, place: Place) -> Watched | None:
        """Watch a place; return None when it cannot be watched now."""
        observer = self._observer_for(place)
        is_told = observer is self._local and not self._is_polling
        handler = self._telling if is_told else self._looking
        try:
            watch = observer.schedule(
                handler, str(place.folder), recursive=place.recursive, event_filter=_EVENTS
            )
        except OSError as error:
            if self._give_way(error):
                return self.schedule(place)
            # It has just gone, and may come back.
            return None
        return Watched(observer, watch)

    def unschedule(self, watched: Watched) -> None:
        """Watch a place no more."""
        if any(emitter.watch == watched.watch for emitter in watched.observer.emitters):
            watched.observer.unschedule(watched.watch)

    def probe(self) -> None:
        """Try one more watch: when there was none left for a subfolder, watchdog keeps silent."""
        if self._local is None or self._is_polling:
            return
        nobody = events.FileSystemEventHandler()
        try:
            probe = self._local.schedule(nobody, sys.executable, event_filter=_EVENTS)
        except OSError as error:
            self._give_way(error)
        else:
            self._local.unschedule(probe)

    def stop(self) -> None:
        """Watch nothing any more."""
        self._is_stopped = True
        logging.getLogger(_OVERFLOW_LOGGER).removeHandler(self._ear)
        for observer in (self._local, self._remote):
            if observer is not None:
                observer.stop()

    def _observer_for(self, place: Place) -> BaseObserver:
        kind = network_kind(place.folder)
        if kind:
            return self._remote_observer(place, kind)
        if self._local is None:
            self._local = self._local_observer()
        return self._local

    def _remote_observer(self, place: Place, kind: str) -> BaseObserver:
        self._on_notice(
            f"{place.folder} is on a network drive ({kind}), where nothing tells of changes made "
            f"by other computers. It is looked at every {self._network_seconds:g} seconds instead."
        )
        if self._remote is None:
            self._remote = self._polling_observer(self._network_seconds)
        return self._remote

    def _local_observer(self) -> BaseObserver:
        try:
            observer = Observer()
            observer.start()
        except OSError:
            return self._reached_limit()
        return observer

    def _give_way(self, error: OSError) -> bool:
        """Look every few seconds from now on if this says that a limit is reached."""
        if error.errno not in _LIMITS or self._is_polling:
            return False
        if self._local is not None:
            self._local.stop()
        self._local = self._reached_limit()
        # What was watched until now has to be watched anew.
        self._on_lost()
        return True

    def _reached_limit(self) -> BaseObserver:
        self._is_polling = True
        self._on_notice(
            "The system's limit of watched folders is reached, so changes by other programs are "
            f"looked for every {self._polling_seconds:g} seconds. To see them at once, close "
            "programs that watch many folders, or raise fs.inotify.max_user_watches and "
            "fs.inotify.max_user_instances, and start again."
        )
        return self._polling_observer(self._polling_seconds)

    def _polling_observer(self, seconds: float) -> BaseObserver:
        observer = PollingObserverVFS(os.lstat, self._entries, polling_interval=seconds)
        observer.start()
        return observer

    def _entries(self, folder: str | None) -> Iterator[os.DirEntry[str]]:
        """List a folder for polling without what nobody asks for; nothing once stopped."""
        here = Path(folder or os.curdir)
        with os.scandir(here) as entries:
            found = [] if self._is_stopped else list(entries)
        return iter([entry for entry in found if not is_ignored(here, here / entry.name)])
