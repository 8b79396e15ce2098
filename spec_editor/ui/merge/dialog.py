"""Merging what was typed with what somebody else wrote, section by section."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from spec_editor.core.section_merge import Choice, SectionMerge
from spec_editor.core.words import unmasked
from spec_editor.ui.controls import firm_splitter, plain_label, quiet_button
from spec_editor.ui.dialogs.messages import ask_discard
from spec_editor.ui.merge.decisions import Decisions, Place
from spec_editor.ui.merge.section_page import SectionPage
from spec_editor.ui.merge.words import row_of
from spec_editor.ui.row_list import RowList
from spec_editor.ui.words import counted


class MergeDialog(QDialog):
    """The sections that were changed, the chosen one in both versions, and what it becomes.

    F8 and Shift+F8 lead to the conflicts that are not decided. Enter on a section leads to what
    is to be decided next, and to the button that applies the merge when nothing is.
    """

    merged = Signal(str)  # the merged text; every conflict is decided

    def __init__(self, name: str, merge: SectionMerge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("mergeDialog")
        self.setWindowTitle(f"Merge Changes of {unmasked(name)}")
        # With less the question about a conflict would be cut off.
        self.setMinimumSize(760, 480)
        self.resize(1100, 720)
        self.decisions = Decisions(merge)
        self._place: Place | None = None
        self.summary = plain_label("", "title")
        self.hint = plain_label(
            "Each section is merged by itself. Nothing is written to the file before you save.",
            "muted",
        )
        self.list = RowList("Sections that were changed", "source-merge")
        self.list.setObjectName("mergedSections")
        self.list.empty_state.set_texts("Nothing to merge", "Both texts are the same.")
        self.page = SectionPage()
        self._lay_out()
        self.list.row_chosen.connect(self._show_part)
        self.list.activated.connect(self._go_on)
        self.page.decided.connect(self._decide)
        self.page.written.connect(self._write)
        self._add_keys()
        self.list.set_rows([row_of(self.decisions, n) for n in self.decisions.changed_parts()])
        self._tell_state()
        if self.decisions.conflicts:
            self.go_to_conflict(1)
        elif self.list.rows():
            self.list.choose(self.list.rows()[0].key)
        self.list.setFocus()

    def _lay_out(self) -> None:
        splitter = firm_splitter(Qt.Orientation.Horizontal, self.list, self.page)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([260, 800])
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 20, 24, 16)
        rows.setSpacing(4)
        buttons = self._buttons()
        head = QHBoxLayout()
        head.setSpacing(8)
        texts = QVBoxLayout()
        texts.setSpacing(4)
        texts.addWidget(self.summary)
        texts.addWidget(self.hint)
        head.addLayout(texts, 1)
        head.addWidget(self.all_mine)
        head.addWidget(self.all_theirs)
        rows.addLayout(head)
        rows.addSpacing(8)
        rows.addWidget(splitter, 1)
        rows.addSpacing(8)
        rows.addLayout(buttons)

    def _buttons(self) -> QHBoxLayout:
        self.previous_button = quiet_button("Previous Conflict", "Shift+F8")
        self.next_button = quiet_button("Next Conflict", "F8")
        self.all_mine = quiet_button("Use Mine for the Rest")
        self.all_theirs = quiet_button("Use Theirs for the Rest")
        self.cancel_button = quiet_button("Cancel")
        self.apply_button = quiet_button("Apply Merge")
        self.apply_button.setProperty("role", "primary")
        self.previous_button.clicked.connect(lambda: self.go_to_conflict(-1))
        self.next_button.clicked.connect(lambda: self.go_to_conflict(1))
        self.all_mine.clicked.connect(lambda: self._decide_all(Choice.MINE))
        self.all_theirs.clicked.connect(lambda: self._decide_all(Choice.THEIRS))
        self.cancel_button.clicked.connect(self.reject)
        self.apply_button.clicked.connect(self._apply)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.previous_button)
        row.addWidget(self.next_button)
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.apply_button)
        return row

    def _add_keys(self) -> None:
        for keys, step in (("F8", 1), ("Shift+F8", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(lambda step=step: self.go_to_conflict(step))

    def go_to_conflict(self, step: int) -> None:
        """Go to the next conflict that is not decided (1), or to the one before (-1)."""
        place = self.decisions.following(self._place, step)
        if place is None:
            return
        self.list.choose(place[0])
        self._show_conflict(place)

    def _go_on(self) -> None:
        """Give the keyboard to the decision that is open next, or to what comes after all."""
        if not self.decisions.left():
            self.apply_button.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if self._place is None or self.decisions.choice(self._place) is not None:
            self.go_to_conflict(1)
        self.page.take_keyboard()

    def reject(self) -> None:
        """Close without a result; where something was decided, only when that is confirmed."""
        if not self.decisions.is_begun:
            super().reject()
            return
        box = ask_discard(
            self,
            "Leave the merge?",
            "What you have decided so far is forgotten. Your text and the file on the disk stay"
            " as they are, and you can merge them later.",
            super().reject,
        )
        box.setWindowTitle("Merge")

    def _show_part(self, number: int) -> None:
        conflicts = self.decisions.part(number).conflicts
        self._place = (number, 0) if conflicts else None
        self.page.show_part(self.decisions, number)
        self._show_conflict(self._place)

    def _show_conflict(self, place: Place | None) -> None:
        self._place = place
        self.page.show_conflict(self.decisions, place)

    def _decide(self, choice: Choice) -> None:
        """Decide the conflict that is shown."""
        if self._place is not None:
            self.decisions.choose(self._place, choice)
            self._tell_decision(self._place[0])

    def _decide_all(self, choice: Choice) -> None:
        self.decisions.choose_all_left(choice)
        for row in self.list.rows():
            self.list.update_row(row_of(self.decisions, _number(row.key)))
        number = self.list.chosen()
        if number is not None:
            self._tell_decision(_number(number))

    def _tell_decision(self, number: int) -> None:
        """Show what a decision made of a section."""
        self.list.update_row(row_of(self.decisions, number))
        self.page.show_result(self.decisions)
        self.page.show_conflict(self.decisions, self._place)
        self._tell_state()

    def _write(self, text: str) -> None:
        """Take what was written by hand for the section that is shown."""
        number = _number(self.list.chosen())
        self.decisions.write(number, text)
        self.list.update_row(row_of(self.decisions, number))

    def _tell_state(self) -> None:
        left, total = self.decisions.left(), len(self.decisions.conflicts)
        if not total:
            text = "No conflict: all changes could be merged."
        elif left:
            text = f"{left} of {counted(total, 'conflict')} left"
        else:
            text = "All conflicts are decided." if total > 1 else "The conflict is decided."
        self.summary.setText(text)
        self.apply_button.setEnabled(not left)
        self.apply_button.setToolTip("Decide the conflicts that are left first" if left else "")
        for button in (self.previous_button, self.next_button):
            button.setVisible(total > 0)
        for button in (self.all_mine, self.all_theirs):
            button.setVisible(total > 0)
            button.setEnabled(left > 0)

    def _apply(self) -> None:
        """Give out the merged text and close."""
        text = self.decisions.result()
        self.accept()
        self.merged.emit(text)


def _number(key: object) -> int:
    return key if isinstance(key, int) else -1
