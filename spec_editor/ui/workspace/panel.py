"""The workspace with its title, the filter and the menu of orders."""

from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAction, QActionGroup
from PySide6.QtWidgets import QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from spec_editor.core.words import unmasked
from spec_editor.ui.controls import small_font
from spec_editor.ui.icons import icon
from spec_editor.ui.panel import Panel
from spec_editor.ui.search_field import SearchField
from spec_editor.ui.theme import Theme
from spec_editor.ui.words import counted, elided, plain_tip
from spec_editor.ui.workspace.look import Look
from spec_editor.ui.workspace.rows import OpenFolder, Sorting
from spec_editor.ui.workspace.texts import loss_tip
from spec_editor.ui.workspace.view import WorkspaceView

_TEXT = "text:"
_ORDERS = (
    (Sorting.NAME, "By &Name"),
    (Sorting.STATUS, "By &Status"),
    (Sorting.COMPLETENESS, "By &Completeness, Least First"),
    (Sorting.FINDINGS, "By &Findings, Most First"),
    (Sorting.CHANGED, "By &Last Change, Newest First"),
)
_HELP = (
    "Letters of name, title, path, status or author. Also status:draft, author:ada, "
    "is:modified, is:unsaved, has:errors, and text: for words in the specifications"
)


class WorkspacePanel(Panel):
    """The workspace under the opened folder's name."""

    new_requested = Signal()
    open_folder_requested = Signal()
    add_folder_requested = Signal()
    dashboard_requested = Signal()
    look_chosen = Signal(object)  # Look: the specifications are shown so from now on

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Workspace", theme, parent)
        self.view = WorkspaceView(theme)
        self._losses: dict[str, str] = {}
        self.dashboard = self.add_button("view-dashboard-outline", "Show the dashboard")
        self.order = self.add_button("sort-variant", "Sort and show")
        self.new = self.add_button("file-plus-outline", "New specification in this folder")
        self.open = self.add_button("folder-open-outline", "Open or add a folder")
        self.filter = SearchField("workspaceFilter", "Filter specifications")
        self.filter.setToolTip(_HELP)
        self.filter.setAccessibleDescription(_HELP)
        self.count = QLabel()
        self.count.setObjectName("workspaceCount")
        self.count.setProperty("role", "muted")
        self.count.setWordWrap(True)
        self.count.hide()
        self.branch = _quiet_label("workspaceBranch")
        self.loss = _quiet_label("workspaceLoss")
        self.loss.setContentsMargins(4, 0, 0, 4)
        self.loss.setWordWrap(True)
        self._in_text = self.filter.addAction(
            icon("text-search", theme, theme.muted), SearchField.ActionPosition.TrailingPosition
        )
        self._in_text.setText("Look in the specifications' text")
        self._in_text.setToolTip("Look in the specifications' text (text:)")
        self._lay_out()
        self._build_menus()
        self._connect()
        self.set_theme(theme)

    def set_folders(self, opened: Sequence[OpenFolder]) -> None:
        """Take the opened folders; of several each is a row of its own."""
        names = [PurePath(folder.path).name or folder.path for folder in opened]
        self.set_title(names[0] if len(names) == 1 else "Workspace")
        self._title.setToolTip("\n".join(folder.path for folder in opened))
        branch = opened[0].branch if len(opened) == 1 else ""
        self.branch.setText(f"on {elided(unmasked(branch), 36)}")
        self.branch.setToolTip(plain_tip(f"Git branch: {unmasked(branch)}"))
        loss = loss_tip(opened[0].path, opened[0].loss) if len(opened) == 1 else ""
        self.branch.setVisible(bool(branch) and not loss)
        self.loss.setText(loss)
        self.loss.setVisible(bool(loss))
        self._announce({folder.path: loss_tip(folder.path, folder.loss) for folder in opened})
        self.view.set_folders(opened)

    def _announce(self, losses: dict[str, str]) -> None:
        """Have screen readers say which folders cannot be read since now."""
        before, self._losses = self._losses, losses
        for path, loss in losses.items():
            if loss and loss != before.get(path):
                told = QAccessibleAnnouncementEvent(self, f"{PurePath(path).name}: {loss}")
                QAccessible.updateAccessibility(told)

    def set_theme(self, theme: Theme) -> None:
        """Take on the theme's colours."""
        super().set_theme(theme)
        self.filter.set_theme(theme)
        self._in_text.setIcon(icon("text-search", theme, theme.muted))
        self.view.set_theme(theme)

    def set_look(self, look: Look) -> None:
        """Show the specifications as they were shown before."""
        for action, sorting in self._orders.items():
            action.setChecked(sorting is look.sorting)
        self._reverse.setChecked(look.is_reversed)
        self._flat.setChecked(look.is_flat)
        self._found_flat.setChecked(look.found_are_flat)
        self.view.set_look(look)

    def go_to_filter(self) -> None:
        """Give the keyboard to the filter."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def _lay_out(self) -> None:
        rows = QVBoxLayout()
        rows.setContentsMargins(8, 2, 8, 4)
        rows.setSpacing(4)
        rows.addWidget(self.branch)
        rows.addWidget(self.loss)
        rows.addWidget(self.filter)
        rows.addWidget(self.count)
        self._rows.addLayout(rows)
        self._rows.addWidget(self.view, 1)

    def _build_menus(self) -> None:
        """Build the menus of two of the buttons."""
        orders = self._menu(self.order, "workspaceOrder")
        self._orders: dict[QAction, Sorting] = {}
        group = QActionGroup(self)
        for sorting, text in _ORDERS:
            action = orders.addAction(text)
            action.setCheckable(True)
            action.setChecked(sorting is Sorting.NAME)
            action.setObjectName(sorting)
            group.addAction(action)
            self._orders[action] = sorting
        self._reverse = orders.addAction("&Reverse Order")
        orders.addSeparator()
        self._flat = orders.addAction("Without F&olders")
        self._found_flat = orders.addAction("What Is Found Wi&thout Folders")
        for action in (self._reverse, self._flat, self._found_flat):
            action.setCheckable(True)
        self._found_flat.setChecked(True)
        orders.triggered.connect(self._apply_look)
        folders = self._menu(self.open, "workspaceFolders")
        folders.addAction("&Open Folder…").triggered.connect(self.open_folder_requested)
        folders.addAction("&Add Folder to Workspace…").triggered.connect(self.add_folder_requested)

    def _menu(self, button: QToolButton, name: str) -> QMenu:
        menu = QMenu(button)
        menu.setObjectName(name)
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return menu

    def _connect(self) -> None:
        """Wire the parts of the panel."""
        self.new.clicked.connect(self.new_requested)
        self.dashboard.clicked.connect(self.dashboard_requested)
        self.filter.textChanged.connect(self.view.set_filter)
        self.filter.left.connect(self._go_into_tree)
        self._in_text.triggered.connect(self._switch_text)
        self.view.counted.connect(self._show_count)
        self.view.open_folder_requested.connect(self.open_folder_requested)
        self.view.add_folder_requested.connect(self.add_folder_requested)

    def _apply_look(self, chosen: QAction) -> None:
        """Show the specifications as the menu says now."""
        look = Look(
            self._orders.get(chosen, self.view.look.sorting),
            self._reverse.isChecked(),
            self._flat.isChecked(),
            self._found_flat.isChecked(),
        )
        self.view.set_look(look)
        self.look_chosen.emit(look)

    def _switch_text(self) -> None:
        """Look for what is typed in the texts, or no longer."""
        text = self.filter.text()
        place = f" {text}".casefold().find(f" {_TEXT}")
        if place < 0:
            self.filter.setText(f"{_TEXT}{text}")
        else:
            self.filter.setText((text[:place] + text[place + len(_TEXT) :]).strip())
        self.filter.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_count(self, shown: int, total: int) -> None:
        """Tell how many fit what is looked for."""
        text = counted(total, "specification fits", "specifications fit")
        if shown < total:
            text = f"The best {shown} of {total} that fit"
        self.count.setText(text)
        self.count.setVisible(self.view.is_filtered and total > 0)

    def _go_into_tree(self) -> None:
        """Give the tree the focus, and select its first row if none is."""
        self.view.work.finish()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.view.currentIndex().isValid():
            self.view.setCurrentIndex(self.view.model().index(0, 0))


def _quiet_label(name: str) -> QLabel:
    """Return a small line above the rows, which is not seen until it says something."""
    label = QLabel()
    label.setObjectName(name)
    label.setProperty("role", "muted")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setFont(small_font(label.font()))
    label.setContentsMargins(4, 0, 0, 0)
    label.hide()
    return label
