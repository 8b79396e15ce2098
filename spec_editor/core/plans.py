"""What the headings of a document will be once a change is made."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from spec_editor.core.lazy import Once
from spec_editor.core.matching import Matching
from spec_editor.core.passages import Passage
from spec_editor.core.sections import Section
from spec_editor.core.slugs import SlugCounter
from spec_editor.core.template import Template, TemplateSection
from spec_editor.core.template_index import index_of
from spec_editor.core.text import Text


class Sectioned(Protocol):
    """A document as far as its sections go."""

    @property
    def text(self) -> Text: ...  # noqa: D102
    @property
    def preamble(self) -> Passage: ...  # noqa: D102
    @property
    def sections(self) -> Sequence[Section]: ...  # noqa: D102
    @property
    def template(self) -> Template | None: ...  # noqa: D102
    @property
    def matching(self) -> Matching | None: ...  # noqa: D102
    @property
    def once(self) -> Once: ...  # noqa: D102


class PlannedHeading(NamedTuple):
    """One heading of the text to be.

    ``source`` is the index of the section that it is now, None for a new one; ``item`` that of
    the template's section; ``nested`` are the titles of the headings in lists and quotes below
    it, which take anchors as well.
    """

    source: int | None
    level: int
    title: str
    nested: tuple[str, ...] = ()
    item: int | None = None


def item_of(document: Sectioned, section: Section) -> TemplateSection | None:
    """Return the template's section that a section is, None for an extra one."""
    match = document.matching.by_section.get(section.index) if document.matching else None
    return document.template.sections[match.template] if document.template and match else None


def with_role(document: Sectioned, role: str) -> Iterator[Section]:
    """Yield the sections to which the template gives a role, such as "toc" or "glossary"."""
    items = document.template.sections if document.template else ()
    for section in document.sections if any(item.role == role for item in items) else ():
        item = item_of(document, section)
        if item is not None and item.role == role:
            yield section


def is_title(document: Sectioned, section: Section) -> bool:
    """Say whether a section is the document's title, in which all others stand.

    That is the first heading, if the template says so or, where it says nothing of it, no other
    stands on its level.
    """
    if section.index or section.level > 1:
        return False
    match = document.matching.by_section.get(0) if document.matching else None
    if match is not None and document.template is not None:
        return match.template == index_of(document.template).title
    return not any(other.level == 1 for other in document.sections[1:])


def end_of(document: Sectioned, section: Section) -> int:
    """Return the index behind a section with all below it."""
    following = (
        s.index for s in document.sections[section.index + 1 :] if s.level <= section.level
    )
    return next(following, len(document.sections))


class Anchors(NamedTuple):
    """The anchors of one heading and of those nested below it."""

    own: str
    nested: tuple[str, ...]


def planned(document: Sectioned, section: Section) -> PlannedHeading:
    """Return a section's heading as it is."""
    match = document.matching.by_section.get(section.index) if document.matching else None
    return PlannedHeading(
        section.index,
        section.level,
        section.title,
        nested_titles(section.passage),
        match.template if match else None,
    )


def present(document: Sectioned) -> list[PlannedHeading]:
    """Return the headings as they are."""
    return [planned(document, section) for section in document.sections]


def nested_titles(passage: Passage) -> tuple[str, ...]:
    """Return the titles of the headings that stand in a passage's lists and quotes."""
    return tuple(title for _, title, *_ in passage.nested) if passage.nested else ()


def anchors_of(document: Sectioned, plan: Iterable[PlannedHeading]) -> list[Anchors]:
    """Return the anchors of all planned headings, in their order."""
    counter = SlugCounter()
    for title in nested_titles(document.preamble):
        counter.slug(title)
    return [
        Anchors(counter.slug(heading.title), tuple(counter.slug(title) for title in heading.nested))
        for heading in plan
    ]
