"""A section whose title is spelled almost like the template's."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from spec_editor.core.edits import TextEdit
from spec_editor.core.findings import Finding, Severity
from spec_editor.core.headings import source_of
from spec_editor.core.plans import item_of
from spec_editor.core.rules.context import DocumentView, Remark
from spec_editor.core.rules.places import section_at
from spec_editor.core.rules.rule import DocumentRule
from spec_editor.core.section_edits import rename
from spec_editor.core.similarity import is_slip
from spec_editor.core.template import TemplateSection
from spec_editor.core.titles import normal_title

if TYPE_CHECKING:
    from spec_editor.core.document import Document

# “1.2 ” of the document's own numbering stays.
_NUMBER = re.compile(r"\A\d+(?:\.\d+)*[.)]?\s+")
_LONGEST = 200


def renamed_section(view: DocumentView) -> Iterator[Remark]:
    """Find the sections whose titles differ from the template's by a few letters."""
    if view.matching is None:
        return
    for index, match in view.matching.by_section.items():
        if match.renamed:
            section = view.sections[index]
            item = item_of(view, section)
            if item is not None and _is_slip(section.title, item):
                yield Remark(
                    view.heading_span(section),
                    f"“{section.title}” is called “{item.title}” in the template; rename it.",
                    fixable=True,
                )


def _is_slip(title: str, item: TemplateSection) -> bool:
    if item.repeat is not None or item.pattern is not None or len(title) > _LONGEST:
        return False
    return is_slip(normal_title(title), item.normal_title)


def _fix(document: "Document", finding: Finding) -> tuple[TextEdit, ...]:
    section = section_at(document, finding.span.line)
    item = item_of(document, section)
    if item is None:
        return ()
    number = _NUMBER.match(section.title)
    return rename(document, section, source_of(f"{number[0] if number else ''}{item.title}"))


RULE = DocumentRule(
    "renamed-section",
    Severity.WARNING,
    "Titles are spelled as the template spells them.",
    "Readers, searches and links from other documents go by the template's titles. The fix takes "
    "over the template's title and corrects the table of contents and all links to the section. "
    "A section that is called otherwise, or has a word more or less, is not meant here, only one "
    "whose words have a slip of the pen.",
    renamed_section,
    fix=_fix,
)
