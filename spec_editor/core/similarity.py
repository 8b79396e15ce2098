"""How alike a title is to the titles of a template.

Words decide, not letters: “Unit Testing” and “Load Testing” share most letters and mean two
things. A word is itself, its plural, or one slip of the pen away from it. All is looked up in
indexes of the template, so that a title costs its own words and not the template's.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
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
    return tuple(word for word in found if word not in _EMPTY_WORDS) or tuple(found)


def _stem(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 6 and word.endswith("ing"):
        return word[:-3]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _slips(word: str, least: int = _LEAST_LETTERS_OF_A_SLIP) -> Iterator[str]:
    """Yield the word with any one letter left out, and whole; a shorter one only whole.

    Two words that share one of these differ by one letter too many, too few, other or swapped.
    """
    yield word
    if len(word) >= least:
        for place in range(len(word)):
            yield word[:place] + word[place + 1 :]


@lru_cache(20_000)
def _all_slips(stem: str, word: str) -> tuple[str, ...]:
    """Return what either may be by a slip; every template asks for the same words."""
    return (*_slips(stem), *_slips(word))


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


def _starts(title: str) -> Iterator[str]:
    """Yield what two normal titles have one of in common if one is a slip of the other."""
    words = title.split()[:_MOST_WORDS] or [""]
    for slip in _slips(words[0][:_LONGEST_WORD], _LEAST_LETTERS - 1):
        yield f"{len(words)} {slip}"


class TitleIndex:
    """The titles of a template, to be asked for those that are like another one."""

    def __init__(self, normal_titles: Iterable[str]) -> None:
        self._plain: dict[str, list[int]] = defaultdict(list)
        self._joined: dict[str, list[int]] = defaultdict(list)
        self._words: list[frozenset[str]] = []
        self._with_word: dict[str, list[int]] = defaultdict(list)
        self._by_slip: dict[str, str] = {}
        self._by_start: dict[str, dict[str, None]] = defaultdict(dict)
        for number, title in enumerate(normal_titles):
            self._add(number, plain_title(title))
        self._weights = {word: 1 / sqrt(len(items)) for word, items in self._with_word.items()}
        self._title_weights = [self._weight(words) for words in self._words]
        # The same titles come again with every edit, and in every document of a folder.
        self.like: Callable[[str], Mapping[int, Similarity]] = lru_cache(20_000)(self._like)
        self.misspelled: Callable[[str], Collection[int]] = lru_cache(20_000)(self._misspelled)
        self.sharing: Callable[[str], Mapping[int, float]] = lru_cache(20_000)(self._sharing)
        self._known: Callable[[str], str] = lru_cache(20_000)(self._find_known)
        self._known_words: Callable[[str], Sequence[str]] = lru_cache(20_000)(self._words_known)

    @property
    def plain_titles(self) -> Collection[str]:
        """The titles themselves."""
        return self._plain.keys()

    @property
    def joined_words(self) -> Collection[str]:
        """The words of each, in the singular and without what parts them."""
        return self._joined.keys()

    @property
    def slips(self) -> Collection[str]:
        """What a word must have among its own slips, or be, to be taken for one of theirs."""
        return self._by_slip.keys()

    @property
    def starts(self) -> Collection[str]:
        """What a title must have among its own starts to be one of these but for slips."""
        return self._by_start.keys()

    def _add(self, number: int, title: str) -> None:
        words = words_of(title)
        stems = [_stem(word) for word in words]
        self._words.append(frozenset(stems))
        self._plain[title].append(number)
        for start in _starts(title):
            self._by_start[start][title] = None
        self._joined["".join(stems)].append(number)
        for stem in dict.fromkeys(stems):
            self._with_word[stem].append(number)
        for word, stem in zip(words, stems, strict=True):
            # A letter may be lacking where the plural's would be: “purpos”.
            for slip in _all_slips(stem, word):
                self._by_slip.setdefault(slip, stem)

    def _find_known(self, word: str) -> str:
        """Return the template's word that this one is or was meant to be, else its singular."""
        stem = _stem(word)
        if stem in self._with_word:
            return stem
        known = self._by_slip
        return next((known[slip] for slip in _all_slips(stem, word) if slip in known), stem)

    def _words_known(self, plain: str) -> Sequence[str]:
        """Return the words of a title as the template knows them."""
        return [self._known(word) for word in words_of(plain)]

    def _like(self, normal_title: str) -> Mapping[int, Similarity]:
        """Return the numbers of all titles that are like this one, and how much."""
        title = plain_title(normal_title)
        if not title:
            return {}
        words = self._known_words(title)
        found = self._like_in_words(frozenset(words), self.sharing(title))
        for number in self._plain.get(_EXTENSION.split(title, maxsplit=1)[0], ()):
            found[number] = Similarity(Likeness.EXTENDED, 1.0)
        for number in self._joined.get("".join(words), ()):
            found[number] = Similarity(Likeness.SPELLING, 1.0)
        for number in self._plain.get(title, ()):
            found[number] = Similarity(Likeness.SAME, 1.0)
        return found

    def _misspelled(self, plain: str) -> Collection[int]:
        """Return the numbers of all titles that a plain one is but for slips of the pen."""
        titles = {title for start in _starts(plain) for title in self._by_start.get(start, ())}
        return {n for title in titles if is_slip(plain, title) for n in self._plain[title]}

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
            for number in self._with_word.get(word, ()):
                shared[number] += self._weights[word]
        if not shared:
            return {}
        own = self._weight(words)
        shares = {
            number: 2 * weight / (own + self._title_weights[number])
            for number, weight in shared.items()
            if not (words ^ self._words[number]) & _CONTRASTS
        }
        return {number: share for number, share in shares.items() if share >= _LEAST_OVERLAP}

    def _weight(self, words: frozenset[str]) -> float:
        """A word that the template has in many titles says little; an unknown one all."""
        return sum([self._weights.get(word, 1.0) for word in words])


class SharedIndex:
    """The titles of several templates, to be asked which of them may have one like another.

    Most titles of a document have nothing in common with any template's, which is told by a look
    at each of their words, once for all templates.
    """

    def __init__(self, indexes: Iterable[TitleIndex]) -> None:
        # What a title is as a whole, what a word of it may be by a slip, and what its first word
        # of so many may be: with each, whose titles.
        self._whole: dict[str, set[int]] = defaultdict(set)
        self._by_slip: dict[str, set[int]] = defaultdict(set)
        self._by_start: dict[str, set[int]] = defaultdict(set)
        for number, index in enumerate(indexes):
            for whole in (*index.plain_titles, *index.joined_words):
                self._whole[whole].add(number)
            for slip in index.slips:
                self._by_slip[slip].add(number)
            for start in index.starts:
                self._by_start[start].add(number)
        self._with_word: Callable[[str], Collection[int]] = lru_cache(20_000)(self._find_with_word)

    def _find_with_word(self, word: str) -> Collection[int]:
        return self._any(self._by_slip, _all_slips(_stem(word), word))

    @staticmethod
    def _any(known: Mapping[str, Collection[int]], keys: Iterable[str]) -> Collection[int]:
        return {number for key in keys if key in known for number in known[key]}

    def knowing(self, plain: str) -> Collection[int]:
        """Return the numbers of all that may have a title like this plain one, or near it."""
        words = words_of(plain)
        whole = (plain, _EXTENSION.split(plain, maxsplit=1)[0], "".join(map(_stem, words)))
        found = {*self._any(self._whole, whole), *self._any(self._by_start, _starts(plain))}
        return found.union(*map(self._with_word, words))
