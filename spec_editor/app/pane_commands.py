"""Commands that mean the text or the preview, whichever the keyboard is in."""

from PySide6.QtCore import QObject

from spec_editor.ui.editor.editor import SpecEditor
from spec_editor.ui.editor.find_bar import FindBar
from spec_editor.ui.preview.find_bar import PreviewFindBar
from spec_editor.ui.preview.view import PreviewView
from spec_editor.ui.window import MainWindow


class PaneCommands(QObject):
    """Finds, copies and selects in the text, or in the preview."""

    def __init__(
        self, window: MainWindow, editor: SpecEditor, find_bar: FindBar, preview: PreviewView
    ) -> None:
        super().__init__(window)
        self._window = window
        self._editor = editor
        self._find_bar = find_bar
        self._preview = preview

    def find(self) -> None:
        """Open the bar to find."""
        (self._preview if self._means_preview() else self._find_bar).open_find()

    def find_next(self) -> None:
        """Go to the next place found."""
        self._bar().find_next()

    def find_previous(self) -> None:
        """Go to the place found before."""
        self._bar().find_previous()

    def copy(self) -> None:
        """Copy what is selected."""
        (self._preview if self._means_preview() else self._editor).copy()

    def select_all(self) -> None:
        """Select everything."""
        if self._means_preview():
            self._preview.select_all()
        else:
            self._editor.selectAll()

    def _bar(self) -> FindBar | PreviewFindBar:
        return self._preview.find_bar if self._means_preview() else self._find_bar

    def _means_preview(self) -> bool:
        return self._window.panes.current() == "preview" or not self._editor.isVisible()
