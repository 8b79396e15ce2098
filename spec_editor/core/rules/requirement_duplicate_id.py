"""Two requirements with the same id."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from spec_editor.core.edits import TextEdit
from spec_editor.core.findings import Finding, Severity
from spec_editor.core.plans import Sectioned
from spec_editor.core.renumbering import NewId, heading_edits, together
from spec_editor.core.requirements import (
    Definition,
    Family,
    definition_span,
    families,
    ids_in_prose,
    references,
)
from spec_editor.core.rules.context import DocumentView, Remark
from spec_editor.core.rules.rule import DocumentRule

if TYPE_CHECKING:
    from spec_editor.core.document import Document

# Ids have at most nine digits.
_TOO_HIGH = 10**9


def requirement_duplicate_id(view: DocumentView) -> Iterator[Remark]:
    """Find the headings whose id another one before them has."""
    for family, first, again, free in _duplicates(view):
        line = view.sections[first.section].heading.line
        advice = (
            f"give it another, such as {family.id_of(free)}."
            if free
            else "give one of them another, and say in each reference which one is meant."
        )
        yield Remark(
            definition_span(view, again),
            f"The requirement “{again.written}” has the same id as the one in line {line}; "
            f"{advice}",
            fixable=bool(free),
        )


def renumber_duplicate(document: "Document", finding: Finding) -> tuple[TextEdit, ...]:
    """Return the edits that give the later requirement the next free number."""
    return renumber_duplicates(document, [finding])


def renumber_duplicates(document: "Document", findings: Sequence[Finding]) -> tuple[TextEdit, ...]:
    """Return the edits that give each of the later requirements a free number."""
    spans = {finding.span for finding in findings}
    new = {
        again.section: NewId(again.start, again.written, family.id_of(free))
        for family, _, again, free in _duplicates(document)
        if free and definition_span(document, again) in spans
    }
    return together(heading_edits(document, new))


def _duplicates(document: Sectioned) -> Iterator[tuple[Family, Definition, Definition, int]]:
    """Yield the first with an id, one with the same, and a free number for that one.

    The number is 0 where something refers to the id, since nobody knows to which of them.
    """
    with_duplicates = {
        prefix: family
        for prefix, family in families(document).items()
        if len({each.number for each in family.definitions}) < len(family.definitions)
    }
    for prefix, found in references(document, with_duplicates).items():
        family = with_duplicates[prefix]
        referred = Counter(each.number for _, each in found)
        free = max(each.number for each in family.definitions)
        first: dict[int, Definition] = {}
        for each in family.definitions:
            if first.setdefault(each.number, each) is not each:
                is_free = not referred[each.number] and free + 1 < _TOO_HIGH
                free += is_free
                yield family, first[each.number], each, free if is_free else 0


RULE = DocumentRule(
    "requirement-duplicate-id",
    Severity.ERROR,
    "Each requirement has an id of its own.",
    "An id is how tests, tickets and other sections name a requirement; with two of the same id "
    "nobody knows which one is meant. Give the later one a free number. That can be done for you "
    "as long as nothing refers to the id. A heading in another chapter that repeats id and name, "
    "as in a test plan, is taken as a reference.",
    requirement_duplicate_id,
    reads=("ids", ids_in_prose, "lines"),
    fix=renumber_duplicate,
    fix_together=renumber_duplicates,
)
