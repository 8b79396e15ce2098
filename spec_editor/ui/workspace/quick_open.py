"""Opens a specification by a few letters, from anywhere in the window."""

from collections.abc import Iterable, Sequence
from itertools import chain, islice
from pathlib import PurePath

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGraphicsDropShadowEffect,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from spec_editor.core.report import SpecEntry
from spec_editor.ui.controls import ENTER
from spec_editor.ui.in_steps import InSteps, Steps
from spec_editor.ui.search_field import SearchField
from spec_editor.ui.theme import Theme
from spec_editor.ui.tree_view import QuietTree
from spec_editor.ui.words import counted
from spec_editor.ui.workspace.delegate import WorkspaceDelegate
from spec_editor.ui.workspace.model import WorkspaceModel
from spec_editor.ui.workspace.rows import in_a_list
from spec_editor.ui.workspace.search import FEW, Query, SpecSearch, read_query

_WIDTH, _MARGIN, _TOP, _MOST_SEEN, _MOST = 620, 24, 48, 9, 50
_MOVES = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: _MOST_SEEN,
    Qt.Key.Key_PageUp: -_MOST_SEEN,
}


class _Field(SearchField):
    """The field; keys that mean the list go to the palette."""

    def __init__(self, palette: "QuickOpen") -> None:
        super().__init__("quickOpenField", "Go to specification", palette)
        self._palette = palette

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move in the list, choose, close; the rest is typing."""
        if not self._palette.take_key(event.key()):
            QLineEdit.keyPressEvent(self, event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Close the palette when the keyboard goes elsewhere in the window."""
        super().focusOutEvent(event)
        stays = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
        if event.reason() not in stays:
            self._palette.hide()


