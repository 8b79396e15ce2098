"""The outline: what the document's sections are, how far each is, and a way to get there."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from spec_editor.core.actions import Action
from spec_editor.core.findings import Finding
from spec_editor.core.report import SectionReport
from spec_editor.ui.in_steps import InSteps, Steps
from spec_editor.ui.outline.delegate import SectionDelegate, column_widths
from spec_editor.ui.outline.drop import DropTree
from spec_editor.ui.outline.filter import OutlineFilter, Show
from spec_editor.ui.outline.folding import Folding
from spec_editor.ui.outline.menu import (
    COPY_LINK,
    INSERT_ALL,
    INSERT_MISSING,
    KEYS,
    RENAME,
    OutlineMenu,
    action_name,
    place_of,
    possible,
)
from spec_editor.ui.outline.model import ROW_ROLE, TITLE, OutlineModel
from spec_editor.ui.row_menu import name_of
from spec_editor.ui.theme import Theme

_HAND, _ARROW = Qt.CursorShape.PointingHandCursor, Qt.CursorShape.ArrowCursor
_NARROW = 240  # logical pixels
_INDENTATIONS = (16, 10)  # of a wide and of a narrow view
_FEW = 1_000  # so many sections are brought up to date at once
_EMPTY = {
    Show.ALL: ("No section fits", "Change the filter to see the other sections."),
    Show.INCOMPLETE: ("Nothing is incomplete", "Every section that is asked for is finished."),
    Show.PROBLEMS: ("No problems", "No section has an error or a warning."),
}


class OutlineView(DropTree):
    """The tree of sections."""

    menu_keys = KEYS
    line_requested = Signal(int)  # 1-based line of the heading that was chosen
    left = Signal()  # the keyboard is to go to the text: Enter or a double click chose a section
    section_requested = Signal(str)  # key of the section that was chosen, missing ones too
    action_requested = Signal(object)  # Action: the text is to be changed
    copy_link_requested = Signal(str)  # key of the section whose link is wanted

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("format-list-bulleted-square", theme, parent)
        self.setObjectName("outlineView")
        self.setAccessibleName("Outline")
        self._sections = OutlineModel(theme, self)
        self._filter = OutlineFilter(self._sections, self)
        self.setModel(self._filter)
        self._folding = Folding(self, self._filter)
        self._delegate = SectionDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self._marked, self._line = 0, 0
        self._is_mark_late = False
        self.work = InSteps(self)
        self.work.done.connect(self._mark_late)
        self.clicked.connect(self._request)
        self.doubleClicked.connect(self._leave)
        self._sections.action_requested.connect(self.action_requested)
        self._delegate.insert_requested.connect(
            lambda key: self.action_requested.emit(Action(INSERT_MISSING, key))
        )
        self.clear()

    def set_sections(
        self, sections: Sequence[SectionReport], findings: Sequence[Finding] | None = None
    ) -> None:
        """Show these sections; selection, folding and scrolling stay where they are.

        What was found in them is counted; where nothing is said of it, it stays as it is. Many
        sections are brought up to date between the window's events (``work``).
        """
        self.work.begin(self._showing(sections, findings))
        if len(sections) <= _FEW:
            self.work.finish()

    def _showing(
        self, sections: Sequence[SectionReport], findings: Sequence[Finding] | None
    ) -> Steps[None]:
        was_empty = self._sections.rowCount() == 0
        current = _identity_of(self.currentIndex())
        top = QPersistentModelIndex(self.indexAt(QPoint(1, 1)))
        height = self.visualRect(top).top()
        yield from self._sections.showing(sections, findings)
        if was_empty and self._filter.rowCount() == 1:
            # A title that stands alone at the top: its chapters shall be seen.
            self._folding.unfold(self._filter.index(0, TITLE))
        self._select_again(current)
        bar = self.verticalScrollBar()
        if top.isValid() and bar.value() > 0:
            bar.setValue(bar.value() + self.visualRect(top).top() - height)
        self._is_open = True
        self._explain_emptiness()

    def set_read_only(self, read_only: bool) -> None:
        """Say whether the document must not be changed."""
        self._sections.read_only = read_only

    def clear(self) -> None:
        """Show that no document is open."""
        self.work.drop()
        self._marked, self._line = 0, 0
        self._folding.forget()
        self._sections.clear()
        self._is_open = False
        self._explain_emptiness()

    def mark_line(self, line: int) -> None:
        """Select the section that holds the 1-based line, or the folded chapter it lies in.

        While somebody works in the outline the selection is theirs as long as the line stays in
        the same section.
        """
        self._line = line
        self._is_mark_late = not self.work.is_idle
        if self._is_mark_late:
            return
        found = self._shown_at(line)
        marked, self._marked = self._marked, _identity_of(found)
        busy = self.hasFocus() and marked == self._marked
        if busy or self.state() == QAbstractItemView.State.EditingState:
            return
        self._choose(found)

    def _mark_late(self) -> None:
        if self._is_mark_late:
            self.mark_line(self._line)

    def choose_line(self, line: int) -> None:
        """Select the section whose heading is at the 1-based line, as if somebody had done so."""
        self.work.finish()
        index = self._filter.mapFromSource(self._sections.at_line(line)[-1])
        if index.isValid():
            self.setCurrentIndex(index)

    def _choose(self, index: QModelIndex) -> None:
        """Select a row, none for an invalid index."""
        if index != self.currentIndex().siblingAtColumn(TITLE):
            self.setCurrentIndex(index)
        if not index.isValid():
            self.clearSelection()

    def set_filter(self, text: str, show: Show) -> None:
        """Show only titles that hold ``text``, and only sections of one kind.

        A row that somebody chose stays so; else the one where the cursor is is marked.
        """
        self.work.finish()
        chosen = _identity_of(self.currentIndex())
        self._folding.set_filter(text, show)
        self._delegate.looked_for = self._filter.text
        index = self._filter.index_of(chosen) if chosen != self._marked else QModelIndex()
        if not index.isValid():
            index = self._shown_at(self._line)
            self._marked = _identity_of(index)
        self._choose(index)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())
        self._explain_emptiness()

    def set_theme(self, theme: Theme) -> None:
        """Take on the theme's colours."""
        super().set_theme(theme)
        self._sections.set_theme(theme)
        self._delegate.set_theme(theme)

    def section_at(self, index: QModelIndex) -> SectionReport:
        """Return the section of one of this view's valid indexes."""
        return self._sections.section(self._filter.mapToSource(index))

    # Wishes

    def perform(self, name: str, index: QModelIndex) -> bool:
        """Do what the menu's entry ``name`` says with a row; return whether it can be done."""
        title = index.siblingAtColumn(TITLE)
        place = place_of(self._sections, self._filter.mapToSource(title))
        if name not in possible(place):
            return False
        section = place.section
        if name == RENAME and not place.read_only:
            self.edit(title)
        elif section is None or name == INSERT_ALL:
            self.action_requested.emit(Action(name))
        elif name == COPY_LINK:
            self.copy_link_requested.emit(section.key)
        else:
            self.action_requested.emit(Action(action_name(name, section), section.key))
        return True

    def _request(self, index: QModelIndex) -> None:
        """Say which section was chosen."""
        section = self.section_at(index)
        self.section_requested.emit(section.key)
        if section.line is not None:
            self.line_requested.emit(section.line)

    def _leave(self, index: QModelIndex) -> None:
        """Give the keyboard to the text of a section that is there."""
        if self.section_at(index).line is not None:
            self.left.emit()

    # Events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Jump or insert by Enter, and do what the keys of the menu's entries say."""
        self.work.finish()
        index = self.currentIndex()
        if self.state() == QAbstractItemView.State.EditingState:
            # What the field for the title has no use for; Enter there does not go anywhere.
            event.accept()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            if not self.perform(INSERT_MISSING, index):
                self._request(index)
                self._leave(index)
        elif name := name_of(event, self.menu_keys):
            self.perform(name, index)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Let what is pressed be what it will be, and not another row."""
        self.work.finish()
        super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu at the pointer, or below the current row when a key asks for it."""
        index, place = self.indexAt(event.pos()), event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
            corner = self.visualRect(index.siblingAtColumn(TITLE)).bottomLeft()
            place = self.viewport().mapToGlobal(corner)
        self.setCurrentIndex(index)
        source = self._filter.mapToSource(index.siblingAtColumn(TITLE))
        menu = OutlineMenu(place_of(self._sections, source), self._theme, self)
        # The rows may change while the menu is open: what is chosen is meant for this one.
        identity = _identity_of(index)
        menu.chosen.connect(lambda name: self.perform(name, self._filter.index_of(identity)))
        menu.popup(place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Remember where the pointer is, for the buttons in the rows."""
        self._point_at(event.position().toPoint())
        super().mouseMoveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave more room to the titles in a narrow view."""
        narrow = self.viewport().width() < _NARROW
        self.set_columns(column_widths(self.font())[narrow])
        self.setIndentation(_INDENTATIONS[narrow])
        super().resizeEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Forget where the pointer was."""
        self._point_at(None)
        super().leaveEvent(event)

    def _point_at(self, position: QPoint | None) -> None:
        """Show the button under the pointer as touched."""
        over = position is not None and self._delegate.is_button(self, position)
        if over != (self._delegate.pointer is not None):
            self.viewport().setCursor(_HAND if over else _ARROW)
            self.viewport().update()
        self._delegate.pointer = position if over else None

    # Staying where one is

    def _shown_at(self, line: int) -> QModelIndex:
        """Return the innermost row to see that holds the 1-based line."""
        found = QModelIndex()
        for index in self._sections.at_line(line):
            shown = self._filter.mapFromSource(index)
            if not shown.isValid():
                break
            found = shown
            if not self.isExpanded(shown):
                break
        return found

    def _select_again(self, identity: int) -> None:
        """Select the row that was selected, should it have come to another place."""
        if identity and _identity_of(self.currentIndex()) != identity:
            index = self._filter.index_of(identity)
            if index.isValid():
                self.setCurrentIndex(index)

    def _explain_emptiness(self) -> None:
        """Say why there is nothing to see, if so."""
        if not self._is_open:
            texts = ("No outline", "Open a specification to see its sections.")
        elif self._filter.is_active() and self._sections.rowCount():
            texts = _EMPTY[Show.ALL if self._filter.text else self._filter.show]
        else:
            texts = ("No headings yet", "Begin a line with # to write a heading.")
        self.empty_state.set_texts(*texts)
        self.update_empty_state()


def _identity_of(index: QModelIndex) -> int:
    """Return what names a row as long as it is shown, 0 for none."""
    return index.data(ROW_ROLE).identity if index.isValid() else 0
