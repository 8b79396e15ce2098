"""A placeholder that nobody has replaced."""

from collections.abc import Iterator

from spec_editor.core.findings import Finding, Severity
from spec_editor.core.placeholders import Placeholder
from spec_editor.core.report import SectionReport
from spec_editor.core.rules.context import RuleContext

_SHOWN = 60


def placeholder_left(context: RuleContext) -> Iterator[Finding]:
    """Find every placeholder outside code, also before the first heading."""
    starts = [report for report in context.outline.reports if report.line is not None]
    starts.sort(key=lambda report: report.line or 0)
    index = -1
    for placeholder in context.placeholders:
        while index + 1 < len(starts) and (starts[index + 1].line or 0) <= placeholder.span.line:
            index += 1
        yield _finding(placeholder, starts[index] if index >= 0 else None)


def _finding(placeholder: Placeholder, section: SectionReport | None) -> Finding:
    content = placeholder.content
    shown = content if len(content) <= _SHOWN else content[: _SHOWN - 1] + "…"
    if placeholder.choices:
        message = f"Choose one of {', '.join(placeholder.choices)}."
    else:
        message = f"The placeholder {{{shown}}} has not been replaced."
    title = section.title if section else ""
    return Finding("placeholder-left", Severity.ERROR, placeholder.span, message, title)
