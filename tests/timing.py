"""Measures how long something takes, for tests that compare two sizes of the same work."""

import time
import timeit
from collections.abc import Callable


def least_seconds(work: Callable[[], object], runs: int = 2) -> float:
    """Return the processor time of the quickest run.

    What else the machine does only adds to it. Cycles are not collected meanwhile (``timeit``
    sees to that): how long that takes depends on what earlier tests have left in memory.
    """
    return min(timeit.repeat(work, timer=time.process_time, number=1, repeat=runs))
