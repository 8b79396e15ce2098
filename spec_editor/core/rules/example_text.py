"""A section that still says what the template says as an example."""

from collections.abc import Iterator

from spec_editor.core.findings import Finding, Severity
from spec_editor.core.report import State
from spec_editor.core.rules.context import RuleContext


def example_text(context: RuleContext) -> Iterator[Finding]:
    """Find the sections whose own text is the template's, however it is laid out."""
    for report, section in context.in_state(State.EXAMPLE):
        if section.content:
            yield Finding(
                "example-text",
                Severity.ERROR,
                context.heading_span(section.heading.line),
                f"Section “{report.title}” is still the template's example text; write your own, "
                "or confirm it or mark it not applicable.",
                report.title,
            )
