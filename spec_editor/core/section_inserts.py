"""Puts sections that a document lacks where the template has them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Protocol

from spec_editor.core.actions import ActionError
from spec_editor.core.changes import comes_out, with_consequences
from spec_editor.core.completeness import Outline
from spec_editor.core.edits import TextEdit, apply_edits
from spec_editor.core.headings import DEEPEST, level_edits
from spec_editor.core.leading_data import front_matter_lines
from spec_editor.core.matching import Matching
from spec_editor.core.plans import PlannedHeading, Sectioned, is_title, nested_titles, present
from spec_editor.core.sections import Section, parents_of
from spec_editor.core.separators import PLAIN, Separators, gap_before, template_body
from spec_editor.core.template import Template, TemplateSection
from spec_editor.core.template_index import index_of


class Outlined(Sectioned, Protocol):
    """A document with its outline."""

    @property
    def outline(self) -> Outline: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class _Piece:
    """One of the template's sections (``item``) to insert before the document's ``place``.

    ``gap`` is what separates it from what stands before it.
    """

    place: int
    item: int
    level: int
    gap: str


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a missing section goes: before the document's ``place``, on a level.

    ``parts`` are the sections right behind it that belong below it.
    """

    place: int
    level: int
    has_elder: bool
    parts: tuple[int, ...] = ()


def insert_missing(document: Outlined, rows: Iterable[int]) -> tuple[TextEdit, ...]:
    """Insert missing sections, rows of the outline, each with all below it.

    Where the section above it is missing as well, its heading and own text come along.
    """
    return _inserted(document, [document.outline.items[row] for row in rows])


def insert_all_missing(document: Outlined) -> tuple[TextEdit, ...]:
    """Insert all missing sections in one go."""
    return _inserted(document, _missing_items(document.outline))


def _missing_items(outline: Outline) -> list[int | None]:
    rows = zip(outline.sources, outline.items, strict=True)
    return [item for source, item in rows if source is None]


def _inserted(document: Outlined, items: Sequence[int | None]) -> tuple[TextEdit, ...]:
    wanted = [item for item in items if item is not None]
    if document.template is None or document.matching is None or not wanted:
        raise ActionError("Nothing of the template is missing here.")
    separators = Separators(document)
    pieces = _Planner(document, document.template, document.matching, separators).pieces(wanted)
    plan = _plan(document, document.template, pieces)
    edits = [
        edit
        for place, group in groupby(pieces, key=lambda piece: piece.place)
        for edit in _edits_at(document, document.template, separators, place, list(group))
    ]
    found = with_consequences(document, plan, edits)
    if not comes_out(document, plan, found):
        raise ActionError(
            "The text cannot be inserted: headings would be lost. Close the blocks of code, "
            "comments and HTML before that place first."
        )
    return found


