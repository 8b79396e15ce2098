"""What the preview's page may see: its shell, its style, the diagrams and the images."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from spec_editor.render.page import preview_shell, stylesheet
from spec_editor.render.scheme import Asset
from spec_editor.storage.images import read_image


class PreviewAssets:
    """Answers the preview's requests; nothing that is not named here can be had."""

    def __init__(self) -> None:
        self.theme = "light"
        self.folders: Callable[[], tuple[Path, Path] | None] = lambda: None
        self.remote: Callable[[str], tuple[bytes, str] | None] = lambda _name: None
        self._diagrams: dict[str, bytes] = {}

    def add_diagrams(self, diagrams: Mapping[str, str]) -> None:
        """Take the pictures that the page uses now; an empty one is here already.

        The page asks for ``d/<name>.svg``. Those that it no longer uses are forgotten.
        """
        self._diagrams = {
            name: svg.encode() if svg else self._diagrams.get(name, b"")
            for name, svg in diagrams.items()
        }

    def diagram(self, name: str) -> bytes | None:
        """Return the SVG of a diagram that the page uses."""
        return self._diagrams.get(name) or None

    def asset(self, path: str) -> Asset | Callable[[], Asset | None] | None:
        """Return bytes and MIME type of one file of the page, or what reads it from the disk."""
        if path == "":
            return preview_shell(self.theme).encode(), "text/html"
        if path == "style.css":
            return stylesheet(self.theme, "preview").encode(), "text/css"
        kind, _, name = path.partition("/")
        if kind == "d":
            svg = self.diagram(name.removesuffix(".svg"))
            return (svg, "image/svg+xml") if svg else None
        if kind == "r":
            return self.remote(name)
        folders = self.folders()
        if kind == "f" and folders is not None:
            root, folder = folders
            return partial(read_image, root, folder, name)
        return None
