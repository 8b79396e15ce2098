"""Moves a section with all below it: elsewhere, up and down, a level higher or deeper."""

from collections.abc import Iterator, Mapping, Sequence

from spec_editor.core.actions import ActionError
from spec_editor.core.changes import comes_out, with_consequences
from spec_editor.core.edits import TextEdit, apply_edits
from spec_editor.core.following import consequences
from spec_editor.core.headings import DEEPEST, level_edits
from spec_editor.core.plans import PlannedHeading, Sectioned, end_of, is_title, present
from spec_editor.core.sections import Section
from spec_editor.core.separators import Separators


def move(
    document: Sectioned, section: Section, target: Section, place: str, last: Section | None = None
) -> tuple[TextEdit, ...]:
    """Put a section "before", "after" or, as the last, "inside" another one.

    With ``last`` all its siblings from it to that one go together.
    """
    _refuse_title(document, section)
    end = end_of(document, last or section)
    if section.index <= target.index < end:
        raise ActionError(f"“{section.title}” cannot be moved into itself; choose another place.")
    if place == "inside":
        children = [s for s in document.sections if s.parent == target.index and s is not section]
        level = children[-1].level if children else target.level + 1
        return _moved(document, section, end, end_of(document, target), level)
    if is_title(document, target):
        raise ActionError(f"Nothing can stand beside the document's title “{target.title}”.")
    if place == "before":
        return _moved(document, section, end, target.index, target.level)
    if place == "after":
        return _moved(document, section, end, end_of(document, target), target.level)
    raise ActionError(f"“{place}” is no place; use before, after or inside.")


def move_up(document: Sectioned, section: Section) -> tuple[TextEdit, ...]:
    """Put a section before its elder sibling."""
    return move(document, section, _sibling(document, section, -1), "before")


def move_down(document: Sectioned, section: Section) -> tuple[TextEdit, ...]:
    """Put a section behind its younger sibling."""
    return move(document, section, _sibling(document, section, 1), "after")


def promote(document: Sectioned, section: Section) -> tuple[TextEdit, ...]:
    """Put a section behind the one that it stands in; what stood beside it stays there."""
    _refuse_title(document, section)
    parent = None if section.parent is None else document.sections[section.parent]
    if parent is None or is_title(document, parent):
        raise ActionError(f"“{section.title}” is a chapter; there is no higher level for it.")
    return move(document, section, parent, "after")


def demote(document: Sectioned, section: Section) -> tuple[TextEdit, ...]:
    """Put a section into its elder sibling, as the last there."""
    return move(document, section, _sibling(document, section, -1), "inside")


def set_levels(document: Sectioned, levels: Mapping[int, int]) -> tuple[TextEdit, ...]:
    """Give sections, by their index, other levels where they stand; all others keep theirs."""
    changed = {
        index: level for index, level in levels.items() if document.sections[index].level != level
    }
    plan = present(document)
    for index, level in changed.items():
        plan[index] = plan[index]._replace(level=level)
    separators = Separators(document)
    edits = [edit for index, level in changed.items() for edit in _levelled(document, index, level)]
    gaps = list(_gaps_for(document, changed, separators))
    for own in ([*edits, *gaps], edits):
        found = with_consequences(document, plan, own)
        if comes_out(document, plan, found):
            return found
    raise ActionError(
        "The levels cannot be changed: other headings would be lost. Close the blocks of code, "
        "comments and HTML in the text first."
    )


def _levelled(document: Sectioned, index: int, level: int) -> Iterator[TextEdit]:
    """Yield the edits that write a heading on another level."""
    section = document.sections[index]
    offset = document.text.offset_of_line(section.heading.line)
    for edit in level_edits(section.passage, level):
        yield TextEdit(offset + edit.start, offset + edit.end, edit.text)


def _gaps_for(
    document: Sectioned, levels: Mapping[int, int], separators: Separators
) -> Iterator[TextEdit]:
    """Yield the edits that part sections from those before them as is usual on their levels."""
    usual = {level: separators.usual_gap(level) for level in set(levels.values())}
    for index, level in levels.items():
        above = document.sections[index - 1].level if index else 0
        # The first below another section has its gap from there.
        if index - 1 not in levels and above >= level:
            old, new = separators.gap(index), usual[level]
            start = separators.start(index)
            if old != new:
                yield TextEdit(start - len(old), start, new)


def _refuse_title(document: Sectioned, section: Section) -> None:
    if is_title(document, section):
        raise ActionError(f"“{section.title}” is the document's title; it stays where it is.")


def _sibling(document: Sectioned, section: Section, step: int) -> Section:
    _refuse_title(document, section)
    siblings = [
        s for s in document.sections if s.parent == section.parent and not is_title(document, s)
    ]
    number = [s.index for s in siblings].index(section.index) + step
    if not 0 <= number < len(siblings):
        order = "first" if step < 0 else "last"
        raise ActionError(f"“{section.title}” is the {order} section at its place already.")
    return siblings[number]