class QuickOpen(QFrame):
    """A palette over the window: recent specifications first, then what the letters fit best."""

    file_requested = Signal(object)  # path (a str) of the specification that was chosen

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("quickOpen")
        self.setAccessibleName("Go to specification")
        self.setProperty("role", "sheet")
        self._window = parent
        self._search = SpecSearch()
        self._recent: tuple[str, ...] = ()
        self._work = InSteps(self)
        self._before: QWidget | None = None
        self.field = _Field(self)
        self.view = QuietTree("file-search-outline", theme)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setAccessibleName("Specifications")
        self.view.setRootIsDecorated(False)
        self.view.setIndentation(0)
        self._rows = WorkspaceModel(self)
        self._delegate = WorkspaceDelegate(theme, self)
        self.view.setItemDelegate(self._delegate)
        self.view.setModel(self._rows)
        self.view.header().setStretchLastSection(True)
        self.hint = QLabel()
        self.hint.setProperty("role", "muted")
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(32)
        shadow.setOffset(0, 8)
        self.setGraphicsEffect(shadow)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(8, 8, 8, 8)
        rows.setSpacing(4)
        for widget in (self.field, self.view, self.hint):
            rows.addWidget(widget)
        self.hint.setContentsMargins(8, 0, 8, 0)
        self.field.textChanged.connect(self._show)
        self.view.clicked.connect(self._choose)
        parent.installEventFilter(self)
        self.set_theme(theme)
        self.hide()

    # What there is

    def set_entries(self, entries: Sequence[SpecEntry]) -> None:
        """Take all specifications of the opened folders."""
        self._search.set_entries(entries)
        self._show_again()

    def update_entries(self, entries: Iterable[SpecEntry]) -> None:
        """Take what is known now about some of them."""
        entries = list(entries)
        self._search.update(entries)
        if self.isVisible():
            self._rows.update_entries(entries)

    def set_recent(self, paths: Sequence[str]) -> None:
        """Take the recent files and folders, the newest first."""
        self._recent = tuple(paths)
        self._show_again()

    def set_theme(self, theme: Theme) -> None:
        """Take on the theme's colours."""
        self.field.set_theme(theme)
        self.view.set_theme(theme)
        self._delegate.set_theme(theme)

    # Coming and going

    def open(self) -> None:
        """Come up with an empty field that has the keyboard."""
        if not self.isVisible():
            self._before = QApplication.focusWidget()
        self.window().activateWindow()
        self.field.clear()
        self.show()
        self.raise_()
        self._show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_again(self) -> None:
        """Go, and give the keyboard back to where it was."""
        self._work.drop()
        before, self._before = self._before, None
        self.hide()
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_key(self, key: int) -> bool:
        """Do what a key means to the palette; return whether it means anything."""
        # What is typed before it counts.
        self._work.finish()
        if key == Qt.Key.Key_Escape:
            self.close_again()
        elif key in ENTER:
            if self.view.currentIndex().isValid():
                self._choose(self.view.currentIndex())
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            pass
        elif key in _MOVES:
            self._move(_MOVES[Qt.Key(key)])
        else:
            return False
        return True

    def focusNextPrevChild(self, _forward: bool) -> bool:
        """Keep the keyboard: the Tab key leads nowhere else."""
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the place in the window."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._fit()
        return super().eventFilter(watched, event)

    # Bringing up to date

    def _show_again(self) -> None:
        if self.isVisible():
            self._show()

    def _show(self) -> None:
        """List what fits, the best one chosen; among many it is found in steps."""
        self._work.begin(self._showing())
        if len(self._search.entries) <= FEW:
            self._work.finish()

    def _showing(self) -> Steps[None]:
        query = read_query(self.field.text())
        query = Query((*query.words, *query.text.casefold().split()), query.conditions)
        if query == Query():
            found, total = self._recent_entries()
        else:
            found, total = yield from self._search.finding(query, most=_MOST)
        self._delegate.look_for(query, {}, is_flat=True)
        self._rows.show_rows(in_a_list(found))
        self.view.viewport().update()
        self.view.setCurrentIndex(self._rows.index(0, 0))
        self.view.scrollToTop()
        is_known = bool(self._search.entries)
        texts = ("Nothing fits", "") if is_known else ("No specifications", "Open a folder first.")
        self.view.empty_state.set_texts(*texts)
        self.view.update_empty_state()
        more = counted(total, "specification fits", "specifications fit")
        self.hint.setText(f"The best {len(found)} of {total}" if total > len(found) else more)
        self.hint.setVisible(query != Query() and total > 0)
        self._fit()
        self._tell()

    def _recent_entries(self) -> tuple[list[SpecEntry], int]:
        """Return what is listed before anything is typed: the recent ones, then the others."""
        recent: dict[str, SpecEntry] = {}
        for path in self._recent:
            entry = self._search.entry(path)
            name = PurePath(path)
            if entry is None and name.suffix:
                # Opened before, from a folder that is not open now.
                entry = SpecEntry(path, name.parts[-2:])
            if entry is not None:
                recent[path] = entry
        others = (entry for entry in self._search.entries if entry.path not in recent)
        return list(islice(chain(recent.values(), others), _MOST)), 0

    def _fit(self) -> None:
        """Be as high as the rows, up to a limit, in the upper middle of the window."""
        window = self._window
        seen = min(_MOST_SEEN, max(2, self._rows.rowCount()))
        index = self._rows.index(0, 0)
        row = self.view.sizeHintForIndex(index).height() if index.isValid() else 40
        room = window.height() - _TOP - 120
        self.view.setFixedHeight(max(80, min(seen * row + 8, room)))
        width = min(_WIDTH, window.width() - 2 * _MARGIN)
        self.resize(width, self.sizeHint().height())
        self.move((window.width() - width) // 2, _TOP)

    def _move(self, step: int) -> None:
        """Choose another row."""
        row = self.view.currentIndex().row() + step
        row = max(0, min(self._rows.rowCount() - 1, row))
        self.view.setCurrentIndex(self._rows.index(row, 0))
        self._tell()

    def _tell(self) -> None:
        """Tell screen readers what is chosen, since the keyboard stays in the field."""
        told = self.view.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
        self.field.setAccessibleDescription(str(told or "nothing fits"))

    def _choose(self, index: QModelIndex) -> None:
        """Ask for a specification."""
        path = self._rows.row(index).path
        self.close_again()
        self.file_requested.emit(path)
