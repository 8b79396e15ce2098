"""How much time something may take as a whole, when it is asked for again and again."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Budget:
    """Seconds that can be spent; what was spent comes back, slower than time passes."""

    def __init__(
        self,
        seconds: float,
        spent: float = 0.0,
        recovery: float = 0.25,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Have ``seconds``, of which so many are ``spent``; ``recovery`` come back per second."""
        self._most = seconds
        self._left = seconds - spent
        self._recovery = recovery
        self._clock = clock
        self._seen = clock()

    def is_spent(self) -> bool:
        """Say whether nothing is left now."""
        self._recover()
        return self._left <= 0

    @contextmanager
    def spending(self) -> Iterator[None]:
        """Take the time that passes inside off what is left."""
        self._recover()
        start = self._clock()
        try:
            yield
        finally:
            self._seen = self._clock()
            self._left -= self._seen - start

    def _recover(self) -> None:
        now = self._clock()
        self._left = min(self._most, self._left + (now - self._seen) * self._recovery)
        self._seen = now
