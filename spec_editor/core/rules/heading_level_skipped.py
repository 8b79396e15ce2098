"""A heading two or more levels below the one above it."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from spec_editor.core.edits import TextEdit
from spec_editor.core.findings import Finding, Severity
from spec_editor.core.plans import item_of
from spec_editor.core.rules.context import DocumentView, Remark
from spec_editor.core.rules.places import section_at
from spec_editor.core.rules.rule import DocumentRule
from spec_editor.core.section_moves import set_levels
from spec_editor.core.sections import Section

if TYPE_CHECKING:
    from spec_editor.core.document import Document


def heading_level_skipped(view: DocumentView) -> Iterator[Remark]:
    """Find the headings that stand right below one of two or more levels higher."""
    # What is only skipped by a slip above is right once that is mended.
    levels = view.matching.levels if view.matching else [s.level for s in view.sections]
    for number, (meant, level) in enumerate(pairwise(levels), 1):
        if level - meant < 2:
            continue
        section, above = view.sections[number], view.sections[number - 1]
        skips = section.level - above.level > 1
        if skips and not _is_as_in_template(view, section, meant):
            yield Remark(
                view.heading_span(section),
                f"“{section.title}” has level {section.level} below “{above.title}” with level "
                f"{above.level}; make it level {above.level + 1}.",
                fixable=True,
            )


def _is_as_in_template(view: DocumentView, section: Section, above: int) -> bool:
    """Say whether the template leaves out as many levels, or has there what is missing."""
    item = item_of(view, section)
    if item is None or view.template is None or view.matching is None:
        return False
    parent = item.parent
    while parent is not None and parent in view.matching.missing:
        parent = view.template.sections[parent].parent
    if parent is None:
        return False
    skipped = item.section.level - view.template.sections[parent].section.level
    return skipped >= section.level - above


def _fix(document: "Document", finding: Finding) -> tuple[TextEdit, ...]:
    section = section_at(document, finding.span.line)
    return set_levels(document, _levels(document.sections, section))


def _levels(sections: Sequence[Section], first: Section) -> dict[int, int]:
    """Return the levels to be, by section: each one right below what it stands in."""
    wanted = sections[first.index - 1].level + 1
    levels: dict[int, int] = {}
    for section in sections[first.index :]:
        if section.parent == first.parent and section.level > wanted:
            levels[section.index] = wanted
        elif section.parent in levels:
            levels[section.index] = levels[section.parent] + 1
        else:
            break
    return levels


RULE = DocumentRule(
    "heading-level-skipped",
    Severity.WARNING,
    "No heading level is left out.",
    "A heading of level 4 right below one of level 2 looks like a part of something that is not "
    "there; screen readers and tables of contents get it wrong. The fix raises the heading, its "
    "siblings and all below them.",
    heading_level_skipped,
    fix=_fix,
    waits_for=("section-level",),
)
