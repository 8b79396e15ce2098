"""Finds again, in a whole document, the section that a finding is about."""

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from spec_editor.core.edits import TextEdit
from spec_editor.core.passages import Passage
from spec_editor.core.plans import Sectioned, item_of
from spec_editor.core.sections import Section
from spec_editor.core.template import TemplateSection
from spec_editor.core.text import Text


class Place(NamedTuple):
    """A passage at its place: the lines before it, and the template's section that it is."""

    passage: Passage
    lines: int
    item: TemplateSection | None

    def moved(self, text: Text, edits: Iterable[TextEdit]) -> tuple[TextEdit, ...]:
        """Return edits of the passage as edits of the document with this text."""
        start = text.offset_of_line(self.lines + 1)
        return tuple(TextEdit(start + e.start, start + e.end, e.text) for e in edits)


def section_at(document: Sectioned, line: int) -> Section:
    """Return the section in whose own text a 1-based line is; above all of them the first."""
    return document.sections[max(_sections_to(document, line) - 1, 0)]


def place_of(document: Sectioned, line: int) -> Place:
    """Return the passage in which a 1-based line of the document is."""
    number = _sections_to(document, line)
    if not number:
        return Place(document.preamble, 0, None)
    section = document.sections[number - 1]
    return Place(section.passage, section.heading.line - 1, item_of(document, section))


def _sections_to(document: Sectioned, line: int) -> int:
    """Return how many sections begin at a line or before it."""
    return bisect_right(document.sections, line, key=lambda section: section.heading.line)
