"""Where two texts or lists begin and cease to differ, found without looking at each place."""

from collections.abc import Callable, Sequence
from typing import Any

# So many places are compared in one go: comparing them copies them, which takes time with their
# number.
STRETCH = 1 << 16


def differing(old: Sequence[Any], new: Sequence[Any]) -> tuple[int, int]:
    """Return where two texts or lists begin to differ and where, in the old one, that ends."""
    limit = min(len(old), len(new))
    start = common(limit, lambda n, m: old[n:m] == new[n:m])

    def same_end(n: int, m: int) -> bool:
        return old[len(old) - m : len(old) - n] == new[len(new) - m : len(new) - n]

    return start, len(old) - common(limit - start, same_end)


def common(limit: int, is_equal: Callable[[int, int], bool]) -> int:
    """Return the largest size up to ``limit`` up to which all stretches are equal."""
    low = 0
    while low < limit and is_equal(low, min(low + STRETCH, limit)):
        low = min(low + STRETCH, limit)
    high = min(low + STRETCH, limit)
    # The first difference, if there is one, is in this stretch: look for it by bisection.
    while low < high:
        middle = (low + high + 1) // 2
        if is_equal(low, middle):
            low = middle
        else:
            high = middle - 1
    return low
