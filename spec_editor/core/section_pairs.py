"""Which section of one version of a text is which of another, though renamed or moved."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from rapidfuzz.fuzz import ratio

from spec_editor.core.line_matching import LineMatcher
from spec_editor.core.section_texts import SectionText
from spec_editor.core.titles import normal_title

# How alike (0-100) two sections with other titles are that are one; and how many are compared.
_LEAST_ALIKE = 60.0
_LEAST_OF_SAME_TITLE = 30.0
_LEAST_ELSEWHERE = 75.0
# Letters of a text that two sections do not share by chance.
_LONG = 80
_MOST_COMPARISONS = 10_000
_COMPARED_LETTERS = 2_000

Key = TypeVar("Key", bound=Hashable)
_Family = tuple[int | None, int | None]


def pair_sections(old: Sequence[SectionText], new: Sequence[SectionText]) -> dict[int, int]:
    """Return the index in ``new`` of each section of ``old`` that is still there.

    A section keeps its title, or its text, or most of its text at the same place.
    """
    return _Pairing(old, new).run()


class _Pairing:
    """Pairs sections from the sure to the likely; whatever is paired leads to what is below it."""

    def __init__(self, old: Sequence[SectionText], new: Sequence[SectionText]) -> None:
        self.old, self.new = old, new
        self.found: dict[int, int] = {}
        self.taken: set[int] = set()
        self.families: list[_Family] = []
        self.comparisons_left = _MOST_COMPARISONS
        self.below_old, self.below_new = _below(old), _below(new)

    def run(self) -> dict[int, int]:
        self.found[0] = 0
        self.taken.add(0)
        self._pair_family(None, None)
        self._pair_elsewhere(lambda section: section.text if section.body else None)
        self._pair_renamed()
        self._pair_elsewhere(lambda section: (section.level, normal_title(section.title)))
        self._pair_elsewhere(lambda section: normal_title(section.title))
        self._pair_elsewhere(lambda section: section.body or None)
        self._pair_renamed()
        self._pair_long_ones()
        return self.found

    def _take(self, old: int, new: int) -> None:
        self.found[old] = new
        self.taken.add(new)
        self._pair_family(old, new)

    def _free(self, family: _Family) -> tuple[list[int], list[int]]:
        """Return the sections below a pair that are not paired yet."""
        ours = [index for index in self.below_old.get(family[0], ()) if index not in self.found]
        theirs = [index for index in self.below_new.get(family[1], ()) if index not in self.taken]
        return ours, theirs

    def _pair_family(self, old: int | None, new: int | None) -> None:
        """Pair what has the same title below the same section."""
        self.families.append((old, new))
        ours, theirs = self._free((old, new))
        titles = _grouped((normal_title(self.new[index].title), index) for index in theirs)
        for title, group in _grouped(
            (normal_title(self.old[index].title), index) for index in ours
        ).items():
            self._pair_same_title(group, titles.get(title, []))

    def _pair_same_title(self, ours: Sequence[int], theirs: Sequence[int]) -> None:
        """Pair sections of one title: those of the same text, those most alike, then in order."""
        if len(ours) > 1 or len(theirs) > 1:
            for with_below in (True, False):
                self._pair_same_text(ours, theirs, with_below)
                ours, theirs = self._left(ours, theirs)
            if len(ours) != len(theirs):
                self._pair_alike(ours, theirs, _LEAST_OF_SAME_TITLE)
                ours, theirs = self._left(ours, theirs)
        for index, other in zip(ours, theirs, strict=False):
            self._take(index, other)

    def _pair_same_text(self, ours: Sequence[int], theirs: Sequence[int], with_below: bool) -> None:
        """Pair what has the same text, and perhaps the same titles below it, in order."""
        old = _texts(self.old, ours, self.below_old if with_below else {})
        new = _texts(self.new, theirs, self.below_new if with_below else {})
        for start, other_start, size in LineMatcher(None, old, new).get_matching_blocks():
            for place in range(size):
                self._take(ours[start + place], theirs[other_start + place])

    def _left(self, ours: Sequence[int], theirs: Sequence[int]) -> tuple[list[int], list[int]]:
        return (
            [index for index in ours if index not in self.found],
            [index for index in theirs if index not in self.taken],
        )

    def _pair_elsewhere(self, key: Callable[[SectionText], Hashable | None]) -> None:
        """Pair what one key has once in both texts, wherever it stands."""
        ours, theirs = self._left(range(len(self.old)), range(len(self.new)))
        if not ours or not theirs:
            return
        others = _grouped((key(self.new[index]), index) for index in theirs)
        for value, group in _grouped((key(self.old[index]), index) for index in ours).items():
            same = others.get(value, [])
            if value is None or len(group) != 1 or len(same) != 1:
                continue
            # What was paired before may have led to these already.
            if group[0] not in self.found and same[0] not in self.taken:
                self._take(group[0], same[0])

    def _pair_renamed(self) -> None:
        """Pair what stands below the same section and has much of the same text, or the same
        sections below it."""
        # The list grows while it is gone through.
        for family in self.families:
            self._pair_alike(*self._free(family))

    def _pair_long_ones(self) -> None:
        """Pair what has nearly the same text elsewhere, as long as there is much of it."""
        ours, theirs = self._left(range(len(self.old)), range(len(self.new)))
        self._pair_alike(
            [index for index in ours if len(self.old[index].body) >= _LONG],
            [index for index in theirs if len(self.new[index].body) >= _LONG],
            _LEAST_ELSEWHERE,
        )

    def _pair_alike(
        self, ours: Sequence[int], theirs: Sequence[int], least: float = _LEAST_ALIKE
    ) -> None:
        """Pair the most alike; of many each is compared with those at about its place."""
        if not ours or not theirs:
            return
        width = (self.comparisons_left // len(ours) - 1) // 2
        alike = []
        for place, index in enumerate(ours if width > 0 else ()):
            for other_place in range(max(0, place - width), min(len(theirs), place + width + 1)):
                other = theirs[other_place]
                self.comparisons_left -= 1
                far = abs(place - other_place)
                alike.append((-self._likeness(index, other), far, index, other))
        for likeness, _, index, other in sorted(alike):
            free = index not in self.found and other not in self.taken
            if free and -likeness >= least:
                self._take(index, other)

    def _likeness(self, old: int, new: int) -> float:
        """Return how alike two sections are, 0 to 100."""
        ours, theirs = self.old[old].body, self.new[new].body
        alike = 0.0
        if ours and theirs:
            alike = ratio(ours[:_COMPARED_LETTERS], theirs[:_COMPARED_LETTERS])
        below = {self.old[index].title for index in self.below_old.get(old, ())}
        others = {self.new[index].title for index in self.below_new.get(new, ())}
        if below and others:
            alike = max(alike, 200 * len(below & others) / (len(below) + len(others)))
        return alike


def _below(sections: Sequence[SectionText]) -> dict[int | None, list[int]]:
    """Return the sections right below each section, but for the one without a title."""
    return _grouped((section.parent, index) for index, section in enumerate(sections) if index)


def _texts(
    sections: Sequence[SectionText],
    group: Sequence[int],
    below: Mapping[int | None, Sequence[int]],
) -> list[str]:
    """Return each section's text with the titles right below it."""
    return [
        "\0".join([sections[index].text, *(sections[part].title for part in below.get(index, ()))])
        for index in group
    ]


def _grouped(pairs: Iterable[tuple[Key, int]]) -> dict[Key, list[int]]:
    groups: dict[Key, list[int]] = defaultdict(list)
    for key, index in pairs:
        groups[key].append(index)
    return groups
