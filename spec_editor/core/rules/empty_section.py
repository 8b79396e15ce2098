"""A heading with nothing under it."""

from collections.abc import Iterator

from spec_editor.core.findings import Severity
from spec_editor.core.report import State
from spec_editor.core.rules.context import Remark, SectionView
from spec_editor.core.rules.rule import SectionRule


def empty_section(view: SectionView) -> Iterator[Remark]:
    """Find the section that has neither text nor subsections."""
    if view.state is State.EMPTY and not view.has_subsections:
        yield Remark(view.heading_span(), f"Section “{view.title}” is empty.")


RULE = SectionRule(
    "empty-section",
    Severity.ERROR,
    "Every section has text.",
    "A heading with nothing under it says nothing. Write the section, or mark it not "
    "applicable with a comment under the heading: `<!-- spec: n/a: the reason -->`.",
    empty_section,
)
