"""The main window: it lays out the parts handed in and offers the commands; it decides nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QByteArray, QDataStream, QIODevice, QSize, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWidgets import (
    QMainWindow,
    QMenu,
    QSplitter,
    QStackedWidget,
    QStatusBar,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from spec_editor.core.words import unmasked
from spec_editor.ui.commands import COMMANDS, build_actions, fill_menus, fill_toolbar, set_icons
from spec_editor.ui.controls import firm_splitter
from spec_editor.ui.dashboard.page import Dashboard
from spec_editor.ui.document_area import BOTH, PREVIEW, TEXT, AreaState, DocumentArea
from spec_editor.ui.guidance import GuidancePanel
from spec_editor.ui.notices import NoticeArea
from spec_editor.ui.outline.panel import OutlinePanel
from spec_editor.ui.panes import Panes
from spec_editor.ui.problems.panel import ProblemsPanel
from spec_editor.ui.theme import Theme
from spec_editor.ui.workspace.panel import WorkspacePanel

_STATE_MAGIC = 0x53504543
_STATE_VERSION = 3
_PARTS = ("workspace", "outline", "preview", "problems", "guidance")
_PROGRAM = "Spec Editor"


@runtime_checkable
class Themed(Protocol):
    """A part that has colours of its own."""

    def set_theme(self, theme: Theme, /) -> None:
        """Take on the theme's colours."""


@dataclass(frozen=True, slots=True)
class WindowParts:
    """The widgets that the window is made of; it becomes their parent."""

    workspace: WorkspacePanel
    outline: OutlinePanel
    tabs: QWidget
    breadcrumb: QWidget
    editor: QWidget
    preview: QWidget
    status: QStatusBar
    welcome: QWidget
    dashboard: Dashboard
    problems: ProblemsPanel
    guidance: GuidancePanel
    find_bar: QWidget | None = None


