"""The one edit that turns a text into another, found fast in long texts."""

from collections.abc import Callable

from spec_editor.core.edits import TextEdit


def difference(old: str, new: str) -> TextEdit | None:
    """Return the edit of the stretch in which two texts differ, None when they are equal."""
    if old == new:
        return None
    limit = min(len(old), len(new))
    prefix = _common(limit, lambda size: old[:size] == new[:size])
    limit -= prefix
    suffix = _common(limit, lambda size: old[len(old) - size :] == new[len(new) - size :])
    return TextEdit(prefix, len(old) - suffix, new[prefix : len(new) - suffix])


def _common(limit: int, is_equal: Callable[[int], bool]) -> int:
    """Return the largest size up to ``limit`` for which ``is_equal`` holds, by bisection."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if is_equal(middle):
            low = middle
        else:
            high = middle - 1
    return low
