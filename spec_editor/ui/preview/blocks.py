"""The blocks that the preview's page shows, kept so that the page can be made again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

FIRST_SLICE = 60_000
"""Characters of HTML sent at first, enough for a screen: it is painted before the rest comes."""
NEXT_SLICES = 250_000
"""Characters of HTML sent at once after that; keeps both processes answering."""


class PageBlocks:
    """List of blocks `{"html", "first", "last"}` that patches change."""

    def __init__(self) -> None:
        self._blocks: list[dict[str, Any]] = []

    def __len__(self) -> int:
        return len(self._blocks)

    def replace(self, blocks: Iterable[Mapping[str, Any]]) -> None:
        """Forget all blocks and take these."""
        self._blocks = [dict(block) for block in blocks]

    def apply(self, patch: Mapping[str, Any]) -> None:
        """Apply a patch `{"start", "removed", "inserted", "shift"}`.

        Raises:
            ValueError: the patch belongs to another list of blocks.
        """
        start, end = patch["start"], patch["start"] + patch["removed"]
        if not 0 <= start <= end <= len(self._blocks):
            raise ValueError(
                f"the patch replaces blocks {start} to {end}, but the preview has {len(self)}"
            )
        inserted = [dict(block) for block in patch["inserted"]]
        self._blocks[start:end] = inserted
        shift = patch["shift"]
        if shift:
            for block in self._blocks[start + len(inserted) :]:
                block["first"] += shift
                block["last"] += shift

    def moved_line(self, patch: Mapping[str, Any], line: float) -> float:
        """Return where a line, with a fraction, will be when a patch has been applied."""
        behind = patch["start"] + patch["removed"]
        is_behind = behind < len(self._blocks) and self._blocks[behind]["first"] <= line
        return line + patch["shift"] if is_behind else line

    def as_patch(self) -> dict[str, Any]:
        """Return the patch that makes these blocks out of nothing."""
        return {"start": 0, "removed": 0, "inserted": self._blocks, "shift": 0}


def in_slices(patch: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Split a patch with much HTML into several, to be applied one after the other."""
    inserted: Sequence[Mapping[str, Any]] = patch["inserted"]
    start, removed, shift = patch["start"], patch["removed"], patch["shift"]
    position, limit = 0, FIRST_SLICE
    while True:
        part: list[Mapping[str, Any]] = []
        size = 0
        while position < len(inserted) and (not part or size < limit):
            part.append(inserted[position])
            size += len(inserted[position]["html"])
            position += 1
        yield {"start": start, "removed": removed, "inserted": part, "shift": shift}
        if position >= len(inserted):
            return
        start, removed, shift, limit = start + len(part), 0, 0, NEXT_SLICES
