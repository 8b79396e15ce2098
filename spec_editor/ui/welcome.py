"""The page that is shown while no specification is open."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from spec_editor.core.words import unmasked
from spec_editor.ui.controls import Button, PathButton, widgets_in
from spec_editor.ui.icons import icon
from spec_editor.ui.theme import Theme

_COLUMN_WIDTH = 420
_BLEED = 8
_RECENT_SHOWN = 6


class WelcomePage(QScrollArea):
    """Says what one can begin with: a folder, a new specification, the examples, recent files."""

    open_folder_requested = Signal()
    new_requested = Signal()
    examples_requested = Signal()
    path_requested = Signal(object)  # path (a str) of one of the recent files or folders

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("welcomePage")
        self.setAccessibleName("Welcome")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        page = QWidget()
        page.setObjectName("welcome")
        self.setWidget(page)
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(_BLEED, 0, _BLEED, 0)
        self._rows.setSpacing(8)
        column = QWidget()
        # The names of recent files stand below their title; the ground that shows the one under
        # the pointer reaches beyond them on both sides.
        column.setFixedWidth(_COLUMN_WIDTH + 2 * _BLEED)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        both = QVBoxLayout(column)
        both.setContentsMargins(0, 0, 0, 0)
        both.addLayout(self._rows)
        both.addLayout(self._recent)
        outer = QVBoxLayout(page)
        outer.setContentsMargins(24, 24, 24, 24)
        outer.addStretch(2)
        outer.addWidget(column, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(3)
        self._build()
        self._theme = theme
        self.set_recent(())
        self.set_folder("")

    def _build(self) -> None:
        """Fill the column."""
        self._title = title = QLabel()
        title.setTextFormat(Qt.TextFormat.PlainText)
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 2)
        font.setWeight(font.Weight.DemiBold)
        title.setFont(font)
        self._text = text = QLabel()
        text.setWordWrap(True)
        text.setProperty("role", "muted")
        self.folder = _action("Open Folder…", self.open_folder_requested.emit)
        self.new = _action("New Specification…", self.new_requested.emit)
        self.examples = _action("Open the Examples", self.examples_requested.emit)
        self._recent_title = QLabel("Recent")
        self._recent_title.setProperty("role", "title")
        self._rows.addWidget(title)
        self._rows.addWidget(text)
        self._rows.addSpacing(16)
        for button in (self.folder, self.new, self.examples):
            self._rows.addWidget(button)
        self._rows.addSpacing(16)
        self._rows.addWidget(self._recent_title)

    def set_folder(self, name: str) -> None:
        """Say what comes next in an opened folder; empty when none is open."""
        self._title.setText(name or "Spec Editor")
        self._text.setText(
            "Choose a specification on the left, or start a new one."
            if name
            else "Write technical specifications beside a live preview, and see at a glance "
            "what is still missing."
        )
        for button, is_next in ((self.folder, not name), (self.new, bool(name))):
            button.setProperty("role", "primary" if is_next else "")
            button.style().polish(button)
        self.set_theme(self._theme)

    def set_recent(self, paths: Sequence[str]) -> None:
        """Offer these files and folders, the newest first."""
        while item := self._recent.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self._recent_title.setVisible(bool(paths))
        for path in paths[:_RECENT_SHOWN]:
            name, folder = unmasked(Path(path).name or path), unmasked(str(Path(path).parent))
            button = PathButton(name, folder, _COLUMN_WIDTH + 2 * _BLEED)
            button.clicked.connect(lambda _=False, path=path: self.path_requested.emit(path))
            button.setToolTip(unmasked(path))
            button.setAccessibleName(f"Open {unmasked(path)}")
            self._recent.addWidget(button)

    def recent_buttons(self) -> list[QPushButton]:
        """Return the buttons of the recent files and folders, as shown from top to bottom."""
        return widgets_in(self._recent, QPushButton)

    def set_theme(self, theme: Theme) -> None:
        """Take on the theme's colours."""
        self._theme = theme
        glyphs = ((self.folder, "folder-open-outline"), (self.new, "file-plus-outline"))
        for button, glyph in glyphs:
            is_next = button.property("role") == "primary"
            button.setIcon(icon(glyph, theme, theme.accent_text if is_next else ""))
        self.examples.setIcon(icon("school-outline", theme))


def _action(text: str, wish: object) -> Button:
    """Return a wide button that asks for something."""
    # The space keeps icon and text apart: a style sheet has no measure for it.
    button = Button(f"\u2002{text}")
    button.setAccessibleName(text)
    button.setIconSize(QSize(18, 18))
    button.clicked.connect(wish)
    return button
