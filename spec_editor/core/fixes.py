"""The fixes that rules offer, put together."""

from collections.abc import Callable, Iterable

from spec_editor.core.actions import ActionError
from spec_editor.core.changes import without_overlaps
from spec_editor.core.document import Document
from spec_editor.core.edits import TextEdit
from spec_editor.core.findings import Finding
from spec_editor.core.rules.catalogue import RULES

#: What mends the findings of a rule, by its id.
FIXES = {rule.rule_id: rule.fix for rule in RULES if rule.fix is not None}


def fix_one(document: Document, rule: str, line: int, column: int) -> tuple[TextEdit, ...]:
    """Fix what a rule found at a place (1-based)."""

    def is_meant(finding: Finding) -> bool:
        span = finding.span
        return (finding.rule, span.line, span.column) == (rule, line, column)

    return _fixed(document, is_meant, f"There is nothing to fix at line {line}.")


def fix_rule(document: Document, rule: str) -> tuple[TextEdit, ...]:
    """Fix all that a rule found."""
    return _fixed(document, lambda finding: finding.rule == rule, "There is nothing to fix.")


def fix_all(document: Document) -> tuple[TextEdit, ...]:
    """Fix all that can be fixed; where two fixes meet the first is made."""
    return _fixed(document, lambda _: True, "There is nothing that can be fixed.")


def _fixed(
    document: Document, is_meant: Callable[[Finding], bool], otherwise: str
) -> tuple[TextEdit, ...]:
    meant = [f for f in document.report.findings if f.fixable and is_meant(f)]
    edits = _merged(FIXES[f.rule](document, f) for f in meant if f.rule in FIXES)
    if not edits:
        raise ActionError(otherwise)
    return edits


def _merged(fixes: Iterable[tuple[TextEdit, ...]]) -> tuple[TextEdit, ...]:
    """Return the edits of all fixes but those that meet an earlier one: these are left."""
    edits: list[TextEdit] = []
    for fix in fixes:
        if len(without_overlaps(fix, edits)) == len(fix):
            edits += fix
    return tuple(sorted(edits))
