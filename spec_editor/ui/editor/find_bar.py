"""The bar below the editor in which one finds and replaces."""

from bisect import bisect_left

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QLineEdit, QTextEdit, QWidget

from spec_editor.ui.editor.editor import SpecEditor
from spec_editor.ui.editor.search import MOST_MATCHES, Match, Query, Search
from spec_editor.ui.editor.view import bring_to_upper_third, is_comfortably_visible, visible_range
from spec_editor.ui.find_form import FindForm
from spec_editor.ui.theme import LIGHT, Theme, mixed

_KEEP = QTextCursor.MoveMode.KeepAnchor
_PARAGRAPH_SEPARATOR = "\u2029"
_LONGEST_PREFILL = 200


class FindBar(FindForm):
    """Finds as one types, walks through the places found, and replaces them."""

    closed = Signal()
    """The bar was closed; the editor has the focus again."""

    def __init__(
        self, editor: SpecEditor, parent: QWidget | None = None, delay_milliseconds: int = 120
    ) -> None:
        super().__init__(parent)
        self._editor = editor
        self._theme = LIGHT
        self._matches: list[Match] = []
        self._search = Search(Query(""))
        self._anchor = 0
        # The text changes with every key; the places are looked for when it rests.
        self._refresh = QTimer(self, singleShot=True)
        self._refresh.setInterval(delay_milliseconds)
        self._refresh.timeout.connect(self._find_again)
        self._connect()
        self.set_theme(LIGHT)
        self.hide()

    def open_find(self) -> None:
        """Show the bar to find; what is selected is looked for."""
        self._open(self.is_replacing)

    def open_replace(self) -> None:
        """Show the bar to find and replace; what is selected is looked for."""
        self._open(True)

    def close_bar(self) -> None:
        """Hide the bar and go on in the text, what was found selected."""
        self._refresh.stop()
        self._matches = []
        self._editor.setExtraSelections([])
        # First: a widget that is hidden hands the focus to the next one, which may scroll to it.
        self._editor.setFocus()
        self.hide()
        self.closed.emit()

    def find_next(self) -> None:
        """Select the next place after the cursor; after the last comes the first."""
        self._bring_up_to_date()
        index = bisect_left(self._matches, (self._editor.textCursor().selectionEnd(), 0))
        self._select(index if index < len(self._matches) else 0)

    def find_previous(self) -> None:
        """Select the place before the cursor; before the first comes the last."""
        self._bring_up_to_date()
        index = bisect_left(self._matches, (self._editor.textCursor().selectionStart(), 0))
        self._select(index - 1 if index else len(self._matches) - 1)

    def replace(self) -> None:
        """Replace the selected place and go to the next; when none is selected, select one."""
        self._find_again()
        current = self._current()
        if current < 0:
            self.find_next()
            return
        text = self._search.replacement_at(
            self._editor.text(), self._matches[current], self.replace_field.text()
        )
        if text is None or self._editor.isReadOnly():
            return
        cursor = self._editor.textCursor()
        cursor.insertText(text)
        self._editor.setTextCursor(cursor)
        self._find_again()
        self.find_next()

    def replace_all(self) -> None:
        """Replace every place as one step that can be undone, and say how many there were."""
        if self._editor.isReadOnly():
            return
        places = self._search.replacements(self._editor.text(), self.replace_field.text())
        if not places:
            return
        cursor = QTextCursor(self._editor.document())
        cursor.beginEditBlock()
        for match, text in reversed(places):
            cursor.setPosition(match.start)
            cursor.setPosition(match.end, _KEEP)
            cursor.insertText(text)
        cursor.endEditBlock()
        self._find_again()
        self._refresh.stop()
        self.show_result(f"{len(places):,} replaced", "", is_bad=False)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of ``theme``."""
        self._theme = theme
        self.apply_theme(theme)
        self._mark_matches()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc wherever in the bar the focus is."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and the arrows walk through the places, Esc closes."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape and self.isVisible():
                self.close_bar()
                return True
            if isinstance(watched, QLineEdit) and self._handle_key(watched, event):
                return True
        return super().eventFilter(watched, event)

    def _handle_key(self, field: QLineEdit, event: QKeyEvent) -> bool:
        """Do what a key means in a field; False when it is an ordinary one."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        modifiers = event.modifiers()
        if is_enter and field is self.replace_field:
            all_of_them = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
            (self.replace_all if all_of_them else self.replace)()
        elif is_enter and modifiers & Qt.KeyboardModifier.ShiftModifier:
            self.find_previous()
        elif is_enter:
            self.find_next()
        else:
            return False
        return True

    def _connect(self) -> None:
        """Wire the parts of the bar and the editor."""
        self.find_field.textChanged.connect(self._find_as_typed)
        for toggle in (self.case_button, self.word_button, self.expression_button):
            toggle.toggled.connect(self._find_as_typed)
        self.next_button.clicked.connect(self.find_next)
        self.previous_button.clicked.connect(self.find_previous)
        self.close_button.clicked.connect(self.close_bar)
        self.fold_button.clicked.connect(self._fold)
        self.replace_button.clicked.connect(self.replace)
        self.replace_all_button.clicked.connect(self.replace_all)
        self._editor.text_changed.connect(self._wait_for_text)
        self._editor.top_line_changed.connect(self._mark_matches)
        self._editor.selectionChanged.connect(self._show_count)
        for widget in (self.find_field, self.replace_field, self._editor):
            widget.installEventFilter(self)

    def _open(self, replacing: bool) -> None:
        """Show the bar, look for what is selected and put the cursor into the field."""
        cursor = self._editor.textCursor()
        selected = cursor.selectedText()
        self._anchor = cursor.selectionStart()
        self.show_replacing(replacing)
        self.apply_theme(self._theme)
        self.show()
        if selected and _PARAGRAPH_SEPARATOR not in selected and len(selected) <= _LONGEST_PREFILL:
            self.find_field.setText(selected)
        self._find_again()
        self.find_field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.find_field.selectAll()

    def _fold(self) -> None:
        """Show or hide the row to replace."""
        self.show_replacing(not self.is_replacing)
        self.apply_theme(self._theme)

    def _find_as_typed(self) -> None:
        """Look for what is written now, starting where the search began."""
        self._find_again()
        if self._matches:
            index = bisect_left(self._matches, (self._anchor, 0))
            self._select(index if index < len(self._matches) else 0, keep_anchor=True)

    def _wait_for_text(self) -> None:
        """Look again when the text has come to rest."""
        if self.isVisible():
            self._refresh.start()

    def _bring_up_to_date(self) -> None:
        """Look again at once if the text or the field changed since."""
        if self._refresh.isActive() or not self._matches or not self.isVisible():
            self._find_again()

    def _find_again(self) -> None:
        """Look for the places in the text as it is now."""
        self._refresh.stop()
        query = Query(
            self.find_field.text(),
            self.case_button.isChecked(),
            self.word_button.isChecked(),
            self.expression_button.isChecked(),
        )
        self._search = Search(query)
        self._matches = self._search.matches(self._editor.text(), MOST_MATCHES + 1)
        self._mark_matches()
        self._show_count()

    def _select(self, index: int, keep_anchor: bool = False) -> None:
        """Select one of the places and bring it into view."""
        if not self._matches:
            return
        match = self._matches[index]
        cursor = QTextCursor(self._editor.document())
        cursor.setPosition(match.start)
        cursor.setPosition(match.end, _KEEP)
        self._editor.setTextCursor(cursor)
        if not keep_anchor:
            self._anchor = match.start
        if not is_comfortably_visible(self._editor, cursor.block()):
            bring_to_upper_third(self._editor, self._editor.document().findBlock(match.start))
        self._mark_matches()
        self._show_count()

    def _current(self) -> int:
        """Return the index of the place that is selected, -1 when none is."""
        cursor = self._editor.textCursor()
        match = Match(cursor.selectionStart(), cursor.selectionEnd())
        index = bisect_left(self._matches, match)
        found = index < len(self._matches) and self._matches[index] == match
        return index if found else -1

    def _show_count(self) -> None:
        """Say which of how many places is selected."""
        if not self.isVisible():
            return
        count = min(len(self._matches), MOST_MATCHES)
        total = f"{count:,}" + ("+" if len(self._matches) > MOST_MATCHES else "")
        current = self._current()
        if not self.find_field.text():
            text = ""
        elif self._search.problem:
            text = "Not valid"
        elif not count:
            text = "No results"
        else:
            text = f"{current + 1:,} of {total}" if current >= 0 else f"{total} found"
        bad = bool(self.find_field.text()) and not count
        self.show_result(text, self._search.problem, is_bad=bad)

    def _mark_matches(self) -> None:
        """Mark the places in view; all of them could be thousands."""
        if not self.isVisible():
            return
        start, end = visible_range(self._editor)
        look = QTextCharFormat()
        look.setBackground(QColor(mixed(self._theme.base, self._theme.ok, 0.26)))
        marks = []
        index = max(0, bisect_left(self._matches, (start, 0)) - 1)
        current = self._current()
        while index < len(self._matches) and self._matches[index].start < end:
            if index != current:
                marks.append(self._mark(self._matches[index], look))
            index += 1
        self._editor.setExtraSelections(marks)

    def _mark(self, match: Match, look: QTextCharFormat) -> QTextEdit.ExtraSelection:
        """Return the mark of one place."""
        mark = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self._editor.document())
        cursor.setPosition(match.start)
        cursor.setPosition(match.end, _KEEP)
        mark.cursor = cursor
        mark.format = look
        return mark
