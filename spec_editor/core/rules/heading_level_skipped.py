"""A heading two or more levels below the one above it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from spec_editor.core.actions import ActionError
from spec_editor.core.changes import comes_out, with_consequences
from spec_editor.core.edits import TextEdit
from spec_editor.core.findings import Finding, Severity
from spec_editor.core.headings import level_edits
from spec_editor.core.plans import present
from spec_editor.core.rules.context import DocumentView, Remark
from spec_editor.core.rules.places import section_at
from spec_editor.core.rules.rule import DocumentRule
from spec_editor.core.sections import Section

if TYPE_CHECKING:
    from spec_editor.core.document import Document


def heading_level_skipped(view: DocumentView) -> Iterator[Remark]:
    """Find the headings that stand right below one of two or more levels higher."""
    level = 6
    for section in view.sections:
        if section.heading.level > level + 1 and not _is_as_in_template(view, section, level):
            above = view.sections[section.index - 1].title
            yield Remark(
                view.heading_span(section),
                f"“{section.title}” has level {section.level} below “{above}” with level {level}; "
                f"make it level {level + 1}.",
                fixable=True,
            )
        level = section.heading.level


def _is_as_in_template(view: DocumentView, section: Section, above: int) -> bool:
    item = view.item_of(section)
    if item is None or item.parent is None or view.template is None:
        return False
    skipped = item.section.level - view.template.sections[item.parent].section.level
    return skipped >= section.level - above


def _fix(document: "Document", finding: Finding) -> tuple[TextEdit, ...]:
    section = section_at(document, finding.span.line)
    levels = _levels(document.sections, section)
    plan = present(document)
    edits = []
    for index, level in levels.items():
        plan[index] = replace(plan[index], level=level)
        passage = document.sections[index].passage
        offset = document.text.offset_of_line(document.sections[index].heading.line)
        edits += [
            TextEdit(offset + edit.start, offset + edit.end, edit.text)
            for edit in level_edits(passage, level)
        ]
    found = with_consequences(document, plan, edits)
    if not comes_out(document, plan, found):
        raise ActionError(f"The level of “{section.title}” cannot be changed.")
    return found


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
)
