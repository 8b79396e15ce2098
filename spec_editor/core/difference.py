"""The one edit that turns a text into another, found fast in long texts."""

from collections.abc import Callable

from spec_editor.core.edits import TextEdit

# Characters compared in one go: comparing them copies them, which takes time with their number.
_STRETCH = 65_536


def difference(old: str, new: str) -> TextEdit | None:
    """Return the edit of the stretch in which two texts differ, None when they are equal."""
    if old == new:
        return None
    limit = min(len(old), len(new))
    prefix = _common(limit, lambda start, end: old[start:end] == new[start:end])
    limit -= prefix
    suffix = _common(
        limit,
        lambda start, end: (
            old[len(old) - end : len(old) - start] == new[len(new) - end : len(new) - start]
        ),
    )
    return TextEdit(prefix, len(old) - suffix, new[prefix : len(new) - suffix])


def _common(limit: int, is_equal: Callable[[int, int], bool]) -> int:
    """Return the largest size up to ``limit`` up to which all stretches are equal."""
    low = 0
    while low < limit and is_equal(low, min(low + _STRETCH, limit)):
        low = min(low + _STRETCH, limit)
    high = min(low + _STRETCH, limit)
    # The first difference, if there is one, is in this stretch: look for it by bisection.
    while low < high:
        middle = (low + high + 1) // 2
        if is_equal(low, middle):
            low = middle
        else:
            high = middle - 1
    return low
