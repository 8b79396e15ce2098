"""Lists of marks in the order of the text, and what makes a list of the one before it."""

from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Splice(NamedTuple, Generic[T]):
    """Replace ``removed`` items from the index ``start`` on by ``inserted``.

    ``shift`` is added to the lines of all items behind them.
    """

    start: int
    removed: int
    inserted: Sequence[T]
    shift: int

    @property
    def is_nothing(self) -> bool:
        """Whether it leaves a list as it is."""
        return not (self.removed or self.inserted or self.shift)


def splice_between(
    old: Sequence[T],
    new: Sequence[T],
    line: Callable[[T], int],
    alike: Callable[[T, T, int], bool],
) -> Splice[T]:
    """Return what makes the new list of the old one.

    ``line`` gives an item's 1-based line; ``alike`` says whether two items are the same when the
    old one's lines are shifted by a number.
    """
    shortest = min(len(old), len(new))
    start = 0
    while start < shortest and (old[start] is new[start] or alike(old[start], new[start], 0)):
        start += 1
    shift = line(new[-1]) - line(old[-1]) if start < shortest else 0
    kept = 0
    while kept < shortest - start:
        one, other = old[-1 - kept], new[-1 - kept]
        if not (alike(one, other, shift) if shift else one is other or alike(one, other, 0)):
            break
        kept += 1
    inserted = new[start : len(new) - kept]
    return Splice(start, len(old) - kept - start, inserted, shift if kept else 0)
