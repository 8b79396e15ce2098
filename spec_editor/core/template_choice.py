"""How well a template explains a document's headings, so that the best one can be taken.

Two shares count alike: that of the document's headings which the template knows, and that of the
template's required sections which the document has. Only headings where the template has a say
are counted: what an author puts below a section without sections of its own is free. A chapter
is worth as much as all below it, so that a long questionnaire does not outweigh the rest.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from math import sqrt

from spec_editor.core.matches import Match, Matching
from spec_editor.core.placement import usual_level_change
from spec_editor.core.sections import Section
from spec_editor.core.similarity import plain_title
from spec_editor.core.template import Template
from spec_editor.core.template_index import TemplateIndex, children_of, index_of

# Headings that any text may have say little about its template.
_GENERIC = frozenset(
    word
    for line in (
        "abstract, about, acknowledgements, acknowledgments, appendices, appendix, approval",
        "authors, background, change history, changelog, conclusion, conclusions, contents",
        "contributing, definitions, description, details, examples, faq, features",
        "getting started, glossary, history, implementation, installation, introduction, license",
        "links, notes, overview, purpose, references, related work, requirements, resources",
        "revision history, scope, see also, status, summary, table of contents, terminology",
        "testing, tests, title, toc, usage",
    )
    for word in line.split(", ")
)
_GENERIC_WEIGHT = 0.3
# Below these nobody would see the template in the document.
_LEAST_EVIDENCE = 1.75
_LEAST_SCORE = 0.35
# What adding in another order may cost.
_ROUNDED_OFF = 1e-9
_LIKENESS_OF_RENAMED = 0.75
_LIKENESS_OF_MISPLACED = 0.75


def shared_titles(templates: Iterable[Template]) -> Counter[str]:
    """Return how many of the templates have each title: what all have decides nothing."""
    counts: Counter[str] = Counter()
    for template in templates:
        counts.update({plain_title(item.normal_title) for item in template.sections})
    return counts


def likeliest_first(
    templates: Iterable[Template], titles: Iterable[str]
) -> Iterator[tuple[int, bool]]:
    """Yield the numbers of the templates by how many of the titles they have.

    With each comes whether that is less than half of what the first one has.
    """
    known = set(titles)
    shares = [len(known & index_of(template).by_title.keys()) for template in templates]
    most = max(shares, default=0)
    for number in sorted(range(len(shares)), key=lambda number: -shares[number]):
        yield number, 2 * shares[number] < most


def settled_chapters(index: TemplateIndex, matches: Iterable[Match]) -> list[Match]:
    """Return the matches of the template's chapters, of those in place if there are such."""
    chapters = [
        match
        for match in matches
        if match.template != index.title and index.parent(match.template) is None
    ]
    return [match for match in chapters if not match.moved] or chapters


def is_evident(used: Iterable[int], index: TemplateIndex) -> bool:
    """Say whether so many telling sections of a template are there that it may be meant."""
    weights = _weights(index)
    evidence = sum(weights[item] for item in used if item != index.title and not index.wild[item])
    return evidence >= _LEAST_EVIDENCE


def could_explain(used: Collection[int], index: TemplateIndex) -> bool:
    """Say whether a template may be meant if at most these sections of it are there.

    That is whether there is a score if the template knows each of the document's headings.
    """
    if not is_evident(used, index):
        return False
    found = _share_found(index, used, _weights(index), index.chapters, at_most=True)
    return _harmonic_mean(found, 1.0) >= _LEAST_SCORE - _ROUNDED_OFF


