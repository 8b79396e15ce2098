"""Which lines of two texts are the same, found in bounded time whatever the texts are.

Lines that stand once in both texts are matched first, as git's patience algorithm does, so that
blank lines and table rules do not tear apart what belongs together. What lies between them gets
its longest common subsequence. Python's own matcher needs the square of the length, or worse,
for texts of many equal lines.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from difflib import Match, SequenceMatcher
from itertools import pairwise

from rapidfuzz.distance import LCSseq

# Pairs of lines that are compared at once: some 12 MB and 10 ms, in which no other thread runs.
# What has more is not matched.
_MOST_PAIRS = 100_000_000
# Lines may stand once only because those around them are set aside; so often this is asked.
_MOST_LEVELS = 8

_Range = tuple[int, int, int, int]


class LineMatcher(SequenceMatcher[str]):
    """Python's matcher of sequences with another way of finding what is the same."""

    def __init__(
        self,
        isjunk: Callable[[str], bool] | None = None,  # noqa: ARG002  merge3 passes it
        a: Sequence[str] = (),
        b: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self.a, self.b = a, b
        self._found: list[Match] | None = None

    def get_matching_blocks(self) -> list[Match]:
        """Return the stretches that are the same, and an empty one at the end."""
        if self._found is None:
            numbers: dict[str, int] = {}
            ours = [numbers.setdefault(line, len(numbers)) for line in self.a]
            theirs = [numbers.setdefault(line, len(numbers)) for line in self.b]
            blocks = _joined(sorted(_blocks(ours, theirs)))
            self._found = [Match(*block) for block in (*blocks, (len(ours), len(theirs), 0))]
        return self._found


def _blocks(ours: Sequence[int], theirs: Sequence[int]) -> list[tuple[int, int, int]]:
    """Return the stretches that are the same, in any order and perhaps in pieces."""
    found: list[tuple[int, int, int]] = []
    waiting: list[tuple[_Range, int]] = [((0, len(ours), 0, len(theirs)), 0)]
    while waiting:
        outer, level = waiting.pop()
        inner = _trimmed(ours, theirs, outer, found)
        start, end, other_start, other_end = inner
        if start == end or other_start == other_end:
            continue
        if start + 1 == end and other_start + 1 == other_end:
            # The usual case: one line was changed.
            continue
        single = _single(ours, theirs, inner) if level < _MOST_LEVELS else []
        if single:
            found += [(line, other, 1) for line, other in single]
            waiting += [(gap, level + 1) for gap in _gaps(single, inner)]
        elif (end - start) * (other_end - other_start) <= _MOST_PAIRS:
            blocks = LCSseq.opcodes(ours[start:end], theirs[other_start:other_end])
            found += [
                (start + block.a, other_start + block.b, block.size)
                for block in blocks.as_matching_blocks()
                if block.size
            ]
    return found


def _trimmed(
    ours: Sequence[int],
    theirs: Sequence[int],
    outer: _Range,
    found: list[tuple[int, int, int]],
) -> _Range:
    """Match what is the same at both ends; return what lies between."""
    start, end, other_start, other_end = outer
    first, other_first = start, other_start
    while start < end and other_start < other_end and ours[start] == theirs[other_start]:
        start, other_start = start + 1, other_start + 1
    last = end
    while start < end and other_start < other_end and ours[end - 1] == theirs[other_end - 1]:
        end, other_end = end - 1, other_end - 1
    if first < start:
        found.append((first, other_first, start - first))
    if end < last:
        found.append((end, other_end, last - end))
    return start, end, other_start, other_end


def _single(ours: Sequence[int], theirs: Sequence[int], inner: _Range) -> list[tuple[int, int]]:
    """Return the lines that stand once in both and are in the same order in both."""
    start, end, other_start, other_end = inner
    mine, others = Counter(ours[start:end]), Counter(theirs[other_start:other_end])
    places = {
        theirs[place]: place
        for place in range(other_start, other_end)
        if others[theirs[place]] == 1 and mine.get(theirs[place]) == 1
    }
    pairs = [(place, places[ours[place]]) for place in range(start, end) if ours[place] in places]
    kept = longest_rising([other for _, other in pairs])
    return [pairs[index] for index in kept]


def _gaps(single: Sequence[tuple[int, int]], inner: _Range) -> list[_Range]:
    """Return what lies between matched lines, where both texts have something there."""
    start, end, other_start, other_end = inner
    edges = [(start - 1, other_start - 1), *single, (end, other_end)]
    return [
        (before[0] + 1, after[0], before[1] + 1, after[1])
        for before, after in pairwise(edges)
        if before[0] + 1 < after[0] and before[1] + 1 < after[1]
    ]


def longest_rising(numbers: Sequence[int]) -> list[int]:
    """Return the indexes of a longest subsequence in which each number is above the one before."""
    ends: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for index, number in enumerate(numbers):
        length = bisect_left(ends, number)
        before.append(at[length - 1] if length else -1)
        ends[length : length + 1] = [number]
        at[length : length + 1] = [index]
    kept = []
    index = at[-1] if at else -1
    while index >= 0:
        kept.append(index)
        index = before[index]
    return kept[::-1]


def _joined(blocks: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Return the stretches with those made one that follow each other in both texts."""
    joined: list[tuple[int, int, int]] = []
    for ours, theirs, size in blocks:
        if joined:
            first, other, length = joined[-1]
            if first + length == ours and other + length == theirs:
                joined[-1] = first, other, length + size
                continue
        joined.append((ours, theirs, size))
    return joined
