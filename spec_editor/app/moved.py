"""Which section was moved, when its key has become that of another one."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from spec_editor.app.session import Session
from spec_editor.core.actions import Action
from spec_editor.core.edits import TextEdit
from spec_editor.core.report import DocumentReport
from spec_editor.core.text import Text
from spec_editor.ui.editor.editor import SpecEditor

_MOVING = {"move", "move-up", "move-down", "promote", "demote"}


class MovedSection(QObject):
    """Says where a section stands after a move.

    Of sections with the same title the keys tell only which comes first, so after a move they
    cannot tell which one it was.
    """

    found = Signal(int)  # 1-based line of the heading, once the outline knows it

    def __init__(self, session: Session, editor: SpecEditor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._editor = editor
        self._heading = ""
        self._line = 0

    def note_edits(self, action: Action, edits: Sequence[TextEdit]) -> None:
        """Take note of the edits that are about to be made to fulfil a wish."""
        self._line, report = 0, self._session.report
        if action.name not in _MOVING or report is None:
            return
        if report.revision != self._session.revision:
            return
        for section in report.sections:
            if section.line is not None and section.key == action.key:
                text = Text(self._editor.text())
                self._heading = _bare(text.lines(section.line, section.line))
                self._line = line_after(text, edits, section.line)

    def show(self, report: DocumentReport) -> None:
        """Say where the section is, unless somebody has changed the text above it meanwhile."""
        if not self._line or report.revision != self._session.revision:
            return
        line, self._line = self._line, 0
        block = self._editor.document().findBlockByNumber(line - 1)
        if block.isValid() and _bare(block.text()) == self._heading:
            self.found.emit(line)


def line_after(text: Text, edits: Sequence[TextEdit], line: int) -> int:
    """Return the 1-based line of the heading at ``line`` after the edits, 0 when it is gone."""
    start, heading = text.offset_of_line(line), text.lines(line, line).rstrip("\n")
    stays, arrives, grown = line, 0, 0
    for edit in sorted(edits):
        above = text.value.count("\n", 0, edit.start) + grown
        new = [_bare(written) for written in edit.text.split("\n")]
        if _bare(heading) in new:
            arrives = above + new.index(_bare(heading)) + 1
        if edit.start <= start and start + len(heading) <= edit.end:
            stays = 0
        grown += len(new) - 1 - text.value.count("\n", edit.start, edit.end)
        if stays and edit.end <= start:
            stays = line + grown
    return stays or arrives


def _bare(heading: str) -> str:
    """Return a heading's text without the marks of its level."""
    return heading.strip().strip("#").strip()
