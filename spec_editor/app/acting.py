"""Carries out what outline, guidance, problems and editor ask for: changes of the text."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from spec_editor.app.session import Session
from spec_editor.core.actions import Action
from spec_editor.core.edits import TextEdit
from spec_editor.core.report import Guidance, SectionReport
from spec_editor.core.text import Text
from spec_editor.ui.dialogs.compare import show_comparison
from spec_editor.ui.dialogs.reason import ask_reason
from spec_editor.ui.editor.editor import SpecEditor

# What these write is what one wants to see next.
_INSERTING = {"insert-missing", "insert-all-missing", "insert-again", "reset"}
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

    def perform(self, action: Action) -> None:
        """Do what an action says; a reason is asked for where it needs one."""
        if action.name == "not-applicable" and not action.text:
            section = self._section(action.key)
            reason = ask_reason(self._window, section.title if section else "")
            if reason is None:
                return
            action = Action(action.name, key=action.key, text=reason)
        self._action = action
        self._session.act(action)

    def apply(self, edits: Sequence[TextEdit]) -> None:
        """Change the text as the engine says; what was inserted comes into view."""
        if not edits:
            self.told.emit("There is nothing to change.")
            return
        self._editor.apply_edits(edits)
        if self._action.name in _INSERTING:
            self._editor.go_to_line(_line_written(edits, self._editor.text()))

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
        return text.lines(line + 1, last).strip("\n")

    def copy_link(self, key: str) -> None:
        """Put a link to a section on the clipboard, as it is written in this document."""
        section = self._section(key)
        if section is not None and section.line is not None:
            QApplication.clipboard().setText(f"[{section.title}](#{key})")
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
