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
from spec_editor.core.similarity import SharedIndex, plain_title
from spec_editor.core.template import Template, TemplateSource
from spec_editor.core.template_choice import could_explain
from spec_editor.core.template_index import LONGEST_TITLE, TemplateIndex, index_of

_MOST_KEPT = 8


class _Hint(NamedTuple):
    """What a title could be in one template: numbers of its sections.

    ``items``: those that it may be wherever they are; ``in_gap``: those that it may be if they
    alone are missing just there; ``homes``: those in whose like it would stand.
    """

    template: int
    items: frozenset[int]
    in_gap: frozenset[int]
    homes: frozenset[int]


class TitleHints:
    """Holds titles against all of some templates at once."""

    def __init__(self, templates: Iterable[Template]) -> None:
        self._indexes = [index_of(template) for template in templates]
        self._shared = SharedIndex(index.likeness for index in self._indexes)
        self._titles = {title for index in self._indexes for title in index.by_title}
        self._pattern = re.compile(
            "|".join(
                f"(?:{tame.pattern})" for index in self._indexes for tame in index.tame.values()
            )
        )
        # The same titles come again with every edit, and in every document of a folder.
        self.hints: Callable[[str], Sequence[_Hint]] = lru_cache(20_000)(self._find_hints)

    def may_be_meant(self, titles: Sequence[str]) -> Collection[int]:
        """Return the numbers of the templates that a document with these titles may follow."""
        hints: dict[int, list[_Hint]] = defaultdict(list)
        for title in titles:
            for hint in self.hints(title):
                hints[hint.template].append(hint)
        return [
            number
            for number, own in hints.items()
            if could_explain(_most_found(own, self._indexes[number]), self._indexes[number])
        ]

    def _find_hints(self, title: str) -> Sequence[_Hint]:
        plain = plain_title(title)
        near: Iterable[int] = self._shared.knowing(plain)
        may_fit = self._pattern.fullmatch(title[:LONGEST_TITLE]) is not None
        if may_fit or title in self._titles:
            near = range(len(self._indexes))
        hints = [_hint(n, self._indexes[n], title, plain, may_fit=may_fit) for n in sorted(near)]
        return tuple([hint for hint in hints if any(hint[1:])])


def _hint(number: int, index: TemplateIndex, title: str, plain: str, *, may_fit: bool) -> _Hint:
    """``may_fit`` says whether the title fits a pattern of any template."""
    items = {*index.by_title.get(title, ()), *index.likeness.like(title)}
    homes: Iterable[int] = ()
    if may_fit:
        items.update(item for item in index.tame if index.fits(title, item))
    if may_fit or title in index.by_title:
        homes = homes_of(title, index)
    items.update(index.likeness.misspelled(plain))
    in_gap = frozenset(index.likeness.sharing(plain)) - items
    return _Hint(number, frozenset(items), in_gap, frozenset(homes))


def _most_found(hints: Iterable[_Hint], index: TemplateIndex) -> Collection[int]:
    """Return all sections that a document with such titles may have."""
    homes = Counter(item for hint in hints for item in hint.homes)
    found = {item for hint in hints for item in hint.items}
    found.update(item for item, count in homes.items() if count >= LEAST_PARTS)
    in_gap = {item for hint in hints for item in hint.in_gap}
    return found | {item for item in in_gap if index.beside[item] <= found}


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
