"""The template's text and one's own, side by side."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from spec_editor.core.line_pairs import line_pairs
from spec_editor.ui.controls import Button, plain_label
from spec_editor.ui.two_columns import TwoColumns
from spec_editor.ui.words import counted


class CompareDialog(QDialog):
    """Both texts in two columns, and in one sentence how much differs."""

    def __init__(
        self, title: str, template_text: str, own_text: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("compareDialog")
        self.setWindowTitle("Compare with the Template")
        self.resize(880, 560)
        self.columns = TwoColumns("The template", "This document")
        self.columns.show_pairs(line_pairs(template_text, own_text))
        self.view = self.columns.view
        heading = plain_label(f"“{title}”", "title")
        self.summary = plain_label(self._summary(), "muted")
        buttons = QDialogButtonBox()
        buttons.addButton(Button("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 20, 24, 16)
        rows.setSpacing(4)
        rows.addWidget(heading)
        rows.addWidget(self.summary)
        rows.addSpacing(8)
        rows.addWidget(self.columns, 1)
        rows.addSpacing(8)
        rows.addWidget(buttons)
        self.view.setFocus()

    def _summary(self) -> str:
        """Say in one sentence how much differs."""
        number = self.columns.number_of_differences()
        if not number:
            return "Nothing differs: this is the template's text."
        verb = "differs" if number == 1 else "differ"
        return f"{counted(number, 'line')} {verb}; the words that differ are marked."


def show_comparison(
    parent: QWidget | None, title: str, template_text: str, own_text: str
) -> CompareDialog:
    """Show both texts and return at once; the box frees itself when it is closed."""
    dialog = CompareDialog(title, template_text, own_text, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
