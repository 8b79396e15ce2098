"""How each document is judged: as its folder says, or by a template that the user chose."""

from dataclasses import replace
from pathlib import Path

from spec_editor.app.workspace import Workspace
from spec_editor.core.setup import Setup


class Judging:
    """Knows the setup of documents, and the folders that they may look into."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._templates: dict[Path, str] = {}

    def folders_of(self, path: Path | None) -> tuple[Path, Path] | None:
        """Return the folder that a document's images may lie in, and the document's own."""
        if path is None:
            return None
        root = self._workspace.folder_of(path)
        return root or path.parent, path.parent

    def judging_of(self, path: Path) -> tuple[Setup, Path]:
        """Return how a document is judged, and the folder that its links may lead into."""
        return self._setup_of(path), self._workspace.folder_of(path) or path.parent

    def template_of(self, path: Path) -> str | None:
        """Return the template that the user chose for a document; None leaves it to the folder."""
        return self._templates.get(path)

    def choose_template(self, path: Path, name: str | None) -> None:
        """Measure a document by a template from now on, by none for an empty name.

        None leaves it to what the folder says, or to what fits best.
        """
        if name is None:
            self._templates.pop(path, None)
        else:
            self._templates[path] = name

    def _setup_of(self, path: Path) -> Setup:
        setup = self._workspace.setup_of(path)
        chosen = self._templates.get(path)
        if chosen is None:
            return setup
        if not chosen:
            return replace(setup, templates=(), chosen="")
        is_there = any(source.name == chosen for source in setup.templates)
        return replace(setup, chosen=chosen) if is_there else setup
