"""How the open file is written, in the status bar, with a menu of what it can be converted to."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from spec_editor.ui.words import rich_tip


@dataclass(frozen=True, slots=True)
class FormatEntry:
    """A choice; ``value`` is what is told when it is taken, and means nothing here."""

    value: object
    text: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class FormatGroup:
    """Choices that belong together; with ``is_folded`` they are in a menu of their own."""

    title: str
    entries: Sequence[FormatEntry]
    is_folded: bool = False


class FormatButton(QToolButton):
    """Shows encoding and newlines of the open file, and lets it be converted."""

    wanted = Signal()  # the menu opens: ``offer`` is to be called now
    chosen = Signal(object)  # the value of an entry

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("textFormat")
        self.setAccessibleName("Encoding and newlines")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(self)
        menu.setObjectName("textFormatMenu")
        menu.aboutToShow.connect(self.wanted)
        self.setMenu(menu)

    def offer(self, groups: Sequence[FormatGroup]) -> None:
        """Fill the menu."""
        menu = self.menu()
        menu.clear()
        for number, group in enumerate(groups):
            if number:
                menu.addSeparator()
            if group.is_folded:
                self._fill(menu.addMenu(group.title), group)
            else:
                menu.addAction(group.title).setEnabled(False)
                self._fill(menu, group)

    def _fill(self, menu: QMenu, group: FormatGroup) -> None:
        for entry in group.entries:
            action = menu.addAction(entry.text)
            action.setCheckable(True)
            action.setChecked(entry.chosen)
            action.triggered.connect(lambda _=False, value=entry.value: self.chosen.emit(value))

    def show_format(self, encoding: str, newlines: str, *, is_converted: bool) -> None:
        """Show how the file is written, or will be when it is saved."""
        self.setText(f"{encoding} · {newlines}")
        self.setAccessibleDescription(self.text())
        about = (
            "The file will be written so when it is saved."
            if is_converted
            else "The file is written so, and stays so when it is saved."
        )
        self.setToolTip(rich_tip(self.text(), about, "Press to convert it."))
        self.show()
