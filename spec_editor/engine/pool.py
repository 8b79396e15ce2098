"""Several engines side by side, for many documents at once."""

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from spec_editor.core.template import TemplateSource
from spec_editor.engine.client import Engine
from spec_editor.engine.limits import Limits
from spec_editor.engine.protocol import Reply, Request

T = TypeVar("T")


class EnginePool:
    """Answers many requests on all processors, in the order in which they were asked."""

    def __init__(
        self,
        templates: Sequence[TemplateSource],
        limits: Limits | None = None,
        workers: int | None = None,
    ) -> None:
        self._templates = templates
        self._limits = limits
        self._count = workers or os.cpu_count() or 1
        self._mine = threading.local()
        self._engines: list[Engine] = []
        self._closed = False

    def map(
        self, items: Iterable[T], request: Callable[[T], Request]
    ) -> Iterator[tuple[T, Reply | Exception]]:
        """Yield each item with its answer, or with what went wrong (EngineError or what
        ``request`` raised for it).

        ``request`` runs beside the engines; only a few items are taken ahead, so that a large
        folder never lies in memory whole.
        """
        waiting: deque[tuple[T, Future[Reply | Exception]]] = deque()
        threads = ThreadPoolExecutor(self._count)
        try:
            for item in items:
                waiting.append((item, threads.submit(self._answer, item, request)))
                if len(waiting) > 2 * self._count:
                    first, future = waiting.popleft()
                    yield first, future.result()
            for first, future in waiting:
                yield first, future.result()
        finally:
            # Also when the caller takes no more: what runs is given up, what waits is dropped.
            for engine in self._engines:
                engine.close()
            threads.shutdown(cancel_futures=True)
            for engine in self._engines:
                engine.release()
            self._engines.clear()

    def close(self) -> None:
        """Give up what is under way; safe from any thread."""
        self._closed = True
        for engine in tuple(self._engines):
            engine.close()

    def _answer(self, item: T, request: Callable[[T], Request]) -> Reply | Exception:
        try:
            engine = self._engine()
            reply = engine.call(request(item))
            engine.recycle()
        except Exception as error:  # noqa: BLE001  the edge of a thread
            return error
        return reply

    def _engine(self) -> Engine:
        engine = getattr(self._mine, "engine", None)
        if engine is None:
            engine = Engine(self._templates, self._limits)
            self._mine.engine = engine
            self._engines.append(engine)
            if self._closed:
                engine.close()
        return engine
