"""Finds again, in a whole document, the section that a finding is about."""

from bisect import bisect_right

from spec_editor.core.plans import Sectioned
from spec_editor.core.sections import Section


def section_at(document: Sectioned, line: int) -> Section:
    """Return the section in whose own text a 1-based line of the document is."""
    number = bisect_right(document.sections, line, key=lambda section: section.heading.line)
    return document.sections[max(number - 1, 0)]
