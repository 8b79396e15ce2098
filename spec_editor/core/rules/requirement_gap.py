"""Numbers that no requirement has, between those that some have."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from spec_editor.core.edits import TextEdit
from spec_editor.core.findings import Finding, Severity
from spec_editor.core.plans import Sectioned
from spec_editor.core.renumbering import can_renumber, renumbering
from spec_editor.core.requirements import (
    Definition,
    Family,
    definition_span,
    families,
    ids_in_prose,
    misspellings,
    references,
)
from spec_editor.core.rules.context import DocumentView, Remark
from spec_editor.core.rules.rule import DocumentRule

if TYPE_CHECKING:
    from spec_editor.core.document import Document

_SHOWN = 5


def requirement_gap(view: DocumentView) -> Iterator[Remark]:
    """Find, once for each prefix, that its numbers have gaps."""
    for family, missing, is_clear in _gaps(view):
        ids = [family.id_of(number) for number in missing[:_SHOWN]]
        more = f" and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else ""
        verb = "is" if len(missing) == 1 else "are"
        yield Remark(
            definition_span(view, _behind(family, missing[0])),
            f"There {verb} no {', '.join(ids)}{more}, though higher numbers are there; "
            "renumber the requirements, or leave the gap if an id was retired.",
            fixable=is_clear,
        )


def close_gaps(document: "Document", finding: Finding) -> tuple[TextEdit, ...]:
    """Return the edits after which the numbers of the prefix follow one another."""
    found = references(document, families(document))
    for family, missing, is_clear in _gaps(document):
        if is_clear and definition_span(document, _behind(family, missing[0])) == finding.span:
            return renumbering(document, family, found[family.prefix])
    return ()


def _gaps(document: Sectioned) -> Iterator[tuple[Family, list[int], bool]]:
    """Yield the families with gaps, the numbers left out, and whether it can be mended."""
    with_gaps = {}
    for prefix, family in families(document).items():
        numbers = {definition.number for definition in family.definitions}
        if max(numbers) - min(numbers) + 1 > len(numbers):
            with_gaps[prefix] = family
    found = references(document, with_gaps)
    wrong: dict[str, set[int]] = {prefix: set() for prefix in with_gaps}
    for each in misspellings(document, with_gaps):
        wrong[each.prefix].add(each.number)
    for prefix, family in with_gaps.items():
        missing = _missing({each.number for each in family.definitions}, wrong[prefix])
        if missing:
            is_clear = not wrong[prefix] and can_renumber(document, family, found[prefix])
            yield family, missing, is_clear


def _missing(numbers: set[int], others: set[int]) -> list[int]:
    """Return the numbers left out; none where more are left out than are there.

    Numbers such as 10, 20, 30, or a hundred for each chapter, are chosen so.
    """
    least, most = min(numbers), max(numbers)
    known = numbers | others
    if most - least + 1 > 2 * len(known):
        return []
    return [number for number in range(least, most) if number not in known]


def _behind(family: Family, missing: int) -> Definition:
    later = (each for each in family.definitions if each.number > missing)
    return min(later, key=lambda each: each.number)


RULE = DocumentRule(
    "requirement-gap",
    Severity.INFO,
    "The numbers of the requirements follow one another.",
    "A number that is left out makes readers look for a requirement that does not exist. While "
    "nobody outside knows the ids yet, renumber them: headings, all references in the document "
    "and links to the headings change together. That is done when you ask for it, not along with "
    "all other fixes: once a document has been approved, leave the gap, since an id that was "
    "given away is better not used again.",
    requirement_gap,
    reads=("ids", ids_in_prose),
    fix=close_gaps,
    on_request=True,
)
