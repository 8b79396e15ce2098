"""How a text is read as Markdown: as GitHub does, or as MkDocs does with its extensions."""

from dataclasses import dataclass
from enum import StrEnum

#: What an option of an extension can be. Pairs are names with their texts.
OptionValue = bool | int | str | tuple[str, ...] | tuple[tuple[str, str], ...]


class Flavour(StrEnum):
    """Whose reading of Markdown a page shows."""

    GITHUB = "github"
    MKDOCS = "mkdocs"


@dataclass(frozen=True, slots=True)
class MarkdownExtension:
    """An extension of MkDocs' Markdown, by its name in the list of those that are allowed."""

    name: str
    options: tuple[tuple[str, OptionValue], ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """Whose reading a page shows; ``extensions`` are those of MkDocs, none for GitHub."""

    flavour: Flavour = Flavour.GITHUB
    extensions: tuple[MarkdownExtension, ...] = ()


GITHUB = Reading()

#: What MkDocs uses whatever its file says.
MKDOCS_EXTENSIONS = tuple(map(MarkdownExtension, ("toc", "tables", "fenced_code")))


@dataclass(frozen=True, slots=True)
class FolderReading:
    """How the documents of one folder are read as long as the user does not choose.

    ``said`` is what the folder's ``.spec-editor.toml`` names; ``source`` is the path of the
    ``mkdocs.yml`` that was found, empty for none, with the extensions that it asks for and one
    sentence for each thing of it that is not used.
    """

    said: Flavour | None = None
    source: str = ""
    extensions: tuple[MarkdownExtension, ...] = MKDOCS_EXTENSIONS
    notes: tuple[str, ...] = ()

    def reading(self, chosen: Flavour | None = None) -> Reading:
        """Return how documents are read; ``chosen`` goes before what folder and file say."""
        found = Flavour.MKDOCS if self.source else Flavour.GITHUB
        flavour = chosen or self.said or found
        return Reading(flavour, self.extensions) if flavour is Flavour.MKDOCS else GITHUB
