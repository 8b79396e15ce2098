"""A heading with nothing under it."""

from collections.abc import Iterator

from spec_editor.core.findings import Severity
from spec_editor.core.metadata import asks_for_fields_only
from spec_editor.core.report import State
from spec_editor.core.rules.context import Remark, SectionView
from spec_editor.core.rules.rule import SectionRule


def empty_section(view: SectionView) -> Iterator[Remark]:
    """Find the section that has no text, nor subsections where these may carry it."""
    # Of metadata alone another rule says what is missing.
    is_head = view.item is not None and asks_for_fields_only(view.item)
    if not is_head:
        where = "has no text above its subsections" if view.has_subsections else "is empty"
        yield Remark(view.heading_span(), f"Section “{view.title}” {where}.")


RULE = SectionRule(
    "empty-section",
    Severity.ERROR,
    "Every section has text.",
    "A heading with nothing under it says nothing. Write the section, or mark it not "
    "applicable with a comment under the heading: `<!-- spec: n/a: the reason -->`.",
    empty_section,
    when=lambda signs: signs.state is State.EMPTY,
)
