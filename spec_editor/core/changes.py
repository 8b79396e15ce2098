"""Puts the edits of one change together and makes sure that the headings come out as planned."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence

from spec_editor.core.blocks import parse
from spec_editor.core.edits import TextEdit, apply_edits
from spec_editor.core.following import consequences
from spec_editor.core.passages import split
from spec_editor.core.plans import PlannedHeading, Sectioned


def overlap(edit: TextEdit, other: TextEdit) -> bool:
    """Say whether two edits cannot both be made, or not in a clear order."""
    first, second = sorted((edit, other))
    return first.start == second.start or second.start < first.end


class Edits:
    """Edits that can be made together, in the order of the text."""

    def __init__(self, edits: Iterable[TextEdit] = ()) -> None:
        self._edits = sorted(edits)

    def __iter__(self) -> Iterator[TextEdit]:
        return iter(self._edits)

    def __len__(self) -> int:
        return len(self._edits)

    def meet(self, edit: TextEdit) -> bool:
        """Say whether an edit cannot be made together with these."""
        place = bisect_left(self._edits, edit)
        return any(overlap(edit, other) for other in self._edits[max(place - 1, 0) : place + 1])

    def add(self, edits: Iterable[TextEdit]) -> bool:
        """Take up all of some edits, or none if one of them meets these; say whether they were."""
        edits = tuple(edits)
        if any(map(self.meet, edits)):
            return False
        for edit in edits:
            insort(self._edits, edit)
        return True


def without_overlaps(edits: Iterable[TextEdit], others: Iterable[TextEdit]) -> list[TextEdit]:
    """Return the edits that can be made together with others."""
    known = Edits(others)
    return [edit for edit in edits if not known.meet(edit)]


def with_consequences(
    document: Sectioned, plan: Sequence[PlannedHeading], edits: Sequence[TextEdit]
) -> tuple[TextEdit, ...]:
    """Return edits with those that table of contents and links need, in the text's order."""
    return tuple(sorted([*edits, *without_overlaps(consequences(document, plan), edits)]))


def comes_out(
    document: Sectioned, plan: Sequence[PlannedHeading], edits: Iterable[TextEdit]
) -> bool:
    """Say whether the edited text has the planned headings and no other.

    A block of code or HTML that is not closed swallows what is put behind it.
    """
    text = apply_edits(document.text.value, edits)
    found = split(parse(text, with_html=False))[1:]
    return [(passage.level, passage.title) for passage in found] == [
        (heading.level, heading.title) for heading in plan
    ]
