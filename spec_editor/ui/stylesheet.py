"""The one style sheet of the window, with its colours filled in from a theme.

Measures follow a rhythm of 8 logical pixels (4 inside small controls); Qt scales them with the
screen. Only shapes and colours stand here: fonts stay those of the desktop.
"""

from collections.abc import Mapping
from string import Template

_BASICS = """
QMainWindow, QDialog { background: $window; }
QWidget { color: $text; }
QToolTip {
    background: $raised; color: $text; border: 1px solid $border; padding: 4px 8px;
}
QLabel { background: transparent; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="title"] { font-weight: 600; }
QLabel[role="link"] { color: $link; }
QLabel[role="key"] {
    background: $raised; border: 1px solid $border; border-radius: 4px; padding: 1px 6px;
}
QLabel[role="error"] { color: $error; }

QSplitter { background: $window; }
QSplitter::handle { background: $quiet_border; }
QSplitter::handle:hover, QSplitter::handle:pressed { background: $accent; }
"""

_BARS = """
QMenuBar { background: $window; padding: 2px 4px; border: none; }
QMenuBar::item { background: transparent; padding: 4px 8px; border-radius: 4px; }
QMenuBar::item:selected { background: $hover; }
QMenuBar::item:pressed { background: $pressed; }
QMenu {
    background: $raised; color: $text; border: 1px solid $border; padding: 4px;
}
QMenu::item { padding: 5px 24px 5px 8px; border-radius: 4px; margin: 0 2px; }
QMenu::item:selected { background: $selection; color: $selection_text; }
QMenu::item:disabled { color: $disabled; }
QMenu::icon { padding-left: 8px; }
QMenu::indicator { width: 16px; height: 16px; margin-left: 6px; }
QMenu::separator { height: 1px; background: $border; margin: 4px 8px; }

QToolBar {
    background: $window; border: none; border-bottom: 1px solid $quiet_border;
    padding: 4px 8px; spacing: 2px;
}
QToolBar::separator { width: 1px; background: $border; margin: 6px 6px; }
QToolButton {
    background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 4px;
}
QToolButton:hover { background: $hover; }
QToolButton:pressed { background: $pressed; }
QToolButton:checked { background: $checked; }
QToolButton:focus { border-color: $accent; }
QToolButton:disabled { color: $disabled; }

QTabBar#documentTabs { background: $window; border-bottom: 1px solid $quiet_border; }
QTabBar#documentTabs::tab {
    background: transparent; color: $muted; border: none; border-bottom: 2px solid transparent;
    padding: 6px 6px 5px 10px; margin: 0; min-width: 72px; max-width: 240px;
}
QTabBar#documentTabs::tab:hover { background: $hover; color: $text; }
QTabBar#documentTabs::tab:selected {
    background: $base; color: $text; border-bottom-color: $accent;
}
QTabBar#documentTabs::tab:selected:focus { background: $checked; }
QTabBar#documentTabs QToolButton { padding: 1px; border-radius: 4px; }

QStatusBar { background: $window; border-top: 1px solid $quiet_border; }
QStatusBar::item { border: none; }
QStatusBar QToolButton { color: $muted; border-radius: 4px; padding: 0 8px; }
QStatusBar QToolButton:hover { color: $text; }
QStatusBar QToolButton::menu-indicator { image: none; width: 0; }
"""

_CONTROLS = """
QPushButton {
    background: $raised; border: 1px solid $strong_border; border-radius: 6px;
    padding: 5px 16px; min-height: 20px; min-width: 56px; outline: none;
}
QPushButton:hover { background: $hover_raised; }
QPushButton:pressed { background: $pressed; }
QPushButton:checked { background: $checked; border-color: $accent; }
QPushButton:focus { border: 2px solid $accent; padding: 4px 15px; }
QPushButton:disabled { color: $disabled; border-color: $border; }
QPushButton:default, QPushButton[role="primary"] {
    background: $accent; color: $accent_text; border: 1px solid $accent;
}
QPushButton:default:hover, QPushButton[role="primary"]:hover {
    background: $accent_hover; border-color: $accent_hover;
}
QPushButton:default:focus, QPushButton[role="primary"]:focus {
    border: 2px solid $text; padding: 4px 15px;
}
QPushButton:default:disabled, QPushButton[role="primary"]:disabled {
    background: $hover; color: $disabled; border-color: $border;
}
QPushButton[role="link"] {
    background: transparent; border: 1px solid transparent; color: $link;
    padding: 4px 8px; min-width: 0; text-align: left;
}
QPushButton[role="link"]:hover { background: $hover; }
QPushButton[role="link"]:focus { border: 1px solid $accent; padding: 4px 8px; }

QLineEdit {
    background: $base; border: 1px solid $strong_border; border-radius: 6px;
    padding: 4px 7px; min-height: 20px;
    selection-background-color: $selection; selection-color: $selection_text;
}
QLineEdit:focus { border: 2px solid $accent; padding: 3px 6px; }
QLineEdit:disabled { color: $disabled; background: $window; }
QLineEdit:read-only { background: $window; }
QPlainTextEdit, QTextEdit { background: $base; border: none; }
QPlainTextEdit#detail {
    background: $base; border: 1px solid $border; border-radius: 6px; padding: 8px;
}
QComboBox {
    background: $raised; border: 1px solid $strong_border; border-radius: 6px;
    padding: 4px 28px 4px 7px; min-height: 20px; combobox-popup: 0;
}
QComboBox:hover { background: $hover_raised; }
QComboBox:focus { border: 2px solid $accent; padding: 3px 27px 3px 6px; }
QComboBox::drop-down { border: none; width: 0; }
QComboBox::down-arrow { image: none; width: 0; height: 0; }
QComboBox QAbstractItemView {
    background: $raised; border: 1px solid $border; padding: 0; outline: none;
}
QComboBox QAbstractItemView::item { min-height: 28px; padding: 0 8px; border: none; }
QComboBox QAbstractItemView::item:selected { background: $selection; color: $selection_text; }

QCheckBox { spacing: 8px; }
QCheckBox:disabled { color: $disabled; }
QCheckBox::indicator {
    width: 14px; height: 14px; background: $raised; border: 1px solid $strong_border;
    border-radius: 4px;
}
QCheckBox::indicator:hover { background: $hover_raised; }
QCheckBox::indicator:focus { border-color: $accent; }
QCheckBox::indicator:disabled { background: $window; }

QProgressBar {
    background: $hover; border: none; border-radius: 3px; min-height: 6px; max-height: 6px;
}
QProgressBar#completenessBar { background: transparent; max-height: 999px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QProgressBar[done="true"]::chunk { background: $ok; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
"""

