"""Several engines side by side, for many documents at once."""

import os
import queue
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from itertools import chain, islice
from typing import TypeVar

from spec_editor.engine.client import Engine
from spec_editor.engine.limits import Limits
from spec_editor.engine.process import EngineLostError
from spec_editor.engine.protocol import Reply, Request

T = TypeVar("T")
R = TypeVar("R")

# An engine takes longer to start than to read so many documents of the usual size.
_FEW = 4

# Handing an item over costs more than reading a short document; so after the first ones, which
# are spread evenly, some are handed over together.
_ONE_BY_ONE = 16
_TOGETHER = 4

Ask = Callable[[Request], Reply]


class EnginePool:
    """Does many jobs on all processors; their results come in the order of the items."""

    def __init__(self, limits: Limits | None = None, workers: int | None = None) -> None:
        self._limits = limits
        self._count = workers or os.cpu_count() or 1
        self._mine = threading.local()
        self._engines: list[Engine] = []
        self._spare: queue.SimpleQueue[Engine] = queue.SimpleQueue()
        self._closed = False

    def spawn(self, items: int) -> None:
        """Have the engines that so many items still need load meanwhile; see :meth:`release`."""
        for _ in range(len(self._engines), self._count_for(items)):
            engine = self._new_engine()
            with suppress(EngineLostError):
                engine.spawn()
            self._spare.put(engine)

    def map(
        self, items: Iterable[T], job: Callable[[T, Ask], R]
    ) -> Iterator[tuple[T, R | Exception]]:
        """Yield each item with what its job returned, or with what went wrong in it.

        A job is given the function that asks an engine (and raises EngineError). Jobs run side
        by side in threads; only a few items are taken ahead, so that a large folder never lies
        in memory whole.
        """
        waiting: deque[tuple[Sequence[T], Future[list[R | Exception]]]] = deque()
        coming = iter(items)
        first_ones = list(islice(coming, _FEW + 1))
        count = self._count_for(len(first_ones))
        threads = ThreadPoolExecutor(count)
        try:
            for some in _batches(chain(first_ones, coming)):
                waiting.append((some, threads.submit(self._do_all, some, job)))
                if len(waiting) > 2 * count:
                    first, future = waiting.popleft()
                    yield from zip(first, future.result(), strict=True)
            for first, future in waiting:
                yield from zip(first, future.result(), strict=True)
        finally:
            # Also when the caller takes no more: what runs is given up, what waits is dropped.
            for engine in self._engines:
                engine.close()
            threads.shutdown(cancel_futures=True)
            self.release()

    def release(self) -> None:
        """End the engines that load or wait; :meth:`map` does so itself."""
        for engine in self._engines:
            engine.close()
            engine.release()
        self._engines.clear()
        self._spare = queue.SimpleQueue()

    def close(self) -> None:
        """Give up what is under way; safe from any thread."""
        self._closed = True
        for engine in tuple(self._engines):
            engine.close()

    def _count_for(self, items: int) -> int:
        return self._count if items > _FEW else 1

    def _do_all(self, items: Iterable[T], job: Callable[[T, Ask], R]) -> list[R | Exception]:
        engine = self._engine()
        done = [_do(item, job, engine.call) for item in items]
        engine.recycle()
        return done

    def _engine(self) -> Engine:
        engine = getattr(self._mine, "engine", None)
        if engine is None:
            try:
                engine = self._spare.get_nowait()
            except queue.Empty:
                engine = self._new_engine()
            self._mine.engine = engine
        return engine

    def _new_engine(self) -> Engine:
        engine = Engine(self._limits)
        self._engines.append(engine)
        if self._closed:
            engine.close()
        return engine


def _do(item: T, job: Callable[[T, Ask], R], ask: Ask) -> R | Exception:
    try:
        return job(item, ask)
    except Exception as error:  # noqa: BLE001  the edge of a thread
        return error


def _batches(items: Iterable[T]) -> Iterator[Sequence[T]]:
    coming = iter(items)
    for item in islice(coming, _ONE_BY_ONE):
        yield [item]
    while some := list(islice(coming, _TOGETHER)):
        yield some
