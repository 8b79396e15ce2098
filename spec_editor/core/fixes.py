"""The fixes that rules offer, put together."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

from spec_editor.core.actions import ActionError
from spec_editor.core.changes import Edits
from spec_editor.core.document import Document
from spec_editor.core.edits import TextEdit
from spec_editor.core.findings import Finding
from spec_editor.core.rules.catalogue import RULES, DocumentRule, Rule

RULES_BY_ID = {rule.rule_id: rule for rule in RULES}

_HIDING = "unclosed-block"


def fix_one(
    document: Document, rule: str, line: int, column: int, message: str = ""
) -> tuple[TextEdit, ...]:
    """Fix what a rule found at a place (1-based); of several only what ``message`` tells of."""

    def is_there(finding: Finding) -> bool:
        span = finding.span
        return (finding.rule, span.line, span.column) == (rule, line, column)

    told = {found.message for found in document.report.findings if is_there(found)}

    def is_meant(finding: Finding) -> bool:
        return is_there(finding) and (message not in told or finding.message == message)

    return _fixed(document, is_meant, f"There is nothing to fix at line {line}.")


def fix_rule(document: Document, rule: str) -> tuple[TextEdit, ...]:
    """Fix all that a rule found."""
    return _fixed(document, lambda finding: finding.rule == rule, "There is nothing to fix.")


def fix_all(document: Document) -> tuple[TextEdit, ...]:
    """Fix all that is fixed without being asked for; of fixes that meet the first is made.

    What an open comment or block of code hides is not missing: nothing is put in or moved until
    somebody has closed it.
    """
    is_hiding = any(finding.rule == _HIDING for finding in document.report.findings)

    def is_meant(finding: Finding) -> bool:
        # Those that wait for others are about which sections there are, and where.
        return finding.fixed_with_all and not (is_hiding and _waits_for(finding.rule))

    return _fixed(document, is_meant, "There is nothing that can be fixed.")


def _fixed(
    document: Document, is_meant: Callable[[Finding], bool], otherwise: str
) -> tuple[TextEdit, ...]:
    meant: dict[str, list[Finding]] = defaultdict(list)
    for finding in document.report.findings:
        if finding.fixable and is_meant(finding):
            meant[finding.rule].append(finding)
    edits = Edits()
    refusals: list[str] = []
    made: set[str] = set()
    for rule_id in sorted(meant, key=_rank):
        if made.intersection(_waits_for(rule_id)):
            continue
        for fix in _fixes(document, RULES_BY_ID[rule_id], meant[rule_id], refusals):
            # Of fixes that meet, the first is made; the others are left.
            if fix and edits.add(fix):
                made.add(rule_id)
    if not edits:
        raise ActionError(refusals[0] if refusals else otherwise)
    return tuple(edits)


def _rank(rule_id: str) -> int:
    """Return how many rules wait for one another until this one's turn."""
    return max((1 + _rank(first) for first in _waits_for(rule_id)), default=0)


def _waits_for(rule_id: str) -> tuple[str, ...]:
    rule = RULES_BY_ID[rule_id]
    return rule.waits_for if isinstance(rule, DocumentRule) else ()


def _fixes(
    document: Document, rule: Rule, findings: Sequence[Finding], refusals: list[str]
) -> Iterator[tuple[TextEdit, ...]]:
    """Yield what mends the findings of a rule, in one go or one by one.

    What cannot be mended must not keep the others from it; why it cannot goes to ``refusals``.
    """
    if isinstance(rule, DocumentRule) and rule.fix_together:
        with suppress(ActionError):
            yield rule.fix_together(document, findings)
            return
    for finding in findings:
        try:
            yield rule.fix(document, finding) if rule.fix else ()
        except ActionError as error:
            refusals.append(str(error))
