"""The context menu of a tree's rows, and the keys that mean its entries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from spec_editor.ui.icons import icon
from spec_editor.ui.theme import Theme

Keys = Mapping[QKeySequence, str]
"""The names of entries by their keys."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a menu; ``undo_text`` is shown where the entry takes itself back."""

    name: str
    text: str
    glyph: str
    keys: str = ""
    group: int = 0
    undo_text: str = ""


class RowMenu(QMenu):
    """The entries for one row, with a line between their groups."""

    chosen = Signal(str)  # name of the entry

    def __init__(
        self, entries: Iterable[Entry], undoing: str, theme: Theme, parent: QWidget | None = None
    ) -> None:
        """``undoing`` is the name of the entry that takes itself back, empty for none."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = 0
        for entry in entries:
            if entry.group != group and not self.isEmpty():
                self.addSeparator()
            group = entry.group
            native = QKeySequence(entry.keys).toString(QKeySequence.SequenceFormat.NativeText)
            text = entry.undo_text if entry.name == undoing else entry.text
            action = self.addAction(f"{text}\t{native}" if native else text)
            action.setObjectName(entry.name)
            action.setIcon(icon(entry.glyph, theme, theme.muted))
        self.triggered.connect(lambda action: self.chosen.emit(action.objectName()))


def keys_of(entries: Iterable[Entry]) -> Keys:
    """Return the names of the entries that have keys."""
    return {QKeySequence(entry.keys): entry.name for entry in entries if entry.keys}


def name_of(event: QKeyEvent, keys: Keys) -> str:
    """Return the name of the entry whose keys were pressed, empty for none."""
    # The keypad's arrows are arrows as well.
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    pressed = QKeySequence(event.keyCombination().key().value | modifiers.value)
    return next((name for known, name in keys.items() if known == pressed), "")
