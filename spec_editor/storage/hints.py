"""Hints that something on the disk may have changed, gathered until it is quiet."""

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from spec_editor.storage.thread_edge import call_safely

_MOST_PATHS = 5_000
"""Of more touched paths than this nobody wants the list: everything is looked at."""


@dataclass(frozen=True, slots=True)
class Hint:
    """What may have changed on the disk; whether it has, only the contents tell.

    ``paths`` were touched, in the words in which they were asked for; those of them that are
    ``unfinished`` some program has written to and not closed yet. ``moves`` are pairs of an old
    and a new path, in the order seen. ``whole`` says that events were or may have been lost, so
    that everything has to be looked at. ``git`` says that a repository's HEAD or index was
    written, as by a commit or another branch.
    """

    paths: frozenset[Path] = frozenset()
    moves: tuple[tuple[Path, Path], ...] = ()
    whole: bool = False
    git: bool = False
    unfinished: frozenset[Path] = frozenset()


class HintCollector:
    """Makes one hint of many events, and tells it from a thread of its own.

    A hint is told when nothing came for ``quiet`` seconds, and in an endless stream of events
    every ``longest`` seconds, as ``clock`` counts them.
    """

    def __init__(
        self,
        on_hint: Callable[[Hint], None],
        quiet: float,
        longest: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._on_hint = on_hint
        self._clock = clock
        self._quiet = quiet
        self._longest = longest
        self._changed = threading.Condition()
        self._first: float | None = None
        self._last = 0.0
        self._closed = False
        self._paths: set[Path] = set()
        self._unfinished: set[Path] = set()
        self._moves: list[tuple[Path, Path]] = []
        self._whole = self._git = False
        self._thread = threading.Thread(target=self._run, name="hints", daemon=True)
        self._thread.start()

    def add(
        self,
        paths: Iterable[Path] = (),
        moves: Iterable[tuple[Path, Path]] = (),
        *,
        whole: bool = False,
        git: bool = False,
        unfinished: bool = False,
    ) -> None:
        """Take note of an event; never blocks."""
        with self._changed:
            touched = set(paths)
            self._paths |= touched
            if unfinished:
                self._unfinished |= touched
            else:
                self._unfinished -= touched
            self._moves.extend(moves)
            self._whole = self._whole or whole or len(self._paths) > _MOST_PATHS
            self._git = self._git or git
            if self._whole:
                self._paths.clear()
                self._unfinished.clear()
            self._last = self._clock()
            if self._first is None:
                self._first = self._last
                self._changed.notify()

    def close(self, patience: float = 1.0) -> None:
        """Tell nothing more; waits at most ``patience`` seconds for a listener that is busy."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        if self._thread is not threading.current_thread():
            self._thread.join(patience)

    def _forget(self) -> None:
        self._paths.clear()
        self._moves.clear()
        self._whole = self._git = False
        self._first = None

    def _run(self) -> None:
        while (hint := self._wait()) is not None:
            call_safely(lambda told=hint: self._on_hint(told))  # type: ignore[misc]

    def _wait(self) -> Hint | None:
        """Return the next hint once it is due; None when closed."""
        with self._changed:
            while not self._closed:
                if self._first is None:
                    self._changed.wait()
                    continue
                due = min(self._last + self._quiet, self._first + self._longest)
                if (left := due - self._clock()) > 0:
                    self._changed.wait(left)
                    continue
                hint = Hint(
                    frozenset(self._paths),
                    tuple(dict.fromkeys(self._moves)),
                    self._whole,
                    self._git,
                    frozenset(self._paths & self._unfinished),
                )
                self._forget()
                return hint
            return None
