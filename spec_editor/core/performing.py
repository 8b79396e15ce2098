"""Carries out actions: each name has the function that makes its edits."""

from collections.abc import Callable

from spec_editor.core import fixes, section_edits, section_inserts, section_moves
from spec_editor.core.actions import Action, ActionError
from spec_editor.core.document import Document
from spec_editor.core.edits import TextEdit
from spec_editor.core.plans import end_of
from spec_editor.core.report import State
from spec_editor.core.sections import Section

Edits = tuple[TextEdit, ...]
_Of = Callable[[Document, Section, Action], Edits]

_OF_SECTION: dict[str, _Of] = {
    "insert-again": lambda document, section, _: section_edits.insert_again(document, section),
    "reset": lambda document, section, _: section_edits.reset(document, section),
    "confirm": lambda document, section, _: section_edits.confirm(
        document, section, _examples(document, section)
    ),
    "unconfirm": lambda document, section, _: section_edits.unconfirm(document, section),
    "not-applicable": lambda document, section, action: section_edits.not_applicable(
        document, section, action.text
    ),
    "applicable": lambda document, section, _: section_edits.applicable(document, section),
    "rename": lambda document, section, action: section_edits.rename(
        document, section, action.text
    ),
    "move": lambda document, section, action: section_moves.move(
        document, section, _section(document, action.target), action.place
    ),
    "move-up": lambda document, section, _: section_moves.move_up(document, section),
    "move-down": lambda document, section, _: section_moves.move_down(document, section),
    "promote": lambda document, section, _: section_moves.promote(document, section),
    "demote": lambda document, section, _: section_moves.demote(document, section),
}
_OF_DOCUMENT: dict[str, Callable[[Document, Action], Edits]] = {
    "insert-missing": lambda document, action: _insert_missing(document, action.key),
    "insert-all-missing": lambda document, _: section_inserts.insert_all_missing(document),
    "fix": lambda document, action: fixes.fix_one(
        document, action.rule, action.line, action.column, action.text
    ),
    "fix-rule": lambda document, action: fixes.fix_rule(document, action.rule),
    "fix-all": lambda document, _: fixes.fix_all(document),
}


def perform(document: Document, action: Action) -> Edits:
    """Return the edits that fulfil an action.

    Raises:
        ActionError: it cannot be carried out.
    """
    if action.name in _OF_DOCUMENT:
        return _OF_DOCUMENT[action.name](document, action)
    if action.name in _OF_SECTION:
        section = _section(document, action.key)
        return _OF_SECTION[action.name](document, section, action)
    raise ActionError(f"“{action.name}” is no action.")


def _examples(document: Document, section: Section) -> list[Section]:
    """Return the sections below one whose own text is still the template's."""
    inside = range(section.index + 1, end_of(document, section))
    outline = document.outline
    return [
        document.sections[source]
        for report, source in zip(outline.reports, outline.sources, strict=True)
        if source is not None
        and source in inside
        and report.state is State.EXAMPLE
        and document.sections[source].passage.units
    ]


def _row(document: Document, key: str) -> int:
    for row, report in enumerate(document.outline.reports):
        if report.key == key:
            return row
    raise ActionError("The section is not there any more; look at the outline again.")


def _section(document: Document, key: str) -> Section:
    row = _row(document, key)
    source = document.outline.sources[row]
    if source is None:
        title = document.outline.reports[row].title
        raise ActionError(f"“{title}” is missing from the document; insert it first.")
    return document.sections[source]


def _insert_missing(document: Document, key: str) -> Edits:
    row = _row(document, key)
    if document.outline.sources[row] is not None:
        raise ActionError(f"“{document.outline.reports[row].title}” is in the document already.")
    return section_inserts.insert_missing(document, [row])
