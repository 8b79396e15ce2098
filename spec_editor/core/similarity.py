"""How alike a title is to the titles of a template.

Words decide, not letters: “Unit Testing” and “Load Testing” share most letters and mean two
things. A word is itself, its plural, or one slip of the pen away from it. All is looked up in
indexes of the template, so that a title costs its own words and not the template's.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from enum import IntEnum
from functools import lru_cache
from math import sqrt
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]+")
_AT_WILL = re.compile(r"\s*[(\[](?:if applicable|if any|optional)[)\]]", re.IGNORECASE)
_ARTICLES = {"a", "an", "our", "the", "this"}
_LINKS = {"and", "any", "are", "by", "for", "from", "in", "into", "of", "on", "or", "to", "with"}
_EMPTY_WORDS = frozenset(_ARTICLES | _LINKS)
# “Story 1: The administrator”, “Goals (first release)”
_EXTENSION = re.compile(r"\s*[:(\[]|\s[-–—/]\s")
# A title without one of these is another one: “Goals” and “Non-Goals”.
_CONTRASTS = frozenset({"no", "non", "not", "without", "pre", "post", "before", "after"})
# A heading is a line; what is longer is no title, and would only cost time.
_MOST_WORDS = 40
_LONGEST_WORD = 40
# A slip in a short word makes another word: “cost”, “host”.
_LEAST_LETTERS_OF_A_SLIP = 6
# Of two words of which only one can be meant, one may be as short as this.
_LEAST_LETTERS = 4
# Of all words in both titles, how much those in both weigh.
_LEAST_SHARE = 0.6
_LEAST_SHARE_WITHIN = 0.57
# So much is worth mentioning: one of them that is missing just there may be meant.
_LEAST_OVERLAP = 0.4
# What adding in another order may cost.
_ROUNDED_OFF = 1e-9


class Likeness(IntEnum):
    """In which way two titles are alike; the greater the closer."""

    WORDS = 1
    EXTENDED = 2
    SPELLING = 3
    SAME = 4


class Similarity(NamedTuple):
    """How alike a title is to a template's; greater is closer, ``share`` is 0.0-1.0."""

    likeness: Likeness
    share: float


@lru_cache(20_000)
def plain_title(normal_title: str) -> str:
    """Return a normal title without “(optional)” and the marks at its ends."""
    if "(" in normal_title or "[" in normal_title:
        normal_title = _AT_WILL.sub("", normal_title)
    return normal_title.strip(" \t.:;!*_`#–—-")


@lru_cache(20_000)
def words_of(title: str) -> tuple[str, ...]:
    """Return the words that carry a normal title."""
    found = [word[:_LONGEST_WORD] for word in _WORD.findall(title)[:_MOST_WORDS]]
    return tuple([word for word in found if word not in _EMPTY_WORDS] or found)


