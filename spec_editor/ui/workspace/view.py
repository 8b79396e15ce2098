"""The workspace: the specifications of the opened folders and how far each is."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QModelIndex, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from spec_editor.core.report import SpecEntry, TextFound
from spec_editor.ui.in_steps import InSteps, Steps
from spec_editor.ui.row_menu import name_of
from spec_editor.ui.theme import Theme
from spec_editor.ui.workspace import menu
from spec_editor.ui.workspace.delegate import WorkspaceDelegate
from spec_editor.ui.workspace.drop import MoveTree
from spec_editor.ui.workspace.look import Look
from spec_editor.ui.workspace.menu import KEYS, WorkspaceMenu
from spec_editor.ui.workspace.model import WorkspaceModel
from spec_editor.ui.workspace.rows import (
    FolderRow,
    OpenFolder,
    Row,
    Sorting,
    folder_of,
    in_a_list,
    in_folders,
    in_order,
)
from spec_editor.ui.workspace.search import FEW, Query, SpecSearch, read_query
from spec_editor.ui.workspace.texts import writable

_FEW_ROWS = 300  # so many are all unfolded at first
_SETTLING = 1000  # milliseconds until rows take the places that their new values give them
_NARROW, _INDENTATIONS = 260, (18, 12)


class WorkspaceView(MoveTree):
    """The tree of folders and specifications; what can be done with them are wishes."""

    menu_keys = KEYS
    # Paths are objects to Qt: its own strings drop what is not UTF-8 in the name of a file.
    file_requested = Signal(object)  # absolute path of the specification that was chosen, a str
    open_folder_requested = Signal()
    new_requested = Signal(object)  # path of a folder, empty where none is known
    rename_requested = Signal(object)  # path of a specification or folder
    duplicate_requested = Signal(object)
    delete_requested = Signal(object)
    history_requested = Signal(object)
    reveal_requested = Signal(object)  # path of a specification or folder
    add_folder_requested = Signal()
    remove_folder_requested = Signal(object)  # path of an opened folder
    text_search_requested = Signal(str)  # words to be looked for in the specifications' text
    counted = Signal(int, int)  # how many are listed, and how many fit what is looked for

    def __init__(
        self, theme: Theme, parent: QWidget | None = None, *, settling: int = _SETTLING
    ) -> None:
        super().__init__(WorkspaceModel(), theme, parent)
        self.entries.setParent(self)
        self.setObjectName("workspaceView")
        self.setAccessibleName("Specifications")
        self.look = Look()
        self.query = Query()
        self._opened: tuple[OpenFolder, ...] = ()
        self._search = SpecSearch()
        self._is_searching = False
        self._found: dict[str, TextFound] | None = None
        self._unfolded: set[str] = set()
        self._awaited = ""
        self.work = InSteps(self)
        self._late: list[SpecEntry] = []
        self._is_restoring = False
        self._settling = QTimer(self, singleShot=True)
        self._settling.setInterval(settling)
        self._settling.timeout.connect(self._arrange)
        self._delegate = WorkspaceDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.setModel(self.entries)
        self.header().setStretchLastSection(True)
        self.clicked.connect(self._choose)
        self.activated.connect(self._choose)
        self.expanded.connect(lambda index: self._note_folding(index, True))
        self.collapsed.connect(lambda index: self._note_folding(index, False))
        self.empty_state.action_requested.connect(self.open_folder_requested)
        self.clear()

    # What is shown

    def set_folders(self, opened: Sequence[OpenFolder]) -> None:
        """Take the opened folders, in the order in which they are shown."""
        before, self._opened = self._opened, tuple(opened)
        # Rows of their own since now, so nobody has folded them.
        new = {folder.path for folder in opened} - {f.path for f in before if len(before) > 1}
        self._unfolded |= new
        self._delegate.set_lost(folder.path for folder in opened if folder.loss)
        self._arrange()

    def set_entries(self, entries: Sequence[SpecEntry]) -> None:
        """Show the specifications of the opened folders."""
        if (changed := self._search.changed(entries)) is not None:
            self.update_entries(changed)
            return
        was_empty = not self._search.entries
        self._search.set_entries(entries)
        if was_empty and entries:
            self._unfolded = _to_unfold_at_first(entries, self._opened)
        self._arrange()
        if was_empty:
            self.choose(self.entries.current)

    def clear(self) -> None:
        """Show that no folder is open."""
        self._opened = ()
        self.set_entries(())
        self._explain_emptiness()

    def update_entries(self, entries: Iterable[SpecEntry]) -> None:
        """Show what is known now about some of the specifications."""
        known = [entry for entry in entries if self._search.entry(entry.path) is not None]
        self._search.update(known)
        self.entries.update_entries(known)
        if not self.work.is_idle:
            # Rows that are on their way may be older than this.
            self._late += known
        # Rows that jump with each value are not to be read: they move once it has become quiet.
        self._settle(self.look.sorting is not Sorting.NAME or bool(self.query.conditions))

    def mark_current(self, path: str) -> None:
        """Select and mark the specification that is open; empty for none."""
        self.entries.set_current(path)
        self.choose(path)

    def choose(self, path: str) -> None:
        """Choose the row of a specification or folder, as soon as there is one.

        Until then none is chosen, so that no key is meant for another one; it may have a new name,
        and the folder was not looked at yet. A key press is not undone by it.
        """
        index = self.entries.row_of(path)
        self._awaited = "" if index.isValid() else path
        self.setCurrentIndex(index)
        if index.isValid():
            self.scrollTo(index)
        else:
            self.clearSelection()

    def set_unsaved(self, path: str, unsaved: bool) -> None:
        """Mark a specification as changed but not saved, or no longer so."""
        self.entries.set_unsaved(path, unsaved)
        self._settle(("is", "unsaved") in self.query.conditions)

    def set_filter(self, text: str) -> None:
        """Show only what fits a text; empty shows everything."""
        query = read_query(text)
        if query == self.query:
            return
        was_text = self.query.text
        self.query = query
        if query.text != was_text:
            self._found = {} if query.text else None
            self._is_searching = bool(query.text)
            if query.text:
                self.text_search_requested.emit(query.text)
        self._arrange()
        self.choose(self.entries.current)

    def show_found_text(self, text: str, found: Sequence[TextFound]) -> None:
        """Show in which specifications words stand; an answer to an older question is dropped."""
        if text == self.query.text:
            self._found = {hit.path: hit for hit in reversed(found)}
            self._is_searching = False
            self._arrange()

    def set_look(self, look: Look) -> None:
        """Sort otherwise, or show with or without folders."""
        self.look = look
        self._arrange()

    @property
    def is_filtered(self) -> bool:
        """Whether only some of the specifications are to be shown."""
        return self.query != Query()

    def set_theme(self, theme: Theme) -> None:
        """Take on the theme's colours."""
        super().set_theme(theme)
        self._delegate.set_theme(theme)

    # Wishes

    def perform(self, name: str, row: Row | None) -> None:
        """Ask for what the menu's entry ``name`` says with a row, None for beside all rows."""
        if name not in menu.possible(row):
            return
        if name == menu.ADD_FOLDER:
            self.add_folder_requested.emit()
        elif name == menu.NEW:
            self.new_requested.emit(
                folder_of(row) if row else (self._opened[0].path if self._opened else "")
            )
        elif row is None:
            return
        elif name == menu.COPY_PATH:
            QGuiApplication.clipboard().setText(writable(row.path))
        elif name == menu.MOVE:
            self.move_requested.emit(row.path, "")
        else:
            wishes = {
                menu.OPEN: self.file_requested,
                menu.RENAME: self.rename_requested,
                menu.DUPLICATE: self.duplicate_requested,
                menu.DELETE: self.delete_requested,
                menu.REVEAL: self.reveal_requested,
                menu.HISTORY: self.history_requested,
                menu.REMOVE_FOLDER: self.remove_folder_requested,
            }
            wishes[name].emit(row.path)

    def _choose(self, index: QModelIndex) -> None:
        """Ask for the specification, or fold and unfold the folder."""
        row = self.entries.row(index)
        if isinstance(row, SpecEntry):
            self.file_requested.emit(row.path)
        else:
            self.setExpanded(index, not self.isExpanded(index))

    # Events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the keys of the menu's entries say."""
        self.work.finish()
        self._awaited = ""
        name, index = name_of(event, self.menu_keys), self.currentIndex()
        if name:
            self.perform(name, self.entries.row(index) if index.isValid() else None)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu at the pointer, or below the current row when a key asks for it."""
        index, place = self.indexAt(event.pos()), event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
            place = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
        row = self.entries.row(index) if index.isValid() else None
        if index.isValid():
            self.setCurrentIndex(index)
        opened = WorkspaceMenu(row, self._theme, self)
        # The rows may change while the menu is open: what is chosen is meant for this one.
        opened.chosen.connect(lambda name: self.perform(name, row))
        opened.popup(place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave more room to the names in a narrow view."""
        self.setIndentation(_INDENTATIONS[self.viewport().width() < _NARROW])
        super().resizeEvent(event)

    # Bringing up to date

    def _settle(self, may_move: bool) -> None:
        """Arrange the rows anew after a moment, if they may have to move."""
        if may_move and not self._settling.isActive():
            self._settling.start()

    def _arrange(self) -> None:
        """Show what is to be shown, in its order; of many it is found out in steps (``work``)."""
        self._settling.stop()
        self._late.clear()
        self.work.begin(self._arranging())
        if len(self._search.entries) <= FEW:
            self.work.finish()

    def _arranging(self) -> Steps[None]:
        look, query = self.look, self.query
        is_flat = look.found_are_flat if self.is_filtered else look.is_flat
        sort = in_order(look.sorting, look.is_reversed)
        entries: Sequence[SpecEntry] = self._search.entries
        total = len(entries)
        if self.is_filtered:
            among = None if self._found is None else frozenset(self._found)
            unsaved = self.entries.unsaved
            entries, total = yield from self._search.finding(query, unsaved, among)
        by_relevance = bool(query.words) and look.sorting is Sorting.NAME and not look.is_reversed
        opened = self._opened
        if self.is_filtered:
            holding = {entry.folder for entry in entries}
            opened = tuple(folder for folder in opened if folder.path in holding)
        if is_flat:
            listed = list(entries)
            if not by_relevance:
                sort(listed)
            top = in_a_list(listed)
        else:
            top = in_folders(entries, opened, sort)
        yield
        self._delegate.look_for(query, self._found or {}, is_flat=is_flat)
        self.setRootIsDecorated(not is_flat)
        current, place = self.currentIndex(), self.verticalScrollBar().value()
        kept = self.entries.row(current).path if current.isValid() else ""
        is_new = self.entries.show_rows(top)
        self.entries.update_entries(self._late)
        self._unfold()
        if is_new:
            self._return_to(kept, place)
        if self._awaited:
            self.choose(self._awaited)
        self.viewport().update()
        self._explain_emptiness()
        self.counted.emit(len(entries), total)

    def _unfold(self) -> None:
        """Unfold what was before a filter, or all that is found."""
        wanted = [
            index
            for folder in self.entries.folders
            if self.is_filtered or folder.path in self._unfolded
            if not self.isExpanded(index := self.entries.folder_index(folder.path))
        ]
        if not wanted:
            return
        self._is_restoring = True
        # With the layout on its way, each row is only noted down.
        self.scheduleDelayedItemsLayout()
        for index in wanted:
            self.expand(index)
        self._is_restoring = False

    def _return_to(self, path: str, place: int) -> None:
        """Choose a row again after a reset, and show what was shown, from a place scrolled to."""
        index = self.entries.row_of(path)
        if not index.isValid():
            index = self.entries.index_of(self.entries.current)
        self.setCurrentIndex(index)
        self.executeDelayedItemsLayout()
        self.verticalScrollBar().setValue(place)

    def _note_folding(self, index: QModelIndex, is_open: bool) -> None:
        """Remember what is unfolded, for when the rows come back after a filter."""
        row = self.entries.row(index)
        if not self._is_restoring and not self.is_filtered and isinstance(row, FolderRow):
            (self._unfolded.add if is_open else self._unfolded.discard)(row.path)

    def _explain_emptiness(self) -> None:
        """Say why there is nothing to see, and what to do."""
        new = QKeySequence(QKeySequence.StandardKey.New)
        keys = new.toString(QKeySequence.SequenceFormat.NativeText)
        if not self._opened and not self._search.entries:
            texts = ("No folder is open", "Open the folder that holds your specifications.")
        elif not self._search.entries and all(folder.loss for folder in self._opened):
            texts = ("Nothing to show", "The specifications are shown when the folder is back.")
        elif not self._search.entries:
            way = f"Write a new one ({keys}), or open a folder that holds Markdown files."
            texts = ("No specifications in this folder", way)
        elif self._is_searching:
            texts = ("Searching…", "The specifications' texts are looked through.")
        else:
            texts = ("Nothing fits", "No specification fits what is looked for. Esc shows all.")
        self.empty_state.set_texts(*texts, "" if self._search.entries else "Open Folder…")
        self.update_empty_state()


def _to_unfold_at_first(entries: Sequence[SpecEntry], opened: Sequence[OpenFolder]) -> set[str]:
    """Return the folders that are unfolded when these come: all of them if they are few."""
    if len(entries) > _FEW_ROWS:
        return {folder.path for folder in opened}
    return {folder.path for folder in in_folders(entries, opened).inside()}
