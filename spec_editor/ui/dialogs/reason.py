"""The question why a section of the template does not apply."""

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from spec_editor.ui.controls import plain_label

_END_OF_COMMENT = "--"
_MOST_CHARACTERS = 300


class ReasonDialog(QDialog):
    """Asks for one sentence; without one a section cannot be marked."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reasonDialog")
        self.setWindowTitle("Not Applicable")
        self.setMinimumWidth(440)
        question = plain_label(f"Why does “{title}” not apply?", "title")
        hint = plain_label("The reason is kept in the specification, below the heading.", "muted")
        self.field = QLineEdit()
        self.field.setAccessibleName("Reason")
        self.field.setPlaceholderText("There is no personal data in this system.")
        self.field.setMaxLength(_MOST_CHARACTERS)
        self._problem = plain_label("")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.mark_button = self.buttons.addButton(
            "Mark Not Applicable", QDialogButtonBox.ButtonRole.AcceptRole
        )
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 24, 24, 16)
        rows.setSpacing(12)
        for widget in (question, hint, self.field, self._problem, self.buttons):
            rows.addWidget(widget)
        # Only now the dialog knows its buttons; Enter must not cancel while there is no reason.
        self.mark_button.setDefault(True)
        self.field.textChanged.connect(self._check)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._check()

    def reason(self) -> str:
        """Return what was entered, on one line."""
        return " ".join(self.field.text().split())

    def problem(self) -> str:
        """Return why the reason cannot be taken, empty when it can."""
        if not self.reason():
            return "Give a reason: whoever approves the specification needs it."
        if _END_OF_COMMENT in self.reason():
            return "Write the reason without “--”: it would end the comment that holds it."
        return ""

    def _check(self) -> None:
        """Say what is missing, and offer only what can be done."""
        problem = self.problem()
        self._problem.setText(problem)
        self._problem.setProperty("role", "error" if self.field.text() else "muted")
        self._problem.style().polish(self._problem)
        self.mark_button.setEnabled(not problem)


def ask_reason(parent: QWidget | None, title: str) -> str | None:
    """Ask why the section ``title`` does not apply, and wait; None when nothing shall be done."""
    dialog = ReasonDialog(title, parent)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return dialog.reason() if accepted else None
