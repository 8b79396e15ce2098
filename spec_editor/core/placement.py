"""Whether a matched section stands where the template has it: moved, promoted, demoted.

A heading with one ``#`` too many or too few takes all that stands behind it out of its place, or
lets it in. So the levels are judged from the top down: each section against what would stand
above it if the headings before it had the levels that they are meant to have.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from spec_editor.core.sections import Section
from spec_editor.core.template_index import TemplateIndex

# So many sections of the template in one of the author's own are meant to be there.
_LEAST_IN_OWN = 2


class Place(NamedTuple):
    """``level_change``: levels deeper (below 0: higher) than under its matched parent.

    ``slip`` is the part of it that is not meant so.
    """

    moved: bool
    level_change: int
    slip: int = 0


class _Aim(NamedTuple):
    """Where a section belongs: ``above`` is the section above it, ``level`` its level there."""

    above: int | None
    level: int


class Placement:
    """Compares the places of matched sections with those of their counterparts.

    ``frames`` are the document's sections whose subsections count as chapters; None among them
    stands for the top of the document. ``levels`` are those that all sections are meant to have;
    ``unclear`` are sections that would take in what is not theirs if they got them.
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
        self._latest: dict[int, int] = {}
        self._added = self._levels_added()
        self._open: list[int] = []
        self.levels: list[int] = []
        self.unclear: set[int] = set()

    def places(self) -> dict[int, Place]:
        """Return the place of each matched section."""
        if self._is_as_in_template():
            self.levels = [section.level for section in self._sections]
            return dict.fromkeys(sorted(self._found), Place(False, 0))
        self._shift = self._usual_change()
        self._steps = self._usual_steps()
        self._in_own = Counter(self._sections[section].parent for section in self._found)
        self._beside = self._levels_beside()
        places: dict[int, Place] = {}
        siblings: dict[int | None, list[int]] = defaultdict(list)
        before = -1
        for number, section in enumerate(self._sections):
            item = self._found.get(number)
            if item is None:
                self._enter(number, self._own_level(section), is_home=False)
                continue
            at_home = self._is_at_home(number, item)
            places[number] = self._place(number, item, before, at_home=at_home)
            if at_home and self._index.items[item].repeat is None and number != self._title:
                siblings[None if section.parent in self._frames else section.parent].append(number)
            before = item
            self._latest[item] = number
        for family in siblings.values():
            for number in self._out_of_order(family):
                places[number] = Place(True, places[number].level_change)
                self.levels[number] = self._sections[number].level
        return places

    def _is_as_in_template(self) -> bool:
        """Say at a glance whether all that is matched is at its place, on its level, in order.

        Most documents are so most of the time, and then there is nothing to work out.
        """
        items, parents = self._index.items, self._index.parents
        before = -1
        for number, section in enumerate(self._sections):
            item = self._found.get(number)
            if item is None or number == self._title:
                continue
            parent, above = parents[item], section.parent
            if parent is None:
                is_home = above in self._frames
            else:
                is_home = above is not None and self._found.get(above) == parent
            level = items[item].section.level + self._added
            if not is_home or item < before or section.heading.level != level:
                return False
            before = item
        return True

    # ------------------------------------------------------------ one section

    def _place(self, number: int, item: int, before: int, *, at_home: bool) -> Place:
        level = self._sections[number].level
        aim = self._aim(number, item, at_home=at_home)
        change = level - aim.level
        follows = self._follows(before, item)
        can_be = (at_home or follows) and self._can_be(number, aim, item)
        if can_be and not self._is_meant(number):
            self._enter(number, aim.level, is_home=True)
            slip = 0 if self._goes_along(aim.above, change) else change
            return Place(False, self._reported(number, item, slip), slip)
        self._enter(number, level, is_home=at_home)
        in_line = at_home or (follows and change != 0)
        return Place(not in_line, self._reported(number, item, change))

    def _reported(self, number: int, item: int, change: int) -> int:
        """Return how many levels deeper a section is said to be; of chapters, than in the template.

        That all of them are a level deeper is not reckoned in ``change``.
        """
        if self._index.parent(item) is not None or number == self._title:
            return change
        return self._sections[number].level - self._index.items[item].section.level - self._added

    def _is_at_home(self, section: int, item: int) -> bool:
        parent = self._index.parent(item)
        above = self._sections[section].parent
        if section == self._title or parent is None:
            return section == self._title or above in self._frames
        return above is not None and self._found.get(above) == parent

    def _aim(self, number: int, item: int, *, at_home: bool) -> _Aim:
        items = self._index.items
        parent = self._index.parent(item)
        if number == self._title:
            return _Aim(None, self._sections[number].level)
        if parent is None:
            return _Aim(None, items[item].section.level + self._added + self._shift)
        near = self._sections[number].parent if at_home else self._latest.get(parent)
        if near is not None:
            return _Aim(near, self.levels[near] + self._step(item, parent))
        first = self._first.get(parent)
        if first is None:
            return _Aim(None, items[item].section.level)
        return _Aim(None, self._sections[first].level + self._step(item, parent))

    def _can_be(self, number: int, aim: _Aim, item: int) -> bool:
        """Whether a section gets where it belongs by its level alone, and no level is skipped."""
        if self._index.parent(item) is not None and aim.above is None:
            return False
        above = self._above(aim.level)
        if above != aim.above and not (self._index.parent(item) is None and above in self._frames):
            return False
        if aim.level == self._sections[number].level or not self.levels:
            return True
        # Right below its own section a level may be left out as in the template.
        step = self._step_in_template(item, self._index.items[item].parent)
        return aim.level <= self.levels[-1] + (max(step, 1) if above == number - 1 else 1)

    def _is_meant(self, number: int) -> bool:
        """Whether the author has several of the template's sections in one of his own."""
        above = self._sections[number].parent
        is_own = above is not None and above != self._title and above not in self._found
        return is_own and self._in_own[above] >= _LEAST_IN_OWN

    def _goes_along(self, above: int | None, change: int) -> bool:
        """Whether what stands above is as many levels off: then that is to be mended."""
        return above is not None and self._sections[above].level - self.levels[above] == change

    def _own_level(self, section: Section) -> int:
        """Return the level that an author's own section has once what is above it is mended."""
        above = section.parent
        change = self.levels[above] - self._sections[above].level if above is not None else 0
        if above is None or (change > 0 and section.level > self.levels[above]):
            return section.level
        return section.level if section.level in self._beside[above] else section.level + change

    def _enter(self, number: int, level: int, *, is_home: bool) -> None:
        """Give a section its level, and open it for those behind it."""
        while self._open and self.levels[self._open[-1]] >= level:
            self._open.pop()
        above = self._open[-1] if self._open else None
        is_new = above is not None and not is_home and self._sections[number].parent != above
        if above is not None and is_new and (number in self._found or not self._takes_any(above)):
            self.unclear.add(above)
        self.levels.append(level)
        self._open.append(number)

    def _takes_any(self, number: int) -> bool:
        """Whether a section is one that the template lets have sections of any title."""
        below = self._index.children.get(self._found.get(number, -1), ())
        return any(self._index.wild[item] for item in below)

    def _above(self, level: int) -> int | None:
        """Return what would stand above a section of a level."""
        return next((n for n in reversed(self._open) if self.levels[n] < level), None)

    def _follows(self, before: int, item: int) -> bool:
        """Whether a section only has another level: it still stands behind what it stood behind."""
        parent = self._index.parent(item)
        from_parent = parent is None or parent not in self._first or before >= parent
        is_again = self._index.items[item].repeat is not None and before <= self._index.end(item)
        return (before < item or is_again) and from_parent

    # ------------------------------------------------------------ what is usual in the document

    def _levels_added(self) -> int:
        """An author who adds a title to a template without one puts the chapters below it."""
        items, chapters = self._index.items, self._index.chapters
        are_titles = self._index.title is None and any(
            items[item].section.level == 1 for item in chapters
        )
        return int(self._title is not None and are_titles)

    def _usual_change(self) -> int:
        """Return by how many levels most chapters are deeper: then the whole document is.

        Those at the top decide; one on the level of the title is there by a slip.
        """
        title_level = self._sections[self._title].level if self._title is not None else 0
        chapters = [
            (self._sections[number], self._sections[number].level - level - self._added)
            for number, item in self._found.items()
            if number != self._title and self._index.parent(item) is None
            for level in (self._index.items[item].section.level,)
        ]
        at_top = [
            change
            for section, change in chapters
            if section.parent in (None, self._title) and section.level > title_level
        ]
        framed = [change for section, change in chapters if section.parent in self._frames]
        return usual_level_change(at_top or framed or [change for _, change in chapters])

    def _usual_steps(self) -> dict[int, int]:
        """Return by how many levels what the template puts two or more below a section is deeper.

        An author who skips no level means it so.
        """
        counts: dict[int, Counter[int]] = defaultdict(Counter)
        for number, item in self._found.items():
            parent = self._index.parent(item)
            above = self._first.get(parent) if parent is not None else None
            step = self._step_in_template(item, parent)
            if parent is not None and above is not None and step > 1:
                own = self._sections[number].level - self._sections[above].level
                counts[parent][own - step] += 1
        return {parent: usual_level_change(count.elements()) for parent, count in counts.items()}

    def _step(self, item: int, parent: int) -> int:
        step = self._step_in_template(item, parent)
        return step + (self._steps.get(parent, 0) if step > 1 else 0)

    def _step_in_template(self, item: int, parent: int | None) -> int:
        items = self._index.items
        return items[item].section.level - (
            items[parent].section.level if parent is not None else 0
        )

    def _levels_beside(self) -> dict[int | None, set[int]]:
        """Return the levels of the template's sections that are in each one but not part of it."""
        beside: dict[int | None, set[int]] = defaultdict(set)
        for number, item in self._found.items():
            section = self._sections[number]
            above = section.parent
            if above is not None and self._found.get(above) != self._index.parent(item):
                beside[above].add(section.level)
        return beside

    def _out_of_order(self, family: list[int]) -> list[int]:
        """Return the fewest siblings that must move for the template's order to hold."""
        numbers = [self._found[section] for section in family]
        in_order = _longest_rise(numbers)
        return [section for place, section in enumerate(family) if place not in in_order]


def usual_level_change(changes: Iterable[int]) -> int:
    """Return by how many levels most are deeper: then the whole document is, not each of them."""
    counts = Counter(changes)
    return max(counts, key=lambda number: (counts[number], -abs(number), number), default=0)


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
