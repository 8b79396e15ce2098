"""What the dialogs that ask for a file's name and folder have in common."""

from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from spec_editor.ui.controls import plain_label, quiet_button


class FileForm(QDialog):
    """Fields below each other, one of them with a folder; what is wrong; a button that does it."""

    def __init__(self, folder: QLineEdit, verb: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.folder = folder
        self.choose = quiet_button("Choose…")
        self.choose.clicked.connect(self._choose_folder)
        self.problem_label = plain_label("", "error")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.confirm = self.buttons.addButton(verb, QDialogButtonBox.ButtonRole.AcceptRole)

    def show_problem(self, text: str, role: str) -> None:
        """Say what is wrong with what was entered; ``role`` is how the style shows it."""
        self.problem_label.setText(text)
        self.problem_label.setProperty("role", role)
        self.problem_label.style().polish(self.problem_label)

    def lay_out(self, fields: Sequence[tuple[str, QWidget]], spacing: int) -> QVBoxLayout:
        """Put the fields with their labels below each other; return the rows to put more into."""
        form = QGridLayout()
        form.setVerticalSpacing(12)
        form.setHorizontalSpacing(16)
        for row, (text, field) in enumerate(fields):
            label = QLabel(text)
            label.setBuddy(field)
            field.setAccessibleName(text.replace("&", ""))
            form.addWidget(label, row, 0)
            beside = QHBoxLayout()
            beside.setSpacing(8)
            beside.addWidget(field, 1)
            if field is self.folder:
                beside.addWidget(self.choose)
            form.addLayout(beside, row, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 24, 24, 16)
        rows.setSpacing(spacing)
        rows.addLayout(form)
        rows.addWidget(self.problem_label)
        return rows

    def add_buttons(self, rows: QVBoxLayout) -> None:
        """Put the buttons below all the rest."""
        rows.addWidget(self.buttons)
        # Only a button that belongs to the dialog already can be its default.
        self.confirm.setDefault(True)

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Folder", self.folder.text())
        if folder:
            self.folder.setText(str(PurePath(folder)))
