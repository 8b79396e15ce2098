"""Questions and errors: the one place where the window speaks up in a box of its own."""

from collections.abc import Callable, Sequence
from enum import StrEnum

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from spec_editor.ui.controls import Button
from spec_editor.ui.icons import icon
from spec_editor.ui.theme import current_theme

_TEXT_WIDTH = 400
_MOST_NAMES = 8
_Buttons = QDialogButtonBox.StandardButton


class UnsavedChoice(StrEnum):
    """What shall happen to unsaved changes."""

    SAVE = "save"
    DISCARD = "discard"
    CANCEL = "cancel"


class MessageDialog(QDialog):
    """An icon, a heading, a message, details on demand, and a row of buttons.

    ``severity`` is "info", "warning" or "error". All texts are shown as they are, never as HTML.
    """

    def __init__(
        self,
        severity: str,
        heading: str,
        message: str,
        parent: QWidget | None = None,
        detail: str = "",
    ) -> None:
        super().__init__(parent)
        glyph = {"info": "information-outline", "warning": "alert-outline"}.get(
            severity, "alert-circle-outline"
        )
        theme = current_theme()
        picture = QLabel()
        color = str(getattr(theme, severity))
        pixmap = icon(glyph, theme, color).pixmap(QSize(32, 32), self.devicePixelRatioF())
        picture.setPixmap(pixmap)
        self.heading = _text(heading)
        self.heading.setProperty("role", "title")
        self.message = _text(message)
        self.buttons = QDialogButtonBox()
        self.buttons.clicked.connect(self._remember)
        self._clicked = _Buttons.NoButton
        self.detail = QPlainTextEdit(detail)
        self.detail.setObjectName("detail")
        self.detail.setReadOnly(True)
        self.detail.setMinimumHeight(120)
        self.detail.hide()
        grid = QGridLayout(self)
        grid.setContentsMargins(24, 24, 24, 16)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.addWidget(picture, 0, 0, 2, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.heading, 0, 1)
        grid.addWidget(self.message, 1, 1)
        grid.addWidget(self.detail, 2, 1)
        grid.setRowMinimumHeight(3, 8)
        grid.addWidget(self.buttons, 4, 0, 1, 2)
        grid.setSizeConstraint(QGridLayout.SizeConstraint.SetFixedSize)
        self.detail_button: Button | None = None
        if detail:
            self.detail_button = self._add_detail_button()

    def clicked(self) -> QDialogButtonBox.StandardButton:
        """Return the button that closed the box, NoButton when it was closed otherwise."""
        return self._clicked

    def set_default(self, standard: QDialogButtonBox.StandardButton) -> None:
        """Let Enter press a button, wherever it stands in the row."""
        button = self.buttons.button(standard)
        button.setDefault(True)
        # Else the first one gets the keyboard, and the one that has it is what Enter presses.
        button.setFocus()

    def _remember(self, button: QPushButton) -> None:
        """Close with the button that was clicked."""
        standard = self.buttons.standardButton(button)
        if standard != _Buttons.NoButton:
            self._clicked = standard
            self.accept()

    def _add_detail_button(self) -> Button:
        """Offer to show the details."""
        more = Button("Show Details")
        self.buttons.addButton(more, QDialogButtonBox.ButtonRole.ActionRole)

        def toggle() -> None:
            self.detail.setVisible(self.detail.isHidden())
            more.setText("Show Details" if self.detail.isHidden() else "Hide Details")

        more.clicked.connect(toggle)
        return more


class UnsavedChangesDialog(MessageDialog):
    """Asks what to do with the unsaved changes of specifications, by their names."""

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        is_one = len(names) == 1
        if is_one:
            heading = f"Save the changes to “{names[0]}”?"
        else:
            heading = f"Save the changes to {len(names)} specifications?"
        listed = "" if is_one else "\n".join((*names[:_MOST_NAMES], *_more(names))) + "\n\n"
        text = f"{listed}Changes that are not saved are lost."
        super().__init__("warning", heading, text, parent)
        self.setObjectName("unsavedChangesDialog")
        self.setWindowTitle("Unsaved Changes")
        self._save = _Buttons.Save if is_one else _Buttons.SaveAll
        self.buttons.setStandardButtons(self._save | _Buttons.Discard | _Buttons.Cancel)
        self.set_default(self._save)

    def choice(self) -> UnsavedChoice:
        """Return what was chosen; closing the box is Cancel."""
        choices = {self._save: UnsavedChoice.SAVE, _Buttons.Discard: UnsavedChoice.DISCARD}
        return choices.get(self.clicked(), UnsavedChoice.CANCEL)


def _more(names: Sequence[str]) -> tuple[str, ...]:
    """Say how many names are not listed."""
    return (f"… and {len(names) - _MOST_NAMES} more",) if len(names) > _MOST_NAMES else ()


def ask_unsaved(parent: QWidget | None, *names: str) -> UnsavedChoice:
    """Ask what to do with the unsaved changes of ``names``, and wait for the answer."""
    dialog = UnsavedChangesDialog(names, parent)
    dialog.exec()
    choice = dialog.choice()
    dialog.deleteLater()
    return choice


def ask_whether(parent: QWidget | None, title: str, heading: str, message: str, verb: str) -> bool:
    """Ask whether something is to be done, by a button called ``verb``; wait for the answer."""
    box = MessageDialog("warning", heading, message, parent)
    box.setObjectName("whetherQuestion")
    box.setWindowTitle(title)
    box.buttons.setStandardButtons(_Buttons.Yes | _Buttons.Cancel)
    box.buttons.button(_Buttons.Yes).setText(verb)
    box.set_default(_Buttons.Cancel)
    box.exec()
    box.deleteLater()
    return box.clicked() == _Buttons.Yes


def ask_discard(
    parent: QWidget, heading: str, message: str, then: Callable[[], None]
) -> MessageDialog:
    """Ask whether something is to be given up, and do ``then`` if so; return at once."""
    box = MessageDialog("warning", heading, message, parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.buttons.setStandardButtons(_Buttons.Discard | _Buttons.Cancel)
    box.set_default(_Buttons.Cancel)
    box.accepted.connect(lambda: then() if box.clicked() == _Buttons.Discard else None)
    box.open()
    return box


def show_error(parent: QWidget | None, title: str, message: str, detail: str = "") -> MessageDialog:
    """Show an error and return at once; the box frees itself when it is closed.

    ``message`` says what happened, to which file, what is safe and what to do; ``detail`` is
    shown on demand.
    """
    box = MessageDialog("error", title, message, parent, detail)
    box.setObjectName("errorMessage")
    box.setWindowTitle(title)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.buttons.addButton(_Buttons.Ok)
    box.set_default(_Buttons.Ok)
    box.open()
    return box


def _text(text: str) -> QLabel:
    """Return a text that wraps and can be copied."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setFixedWidth(_TEXT_WIDTH)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