_LISTS = """
QTreeView, QListView {
    background: $base; border: none; outline: none; padding: 4px 0;
    show-decoration-selected: 1;
}
QTableView {
    background: $base; border: none; outline: none;
    selection-background-color: transparent; selection-color: $selection_text;
}
QHeaderView { background: $window; border: none; }
QHeaderView::section {
    background: $window; color: $muted; border: none; border-bottom: 1px solid $border;
    padding: 6px 8px; font-weight: 600;
}
QAbstractScrollArea { background: $base; }
QScrollArea { background: transparent; border: none; }

QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: $handle; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: $handle_hover; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; }
"""

_PARTS = """
QFrame[role="panel"] { background: $window; border: none; }
QFrame[role="panel"] QTreeView, QFrame[role="panel"] QTableView { background: $window; }
QFrame[role="panel"] QHeaderView::section { padding: 4px 8px; border-color: $quiet_border; }
QFrame[role="panel"] QToolButton::menu-indicator { image: none; width: 0; }
QFrame[role="panelHeader"] { background: $window; border-bottom: 1px solid $quiet_border; }
QFrame[role="panelHeader"] QToolButton { padding: 3px; }
QFrame[role="bar"] { background: $base; border-bottom: 1px solid $quiet_border; }
QFrame[role="card"] { background: $raised; border: 1px solid $border; border-radius: 8px; }
QFrame[role="sheet"] { background: $raised; border: 1px solid $border; }
QFrame[role="sheet"] QTreeView { background: $raised; }
QFrame[role="rule"] { background: $border; max-height: 1px; min-height: 1px; border: none; }
QFrame[role="segments"] { background: $hover; border: none; border-radius: 6px; }
QFrame[role="segments"] QToolButton { padding: 2px 4px; border-radius: 5px; color: $muted; }
QFrame[role="segments"] QToolButton:hover { background: $pressed; }
QFrame[role="segments"] QToolButton:checked {
    background: $raised; color: $text; border-color: $border;
}
QFrame[role="segments"] QToolButton:focus { border-color: $accent; }
QLineEdit#renameField { padding: 0 5px; min-height: 0; border-radius: 4px; }
QFrame[severity] { border: none; border-left: 3px solid $info; background: $info_ground; }
QFrame[severity="warning"] { border-left-color: $warning; background: $warning_ground; }
QFrame[severity="error"] { border-left-color: $error; background: $error_ground; }
QFrame[severity="ok"] { border-left-color: $ok; background: $ok_ground; }
QFrame[severity] QPushButton { padding: 2px 12px; min-width: 0; }
QFrame[severity] QPushButton:focus { padding: 1px 11px; }
QFrame#dashboard { background: $window; border: none; }
QFrame#dashboard QTableView { background: $window; }
QWidget#welcome { background: $base; }
QFrame#breadcrumb QToolButton { padding: 2px 6px; border-radius: 4px; color: $muted; }
QFrame#breadcrumb QToolButton:hover { color: $text; }
QFrame#breadcrumb QToolButton[current="true"] { color: $text; font-weight: 600; }
"""


def stylesheet(colors: Mapping[str, str]) -> str:
    """Return the style sheet; ``colors`` maps every name that stands behind a ``$`` here."""
    return Template(_BASICS + _BARS + _CONTROLS + _LISTS + _PARTS).substitute(colors)