def _stem(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 6 and word.endswith("ing"):
        return word[:-3]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _slips(word: str, least: int = _LEAST_LETTERS_OF_A_SLIP) -> list[str]:
    """Return the word with any one letter left out, and whole; a shorter one only whole.

    Two words that share one of these differ by one letter too many, too few, other or swapped.
    """
    if len(word) < least:
        return [word]
    return [word, *[word[:place] + word[place + 1 :] for place in range(len(word))]]


@lru_cache(20_000)
def _all_slips(stem: str, word: str) -> tuple[str, ...]:
    """Return what either may be by a slip; every template asks for the same words."""
    return (*_slips(stem), *_slips(word)) if stem != word else tuple(_slips(word))


def is_slip(title: str, other: str) -> bool:
    """Say whether two normal titles have the same words but for a slip of the pen in some."""
    words, others = title.split()[:_MOST_WORDS], other.split()[:_MOST_WORDS]
    return len(words) == len(others) and all(map(_is_slip, words, others))


def _is_slip(word: str, other: str) -> bool:
    """Short words must begin alike as well: “scop” is “scope”, “cost” is not “host”."""
    if word == other:
        return True
    shorter, longer = sorted((word[:_LONGEST_WORD], other[:_LONGEST_WORD]), key=len)
    if len(longer) < _LEAST_LETTERS or any(map(str.isdigit, word + other)):
        return False
    if len(shorter) < _LEAST_LETTERS_OF_A_SLIP and word[0] != other[0]:
        return False
    return not {*_slips(shorter, _LEAST_LETTERS - 1)}.isdisjoint(_slips(longer, _LEAST_LETTERS))


class Spellings:
    """Titles with their numbers, to be asked which of them another one is but for slips."""

    def __init__(self, numbers: Mapping[str, Collection[int]]) -> None:
        self._numbers = numbers
        # What the first word may be by a slip: the titles, and of how many words each is.
        self._by_start: dict[str, dict[str, int]] = defaultdict(dict)
        for title in numbers:
            first, count = self._start(title)
            for slip in _slips(first, _LEAST_LETTERS - 1):
                self._by_start[slip][title] = count
        self._starting: Callable[[str], Mapping[str, int]] = lru_cache(20_000)(self._find_starting)

    @staticmethod
    def _start(title: str) -> tuple[str, int]:
        """Return the first word of a title, and how many there are."""
        words = title.split()[:_MOST_WORDS] or [""]
        return words[0][:_LONGEST_WORD], len(words)

    def _find_starting(self, first: str) -> Mapping[str, int]:
        """Return the titles whose first word this may be."""
        slips = self._by_start.keys() & _slips(first, _LEAST_LETTERS - 1)
        return {title: count for slip in slips for title, count in self._by_start[slip].items()}

    def find(self, plain: str) -> Collection[int]:
        """Return the numbers of all titles that a plain one is but for slips of the pen."""
        first, count = self._start(plain)
        starting = self._starting(first)
        if not starting:
            return ()
        titles = [title for title, words in starting.items() if words == count]
        return {n for title in titles if is_slip(plain, title) for n in self._numbers[title]}


class TitleIndex:
    """The titles of a template, to be asked for those that are like another one."""

    def __init__(self, normal_titles: Iterable[str]) -> None:
        self.plain: dict[str, list[int]] = defaultdict(list)
        self.joined: dict[str, list[int]] = defaultdict(list)
        self._words: list[frozenset[str]] = []
        self.with_word: dict[str, list[int]] = defaultdict(list)
        self.by_slip: dict[str, str] = {}
        for number, title in enumerate(normal_titles):
            self._add(number, plain_title(title))
        self.weights = {word: 1 / sqrt(len(items)) for word, items in self.with_word.items()}
        self.title_weights = [self._weight(words) for words in self._words]
        find_misspelled = Spellings(self.plain).find
        # The same titles come again with every edit, and in every document of a folder.
        self.misspelled: Callable[[str], Collection[int]] = lru_cache(20_000)(find_misspelled)
        self.like: Callable[[str], Mapping[int, Similarity]] = lru_cache(20_000)(self._like)
        self.sharing: Callable[[str], Mapping[int, float]] = lru_cache(20_000)(self._sharing)
        self._known: Callable[[str], str] = lru_cache(20_000)(self._find_known)
        self._known_words: Callable[[str], Sequence[str]] = lru_cache(20_000)(self._words_known)

    def _add(self, number: int, title: str) -> None:
        words = words_of(title)
        stems = [_stem(word) for word in words]
        self._words.append(frozenset(stems))
        self.plain[title].append(number)
        self.joined["".join(stems)].append(number)
        for stem in dict.fromkeys(stems):
            self.with_word[stem].append(number)
        for word, stem in zip(words, stems, strict=True):
            # A letter may be lacking where the plural's would be: “purpos”.
            for slip in _all_slips(stem, word):
                self.by_slip.setdefault(slip, stem)

    def _find_known(self, word: str) -> str:
        """Return the template's word that this one is or was meant to be, else its singular."""
        stem = _stem(word)
        if stem in self.with_word:
            return stem
        known = self.by_slip
        return next((known[slip] for slip in _all_slips(stem, word) if slip in known), stem)

    def _words_known(self, plain: str) -> Sequence[str]:
        """Return the words of a title as the template knows them."""
        return [self._known(word) for word in words_of(plain)]

    def _like(self, normal_title: str) -> Mapping[int, Similarity]:
        """Return the numbers of all titles that are like this one, and how much."""
        title = plain_title(normal_title)
        if not title:
            return {}
        sharing = self.sharing(title)
        found = self._like_in_words(frozenset(self._known_words(title)), sharing) if sharing else {}
        for number in self.plain.get(_EXTENSION.split(title, maxsplit=1)[0], ()):
            found[number] = Similarity(Likeness.EXTENDED, 1.0)
        for number in self.run_together(title):
            found[number] = Similarity(Likeness.SPELLING, 1.0)
        for number in self.plain.get(title, ()):
            found[number] = Similarity(Likeness.SAME, 1.0)
        return found

    def run_together(self, plain: str) -> Collection[int]:
        """Return the numbers of all titles with the same words but for what parts them."""
        return self.joined.get("".join(self._known_words(plain)), ())

    def _like_in_words(
        self, words: frozenset[str], sharing: Mapping[int, float]
    ) -> dict[int, Similarity]:
        found = {}
        for number, share in sharing.items():
            theirs = self._words[number]
            if words == theirs:
                found[number] = Similarity(Likeness.SPELLING, 1.0)
                continue
            within = words <= theirs or theirs <= words
            if share >= (_LEAST_SHARE_WITHIN if within else _LEAST_SHARE):
                found[number] = Similarity(Likeness.WORDS, share)
        return found

    def _sharing(self, plain: str) -> Mapping[int, float]:
        """Return the numbers of all titles that share words worth mentioning, and how much."""
        words = frozenset(self._known_words(plain))
        shared: dict[int, float] = defaultdict(float)
        for word in words:
            for number in self.with_word.get(word, ()):
                shared[number] += self.weights[word]
        if not shared:
            return {}
        own = self._weight(words)
        shares = {
            number: 2 * weight / (own + self.title_weights[number])
            for number, weight in shared.items()
            if not (words ^ self._words[number]) & _CONTRASTS
        }
        return {number: share for number, share in shares.items() if share >= _LEAST_OVERLAP}

    def _weight(self, words: frozenset[str]) -> float:
        """A word that the template has in many titles says little; an unknown one all."""
        return sum([self.weights.get(word, 1.0) for word in words])


class Near(NamedTuple):
    """The titles that another one may be: by most of its words or as a whole, or just by some."""

    alike: Collection[int]
    sharing: Collection[int]


class _Word(NamedTuple):
    """What a title's word is to several templates.

    ``meant`` are the words that it may be, ``titles`` those that have one of these, each with its
    weight there, ``least`` the least of the weights.
    """

    stem: str
    meant: frozenset[str]
    titles: Collection[tuple[int, float]] = ()
    least: float = 1.0


class SharedIndex:
    """The titles of several templates, numbered on from one template to the next.

    Most of a document's titles are like none of them, which is told by one look at each of their
    words, for all templates at once. Some that are not quite alike may be told as well, but none
    that is alike is left out.
    """

    def __init__(self, indexes: Iterable[TitleIndex]) -> None:
        self._plain: dict[str, list[int]] = defaultdict(list)
        self._joined: dict[str, list[int]] = defaultdict(list)
        self._with_word: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self._by_slip: dict[str, set[str]] = defaultdict(set)
        self._title_weights: list[float] = []
        self._indexes: dict[int, TitleIndex] = {}
        for index in indexes:
            self._add(index, len(self._title_weights))
        self._spellings = Spellings(self._plain)
        self._word: Callable[[str], _Word] = lru_cache(20_000)(self._find_word)

    def _add(self, index: TitleIndex, first: int) -> None:
        """Add the titles of a template, numbered from the first on."""
        self._indexes[first] = index
        for shared, own in ((self._plain, index.plain), (self._joined, index.joined)):
            for text, numbers in own.items():
                shared[text] += [first + number for number in numbers]
        for word, numbers in index.with_word.items():
            self._with_word[word] += [(first + n, index.weights[word]) for n in numbers]
        for slip, word in index.by_slip.items():
            self._by_slip[slip].add(word)
        self._title_weights += index.title_weights

    def _find_word(self, word: str) -> _Word:
        stem = _stem(word)
        slips = _all_slips(stem, word)
        if self._by_slip.keys().isdisjoint(slips):
            return _Word(stem, frozenset((stem,)))
        meant = {known for slip in slips for known in self._by_slip.get(slip, ())}
        titles = {title for known in meant for title in self._with_word[known]}
        least = min([weight for _, weight in titles])
        return _Word(stem, frozenset((stem, *meant)), tuple(titles), least)

    def near(self, plain: str) -> Near:
        """Return the numbers of all titles that may be like a plain one."""
        words = [self._word(word) for word in words_of(plain)]
        alike = {
            *self._plain.get(_EXTENSION.split(plain, maxsplit=1)[0], ()),
            *self._joined.get("".join([word.stem for word in words]), ()),
            *self._spellings.find(plain),
        }
        known = [word for word in words if word.titles]
        if not known:
            return Near(alike, ())
        if any(len(word.meant) > 1 for word in known):
            for first, index in self._indexes.items():
                alike.update([first + number for number in index.run_together(plain)])
        shares = self._most_shared(words)
        alike.update([number for number, share in shares if share >= _LEAST_SHARE_WITHIN])
        return Near(alike, {number for number, _ in shares} - alike)

    def _most_shared(self, words: Iterable[_Word]) -> Collection[tuple[int, float]]:
        """Return the numbers of all titles that share words worth mentioning, and at most what."""
        shared: dict[int, float] = defaultdict(float)
        own = -_ROUNDED_OFF
        counted: set[str] = set()
        for word in words:
            # What may be meant for one word is not reckoned as two.
            if counted.isdisjoint(word.meant):
                own += word.least
            counted |= word.meant
            for number, weight in word.titles:
                shared[number] += weight
        shares = [
            (number, 2 * weight / (own + self._title_weights[number]))
            for number, weight in shared.items()
        ]
        return [each for each in shares if each[1] >= _LEAST_OVERLAP]
