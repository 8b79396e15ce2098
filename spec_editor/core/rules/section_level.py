"""A section on another level than the template has it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from spec_editor.core.edits import TextEdit
from spec_editor.core.findings import Finding, Severity
from spec_editor.core.plans import Sectioned, end_of
from spec_editor.core.rules.context import DocumentView, Remark
from spec_editor.core.rules.places import section_at
from spec_editor.core.rules.rule import DocumentRule
from spec_editor.core.section_moves import set_levels
from spec_editor.core.sections import Section

if TYPE_CHECKING:
    from spec_editor.core.document import Document


def section_level(view: DocumentView) -> Iterator[Remark]:
    """Find the sections that were promoted or demoted, but stay in the template's order."""
    matching = view.matching
    if matching is None:
        return
    for number, match in matching.by_section.items():
        if not match.slip:
            continue
        section = view.sections[number]
        deeper = "deeper" if match.slip > 0 else "higher"
        levels = "a level" if abs(match.slip) == 1 else f"{abs(match.slip)} levels"
        yield Remark(
            view.heading_span(section),
            f"“{section.title}” is {levels} {deeper} than in the template; make it level "
            f"{section.level - match.slip}.",
            # What stands behind a section that is raised could get into it.
            fixable=number not in matching.unclear,
        )


def _fix(document: "Document", findings: Sequence[Finding]) -> tuple[TextEdit, ...]:
    sections = [section_at(document, finding.span.line) for finding in findings]
    return set_levels(document, dict(_levels(document, sections)))


def _levels(document: Sectioned, sections: Iterable[Section]) -> Iterator[tuple[int, int]]:
    """Yield the levels of sections and of what goes along with them, by their index."""
    matching = document.matching
    if matching is None:
        return
    for section in sections:
        for number in range(section.index, end_of(document, section)):
            match = matching.by_section.get(number)
            if number == section.index or not (match and match.slip):
                yield number, matching.levels[number]


RULE = DocumentRule(
    "section-level",
    Severity.WARNING,
    "Every section has the level that the template gives it.",
    "A chapter with one `#` too many becomes a part of the chapter before it, and whoever looks "
    "for it in the outline or the table of contents does not find it. The fix changes the level "
    "of the section and of all below it. Where all chapters are a level deeper or higher than in "
    "the template nothing is said.",
    section_level,
    fix=lambda document, finding: _fix(document, [finding]),
    fix_together=_fix,
)
