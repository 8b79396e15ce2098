"""What the benchmarks share: medians, and documents of three sizes."""

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
# Users have it not; each process that is started would compile the program anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

from spec_editor.resources import resource

TEMPLATE = resource("templates", "technical-specification.md").read_text(encoding="utf-8")
SIZES = {"24 KB": 1, "240 KB": 10, "2.4 MB": 100}


def median_ms(action: Callable[[], object], times: int) -> float:
    """Return the median duration of an action in milliseconds."""
    action()
    durations = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        durations.append((time.perf_counter() - start) * 1000)
    return statistics.median(durations)


def row(what: str, value: float, bare: float, budget: str = "") -> None:
    """Print one line: milliseconds, the bare thing's, their ratio, the budget."""
    print(f"{what:<44} {value:>9.2f} ms  bare {bare:>9.2f} ms  × {value / bare:<6.2f} {budget}")