class _Planner:
    """Says where which of the template's sections go.

    It goes by the levels that the document's sections are meant to have.
    """

    def __init__(
        self, document: Outlined, template: Template, matching: Matching, separators: Separators
    ) -> None:
        self._sections = document.sections
        self._levels = matching.levels
        self._parents = parents_of(matching.levels)
        self._has_title = bool(self._sections) and is_title(document, self._sections[0])
        self._items = template.sections
        self._index = index_of(template)
        self._separators = separators
        self._matches = matching.by_section
        self._present: dict[int, int] = {}
        for number, match in sorted(self._matches.items()):
            self._present.setdefault(match.template, number)
        self._groups = {self._index.group(item) for item in self._present}
        self._title = 0 if self._items[0].section.level == 1 else None
        self._missing = set(_missing_items(document.outline))

    def pieces(self, wanted: Sequence[int]) -> list[_Piece]:
        """Return the pieces for missing items in the order of the text to be."""
        chosen = {n for item in wanted for n in (*self._above(item), *self._with_all_below(item))}
        families: dict[int, list[int]] = {}
        roots: dict[int, int] = {}
        for item in sorted(chosen):
            # What stands above comes first in the template.
            parent = self._items[item].parent
            roots[item] = item if parent in (None, self._title) else roots.get(parent, item)
            families.setdefault(roots[item], []).append(item)
        found: list[_Piece] = []
        spots: dict[int, _Spot] = {}
        for root, items in families.items():
            spots[root] = self._behind(root, self._spot(root), spots)
            found += self._pieces_of(root, items, spots[root])
        return sorted(found, key=lambda piece: piece.place)

    def _behind(self, item: int, spot: _Spot, spots: Mapping[int, _Spot]) -> _Spot:
        """Return the spot of an item when its missing elders have theirs, with all they take in."""
        parent = self._items[item].parent
        elders = [other for other in spots if self._items[other].parent == parent]
        elder = spots[elders[-1]] if elders else None
        if elder is None or not elder.parts or elder.place < spot.place or spot.parts:
            return spot
        return _Spot(self._end_of(elder.parts[-1]), elder.level, True)

    def _above(self, item: int) -> Iterator[int]:
        """Yield the missing items that an item stands in, the title left out."""
        above = self._items[item].parent
        while above is not None and above in self._missing and above != self._title:
            yield above
            above = self._items[above].parent

    def _with_all_below(self, item: int) -> Iterator[int]:
        """Yield an item and those below it that are neither optional nor in the document."""
        yield item
        taken = {item} - {self._title}
        for number in range(item + 1, len(self._items)):
            entry = self._items[number]
            is_there = self._index.group(number) in self._groups
            if entry.parent in taken and not (entry.optional or is_there):
                taken.add(number)
                yield number

    def _pieces_of(self, root: int, items: Sequence[int], spot: _Spot) -> Iterator[_Piece]:
        deeper = spot.level - self._items[root].section.level
        places = {root: spot.place}
        for item in items:
            if item != root:
                places[item] = self._place_in(item, places[self._items[item].parent or 0], spot)
            gap = gap_before(self._items, item) if item else ""
            if item == root and spot.has_elder:
                gap = self._separators.usual_gap(spot.level)
            depth = self._items[item].section.level + deeper
            if depth > DEEPEST:
                raise ActionError(
                    f"“{self._items[item].title}” cannot be inserted: it would need more than "
                    f"{DEEPEST} levels of headings."
                )
            yield _Piece(places[item], item, depth, gap)

    def _place_in(self, item: int, above: int, spot: _Spot) -> int:
        """Return where one goes below a section that is inserted: behind its elder there."""
        parts = [self._matches[number].template for number in spot.parts]
        elder = self._index.elder(item, parts)
        return above if elder is None else self._end_of(spot.parts[elder])

    def _spot(self, item: int) -> _Spot:
        """Return where a missing section goes: behind its elder, right above its own parts."""
        entry = self._items[item]
        parent = self._present.get(entry.parent) if entry.parent is not None else None
        siblings = [s for s in self._sections if self._is_settled(s, parent, entry.parent)]
        number = self._index.elder(item, [self._matches[s.index].template for s in siblings])
        above = parent
        if number is not None:
            above = elder = siblings[number].index
            spot = _Spot(self._end_of(elder), self._levels[elder], True)
            first, younger = elder + 1, siblings[number + 1 :]
        else:
            level = self._levels[siblings[0].index] if siblings else self._level(entry, parent)
            spot = _Spot(self._first_place(entry, parent), level, False)
            first, younger = spot.place, siblings
        end = younger[0].index if younger else self._end_of(parent)
        for place in sorted(self._parts_of(item)):
            is_behind = first <= place < end and self._parents[place] in (above, parent)
            parts = self._parts_from(item, place, spot.level) if is_behind else ()
            if parts:
                return replace(spot, place=place, parts=parts)
        return spot if spot.has_elder or item == self._title else self._fitting(spot, parent)

    def _fitting(self, spot: _Spot, parent: int | None) -> _Spot:
        """Return the spot with a level on which no heading behind it becomes a part of it."""
        following = self._sections[spot.place] if spot.place < len(self._sections) else None
        if following and self._is_below(following, parent):
            return replace(spot, level=max(spot.level, self._levels[following.index]))
        return spot

    def _parts_of(self, item: int) -> list[int]:
        """Return the sections that are there of those below a missing one, the title left out."""
        last = self._index.last(item) if item != self._title else item
        return [number for part, number in self._present.items() if item < part <= last]

    def _parts_from(self, item: int, place: int, level: int) -> tuple[int, ...]:
        """Return what gets into a section that begins at a place; nothing if some is not its own.

        The author's own sections go along.
        """
        parts = []
        for number in range(place, len(self._sections)):
            if self._levels[number] <= level:
                break
            above, match = self._parents[number], self._matches.get(number)
            if above is not None and above >= place:
                continue
            if match and item < match.template <= self._index.last(item):
                parts.append(number)
            elif match or self._levels[number] < self._levels[place]:
                return ()
        return tuple(parts)

    def _is_settled(self, section: Section, parent: int | None, item: int | None) -> bool:
        """Say whether a section below ``parent`` belongs below ``item``, its counterpart."""
        match = self._matches.get(section.index)
        if match is None or match.moved or self._items[match.template].parent != item:
            return False
        return self._is_below(section, parent)

    def _is_below(self, section: Section, parent: int | None) -> bool:
        """Say whether a section is under another one; chapters are below the title or beside it."""
        tops = (None, 0) if self._has_title else (None,)
        above = self._parents[section.index]
        if parent in tops:
            return above in tops and not (self._has_title and section.index == 0)
        return above == parent

    def _first_place(self, entry: TemplateSection, parent: int | None) -> int:
        if parent is not None:
            return parent + 1
        return 1 if self._has_title and entry.section.level > 1 else 0

    def _level(self, entry: TemplateSection, parent: int | None) -> int:
        if parent is None or entry.parent is None:
            return entry.section.level
        above = self._items[entry.parent].section.level
        return self._levels[parent] + entry.section.level - above

    def _end_of(self, section: int | None) -> int:
        """Return the index behind a section with all below it."""
        if section is None:
            return len(self._sections)
        behind = range(section + 1, len(self._sections))
        level = self._levels[section]
        return next((n for n in behind if self._levels[n] <= level), len(self._sections))


