"""Finds specifications by a few letters: in name, title, path, status and author."""

import heapq
import shlex
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import LCSseq

from spec_editor.core.report import SpecEntry
from spec_editor.ui.in_steps import Steps, at_once

FEW = 2_000
"""So many are looked through at once; more of them between the window's events."""

MOST_FOUND = 500
"""So many are listed at most; who sees more needs another letter, not a longer list."""

_TOGETHER = 1_000  # of so many the texts are made in one step
_LEAST_ALIKE = 75.0
# With so many that hold a word, those that hold one like it only stand in the way.
_ENOUGH = 50
_LEAST_LETTERS = 3
# What a word found in each of the fields counts, name first.
_WEIGHTS = (1.0, 0.95, 0.7, 0.6, 0.6)
_IS_WORDS: dict[str, Callable[[SpecEntry], bool]] = {
    "modified": lambda entry: entry.git == "modified",
    "new": lambda entry: entry.git == "new",
    "conflict": lambda entry: entry.git == "conflict",
    "complete": lambda entry: (entry.completeness or 0.0) >= 1,
    "incomplete": lambda entry: entry.completeness is not None and entry.completeness < 1,
    "broken": lambda entry: bool(entry.problem),
}
_HAS_WORDS: dict[str, Callable[[SpecEntry], bool]] = {
    "errors": lambda entry: entry.errors > 0,
    "warnings": lambda entry: entry.warnings > 0,
    "findings": lambda entry: entry.errors + entry.warnings > 0,
    "placeholders": lambda entry: entry.placeholders > 0,
    "requirements": lambda entry: entry.requirements > 0,
}
_FIELDS: dict[str, Callable[[SpecEntry], str]] = {
    "status": lambda entry: entry.status,
    "author": lambda entry: entry.author,
    "approver": lambda entry: entry.next_approver,
    "version": lambda entry: entry.version,
    "path": lambda entry: "/".join(entry.parts),
}


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: words, and conditions such as ``status:draft`` or ``is:modified``."""

    words: tuple[str, ...] = ()
    conditions: tuple[tuple[str, str], ...] = ()
    text: str = ""
    """Words to be looked for in the specifications' own text."""

    def allows(self, entry: SpecEntry, unsaved: frozenset[str]) -> bool:
        """Return whether a specification meets all conditions."""
        return all(_holds(name, value, entry, unsaved) for name, value in self.conditions)


def read_query(text: str) -> Query:
    """Return what a filter's text asks for; quotes keep words together.

    ``text:`` says that all words behind it are looked for in the specifications' text. What
    looks like a condition and is none is a word like any other.
    """
    before, found, after = _split_at_text(text)
    words: list[str] = []
    conditions: list[tuple[str, str]] = []
    for token in _tokens(before):
        name, colon, value = token.casefold().partition(":")
        if colon and value and _is_condition(name, value):
            conditions.append((name, value))
        elif token:
            words.append(token.casefold())
    return Query(tuple(words), tuple(conditions), after.strip() if found else "")


def _split_at_text(text: str) -> tuple[str, bool, str]:
    place = f" {text}".casefold().find(" text:")
    if place < 0:
        return text, False, ""
    return text[:place], True, text[place + len("text:") :]


def _tokens(text: str) -> list[str]:
    try:
        return shlex.split(text, comments=False, posix=True) if '"' in text else text.split()
    except ValueError:
        # A quote that is not closed yet.
        return text.replace('"', "").split()


def _is_condition(name: str, value: str) -> bool:
    if name == "is":
        return value == "unsaved" or value in _IS_WORDS
    return value in _HAS_WORDS if name == "has" else name in _FIELDS


def _holds(name: str, value: str, entry: SpecEntry, unsaved: frozenset[str]) -> bool:
    if name == "is":
        return entry.path in unsaved if value == "unsaved" else _IS_WORDS[value](entry)
    if name == "has":
        return _HAS_WORDS[value](entry)
    return value in _FIELDS[name](entry).casefold()


