"""Wishes to change a document's text, and the edits that fulfil them.

The window sends wishes and need not load what carries them out, so that is imported when used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spec_editor.core.document import Document
    from spec_editor.core.edits import TextEdit


class ActionError(Exception):
    """An action cannot be carried out; the message tells the user why."""


@dataclass(frozen=True, slots=True)
class Action:
    """One wish; plain strings and numbers, so that it can cross a process border as JSON.

    ``name`` says what to do, ``key`` and ``target`` name sections (``SectionReport.key``),
    ``place`` is "before", "after" or "inside" the target, ``text`` is a reason or, in Markdown,
    a title.
    ``rule``, with the 1-based ``line`` and ``column`` where it begins, names a finding; where
    the rule found several things at one place, ``text`` is the message of the one that is meant.

    Names: insert-missing, insert-all-missing, insert-again, reset, confirm, unconfirm,
    not-applicable, applicable, rename, move, move-up, move-down, promote, demote, fix, fix-rule,
    fix-all.
    """

    name: str
    key: str = ""
    target: str = ""
    place: str = ""
    text: str = ""
    rule: str = ""
    line: int = 0
    column: int = 0


def edits_for(document: Document, action: Action) -> tuple[TextEdit, ...]:
    """Return the edits that fulfil an action; none when the text is as wished already.

    Raises:
        ActionError: it cannot be carried out.
    """
    from spec_editor.core.performing import perform

    return perform(document, action)
