"""A text without headings has no sections, so nothing can be checked."""

from collections.abc import Iterator

from spec_editor.core.findings import Finding, Severity, Span
from spec_editor.core.rules.context import RuleContext


def no_heading(context: RuleContext) -> Iterator[Finding]:
    """Find that there is no heading at all."""
    if not context.sections:
        empty = not context.parsed.text.value.strip()
        what = "The document is empty" if empty else "The document has no heading"
        yield Finding(
            "no-heading",
            Severity.ERROR,
            Span(1, 1, 1, 1),
            f"{what}, so there is no section to check; start from the template with “New”.",
        )
