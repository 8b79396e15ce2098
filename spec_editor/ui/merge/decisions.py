"""What was decided in a merge so far, without anything that can be seen."""

from spec_editor.core.section_merge import Choice, MergedPart, SectionMerge

_UNDECIDED = "⟨conflict {} of this section is not decided yet⟩\n"

Place = tuple[int, int]
"""A conflict: the section's place in the merge, the conflict's in the section."""


class Decisions:
    """The choices for the conflicts of a merge, and the texts that were written by hand."""

    def __init__(self, merge: SectionMerge) -> None:
        self.merge = merge
        self.conflicts: tuple[Place, ...] = tuple(
            (part, number)
            for part, each in enumerate(merge.parts)
            for number in range(len(each.conflicts))
        )
        self._choices: dict[Place, Choice] = {}
        self._written: dict[int, str] = {}

    def left(self) -> int:
        """Return how many conflicts are not decided."""
        return len(self.conflicts) - len(self._choices)

    @property
    def is_begun(self) -> bool:
        """Whether anything was decided or written."""
        return bool(self._choices or self._written)

    def left_in(self, part: int) -> int:
        """Return how many conflicts of a section are not decided."""
        number = len(self.merge.parts[part].conflicts)
        return sum((part, conflict) not in self._choices for conflict in range(number))

    def choice(self, place: Place) -> Choice | None:
        """Return what was chosen for a conflict."""
        return self._choices.get(place)

    def choose(self, place: Place, choice: Choice) -> None:
        """Decide a conflict; what was written by hand in its section is given up for it."""
        self._choices[place] = choice
        self._written.pop(place[0], None)

    def choose_all_left(self, choice: Choice) -> None:
        """Decide all conflicts that are not decided yet in the same way."""
        for place in self.conflicts:
            if place not in self._choices:
                self.choose(place, choice)

    def write(self, part: int, text: str) -> None:
        """Take a text for a section that was written by hand; its conflicts are decided."""
        if self.left_in(part):
            raise ValueError("decide the section's conflicts first")
        if text == self._chosen(part):
            self._written.pop(part, None)
        else:
            self._written[part] = text

    def is_written(self, part: int) -> bool:
        """Say whether a section's text was written by hand."""
        return part in self._written

    def text_of(self, part: int) -> str:
        """Return a section's text as it is now; conflicts that are left are named in it."""
        if part in self._written:
            return self._written[part]
        return self._chosen(part)

    def _chosen(self, part: int) -> str:
        conflict = 0
        pieces = []
        for piece in self.merge.parts[part].pieces:
            if isinstance(piece, str):
                pieces.append(piece)
                continue
            choice = self._choices.get((part, conflict))
            conflict += 1
            pieces.append(piece.text(choice) if choice else _UNDECIDED.format(conflict))
        return "".join(pieces)

    def following(self, place: Place | None, step: int) -> Place | None:
        """Return the next conflict (``step`` 1) or the one before (-1) that is not decided.

        It goes on at the other end; where all are decided, the next one of all; None where
        there is none.
        """
        open_ones = [each for each in self.conflicts if each not in self._choices]
        places = open_ones or list(self.conflicts)
        if not places:
            return None
        if place is None:
            return places[0 if step > 0 else -1]
        beyond = [each for each in places if (each > place if step > 0 else each < place)]
        if beyond:
            return beyond[0 if step > 0 else -1]
        return places[0 if step > 0 else -1]

    def changed_parts(self) -> tuple[int, ...]:
        """Return the sections that somebody changed: those with conflicts first."""
        parts = self.merge.parts
        changed = [number for number, part in enumerate(parts) if part.is_changed]
        return tuple(sorted(changed, key=lambda number: not parts[number].conflicts))

    def part(self, number: int) -> MergedPart:
        """Return a section."""
        return self.merge.parts[number]

    def result(self) -> str:
        """Return the merged text.

        Raises:
            ValueError: a conflict is not decided.
        """
        if self.left():
            raise ValueError(f"{self.left()} conflicts are not decided")
        decided = {part for part, _ in self.conflicts} | set(self._written)
        return self.merge.text({part: self.text_of(part) for part in decided})