class SpecSearch:
    """Looks through many specifications; what it compares is kept ready for each."""

    def __init__(self) -> None:
        self._entries: list[SpecEntry] = []
        self._numbers: dict[str, int] = {}
        self._texts: tuple[list[str], ...] = _no_texts()

    @property
    def entries(self) -> Sequence[SpecEntry]:
        """All specifications, in the order in which they were given."""
        return self._entries

    def set_entries(self, entries: Iterable[SpecEntry]) -> None:
        """Take other specifications."""
        self._entries = list(entries)
        self._numbers = {entry.path: number for number, entry in enumerate(self._entries)}
        self._texts = _no_texts()

    def changed(self, entries: Sequence[SpecEntry]) -> list[SpecEntry] | None:
        """Return those that say something else now; None where others come, go or move."""
        if len(entries) != len(self._entries):
            return None
        changed = []
        for old, new in zip(self._entries, entries, strict=True):
            if old is not new:
                if old.path != new.path:
                    return None
                if old != new:
                    changed.append(new)
        return changed

    def update(self, entries: Iterable[SpecEntry]) -> None:
        """Take what is known now of specifications; unknown ones are left out."""
        for entry in entries:
            number = self._numbers.get(entry.path)
            if number is None:
                continue
            self._entries[number] = entry
            # Of those that come later the texts are not made yet.
            if number < len(self._texts[0]):
                for texts, text in zip(self._texts, _texts_of(entry), strict=True):
                    texts[number] = text

    def entry(self, path: str) -> SpecEntry | None:
        """Return the specification of a path."""
        number = self._numbers.get(path)
        return None if number is None else self._entries[number]

    def find(
        self,
        query: Query,
        unsaved: frozenset[str] = frozenset(),
        among: frozenset[str] | None = None,
        most: int = MOST_FOUND,
    ) -> tuple[list[SpecEntry], int]:
        """Return the best specifications, and how many there are in all.

        ``among`` holds the paths of those that may be found, None for all.
        """
        return at_once(self.finding(query, unsaved, among, most))

    def finding(
        self,
        query: Query,
        unsaved: frozenset[str] = frozenset(),
        among: frozenset[str] | None = None,
        most: int = MOST_FOUND,
    ) -> Steps[tuple[list[SpecEntry], int]]:
        """Find the same in steps; of no use any more once other specifications are taken."""
        numbers: Iterable[int] = range(len(self._entries))
        if query.conditions or among is not None:
            numbers = [
                number
                for number in numbers
                if query.allows(self._entries[number], unsaved)
                and (among is None or self._entries[number].path in among)
            ]
            yield
        scores = yield from self._scoring(query.words, numbers)
        best = heapq.nsmallest(most, scores, key=lambda number: -scores[number])
        return [self._entries[number] for number in best], len(scores)

    def _scoring(self, words: Sequence[str], numbers: Iterable[int]) -> Steps[dict[int, float]]:
        """Return how well specifications fit all words, leaving out those that do not."""
        while words and (done := len(self._texts[0])) < len(self._entries):
            some = map(_texts_of, self._entries[done : done + _TOGETHER])
            for texts, more in zip(self._texts, zip(*some, strict=True), strict=True):
                texts.extend(more)
            yield
        scores = dict.fromkeys(numbers, 0.0)
        for word in words:
            found = yield from self._holding(word, scores)
            if len(found) < _ENOUGH and len(word) >= _LEAST_LETTERS:
                others = [number for number in scores if number not in found]
                found |= yield from self._alike(word, others)
            scores = {n: score + found[n] for n, score in scores.items() if n in found}
            yield
        return scores

    def _holding(self, word: str, numbers: Iterable[int]) -> Steps[dict[int, float]]:
        """Return those in which a word stands, with their scores up to 120."""
        found: dict[int, float] = {}
        for weight, texts in zip(_WEIGHTS, self._texts, strict=False):
            for number in numbers:
                place = texts[number].find(word)
                if place >= 0:
                    score = weight * (100.0 + _bonus(word, texts[number], place))
                    if score > found.get(number, 0.0):
                        found[number] = score
            yield
        return found

    def _alike(self, word: str, numbers: Sequence[int]) -> Steps[dict[int, float]]:
        """Return those whose name or title has a word with letters left out or mistaken."""
        found: dict[int, float] = {}
        for texts in self._texts[:2]:
            near = [texts[number] for number in numbers]
            # Letters left out: "ftel" for "fleet-telemetry".
            for text, _, place in process.extract(
                word, near, scorer=LCSseq.similarity, score_cutoff=len(word), limit=None
            ):
                if starts_of_words(word, text):
                    found[numbers[place]] = 70.0
            yield
            # Letters mistaken: "telemtry".
            for text, score, place in process.extract(
                word, near, scorer=fuzz.partial_ratio, score_cutoff=_LEAST_ALIKE, limit=None
            ):
                # A text shorter than the word is not found by being a part of it.
                if len(text) >= len(word) - 1:
                    found[numbers[place]] = max(found.get(numbers[place], 0.0), score * 0.8)
            yield
        return found


