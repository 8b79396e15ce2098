"""Two edited versions of one text brought together section by section.

Each section is merged by itself, so that a conflict stays inside the section that both sides
changed. A section that one side added, moved, renamed or deleted is so in the result. What both
changed in different ways is a conflict, which somebody has to decide.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import takewhile

from merge3 import Merge3

from spec_editor.core.line_matching import LineMatcher
from spec_editor.core.section_diff import moved_of
from spec_editor.core.section_pairs import pair_sections
from spec_editor.core.section_texts import SectionText, cut, neighbours, put_together
from spec_editor.core.titles import normal_title

# The row of the section around an added one, and its title.
_Added = tuple[int | None, str]


class Choice(Enum):
    """Which text of a conflict is taken; of both mine stands first."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


class PartState(Enum):
    """Whose text of a section is taken."""

    UNCHANGED = "unchanged"
    MINE = "mine"
    THEIRS = "theirs"
    SAME = "same"
    MERGED = "merged"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A stretch of whole lines that the two sides changed in different ways."""

    base: str
    mine: str
    theirs: str

    def text(self, choice: Choice) -> str:
        """Return what stands there after a choice."""
        if choice is Choice.BOTH:
            return self.mine + self.theirs
        return self.mine if choice is Choice.MINE else self.theirs


@dataclass(frozen=True, slots=True)
class MergedPart:
    """A section of the result; a text is None where the section is not there.

    ``pieces`` make the section's text in the result; there are none when it was deleted.
    """

    path: tuple[str, ...]
    level: int
    state: PartState
    base: str | None
    mine: str | None
    theirs: str | None
    pieces: tuple[str | Conflict, ...]
    renamed: bool = False
    moved_by_mine: bool = False
    moved_by_theirs: bool = False

    @property
    def title(self) -> str:
        """The heading's plain text; empty before the first heading."""
        return self.path[-1] if self.path else ""

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What has to be decided."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Conflict))

    @property
    def is_changed(self) -> bool:
        """Whether somebody changed the section or its place."""
        moved = self.moved_by_mine or self.moved_by_theirs
        return moved or self.state is not PartState.UNCHANGED

    @property
    def is_added(self) -> bool:
        """Whether the section is new."""
        return self.base is None

    @property
    def is_deleted(self) -> bool:
        """Whether the section is not in the result, or one side wants it so."""
        return self.base is not None and (self.mine is None or self.theirs is None)

    def text(self, choices: Sequence[Choice] = ()) -> str:
        """Return the section's text in the result, with one choice for each conflict.

        Raises:
            ValueError: there are more conflicts than choices, or fewer.
        """
        if len(choices) != len(self.conflicts):
            raise ValueError(f"{len(choices)} choices for {len(self.conflicts)} conflicts")
        made = iter(choices)
        return "".join(
            piece if isinstance(piece, str) else piece.text(next(made)) for piece in self.pieces
        )


@dataclass(frozen=True)
class SectionMerge:
    """All sections of the result in their order, deleted ones where they stood."""

    parts: tuple[MergedPart, ...]
    _known: frozenset[tuple[int, int]]

    @cached_property
    def conflicts(self) -> int:
        """How many conflicts there are."""
        return sum(len(part.conflicts) for part in self.parts)

    def text(self, decided: Mapping[int, str] | None = None) -> str:
        """Return the merged text.

        ``decided`` are the texts of sections by their place in ``parts``: of all with conflicts,
        and of any other that somebody edited.

        Raises:
            ValueError: a section with conflicts is not among them.
        """
        decided = decided or {}
        sections = (
            (number, decided[number] if number in decided else part.text())
            for number, part in enumerate(self.parts)
        )
        return put_together(sections, set(self._known))

    def chosen(self, choice: Choice) -> str:
        """Return the merged text with one choice for every conflict."""
        return self.text(
            {
                number: part.text([choice] * len(part.conflicts))
                for number, part in enumerate(self.parts)
                if part.conflicts
            }
        )