def _plan(document: Outlined, template: Template, pieces: Sequence[_Piece]) -> list[PlannedHeading]:
    plan = present(document)
    for piece in reversed(pieces):
        section = template.sections[piece.item].section
        nested = nested_titles(section.passage)
        heading = PlannedHeading(None, piece.level, section.title, nested, piece.item)
        plan.insert(piece.place, heading)
    return plan


def _edits_at(
    document: Outlined,
    template: Template,
    separators: Separators,
    place: int,
    pieces: Sequence[_Piece],
) -> Iterator[TextEdit]:
    """Yield the edits that put pieces before one section.

    What separates that section from the one above stays before the first of two on one level.
    """
    first, *others = pieces
    is_own_title = place == 0 and first.item == index_of(template).title
    if is_own_title and separators.body_end(-1):
        yield _title_above(document, template, separators)
        if others:
            yield from _edits_at(document, template, separators, place, others)
        return
    is_end = place == len(document.sections)
    whole = is_end and not separators.ends_like_template
    bodies = [_body(template, piece, whole=whole) for piece in pieces]
    text = bodies[0]
    for piece, body in zip(others, bodies[1:], strict=True):
        text += piece.gap + body
    above = separators.body_end(place - 1)
    gap = "" if is_end else separators.gap(place)
    padding = "" if not gap or gap.startswith("\n\n") else "\n"
    is_equal = not is_end and document.sections[place].level == first.level
    if not is_equal and above:
        yield TextEdit(above, above, f"{first.gap}{text}{padding}")
        return
    if padding:
        yield TextEdit(above, above, padding)
    start = separators.start(place) if not is_end else above
    behind = "\n" if is_end else separators.usual_gap(document.sections[place].level)
    yield TextEdit(start, start, f"{text}{behind}")


def _title_above(document: Outlined, template: Template, separators: Separators) -> TextEdit:
    """Return the edit that puts the title's heading above the text of a document without one.

    What stands there is the title's text then, and its metadata are not needed twice.
    """
    text, end = document.text, separators.body_end(-1)
    passage = template.sections[0].section.passage
    heading = passage.text.lines(1, passage.heading_last_line).rstrip("\n")
    first = front_matter_lines(text.value) + 1
    top = text.offset_of_line(first)
    if not text.value[top:end].strip():
        return TextEdit(end, end, f"{PLAIN}{heading}")
    blank = first
    while not text.lines(blank, blank).strip():
        blank += 1
    above = "\n" if first > 1 else ""
    return TextEdit(top, text.offset_of_line(blank), f"{above}{heading}{PLAIN}")


def _body(template: Template, piece: _Piece, *, whole: bool) -> str:
    text = template_body(template, piece.item, whole=whole)
    return apply_edits(
        text, level_edits(template.sections[piece.item].section.passage, piece.level)
    )
