"""What the window shows of the flavour: its name, what can be chosen, what is not used."""

from pathlib import Path

from PySide6.QtCore import QObject

from spec_editor.app.parts import Parts
from spec_editor.core.flavour import Flavour, FolderReading
from spec_editor.ui.flavour_button import FlavourEntry
from spec_editor.ui.notices import Notice

_NOTICE = "flavour"
_MOST_NOTES = 5
_NAMES = {Flavour.GITHUB: "GitHub", Flavour.MKDOCS: "MkDocs"}


class FlavourReactions(QObject):
    """Shows the flavour of the open document and takes a choice up."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window)
        self._parts = parts
        self._told: tuple[str, ...] = ()

    def show_for_document(self) -> None:
        """Show the flavour of a document that was opened; what was told before is gone."""
        self._told = ()
        self.show()

    def show(self) -> None:
        """Show the flavour of the open document, and what of its ``mkdocs.yml`` is not used."""
        parts, path = self._parts, self._parts.session.path
        if path is None:
            return
        flavour = parts.flavours.reading_of(path).flavour
        parts.status.flavour.show_flavour(_NAMES[flavour])
        said = parts.flavours.said_for(path)
        notes = said.notes if flavour is Flavour.MKDOCS else ()
        if notes == self._told:
            # One that was closed stays closed.
            return
        self._told = notes
        if notes:
            parts.window.notices.show_notice(Notice(_NOTICE, _text(said)))
        else:
            parts.window.notices.hide_notice(_NOTICE)

    def offer(self) -> None:
        """List the flavours that there are."""
        path = self._parts.session.path
        if path is None:
            return
        flavours = self._parts.flavours
        chosen = flavours.choice_for(path)
        self._parts.status.flavour.offer(
            (
                FlavourEntry(None, _left_open(flavours.said_for(path)), chosen is None),
                *(FlavourEntry(each, name, each is chosen) for each, name in _NAMES.items()),
            )
        )

    def choose(self, flavour: Flavour | None) -> None:
        """Show the documents of the folder in another flavour."""
        path = self._parts.session.path
        if path is not None:
            self._parts.flavours.choose(path, flavour)


def _left_open(said: FolderReading) -> str:
    """Return the entry for what is shown where nobody chooses."""
    name = _NAMES[said.reading().flavour]
    if said.said:
        return f"As the Folder Says: {name}"
    if said.source:
        return f"Automatic: {name} ({Path(said.source).name} found)"
    return f"Automatic: {name}"


def _text(said: FolderReading) -> str:
    """Return what is said about things that a ``mkdocs.yml`` asks for and that are not used."""
    shown, more = said.notes[:_MOST_NOTES], len(said.notes) - _MOST_NOTES
    rest = (f"and {more} more",) if more > 0 else ()
    source = Path(said.source)
    return (
        f"The preview does not use all that {source.name} in {source.parent} asks for: "
        f"{'; '.join((*shown, *rest))}."
    )
