"""The dialog that renames or moves a file, and shows which links are corrected with it."""

import os
from dataclasses import dataclass
from pathlib import PurePath

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from spec_editor.core.file_names import problem_with
from spec_editor.core.words import unmasked
from spec_editor.ui.controls import CheckBox, plain_label
from spec_editor.ui.dialogs.file_form import FileForm
from spec_editor.ui.row_list import ListRow, RowList
from spec_editor.ui.words import counted

_CORRECT = "&Correct links"
_MARKDOWN = (".md", ".markdown")


@dataclass(frozen=True, slots=True)
class CorrectedLink:
    """One link that is corrected: the file as it is shown, the 1-based line, what is written."""

    file: str
    line: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class LinkPreview:
    """All links that are corrected; ``remarks`` say what is not, each in a sentence."""

    links: tuple[CorrectedLink, ...] = ()
    remarks: tuple[str, ...] = ()


class _Field(QLineEdit):
    """A field with a part of a path; Qt's strings drop the bytes in it that are no text."""

    def __init__(self, given: str) -> None:
        super().__init__(given)
        self._given, self._shown = given, self.text()

    def value(self) -> str:
        """Return what was entered, or as long as that is nothing what was given."""
        text = self.text()
        return self._given if text == self._shown else text


class MoveFileDialog(FileForm):
    """A new name and folder for a file; it can be confirmed once the links are shown."""

    folder: _Field
    target_changed = Signal(object)  # absolute path (a str) that is possible: show its links

    def __init__(
        self,
        path: str,
        parent: QWidget | None = None,
        *,
        folder: str | None = None,
    ) -> None:
        """``folder`` is where it shall go; None renames it, empty lets the user choose one."""
        self._path = PurePath(path)
        self._told = ""
        is_rename = folder is None
        what = "Rename" if is_rename else "Move"
        super().__init__(_Field(folder or str(self._path.parent)), what, parent)
        self.setObjectName("moveFileDialog")
        self.setWindowTitle(f"{what} “{unmasked(self._path.name)}”")
        self.resize(560, 440)
        self.name = _Field(self._path.name)
        self.problem_label.setMinimumHeight(self.problem_label.fontMetrics().height())
        self.correct = CheckBox(_CORRECT)
        self.correct.setChecked(True)
        self.links = RowList("Links that are corrected", "link-variant")
        self.remarks = plain_label("", "muted")
        rows = self.lay_out((("&Name", self.name), ("F&older", self.folder)), 8)
        rows.addWidget(self.correct)
        rows.addWidget(self.links, 1)
        rows.addWidget(self.remarks)
        rows.addSpacing(8)
        self.add_buttons(rows)
        for field in (self.name, self.folder):
            field.textChanged.connect(self._check)
        if is_rename:
            self.name.setFocus()
            ending = len(self._path.suffix)
            self.name.setSelection(0, len(self.name.text()) - ending)
        else:
            self.folder.setFocus()
        self._check()

    def target(self) -> str:
        """Return the path that the file shall have."""
        return str(PurePath(self.folder.value().strip()) / self.name.value())

    def problem(self) -> str:
        """Return why the file cannot get there; empty when it can."""
        name, folder = self.name.value(), self.folder.value().strip()
        if name != self._path.name and (problem := problem_with(name)):
            return problem
        if not PurePath(folder).is_absolute() or not os.path.lexists(folder):
            shown = unmasked(folder)
            return f"The folder “{shown}” does not exist." if folder else "Choose a folder."
        target = self.target()
        if target != str(self._path) and os.path.lexists(target) and not self._is_itself(target):
            return f"“{unmasked(name)}” is there already and stays as it is: choose another name."
        return ""

    def _hint(self) -> str:
        """Return what one may not have meant, though it is possible."""
        before, after = self._path.suffix, PurePath(self.name.value()).suffix
        if before.lower() in _MARKDOWN and after.lower() not in _MARKDOWN:
            return f"Without “{before}” it is no longer among the specifications."
        return ""

    def _is_itself(self, target: str) -> bool:
        """Say whether only upper and lower case differ, where that is one name."""
        if PurePath(target).name.casefold() != self._path.name.casefold():
            return False
        try:
            return PurePath(target).name not in os.listdir(PurePath(target).parent)  # noqa: PTH208
        except OSError:
            return False

    def corrects_links(self) -> bool:
        """Return whether links are to be corrected."""
        return self.correct.isChecked()

    def show_links(self, target: str, preview: LinkPreview) -> None:
        """Show the links that are corrected for a target; those of an older one are dropped."""
        if target != self._told:
            return
        links, files = preview.links, {link.file for link in preview.links}
        if links:
            text = f"{counted(len(links), 'link')} in {counted(len(files), 'file')}"
            self.correct.setText(f"&Correct {text}")
        self.correct.setEnabled(bool(links))
        self.links.empty_state.set_texts("No links to correct", "")
        self.links.set_rows([_row(number, link) for number, link in enumerate(links)])
        self.remarks.setText(" ".join(preview.remarks))
        self.remarks.setVisible(bool(preview.remarks))
        self.confirm.setEnabled(True)

    def _check(self) -> None:
        """Say what is wrong, and ask for the links of what is possible."""
        problem, target = self.problem(), self.target()
        self.show_problem(problem or self._hint(), "error" if problem else "muted")
        is_other = not problem and target != str(self._path)
        if target == self._told and is_other:
            return
        self._told = target if is_other else ""
        self.confirm.setEnabled(False)
        self.correct.setText(_CORRECT)
        self.correct.setEnabled(False)
        self.links.set_rows(())
        self.remarks.hide()
        self.links.empty_state.set_texts(
            "Looking for links…" if is_other else "Links that are corrected are shown here", ""
        )
        if is_other:
            self.target_changed.emit(target)

    def begin(self) -> None:
        """Ask for the links of what is entered already, now that somebody listens."""
        self._told = ""
        self._check()


def _row(number: int, link: CorrectedLink) -> ListRow:
    words = f"{unmasked(link.file)}, line {link.line}"
    title = f"{unmasked(link.old)} → {unmasked(link.new)}"
    return ListRow(number, title, words, about=f"{title}\n{words}")
