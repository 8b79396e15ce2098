"""A section on another level than the template has it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from spec_editor.core.edits import TextEdit
from spec_editor.core.findings import Finding, Severity
from spec_editor.core.plans import Sectioned
from spec_editor.core.rules.context import DocumentView, Remark
from spec_editor.core.rules.places import section_at
from spec_editor.core.rules.rule import DocumentRule
from spec_editor.core.section_moves import set_level
from spec_editor.core.sections import Section
from spec_editor.core.template_choice import settled_chapters, usual_level_change
from spec_editor.core.template_index import index_of

if TYPE_CHECKING:
    from spec_editor.core.document import Document

_LEAST_IN_OWN = 2


def section_level(view: DocumentView) -> Iterator[Remark]:
    """Find the sections that were promoted or demoted, but stay in the template's order."""
    changed = _changed(view)
    settled = _last_settled(view) if changed else {}
    for number, change in changed.items():
        section = view.sections[number]
        deeper = "deeper" if change > 0 else "higher"
        levels = "a level" if abs(change) == 1 else f"{abs(change)} levels"
        # What stands behind a section that is raised would get into it.
        is_clear = change < 0 or settled.get(section.parent, 0) < number
        yield Remark(
            view.heading_span(section),
            f"“{section.title}” is {levels} {deeper} than in the template; make it level "
            f"{section.level - change}.",
            fixable=is_clear,
        )


def _last_settled(document: Sectioned) -> dict[int | None, int]:
    """Return of the sections under each one the last that stands where it should."""
    matches = document.matching.by_section if document.matching else {}
    return {
        document.sections[number].parent: number
        for number, match in sorted(matches.items())
        if not match.moved and not match.level_change
    }


def _changed(document: Sectioned) -> dict[int, int]:
    """Return how many levels deeper (below 0: higher) sections are, by their index.

    One whose counterpart above is on another level as well follows that one.
    """
    matches = document.matching.by_section if document.matching else {}
    if document.template is None or not any(match.level_change for match in matches.values()):
        return {}
    chapters = settled_chapters(index_of(document.template), matches.values())
    parent = {number: document.sections[number].parent for number in matches}
    title = index_of(document.template).title
    tops = {None, *(number for number, match in matches.items() if match.template == title)}
    shift = usual_level_change(each for each in chapters if parent[each.section] in tops)
    of_chapters = {match.section for match in chapters}
    # Several sections in one of the author's own are meant to be there.
    own = Counter(above for above in parent.values() if above not in matches and above not in tops)
    changed: dict[int, int] = {}
    for number, match in sorted(matches.items()):
        change = match.level_change - (shift if number in of_chapters else 0)
        is_alone = own[parent[number]] < _LEAST_IN_OWN
        if change and is_alone and not (match.moved or _skips(document.sections, number, change)):
            changed[number] = change
    items = {matches[number].template for number in changed}
    above = {n: document.template.sections[matches[n].template].parent for n in changed}
    return {number: change for number, change in changed.items() if above[number] not in items}


def _skips(sections: Sequence[Section], number: int, change: int) -> bool:
    """Say whether a heading leaves a level out, or would leave one out: that is another rule's."""
    level = sections[number].level
    return bool(number) and max(level, level - change) > sections[number - 1].level + 1


def _fix(document: "Document", finding: Finding) -> tuple[TextEdit, ...]:
    section = section_at(document, finding.span.line)
    change = _changed(document).get(section.index, 0)
    return set_level(document, section, section.level - change)


RULE = DocumentRule(
    "section-level",
    Severity.WARNING,
    "Every section has the level that the template gives it.",
    "A chapter with one `#` too many becomes a part of the chapter before it, and whoever looks "
    "for it in the outline or the table of contents does not find it. The fix changes the level "
    "of the section and of all below it. Where all chapters are a level deeper or higher than in "
    "the template nothing is said.",
    section_level,
    fix=_fix,
)
