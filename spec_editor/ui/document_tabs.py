"""The tabs of the open documents."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QMouseEvent
from PySide6.QtWidgets import QMenu, QTabBar, QToolButton, QWidget

from spec_editor.ui.icons import icon
from spec_editor.ui.theme import LIGHT, Theme
from spec_editor.ui.words import rich_tip


@dataclass(frozen=True, slots=True)
class Tab:
    """One open document: ``key`` names it, ``place`` tells it from others of its name.

    ``state`` says in words what is special about its file, for example "deleted"; empty for
    nothing. A transient one is about to give way to the next.
    """

    key: str
    name: str
    place: str = ""
    tip: str = ""
    unsaved: bool = False
    state: str = ""
    transient: bool = False


class DocumentTabs(QTabBar):
    """One tab for each open document; a dot marks unsaved text, a sign a file that is gone."""

    show_requested = Signal(object)  # key, a str: one of Qt's drops what is no text in it
    close_requested = Signal(object)
    close_others_requested = Signal(object)
    close_all_requested = Signal()
    keep_requested = Signal(object)  # it shall not give way to the next one
    copy_path_requested = Signal(object)
    moved = Signal(int, int)  # 0-based places: from, to

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("documentTabs")
        self.setAccessibleName("Open specifications")
        self._theme = LIGHT
        self._tabs: list[Tab] = []
        self._is_filling = False
        self.setDocumentMode(True)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setMovable(True)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideMiddle)
        self.setIconSize(QSize(14, 14))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)
        self.currentChanged.connect(self._tell_shown)
        self.tabMoved.connect(self._tell_moved)
        self.tabBarDoubleClicked.connect(lambda index: self._tell(self.keep_requested, index))
        self.hide()

    def set_tabs(self, tabs: Sequence[Tab], current: str) -> None:
        """Show these documents, the one with the key ``current`` in front."""
        self._is_filling = True
        while self.count() > len(tabs):
            self.removeTab(self.count() - 1)
        while self.count() < len(tabs):
            self.addTab("")
            self._add_cross(self.count() - 1)
        self._tabs = list(tabs)
        for index in range(len(tabs)):
            self._fill(index)
        keys = [tab.key for tab in tabs]
        if current in keys:
            self.setCurrentIndex(keys.index(current))
        self.setVisible(bool(tabs))
        self._is_filling = False

    def tabs(self) -> tuple[Tab, ...]:
        """Return what is shown, in the order of the tabs."""
        return tuple(self._tabs)

    def set_theme(self, theme: Theme) -> None:
        """Take on the theme's colours."""
        self._theme = theme
        for index in range(len(self._tabs)):
            self._fill(index)

    def cross(self, index: int) -> QToolButton:
        """Return the button that closes a tab."""
        button = self.tabButton(index, QTabBar.ButtonPosition.RightSide)
        assert isinstance(button, QToolButton)  # noqa: S101  it was put there below
        return button

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Close the tab under the middle button."""
        if event.button() == Qt.MouseButton.MiddleButton:
            self._tell(self.close_requested, self.tabAt(event.position().toPoint()))
            return
        super().mouseReleaseEvent(event)

    def _fill(self, index: int) -> None:
        tab = self._tabs[index]
        name = tab.name.replace("&", "&&")
        self.setTabText(index, f"{name} – {tab.place}".replace("\n", " ") if tab.place else name)
        self.setTabIcon(index, self._icon(tab))
        states = ("Unsaved changes" if tab.unsaved else "", tab.state)
        gives_way = "Gives way to the next one; double-click to keep it" if tab.transient else ""
        self.setTabToolTip(index, rich_tip(tab.name, *states, gives_way, tab.tip))
        spoken = ", ".join(part for part in (tab.name, *states) if part)
        self.setAccessibleTabName(index, spoken)
        cross = self.cross(index)
        cross.setIcon(icon("close", self._theme, self._theme.muted))
        cross.setAccessibleName(f"Close {tab.name}")

    def _icon(self, tab: Tab) -> QIcon:
        theme = self._theme
        if tab.state:
            return icon("file-alert-outline", theme, theme.warning)
        if tab.unsaved:
            return icon("circle-edit-outline", theme, theme.accent)
        return icon("file-document-outline", theme, theme.muted)

    def _add_cross(self, index: int) -> None:
        button = QToolButton(self)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setIconSize(QSize(14, 14))
        button.setToolTip("Close")
        button.clicked.connect(lambda: self._close_of(button))
        self.setTabButton(index, QTabBar.ButtonPosition.RightSide, button)

    def _close_of(self, button: QToolButton) -> None:
        for index in range(self.count()):
            if self.cross(index) is button:
                self._tell(self.close_requested, index)
                return

    def _open_menu(self, place: QPoint) -> None:
        """Offer what can be done with the tab under the pointer."""
        index = self.tabAt(place)
        if index < 0:
            return
        key = self._tabs[index].key
        menu = QMenu(self)
        menu.setObjectName("tabMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Close").triggered.connect(lambda: self.close_requested.emit(key))
        others = menu.addAction("Close Others")
        others.setEnabled(len(self._tabs) > 1)
        others.triggered.connect(lambda: self.close_others_requested.emit(key))
        menu.addAction("Close All").triggered.connect(self.close_all_requested)
        menu.addSeparator()
        menu.addAction("Copy Path").triggered.connect(lambda: self.copy_path_requested.emit(key))
        menu.popup(self.mapToGlobal(place))

    def _tell_shown(self, index: int) -> None:
        if not self._is_filling:
            self._tell(self.show_requested, index)

    def _tell_moved(self, start: int, end: int) -> None:
        if not self._is_filling:
            self._tabs.insert(end, self._tabs.pop(start))
            self.moved.emit(start, end)

    def _tell(self, signal: object, index: int) -> None:
        if 0 <= index < len(self._tabs):
            signal.emit(self._tabs[index].key)  # type: ignore[attr-defined]
