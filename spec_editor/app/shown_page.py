"""What the preview shows now, as far as the engine's answers must know it."""

from spec_editor.engine.protocol import Page


class ShownPage:
    """Counts the blocks that are shown, so that a page from nothing replaces all of them.

    ``revision`` is that of the text in the page, by the page's own word: what it says of lines
    means that text, and neither the newest one nor the one that was judged last.
    """

    def __init__(self) -> None:
        self._blocks = 0
        self.revision = 0
        self.is_unfinished = False

    def forget(self) -> None:
        """Nothing is shown."""
        self._blocks = 0
        self.is_unfinished = False

    def note_shown(self, revision: int) -> None:
        """Take note of the text that is in the page now."""
        self.revision = revision

    def edits_since(self, revision: int) -> int:
        """Return how many edits made the text with a revision out of the one in the page."""
        return revision - self.revision

    def take(self, page: Page) -> dict[str, object]:
        """Return the page's patch; one that resets replaces the blocks that are shown now."""
        patch = dict(page.patch)
        self.is_unfinished = patch.pop("more", False) is True
        inserted, removed = patch["inserted"], patch["removed"]
        if patch.pop("reset", False):
            patch |= {"start": 0, "removed": self._blocks, "shift": 0}
            self._blocks = removed = 0
        if isinstance(inserted, list) and isinstance(removed, int):
            self._blocks += len(inserted) - removed
        return patch
