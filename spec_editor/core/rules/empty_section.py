"""A heading with nothing under it."""

from collections.abc import Iterator

from spec_editor.core.findings import Finding, Severity
from spec_editor.core.report import State
from spec_editor.core.rules.context import RuleContext


def empty_section(context: RuleContext) -> Iterator[Finding]:
    """Find the sections that have neither text nor subsections."""
    above = {section.parent for section in context.sections}
    with_subsections = {context.sections[index].heading for index in above if index is not None}
    for report, section in context.in_state(State.EMPTY):
        if not section.content and section.heading not in with_subsections:
            yield Finding(
                "empty-section",
                Severity.ERROR,
                context.heading_span(section.heading.line),
                f"Section “{report.title}” is empty.",
                report.title,
            )
