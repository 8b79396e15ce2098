"""Two versions of a text section by section: what happened to each, and how to take one back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from spec_editor.core.line_matching import longest_rising
from spec_editor.core.section_pairs import pair_sections
from spec_editor.core.section_texts import SectionText, cut, neighbours, put_together


class SectionChange(Enum):
    """What happened to a section from the old version to the new one."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    RENAMED = "renamed"


@dataclass(frozen=True, slots=True)
class SectionVersions:
    """A section in both versions; the text is None where it is not there.

    ``change`` is what matters most: a renamed section may be moved and changed as well.
    """

    path: tuple[str, ...]
    level: int
    change: SectionChange
    old: str | None
    new: str | None
    old_title: str
    moved: bool

    @property
    def title(self) -> str:
        """The title, the new one if there are two; empty before the first heading."""
        return self.path[-1] if self.path else ""


@dataclass(frozen=True)
class SectionDiff:
    """All sections of two versions in the new order, removed ones where they stood."""

    sections: tuple[SectionVersions, ...]
    _old: tuple[SectionText, ...]
    _new: tuple[SectionText, ...]
    _rows: tuple[tuple[int | None, int | None], ...]

    @cached_property
    def changes(self) -> int:
        """How many sections are not the same."""
        return sum(section.change is not SectionChange.SAME for section in self.sections)

    def with_old(self, index: int) -> str:
        """Return the new text with the section ``index`` as it was in the old one, and where.

        A section that was added is taken out, one that was removed is put back.
        """
        old, new = self._rows[index]
        order = [row for row, (_, there) in enumerate(self._rows) if there is not None]
        texts = {row: self._new[self._rows[row][1] or 0].text for row in order}
        if old is None:
            order.remove(index)
        else:
            texts[index] = self._old[old].text
        if old is not None and (new is None or self.sections[index].moved):
            order = [row for row in order if row != index]
            order.insert(self._place(order, old), index)
        known = neighbours(*self._orders())
        return put_together(((row, texts[row]) for row in order), known)

    def _place(self, order: Sequence[int], old: int) -> int:
        """Return behind which rows a section stands as it did in the old text."""
        places = {self._rows[row][0]: place for place, row in enumerate(order)}
        return next(places[index] + 1 for index in range(old - 1, -1, -1) if index in places)

    def _orders(self) -> Iterable[list[int]]:
        """Yield the rows in the order that they have in each of the texts."""
        for version in (0, 1):
            there = [(row[version], number) for number, row in enumerate(self._rows)]
            yield [number for place, number in sorted(p for p in there if p[0] is not None)]


def compare_sections(old_text: str, new_text: str) -> SectionDiff:
    """Compare two versions of a text; any texts can be compared."""
    old, new = cut(old_text), cut(new_text)
    pairs = pair_sections(old, new)
    moved = moved_of(pairs)
    rows = tuple(_rows(len(old), len(new), pairs))
    sections = tuple(_versions(old, new, row, row[0] in moved) for row in rows)
    return SectionDiff(sections, old, new, rows)


def moved_of(pairs: Mapping[int, int]) -> set[int]:
    """Return the old indexes of the sections that were moved: as few as explain the new order."""
    olds = sorted(pairs)
    kept = longest_rising([pairs[index] for index in olds])
    return set(olds) - {olds[place] for place in kept}


def _rows(
    old_count: int, new_count: int, pairs: Mapping[int, int]
) -> Iterable[tuple[int | None, int | None]]:
    """Yield the old and the new index of each section, removed ones behind what they followed."""
    olds = {new: old for old, new in pairs.items()}
    for new in range(new_count):
        old = olds.get(new)
        yield old, new
        following = old_count if old is None else old + 1
        while following < old_count and following not in pairs:
            yield following, None
            following += 1


def _versions(
    old: Sequence[SectionText],
    new: Sequence[SectionText],
    row: tuple[int | None, int | None],
    moved: bool,
) -> SectionVersions:
    before = None if row[0] is None else old[row[0]]
    after = None if row[1] is None else new[row[1]]
    # Where another section follows, blank lines may part them that were no end before.
    is_last = (row[0] == len(old) - 1, row[1] == len(new) - 1)
    shown = next(version for version in (after, before) if version)
    return SectionVersions(
        shown.path,
        shown.level,
        _change(before, after, moved=moved, same_end=is_last[0] == is_last[1]),
        before.text if before else None,
        after.text if after else None,
        before.title if before else "",
        moved,
    )


def _change(
    before: SectionText | None, after: SectionText | None, *, moved: bool, same_end: bool
) -> SectionChange:
    if before is None:
        return SectionChange.ADDED
    if after is None:
        return SectionChange.REMOVED
    if before.title != after.title:
        return SectionChange.RENAMED
    texts = before.text, after.text
    if len(set(texts if same_end else (text.rstrip("\n") for text in texts))) > 1:
        return SectionChange.CHANGED
    return SectionChange.MOVED if moved else SectionChange.SAME
