"""The panel below the text: everything that was found in the document, or in the folder."""

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import PurePath

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QMenu,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from spec_editor.core.actions import Action
from spec_editor.core.findings import Finding
from spec_editor.ui.controls import firm_splitter
from spec_editor.ui.fixes import add_fixes, fix_action
from spec_editor.ui.panel import Panel
from spec_editor.ui.problems.details import RuleDetails, RuleText
from spec_editor.ui.problems.filter_bar import FilterBar
from spec_editor.ui.problems.rows import Column, FileRow, Row, Sorting, count, file_rows
from spec_editor.ui.problems.table import ProblemsTable
from spec_editor.ui.theme import Theme

_ROOM_FOR_ONE_LINE, _ROOM_FOR_SCOPE, _ROOM_FOR_TITLE = 860, 420, 340
_PLACE_OF_FILTERS = 4
_LEAST_WIDTH, _LEAST_HEIGHT = 300, 112


class ProblemsPanel(Panel):
    """The findings with their filters; emits wishes to go somewhere and to mend something."""

    finding_requested = Signal(object)  # Finding of the open document
    place_requested = Signal(object, int, int)  # path (a str) of another file, line, column
    action_requested = Signal(object)  # Action on the open document
    folder_requested = Signal()  # the whole folder is to be looked through
    hide_requested = Signal()  # the panel is to be put away

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Problems", theme, parent)
        self.setAccessibleName("Problems panel")
        self._path = ""
        self._is_open = False
        self._read_only = False
        self._findings: Sequence[Finding] = ()
        self._folder: Mapping[str, Sequence[Finding]] | None = None
        self._folded: frozenset[str] = frozenset()
        self._explain: Callable[[str], RuleText | None] = lambda _rule: None
        self._sorting = Sorting()
        self._fixable = 0
        self.view = ProblemsTable(theme)
        self.filters = FilterBar(theme)
        self.details = RuleDetails()
        self.document_button = self._scope_button(
            "This document", "Show the problems of this document"
        )
        self.folder_button = self._scope_button(
            "Whole folder", "Show the problems of all files of the folder"
        )
        self.fix_all = self.add_button("auto-fix", "Fix everything that can be fixed")
        self.explain = self.add_button("book-information-variant", "Explain the rule", True)
        self.hide_button = self.add_button("chevron-down", "Hide the problems")
        self._lay_out()
        self.document_button.setChecked(True)
        self._connect()
        self.set_theme(theme)
        self.clear()

    # What is shown

    def set_findings(self, findings: Sequence[Finding], path: str = "") -> None:
        """Show what was found in the open document, in the order of its text."""
        is_known = self._is_open and (path, findings) == (self._path, self._findings)
        self._is_open = True
        self._path, self._findings = path, findings
        if not is_known:
            self._show()

    def set_folder_findings(self, findings: Mapping[str, Sequence[Finding]]) -> None:
        """Show what was found in the folder's files, by path; the open one's own are newer."""
        self._folder = dict(findings)
        self._show()

    def forget_folder(self) -> None:
        """Another folder is open: ask for its findings, now if they are looked at."""
        self._folder = None
        if self.is_folder:
            self.folder_requested.emit()
        self._show()

    def set_read_only(self, read_only: bool) -> None:
        """Say whether the open document must not be changed."""
        if read_only != self._read_only:
            self._read_only = read_only
            self._show()

    def clear(self) -> None:
        """Show that no document is open; what was found in the folder stays."""
        self._is_open = False
        self._path, self._findings = "", ()
        self._show()

    def set_rules(self, explain: Callable[[str], RuleText | None]) -> None:
        """Take what gives a rule's explanation by its id; it is asked when one is shown."""
        self._explain = explain
        self._show_details()

    def set_theme(self, theme: Theme) -> None:
        """Take on the theme's colours."""
        super().set_theme(theme)
        self.view.set_theme(theme)
        self.filters.set_theme(theme)

    @property
    def is_folder(self) -> bool:
        """Whether the whole folder is looked at."""
        return self.folder_button.isChecked()

    # Building

    def _scope_button(self, text: str, tip: str) -> QToolButton:
        """Return one of the two buttons that say where to look."""
        button = QToolButton()
        button.setText(text)
        button.setAccessibleName(text)
        button.setToolTip(tip)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _lay_out(self) -> None:
        """Put the scope into the header, the filters beside or below it, then the list."""
        self._scope = QButtonGroup(self)
        segments = QFrame()
        segments.setProperty("role", "segments")
        segments.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(segments)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        for button in (self.document_button, self.folder_button):
            self._scope.addButton(button)
            row.addWidget(button)
        self._header.insertSpacing(1, 8)
        self._header.insertWidget(2, segments)
        self._header.insertSpacing(3, 8)
        self._header.insertWidget(_PLACE_OF_FILTERS, self.filters, 1)
        self._header.setStretch(0, 0)
        self._title.setMinimumWidth(0)
        self._title.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        self._second = QHBoxLayout()
        self._second.setContentsMargins(12, 0, 8, 4)
        self._rows.addLayout(self._second)
        self._split = firm_splitter(Qt.Orientation.Horizontal, self.view, self.details)
        self._split.setStretchFactor(0, 3)
        self._split.setStretchFactor(1, 1)
        self._split.setSizes([560, 280])
        self.view.setMinimumWidth(180)
        self.details.hide()
        self._rows.addWidget(self._split, 1)
        # A width of its own: the header's would keep the filters from moving below the title.
        self.setMinimumSize(_LEAST_WIDTH, _LEAST_HEIGHT)

    def _connect(self) -> None:
        """Wire the parts of the panel."""
        self.filters.changed.connect(self._show)
        self.folder_button.toggled.connect(self._change_scope)
        self.fix_all.clicked.connect(lambda: self.action_requested.emit(Action("fix-all")))
        self.explain.toggled.connect(self.details.setVisible)
        self.explain.toggled.connect(self._show_details)
        self.hide_button.clicked.connect(self.hide_requested)
        self.details.action_requested.connect(self.action_requested)
        view = self.view
        view.row_requested.connect(self._go)
        view.left.connect(self.left)
        view.fix_requested.connect(self._fix)
        view.fold_requested.connect(self._fold)
        view.copy_requested.connect(self.copy)
        view.sort_requested.connect(self.sort_by)
        view.empty_state.action_requested.connect(self.filters.clear)
        view.selectionModel().currentRowChanged.connect(self._show_details)
        view.problems.modelReset.connect(self._show_details)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self.open_menu)

    # Bringing up to date

    def _show(self) -> None:
        """List what the filters let through."""
        shown, files = self.filters.filter(), self._files()
        everything = [found for part in files.values() for found in part]
        counts = count(everything)
        self.filters.set_counts(counts)
        rows: list[Row]
        if self.is_folder:
            rows = list(file_rows(files, _names_of(files), shown, self._sorting, self._folded))
        else:
            rows = list(self._sorting.apply(shown.apply(everything)))
        self.view.show_rows(rows, self._sorting)
        self._fixable = count(self._findings).fixable if self.is_folder else counts.fixable
        self.fix_all.setEnabled(self._fixable > 0 and not self._read_only)
        if not rows:
            self._explain_emptiness(bool(everything))
        self._show_details()

    def _files(self) -> Mapping[str, Sequence[Finding]]:
        """Return the findings to choose from, by file."""
        if not self.is_folder:
            return {self._path: self._findings}
        own = {self._path: self._findings} if self._is_open and self._path else {}
        return {**(self._folder or {}), **own}

    def _explain_emptiness(self, is_filtered: bool) -> None:
        """Say why nothing is listed."""
        if is_filtered:
            texts = ("No problem fits", "The filter hides them all.", "Show All")
        elif self.is_folder and self._folder is None:
            texts = ("Looking through the folder…", "What is found appears here.", "")
        elif not self._is_open and not self.is_folder:
            texts = ("Nothing to look at", "Open a specification to see what it still needs.", "")
        else:
            where = "any file of the folder" if self.is_folder else "this document"
            texts = ("No problems", f"Nothing was found in {where}.", "")
        self.view.empty_state.set_texts(*texts)

    def _show_details(self) -> None:
        """Explain the current row, if explanations are wanted."""
        if self.details.isHidden():
            return
        index = self.view.currentIndex()
        row = self.view.problems.row(index) if index.isValid() else None
        finding = None if isinstance(row, FileRow) else row
        rule = self._explain(finding.rule) if finding else None
        can_fix = finding is not None and self._owns(index) and not self._read_only
        self.details.show_finding(finding, rule, can_fix=can_fix)

    # Wishes

    def _owns(self, index: QModelIndex) -> bool:
        """Say whether a row is of the open document."""
        return self._is_open and self.view.problems.path_of(index) in ("", self._path)

    def _go(self, index: QModelIndex) -> None:
        """Ask to go to a finding."""
        finding = self.view.problems.row(index)
        if isinstance(finding, FileRow):
            return
        if self._owns(index):
            self.finding_requested.emit(finding)
        else:
            path, span = self.view.problems.path_of(index), finding.span
            self.place_requested.emit(path, span.line, span.column)

    def _fix(self, index: QModelIndex) -> None:
        """Ask to mend a finding; in a file that is not open, go there."""
        finding = self.view.problems.row(index)
        if isinstance(finding, FileRow):
            return
        if not self._owns(index):
            self._go(index)
        elif finding.fixable:
            self.action_requested.emit(fix_action(finding))

    def _fold(self, path: str) -> None:
        """Fold or unfold the findings of one file."""
        self._folded ^= {path}
        self._show()

    def _change_scope(self, folder: bool) -> None:
        """Look at the folder, or at the document again."""
        if folder:
            self.folder_requested.emit()
        self._show()

    def sort_by(self, column: int) -> None:
        """Sort by a column; by the same one again the other way round."""
        self._sorting = self._sorting.clicked(Column(column))
        self._show()

    def copy(self) -> None:
        """Copy the chosen findings, one "file:line:column severity rule message" a line."""
        lines = []
        for index in self.view.chosen():
            row = self.view.problems.row(index)
            if isinstance(row, Finding):
                path = self.view.problems.path_of(index) or self._path or "document"
                place = f"{path}:{row.span.line}:{row.span.column}"
                lines.append(f"{place} {row.severity} {row.rule} {row.message}")
        if lines:
            QGuiApplication.clipboard().setText("\n".join(lines))

    def open_menu(self, place: QPoint) -> QMenu:
        """Open the menu of the current row at a point of the list."""
        menu = QMenu(self)
        menu.setObjectName("problemsMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        index = self.view.currentIndex()
        row = self.view.problems.row(index) if index.isValid() else None
        if isinstance(row, Finding):
            menu.addAction("Go There").triggered.connect(lambda: self._go(index))
            if self._owns(index) and not self._read_only:
                add_fixes(menu, [(row, row.span)], self._findings, self.action_requested.emit)
            menu.addSeparator()
            menu.addAction("Explain This Rule").triggered.connect(
                lambda: self.explain.setChecked(True)
            )
            menu.addAction("Copy").triggered.connect(self.copy)
        sort = menu.addMenu("Sort By")
        for column, title in self.view.problems.TITLES.items():
            if title or column is Column.SEVERITY:
                entry = sort.addAction(title or "Severity")
                entry.setCheckable(True)
                entry.setChecked(self._sorting.column is column)
                entry.triggered.connect(lambda _=False, column=column: self.sort_by(column))
        menu.popup(self.view.viewport().mapToGlobal(place))
        return menu

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the filters below the title where there is no room beside it."""
        super().resizeEvent(event)
        has_room = event.size().width() >= _ROOM_FOR_SCOPE
        self.document_button.setText("This document" if has_room else "Document")
        self.folder_button.setText("Whole folder" if has_room else "Folder")
        self._title.setVisible(event.size().width() >= _ROOM_FOR_TITLE)
        is_narrow = event.size().width() < _ROOM_FOR_ONE_LINE
        if is_narrow != (self._second.indexOf(self.filters) >= 0):
            (self._header if is_narrow else self._second).removeWidget(self.filters)
            if is_narrow:
                self._second.addWidget(self.filters)
                self._header.setStretch(0, 1)
            else:
                self._header.setStretch(0, 0)
                self._header.insertWidget(_PLACE_OF_FILTERS, self.filters, 1)


def _names_of(paths: Collection[str]) -> dict[str, str]:
    """Return what each file is called: its path below what all of them have in common."""
    parents = [PurePath(path).parent.parts for path in paths]
    common = 0
    for parts in zip(*parents, strict=False):
        if len(set(parts)) > 1:
            break
        common += 1
    return {path: str(PurePath(*PurePath(path).parts[common:])) for path in paths}
