"""Two sections with one title under one heading."""

from collections import Counter
from collections.abc import Iterator

from spec_editor.core.findings import Severity
from spec_editor.core.rules.context import DocumentView, Remark
from spec_editor.core.rules.rule import DocumentRule
from spec_editor.core.template import Template


def duplicate_section(view: DocumentView) -> Iterator[Remark]:
    """Find the headings whose title a sibling has already."""
    first: dict[tuple[int | None, str], int] = {}
    repeated: set[str] | None = None
    for section in view.sections:
        title = section.heading.title
        line = first.setdefault((section.parent, title.casefold()), section.heading.line)
        if line == section.heading.line or not title:
            continue
        repeated = _repeated(view.template) if repeated is None else repeated
        if title not in repeated:
            above = f" in “{view.sections[section.parent].title}”" if section.parent else ""
            yield Remark(
                view.heading_span(section),
                f"There is a section “{title}”{above} at line {line} already; merge the two or "
                "rename one.",
            )


def _repeated(template: Template | None) -> set[str]:
    """Return the titles that the template itself has twice below one heading."""
    items = template.sections if template else ()
    places = Counter((item.parent, item.title) for item in items)
    return {title for (_, title), count in places.items() if count > 1}


RULE = DocumentRule(
    "duplicate-section",
    Severity.WARNING,
    "No heading has two sections with the same title below it.",
    "Readers who look for a section find the first one and take it for all there is; links lead "
    "there as well. Often the second one is the template's, inserted again, or comes from a merge. "
    "Merge the two, or give each a title that says how it differs.",
    duplicate_section,
    reads=("lines",),
)
