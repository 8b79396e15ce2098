"""What one command of the window consists of."""

from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence

Keys = QKeySequence.StandardKey


@dataclass(frozen=True, slots=True)
class Command:
    """One command.

    ``menu`` is the menu's title with its mnemonic, a submenu after ``/``; a separator stands
    where ``group`` changes. ``standard`` is the platform's own shortcut; ``keys`` are used where
    the platform has none, and ``more_keys`` always. ``toolbar`` names the group in the toolbar,
    empty for none, "end" for its right end. Commands with the same ``choice`` exclude each other.
    """

    id: str
    text: str
    menu: str
    group: int = 0
    standard: Keys | None = None
    keys: str = ""
    more_keys: str = ""
    icon: str = ""
    tooltip: str = ""
    toolbar: str = ""
    checkable: bool = False
    choice: str = ""
    role: QAction.MenuRole = QAction.MenuRole.NoRole
    needs_document: bool = False
