"""A section of the template is not in the document."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from spec_editor.core.completeness import Outline
from spec_editor.core.edits import TextEdit
from spec_editor.core.findings import Finding, Severity, Span
from spec_editor.core.report import SectionReport
from spec_editor.core.rules.context import DocumentView, Remark
from spec_editor.core.rules.rule import DocumentRule
from spec_editor.core.section_inserts import Outlined, insert_missing
from spec_editor.core.sections import Section

if TYPE_CHECKING:
    from spec_editor.core.document import Document


def missing_section(view: DocumentView) -> Iterator[Remark]:
    """Find the missing sections; one whose chapter is missing is told with its chapter."""
    if not view.sections:
        return
    above: dict[str, Span] = {}
    for report in _missing(view.outline):
        above = above or _headings_above(view)
        yield Remark(above[report.key], _message(report), fixable=True, section=report.title)


def _missing(outline: Outline) -> Iterator[SectionReport]:
    """Yield the missing sections whose parent is not missing as well."""
    missing: set[tuple[str, ...]] = set()
    for report in outline.reports:
        if report.line is None:
            if report.path[:-1] not in missing:
                yield report
            missing.add(report.path)


def _message(report: SectionReport) -> str:
    where = f" in “{report.path[-2]}”" if len(report.path) > 1 else ""
    return f"The template's section “{report.title}” is missing{where}; insert it."


def _headings_above(view: Outlined) -> dict[str, Span]:
    """Return for each missing section, by its key, the heading that stands before the gap."""
    above: Section | None = None
    span: Span | None = None
    found = {}
    for report, source in zip(view.outline.reports, view.outline.sources, strict=True):
        if source is not None:
            above, span = view.sections[source], None
        else:
            # Often several are missing there.
            span = span or (_heading_span(above) if above else Span(1, 1, 1, 1))
            found[report.key] = span
    return found


def _heading_span(section: Section) -> Span:
    return section.span(section.passage.text.line_span(1))


def _fix(document: "Document", findings: Sequence[Finding]) -> tuple[TextEdit, ...]:
    above = _headings_above(document)
    meant = {(finding.message, finding.span) for finding in findings}
    rows = [
        row
        for row, report in enumerate(document.outline.reports)
        if report.line is None and (_message(report), above[report.key]) in meant
    ]
    return insert_missing(document, rows)


RULE = DocumentRule(
    "missing-section",
    Severity.ERROR,
    "Every section of the template is there.",
    "A section that is left out is a question that nobody has answered. Insert it, or, if it "
    "does not apply, insert it and mark it not applicable with the reason.",
    missing_section,
    reads=("outline",),
    fix=lambda document, finding: _fix(document, [finding]),
    fix_together=_fix,
    waits_for=("section-level",),
)
