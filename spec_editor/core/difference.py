"""The edits that turn a text into another, found fast in long texts."""

from itertools import accumulate

from spec_editor.core.differing import STRETCH, common, differing
from spec_editor.core.edits import TextEdit
from spec_editor.core.line_matching import LineMatcher

# Of texts that differ in more places one edit is made: each costs time while the window waits.
_MOST_PLACES = 500
# Behind a place that was edited texts go on alike within so many lines; so many show that they do.
_NEAR = 40
_ALIKE = 3


def differences(old: str, new: str) -> tuple[TextEdit, ...]:
    """Return the edits of all places in which two texts differ, in their order.

    What stands between two of them is not touched, so that a cursor there stays where it is.
    """
    whole = difference(old, new)
    if whole is None:
        return ()
    few = few_differences(old, new) if len(old) > STRETCH else None
    if few is not None:
        return few
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


def few_differences(old: str, new: str) -> tuple[TextEdit, ...] | None:
    """Return the edits of texts with few places, each of few lines, that differ; None for others.

    A long text is not cut up into lines, and whether other lines are like these does not matter.
    """
    edits: list[TextEdit] = []
    at_old = at_new = 0
    while (same := _alike_from(old, at_old, new, at_new)) is not None:
        if len(edits) == _MOST_PLACES:
            return None
        # Back to where the line begins, in both alike.
        same = old.rfind("\n", at_old, at_old + same) + 1 - at_old if same else 0
        at_old, at_new = at_old + max(same, 0), at_new + max(same, 0)
        lines, others = _next_lines(old, at_old), _next_lines(new, at_new)
        gap = _gap(lines, others)
        if gap is None:
            return None
        stretch, text = "".join(lines[: gap[0]]), "".join(others[: gap[1]])
        edit = difference(stretch, text)
        if edit is not None:
            edits.append(TextEdit(at_old + edit.start, at_old + edit.end, edit.text))
        at_old, at_new = at_old + len(stretch), at_new + len(text)
    return tuple(edits)


def _alike_from(old: str, at_old: int, new: str, at_new: int) -> int | None:
    """Return for how many characters both go on alike; None when they do so to their ends."""
    left_old, left_new = len(old) - at_old, len(new) - at_new
    limit = min(left_old, left_new)
    same = common(limit, lambda n, m: old[at_old + n : at_old + m] == new[at_new + n : at_new + m])
    return None if same == left_old == left_new else same


def _next_lines(text: str, start: int) -> list[str]:
    """Return some lines from the one that begins at a place, with their line feeds."""
    lines: list[str] = []
    while start < len(text) and len(lines) < _NEAR + _ALIKE:
        end = text.find("\n", start) + 1 or len(text)
        lines.append(text[start:end])
        start = end
    return lines


def _gap(old: list[str], new: list[str]) -> tuple[int, int] | None:
    """Return after how many lines of each both go on alike; None where that is not near.

    Of several ways, among lines that are all alike, it is the one with the fewest changes.
    """
    for most in range(1, _NEAR + 1):
        steps = range(most + 1)
        ways = [*((most, other) for other in steps), *((other, most) for other in steps)]
        found = [way for way in ways if _go_on_alike(old, way[0], new, way[1])]
        if found:
            return min(found, key=lambda way: _size(old[: way[0]], new[: way[1]]))
    return None


def _go_on_alike(old: list[str], first: int, new: list[str], second: int) -> bool:
    """Say so; there are fewer lines to be compared only where both texts end."""
    are_there = first <= len(old) and second <= len(new)
    return are_there and old[first : first + _ALIKE] == new[second : second + _ALIKE]


def _size(old: list[str], new: list[str]) -> int:
    """Return how many characters come and go when some lines become others."""
    edit = difference("".join(old), "".join(new))
    return edit.end - edit.start + len(edit.text) if edit else 0


def _lines(text: str) -> list[str]:
    """Return the lines with their line feeds."""
    *lines, last = text.split("\n")
    return [f"{line}\n" for line in lines] + [last]


def difference(old: str, new: str) -> TextEdit | None:
    """Return the edit of the stretch in which two texts differ, None when they are equal."""
    if old == new:
        return None
    start, end = differing(old, new)
    return TextEdit(start, end, new[start : len(new) - (len(old) - end)])
