"""How the lines of a file end, when they end in different ways.

A text in the program has line feeds only. Where a file mixes them, each line's end is remembered
together with the text, so that a later version of the text can be laid beside it: what is still
there ends as it did, and a new line ends as its neighbour does.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from spec_editor.core.difference import difference
from spec_editor.core.line_matching import longest_rising

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
        edit = difference(self.text, text)
        if edit is None:
            return self
        # Lines before and behind what differs are not even looked at.
        first = self.text.rfind("\n", 0, edit.start) + 1
        last_old = self.text.find("\n", edit.end)
        last_new = len(text) - len(self.text) + last_old if last_old >= 0 else len(text)
        old = self.text[first : last_old if last_old >= 0 else len(self.text)].split("\n")
        new = text[first:last_new].split("\n")
        head = self.text.count("\n", 0, first)
        ends = self.letters[head : head + len(old)]
        middle = _carried_over(old, new, ends, len(new) - (last_old < 0))
        letters = [*self.letters[:head], *middle, *self.letters[head + len(old) :]]
        changed = range(head, head + len(middle))
        _fill(letters, changed, _LETTERS[self.most])
        below = text[last_new + 1 : last_new + 2]
        _keep_apart(letters, changed, [*new, below.removesuffix("\n")])
        return LineEnds(text, "".join(letters))


def newlines_of(raw: str) -> frozenset[str]:
    """Return which kinds of newline a file's text has."""
    if CR not in raw:
        return frozenset({LF}) if LF in raw else frozenset()
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


def _carried_over(
    old: Sequence[str], new: Sequence[str], letters: str, count: int
) -> Sequence[str]:
    """Return the letters of the first ``count`` new lines, empty where none can be said.

    Between lines that are the same, changed lines keep their ends in order, and the last one has
    the last one's: a newline at the end of what was changed was not touched itself.
    """
    carried = [""] * len(new)
    behind = _Run(0, 0, 0)
    for run in [*_settled(_runs(old, new), old, new), _Run(len(old), len(new), 0)]:
        gap_old, gap_new = behind.old + behind.length, behind.new + behind.length
        size = min(run.old - gap_old, run.new - gap_new)
        _put(carried, gap_new, letters[gap_old : gap_old + size])
        if size:
            _put(carried, run.new - 1, letters[run.old - 1 : run.old])
        _put(carried, run.new, letters[run.old : run.old + run.length])
        behind = run
    return carried[:count]


def _put(carried: list[str], place: int, letters: str) -> None:
    """Write letters from a place on; the last line of a text has none."""
    carried[place : place + len(letters)] = letters


def _fill(letters: list[str], changed: range, most: str) -> None:
    """Let new lines end as the one above does; those at the top as the first one below."""
    known = (letter for letter in letters if letter)
    last = letters[changed.start - 1] if changed.start else next(known, most)
    for number in changed:
        last = letters[number] = letters[number] or last


def _keep_apart(letters: list[str], changed: range, lines: Sequence[str]) -> None:
    """Let no CR and the LF of an empty line below it become the one newline CRLF."""
    for number in range(max(changed.start, 1), min(changed.stop + 1, len(letters))):
        is_empty = not lines[number - changed.start]
        if is_empty and letters[number] == "L" and letters[number - 1] == "C":
            letters[number] = "W"


class _Run(NamedTuple):
    """Lines that are the same in both texts: where they begin (0-based), and how many they are."""

    old: int
    new: int
    length: int


def _settled(found: Iterable[_Run], old: Sequence[str], new: Sequence[str]) -> list[_Run]:
    """Return the runs, so that a changed line is one and not a new one and a removed one.

    Among empty lines one cannot tell: then one was inserted and another one removed far from it,
    or all between them stayed where they are and the two were changed.
    """
    runs: list[_Run] = []
    for run in found:
        last = runs[-1] if runs else _Run(-1, -1, 0)
        if (last.old + last.length, last.new + last.length) == (run.old, run.new):
            runs[-1] = last._replace(length=last.length + run.length)
        else:
            runs.append(run)
    for number, (at_old, at_new, length) in enumerate(runs):
        behind = runs[number - 1] if number else _Run(0, 0, 0)
        ahead = [*runs[number + 1 : number + 2], _Run(len(old), len(new), 0)][0]
        # How many more new lines than old ones are in the gap before it and in that after it.
        before = (at_new - behind.new) - (at_old - behind.old)
        after = (ahead.new - at_new) - (ahead.old - at_old)
        first = at_old + min(abs(before), abs(after)) * (1 if before > 0 else -1)
        can_move = before * after < 0
        if can_move and old[first : first + length] == new[at_new : at_new + length]:
            runs[number] = _Run(first, at_new, length)
    return runs


def _runs(old: Sequence[str], new: Sequence[str]) -> Iterator[_Run]:
    """Yield runs of lines that are the same; long texts are cut where a line is the only one."""
    if len(old) * len(new) <= _MOST_PAIRS:
        yield from _exact_runs(old, new)
        return
    first_old = first_new = 0
    for at_old, at_new in [*_landmarks(old, new), (len(old), len(new))]:
        for run in _runs_in_windows(old[first_old:at_old], new[first_new:at_new]):
            yield _Run(first_old + run.old, first_new + run.new, run.length)
        if at_old < len(old):
            yield _Run(at_old, at_new, 1)
        first_old, first_new = at_old + 1, at_new + 1


def _landmarks(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return the pairs of lines that are there once in both texts, the most that are in order."""
    once_old, once_new = _places_of_single(old), _places_of_single(new)
    pairs = sorted((at, once_new[line]) for line, at in once_old.items() if line in once_new)
    return [pairs[index] for index in longest_rising([at_new for _, at_new in pairs])]


def _places_of_single(lines: Sequence[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for number, line in enumerate(lines):
        places[line] = -1 if line in places else number
    return {line: number for line, number in places.items() if number >= 0}


def _runs_in_windows(old: Sequence[str], new: Sequence[str]) -> Iterator[_Run]:
    """Yield runs, a window at a time: the cost grows with the length, not with its square."""
    first_old = first_new = 0
    while first_old < len(old) and first_new < len(new):
        window = old[first_old : first_old + _WINDOW], new[first_new : first_new + _WINDOW]
        last = _Run(len(window[0]), len(window[1]), 0)
        for run in _exact_runs(*window):
            yield _Run(first_old + run.old, first_new + run.new, run.length)
            last = run
        first_old += last.old + last.length
        first_new += last.new + last.length


def _exact_runs(old: Sequence[str], new: Sequence[str]) -> Iterator[_Run]:
    """Yield the runs of the longest common sequence."""
    if old and new:
        for step in LCSseq.opcodes(old, new):
            if step.tag == "equal":
                yield _Run(step.src_start, step.dest_start, step.src_end - step.src_start)
