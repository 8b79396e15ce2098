"""The path of the section under the cursor, above the editor."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from spec_editor.core.report import SectionReport
from spec_editor.ui.controls import widgets_in
from spec_editor.ui.icons import icon
from spec_editor.ui.theme import Theme
from spec_editor.ui.words import rich_tip

_HEIGHT = 36
_SEPARATOR_WIDTH = 16
_BUTTON_PADDING = 18
_SIDE_MARGIN = 8
_WIDEST_STEP = 200


class Breadcrumb(QFrame):
    """Chapter › section › subsection; a click goes to that heading.

    When there is not enough room the outer steps give way to "…" and the last one is shortened.
    """

    line_requested = Signal(int)  # 1-based line of a heading

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("breadcrumb")
        self.setAccessibleName("Section under the cursor")
        self.setProperty("role", "bar")
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._theme = theme
        self._name = ""
        self._sections: Sequence[SectionReport] = ()
        self._steps: tuple[tuple[str, int], ...] = ()
        self._drawn: tuple[tuple[str, str, int], ...] = ()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(_SIDE_MARGIN, 0, _SIDE_MARGIN, 0)
        self._row.setSpacing(0)

    def set_document(self, name: str) -> None:
        """Name the document that the path starts with; empty when none is open."""
        self._name = name
        self._sections = ()
        self._set_steps(((name, 1),) if name else ())

    def set_sections(self, sections: Sequence[SectionReport]) -> None:
        """Take the document's sections; ``mark_line`` then says which of them to show."""
        self._sections = sections

    def mark_line(self, line: int) -> None:
        """Show the path of the section that holds the 1-based line."""
        inside = [
            (section.title, section.line)
            for section in self._sections
            if section.line
            and section.last_line
            and section.line <= line <= section.last_line
            # The document's own title says nothing that its name does not say.
            and not (self._name and section.level == 1)
        ]
        self._set_steps((*(((self._name, 1),) if self._name else ()), *inside))

    def texts(self) -> tuple[str, ...]:
        """Return the titles of the path, from the document to the innermost section."""
        return tuple(title for title, _ in self._steps)

    def shown(self) -> tuple[str, ...]:
        """Return the steps as they are written now, shortened ones with "…"."""
        return tuple(text for text, _, _ in self._drawn)

    def buttons(self) -> list[QToolButton]:
        """Return the buttons of the steps, from left to right."""
        return widgets_in(self._row, QToolButton)

    def set_theme(self, theme: Theme) -> None:
        """Take on the theme's colours."""
        self._theme = theme
        self._drawn = ()
        self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the path into the new width."""
        super().resizeEvent(event)
        self._draw()

    def minimumSizeHint(self) -> QSize:
        """Return a width that leaves the splitter free to move."""
        return QSize(0, _HEIGHT)

    def _set_steps(self, steps: tuple[tuple[str, int], ...]) -> None:
        """Show another path."""
        if steps != self._steps:
            self._steps = steps
            self._draw()

    def _fitted(self) -> tuple[tuple[str, str, int], ...]:
        """Return the steps that fit as (text, title, line), the last ones first of all."""
        metrics = self.fontMetrics()
        room = self.width() - 2 * _SIDE_MARGIN
        shown: list[tuple[str, str, int]] = []
        for number, (title, line) in reversed(list(enumerate(self._steps))):
            text = title or "(no title)"
            if shown:
                text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, _WIDEST_STEP)
            more = _SEPARATOR_WIDTH + metrics.horizontalAdvance("…") + _BUTTON_PADDING
            reserve = more if number else 0
            # The current step is bold, about a tenth wider than what the metrics say.
            wide = 1.12 if not shown else 1.0
            need = int(metrics.horizontalAdvance(text) * wide) + _BUTTON_PADDING + _SEPARATOR_WIDTH
            if need > room - reserve:
                if shown:
                    shown.insert(0, ("…", title, line))
                    break
                width = int((room - reserve - _BUTTON_PADDING) / wide)
                text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(24, width))
            shown.insert(0, (text, title, line))
            room -= need
        return tuple(shown)

    def _draw(self) -> None:
        """Build the buttons anew where the path has changed."""
        steps = self._fitted()
        if steps == self._drawn:
            return
        self._drawn = steps
        while item := self._row.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for number, (text, title, line) in enumerate(steps):
            if number:
                self._row.addWidget(self._separator())
            self._row.addWidget(self._button(text, title, line, number == len(steps) - 1))
        self._row.addStretch(1)

    def _button(self, text: str, title: str, line: int, current: bool) -> QToolButton:
        """Return the button of one step."""
        button = QToolButton(self)
        button.setText(text.replace("&", "&&"))
        button.setToolTip(rich_tip(title, f"Go to line {line}"))
        button.setAccessibleName(title)
        button.setProperty("current", "true" if current else "false")
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self.line_requested.emit(line))
        return button

    def _separator(self) -> QLabel:
        """Return the chevron between two steps."""
        label = QLabel(self)
        label.setFixedWidth(_SEPARATOR_WIDTH)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        glyph = icon("chevron-right", self._theme, self._theme.muted)
        label.setPixmap(glyph.pixmap(QSize(14, 14), self.devicePixelRatioF()))
        return label