def merge_sections(base_text: str, mine_text: str, theirs_text: str) -> SectionMerge:
    """Merge two versions of a text; any texts can be merged."""
    return _Merger(cut(base_text), cut(mine_text), cut(theirs_text)).run()


@dataclass(slots=True)
class _Row:
    """Where in the three texts one section is; None where it is not."""

    base: int | None = None
    mine: int | None = None
    theirs: int | None = None


class _Merger:
    """Finds out which sections are one, which order they have in the end, and merges each."""

    def __init__(
        self,
        base: Sequence[SectionText],
        mine: Sequence[SectionText],
        theirs: Sequence[SectionText],
    ) -> None:
        self.base, self.mine, self.theirs = base, mine, theirs
        pairs, others = pair_sections(base, mine), pair_sections(base, theirs)
        self.moved_mine, self.moved_theirs = moved_of(pairs), moved_of(others)
        self.rows = [_Row(index, pairs.get(index), others.get(index)) for index in range(len(base))]
        self.mine_order = self._rows_of(mine, {new: old for old, new in pairs.items()}, {})
        for index, row in enumerate(self.mine_order):
            self.rows[row].mine = index
        added = self._added_by_mine()
        self.theirs_order = self._rows_of(theirs, {new: old for old, new in others.items()}, added)
        for index, row in enumerate(self.theirs_order):
            self.rows[row].theirs = index

    def _rows_of(
        self,
        sections: Sequence[SectionText],
        known: Mapping[int, int],
        added: Mapping[_Added, deque[int]],
    ) -> list[int]:
        """Return the rows of a side's sections in its order; those of neither kind are new."""
        order: list[int] = []
        for index, section in enumerate(sections):
            row = known.get(index)
            if row is None:
                parent = None if section.parent is None else order[section.parent]
                same = added.get((parent, normal_title(section.title)))
                row = same.popleft() if same else len(self.rows)
            if row == len(self.rows):
                self.rows.append(_Row())
            order.append(row)
        return order

    def _added_by_mine(self) -> Mapping[_Added, deque[int]]:
        """Return the rows that mine added: what theirs added in the same way is the same."""
        groups: dict[_Added, deque[int]] = defaultdict(deque)
        for section, row in zip(self.mine, self.mine_order, strict=True):
            if self.rows[row].base is None:
                parent = None if section.parent is None else self.mine_order[section.parent]
                groups[parent, normal_title(section.title)].append(row)
        return groups

    def run(self) -> SectionMerge:
        order = self._order()
        numbers = {row: number for number, row in enumerate(order)}
        known = neighbours(
            *([numbers[row] for row in side] for side in (self.mine_order, self.theirs_order))
        )
        return SectionMerge(tuple(self._part(self.rows[row]) for row in order), frozenset(known))

    # ------------------------------------------------------------ order

    def _order(self) -> list[int]:
        """Return the rows in the order of the result.

        What nobody moved keeps its order; what one side moved or added stands behind what it
        follows there.
        """
        stable = [number for number, row in enumerate(self.rows) if self._is_stable(row)]
        still = set(stable)
        behind_mine = _behind(self.mine_order, still, lambda row: not self._is_theirs(row))
        behind_theirs = _behind(self.theirs_order, still, self._is_theirs)
        order = []
        for row in stable:
            order += [row, *behind_mine[row], *behind_theirs[row]]
        return order

    def _is_stable(self, row: _Row) -> bool:
        return (
            row.base is not None
            and row.mine is not None
            and row.theirs is not None
            and row.base not in self.moved_mine
            and row.base not in self.moved_theirs
        )

    def _is_theirs(self, number: int) -> bool:
        """Say whether the place of a section that is not stable is the one that theirs has."""
        row = self.rows[number]
        if row.mine is None or row.theirs is None:
            return row.mine is None
        return row.base is not None and row.base not in self.moved_mine

    # ------------------------------------------------------------ texts

    def _part(self, row: _Row) -> MergedPart:
        base = None if row.base is None else self.base[row.base]
        mine = None if row.mine is None else self.mine[row.mine]
        theirs = None if row.theirs is None else self.theirs[row.theirs]
        texts = [each.text if each else None for each in (base, mine, theirs)]
        moved = row.base in self.moved_mine, row.base in self.moved_theirs
        state, pieces = _merged(*texts)
        if (mine is None and moved[1]) or (theirs is None and moved[0]):
            # Who moves a section wants to keep it.
            state, pieces = _deleted_or_kept(*texts)
        titles = {each.title for each in (base, mine, theirs) if each}
        # The side that renamed it says what it is called.
        renamed = mine if base and mine and mine.title != base.title else None
        shown = next(each for each in (renamed, theirs, mine, base) if each)
        return MergedPart(
            shown.path,
            shown.level,
            state,
            texts[0],
            texts[1],
            texts[2],
            pieces,
            renamed=base is not None and len(titles) > 1,
            moved_by_mine=moved[0],
            moved_by_theirs=moved[1],
        )


