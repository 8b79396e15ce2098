"""The outline: what the document's sections are, how far each is, and a way to get there."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from spec_editor.core.report import SectionReport
from spec_editor.ui.icons import icon
from spec_editor.ui.outline.model import OutlineFilter, OutlineModel
from spec_editor.ui.panel import Panel
from spec_editor.ui.theme import Theme
from spec_editor.ui.tree_view import QuietTree


class OutlineView(QuietTree):
    """The tree of sections."""

    line_requested = Signal(int)  # 1-based line of the heading that was chosen
    section_requested = Signal(str)  # key of the section that was chosen, missing ones too

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("format-list-bulleted-square", theme, parent)
        self.setObjectName("outlineView")
        self.setAccessibleName("Outline")
        self._folded: set[str] | None = None
        self._sections = OutlineModel(theme, self)
        self._filter = OutlineFilter(self)
        self._filter.setSourceModel(self._sections)
        self.setModel(self._filter)
        self.set_columns(76)
        self.clicked.connect(self._request)
        self.activated.connect(self._request)
        self.clear()

    def set_sections(self, sections: Sequence[SectionReport]) -> None:
        """Show these sections; selection, folding and scrolling stay where they are."""
        was_empty = self._sections.rowCount() == 0
        self._sections.set_sections(sections)
        if self._filter.is_active():
            self.expandAll()
        elif was_empty:
            self._open_first_level()
        self._explain_emptiness(True)

    def clear(self) -> None:
        """Show that no document is open."""
        self._sections.reset_tree(())
        self._explain_emptiness(False)

    def mark_line(self, line: int) -> None:
        """Select the section that holds the 1-based line, or the folded chapter it lies in."""
        found = QModelIndex()
        for index in self._sections.at_line(line):
            shown = self._filter.mapFromSource(index)
            if not shown.isValid():
                break
            found = shown
            if not self.isExpanded(shown):
                break
        if found != self.currentIndex().siblingAtColumn(0):
            self.setCurrentIndex(found)
        if not found.isValid():
            self.clearSelection()

    def set_filter(self, text: str, only_incomplete: bool) -> None:
        """Show only titles that hold ``text``, and perhaps only what is unfinished."""
        if not self._filter.is_active():
            self._folded = {key for key, is_open in self._folding() if not is_open}
        self._filter.set_filter(text, only_incomplete)
        if self._filter.is_active():
            self.expandAll()
        elif self._folded is not None:
            self._restore_folding(self._folded)
        self._explain_emptiness(self._sections.rowCount() > 0)

    def set_theme(self, theme: Theme) -> None:
        """Take on the theme's colours."""
        super().set_theme(theme)
        self._sections.set_theme(theme)

    def section_at(self, index: QModelIndex) -> SectionReport:
        """Return the section of one of this view's valid indexes."""
        return self._sections.section(self._filter.mapToSource(index))

    def _request(self, index: QModelIndex) -> None:
        """Say which section was chosen."""
        section = self.section_at(index)
        self.section_requested.emit(section.key)
        if section.line is not None:
            self.line_requested.emit(section.line)

    def _open_first_level(self) -> None:
        """Unfold a title that stands alone at the top, so that the chapters can be seen."""
        if self._filter.rowCount() == 1:
            self.expand(self._filter.index(0, 0))

    def _folding(self) -> list[tuple[str, bool]]:
        """Return the key of each section with sections below, and whether it is unfolded."""
        return [
            (self._sections.section(row).key, self.isExpanded(self._filter.mapFromSource(row)))
            for row in self._sections.rows()
            if self._sections.rowCount(row)
        ]

    def _restore_folding(self, folded: set[str]) -> None:
        """Fold what was folded before the filter unfolded everything."""
        self._folded = None
        for row in self._sections.rows():
            key = self._sections.section(row).key
            self.setExpanded(self._filter.mapFromSource(row), key not in folded)

    def _explain_emptiness(self, is_open: bool) -> None:
        """Say why there is nothing to see, if so."""
        if not is_open:
            texts = ("No outline", "Open a specification to see its sections.")
        elif self._filter.is_active() and self._sections.rowCount():
            texts = ("No section fits", "Change the filter to see the other sections.")
        else:
            texts = ("No headings yet", "Begin a line with # to write a heading.")
        self.empty_state.set_texts(*texts)
        self.update_empty_state()


class OutlinePanel(Panel):
    """The outline with its filter."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Outline", theme, parent)
        self.view = OutlineView(theme)
        self.only_incomplete = self.add_button(
            "progress-question", "Show only unfinished sections", checkable=True
        )
        self._fold = self.add_button("collapse-all-outline", "Fold all chapters")
        self.filter = QLineEdit()
        self.filter.setObjectName("outlineFilter")
        self.filter.setAccessibleName("Filter sections")
        self.filter.setPlaceholderText("Filter sections")
        self.filter.setClearButtonEnabled(True)
        self._glass = self.filter.addAction(QIcon(), QLineEdit.ActionPosition.LeadingPosition)
        row = QHBoxLayout()
        row.setContentsMargins(8, 2, 8, 4)
        row.addWidget(self.filter)
        self._rows.addLayout(row)
        self._rows.addWidget(self.view, 1)
        self.filter.textChanged.connect(self._apply)
        self.only_incomplete.toggled.connect(self._apply)
        self._fold.clicked.connect(self.fold_all)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take on the theme's colours."""
        super().set_theme(theme)
        self._glass.setIcon(icon("magnify", theme, theme.muted))
        self.view.set_theme(theme)

    def _apply(self) -> None:
        """Filter the sections."""
        self.view.set_filter(self.filter.text().strip(), self.only_incomplete.isChecked())

    def fold_all(self) -> None:
        """Fold everything but a title that stands alone at the top."""
        self.view.collapseAll()
        model = self.view.model()
        if model.rowCount() == 1:
            self.view.expand(model.index(0, 0))
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
