"""What the preview shows now, as far as the engine's answers must know it."""

from spec_editor.engine.protocol import Page


class ShownPage:
    """Counts the blocks that are shown, so that a page from nothing replaces all of them."""

    def __init__(self) -> None:
        self._blocks = 0
        self.is_unfinished = False

    def forget(self) -> None:
        """Nothing is shown."""
        self._blocks = 0
        self.is_unfinished = False

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