def _no_texts() -> tuple[list[str], ...]:
    return tuple([] for _ in _WEIGHTS)


def _texts_of(entry: SpecEntry) -> tuple[str, ...]:
    """Return the fields that words are looked for in, in lower case."""
    folders = "/".join(entry.parts[:-1])
    return (
        entry.parts[-1].casefold(),
        entry.title[:200].casefold(),
        folders.casefold(),
        entry.status.casefold(),
        entry.author.casefold(),
    )


def _bonus(word: str, text: str, place: int) -> float:
    """Return what is added for a word found where a text or a word of it begins."""
    if place == 0:
        return 20.0 if len(text) == len(word) else 15.0
    return 0.0 if text[place - 1].isalnum() else 8.0


def starts_of_words(word: str, text: str) -> list[int]:
    """Return the places of letters in a text that spell a word, each going on where the one
    before ended or at the beginning of a word; empty where they do not."""
    # Of the ways to get here the latest is kept for each letter: enough for marking.
    ways: list[list[int]] = [[]]
    for letter in word:
        further = []
        for way in ways:
            last = way[-1] if way else -1
            place = text.find(letter, last + 1)
            while place >= 0:
                goes_on = place == last + 1 and last >= 0
                if goes_on or place == 0 or not text[place - 1].isalnum():
                    further.append([*way, place])
                place = text.find(letter, place + 1)
        ways = further[:8]
    return ways[0] if ways else []


def letters_found(words: Sequence[str], text: str) -> list[int]:
    """Return the places of the letters in a text that words were found by, for marking them."""
    folded = text.casefold()
    if len(folded) != len(text):
        folded = text.lower() if len(text.lower()) == len(text) else text
    found: set[int] = set()
    for word in words:
        place = folded.find(word)
        if place >= 0:
            found.update(range(place, place + len(word)))
        elif len(word) >= _LEAST_LETTERS:
            found.update(starts_of_words(word, folded) or _letters_alike(word, folded))
    return sorted(found)


def _letters_alike(word: str, text: str) -> list[int]:
    """Return the places of the letters that a mistyped word has in common with a text."""
    alike = fuzz.partial_ratio_alignment(word, text, score_cutoff=_LEAST_ALIKE)
    if alike is None or len(text) < len(word) - 1:
        return []
    part = text[alike.dest_start : alike.dest_end]
    return [
        alike.dest_start + place
        for block in LCSseq.opcodes(word, part)
        if block.tag == "equal"
        for place in range(block.dest_start, block.dest_end)
    ]


def runs_right_to_left(text: str) -> bool:
    """Return whether a text has letters that are written from right to left."""
    return any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)
