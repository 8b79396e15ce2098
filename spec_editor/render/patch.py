"""The difference between two versions of a page, so that only changed blocks are replaced."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from spec_editor.render.html import PageBlock


@dataclass(frozen=True, slots=True)
class BlockPatch:
    """Replace ``removed`` blocks from the 0-based index ``start`` on by ``inserted``.

    ``shift`` is added to the source lines of all blocks behind the inserted ones.
    """

    start: int
    removed: int
    inserted: tuple[PageBlock, ...]
    shift: int

    def to_json(self) -> dict[str, Any]:
        """Return the patch as plain values for the script in the page."""
        return {
            "start": self.start,
            "removed": self.removed,
            "inserted": [
                {"html": block.html, "first": block.first_line, "last": block.last_line}
                for block in self.inserted
            ],
            "shift": self.shift,
        }


def difference(
    old: Sequence[PageBlock], new: Sequence[PageBlock], shift: int, before: int = 0
) -> BlockPatch:
    """Return the patch that makes new blocks of the old ones.

    ``before`` is how many blocks of the page stand before them. What stands behind them moves by
    ``shift`` lines.
    """
    shortest = min(len(old), len(new))
    start = 0
    while start < shortest and _same(old[start], new[start], 0):
        start += 1
    kept = 0
    while kept < shortest - start and _same(old[-1 - kept], new[-1 - kept], shift):
        kept += 1
    inserted = tuple(new[start : len(new) - kept])
    return BlockPatch(before + start, len(old) - kept - start, inserted, shift)


def _same(old: PageBlock, new: PageBlock, shift: int) -> bool:
    """Say whether a block may stay in the page when its lines move by ``shift``."""
    return (
        old.key == new.key
        and old.first_line + shift == new.first_line
        and old.last_line + shift == new.last_line
    )
