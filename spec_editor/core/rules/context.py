"""What a rule may look at, and what it says."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from spec_editor.core.completeness import Outline
from spec_editor.core.findings import Span
from spec_editor.core.lazy import Once
from spec_editor.core.link_targets import link_targets
from spec_editor.core.matching import Matching
from spec_editor.core.passages import Passage
from spec_editor.core.placeholders import Placeholder
from spec_editor.core.report import State
from spec_editor.core.sections import Section
from spec_editor.core.template import Template, TemplateSection
from spec_editor.core.text import Text


class Remark(NamedTuple):
    """What a rule has to say about one place, in one sentence that says what and where.

    ``section`` is the title of the section that it is about where that is not the one it is in.
    """

    span: Span
    message: str
    fixable: bool = False
    section: str = ""


@dataclass(frozen=True, slots=True)
class DiagramProblem:
    """Why a diagram cannot be drawn; line and column are 1-based in its source."""

    message: str
    line: int
    column: int


def _unknown(_what: str) -> None:
    """Answer where nobody can tell."""


# Compared by identity: it is asked for with each section.
@dataclass(frozen=True, slots=True, eq=False)
class Services:
    """What rules ask of the world outside, handed in from above.

    ``check_diagram`` returns what is wrong with a Mermaid source, None when nothing is.
    ``file_exists`` says whether a relative link leads to a file, None when that is not to be
    judged.
    """

    check_diagram: Callable[[str], DiagramProblem | None] = _unknown
    file_exists: Callable[[str], bool | None] = _unknown


#: For those who know nothing of the world outside.
NO_SERVICES = Services()


class SectionView(NamedTuple):
    """One section by itself; all spans count from its heading as line 1.

    For the text before the first heading the passage's level is 0. ``state`` is that
    of the own text, None where nothing is asked of it; ``item`` the template's section that it
    is, None for an extra one.
    """

    passage: Passage
    state: State | None
    item: TemplateSection | None
    template: Template | None
    placeholders: tuple[Placeholder, ...]
    has_subsections: bool
    services: Services

    @property
    def title(self) -> str:
        """The heading's plain text."""
        return self.passage.title

    def heading_span(self) -> Span:
        """Return the span of the heading's first line."""
        return self.passage.text.line_span(1)


#: What a :class:`SectionView` is made of, for those who may not need it.
Look = tuple[
    Passage,
    State | None,
    TemplateSection | None,
    Template | None,
    tuple[Placeholder, ...],
    bool,
    Services,
]


class Signs(NamedTuple):
    """What can be seen of a section at a first glance, which costs next to nothing.

    ``of_template`` says that the template has it, ``fields`` that fields are asked for there;
    what stands before the first heading may have those of the template's first section.
    ``last_block`` is the kind of its last block.
    """

    state: State | None
    of_template: bool
    fields: bool
    placeholders: bool
    links: bool
    images: bool
    bars: bool
    diagrams: bool
    comments: bool
    last_block: str


def signs_of(look: Look) -> Signs:
    """Return what can be seen of a section at a first glance."""
    passage, state, item, template, placeholders, _, _ = look
    source, blocks = passage.text.value, passage.parsed_blocks
    asked = item if passage.level or template is None else template.sections[0]
    return Signs(
        state,
        item is not None,
        asked is not None and bool(asked.fields),
        bool(placeholders),
        bool(passage.fact(link_targets)),
        "![" in source,
        "|" in source,
        "mermaid" in source,
        bool(passage.comments),
        blocks[-1].kind if blocks else "",
    )


def may_be_labelled(passage: Passage) -> bool:
    """Say whether there can be fields or tables of two columns; in most passages there are none."""
    source = passage.text.value
    return "|" in source or "**" in source or "__" in source


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A whole document; all spans count from its first line.

    ``placeholders`` counts those left in it; ``known_rules`` are the ids of all rules.
    """

    text: Text
    preamble: Passage
    sections: Sequence[Section]
    template: Template | None
    matching: Matching | None
    outline: Outline
    services: Services = NO_SERVICES
    known_rules: frozenset[str] = frozenset()
    once: Once = field(default_factory=Once, init=False, repr=False, compare=False)

    def passages(self) -> Sequence[tuple[Passage, int]]:
        """Return each passage with the number of lines before it."""
        return self.once("passages", self._passages)

    def _passages(self) -> Sequence[tuple[Passage, int]]:
        below = ((section.passage, section.heading.line - 1) for section in self.sections)
        return ((self.preamble, 0), *below)

    def linking(self) -> Sequence[tuple[Passage, int]]:
        """Return the passages with links or images, with the number of lines before them."""
        return self.once("linking", self._linking)

    def _linking(self) -> Sequence[tuple[Passage, int]]:
        return [placed for placed in self.passages() if placed[0].fact(link_targets)]

    def heading_span(self, section: Section) -> Span:
        """Return the span of a section's heading, its first line."""
        return section.span(section.passage.text.line_span(1))
