"""Keeps text and preview at the same place, and brings clicks in the preview to the text."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, QTimer, Signal

from spec_editor.app.session import Session
from spec_editor.core.edits import TextEdit
from spec_editor.core.shown_text import Spot, box_in_source, lines_of_note, place_in_source
from spec_editor.core.text import Text
from spec_editor.ui.editor.editor import SpecEditor
from spec_editor.ui.editor.positions import qt_position
from spec_editor.ui.editor.view import (
    line_of_cursor,
    place_shown,
    put_cursor,
    scroll_to_place,
    visible_range,
)
from spec_editor.ui.preview.view import PreviewView


class InStep(QObject):
    """Lets the pane that somebody works in lead, and the other one follow.

    What follows never leads: what the editor does because of the preview is not told to the
    preview, and the page tells only of what its reader does.
    """

    told = Signal(str)  # a message for the status bar

    def __init__(
        self,
        session: Session,
        editor: SpecEditor,
        preview: PreviewView,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._editor = editor
        self._preview = preview
        self._is_on = False
        self._is_still = False
        self._has_scrolled = False
        self._has_cursor_moved = False
        # A key moves the cursor, changes the text and scrolls: the page is told once, of all.
        self._next = QTimer(self, singleShot=True)
        self._next.setInterval(0)
        self._next.timeout.connect(self._tell_preview)

    def switch(self, on: bool) -> None:
        """Keep both at the same place from now on, or let each go its own way."""
        self._is_on = on
        if on:
            self.note_scroll()

    # The text leads

    def note_scroll(self) -> None:
        """The text has scrolled."""
        if self._is_on and not self._is_still:
            self._has_scrolled = True
            self._next.start()

    def note_cursor(self) -> None:
        """The cursor has moved: where somebody types is to be seen in the preview too."""
        if self._is_on and not self._is_still and self._editor.hasFocus():
            self._has_cursor_moved = True
            self._next.start()

    def stay(self) -> None:
        """Both are where they are to be: nothing has to follow what has just happened."""
        self._next.stop()
        self._has_scrolled = self._has_cursor_moved = False

    def go_on(self) -> None:
        """The newest text cannot be shown: follow in the one that is."""
        self.note_scroll()

    def _tell_preview(self) -> None:
        scrolled, moved = self._has_scrolled, self._has_cursor_moved
        self.stay()
        line, share = place_shown(self._editor)
        cursor = line_of_cursor(self._editor) if moved and self._is_cursor_seen() else 0.0
        if scrolled or cursor:
            # A page that is older than the text follows when it has caught up.
            awaited = 0 if self._session.is_answered else self._session.revision
            hidden = not self._preview.isVisible()
            feed = self._preview.feed
            feed.follow((line, share), cursor, scrolled, awaited, later=hidden)

    def _is_cursor_seen(self) -> bool:
        first, last = visible_range(self._editor)
        return first <= self._editor.textCursor().position() <= last

    # The preview leads

    def follow_reader(self, line: float, share: float, revision: int) -> None:
        """Scroll the text to what the reader of the preview sees; the cursor stays.

        A page that shows an older text says nothing about the one in the editor.
        """
        if self._is_on and revision == self._session.revision:
            with self._stillness():
                scroll_to_place(self._editor, line, share)

    def put_cursor(self, spot: Spot) -> None:
        """Put the cursor where a place of the preview stands in the text; the preview stays."""
        note = lines_of_note(self._editor.text().split("\n"), spot.note) if spot.note else None
        if note is None:
            first, last = self._lines_now(spot.first, spot.last)
        else:
            first, last = note[0] + 1, note[1] + 1
        block = self._editor.document().findBlockByNumber(first - 1)
        lines: list[str] = []
        while block.isValid() and len(lines) <= last - first:
            lines.append(block.text())
            block = block.next()
        number, offset = place_in_source(lines, spot)
        position = qt_position(lines[number], offset) if lines else 0
        with self._stillness():
            put_cursor(self._editor, first + number, position)
            self._editor.setFocus()

    def go_to_line(self, line: int) -> None:
        """Put the cursor at the start of a line that the preview names; the preview stays."""
        self.put_cursor(Spot(line, 1, line, 0, "", ""))

    def tick(self, line: int, column: int, ticked: bool) -> None:
        """Tick the box of a task in the text, or take the tick away; nothing moves."""
        if self._session.read_only_reason:
            self.told.emit(self._session.read_only_reason)
            return
        line, _ = self._lines_now(line, line)
        text = Text(self._editor.text())
        change = box_in_source(text.lines(line, line).rstrip("\n"), column, ticked)
        if change is not None:
            start = text.offset_of_line(line) + change[0]
            with self._stillness():
                self._editor.apply_edit(TextEdit(start, start + 1, change[1]))

    def _lines_now(self, first: int, last: int) -> tuple[int, int]:
        """Return where lines of the text that the page shows stand in the editor."""
        behind = self._session.page.edits_since(self._session.revision)
        start = max(1, self._editor.line_now(first, behind))
        return start, max(start, self._editor.line_now(last, behind))

    @contextmanager
    def _stillness(self) -> Iterator[None]:
        """Do something to the text of which the preview is not told."""
        self._is_still = True
        try:
            yield
        finally:
            self._is_still = False
