"""Two versions of a document, section by section."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from spec_editor.core.section_diff import SectionDiff
from spec_editor.core.words import unmasked
from spec_editor.ui.controls import Button, plain_label
from spec_editor.ui.section_comparison import SectionComparison
from spec_editor.ui.words import counted


class CompareVersionsDialog(QDialog):
    """The sections that differ, and the chosen one in two columns."""

    def __init__(
        self,
        name: str,
        left_title: str,
        right_title: str,
        diff: SectionDiff,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("compareVersionsDialog")
        self.setWindowTitle(f"Compare {unmasked(name)}")
        self.resize(1000, 640)
        number = diff.changes
        differ = f"{counted(number, 'section')} {'differs' if number == 1 else 'differ'}."
        nothing = "Nothing differs: both texts are the same."
        self.summary = plain_label(differ if number else nothing, "title")
        self.comparison = SectionComparison(left_title, right_title)
        self.comparison.show_diff(diff)
        buttons = QDialogButtonBox()
        buttons.addButton(Button("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 20, 24, 16)
        rows.setSpacing(12)
        rows.addWidget(self.summary)
        rows.addWidget(self.comparison, 1)
        rows.addWidget(buttons)
        self.comparison.setFocus()


def show_versions(
    parent: QWidget | None, name: str, left_title: str, right_title: str, diff: SectionDiff
) -> CompareVersionsDialog:
    """Show a comparison and return at once; the box frees itself when it is closed."""
    dialog = CompareVersionsDialog(name, left_title, right_title, diff, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
