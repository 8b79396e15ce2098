"""Edits of a text as values; a view or a rule proposes them, the editor applies them."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class TextEdit:
    """Replace the code points ``start`` to ``end`` (0-based, end exclusive) by ``text``."""

    start: int
    end: int
    text: str


def apply_edits(text: str, edits: Iterable[TextEdit]) -> str:
    """Return ``text`` with the edits made; all of them count in the text as it was.

    Raises:
        ValueError: an edit lies outside the text, or two of them overlap.
    """
    parts = []
    position = 0
    for edit in sorted(edits):
        if not position <= edit.start <= edit.end <= len(text):
            raise ValueError(f"edit {edit.start}-{edit.end} lies outside {position}-{len(text)}")
        parts += [text[position : edit.start], edit.text]
        position = edit.end
    return "".join([*parts, text[position:]])
