"""The fields and buttons of the bar in which one finds and replaces."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QToolButton,
    QWidget,
)

from spec_editor.ui.controls import Button
from spec_editor.ui.icons import icon
from spec_editor.ui.theme import Theme

_ICON_SIZE = QSize(18, 18)
_COUNT_WIDTH = 88

_STYLE = """
QFrame#{name} {{ background: {window}; border: none; border-top: 1px solid {border}; }}
QFrame#{name} QLineEdit[problem="true"] {{ border: 2px solid {error}; padding: 3px 6px; }}
QFrame#{name} QPushButton {{ padding: 3px 12px; min-width: 0; }}
QFrame#{name} QPushButton:focus {{ padding: 2px 11px; }}
QLabel[role="count"] {{ color: {muted}; }}
QLabel[role="count"][problem="true"], QLabel#findProblem {{ color: {error}; }}
"""


class FindForm(QFrame):
    """Lays out the bar; what its parts do is wired by the bar of the editor or the preview."""

    def __init__(self, parent: QWidget | None = None, *, can_replace: bool = True) -> None:
        super().__init__(parent)
        self.setObjectName("findBar" if can_replace else "previewFindBar")
        self.setAccessibleName("Find and replace" if can_replace else "Find in the preview")
        self.find_field = _field("Find", "findField")
        self.replace_field = _field("Replace with", "replaceField")
        self.case_button = _button("Match case", checkable=True)
        self.word_button = _button("Whole words only", checkable=True)
        self.expression_button = _button("Regular expression", checkable=True)
        self.previous_button = _button("Previous (Shift+Enter)")
        self.next_button = _button("Next (Enter)")
        self.close_button = _button("Close (Esc)")
        self.fold_button = _button("Show or hide replacing")
        self.replace_button = _push("&Replace", "Replace this one and go to the next (Enter)")
        self.replace_all_button = _push("Replace &all", "Replace every place found (Ctrl+Enter)")
        self.count_label = QLabel()
        self.count_label.setAccessibleName("Places found")
        self.count_label.setProperty("role", "count")
        self.count_label.setMinimumWidth(_COUNT_WIDTH)
        self.problem_label = QLabel()
        self.problem_label.setObjectName("findProblem")
        self.problem_label.setWordWrap(True)
        self.problem_label.hide()
        self._tools = QWidget()
        self._replace_buttons = QWidget()
        self._lay_out()
        self.show_replacing(False)
        for button in (self.fold_button, self.expression_button):
            button.setVisible(can_replace)

    @property
    def is_replacing(self) -> bool:
        """Whether the row to replace is shown."""
        return not self.replace_field.isHidden()

    def show_replacing(self, shown: bool) -> None:
        """Show or hide the row to replace."""
        self.replace_field.setVisible(shown)
        self._replace_buttons.setVisible(shown)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of ``theme``."""
        self.setStyleSheet(
            _STYLE.format(
                name=self.objectName(),
                window=theme.window,
                border=theme.border,
                error=theme.error,
                muted=theme.muted,
            )
        )
        fold = "chevron-down" if self.is_replacing else "chevron-right"
        for button, name in (
            (self.case_button, "format-letter-case"),
            (self.word_button, "format-letter-matches"),
            (self.expression_button, "regex"),
            (self.previous_button, "arrow-up"),
            (self.next_button, "arrow-down"),
            (self.close_button, "close"),
            (self.fold_button, fold),
        ):
            button.setIcon(icon(name, theme))

    def show_result(self, count: str, problem: str, is_bad: bool) -> None:
        """Show how many places there are, and what is wrong with the expression if anything."""
        self.count_label.setText(count)
        self.problem_label.setText(problem)
        self.problem_label.setVisible(bool(problem))
        for widget in (self.find_field, self.count_label):
            if bool(widget.property("problem")) != is_bad:
                widget.setProperty("problem", is_bad)
                # Style sheets look at properties only when a widget is polished anew.
                widget.style().unpolish(widget)
                widget.style().polish(widget)

    def put_tools_below(self, below: bool) -> None:
        """Put the buttons below the field, where there is no room beside it."""
        self._grid.removeWidget(self._tools)
        self._grid.addWidget(self._tools, 3 if below else 0, 1 if below else 2)
        self.count_label.setMinimumWidth(0 if below else _COUNT_WIDTH)

    def _lay_out(self) -> None:
        """Put everything in its place: one row to find, one to replace."""
        tools = _row(2, self._tools)
        for button in (self.case_button, self.word_button, self.expression_button):
            tools.addWidget(button)
        tools.addSpacing(6)
        tools.addWidget(self.count_label, 1)
        for button in (self.previous_button, self.next_button, self.close_button):
            tools.addWidget(button)
        replacing = _row(6, self._replace_buttons)
        replacing.addWidget(self.replace_button)
        replacing.addWidget(self.replace_all_button)
        replacing.addStretch(1)
        self._grid = grid = QGridLayout(self)
        grid.setSpacing(6)
        grid.setContentsMargins(8, 7, 8, 7)
        grid.addWidget(self.fold_button, 0, 0)
        grid.addWidget(self.find_field, 0, 1)
        grid.addWidget(self._tools, 0, 2)
        grid.addWidget(self.problem_label, 1, 1, 1, 2)
        grid.addWidget(self.replace_field, 2, 1)
        grid.addWidget(self._replace_buttons, 2, 2)
        grid.setColumnStretch(1, 1)


def _field(name: str, object_name: str) -> QLineEdit:
    """Return a field to write in."""
    field = QLineEdit()
    field.setObjectName(object_name)
    field.setPlaceholderText(name)
    field.setAccessibleName(name)
    return field


def _button(name: str, checkable: bool = False) -> QToolButton:
    """Return a button with an icon; its name is its tooltip."""
    button = QToolButton()
    button.setToolTip(name)
    button.setAccessibleName(name)
    button.setCheckable(checkable)
    button.setIconSize(_ICON_SIZE)
    button.setAutoRaise(True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _push(text: str, tooltip: str) -> Button:
    """Return a button with a text."""
    button = Button(text)
    button.setToolTip(tooltip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _row(spacing: int, parent: QWidget | None = None) -> QHBoxLayout:
    """Return a row without margins; ``spacing`` is in pixels."""
    row = QHBoxLayout(parent) if parent else QHBoxLayout()
    row.setSpacing(spacing)
    row.setContentsMargins(0, 0, 0, 0)
    return row
