"""Two versions of a text: the sections that differ, and the chosen one in two columns."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from spec_editor.core.section_diff import SectionChange, SectionDiff, SectionVersions
from spec_editor.ui.controls import firm_splitter
from spec_editor.ui.row_list import ListRow, RowList
from spec_editor.ui.section_words import change_look, change_words, place_words, title_words
from spec_editor.ui.two_columns import TwoColumns


class SectionComparison(QWidget):
    """A list of the sections that differ beside the text of the chosen one in both versions."""

    section_chosen = Signal(int)  # its place in the comparison's sections

    def __init__(self, left_title: str, right_title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._diff: SectionDiff | None = None
        self.list = RowList("Sections that differ", "equal")
        self.list.setObjectName("differingSections")
        self.columns = TwoColumns(left_title, right_title)
        self.splitter = firm_splitter(Qt.Orientation.Horizontal, self.list, self.columns)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([240, 640])
        rows = QHBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.splitter)
        self.setFocusProxy(self.list)
        self.list.row_chosen.connect(self._show)

    def show_diff(self, diff: SectionDiff) -> None:
        """Show another comparison, with the first section that differs."""
        self._diff = diff
        self.list.empty_state.set_texts("No difference", "Both texts are the same.")
        differing = [
            (place, section)
            for place, section in enumerate(diff.sections)
            if section.change is not SectionChange.SAME
        ]
        self.list.set_rows([_row(place, section) for place, section in differing])
        self.columns.show_pairs(())
        if differing:
            self.list.choose(differing[0][0])

    def show_nothing(self, title: str, text: str) -> None:
        """Show no comparison, and say why there is none."""
        self._diff = None
        self.list.set_rows(())
        self.list.empty_state.set_texts(title, text)
        self.columns.show_pairs(())

    def chosen(self) -> SectionVersions | None:
        """Return the section that is shown."""
        place = self.list.chosen()
        if self._diff is None or not isinstance(place, int):
            return None
        return self._diff.sections[place]

    def _show(self, place: int) -> None:
        if self._diff is None:
            return
        section = self._diff.sections[place]
        self.columns.show_texts(*(_shown(text) for text in (section.old, section.new)))
        self.section_chosen.emit(place)


def _shown(text: str | None) -> str:
    """Return a section's text without the line feed at its end, which would be an empty row."""
    return (text or "").removesuffix("\n")


def _row(place: int, section: SectionVersions) -> ListRow:
    glyph, tone = change_look(section.change)
    return ListRow(
        place,
        title_words(section.title),
        change_words(section),
        glyph,
        tone,
        place_words(section.path),
    )
