"""The dialog that asks what a new specification is called, where it lies and what it follows."""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QWidget

from spec_editor.core.file_names import problem_with
from spec_editor.ui.controls import ChoiceBox
from spec_editor.ui.dialogs.file_form import FileForm

_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class TemplateChoice:
    """One template to choose from: the name that asks for it, and the text that is shown."""

    name: str
    text: str


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


class NewSpecificationDialog(FileForm):
    """Title, file name (follows the title until it is changed by hand), folder, template."""

    def __init__(
        self,
        folder: str,
        templates: Sequence[TemplateChoice],
        parent: QWidget | None = None,
        template: str = "",
    ) -> None:
        """Make the dialog; ``template`` is the name of the one that is chosen at first."""
        super().__init__(QLineEdit(folder), "Create", parent)
        self.setObjectName("newSpecificationDialog")
        self.setWindowTitle("New Specification")
        self.setMinimumWidth(480)
        self._own_name = False
        self.title = QLineEdit()
        self.title.setPlaceholderText("Payment Gateway")
        self.file_name = QLineEdit()
        self.file_name.setPlaceholderText("payment-gateway.md")
        self.template = ChoiceBox()
        for choice in templates:
            self.template.addItem(choice.text, choice.name)
        self.template.setCurrentIndex(max(0, self.template.findData(template)))
        self.problem_label.setMinimumHeight(self.problem_label.fontMetrics().height() * 2)
        fields = (
            ("&Title", self.title),
            ("&File name", self.file_name),
            ("F&older", self.folder),
            ("T&emplate", self.template),
        )
        self.add_buttons(self.lay_out(fields, 12))
        self.title.textChanged.connect(self._follow_title)
        self.file_name.textEdited.connect(self._take_own_name)
        for field in (self.title, self.file_name, self.folder):
            field.textChanged.connect(self._check)
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
        if not Path(folder).is_absolute() or not os.path.lexists(folder):
            return f"The folder “{folder}” does not exist." if folder else "Choose a folder."
        if os.path.lexists(Path(folder) / name):
            return f"“{name}” is there already and stays as it is: choose another name."
        return ""

    def _name(self) -> str:
        """Return the file name with its ending."""
        name = self.file_name.text().strip()
        return name if not name or name.lower().endswith((".md", ".markdown")) else f"{name}.md"

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
        self.show_problem(problem, "muted" if untouched else "error")
        self.confirm.setEnabled(not problem)
