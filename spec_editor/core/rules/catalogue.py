"""The list of all rules, in the order in which their findings are told."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from spec_editor.core.findings import Finding
from spec_editor.core.rules.context import RuleContext
from spec_editor.core.rules.empty_section import empty_section
from spec_editor.core.rules.example_text import example_text
from spec_editor.core.rules.missing_section import missing_section
from spec_editor.core.rules.no_heading import no_heading
from spec_editor.core.rules.placeholder_left import placeholder_left

Rule = Callable[[RuleContext], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """A rule with its id, as findings and settings name it."""

    rule_id: str
    summary: str
    check: Rule


RULES = (
    RuleEntry("no-heading", "A document has headings.", no_heading),
    RuleEntry("missing-section", "Every section of the template is there.", missing_section),
    RuleEntry("empty-section", "Every section has text.", empty_section),
    RuleEntry("example-text", "No section is still the template's example.", example_text),
    RuleEntry("placeholder-left", "Every placeholder has been replaced.", placeholder_left),
)


def findings_of(context: RuleContext) -> tuple[Finding, ...]:
    """Return the findings of all rules in the order of the text."""
    found = [finding for entry in RULES for finding in entry.check(context)]
    return tuple(sorted(found, key=lambda finding: finding.span))
