"""The label in the preview's corner that says where a link leads."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLabel, QWidget

from spec_editor.core.words import unmasked
from spec_editor.ui.theme import LIGHT, Theme

_STYLE = """
QLabel {{ background: {raised}; color: {text}; border: 1px solid {border}; border-radius: 4px;
    padding: 2px 7px; }}
"""
_MARGIN = 6  # logical pixels


class LinkLabel(QLabel):
    """Shows one line over the lower edge of a page, and never where the pointer is."""

    def __init__(self, page: QWidget) -> None:
        """Lie over ``page``, a widget that has the same parent."""
        super().__init__(page.parentWidget())
        self._page = page
        self._told = ""
        self._on_the_right = False
        self.setObjectName("linkLabel")
        self.setAccessibleName("Where the link leads")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setIndent(0)
        self.set_theme(LIGHT)
        self.hide()
        page.installEventFilter(self)

    def tell(self, text: str, *, on_the_right: bool = False) -> None:
        """Show a text in the lower left corner, or the right one; nothing for an empty text.

        A document can have written it: it is shown as it is, what would be unseen made visible.
        """
        self._told, self._on_the_right = unmasked(text), on_the_right
        self.setVisible(bool(text))
        self._fit()

    def told(self) -> str:
        """Return the whole text, also where it is shortened."""
        return self._told

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of ``theme``."""
        self.setStyleSheet(_STYLE.format(raised=theme.raised, text=theme.text, border=theme.border))

    def eventFilter(self, _page: QObject, event: QEvent) -> bool:
        """Stay in the corner of the page."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._fit()
        return False

    def _fit(self) -> None:
        """Shorten the text in its middle, so that host and ending stay to be seen."""
        if self.isHidden():
            return
        area = self._page.geometry().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        self.ensurePolished()
        frame = 2 * 8
        room = max(60, round(area.width() * 0.85)) - frame
        metrics = self.fontMetrics()
        self.setText(metrics.elidedText(self._told, Qt.TextElideMode.ElideMiddle, room))
        self.resize(
            min(area.width(), metrics.horizontalAdvance(self.text()) + frame + 2),
            metrics.height() + 6,
        )
        place = self.rect()
        place.moveBottomLeft(area.bottomLeft())
        if self._on_the_right:
            place.moveBottomRight(area.bottomRight())
        self.setGeometry(place)
        self.raise_()
