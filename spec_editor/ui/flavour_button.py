"""The name of the flavour in use in the status bar, with a menu of those that there are."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from spec_editor.core.flavour import Flavour
from spec_editor.ui.words import rich_tip


@dataclass(frozen=True, slots=True)
class FlavourEntry:
    """A flavour to choose: ``flavour`` is None for what is taken where nobody chooses."""

    flavour: Flavour | None
    text: str
    chosen: bool = False


class FlavourButton(QToolButton):
    """Shows whose reading of Markdown the preview shows, and lets another one be chosen."""

    wanted = Signal()  # the menu opens: ``offer`` is to be called now
    chosen = Signal(object)  # Flavour, None to leave it open

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("flavour")
        self.setAccessibleName("Flavour of Markdown")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(self)
        menu.setObjectName("flavourMenu")
        menu.aboutToShow.connect(self.wanted)
        self.setMenu(menu)

    def offer(self, entries: Sequence[FlavourEntry]) -> None:
        """Fill the menu; the first entry leaves the choice open."""
        menu = self.menu()
        menu.clear()
        for number, entry in enumerate(entries):
            if number == 1:
                menu.addSeparator()
            action = menu.addAction(entry.text.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(entry.chosen)
            action.triggered.connect(lambda _=False, each=entry.flavour: self.chosen.emit(each))

    def show_flavour(self, name: str) -> None:
        """Show whose reading it is."""
        self.setText(name)
        self.setAccessibleDescription(name)
        about = f"The preview shows the document as {name} reads it."
        self.setToolTip(rich_tip(name, about, "Press to choose another reading."))
        self.show()
