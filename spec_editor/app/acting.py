"""Carries out what outline, guidance, problems and editor ask for: changes of the text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from spec_editor.app.outcomes import outcome
from spec_editor.app.session import Session
from spec_editor.core.actions import Action
from spec_editor.core.comparable import comparable
from spec_editor.core.edits import TextEdit
from spec_editor.core.report import DocumentReport, Guidance, SectionReport
from spec_editor.core.text import Text
from spec_editor.ui.editor.editor import SpecEditor

# What these write is what one wants to see next.
_INSERTING = {"insert-missing", "insert-all-missing", "insert-again", "reset"}
# Fixes that meet in the text cannot be made at once; these go on with what is left.
_IN_ROUNDS = {"fix-rule", "fix-all"}
_UNDERLINE = re.compile(" {0,3}(=+|-+)[ \t]*$", re.MULTILINE)
_HEADING = re.compile("^#", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Done:
    """A wish that was fulfilled and not told of yet: what was said before, and the text's number.

    ``fixable`` counts what the wish was to fix before its last round.
    """

    action: Action
    before: DocumentReport | None
    revision: int
    fixable: int


class Acting(QObject):
    """Turns wishes into edits, each of them one step that can be undone, and tells what it did."""

    told = Signal(str)  # a message for the status bar

    def __init__(
        self, window: QWidget, session: Session, editor: SpecEditor, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._session = session
        self._editor = editor
        self._guidance: Guidance | None = None
        self._done: _Done | None = None

    def perform(self, action: Action) -> None:
        """Do what an action says; a reason is asked for where it needs one."""
        if self._session.read_only_reason:
            self.told.emit(self._session.read_only_reason)
            return
        if action.name == "not-applicable" and not action.text:
            from spec_editor.ui.dialogs.reason import ask_reason

            section = self._section(action.key)
            reason = ask_reason(self._window, section.title if section else "")
            if reason is None:
                return
            action = replace(action, text=reason)
        self._session.act(action)

    def apply(self, action: Action, edits: Sequence[TextEdit]) -> None:
        """Change the text as the engine says; what was inserted comes into view."""
        done, report = self._done, self._session.report
        is_next_round = self._is_next_round(action)
        if not edits:
            self.fail("There is nothing to change.")
            return
        fixable = _fixable(report, action)
        self._editor.apply_edits(edits, joined=is_next_round)
        before = done.before if done and is_next_round else report
        self._done = _Done(action, before, self._session.revision, fixable)
        if action.name in _INSERTING:
            self._editor.go_to_line(_line_written(edits, self._editor.text()))

    def fail(self, message: str) -> None:
        """Say why a wish cannot be fulfilled; where a round of fixes has nothing more, what is."""
        done, report = self._done, self._session.report
        if done is not None and report is not None and self._is_next_round(done.action):
            self._tell(done, report)
        else:
            self._done = None
            self.told.emit(message)

    def go_on(self, report: DocumentReport) -> None:
        """Tell what was done; before, fix what the fixes before made possible.

        That goes on as long as nobody edits and each round mends more.
        """
        done = self._done
        if done is None or report.revision < done.revision:
            return
        fixable = _fixable(report, done.action)
        if self._is_next_round(done.action) and 0 < fixable < done.fixable:
            self._session.act(done.action, at_once=True)
        else:
            self._tell(done, report)

    def _is_next_round(self, action: Action) -> bool:
        """Say whether a wish goes on with what was done last, in a text that nobody touched."""
        done = self._done
        if done is None or action.name not in _IN_ROUNDS:
            return False
        return done.action == action and done.revision == self._session.revision

    def _tell(self, done: _Done, report: DocumentReport) -> None:
        self._done = None
        words = outcome(done.action, done.before, report) if done.before else ""
        if words:
            self.told.emit(words)

    def forget(self) -> None:
        """Another document is open: of the one before there is nothing more to tell."""
        self._done = None

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
        from spec_editor.ui.dialogs.compare import show_comparison

        texts = (self._guidance.texts[number], self._own_text(section.line))
        show_comparison(self._window, section.title, *map(comparable, texts))

    def _own_text(self, line: int) -> str:
        """Return the text between the heading at a line of the report and the next heading."""
        report, now = self._session.report, self._editor.line_now
        lines = [section.line for section in report.sections if section.line] if report else []
        following = min((other for other in lines if other > line), default=None)
        text = Text(self._editor.text())
        last = now(following) - 1 if following else text.line_count
        line = now(line)
        # The heading itself is no text of the section.
        is_underlined = _UNDERLINE.match(text.lines(line + 1, line + 1)) and not _HEADING.match(
            text.lines(line, line).lstrip()
        )
        return text.lines(line + (2 if is_underlined else 1), last)

    def copy_link(self, key: str) -> None:
        """Put a link to a section on the clipboard, as it is written in this document."""
        section = self._section(key)
        if section is not None and section.line is not None:
            from spec_editor.core.toc_layout import plain_source

            # Two headings may have one anchor; their keys differ behind the “~”.
            anchor = key.partition("~")[0]
            QApplication.clipboard().setText(f"[{plain_source(section.title)}](#{anchor})")
            self.told.emit(f"A link to “{section.title}” is on the clipboard.")

    def _section(self, key: str) -> SectionReport | None:
        report = self._session.report
        sections = report.sections if report else ()
        return next((section for section in sections if section.key == key), None)


def _fixable(report: DocumentReport | None, action: Action) -> int:
    """Return how many findings an action is meant to fix."""
    findings = report.findings if report else ()
    if action.rule:
        return sum(found.fixable and found.rule == action.rule for found in findings)
    return sum(found.fixed_with_all for found in findings)


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
