"""What matching needs to know of a template, computed once for all documents."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from spec_editor.core.setup import TemplateSource
from spec_editor.core.similarity import TitleIndex
from spec_editor.core.template import Template, TemplateSection

_PATTERN_HOLES = re.compile(r"\\d\+|\.\+")
# What a title has that somebody is to write: “# {Title}”, “# Proposal: [Title]”.
_HOLE = re.compile(r"[{\[<]")
_MOST_KEPT = 64
# A pattern with several holes would try them all on a heading of a thousand words.
LONGEST_TITLE = 300


class TemplateIndex:
    """A template's sections by number, by title and by what is above them.

    ``title`` is the number of the document's title, None where the template has none;
    ``chapters`` are the sections that stand at the top or below the title. ``patterned`` are
    those that match more than one title; ``wild`` says of a pattern that it takes any, ``tame``
    are the patterns of the others.
    """

    def __init__(self, template: Template) -> None:
        self.items = items = template.sections
        self.title = 0 if _has_title(items) else None
        self.children = children_of(item.parent for item in items)
        self.parents = [None if item.parent == self.title else item.parent for item in items]
        self.chapters = self.children[None][self.title is not None :]
        if self.title is not None:
            self.chapters = sorted([*self.chapters, *self.children[self.title]])
        self.chapter_titles = {items[number].normal_title for number in self.chapters}
        self.wild = [_is_wild(item.pattern) for item in items]
        # Of each, whether a document without it lacks something.
        self.asked = [not (item.optional or item.exempt or item.repeat) for item in items]
        self.patterned = frozenset(n for n, item in enumerate(items) if item.pattern is not None)
        self.tame = {
            number: item.pattern
            for number, item in enumerate(items)
            if item.pattern is not None and not self.wild[number]
        }
        self.likeness = TitleIndex(
            "" if number == self.title else item.normal_title for number, item in enumerate(items)
        )
        self.by_title: dict[str, list[int]] = defaultdict(list)
        for number, item in enumerate(items):
            if number != self.title:
                self.by_title[item.normal_title].append(number)
        self.again = _stand_again(items)
        self.beside = _stand_beside(
            self.chapters if n is None else own for n, own in self.children.items()
        )
        self.repeated = [n for n, item in enumerate(items) if item.repeat and not self.wild[n]]
        self._groups = [
            (item.parent, item.repeat.pattern if item.repeat else str(number))
            for number, item in enumerate(items)
        ]
        self._last_of_group = {
            self.group(number): self.last(number) for number in range(len(items))
        }

    def below(self, item: int | None) -> list[int]:
        """Return the sections directly under one, or the chapters."""
        return self.chapters if item is None else self.children[item]

    def parent(self, item: int) -> int | None:
        """Return the section above one; None above a chapter, the title is no section above."""
        return self.parents[item]

    def fits(self, title: str, item: int) -> bool:
        """Say whether a normal title is another one of a repeatable section."""
        pattern = self.items[item].pattern
        return pattern is not None and bool(pattern.fullmatch(title[:LONGEST_TITLE]))

    def elder(self, item: int, siblings: Sequence[int | None]) -> int | None:
        """Return the place among siblings, given by what they are, behind which one belongs.

        That is the last of those nearest before it; None where it comes first.
        """
        parent = self.items[item].parent
        elders = [
            (other, place)
            for place, other in enumerate(siblings)
            if other is not None and other < item and self.items[other].parent == parent
        ]
        return max(elders)[1] if elders else None

    def end(self, item: int) -> int:
        """Return the last section of one, or of those that are the same repeated."""
        return self._last_of_group[self.group(item)]

    def last(self, item: int) -> int:
        """Return the last section below one, itself if there is none."""
        while below := self.children.get(item):
            item = below[-1]
        return item

    def missing(self, used: Collection[int]) -> Iterator[int]:
        """Yield what is required and not used; of a repeatable section one is enough."""
        groups = {self.group(item) for item in used}
        left_out: set[int] = set()
        for number, item in enumerate(self.items):
            if number in used:
                continue
            group = self.group(number)
            if item.optional or item.exempt or item.parent in left_out or group in groups:
                left_out.add(number)
                continue
            groups.add(group)
            yield number

    def group(self, number: int) -> tuple[int | None, str]:
        """Return what sections have in common that are one and the same repeated."""
        return self._groups[number]


_kept: dict[TemplateSource, TemplateIndex] = {}


def index_of(template: Template) -> TemplateIndex:
    """Return a template's index; it is kept, since all documents of a folder ask for it."""
    index = _kept.get(template.source)
    if index is None:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        index = _kept[template.source] = TemplateIndex(template)
    return index


def children_of(parents: Iterable[int | None]) -> dict[int | None, list[int]]:
    """Return the numbers below each number, given what is above each."""
    children: dict[int | None, list[int]] = defaultdict(list)
    for number, parent in enumerate(parents):
        children[parent].append(number)
    return children


def _has_title(items: Sequence[TemplateSection]) -> bool:
    """Chapters may be of level 1 as well; the first of many is a title if it is to be written."""
    first = items[0].section.level == 1
    others = any(item.section.level == 1 for item in items[1:])
    return first and (not others or bool(_HOLE.search(items[0].title)))


def _stand_beside(families: Iterable[Sequence[int]]) -> dict[int, frozenset[int]]:
    """Return those right before and right behind each section, in all families that it is in."""
    beside: dict[int, frozenset[int]] = {}
    for family in families:
        for place, number in enumerate(family):
            own = frozenset((*family[max(place - 1, 0) : place], *family[place + 1 : place + 2]))
            beside[number] = beside.get(number, own) & own
    return beside


def _is_wild(pattern: re.Pattern[str] | None) -> bool:
    return pattern is not None and not any(
        map(str.isalnum, _PATTERN_HOLES.sub("", pattern.pattern))
    )


def _stand_again(items: Sequence[TemplateSection]) -> list[bool]:
    """Say of each section whether one above it repeats, so that it is found more than once."""
    again: list[bool] = []
    for item in items:
        above = item.parent
        again.append(above is not None and (again[above] or items[above].repeat is not None))
    return again
