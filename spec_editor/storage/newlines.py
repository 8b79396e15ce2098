"""How the lines of a file end, when they end in different ways.

A text in the program has line feeds only. Where a file mixes them, each line's end is remembered
together with the text, so that a later version of the text can be laid beside it: what is still
there ends as it did, and a new line ends as its neighbour does.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import LCSseq

LF, CRLF, CR = "\n", "\r\n", "\r"
_NEWLINE = re.compile("\r\n|\r|\n")
# One letter for each line, so that a long file's ends are one short string.
_LETTERS = {LF: "L", CRLF: "W", CR: "C"}
_ENDS = {letter: end for end, letter in _LETTERS.items()}
# Stretches up to this product of their line counts are compared exactly, in one call that takes
# some milliseconds and lets no other thread go on meanwhile.
_MOST_PAIRS = 1_000_000
_WINDOW = 1_000


@dataclass(frozen=True, slots=True)
class LineEnds:
    """A text, with ``\\n`` between its lines, and one letter for how each of them ends."""

    text: str = field(repr=False)
    letters: str = field(repr=False)

    @property
    def is_mixed(self) -> bool:
        """Whether they are not all the same."""
        return len(set(self.letters)) > 1

    @property
    def most(self) -> str:
        """The newline of most lines."""
        return max((LF, CRLF, CR), key=lambda end: self.letters.count(_LETTERS[end]))

    def raw(self) -> str:
        """Return the text with the newlines of the file."""
        *lines, last = self.text.split("\n")
        pairs = zip(lines, self.letters, strict=True)
        return "".join([line + _ENDS[letter] for line, letter in pairs]) + last

    def fitted(self, text: str) -> "LineEnds":
        """Return the ends of a later version of the text."""
        if text == self.text:
            return self
        old, new = self.text.split("\n"), text.split("\n")
        letters = _carried_over(old, new, self.letters)
        _fill(letters, _LETTERS[self.most])
        _keep_apart(letters, new)
        return LineEnds(text, "".join(letters))


def newlines_of(raw: str) -> frozenset[str]:
    """Return which kinds of newline a file's text has."""
    both = raw.count(CRLF)
    found = {CRLF: both, CR: raw.count(CR) - both, LF: raw.count(LF) - both}
    return frozenset(end for end, count in found.items() if count)


def with_line_feeds(raw: str) -> str:
    """Return a file's text with line feeds only."""
    return raw.replace(CRLF, LF).replace(CR, LF) if CR in raw else raw


def ends_of(raw: str) -> LineEnds:
    """Return a file's text and how each of its lines ends."""
    letters = "".join([_LETTERS[found[0]] for found in _NEWLINE.finditer(raw)])
    return LineEnds(with_line_feeds(raw), letters)


def _carried_over(old: Sequence[str], new: Sequence[str], letters: str) -> list[str]:
    """Return the letters of the new lines, empty for those that none can be said of.

    Between lines that are the same, changed lines keep their ends in order, and the last one has
    the last one's: a newline at the end of what was changed was not touched itself.
    """
    carried = [""] * (len(new) - 1)
    behind_old = behind_new = 0
    for at_old, at_new in [*_pairs_of_runs(old, new), (len(old), len(new))]:
        numbers = range(behind_new, min(at_new, behind_new + at_old - behind_old, len(carried)))
        for number in numbers:
            carried[number] = letters[behind_old + number - behind_new :][:1]
        if at_old > behind_old and behind_new < at_new <= len(carried):
            carried[at_new - 1] = letters[at_old - 1 : at_old]
        if at_new < len(carried):
            carried[at_new] = letters[at_old : at_old + 1]
        behind_old, behind_new = at_old + 1, at_new + 1
    return carried


def _fill(letters: list[str], most: str) -> None:
    """Let new lines end as the one above does; those at the top as the first one below."""
    last = next((letter for letter in letters if letter), most)
    for number, letter in enumerate(letters):
        last = letters[number] = letter or last


def _keep_apart(letters: list[str], lines: Sequence[str]) -> None:
    """Let no CR and the LF of an empty line below it become the one newline CRLF."""
    for number in range(1, len(letters)):
        if letters[number] == "L" and letters[number - 1] == "C" and not lines[number]:
            letters[number] = "W"


