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