def _behind(
    order: Sequence[int], stable: set[int], belongs: Callable[[int], bool]
) -> dict[int, list[int]]:
    """Return what stands behind each stable row in one side's order, of what belongs to it."""
    behind: dict[int, list[int]] = defaultdict(list)
    last = order[0]
    for row in order:
        if row in stable:
            last = row
        elif belongs(row):
            behind[last].append(row)
    return behind


def _merged(
    base: str | None, mine: str | None, theirs: str | None
) -> tuple[PartState, tuple[str | Conflict, ...]]:
    """Return whose text is taken, and the pieces of the result."""
    if mine == theirs:
        same = PartState.UNCHANGED if mine == base else PartState.SAME
        return same, _of_one(mine)
    if mine == base:
        return PartState.THEIRS, _of_one(theirs)
    if theirs == base:
        return PartState.MINE, _of_one(mine)
    if mine is None or theirs is None:
        return _deleted_or_kept(base, mine, theirs)
    pieces = tuple(_merged_lines(base or "", mine, theirs))
    has_conflict = any(isinstance(piece, Conflict) for piece in pieces)
    return PartState.CONFLICT if has_conflict else PartState.MERGED, pieces


def _deleted_or_kept(
    base: str | None, mine: str | None, theirs: str | None
) -> tuple[PartState, tuple[str | Conflict, ...]]:
    """Return the conflict about a section that one side deleted."""
    return PartState.CONFLICT, (Conflict(base or "", mine or "", theirs or ""),)


def _of_one(text: str | None) -> tuple[str, ...]:
    return (text,) if text else ()


def _merged_lines(base: str, mine: str, theirs: str) -> Iterator[str | Conflict]:
    """Yield the merged lines of a section; lines that follow each other are one piece."""
    # It is Python's own matcher, which merge3 describes a little otherwise.
    merge = Merge3(
        _lines(base),
        _lines(mine),
        _lines(theirs),
        sequence_matcher=LineMatcher,  # type: ignore[arg-type]
    )
    kept: list[str] = []
    for kind, *groups in merge.merge_groups():
        if kind != "conflict":
            kept += groups[0]
            continue
        start, end = _same_ends(groups[1], groups[2])
        kept += groups[1][:start]
        if kept:
            yield "".join(kept)
        inside = (lines[start : len(lines) - end] for lines in groups[1:])
        yield Conflict("".join(groups[0]), *map("".join, inside))
        kept = [*groups[1][len(groups[1]) - end :]]
    if kept:
        yield "".join(kept)


def _lines(text: str) -> list[str]:
    return [f"{line}\n" for line in text.split("\n")[:-1]]


def _same_ends(mine: Sequence[str], theirs: Sequence[str]) -> tuple[int, int]:
    """Return how many lines of a conflict both sides share at its start and at its end."""
    limit = min(len(mine), len(theirs))
    start = _shared(zip(mine, theirs, strict=False))
    end = _shared(zip(reversed(mine), reversed(theirs), strict=False))
    return start, min(end, limit - start)


def _shared(pairs: Iterable[tuple[str, str]]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