class Explanation:
    """One template held against one document; ``titles`` are the sections' normal titles."""

    def __init__(
        self,
        sections: Sequence[Section],
        titles: Sequence[str],
        index: TemplateIndex,
        matching: Matching,
    ) -> None:
        self._sections = sections
        self._titles = titles
        self._index = index
        self._matches = matching.by_section
        self._used = {match.template for match in self._matches.values()}
        self._children = children_of(section.parent for section in sections)
        self._above = self._above_matched()
        # How much each of the template's titles tells.
        self._telling: Sequence[float] = ()
        self._shift = 0

    def score(self) -> float | None:
        """Return how well the template explains the document, 0.0-1.0; None below the floor."""
        self._telling = _weights(self._index)
        mean = self._mean(self._chapters())
        return None if mean < _LEAST_SCORE else mean

    def score_beside(self, shared: Mapping[str, int]) -> float:
        """Return the same for comparing with others: what they have as well decides less.

        ``shared`` says how many of the templates in question have a title.
        """
        titles = [item.normal_title for item in self._index.items]
        counts = [max(1, shared.get(plain_title(title), 1)) for title in titles]
        self._telling = [_weight(t) / sqrt(n) for t, n in zip(titles, counts, strict=True)]
        return self._mean(self._chapters())

    def _mean(self, chapters: Sequence[int]) -> float:
        """Return the harmonic mean of both shares: neither makes up for the other."""
        found = _share_found(self._index, self._used, self._telling, self._index.chapters)
        return _harmonic_mean(found, self._explained(chapters))

    def _explained(self, sections: Sequence[int]) -> float:
        """Return the share of the document's headings that the template knows."""
        total = found = 0.0
        for section in sections:
            match = self._matches.get(section)
            below = self._children[section]
            if match is None:
                weight = _weight(self._titles[section])
                # A heading of the author's own may hold sections of the template.
                own = 0.5 * self._explained(below) if section in self._above else 0.0
            elif self._index.wild[match.template]:
                continue
            else:
                weight = self._telling[match.template]
                has_say = bool(below and self._index.children[match.template])
                own = self._likeness(match) * (
                    0.5 + 0.5 * self._explained(below) if has_say else 1.0
                )
            total += weight
            found += weight * own
        return found / total if total else 1.0

    def _chapters(self) -> list[int]:
        """Return the sections that stand where chapters do."""
        settled = settled_chapters(self._index, self._matches.values())
        self._shift = usual_level_change(match.level_change for match in settled)
        parents = {self._sections[match.section].parent for match in settled}
        return [n for n, section in enumerate(self._sections) if section.parent in parents]

    def _above_matched(self) -> set[int]:
        above: set[int] = set()
        for section in self._matches:
            parent = self._sections[section].parent
            while parent is not None and parent not in above:
                above.add(parent)
                parent = self._sections[parent].parent
        return above

    def _likeness(self, match: Match) -> float:
        # That all chapters are a level deeper says nothing of each.
        is_chapter = self._index.parent(match.template) is None
        misplaced = match.moved or match.level_change != (self._shift if is_chapter else 0)
        item = self._index.items[match.template]
        title = plain_title(self._titles[match.section])
        same = item.pattern is not None or title == plain_title(item.normal_title)
        likeness = 1.0 if same else _LIKENESS_OF_RENAMED
        return likeness * (_LIKENESS_OF_MISPLACED if misplaced else 1.0)


def _share_found(
    index: TemplateIndex,
    used: Collection[int],
    telling: Sequence[float],
    items: Sequence[int],
    *,
    at_most: bool = False,
) -> float:
    """Return the share of the template's sections that the document has.

    ``at_most`` gives what it is at most if not all of the used ones are there: one not asked for
    may then be whole, lest it be worse to have it than not.
    """
    total = found = 0.0
    for item in items:
        present = item in used
        asked = index.asked[item]
        if index.wild[item] or not (asked or present):
            continue
        weight = telling[item]
        total += weight
        if not present:
            continue
        below = index.children.get(item)
        if below and (asked or not at_most):
            weight *= 0.5 + 0.5 * _share_found(index, used, telling, below, at_most=at_most)
        found += weight
    return found / total if total else 1.0


def _harmonic_mean(found: float, explained: float) -> float:
    return 2 * found * explained / (found + explained) if found + explained else 0.0


@lru_cache(256)
def _weights(index: TemplateIndex) -> Sequence[float]:
    return [_weight(item.normal_title) for item in index.items]


@lru_cache(20_000)
def _weight(normal: str) -> float:
    return _GENERIC_WEIGHT if plain_title(normal) in _GENERIC else 1.0
