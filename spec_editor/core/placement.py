"""Whether a matched section stands where the template has it: moved, promoted, demoted."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from spec_editor.core.sections import Section
from spec_editor.core.template_index import TemplateIndex


class Place(NamedTuple):
    """``level_change``: levels deeper (below 0: higher) than under its matched parent."""

    moved: bool
    level_change: int


class Placement:
    """Compares the places of matched sections with those of their counterparts.

    ``frames`` are the document's sections whose subsections count as chapters; None among them
    stands for the top of the document.
    """

    def __init__(
        self,
        sections: Sequence[Section],
        index: TemplateIndex,
        found: Mapping[int, int],
        frames: frozenset[int | None],
        title: int | None,
    ) -> None:
        self._sections = sections
        self._index = index
        self._found = found
        self._frames = frames
        self._title = title
        self._first: dict[int, int] = {}
        for section in sorted(found):
            self._first.setdefault(found[section], section)

    def places(self) -> dict[int, Place]:
        """Return the place of each matched section."""
        places: dict[int, Place] = {}
        siblings: dict[int | None, list[int]] = defaultdict(list)
        before = -1
        for section in sorted(self._found):
            item = self._found[section]
            at_home = self._is_at_home(section, item)
            change = self._level_change(section, item, at_home=at_home)
            in_line = change != 0 and self._follows(before, item)
            places[section] = Place(not at_home and not in_line, change)
            if at_home and self._index.items[item].repeat is None and section != self._title:
                above = self._sections[section].parent
                siblings[None if above in self._frames else above].append(section)
            before = item
        for family in siblings.values():
            for section in self._out_of_order(family):
                places[section] = Place(True, places[section].level_change)
        return places

    def _is_at_home(self, section: int, item: int) -> bool:
        parent = self._index.parent(item)
        above = self._sections[section].parent
        if section == self._title or parent is None:
            return section == self._title or above in self._frames
        return above is not None and self._found.get(above) == parent

    def _level_change(self, section: int, item: int, *, at_home: bool) -> int:
        items, level = self._index.items, self._sections[section].level
        parent = self._index.parent(item)
        if parent is None:
            # An author who adds a title to a template without one puts the chapters below it.
            chapters_are_titles = self._index.title is None and items[item].section.level == 1
            added = self._title is not None and chapters_are_titles
            return level - items[item].section.level - added
        above = self._sections[section].parent if at_home else self._first.get(parent)
        if above is None:
            return level - items[item].section.level
        step = items[item].section.level - items[parent].section.level
        return level - self._sections[above].level - step

    def _follows(self, before: int, item: int) -> bool:
        """Whether a section only has another level: it still stands behind what it stood behind."""
        parent = self._index.parent(item)
        from_parent = parent is None or parent not in self._first or before >= parent
        return before < item and from_parent

    def _out_of_order(self, family: list[int]) -> list[int]:
        """Return the fewest siblings that must move for the template's order to hold."""
        numbers = [self._found[section] for section in family]
        in_order = _longest_rise(numbers)
        return [section for place, section in enumerate(family) if place not in in_order]


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    """Return the places of a longest strictly increasing subsequence."""
    ends: list[int] = []
    places: list[int] = []
    before: list[int] = []
    for place, number in enumerate(numbers):
        at = bisect_left(ends, number)
        before.append(places[at - 1] if at else -1)
        ends[at : at + 1] = [number]
        places[at : at + 1] = [place]
    rise: set[int] = set()
    place = places[-1] if places else -1
    while place >= 0:
        rise.add(place)
        place = before[place]
    return rise
