"""Two requirements with the same id."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from spec_editor.core.edits import TextEdit
from spec_editor.core.findings import Finding, Severity, Span
from spec_editor.core.metadata import label_key
from spec_editor.core.passages import Passage
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
from spec_editor.core.rules.context import DocumentView, Remark, may_be_labelled
from spec_editor.core.rules.rule import DocumentRule

if TYPE_CHECKING:
    from spec_editor.core.document import Document

_ID = re.compile(r"[A-Z][A-Z0-9]*(?:-[A-Z][A-Z0-9]*)*-\d{1,9}")
_ID_COLUMNS = frozenset(("id", "req id", "req. id", "requirement id"))
_EMPHASIS = "*_` "
# Ids have at most nine digits.
_TOO_HIGH = 10**9


def requirement_duplicate_id(view: DocumentView) -> Iterator[Remark]:
    """Find the headings, rows and items whose id another one before them has."""
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
    yield from _twice_below_headings(view)


def _twice_below_headings(view: DocumentView) -> Iterator[Remark]:
    """Find ids that two rows of one table, or two items of one section, begin with."""
    of_headings: set[str] | None = None
    for passage, lines in (each for each in view.passages() if each[0].fact(may_be_labelled)):
        for group in passage.fact(_groups):
            first: dict[str, int] = {}
            for name, span in group:
                if first.setdefault(name, span.line) == span.line:
                    continue
                if of_headings is None:
                    known = families(view).values()
                    of_headings = {each.written for family in known for each in family.definitions}
                if name not in of_headings:
                    yield Remark(
                        span.shifted(lines),
                        f"The requirement “{name}” has the same id as the one in line "
                        f"{first[name] + lines}; give it another.",
                    )


def _groups(passage: Passage) -> tuple[tuple[tuple[str, Span], ...], ...]:
    """Return the ids by which each table, and the list of a passage, names its requirements.

    A table without a column of ids, such as one that says which test is for which requirement,
    only refers to them.
    """
    # A look for ids costs less than one at tables and fields.
    if not passage.ids:
        return ()
    groups = [
        [
            (row.cells[0].text.strip(_EMPHASIS), row.cells[0].span)
            for row in table.rows[1:]
            if row.cells
        ]
        for table in passage.tables
        if table.rows[0].cells and label_key(table.rows[0].cells[0].text) in _ID_COLUMNS
    ]
    groups.append([(field.label, field.span) for field in passage.fields])
    found = (tuple((name, span) for name, span in group if _ID.fullmatch(name)) for group in groups)
    return tuple(group for group in found if len(group) > 1)


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
    reads=("ids", ids_in_prose, _groups, "lines"),
    fix=renumber_duplicate,
    fix_together=renumber_duplicates,
)
