"""A section of the template is not in the document."""

from collections.abc import Iterator

from spec_editor.core.completeness import walk_missing
from spec_editor.core.findings import Finding, Severity
from spec_editor.core.report import SectionReport
from spec_editor.core.rules.context import RuleContext


def missing_section(context: RuleContext) -> Iterator[Finding]:
    """Find the missing sections; one whose chapter is missing is told with its chapter."""
    if not context.sections:
        return
    for report in walk_missing(context.outline):
        line = _line_above(context, report)
        yield Finding(
            "missing-section",
            Severity.ERROR,
            context.heading_span(line),
            f"The template's section “{report.title}” is missing{_where(report)}.",
            report.title,
        )


def _where(report: SectionReport) -> str:
    return f" in “{report.path[-2]}”" if len(report.path) > 1 else ""


def _line_above(context: RuleContext, missing: SectionReport) -> int:
    """Return the heading line of the section that stands before the gap."""
    line = 1
    for report in context.outline.reports:
        if report is missing:
            return line
        line = report.line or line
    return line
