"""An id of a requirement that does not exist."""

from collections.abc import Iterator

from spec_editor.core.findings import Severity, Span
from spec_editor.core.identifiers import Identifier
from spec_editor.core.requirements import (
    families,
    ids_in_prose,
    is_in_prose,
    misspellings,
    references,
)
from spec_editor.core.rules.context import DocumentView, Remark
from spec_editor.core.rules.rule import DocumentRule


def requirement_undefined(view: DocumentView) -> Iterator[Remark]:
    """Find the references to ids that no heading, row or list item defines."""
    known = families(view)
    defined = {prefix: {d.number for d in family.definitions} for prefix, family in known.items()}
    found = references(view, known)
    for prefix, uses in found.items():
        defined[prefix].update(each.number for _, each in uses if each.defines)
    for wrong in misspellings(view, known):
        defined[wrong.prefix].add(wrong.number)
    for prefix, uses in found.items():
        for index, each in uses:
            if each.number not in defined[prefix] and _is_in_prose(view, index, each):
                yield Remark(
                    _span(view, index, each.start, each.end),
                    f"There is no requirement “{each.prefix}{each.digits}”; correct the id, or "
                    "write the requirement.",
                )


def _is_in_prose(view: DocumentView, index: int | None, found: Identifier) -> bool:
    passage = view.preamble if index is None else view.sections[index].passage
    return is_in_prose(passage, found)


def _span(view: DocumentView, index: int | None, start: int, end: int) -> Span:
    if index is None:
        return view.preamble.text.span(start, end)
    section = view.sections[index]
    return section.passage.text.span(start, end).shifted(section.heading.line - 1)


RULE = DocumentRule(
    "requirement-undefined",
    Severity.WARNING,
    "Each requirement that is referred to exists.",
    "A reference to a requirement that is nowhere defined is a slip of the pen, or what is left "
    "of a requirement that was deleted or renumbered. Correct the id, or write the requirement. "
    "Headings, the first cell of a table's row and the beginning of a list item (`- FR-007: …`) "
    "define one.",
    requirement_undefined,
    reads=("ids", ids_in_prose),
)
