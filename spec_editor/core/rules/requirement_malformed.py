"""A requirement's id that is written otherwise than the others."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from spec_editor.core.edits import TextEdit
from spec_editor.core.findings import Finding, Severity, Span
from spec_editor.core.plans import Sectioned
from spec_editor.core.renumbering import respelling
from spec_editor.core.requirements import Misspelling, families, misspellings
from spec_editor.core.rules.context import DocumentView, Remark
from spec_editor.core.rules.rule import DocumentRule

if TYPE_CHECKING:
    from spec_editor.core.document import Document


def requirement_malformed(view: DocumentView) -> Iterator[Remark]:
    """Find headings whose id differs in case, digits, hyphen or what stands behind it."""
    for wrong in misspellings(view, families(view)):
        right = f"{wrong.right}{wrong.missing}"
        yield Remark(
            _span(view, wrong),
            f"The id “{wrong.written}” should be written “{right}”, like those of the other "
            "requirements.",
            fixable=True,
        )


def respell(document: "Document", finding: Finding) -> tuple[TextEdit, ...]:
    """Return the edits that write the id as the others are, in its references too."""
    for wrong in misspellings(document, families(document)):
        if _span(document, wrong) == finding.span:
            return respelling(document, wrong)
    return ()


def _span(document: Sectioned, wrong: Misspelling) -> Span:
    section = document.sections[wrong.section]
    end = wrong.start + len(wrong.written)
    return section.span(section.passage.text.span(wrong.start, end))


RULE = DocumentRule(
    "requirement-malformed",
    Severity.WARNING,
    "All requirement ids are written alike.",
    "Whoever searches for `FR-001` does not find `FR 001`, `Fr-001` or `FR-1`, and a heading "
    "without the colon is no requirement of the template. Write the id as most of the others are "
    "written; the fix changes its references as well.",
    requirement_malformed,
    reads=("ids",),
    fix=respell,
)
