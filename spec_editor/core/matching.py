"""Which section of a document is which section of its template.

From the surest evidence to the weakest: the template's title where it belongs, a title like it
there, the template's title elsewhere, a title spelled like it elsewhere, and at last what a mere
`{placeholder}` takes. The sections below whatever was found are compared at once. Titles are
looked up in indexes, so that the work grows with the sections and not with their pairs.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from spec_editor.core.frames import frames_of, title_of
from spec_editor.core.match_reasons import (
    DOCUMENT_TITLE,
    SAME_TITLE,
    where,
    why_again,
    why_like,
    why_parts,
    why_there,
)
from spec_editor.core.matches import Match as Match
from spec_editor.core.matches import Matching as Matching
from spec_editor.core.parts import whose_parts
from spec_editor.core.placement import Placement
from spec_editor.core.sections import Section
from spec_editor.core.similarity import Likeness, Similarity, plain_title
from spec_editor.core.template import Template, normal_title
from spec_editor.core.template_index import children_of, index_of
from spec_editor.core.title_hints import hints_of

# Two levels off it is another section's own part: “Drawbacks” of one of the alternatives.
_FARTHEST_LEVEL = 1
_OTHER_NAMES = (Likeness.WORDS, Likeness.SPELLING)
# What stands before the first and behind the last of the items below a heading.
_START, _END = -1, -2


class _Found(NamedTuple):
    item: int
    why: str
    renamed: bool


@dataclass(slots=True)
class _Family:
    """The sections under one heading of the document, and those under its counterpart."""

    sections: list[int]
    item: int | None
    items: list[int]
    taken: set[int] = field(default_factory=set)


class Matcher:
    """Holds a document's sections, with their normal titles, against one template.

    ``known`` are those whose titles are like any of the template's, or may be.
    """

    def __init__(
        self,
        sections: Sequence[Section],
        titles: Sequence[str],
        template: Template,
        known: frozenset[int],
    ) -> None:
        self.sections = sections
        self.titles = titles
        self.known = known
        # Those of them that are not found yet.
        self.left = set(known)
        self.index = index_of(template)
        self.items = self.index.items
        self.children = children_of(section.parent for section in sections)
        self.found: dict[int, _Found] = {}
        self.used: set[int] = set()
        self.families: list[_Family] = []
        self.title = title_of(sections, titles, self.index)
        self.frames = frames_of(sections, titles, self.index, self.title)

    def find(self) -> None:
        """Find out which section is which; where they should stand is another question."""
        if self.title is not None and self.index.title is not None:
            self._take(self.title, self.index.title, DOCUMENT_TITLE)
        chapters = sorted(child for frame in self.frames for child in self.children[frame])
        chapters = [chapter for chapter in chapters if chapter != self.title]
        self._compare(_Family(chapters, None, self.index.chapters))
        if len(self.found) < len(self.sections):
            self._match_the_rest()

    def _match_the_rest(self) -> None:
        """Match what has not its own title, or not at its own place."""
        self._each_family(self._match_like)
        self._each_family(self._match_parts)
        self._match_title_elsewhere()
        self._match_pattern_elsewhere()
        self._match_like_elsewhere()
        self._each_family(self._match_gaps)
        self._each_family(partial(self._match_patterns, wild=True))

    # ------------------------------------------------------------ in place

    def _compare(self, family: _Family) -> None:
        """Match what is surely equal, here and below."""
        waiting = [family]
        while waiting:
            family = waiting.pop()
            if not family.sections or not family.items:
                continue
            self.families.append(family)
            pairs = [*self._match_equal(family), *self._match_patterns(family, wild=False)]
            waiting += [self._family(*pair) for pair in pairs if self.children.get(pair[0])]

    def _family(self, section: int, item: int) -> _Family:
        return _Family(self.children[section], item, self.index.children[item])

    def _each_family(self, match: Callable[[_Family], list[tuple[int, int]]]) -> None:
        """Match in each family, and in those that come to light by it."""
        for family in self.families:
            for pair in match(family):
                self._compare(self._family(*pair))

    def _free_sections(self, family: _Family, *, known: bool = True) -> list[int]:
        """Return those not found yet; the known ones may be by their titles, mostly a few."""
        if known:
            return [section for section in family.sections if section in self.left]
        return [section for section in family.sections if section not in self.found]

    def _free_items(self, family: _Family) -> list[int]:
        """Under a section that repeats, each of its sections is there once for every time."""
        return [
            item
            for item in family.items
            if item not in family.taken and (item not in self.used or self.index.again[item])
        ]

    def _match_equal(self, family: _Family) -> list[tuple[int, int]]:
        by_title: dict[str, deque[int]] = defaultdict(deque)
        for section in self._free_sections(family):
            by_title[self.titles[section]].append(section)
        pairs = []
        for item in self._free_items(family):
            queue = by_title.get(self.items[item].normal_title)
            if queue:
                pairs.append(self._take(queue.popleft(), item, SAME_TITLE, family))
        return pairs

    def _match_patterns(self, family: _Family, *, wild: bool) -> list[tuple[int, int]]:
        """Match what looks like another one of a repeatable section."""
        if self.index.patterned.isdisjoint(family.items):
            return []
        groups: dict[str, list[int]] = defaultdict(list)
        for item in family.items:
            pattern = self.items[item].pattern if item in self.index.patterned else None
            if pattern is not None and self.index.wild[item] is wild:
                groups[pattern.pattern].append(item)
        pairs = []
        for members in groups.values():
            free = deque(item for item in self._free_items(family) if item in members)
            for section in self._free_sections(family, known=not wild):
                again = self.items[members[-1]].repeat is not None
                if not (free or again):
                    break
                if self.index.fits(self.titles[section], members[0]):
                    item = free.popleft() if free else members[-1]
                    why = why_again(self.items[item].title)
                    pairs.append(self._take(section, item, why, family))
        return pairs

    def _match_like(self, family: _Family) -> list[tuple[int, int]]:
        """Match each section to the one it is most like, if that one is free."""
        sections = self._free_sections(family)
        free = set(self._free_items(family) if sections else ())
        items = set(family.items)
        wishes: dict[int, tuple[Similarity, int]] = {}
        for section in sections if free else ():
            if self._is_free_elsewhere(section, items):
                continue
            similarity, item = self._most_like(section, items) or (None, -1)
            if similarity and item in free and (item not in wishes or similarity > wishes[item][0]):
                wishes[item] = similarity, section
        return [
            self._take(
                section, item, why_like(similarity, self.items[item].title), family, similarity
            )
            for item, (similarity, section) in wishes.items()
        ]

    def _match_parts(self, family: _Family) -> list[tuple[int, int]]:
        """Match a section to the one whose sections stand in it: only its own title is another."""
        pairs = []
        free = {item for item in self._free_items(family) if self.index.children.get(item)}
        for section in self._free_sections(family, known=False) if free else ():
            parts = self.children.get(section, ())
            if self.known.isdisjoint(parts):
                continue
            item = whose_parts([self.titles[part] for part in parts], free, self.index)
            if item is not None:
                free.discard(item)
                why = why_parts(self.items[item].title)
                similarity = Similarity(Likeness.WORDS, 0.0)
                pairs.append(self._take(section, item, why, family, similarity))
        return pairs

    def _match_gaps(self, family: _Family) -> list[tuple[int, int]]:
        """Match a section to the one item that is missing just there, if words are shared."""
        if self.left.isdisjoint(family.sections):
            return []
        pairs = []
        free = set(self._free_items(family))
        for section, gap in self._gaps(family) if free else ():
            lacking = [item for item in gap if item in free]
            similarity, item = self._meant_by(section, lacking) or (None, -1)
            if similarity is not None:
                free.discard(item)
                pairs.append(
                    self._take(
                        section,
                        item,
                        why_there(similarity, self.items[item].title),
                        family,
                        similarity,
                    )
                )
        return pairs

    def _meant_by(self, section: int, lacking: Sequence[int]) -> tuple[Similarity, int] | None:
        """Return the lacking item that is misspelled, or the only one if it shares words."""
        title = plain_title(self.titles[section])
        misspelled = self.index.likeness.misspelled(title)
        near = [item for item in lacking if item in misspelled]
        if len(near) == 1:
            return Similarity(Likeness.SPELLING, 1.0), near[0]
        if len(lacking) == 1:
            share = self.index.likeness.sharing(title).get(lacking[0])
            if share is not None:
                return Similarity(Likeness.WORDS, share), lacking[0]
        return None

    def _gaps(self, family: _Family) -> Iterator[tuple[int, list[int]]]:
        """Yield each known section between two matched ones, and the items between theirs."""
        places = {item: place for place, item in enumerate(family.items)}
        places |= {_START: -1, _END: len(family.items)}
        found = [self.found[n].item if n in self.found else None for n in family.sections]
        around = [_START, *found, _END]
        for section, before, after in zip(family.sections, around, around[2:], strict=False):
            if section in self.left and before in places and after in places:
                yield section, family.items[places[before] + 1 : places[after]]

    def _most_like(
        self, section: int, items: set[int] | None = None
    ) -> tuple[Similarity, int] | None:
        """Return the one item that a section is most like; None if it is none or several."""
        known = self.index.likeness.like(self.titles[section])
        if not known:
            return None
        like = [
            (similarity, item)
            for item, similarity in known.items()
            if items is None or item in items
        ]
        best = max(like, default=None)
        if best is None or sum(similarity == best[0] for similarity, _ in like) > 1:
            return None
        return best

    def _is_free_elsewhere(self, section: int, items: set[int]) -> bool:
        others = self.index.by_title.get(self.titles[section], ())
        return any(item not in self.used and item not in items for item in others)

    # ------------------------------------------------------------ elsewhere

    def _match_title_elsewhere(self) -> None:
        by_title: dict[str, list[int]] = defaultdict(list)
        for section in sorted(self.left):
            by_title[self.titles[section]].append(section)
        for item, entry in enumerate(self.items) if by_title else ():
            candidates = by_title.get(entry.normal_title, ())
            if candidates and item not in self.used:
                self._take_nearest(candidates, item, SAME_TITLE)

    def _match_pattern_elsewhere(self) -> None:
        patterns: dict[str, int] = {}
        for item in self.index.repeated:
            pattern = self.items[item].pattern
            if pattern is not None:
                patterns.setdefault(pattern.pattern, item)
        for item in patterns.values():
            for section in sorted(self.left):
                if section in self.left and self.index.fits(self.titles[section], item):
                    why = why_again(self.items[item].title)
                    self._follow(self._take(section, item, why))

    def _match_like_elsewhere(self) -> None:
        wishes: dict[int, list[tuple[int, Similarity]]] = defaultdict(list)
        for section in sorted(self.left):
            best = self._most_like(section)
            if best and best[0].likeness >= Likeness.SPELLING and best[1] not in self.used:
                wishes[best[1]].append((section, best[0]))
        for item in sorted(wishes):
            similarity = max(similarity for _, similarity in wishes[item])
            like = [section for section, other in wishes[item] if other == similarity]
            self._take_nearest(like, item, why_like(similarity, self.items[item].title), similarity)

    def _take_nearest(
        self,
        candidates: Iterable[int],
        item: int,
        why: str,
        similarity: Similarity | None = None,
    ) -> None:
        """Take the candidate whose level is nearest; the first of several."""
        level = self.items[item].section.level
        far = [(abs(self.sections[n].level - level), n) for n in candidates if n not in self.found]
        near = [
            (levels, number)
            for levels, number in far
            if levels <= _FARTHEST_LEVEL or self._is_within(number, self.index.parent(item))
        ]
        nearest = min(near, default=None)
        if nearest and nearest[1] != self.title:
            self._follow(self._take(nearest[1], item, why, similarity=similarity))

    def _is_within(self, section: int, parent: int | None) -> bool:
        """Say whether a section stands below an item's match, in none of the author's own."""
        above = self.sections[section].parent
        while parent is not None and above in self.found:
            if self.found[above].item == parent:
                return True
            above = self.sections[above].parent
        return False

    def _follow(self, pair: tuple[int, int]) -> None:
        known = len(self.families)
        self._compare(self._family(*pair))
        for family in self.families[known:]:
            for below in self._match_like(family):
                self._follow(below)

    # ------------------------------------------------------------ what came of it

    def _take(
        self,
        section: int,
        item: int,
        why: str,
        family: _Family | None = None,
        similarity: Similarity | None = None,
    ) -> tuple[int, int]:
        renamed = similarity is not None and similarity.likeness in _OTHER_NAMES
        self.found[section] = _Found(item, why, renamed)
        self.left.discard(section)
        self.used.add(item)
        if family is not None:
            family.taken.add(item)
        return section, item

    def placed(self) -> Matching:
        """Return what was found, with what is missing and what stands elsewhere."""
        missing = tuple(self.index.missing(self.used))
        items = {section: found.item for section, found in self.found.items()}
        placement = Placement(self.sections, self.index, items, self.frames, self.title)
        by_section = {
            section: Match(
                section,
                found.item,
                found.why + where(place),
                place.moved,
                found.renamed,
                place.level_change,
                place.slip,
            )
            for section, place in placement.places().items()
            for found in (self.found[section],)
        }
        levels, unclear = tuple(placement.levels), frozenset(placement.unclear)
        return Matching(by_section, missing, levels, unclear)


def match_sections(sections: Sequence[Section], template: Template) -> Matching:
    """Match a document's sections to a template's, deterministically."""
    titles = [normal_title(section.title) for section in sections]
    known = hints_of([template]).known(titles, 0)
    matcher = Matcher(sections, titles, template, known)
    matcher.find()
    return matcher.placed()
