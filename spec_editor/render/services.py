"""What rendering needs from the process that it runs in."""

from typing import Protocol


class RenderServices(Protocol):
    """What rendering needs from the one who runs it."""

    def progress(self, kind: str, key: str) -> None:
        """Take note that a risky step begins: a document, a block, a diagram or code, MkDocs'
        reading of a text or of a piece of it."""

    def is_quarantined(self, key: str) -> bool:
        """Say whether the step with this key was the one at which a worker died or was late."""
        ...
