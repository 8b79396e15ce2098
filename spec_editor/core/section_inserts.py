"""Puts sections that a document lacks where the template has them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from spec_editor.core.actions import ActionError
from spec_editor.core.changes import comes_out, with_consequences
from spec_editor.core.completeness import Outline
from spec_editor.core.edits import TextEdit, apply_edits
from spec_editor.core.headings import DEEPEST, level_edits
from spec_editor.core.matching import Matching
from spec_editor.core.plans import PlannedHeading, Sectioned, is_title, nested_titles, present
from spec_editor.core.sections import Section
from spec_editor.core.separators import Separators, gap_before, template_body
from spec_editor.core.template import Template, TemplateSection


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
    """Says where which of the template's sections go."""

    def __init__(
        self, document: Outlined, template: Template, matching: Matching, separators: Separators
    ) -> None:
        self._sections = document.sections
        self._has_title = bool(self._sections) and is_title(document, self._sections[0])
        self._items = template.sections
        self._separators = separators
        self._item_of = {index: match.template for index, match in matching.by_section.items()}
        self._present: dict[int, int] = {}
        for index, item in sorted(self._item_of.items()):
            self._present.setdefault(item, index)
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
        found = [
            piece for root, items in families.items() for piece in self._pieces_of(root, items)
        ]
        return sorted(found, key=lambda piece: piece.place)

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
            if entry.parent in taken and not entry.optional and number not in self._present:
                taken.add(number)
                yield number

    def _pieces_of(self, root: int, items: Sequence[int]) -> Iterator[_Piece]:
        place, level, has_elder = self._place(root)
        deeper = level - self._items[root].section.level
        for item in items:
            gap = gap_before(self._items, item) if item else ""
            if item == root and has_elder:
                gap = self._separators.usual_gap(level)
            depth = self._items[item].section.level + deeper
            if depth > DEEPEST:
                raise ActionError(
                    f"“{self._items[item].title}” cannot be inserted: it would need more than "
                    f"{DEEPEST} levels of headings."
                )
            yield _Piece(place, item, depth, gap)

    def _place(self, item: int) -> tuple[int, int, bool]:
        """Return place and level, and whether an elder sibling stands before it."""
        entry = self._items[item]
        parent = self._present.get(entry.parent) if entry.parent is not None else None
        siblings = [
            section
            for section in self._sections
            if self._is_below(section, parent) and self._parent_item(section) == entry.parent
        ]
        elders = [s for s in siblings if self._item_of[s.index] < item]
        if elders:
            return self._end_of(elders[-1]), elders[-1].level, True
        place = self._first_place(entry, parent)
        level = siblings[0].level if siblings else self._level(entry, parent)
        following = self._sections[place] if place < len(self._sections) else None
        is_part = following is not None and self._is_below(following, parent)
        if following and is_part and following.level > level and item != self._title:
            # A heading deeper than the new one would become a part of it.
            level = following.level
        return place, level, False

    def _parent_item(self, section: Section) -> int | None:
        item = self._item_of.get(section.index)
        return -1 if item is None else self._items[item].parent

    def _is_below(self, section: Section, parent: int | None) -> bool:
        """Say whether a section is under another one; chapters are below the title or beside it."""
        tops = (None, 0) if self._has_title else (None,)
        if parent in tops:
            return section.parent in tops and not (self._has_title and section.index == 0)
        return section.parent == parent

    def _first_place(self, entry: TemplateSection, parent: int | None) -> int:
        if parent is not None:
            return parent + 1
        return 1 if self._has_title and entry.section.level > 1 else 0

    def _level(self, entry: TemplateSection, parent: int | None) -> int:
        if parent is None or entry.parent is None:
            return entry.section.level
        above = self._items[entry.parent].section.level
        return self._sections[parent].level + entry.section.level - above

    def _end_of(self, section: Section) -> int:
        following = self._sections[section.index + 1 :]
        behind = (other.index for other in following if other.level <= section.level)
        return next(behind, len(self._sections))


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
    is_end = place == len(document.sections)
    whole = is_end and not separators.ends_like_template
    bodies = [_body(template, piece, whole=whole) for piece in pieces]
    text = bodies[0]
    for piece, body in zip(pieces[1:], bodies[1:], strict=True):
        text += piece.gap + body
    above = separators.body_end(place - 1)
    gap = "" if is_end else separators.gap(place)
    padding = "" if not gap or gap.startswith("\n\n") else "\n"
    is_equal = not is_end and document.sections[place].level == pieces[0].level
    if not is_equal and above:
        yield TextEdit(above, above, f"{pieces[0].gap}{text}{padding}")
        return
    if padding:
        yield TextEdit(above, above, padding)
    start = separators.start(place) if not is_end else above
    behind = "\n" if is_end else separators.usual_gap(document.sections[place].level)
    yield TextEdit(start, start, f"{text}{behind}")


def _body(template: Template, piece: _Piece, *, whole: bool) -> str:
    text = template_body(template, piece.item, whole=whole)
    return apply_edits(
        text, level_edits(template.sections[piece.item].section.passage, piece.level)
    )