def _pairs_of_runs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the pairs, so that a changed line is one and not a new one and a removed one.

    Among empty lines one cannot tell: then one was inserted and another one removed far from it,
    or all between them stayed where they are and the two were changed.
    """
    runs: list[list[int]] = []
    for at_old, at_new in _pairs(old, new):
        if runs and (at_old, at_new) == (runs[-1][0] + runs[-1][2], runs[-1][1] + runs[-1][2]):
            runs[-1][2] += 1
        else:
            runs.append([at_old, at_new, 1])
    last = [len(old), len(new), 0]
    behind = [0, 0, 0]
    for run, ahead in zip(runs, [*runs, last][1:], strict=True):
        at_old, at_new, length = run
        surplus_before = (at_new - behind[1] - behind[2]) - (at_old - behind[0] - behind[2])
        surplus_after = (ahead[1] - at_new) - (ahead[0] - at_old)
        shift = min(abs(surplus_before), abs(surplus_after)) * (1 if surplus_before > 0 else -1)
        first = at_old + shift
        can_move = surplus_before * surplus_after < 0
        if can_move and old[first : first + length] == new[at_new : at_new + length]:
            run[0] = first
        yield from ((run[0] + n, run[1] + n) for n in range(length))
        behind = run


def _pairs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the numbers of lines that are the same in both, as many as can be, in order."""
    least = min(len(old), len(new))
    head = next((n for n in range(least) if old[n] != new[n]), least)
    least -= head
    tail = next((n for n in range(least) if old[-1 - n] != new[-1 - n]), least)
    yield from ((number, number) for number in range(head))
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    for one, other in _pairs_between(middle_old, middle_new):
        yield head + one, head + other
    yield from ((len(old) - n, len(new) - n) for n in range(tail, 0, -1))


def _pairs_between(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of two stretches; long ones are cut where a line is the only one of both."""
    if len(old) * len(new) <= _MOST_PAIRS:
        yield from _exact_pairs(old, new)
        return
    first_old = first_new = 0
    for at_old, at_new in [*_landmarks(old, new), (len(old), len(new))]:
        stretch = old[first_old:at_old], new[first_new:at_new]
        for one, other in _pairs_in_windows(*stretch):
            yield first_old + one, first_new + other
        if at_old < len(old):
            yield at_old, at_new
        first_old, first_new = at_old + 1, at_new + 1


def _landmarks(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return the pairs of lines that are there once in both texts, the most that are in order."""
    once_old, once_new = _places_of_single(old), _places_of_single(new)
    pairs = sorted((at, once_new[line]) for line, at in once_old.items() if line in once_new)
    # The longest increasing run: ends[n] is the lowest place in which a run of n + 1 can end.
    ends: list[int] = []
    lengths = []
    for _, at_new in pairs:
        length = bisect_left(ends, at_new)
        ends[length : length + 1] = [at_new]
        lengths.append(length)
    kept: list[tuple[int, int]] = []
    wanted = len(ends) - 1
    for pair, length in zip(reversed(pairs), reversed(lengths), strict=True):
        if length == wanted:
            kept.append(pair)
            wanted -= 1
    return kept[::-1]


def _places_of_single(lines: Sequence[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for number, line in enumerate(lines):
        places[line] = -1 if line in places else number
    return {line: number for line, number in places.items() if number >= 0}


def _pairs_in_windows(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield pairs, a window at a time: the cost grows with the length, not with its square."""
    first_old = first_new = 0
    while first_old < len(old) and first_new < len(new):
        window = old[first_old : first_old + _WINDOW], new[first_new : first_new + _WINDOW]
        last = (len(window[0]) - 1, len(window[1]) - 1)
        for one, other in _exact_pairs(*window):
            yield first_old + one, first_new + other
            last = one, other
        first_old, first_new = first_old + last[0] + 1, first_new + last[1] + 1


def _exact_pairs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of the longest common sequence."""
    if not old or not new:
        return
    for step in LCSseq.opcodes(old, new):
        if step.tag == "equal":
            length = step.src_end - step.src_start
            yield from ((step.src_start + n, step.dest_start + n) for n in range(length))
