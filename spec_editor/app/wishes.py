"""Wishes to change the text, one after the other, each for the text as it then is."""

from collections import deque
from dataclasses import replace

from spec_editor.core.actions import Action
from spec_editor.core.findings import Finding
from spec_editor.core.report import DocumentReport, SectionReport


class Wishes:
    """The wishes that wait. Each was made by somebody who looked at an earlier report."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[Action, DocumentReport | None]] = deque()

    def add(self, action: Action, seen: DocumentReport | None, *, at_once: bool = False) -> None:
        """Let a wish wait, behind the others or, ``at_once``, before them."""
        if at_once:
            self._waiting.appendleft((action, seen))
        else:
            self._waiting.append((action, seen))

    def take(self, report: DocumentReport | None) -> Action | None:
        """Return the next wish in the terms of the newest report, None when none waits."""
        if not self._waiting:
            return None
        action, seen = self._waiting.popleft()
        if seen is None or report is None or seen is report:
            return action
        return translated(action, seen, report)

    def clear(self) -> None:
        """Forget all of them."""
        self._waiting.clear()


def translated(action: Action, seen: DocumentReport, now: DocumentReport) -> Action:
    """Return a wish that names its sections and its finding as a newer report names them.

    What is not found again keeps its name: the engine says that it is not there any more.
    """
    key, target = (key_now(name, seen, now) for name in (action.key, action.target))
    line, column = action.line, action.column
    if action.name == "fix":
        found = _nearest(action, now)
        line, column = (found.span.line, found.span.column) if found else (line, column)
    return replace(action, key=key, target=target, line=line, column=column)


def key_now(key: str, seen: DocumentReport, now: DocumentReport) -> str:
    """Return the key that a section has now."""
    known = {section.key for section in now.sections}
    before = next((section for section in seen.sections if section.key == key), None)
    if key in known or before is None:
        return key
    present = [section for section in now.sections if section.line is not None]
    # One of the template is known by that; another one by its being the only one that is new.
    heirs = [section for section in present if _is_heir(section, before)]
    if len(heirs) != 1:
        old = {section.key for section in seen.sections}
        gone = [s for s in seen.sections if s.line is not None and s.key not in known]
        new = [section for section in present if section.key not in old]
        heirs = new if len(new) == 1 and gone == [before] else []
    return heirs[0].key if heirs else key


def _is_heir(section: SectionReport, before: SectionReport) -> bool:
    number = before.template_section
    return number is not None and section.template_section == number


def _nearest(action: Action, report: DocumentReport) -> Finding | None:
    """Return the finding that a wish to mend something means."""
    same = [
        found
        for found in report.findings
        if found.rule == action.rule and found.message == action.text
    ]
    return min(
        same,
        key=lambda found: (
            abs(found.span.line - action.line),
            abs(found.span.column - action.column),
        ),
        default=None,
    )
