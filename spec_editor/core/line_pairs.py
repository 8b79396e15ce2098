"""Two texts line beside line: which lines belong together, and which words in them differ."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice, starmap, zip_longest

from rapidfuzz.distance import Indel

from spec_editor.core.line_matching import LineMatcher

_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_LEAST_ALIKE = 0.4
_CONTEXT = 3
_MOST_TRIES = 10_000
# Behind so many rows nobody looks for the words that differ.
_MOST_COMPARED = 3_000
# Of a longer line the beginning says whether it is a version of another one.
_WORDS_COMPARED = 200

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
    """Return the lines of both texts, those alike side by side, long equal stretches left out.

    An empty text has no line.
    """
    ours, theirs = (text.split("\n") if text else [] for text in (left, right))
    pairs: list[LinePair] = []
    matcher = LineMatcher(None, ours, theirs)
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        if tag == "equal":
            is_last = end == len(ours) and other_end == len(theirs)
            pairs += _equal(ours[start:end], is_first=not pairs, is_last=is_last)
        else:
            room = _MOST_COMPARED - len(pairs)
            pairs += _replaced(ours[start:end], theirs[other_start:other_end], room)
    return pairs


def pairs_of_pieces(pieces: Sequence[tuple[str, str]]) -> tuple[list[LinePair], list[int]]:
    """Return the lines of pieces that were laid beside each other, and where each one begins.

    Both texts of a piece end in a line feed, unless there is none. Long equal pieces are left
    out.
    """
    pairs: list[LinePair] = []
    starts = []
    for number, (left, right) in enumerate(pieces):
        starts.append(len(pairs))
        ours, theirs = _lines(left), _lines(right)
        if left == right:
            is_last = number == len(pieces) - 1
            pairs += _equal(ours, is_first=not pairs, is_last=is_last)
        else:
            pairs += _replaced(ours, theirs, _MOST_COMPARED - len(pairs))
    return pairs, starts


def _lines(text: str) -> list[str]:
    return text.removesuffix("\n").split("\n") if text else []


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


def _replaced(left: Sequence[str], right: Sequence[str], room: int) -> Iterator[LinePair]:
    """Yield lines in place of others; those with words in common stand side by side.

    After ``room`` rows they are not looked at more closely.
    """
    if len(left) * len(right) > _MOST_TRIES or room <= 0:
        room = max(room, 0)
        yield from _beside(left[:room], right[:room])
        yield from starmap(LinePair, zip_longest(left[room:], right[room:]))
        return
    words, others = [*map(_words_of, left)], [*map(_words_of, right)]
    done, place = 0, 0
    for number in range(len(left)):
        rest = range(place, len(right))
        partner = next((n for n in rest if _are_alike(words[number], others[n])), None)
        if partner is not None:
            yield from _beside(left[done:number], right[place:partner])
            yield _marked(left[number], right[partner])
            done, place = number + 1, partner + 1
    yield from _beside(left[done:], right[place:])


def _beside(left: Sequence[str], right: Sequence[str]) -> Iterator[LinePair]:
    """Yield lines beside each other as far as there are any."""
    for ours, theirs in zip_longest(left, right):
        if ours and theirs and _are_alike(_words_of(ours), _words_of(theirs)):
            yield _marked(ours, theirs)
        else:
            yield LinePair(ours, theirs)


def _words_of(line: str) -> list[str]:
    """Return the words by which a line is compared, with what stands between them."""
    return [match[0] for match in islice(_WORD.finditer(line), _WORDS_COMPARED)]


def _are_alike(left: Sequence[str], right: Sequence[str]) -> bool:
    """Say whether two lines, given as words, are versions of one another."""
    return (
        any(map(str.strip, left))
        and Indel.normalized_similarity(left, right, score_cutoff=_LEAST_ALIKE) > 0
    )


def _marked(left: str, right: str) -> LinePair:
    """Return a pair with the words marked that differ."""
    ours, theirs = _WORD.findall(left), _WORD.findall(right)
    places, other_places = _places(ours), _places(theirs)
    left_marks, right_marks = [], []
    for tag, start, end, other_start, other_end in LineMatcher(None, ours, theirs).get_opcodes():
        if tag != "equal":
            left_marks.append((places[start], places[end]))
            right_marks.append((other_places[other_start], other_places[other_end]))
    return LinePair(left, right, _filled(left_marks), _filled(right_marks))


def _places(words: Sequence[str]) -> list[int]:
    """Return where in their line some words begin, and where the last one ends."""
    return [*accumulate(map(len, words), initial=0)]


def _filled(marks: Sequence[tuple[int, int]]) -> Ranges:
    """Return the stretches that are not empty."""
    return tuple((start, end) for start, end in marks if end > start)
