"""The bar below the preview in which one finds."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from spec_editor.ui.find_form import FindForm
from spec_editor.ui.preview.feed import PageFeed
from spec_editor.ui.theme import LIGHT, Theme

_LONGEST_PREFILL = 200
# Widths, in logical pixels, below which there is no room for everything in one row, or at all.
_NARROW, _NARROWEST = 360, 250


class PreviewFindBar(FindForm):
    """Finds in the page as one types; the page's script looks, marks and scrolls."""

    opened = Signal(bool)
    """The bar was opened, or closed when false."""
    closed = Signal()
    """The bar was closed; the page should have the keyboard again."""

    def __init__(self, feed: PageFeed, parent: QWidget | None = None) -> None:
        super().__init__(parent, can_replace=False)
        self._feed = feed
        self._connect()
        self.set_theme(LIGHT)
        self.hide()

    def open_find(self, selected: str = "") -> None:
        """Show the bar; what is selected in the page is looked for."""
        text = selected.strip()
        if text and "\n" not in text and len(text) <= _LONGEST_PREFILL:
            self.find_field.setText(text)
        if not self.isVisible():
            self.show()
            self.opened.emit(True)
            self._find(move=True)
        self.find_field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.find_field.selectAll()

    def close_bar(self) -> None:
        """Hide the bar and go on in the page, what was found selected."""
        self._feed.call("endFind")
        # First: a widget that is hidden hands the keyboard to whatever is next.
        self.closed.emit()
        self.hide()
        self.opened.emit(False)

    def find_next(self) -> None:
        """Go to the next place; behind the last comes the first."""
        self._step(1)

    def find_previous(self) -> None:
        """Go to the place before; before the first comes the last."""
        self._step(-1)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of ``theme``."""
        self.apply_theme(theme)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter walks through the places, wherever in the bar the keyboard is."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.find_previous()
        elif is_enter:
            self.find_next()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep everything to be seen in a narrow preview."""
        super().resizeEvent(event)
        width, before = event.size().width(), event.oldSize().width()
        if (width < _NARROW) != (0 <= before < _NARROW):
            self.put_tools_below(width < _NARROW)
        self.word_button.setVisible(width >= _NARROWEST or self.word_button.isChecked())

    def _connect(self) -> None:
        """Wire the parts of the bar and the page."""
        self.find_field.textChanged.connect(self._find_as_typed)
        for toggle in (self.case_button, self.word_button):
            toggle.toggled.connect(self._find_as_typed)
        self.next_button.clicked.connect(self.find_next)
        self.previous_button.clicked.connect(self.find_previous)
        self.close_button.clicked.connect(self.close_bar)
        self._feed.bridge.found.connect(self._show_count)
        self._feed.ready.connect(self._find_in_new_page)

    def _find_as_typed(self) -> None:
        """Look for what is written now, starting where the search began."""
        if self.isVisible():
            self._find(move=True)

    def _find_in_new_page(self) -> None:
        """Look again: a page that was made anew knows of no search."""
        if self.isVisible():
            self._find(move=False)

    def _find(self, *, move: bool) -> None:
        case, words = self.case_button.isChecked(), self.word_button.isChecked()
        self._feed.call("find", self.find_field.text(), case, words, move)

    def _step(self, step: int) -> None:
        """Go on from the place one is at; a bar that was closed looks again for the same."""
        if self.isVisible():
            self._feed.call("findStep", step)
        else:
            self.open_find()

    def _show_count(self, place: int, count: int, has_more: bool) -> None:
        """Say which of how many places one is at."""
        if not self.isVisible():
            return
        total = f"{count:,}" + ("+" if has_more else "")
        if not self.find_field.text():
            text = ""
        elif not count:
            text = "No results"
        else:
            text = f"{place:,} of {total}" if place else f"{total} found"
        self.show_result(text, "", is_bad=bool(self.find_field.text()) and not count)
