"""What an earlier run did not get to save: each text beside its file, to take back or give up."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from spec_editor.core.unsaved import Since, UnsavedText
from spec_editor.core.words import unmasked
from spec_editor.ui.controls import firm_splitter, plain_label, quiet_button
from spec_editor.ui.dialogs.messages import ask_discard
from spec_editor.ui.moments import when_words
from spec_editor.ui.recovery.words import GLYPHS, SINCE_WORDS, sentence_about
from spec_editor.ui.row_list import ListRow, RowList
from spec_editor.ui.two_columns import TwoColumns
from spec_editor.ui.words import counted

_ON_DISK = {
    Since.GONE: "Nothing: the file is gone",
    Since.NEVER_SAVED: "Nothing yet",
    Since.UNREADABLE: "File on disk, cannot be read",
}


class RecoveryDialog(QDialog):
    """A list of texts; the chosen one beside what its file holds.

    It stops nobody from working in the window, and closing it decides nothing.
    """

    restore_requested = Signal(object)  # tuple of keys
    discard_requested = Signal(object)  # tuple of keys; the user was asked
    put_off = Signal()  # it was closed with texts left in it

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("recoveryDialog")
        self.setWindowTitle("Unsaved Texts")
        self.resize(1060, 660)
        self._texts: dict[str, UnsavedText] = {}
        self.heading = plain_label("", "title")
        self.hint = plain_label(
            "Spec Editor ended before you could save. What you do not decide about now is kept "
            "and shown at the next start.",
            "muted",
        )
        self.list = RowList("Unsaved texts", "file-restore-outline")
        self.list.setObjectName("unsavedTexts")
        self.columns = TwoColumns("File on disk", "Unsaved text")
        self.about = plain_label("", "muted")
        self.about.setContentsMargins(8, 0, 12, 0)
        self.discard_button = quiet_button("Discard…")
        self.later_button = quiet_button("Later")
        self.all_button = quiet_button("Restore All")
        self.restore_button = quiet_button("Restore")
        self.restore_button.setDefault(True)
        self._lay_out()
        self.list.row_chosen.connect(self._show)
        # Enter, which the list would keep for itself, and a double click.
        self.list.activated.connect(self.restore_button.click)
        self.restore_button.clicked.connect(lambda: self.restore_requested.emit((self._chosen(),)))
        self.all_button.clicked.connect(
            lambda: self.restore_requested.emit(tuple(self._readable()))
        )
        self.discard_button.clicked.connect(self._ask_discard)
        self.later_button.clicked.connect(self.reject)

    def set_texts(self, texts: Sequence[UnsavedText], now: float) -> None:
        """Show texts; ``now`` is the time in seconds since 1970. Without any it closes."""
        place = list(self._texts).index(self._chosen()) if self._chosen() else 0
        self._texts = {text.key: text for text in texts}
        if not texts:
            self.accept()
            return
        verb = "was" if len(texts) == 1 else "were"
        self.heading.setText(f"{counted(len(texts), 'text')} {verb} not saved")
        self.list.set_rows([_row(text, now) for text in texts])
        readable = self._readable()
        self.all_button.setVisible(len(readable) > 1)
        self.list.choose(texts[min(place, len(texts) - 1)].key)
        self.list.setFocus()

    def reject(self) -> None:
        """Close, deciding nothing."""
        super().reject()
        self.put_off.emit()

    def _chosen(self) -> str:
        return str(self.list.chosen() or "")

    def _readable(self) -> list[str]:
        return [key for key, text in self._texts.items() if text.since is not Since.DAMAGED]

    def _show(self, key: str) -> None:
        """Show a text beside its file, and say what restoring it means."""
        text = self._texts[key]
        is_damaged = text.since is Since.DAMAGED
        self.about.setText(sentence_about(text))
        self.restore_button.setEnabled(not is_damaged)
        self.columns.setVisible(not is_damaged)
        self.columns.set_titles(_ON_DISK.get(text.since, "File on disk"), "Unsaved text")
        self.columns.show_texts(text.on_disk, text.text)

    def _ask_discard(self) -> None:
        """Discard the chosen text once that was said to be meant."""
        key = self._chosen()
        name = unmasked(self._texts[key].name)
        text = "It is deleted for good. The file on disk stays as it is."
        box = ask_discard(
            self,
            f"Discard the unsaved text of “{name}”?",
            text,
            lambda: self.discard_requested.emit((key,)),
        )
        box.setObjectName("discardQuestion")
        box.setWindowTitle("Discard Unsaved Text")

    def _lay_out(self) -> None:
        detail = QWidget()
        column = QVBoxLayout(detail)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.about)
        column.addWidget(self.columns, 1)
        column.addStretch()
        splitter = firm_splitter(Qt.Orientation.Horizontal, self.list, detail)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([260, 800])
        buttons = QHBoxLayout()
        buttons.addWidget(self.discard_button)
        buttons.addStretch(1)
        for button in (self.later_button, self.all_button, self.restore_button):
            buttons.addWidget(button)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 20, 24, 16)
        rows.setSpacing(4)
        rows.addWidget(self.heading)
        rows.addWidget(self.hint)
        rows.addSpacing(8)
        rows.addWidget(splitter, 1)
        rows.addSpacing(8)
        rows.addLayout(buttons)


def _row(text: UnsavedText, now: float) -> ListRow:
    glyph, tone = GLYPHS[text.since]
    when = when_words(text.when, now)
    words = f"{when} · {SINCE_WORDS[text.since]}"
    return ListRow(text.key, unmasked(text.name), words, glyph, tone, unmasked(text.folder))
