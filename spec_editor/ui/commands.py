"""Menus, toolbar and shortcuts, built from the table of commands."""

from collections.abc import Mapping

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QSizePolicy, QToolBar, QWidget

from spec_editor.ui.command import Command
from spec_editor.ui.command_table import COMMANDS
from spec_editor.ui.icons import icon
from spec_editor.ui.theme import Theme

__all__ = ["COMMANDS", "Command"]

_TOOLBAR_GROUPS = ("file", "edit", "format", "go", "export")


def plain_text(command: Command) -> str:
    """Return the command's text without mnemonic and ellipsis."""
    return command.text.replace("&", "").rstrip("…")


def shortcuts(command: Command) -> list[QKeySequence]:
    """Return the command's shortcuts on this platform, the one to show first."""
    found = QKeySequence.keyBindings(command.standard) if command.standard else []
    own = QKeySequence(command.keys)
    if command.keys and (not found or own in found):
        found = [own, *(keys for keys in found if keys != own)]
    more = QKeySequence(command.more_keys)
    return [*found, more] if command.more_keys and more not in found else found


def shortcut_text(command: Command) -> str:
    """Return the shortcut as the platform writes it ("Ctrl+S", "⌘S"), empty when there is none."""
    found = shortcuts(command)
    return found[0].toString(QKeySequence.SequenceFormat.NativeText) if found else ""


def build_actions(parent: QWidget) -> dict[str, QAction]:
    """Return one action for each command, by its id, owned by ``parent``."""
    actions: dict[str, QAction] = {}
    choices: dict[str, QActionGroup] = {}
    for command in COMMANDS:
        action = QAction(command.text, parent)
        action.setObjectName(command.id)
        action.setShortcuts(shortcuts(command))
        action.setCheckable(command.checkable)
        # A menu shows either the icon or the mark, and the mark is what one looks for there.
        action.setIconVisibleInMenu(not command.checkable)
        action.setMenuRole(command.role)
        action.setStatusTip(command.tooltip)
        keys = shortcut_text(command)
        tip = command.tooltip or plain_text(command)
        action.setToolTip(f"{tip} ({keys})" if keys else tip)
        if command.choice:
            group = choices.setdefault(command.choice, QActionGroup(parent))
            group.addAction(action)
        actions[command.id] = action
    return actions


def set_icons(actions: Mapping[str, QAction], theme: Theme) -> None:
    """Give every action its icon in the theme's colours."""
    for command in COMMANDS:
        if command.icon:
            actions[command.id].setIcon(icon(command.icon, theme))


def fill_menus(bar: QMenuBar, actions: Mapping[str, QAction]) -> dict[str, QMenu]:
    """Build the menus in the table's order and return them by title path ("&File/&Export")."""
    menus: dict[str, QMenu] = {}
    groups: dict[str, int] = {}
    for command in COMMANDS:
        top, _, sub = command.menu.partition("/")
        if top not in menus:
            menus[top] = bar.addMenu(top)
            groups[top] = command.group
        if groups[top] != command.group:
            menus[top].addSeparator()
            groups[top] = command.group
        if sub and command.menu not in menus:
            menus[command.menu] = menus[top].addMenu(sub)
        menus[command.menu].addAction(actions[command.id])
    return menus


def fill_toolbar(bar: QToolBar, actions: Mapping[str, QAction]) -> None:
    """Put the commands with a toolbar group into ``bar``, the group "end" at its right end."""
    for group in _TOOLBAR_GROUPS:
        if group != _TOOLBAR_GROUPS[0]:
            bar.addSeparator()
        bar.addActions([actions[c.id] for c in COMMANDS if c.toolbar == group])
    spacer = QWidget(bar)
    spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    bar.addWidget(spacer)
    bar.addActions([actions[c.id] for c in COMMANDS if c.toolbar == "end"])
