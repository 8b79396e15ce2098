"""The section tree of a document: passages at their places."""

from collections.abc import Sequence
from typing import NamedTuple

from spec_editor.core.blocks import Heading
from spec_editor.core.findings import Span
from spec_editor.core.passages import Passage
from spec_editor.core.placeholders import Placeholder
from spec_editor.core.slugs import SlugCounter


class Section(NamedTuple):
    """One heading with the text under it, up to the next heading.

    ``index`` is its place in document order; ``parent`` the index of the enclosing section, or
    None. ``last_line`` is the last line of the section with all its subsections,
    ``own_last_line`` that of its own text.
    """

    index: int  # type: ignore[assignment]  # nobody looks for a value in it
    passage: Passage
    heading: Heading
    parent: int | None
    own_last_line: int
    last_line: int

    @property
    def title(self) -> str:
        """The heading's plain text."""
        return self.heading.title

    @property
    def level(self) -> int:
        """1 to 6."""
        return self.heading.level

    @property
    def content(self) -> str:
        """The own text without layout."""
        return self.passage.content

    @property
    def placeholders(self) -> tuple[Placeholder, ...]:
        """The placeholders; their spans count from the heading's line."""
        return self.passage.placeholders

    def with_passage(self, passage: Passage) -> "Section":
        """Return the section with another text of as many lines under the same heading."""
        last = self.heading.line + passage.heading_last_line - 1
        heading = self.heading
        if heading.last_line != last:
            heading = heading._replace(last_line=last)
        return self._replace(passage=passage, heading=heading)

    def span(self, inside: Span) -> Span:
        """Return where in the document a span of the passage is."""
        return inside.shifted(self.heading.line - 1)


def parents_of(levels: Sequence[int]) -> list[int | None]:
    """Return for each heading the index of the one above it."""
    parents: list[int | None] = []
    above: list[int] = []
    for index, level in enumerate(levels):
        while above and levels[above[-1]] >= level:
            above.pop()
        parents.append(above[-1] if above else None)
        above.append(index)
    return parents


def slugs_of(passages: Sequence[Passage]) -> list[tuple[str, ...]]:
    """Return the anchors of each passage's headings: its own, then those nested in it."""
    slug = SlugCounter().slug
    anchors = []
    for passage in passages:
        own = (slug(passage.title),) if passage.level else ()
        # Hardly any have others in them.
        nested = tuple([slug(title) for _, title, *_ in passage.nested]) if passage.nested else ()
        anchors.append(own + nested)
    return anchors


def _last_lines(levels: Sequence[int], first_lines: Sequence[int], line_count: int) -> list[int]:
    """Return the last line of each section with its subsections."""
    ends = [line_count] * len(levels)
    open_sections: list[int] = []
    for index, level in enumerate(levels):
        while open_sections and levels[open_sections[-1]] >= level:
            ends[open_sections.pop()] = first_lines[index] - 1
        open_sections.append(index)
    return ends


def section_tree(
    passages: Sequence[Passage],
    first_lines: Sequence[int],
    line_count: int,
    slugs: Sequence[Sequence[str]],
    parents: Sequence[int | None],
) -> tuple[Section, ...]:
    """Return the sections in document order; text before the first heading belongs to none.

    ``passages`` are those with a heading, ``first_lines`` the 1-based lines of their headings,
    ``slugs`` their anchors, the heading's own first.
    """
    levels = [passage.level for passage in passages]
    ends = _last_lines(levels, first_lines, line_count)
    own_ends = [*(line - 1 for line in first_lines[1:]), line_count]
    sections = []
    for index, passage in enumerate(passages):
        line = first_lines[index]
        last = line + passage.heading_last_line - 1
        heading = Heading(passage.level, passage.title, slugs[index][0], line, last, True)
        sections.append(
            Section(index, passage, heading, parents[index], own_ends[index], ends[index])
        )
    return tuple(sections)
