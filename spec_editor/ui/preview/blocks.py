"""The blocks that the preview's page shows, kept so that the page can be made again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

FIRST_SLICE = 60_000
"""Characters of HTML sent at first, enough for a screen: it is painted before the rest comes."""
NEXT_SLICES = 250_000
"""Characters of HTML sent at once after that; keeps both processes answering."""


class PageBlocks:
    """List of blocks `{"html", "first", "last"}` that patches change.

    Lines are kept apart from the HTML: a new line moves those of thousands of blocks.
    """

    def __init__(self) -> None:
        self._html: list[str] = []
        self._first: list[int] = []
        self._last: list[int] = []

    def __len__(self) -> int:
        return len(self._html)

    @property
    def last_line(self) -> int:
        """The 1-based source line that the last block ends with."""
        return self._last[-1] if self._last else 1

    def replace(self, blocks: Iterable[Mapping[str, Any]]) -> None:
        """Forget all blocks and take these."""
        self._put(0, len(self), list(blocks))

    def apply(self, patch: Mapping[str, Any]) -> None:
        """Apply a patch `{"start", "removed", "inserted", "shift"}`.

        Raises:
            ValueError: the patch belongs to another list of blocks.
        """
        start, end = patch["start"], patch["start"] + patch["removed"]
        if not 0 <= start <= end <= len(self):
            raise ValueError(
                f"the patch replaces blocks {start} to {end}, but the preview has {len(self)}"
            )
        self._put(start, end, patch["inserted"])
        shift, behind = patch["shift"], start + len(patch["inserted"])
        if shift:
            for lines in (self._first, self._last):
                lines[behind:] = [line + shift for line in lines[behind:]]

    def _put(self, start: int, end: int, blocks: Sequence[Mapping[str, Any]]) -> None:
        self._html[start:end] = [block["html"] for block in blocks]
        self._first[start:end] = [block["first"] for block in blocks]
        self._last[start:end] = [block["last"] for block in blocks]

    def moved_line(self, patch: Mapping[str, Any], line: float) -> float:
        """Return where a line, with a fraction, will be when a patch has been applied."""
        behind = patch["start"] + patch["removed"]
        is_behind = behind < len(self) and self._first[behind] <= line
        return line + patch["shift"] if is_behind else line

    def as_patch(self) -> dict[str, Any]:
        """Return the patch that makes these blocks out of nothing."""
        blocks = [
            {"html": html, "first": first, "last": last}
            for html, first, last in zip(self._html, self._first, self._last, strict=True)
        ]
        return {"start": 0, "removed": 0, "inserted": blocks, "shift": 0}


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
