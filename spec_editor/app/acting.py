"""Carries out what outline, guidance, problems and editor ask for: changes of the text."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from spec_editor.app.session import Session
from spec_editor.core.actions import Action
from spec_editor.core.edits import TextEdit
from spec_editor.core.report import DocumentReport, Guidance, SectionReport
from spec_editor.core.text import Text
from spec_editor.core.toc_layout import plain_source
from spec_editor.ui.dialogs.compare import show_comparison
from spec_editor.ui.dialogs.reason import ask_reason
from spec_editor.ui.editor.editor import SpecEditor

# What these write is what one wants to see next.
_INSERTING = {"insert-missing", "insert-all-missing", "insert-again", "reset"}
# Fixes that meet in the text cannot be made at once; these go on with what is left.
_IN_ROUNDS = {"fix-rule", "fix-all"}
_UNDERLINE = re.compile(" {0,3}(=+|-+)[ \t]*$", re.MULTILINE)
_HEADING = re.compile("^#", re.MULTILINE)


class Acting(QObject):
    """Turns wishes into edits, each of them one step that can be undone."""

    told = Signal(str)  # a message for the status bar

    def __init__(
        self, window: QWidget, session: Session, editor: SpecEditor, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._session = session
        self._editor = editor
        self._guidance: Guidance | None = None
        self._action = Action("")
        self._fixed_at = -1
        self._left = 0

    def perform(self, action: Action) -> None:
        """Do what an action says; a reason is asked for where it needs one."""
        if action.name == "not-applicable" and not action.text:
            section = self._section(action.key)
            reason = ask_reason(self._window, section.title if section else "")
            if reason is None:
                return
            action = Action(action.name, key=action.key, text=reason)
        self._action = action
        self._fixed_at = -1
        self._session.act(action)

    def apply(self, edits: Sequence[TextEdit]) -> None:
        """Change the text as the engine says; what was inserted comes into view."""
        if not edits:
            self.told.emit("There is nothing to change.")
            return
        left = self._fixable()
        is_next_round = self._fixed_at == self._session.revision
        self._editor.apply_edits(edits, joined=is_next_round)
        if self._action.name in _IN_ROUNDS:
            self._fixed_at, self._left = self._session.revision, left
        elif self._action.name in _INSERTING:
            self._editor.go_to_line(_line_written(edits, self._editor.text()))

    def go_on(self, report: DocumentReport) -> None:
        """Fix what the fixes before made possible, as long as nobody edits and each mends more."""
        if report.revision != self._fixed_at or self._fixed_at != self._session.revision:
            return
        left, self._left = self._left, 0
        if 0 < self._fixable() < left:
            self._session.act(self._action)

    def _fixable(self) -> int:
        """Return how many findings the last action is meant to fix."""
        report, rule = self._session.report, self._action.rule
        findings = report.findings if report else ()
        if rule:
            return sum(found.fixable and found.rule == rule for found in findings)
        return sum(found.fixed_with_all for found in findings)

    def take_guidance(self, guidance: Guidance | None) -> None:
        """Keep what the template says, for comparing."""
        self._guidance = guidance

    def compare(self, key: str) -> None:
        """Show the template's text of a section beside the author's."""
        section = self._section(key)
        if section is None or section.line is None or self._guidance is None:
            return
        number = section.template_section
        if number is None or number >= len(self._guidance.texts):
            return
        own = self._own_text(section.line)
        show_comparison(self._window, section.title, self._guidance.texts[number], own)

    def _own_text(self, line: int) -> str:
        """Return the text between the heading at a line and the next heading."""
        report = self._session.report
        lines = [section.line for section in report.sections if section.line] if report else []
        following = min((other for other in lines if other > line), default=None)
        text = Text(self._editor.text())
        last = following - 1 if following else text.line_count
        # The heading itself is no text of the section.
        is_underlined = _UNDERLINE.match(text.lines(line + 1, line + 1)) and not _HEADING.match(
            text.lines(line, line).lstrip()
        )
        return text.lines(line + (2 if is_underlined else 1), last).strip("\n")

    def copy_link(self, key: str) -> None:
        """Put a link to a section on the clipboard, as it is written in this document."""
        section = self._section(key)
        if section is not None and section.line is not None:
            # Two headings may have one anchor; their keys differ behind the “~”.
            anchor = key.partition("~")[0]
            QApplication.clipboard().setText(f"[{plain_source(section.title)}](#{anchor})")
            self.told.emit(f"A link to “{section.title}” is on the clipboard.")

    def _section(self, key: str) -> SectionReport | None:
        report = self._session.report
        sections = report.sections if report else ()
        return next((section for section in sections if section.key == key), None)


def _line_written(edits: Sequence[TextEdit], text: str) -> int:
    """Return the 1-based line of ``text`` where the first section, or text, was written."""
    in_order = sorted(edits)
    # An entry in the table of contents comes first, but is not what was asked for.
    shown = next((edit for edit in in_order if _HEADING.search(edit.text)), in_order[0])
    grown = sum(
        len(edit.text) - (edit.end - edit.start) for edit in in_order[: in_order.index(shown)]
    )
    before_it = len(shown.text) - len(shown.text.lstrip("\n"))
    line, _ = Text(text).position_of(shown.start + grown + before_it)
    return line
