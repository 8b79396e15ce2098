"""The dialog that asks what a new specification is called, where it lies and what it follows."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from spec_editor.core.file_names import problem_with
from spec_editor.ui.controls import ChoiceBox

_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class TemplateChoice:
    """One template to choose from: the name that asks for it, and the text that is shown."""

    name: str
    text: str
    tooltip: str = ""


@dataclass(frozen=True, slots=True)
class NewSpecification:
    """What the user wants: the title, the absolute path of the file, the template's name."""

    title: str
    path: str
    template: str


def file_name_for(title: str) -> str:
    """Return a file name for a title: "Payment Gateway: Phase 2" → "payment-gateway-phase-2.md"."""
    words = re.findall(r"\w+", title.casefold())
    stem = "-".join(words)[:_LONGEST_NAME].rstrip("-")
    if not stem:
        return ""
    return f"{stem}-spec.md" if problem_with(stem) else f"{stem}.md"


class NewSpecificationDialog(QDialog):
    """Title, file name (follows the title until it is changed by hand), folder, template."""

    def __init__(
        self,
        folder: str,
        templates: Sequence[TemplateChoice],
        parent: QWidget | None = None,
        exists: Callable[[str], bool] = lambda path: Path(path).exists(),
        template: str = "",
    ) -> None:
        """Make the dialog; ``template`` is the name of the one that is chosen at first."""
        super().__init__(parent)
        self.setObjectName("newSpecificationDialog")
        self.setWindowTitle("New Specification")
        self.setMinimumWidth(480)
        self._exists = exists
        self._own_name = False
        self.title = QLineEdit()
        self.title.setPlaceholderText("Payment Gateway")
        self.file_name = QLineEdit()
        self.file_name.setPlaceholderText("payment-gateway.md")
        self.folder = QLineEdit(folder)
        self.template = ChoiceBox()
        for choice in templates:
            self.template.addItem(choice.text, choice.name)
            tip = choice.tooltip
            self.template.setItemData(self.template.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        self.template.setCurrentIndex(max(0, self.template.findData(template)))
        self._browse = QPushButton("Choose…")
        self._browse.setAutoDefault(False)
        self._problem = QLabel()
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        self._problem.setWordWrap(True)
        self._problem.setMinimumHeight(self._problem.fontMetrics().height() * 2)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.create_button = self._buttons.addButton(
            "Create", QDialogButtonBox.ButtonRole.AcceptRole
        )
        self._lay_out()
        # Only a button that belongs to the dialog already can be its default.
        self._buttons.button(QDialogButtonBox.StandardButton.Cancel).setAutoDefault(False)
        self.create_button.setDefault(True)
        self._connect()
        self._check()

    def specification(self) -> NewSpecification:
        """Return what was entered."""
        path = Path(self.folder.text().strip()) / self._name()
        return NewSpecification(
            self.title.text().strip(), str(path), str(self.template.currentData() or "")
        )

    def problem(self) -> str:
        """Return why the specification cannot be created, empty when it can."""
        name, folder = self._name(), self.folder.text().strip()
        if not self.title.text().strip():
            return "Give the specification a title."
        if not name:
            return "Give the file a name."
        if name.startswith("."):
            return "A name that begins with a full stop is hidden on many systems."
        if problem := problem_with(name):
            return problem
        if not Path(folder).is_absolute() or not self._exists(folder):
            return f"The folder “{folder}” does not exist." if folder else "Choose a folder."
        if self._exists(str(Path(folder) / name)):
            return f"“{name}” is there already and stays as it is: choose another name."
        return ""

    def _name(self) -> str:
        """Return the file name with its ending."""
        name = self.file_name.text().strip()
        return name if not name or name.lower().endswith((".md", ".markdown")) else f"{name}.md"

    def _lay_out(self) -> None:
        """Put the fields below each other."""
        place = QHBoxLayout()
        place.setSpacing(8)
        place.addWidget(self.folder, 1)
        place.addWidget(self._browse)
        form = QGridLayout()
        form.setVerticalSpacing(12)
        form.setHorizontalSpacing(16)
        fields = (
            ("&Title", self.title),
            ("&File name", self.file_name),
            ("F&older", self.folder),
            ("T&emplate", self.template),
        )
        for row, (text, field) in enumerate(fields):
            label = QLabel(text)
            label.setBuddy(field)
            field.setAccessibleName(text.replace("&", ""))
            form.addWidget(label, row, 0)
            if field is self.folder:
                form.addLayout(place, row, 1)
            else:
                form.addWidget(field, row, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 24, 24, 16)
        rows.setSpacing(12)
        rows.addLayout(form)
        rows.addWidget(self._problem)
        rows.addWidget(self._buttons)

    def _connect(self) -> None:
        """Let the file name follow the title, and check what is entered."""
        self.title.textChanged.connect(self._follow_title)
        self.file_name.textEdited.connect(self._take_own_name)
        for field in (self.title, self.file_name, self.folder):
            field.textChanged.connect(self._check)
        self._browse.clicked.connect(self._choose_folder)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)

    def _follow_title(self, title: str) -> None:
        """Derive the file name, unless it was chosen by hand."""
        if not self._own_name:
            self.file_name.setText(file_name_for(title))

    def _take_own_name(self, name: str) -> None:
        """Remember that the name was chosen by hand; an emptied field follows the title again."""
        self._own_name = bool(name)

    def _check(self) -> None:
        """Say what is missing, and offer to create only what can be created."""
        problem = self.problem()
        untouched = not self.title.text() and not self.file_name.text()
        self._problem.setText(problem)
        self._problem.setProperty("role", "muted" if untouched else "error")
        self._problem.style().polish(self._problem)
        self.create_button.setEnabled(not problem)

    def _choose_folder(self) -> None:
        """Ask for another folder."""
        folder = QFileDialog.getExistingDirectory(self, "Folder", self.folder.text())
        if folder:
            self.folder.setText(str(Path(folder)))
