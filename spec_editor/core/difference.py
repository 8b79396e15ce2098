"""The edits that turn a text into another, found fast in long texts."""

from collections.abc import Callable
from itertools import accumulate

from spec_editor.core.edits import TextEdit
from spec_editor.core.line_matching import LineMatcher

# Characters compared in one go: comparing them copies them, which takes time with their number.
_STRETCH = 65_536
# Of texts that differ in more places one edit is made: each costs time while the window waits.
_MOST_PLACES = 500


def differences(old: str, new: str) -> tuple[TextEdit, ...]:
    """Return the edits of all places in which two texts differ, in their order.

    What stands between two of them is not touched, so that a cursor there stays where it is.
    """
    whole = difference(old, new)
    if whole is None:
        return ()
    # Only the lines that are touched: a long text that differs in one place is not cut up.
    start = old.rfind("\n", 0, whole.start) + 1
    end = old.find("\n", whole.end) + 1 or len(old)
    changed, before = old[start:end], _lines(old[start:end])
    after = _lines(new[start : len(new) - (len(old) - end)])
    places = [code for code in LineMatcher(None, before, after).get_opcodes() if code[0] != "equal"]
    if len(places) > _MOST_PLACES:
        return (whole,)
    starts = [0, *accumulate(map(len, before))]
    edits = []
    for _, first, last, other_first, other_last in places:
        stretch = changed[starts[first] : starts[last]]
        edit = difference(stretch, "".join(after[other_first:other_last]))
        if edit is not None:
            here = start + starts[first]
            edits.append(TextEdit(here + edit.start, here + edit.end, edit.text))
    return tuple(edits)


def _lines(text: str) -> list[str]:
    """Return the lines with their line feeds."""
    *lines, last = text.split("\n")
    return [f"{line}\n" for line in lines] + [last]


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
