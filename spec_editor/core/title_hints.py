"""Which of several templates a document may follow, told by its titles and without matching.

All that matching goes by is the titles. So what no title of the document could be is not found,
and of most templates that is so much that they cannot be meant.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from spec_editor.core.parts import LEAST_PARTS, homes_of
from spec_editor.core.setup import TemplateSource
from spec_editor.core.similarity import SharedIndex, plain_title
from spec_editor.core.template import Template
from spec_editor.core.template_choice import could_explain
from spec_editor.core.template_index import LONGEST_TITLE, index_of

_MOST_KEPT = 64


class _Hint(NamedTuple):
    """What a title could be: numbers of sections, counted on from one template to the next.

    ``items``: those that it may be wherever they are; ``in_gap``: those that it may be if they
    alone are missing just there; ``homes``: those in whose like it would stand; ``templates``:
    the numbers of the templates whose sections these are.
    """

    items: Collection[int]
    in_gap: Collection[int]
    homes: Collection[int]
    templates: Collection[int]


class TitleHints:
    """Holds titles against all of some templates at once."""

    def __init__(self, templates: Iterable[Template]) -> None:
        self._indexes = [index_of(template) for template in templates]
        sizes = [len(index.items) for index in self._indexes]
        self._firsts = [sum(sizes[:number]) for number in range(len(sizes))]
        # Of each section, of which template it is, and which one there.
        self._sections = [(number, item) for number, n in enumerate(sizes) for item in range(n)]
        self._beside = {
            first + item: frozenset([first + other for other in beside])
            for first, index in zip(self._firsts, self._indexes, strict=True)
            for item, beside in index.beside.items()
        }
        self._shared = SharedIndex(index.likeness for index in self._indexes)
        self._titles = {item.normal_title for index in self._indexes for item in index.items}
        patterns = {tame.pattern for index in self._indexes for tame in index.tame.values()}
        self._pattern = re.compile("|".join(f"(?:{pattern})" for pattern in sorted(patterns)))
        # The same titles come again with every edit, and in every document of a folder.
        self.hints: Callable[[str], _Hint | None] = lru_cache(20_000)(self._find_hint)

    def may_be_meant(self, titles: Iterable[str]) -> Collection[int]:
        """Return the numbers of the templates that a document with these titles may follow."""
        hints = [hint for hint in map(self.hints, titles) if hint is not None]
        used: dict[int, set[int]] = defaultdict(set)
        for section in self._most_found(hints):
            number, item = self._sections[section]
            used[number].add(item)
        return [n for n, own in used.items() if could_explain(own, self._indexes[n])]

    def known(self, titles: Iterable[str], template: int) -> frozenset[int]:
        """Return the places of the titles that may be a section of one of the templates."""
        hints = enumerate(map(self.hints, titles))
        return frozenset([place for place, hint in hints if hint and template in hint.templates])

    def _find_hint(self, title: str) -> _Hint | None:
        items, sharing = self._shared.near(plain_title(title))
        homes: list[int] = []
        if title in self._titles or self._pattern.fullmatch(title[:LONGEST_TITLE]):
            items = set(items)
            for first, index in zip(self._firsts, self._indexes, strict=True):
                items.update([first + item for item in index.tame if index.fits(title, item)])
                if index.title is not None and title == index.items[index.title].normal_title:
                    items.add(first + index.title)
                homes += [first + home for home in homes_of(title, index)]
        if not (items or sharing):
            return None
        templates = {self._sections[number][0] for number in (*items, *sharing)}
        return _Hint(items, sharing, homes, templates)

    def _most_found(self, hints: Collection[_Hint]) -> Collection[int]:
        """Return all sections that a document with such titles may have."""
        homes = Counter([item for hint in hints for item in hint.homes])
        found = {item for hint in hints for item in hint.items}
        found.update([item for item, count in homes.items() if count >= LEAST_PARTS])
        in_gap = {item for hint in hints for item in hint.in_gap}
        return found | {item for item in in_gap if self._beside[item] <= found}


_kept: dict[tuple[TemplateSource, ...], TitleHints] = {}


def hints_of(templates: Sequence[Template]) -> TitleHints:
    """Return the hints for some templates; they are kept, since all documents ask for them."""
    sources = tuple(template.source for template in templates)
    hints = _kept.get(sources)
    if hints is None:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        hints = _kept[sources] = TitleHints(templates)
    return hints
