"""Edits of a text as values; a view or a rule proposes one, the editor applies it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextEdit:
    """Replace the code points ``start`` to ``end`` (0-based, end exclusive) by ``text``."""

    start: int
    end: int
    text: str

    def applied_to(self, text: str) -> str:
        """Return ``text`` with this edit made.

        Raises:
            ValueError: the edit does not lie inside the text.
        """
        if not 0 <= self.start <= self.end <= len(text):
            raise ValueError(f"edit {self.start}-{self.end} lies outside 0-{len(text)}")
        return text[: self.start] + self.text + text[self.end :]
