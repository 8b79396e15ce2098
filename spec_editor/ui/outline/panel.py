"""The outline with its title, the search field and the choice of what is shown."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from spec_editor.ui.outline.filter import Show
from spec_editor.ui.outline.segments import Segments
from spec_editor.ui.outline.view import OutlineView
from spec_editor.ui.panel import Panel
from spec_editor.ui.search_field import SearchField
from spec_editor.ui.theme import Theme

_CHOICES = (
    (Show.ALL, "All", "Show all sections"),
    (Show.INCOMPLETE, "Incomplete", "Show only sections that are not finished"),
    (Show.PROBLEMS, "Problems", "Show only sections with errors or warnings"),
)


class OutlinePanel(Panel):
    """The outline with its filter."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Outline", theme, parent)
        self.view = OutlineView(theme)
        self._fold = self.add_button("collapse-all-outline", "Fold all chapters")
        self.filter = SearchField("outlineFilter", "Filter sections")
        self.shown = Segments(_CHOICES)
        rows = QVBoxLayout()
        rows.setContentsMargins(8, 2, 8, 4)
        rows.setSpacing(6)
        rows.addWidget(self.filter)
        rows.addWidget(self.shown)
        self._rows.addLayout(rows)
        self._rows.addWidget(self.view, 1)
        self.filter.textChanged.connect(self._apply)
        self.filter.left.connect(self._go_into_tree)
        self.shown.chosen.connect(self._apply)
        self.view.left.connect(self.left)
        self._fold.clicked.connect(self.fold_all)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take on the theme's colours."""
        super().set_theme(theme)
        self.filter.set_theme(theme)
        self.view.set_theme(theme)

    def fold_all(self) -> None:
        """Fold everything but a title that stands alone at the top."""
        self.view.collapseAll()
        model = self.view.model()
        if model.rowCount() == 1:
            self.view.expand(model.index(0, 0))
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _apply(self) -> None:
        """Filter the sections."""
        self.view.set_filter(self.filter.text().strip(), Show(self.shown.value()))

    def _go_into_tree(self) -> None:
        """Give the tree the focus, and select its first row if none is."""
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.view.currentIndex().isValid():
            self.view.setCurrentIndex(self.view.model().index(0, 0))
