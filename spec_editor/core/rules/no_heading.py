"""A text without headings has no sections, so nothing can be checked."""

from collections.abc import Iterator

from spec_editor.core.findings import Severity, Span
from spec_editor.core.rules.context import DocumentView, Remark
from spec_editor.core.rules.rule import DocumentRule


def no_heading(view: DocumentView) -> Iterator[Remark]:
    """Find that there is no heading at all."""
    if not view.sections:
        empty = view.preamble.is_blank
        what = "The document is empty" if empty else "The document has no heading"
        yield Remark(
            Span(1, 1, 1, 1),
            f"{what}, so there is no section to check; start from the template with “New”.",
        )


RULE = DocumentRule(
    "no-heading",
    Severity.ERROR,
    "A document has headings.",
    "Sections are what completeness is counted by; without a heading there is none. "
    "Start from a template with “New”, or write a heading: a line that begins with `#`.",
    no_heading,
    reads=("is_blank",),
)
