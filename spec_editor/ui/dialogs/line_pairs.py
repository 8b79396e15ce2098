"""Two texts line beside line: which lines belong together, and which words in them differ."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_LEAST_ALIKE = 0.4
_CONTEXT = 3
_MOST_TRIES = 10_000

Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class LinePair:
    """A line of each text, None where the other has nothing like it.

    ``left_marks`` and ``right_marks`` are the differing stretches (0-based, end exclusive).
    ``skipped`` counts the equal lines that this pair stands for.
    """

    left: str | None
    right: str | None
    left_marks: Ranges = ()
    right_marks: Ranges = ()
    skipped: int = 0

    @property
    def differs(self) -> bool:
        """Whether the two lines are not the same."""
        return self.left != self.right


def line_pairs(left: str, right: str) -> list[LinePair]:
    """Return the lines of both texts, those alike side by side, long equal stretches left out."""
    ours, theirs = left.split("\n"), right.split("\n")
    pairs: list[LinePair] = []
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        if tag == "equal":
            is_last = end == len(ours) and other_end == len(theirs)
            pairs += _equal(ours[start:end], is_first=not pairs, is_last=is_last)
        else:
            pairs += _replaced(ours[start:end], theirs[other_start:other_end])
    return pairs


def _equal(lines: Sequence[str], *, is_first: bool, is_last: bool) -> Iterator[LinePair]:
    """Yield equal lines; of many only those beside a difference, and how many are between."""
    head = 0 if is_first else _CONTEXT
    tail = 0 if is_last else _CONTEXT
    skipped = len(lines) - head - tail
    # A text without any difference is shown whole.
    if skipped <= _CONTEXT or (is_first and is_last):
        yield from (LinePair(line, line) for line in lines)
        return
    yield from (LinePair(line, line) for line in lines[:head])
    yield LinePair("", "", skipped=skipped)
    yield from (LinePair(line, line) for line in lines[len(lines) - tail :])


def _replaced(left: Sequence[str], right: Sequence[str]) -> Iterator[LinePair]:
    """Yield lines in place of others; those with words in common stand side by side."""
    done, place = 0, 0
    for number, line in enumerate(left) if len(left) * len(right) <= _MOST_TRIES else ():
        partner = next((n for n in range(place, len(right)) if _are_alike(line, right[n])), None)
        if partner is not None:
            yield from _beside(left[done:number], right[place:partner])
            yield _marked(line, right[partner])
            done, place = number + 1, partner + 1
    yield from _beside(left[done:], right[place:])


def _beside(left: Sequence[str], right: Sequence[str]) -> Iterator[LinePair]:
    """Yield lines that have nothing in common, beside each other as far as there are any."""
    for ours, theirs in zip_longest(left, right):
        yield LinePair(ours, theirs)


def _are_alike(left: str, right: str) -> bool:
    """Say whether two lines are versions of one another."""
    words = SequenceMatcher(None, _WORD.findall(left), _WORD.findall(right), autojunk=False)
    return (
        bool(left.strip())
        and words.quick_ratio() >= _LEAST_ALIKE
        and (words.ratio() >= _LEAST_ALIKE)
    )


def _marked(left: str, right: str) -> LinePair:
    """Return a pair with the words marked that differ."""
    ours, theirs = _WORD.findall(left), _WORD.findall(right)
    left_marks, right_marks = [], []
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        if tag != "equal":
            left_marks.append(_stretch(ours, start, end))
            right_marks.append(_stretch(theirs, other_start, other_end))
    return LinePair(left, right, _filled(left_marks), _filled(right_marks))


def _stretch(words: Sequence[str], start: int, end: int) -> tuple[int, int]:
    """Return where some words of a line begin and end in it."""
    before = sum(map(len, words[:start]))
    return before, before + sum(map(len, words[start:end]))


def _filled(marks: Sequence[tuple[int, int]]) -> Ranges:
    """Return the stretches that are not empty."""
    return tuple((start, end) for start, end in marks if end > start)
