"""On which days something was seen, by a clock that may be wrong.

A clock that is wrong for a start or two must make nothing old, so three days have to agree.
"""

import contextlib
import time
from collections.abc import Sequence
from pathlib import Path

from spec_editor.storage.private_files import write_private

AGREE = 3
"""So many different days have to say that something is past."""

SECONDS_OF_A_DAY = 86_400


def note_today(place: Path) -> tuple[int, ...]:
    """Add today to the days in a file; return the first and the last few, as days since 1970.

    Days that are still to come were said by a clock that was wrong, and are forgotten. Where
    nothing can be written it counts from the next time.
    """
    today = int(time.time() // SECONDS_OF_A_DAY)
    days = sorted({*(day for day in _days_in(place) if day < today), today})
    kept = tuple(days[:AGREE] + days[AGREE:][-AGREE:])
    with contextlib.suppress(OSError):
        write_private(place, "\n".join(map(str, kept)).encode("ascii"))
    return kept


def days_past(days: Sequence[int]) -> int:
    """Return how many days are surely past since the first few of those noted."""
    return max(0, days[-AGREE] - days[AGREE - 1]) if len(days) >= AGREE else 0


def surely_now(days: Sequence[int]) -> float:
    """Return a time, in seconds since 1970, that is surely past; 0 when none is known to be."""
    return float(days[-AGREE] * SECONDS_OF_A_DAY) if len(days) >= AGREE else 0.0


def _days_in(place: Path) -> list[int]:
    with contextlib.suppress(OSError, ValueError):
        return [int(line) for line in place.read_text("ascii").split("\n")]
    return []
