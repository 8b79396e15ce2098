"""What the template says about the section under the cursor."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from spec_editor.core.actions import Action
from spec_editor.core.report import Guidance, SectionReport
from spec_editor.ui.controls import Button
from spec_editor.ui.empty_state import EmptyState
from spec_editor.ui.icons import state_icon
from spec_editor.ui.markdown_page import MarkdownPage
from spec_editor.ui.panel import Panel
from spec_editor.ui.theme import Theme
from spec_editor.ui.words import state_words

_ROOM_FOR_BUTTONS = 340
_INSERT_TIPS = (
    "Add the template's text at the end of this section",
    "Add this section with the template's text, at its place",
)
_NOTHING_TO_SAY = "*The template has only a heading here. Write what the section's title asks for.*"


class GuidancePanel(Panel):
    """The template's own text of one section, to be read beside what one writes."""

    action_requested = Signal(object)  # Action: a section's text is to be inserted
    compare_requested = Signal(str)  # key of the section to be compared with the template's text
    hide_requested = Signal()  # the panel is to be put away

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Guidance", theme, parent)
        self.setAccessibleName("Guidance panel")
        self._guidance: Guidance | None = None
        self._sections: Sequence[SectionReport] = ()
        self._line = 1
        self._key = ""
        self._is_open = False
        self._read_only = False
        self._section: SectionReport | None = None
        self.view = MarkdownPage(theme)
        self.view.setObjectName("guidanceView")
        self.view.setAccessibleName("Guidance")
        # What stands above it, and may wrap, comes first.
        self.view.setMinimumHeight(32)
        self._mark = QLabel()
        self.state = _text("title")
        self.why = _text("muted")
        self.insert_button = Button("Insert Again")
        self.compare_button = Button("Compare…")
        self.empty_state = EmptyState("text-box-search-outline", theme)
        self.hide_button = self.add_button("chevron-down", "Hide the guidance")
        self._lay_out()
        self.insert_button.clicked.connect(self._ask_insert)
        self.compare_button.clicked.connect(self._ask_compare)
        self.hide_button.clicked.connect(self.hide_requested)
        self.clear()

    def _lay_out(self) -> None:
        """Put the state and the buttons above the text."""
        self.compare_button.setToolTip("Show the template's text beside your own")
        page = QWidget()
        rows = QVBoxLayout(page)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.state)
        words.addWidget(self.why)
        marked = QHBoxLayout()
        marked.setSpacing(6)
        marked.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        marked.addLayout(words, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(0)
        for button in (self.insert_button, self.compare_button):
            button.setProperty("role", "link")
            buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        buttons.addStretch(1)
        self._about = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._about.setContentsMargins(12, 4, 8, 6)
        self._about.setSpacing(4)
        self._about.addLayout(marked, 1)
        self._about.addLayout(buttons)
        rows.addLayout(self._about)
        rows.addWidget(self.view, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(page)
        self._pages.addWidget(self.empty_state)
        self._rows.addWidget(self._pages, 1)
        self.setMinimumSize(200, 112)

    def set_guidance(self, guidance: Guidance | None) -> None:
        """Take what the document's template says, None when it has no template."""
        self._guidance = guidance if guidance and guidance.template else None
        self._show()

    def set_read_only(self, read_only: bool) -> None:
        """Say whether the document must not be changed."""
        if read_only != self._read_only:
            self._read_only = read_only
            self._show()

    def set_sections(self, sections: Sequence[SectionReport]) -> None:
        """Take the document's sections; ``mark_line`` says which one is looked at."""
        self._is_open = True
        self._sections = sections
        self._show()

    def mark_line(self, line: int) -> None:
        """Show the guidance of the section that holds the 1-based line."""
        if line != self._line:
            self._line, self._key = line, ""
        self._show()

    def show_missing(self, key: str) -> None:
        """Show what is asked for in a missing section, until another place is looked at.

        A key that is not one of a missing section shows the section at the line again.
        """
        self._key = key
        self._show()

    def clear(self) -> None:
        """Show that no document is open."""
        self._sections, self._guidance, self._is_open = (), None, False
        self._key = ""
        self._show()

    def set_theme(self, theme: Theme) -> None:
        """Take on the theme's colours."""
        super().set_theme(theme)
        self.view.set_theme(theme)
        self.empty_state.set_theme(theme)
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons below the state where there is no room beside it."""
        super().resizeEvent(event)
        directions = QBoxLayout.Direction
        wide = event.size().width() >= _ROOM_FOR_BUTTONS
        self._about.setDirection(directions.LeftToRight if wide else directions.TopToBottom)

    def section(self) -> SectionReport | None:
        """Return the section that is shown, None when there is nothing to say."""
        return self._section

    def _section_here(self) -> SectionReport | None:
        """Return the missing section that was asked for, or the innermost that holds the line."""
        found = None
        for section in self._sections:
            if section.line is None and section.key == self._key:
                return section
            if section.line and section.line <= self._line <= (section.last_line or 0):
                found = section
        return found

    def _text_of(self, section: SectionReport) -> str | None:
        """Return the template's text of a section, None when it is not in the template."""
        number = section.template_section
        if self._guidance is None or number is None or number >= len(self._guidance.texts):
            return None
        return self._guidance.texts[number]

    def _show(self) -> None:
        """Show the section under the cursor."""
        section = self._section_here()
        text = self._text_of(section) if section else None
        self._section = section if text is not None else None
        is_missing = section is not None and section.line is None
        has_text = self._section is not None and bool((text or "").strip())
        # A missing section is inserted although the template has no text of its own for it.
        can_insert = self._section is not None and (has_text or is_missing)
        self.insert_button.setEnabled(can_insert and not self._read_only)
        self.insert_button.setText("Insert" if is_missing else "Insert Again")
        self.insert_button.setToolTip(_INSERT_TIPS[is_missing])
        self.compare_button.setEnabled(has_text)
        self.compare_button.setHidden(is_missing)
        self.set_title(f"Guidance · {section.title}" if section else "Guidance")
        if section is None or text is None:
            self.empty_state.set_texts(*self._why_nothing(section))
            self._pages.setCurrentWidget(self.empty_state)
            return
        mark = state_icon(section.state, section.completeness, self._theme)
        self._mark.setPixmap(mark.pixmap(QSize(16, 16), self.devicePixelRatioF()))
        self.state.setText(state_words(section).capitalize())
        self.why.setText(section.why)
        self.why.setVisible(bool(section.why))
        self.view.set_markdown(text if text.strip() else _NOTHING_TO_SAY)
        self._pages.setCurrentIndex(0)

    def _why_nothing(self, section: SectionReport | None) -> tuple[str, str]:
        """Say why there is no guidance."""
        if not self._is_open:
            return "No guidance", "Open a specification to read what its template asks for."
        if self._guidance is None:
            return "No template", "No template explains this document, so none can guide you."
        if section is None:
            return "No section here", "Put the cursor below a heading to read what is asked there."
        return "Not in the template", f"The template does not know “{section.title}”: it is yours."

    def _ask_insert(self) -> None:
        if self._section is not None:
            name = "insert-missing" if self._section.line is None else "insert-again"
            self.action_requested.emit(Action(name, key=self._section.key))

    def _ask_compare(self) -> None:
        if self._section is not None:
            self.compare_requested.emit(self._section.key)


def _text(role: str) -> QLabel:
    """Return a text that wraps."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("role", role)
    return label
