"""A text cut into its sections, to be compared with another version of it and put together again.

A section here is a heading with its own text up to the next heading; what stands before the first
one is a section without a title. Each of them ends in a line feed, so that they can change places:
one is thought behind the text's end for this, and taken away again when texts are put together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from spec_editor.core.blocks import parse
from spec_editor.core.leading_data import front_matter_lines
from spec_editor.core.sections import parents_of
from spec_editor.core.text import Text


@dataclass(frozen=True, slots=True)
class SectionText:
    """One section; ``level`` is 0 for what stands before the first heading.

    ``path`` are the titles of the sections around it and its own; ``parent`` is the index of the
    section around it, None at the top.
    """

    text: str
    level: int
    path: tuple[str, ...]
    parent: int | None

    @property
    def title(self) -> str:
        """The heading's plain text."""
        return self.path[-1] if self.path else ""

    @property
    def body(self) -> str:
        """What stands below the heading's first line, without blank lines around it."""
        return (self.text.partition("\n")[2] if self.level else self.text).strip()


def cut(value: str) -> tuple[SectionText, ...]:
    """Return a text's sections, the one without a title first; any text can be cut."""
    # To cmark a carriage return ends a line, to us it is a character like others.
    parsed = parse(value.replace("\r", " "), with_html=False)
    start = front_matter_lines(value) + 1
    headings = [heading for heading in parsed.headings if heading.block and heading.line >= start]
    parents = parents_of([heading.level for heading in headings])
    text = Text(f"{value}\n")
    borders = [1, *(heading.line for heading in headings), text.line_count + 1]
    sections = [SectionText(text.lines(1, borders[1] - 1), 0, (), None)]
    for index, heading in enumerate(headings, 1):
        above = parents[index - 1]
        parent = None if above is None else above + 1
        path = (*(() if parent is None else sections[parent].path), heading.title)
        source = text.lines(borders[index], borders[index + 1] - 1)
        sections.append(SectionText(source, heading.level, path, parent))
    return tuple(sections)


def neighbours(*orders: Sequence[int]) -> set[tuple[int, int]]:
    """Return the sections that follow each other in one of the texts."""
    return {pair for order in orders for pair in pairwise(order)}


def put_together(sections: Iterable[tuple[int, str]], known: set[tuple[int, int]]) -> str:
    """Return the text of sections, each given with the number it has among ``known`` neighbours.

    Sections that never followed each other get a blank line between them: without it an
    underlined heading would belong to the paragraph before it.
    """
    pieces: list[str] = []
    before: tuple[int, str] | None = None
    for number, source in sections:
        if not source:
            continue
        text = source if source.endswith("\n") else f"{source}\n"
        is_new = before is not None and (before[0], number) not in known
        if before is not None and is_new and before[1].strip() and not before[1].endswith("\n\n"):
            pieces.append("\n")
        pieces.append(text)
        before = number, text
    return "".join(pieces).removesuffix("\n")