class MainWindow(QMainWindow):
    """The window: specifications over outline; editor and preview over problems and guidance."""

    close_requested = Signal()  # the user wants to leave; call allow_close() to let it happen
    recent_requested = Signal(object)  # path (a str) from the menu of recent files

    def __init__(self, parts: WindowParts, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("mainWindow")
        self.setAccessibleName(_PROGRAM)
        self.setMinimumSize(720, 480)
        self.parts = parts
        self._may_close = False
        self._is_open = False
        self._suspended: dict[QAction, bool] = {}
        self._actions = build_actions(self)
        self.recent_menu = QMenu("Open &Recent", self)
        self.notices = NoticeArea(theme)
        self._lay_out()
        self.panes = self._make_panes()
        self._build_bars()
        self.set_document_title("", False)
        self.show_document(False)
        self.set_recent(())
        self.set_theme(theme)
        self.resize(1280, 800)

    # Commands

    def command(self, name: str) -> QAction:
        """Return the action of a command by its id, for example "file.save"."""
        return self._actions[name]

    def set_recent(self, paths: Sequence[str]) -> None:
        """Offer these files and folders in the menu, the newest first."""
        self.recent_menu.clear()
        self.recent_menu.setEnabled(bool(paths))
        for path in paths:
            text = unmasked(str(Path(path))).replace("&", "&&")
            action = self.recent_menu.addAction(text)
            action.triggered.connect(lambda _=False, path=path: self.recent_requested.emit(path))

    # What is shown

    def set_document_title(self, name: str, modified: bool) -> None:
        """Name the open specification in the title bar, with the mark of unsaved changes."""
        self.setWindowTitle(f"{name}[*] – {_PROGRAM}" if name else _PROGRAM)
        self.setWindowModified(bool(name) and modified)
        self.area.preview_window.set_document(name)

    def show_document(self, is_open: bool) -> None:
        """Show editor and preview, or the welcome page when nothing is open."""
        self._is_open = is_open
        self._show_page(self.area if is_open else self.parts.welcome)
        for command in COMMANDS:
            if command.needs_document:
                self._actions[command.id].setEnabled(is_open)

    def show_dashboard(self, shown: bool) -> None:
        """Show the dashboard, or what was shown before it.

        Meanwhile commands that mean the text have nothing to do; those on its file go on.
        """
        if shown == self.is_dashboard:
            self._actions["view.dashboard"].setChecked(shown)
            return
        if shown:
            texts = [c for c in COMMANDS if c.needs_document and not c.menu.startswith("&File")]
            self._suspended = {a: a.isEnabled() for a in (self._actions[c.id] for c in texts)}
        self._show_page(
            self.parts.dashboard if shown else self.area if self._is_open else self.parts.welcome
        )
        for action, was_enabled in self._suspended.items():
            action.setEnabled(was_enabled and not shown)

    @property
    def is_dashboard(self) -> bool:
        """Whether the dashboard is shown."""
        return self._stack.currentWidget() is self.parts.dashboard

    def _show_page(self, page: QWidget) -> None:
        """Show one of the pages and give it the keyboard."""
        if page is not self._stack.currentWidget():
            self._stack.setCurrentWidget(page)
            reads = page is self.area and self.area.shown == PREVIEW
            names = {
                self.area: "preview" if reads else "editor",
                self.parts.dashboard: "dashboard",
                self.parts.welcome: "welcome",
            }
            self.panes.entry(names[page]).setFocus()
        self._actions["view.dashboard"].setChecked(self.is_dashboard)
        self._show_bottom()

    def _show_bottom(self) -> None:
        """Show problems and guidance, unless both are hidden or the dashboard needs the room."""
        parts = self.parts
        is_empty = parts.problems.isHidden() and parts.guidance.isHidden()
        is_wanted = not is_empty and not self.is_dashboard
        if is_wanted == self.bottom.isHidden():
            self.bottom.setVisible(is_wanted)

    def show_part(self, name: str, visible: bool) -> None:
        """Show or hide a part by the name of its field; its command shows the same.

        The keyboard does not stay in what is hidden: it goes to the text.
        """
        if name == "preview":
            self._show_preview(visible)
            return
        if not visible and self.panes.current() == name:
            self.focus_text()
        getattr(self.parts, name).setVisible(visible)
        self._actions[f"view.{name}"].setChecked(visible)
        parts = self.parts
        self.sidebar.setVisible(not (parts.workspace.isHidden() and parts.outline.isHidden()))
        self._show_bottom()

    def _show_preview(self, visible: bool) -> None:
        """Show the preview beside what is shown, or only the text."""
        if visible != (self.area.shown != TEXT):
            self.area.show_panes(BOTH if visible else TEXT)

    def show_text(self) -> None:
        """Show the text beside the preview when only the preview is shown."""
        if self.area.shown == PREVIEW:
            self.area.show_panes(BOTH)

    def focus_text(self) -> None:
        """Give the keyboard to the editor, or to what is shown instead of it."""
        self.panes.go_to("editor", "welcome", "dashboard", "preview")

    def set_theme(self, theme: Theme) -> None:
        """Give the icons and every part that has colours of its own those of ``theme``."""
        set_icons(self._actions, theme)
        self.notices.set_theme(theme)
        for field in fields(self.parts):
            part = getattr(self.parts, field.name)
            if isinstance(part, Themed):
                part.set_theme(theme)

    # Between two starts

    def state(self) -> bytes:
        """Return size, place, splitters and hidden parts, for the settings."""
        data = QByteArray()
        stream = QDataStream(data, QIODevice.OpenModeFlag.WriteOnly)
        stream.writeInt32(_STATE_MAGIC)
        stream.writeInt32(_STATE_VERSION)
        for value in (self.saveGeometry(), *(splitter.saveState() for splitter in self._splitters)):
            stream << value
        for name in _PARTS:
            stream.writeBool(self._actions[f"view.{name}"].isChecked())
        self.area.state().write(stream)
        return bytes(data.data())

    def restore(self, state: bytes) -> bool:
        """Take up what ``state()`` returned; false and unchanged when it is not ours or damaged."""
        stream = QDataStream(QByteArray(state))
        if (stream.readInt32(), stream.readInt32()) != (_STATE_MAGIC, _STATE_VERSION):
            return False
        values = [QByteArray() for _ in range(1 + len(self._splitters))]
        for value in values:
            stream >> value
        shown = [stream.readBool() for _ in _PARTS]
        area = AreaState.read(stream)
        if stream.status() != QDataStream.Status.Ok:
            return False
        self.restoreGeometry(values[0])
        for splitter, value in zip(self._splitters, values[1:], strict=True):
            splitter.restoreState(value)
        for name, visible in zip(_PARTS, shown, strict=True):
            self.show_part(name, visible)
        self.area.restore(area)
        return True

    # Leaving

    def allow_close(self, may_close: bool = True) -> None:
        """Let the next close happen, since everything is saved or given up; or ask before it."""
        self._may_close = may_close

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask first; the window stays until ``allow_close()`` was called."""
        if self._may_close:
            event.accept()
            return
        event.ignore()
        self.close_requested.emit()

    # Building

    @property
    def _splitters(self) -> tuple[QSplitter, ...]:
        """All splitters, in the order in which ``state()`` keeps them."""
        return self._root, self.sidebar, self._page, self.bottom

    def _lay_out(self) -> None:
        """Put the parts into splitters: the sidebar beside the page of the document."""
        parts = self.parts
        self._lay_out_page()
        self.sidebar = firm_splitter(Qt.Orientation.Vertical, parts.workspace, parts.outline)
        self.sidebar.setObjectName("sidebar")
        self.sidebar.setMinimumWidth(200)
        self.sidebar.setSizes([330, 350])
        self.sidebar.setStretchFactor(0, 1)
        self.sidebar.setStretchFactor(1, 1)
        centre = _column(parts.tabs, self.notices, self._page)
        self._root = firm_splitter(Qt.Orientation.Horizontal, self.sidebar, centre)
        self._root.setSizes([304, 976])
        self._root.setStretchFactor(0, 0)
        self._root.setStretchFactor(1, 1)
        self.setCentralWidget(self._root)
        self.setStatusBar(parts.status)

    def _lay_out_page(self) -> None:
        """Put editor and preview, or the welcome page, over problems and guidance."""
        parts = self.parts
        self._column = _column(parts.breadcrumb, parts.editor, parts.find_bar)
        self._column.setMinimumSize(280, 120)
        parts.preview.setMinimumWidth(200)
        self.area = DocumentArea(self._column, parts.preview)
        self.bottom = firm_splitter(Qt.Orientation.Horizontal, parts.problems, parts.guidance)
        self.bottom.setObjectName("bottom")
        self.bottom.setSizes([600, 376])
        self.bottom.setStretchFactor(0, 1)
        self.bottom.setStretchFactor(1, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.area)
        self._stack.addWidget(parts.welcome)
        self._stack.addWidget(parts.dashboard)
        self._page = firm_splitter(Qt.Orientation.Vertical, self._stack, self.bottom)
        self._page.setSizes([500, 190])
        self._page.setStretchFactor(0, 1)
        self._page.setStretchFactor(1, 0)

    def _make_panes(self) -> Panes:
        """Name the parts that the keyboard goes round, in that order."""
        parts = self.parts
        panes = {
            "workspace": parts.workspace,
            "outline": parts.outline,
            "notices": self.notices,
            "editor": self._column,
            "welcome": parts.welcome,
            "dashboard": parts.dashboard,
            "preview": parts.preview,
            "guidance": parts.guidance,
            "problems": parts.problems,
        }
        # Not by focus proxies: Tab would go past all that stands before these in their panes.
        entries = {
            "workspace": parts.workspace.view,
            "outline": parts.outline.view,
            "editor": parts.editor,
            "dashboard": parts.dashboard.table,
            "guidance": parts.guidance.view,
            "problems": parts.problems.view,
        }
        return Panes(panes, entries, self.show_part, self)

    def _build_bars(self) -> None:
        """Build menus and toolbar from the table of commands."""
        menus = fill_menus(self.menuBar(), self._actions)
        entries = menus["&File"].actions()
        after_opening = entries[entries.index(self._actions["file.add_folder"]) + 1]
        menus["&File"].insertMenu(after_opening, self.recent_menu)
        self.toolbar = QToolBar("Toolbar", self)
        self.toolbar.setObjectName("toolbar")
        self.toolbar.setMovable(False)
        self.toolbar.setIconSize(QSize(20, 20))
        self.toolbar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        fill_toolbar(self.toolbar, self._actions)
        self.addToolBar(self.toolbar)
        for name in _PARTS:
            action = self._actions[f"view.{name}"]
            action.setChecked(True)
            action.toggled.connect(lambda shown, name=name: self.show_part(name, shown))
            action.triggered.connect(lambda _=False, name=name: self.panes.go_to(name))
            self.panes.use_keys(action, name)
        for shown in (BOTH, TEXT, PREVIEW):
            action = self._actions[f"view.panes_{shown}"]
            action.triggered.connect(lambda _=False, shown=shown: self.area.show_panes(shown))
        self._actions["view.detach_preview"].triggered.connect(self.area.detach)
        self._actions["view.dashboard"].triggered.connect(self.show_dashboard)
        self.area.changed.connect(self._mark_panes)
        self._mark_panes()
        # The commands have their keys in the preview's own window as well, but one: closing.
        everywhere = [action for name, action in self._actions.items() if name != "file.close"]
        self.area.preview_window.addActions(everywhere)

    def _mark_panes(self) -> None:
        """Let the commands show which panes are shown."""
        self._actions["view.preview"].setChecked(self.area.shown != TEXT)
        self._actions[f"view.panes_{self.area.shown}"].setChecked(True)
        self._actions["view.detach_preview"].setChecked(self.area.is_detached)


def _column(*widgets: QWidget | None) -> QWidget:
    """Return the widgets one below the other without gaps."""
    column = QWidget()
    rows = QVBoxLayout(column)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(0)
    for widget in widgets:
        if widget is not None:
            rows.addWidget(widget)
    return column