def _moved(
    document: Sectioned, section: Section, end: int, destination: int, level: int
) -> tuple[TextEdit, ...]:
    """Put sections up to the index ``end`` before the one with ``destination``, on a level."""
    first = section.index
    deeper = level - section.level
    block = document.sections[first:end]
    if max(s.level for s in block) + deeper > DEEPEST:
        raise ActionError(
            f"“{section.title}” cannot be moved there: a heading in it would need more than "
            f"{DEEPEST} levels."
        )
    plan = present(document)
    moved = [heading._replace(level=heading.level + deeper) for heading in plan[first:end]]
    if destination <= first:
        plan = [*plan[:destination], *moved, *plan[destination:first], *plan[end:]]
    elif destination < end:
        plan = [*plan[:first], *moved, *plan[end:]]
    else:
        plan = [*plan[:first], *plan[end:destination], *moved, *plan[destination:]]
    for padded in (False, True):
        edits = _Move(document, plan, (first, end), destination, deeper, padded=padded).edits()
        if comes_out(document, plan, edits):
            return edits
    raise ActionError(
        f"“{section.title}” cannot be moved there: other headings would be lost. Close the blocks "
        "of code, comments and HTML in the text first."
    )


class _Move:
    """The edits of one move. With ``padded`` a blank line comes behind all that is put together.

    What separates sections stays where it is as long as sections of one level change places;
    else it goes with the heading behind it. So moving back gives the same text.
    """

    def __init__(
        self,
        document: Sectioned,
        plan: Sequence[PlannedHeading],
        block: tuple[int, int],
        destination: int,
        deeper: int,
        *,
        padded: bool,
    ) -> None:
        self._document = document
        self._sections = document.sections
        self._separators = Separators(document)
        self._first, self._end = block
        self._old_level = document.sections[self._first].level
        self._level = self._old_level + deeper
        self._destination = destination
        self._padded = padded
        self._start = self._separators.start(self._first)
        self._stop = self._separators.body_end(self._end - 1)
        self._small = [*self._level_edits(deeper), *consequences(document, plan)]

    def edits(self) -> tuple[TextEdit, ...]:
        """Return the edits in the order of the text."""
        if self._first <= self._destination <= self._end:
            return tuple(sorted([*self._small, *self._in_place()]))
        outside = [edit for edit in self._small if not self._is_inside(edit)]
        gap, leaving = self._leave()
        return tuple(sorted([*outside, *leaving, *self._arrive(gap)]))

    def _level_edits(self, deeper: int) -> list[TextEdit]:
        edits: list[TextEdit] = []
        for section in self._sections[self._first : self._end]:
            edits += _levelled(self._document, section.index, section.level + deeper)
        return edits

    def _is_inside(self, edit: TextEdit) -> bool:
        return self._start <= edit.start and edit.end <= self._stop

    def _body(self) -> str:
        inside = [
            TextEdit(edit.start - self._start, edit.end - self._start, edit.text)
            for edit in self._small
            if self._is_inside(edit)
        ]
        return apply_edits(self._document.text.value[self._start : self._stop], inside)

    def _padding(self, gap: str) -> str:
        return "\n" if self._padded and gap and not gap.startswith("\n\n") else ""

    def _in_place(self) -> list[TextEdit]:
        old = self._separators.gap(self._first)
        new = old if self._level == self._old_level else self._separators.usual_gap(self._level)
        new = self._padding(new) + new
        return [TextEdit(self._start - len(old), self._start, new)] if new != old else []

    def _leave(self) -> tuple[str, list[TextEdit]]:
        """Return what separates the section at its new place, and the edits that take it out."""
        above = self._separators.body_end(self._first - 1)
        before = self._separators.gap(self._first)
        is_last = self._end == len(self._sections)
        behind = "" if is_last else self._separators.gap(self._end)
        keeps = not is_last and (
            self._sections[self._end].level == self._old_level or self._is_top(self._first)
        )
        carried = behind if keeps else before
        if self._level != self._old_level:
            carried = self._separators.usual_gap(self._level)
        if not keeps:
            return carried, [TextEdit(above, self._stop, self._padding(behind))]
        edits = [TextEdit(self._start, self._separators.start(self._end), "")]
        if padding := self._padding(before):
            edits.append(TextEdit(above, above, padding))
        return carried, edits

    def _arrive(self, carried: str) -> list[TextEdit]:
        """Return the edits that put the section in."""
        place = self._destination
        gap = "" if place == len(self._sections) else self._separators.gap(place)
        carried = self._padding(carried) + carried
        above = self._separators.body_end(place - 1)
        is_equal = place < len(self._sections) and self._sections[place].level == self._level
        if not is_equal and not self._is_top(place):
            return [TextEdit(above, above, f"{carried}{self._body()}{self._padding(gap)}")]
        start = self._separators.start(place)
        edits = [TextEdit(start, start, f"{self._body()}{carried}")]
        if padding := self._padding(gap):
            edits.append(TextEdit(above, above, padding))
        return edits

    def _is_top(self, index: int) -> bool:
        """Say whether nothing stands before a section."""
        return index == 0 and self._separators.body_end(-1) == 0
