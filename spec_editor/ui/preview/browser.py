"""The web view of the preview, without what a browser has and a preview needs not."""

from PySide6.QtCore import QChildEvent, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QWheelEvent
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication, QMenu


class Browser(QWebEngineView):
    """Shows a page; its menu offers what makes sense for a preview, and its own actions."""

    zoom_requested = Signal(int)
    """The wheel was turned while Ctrl was held; 1 wants larger letters, -1 smaller ones."""

    link = ""
    """The href of the link that somebody points at, as it stands in the document."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to copy and to select, and not to go back, reload or save."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.pageAction(QWebEnginePage.WebAction.Copy))
        menu.addAction(self.pageAction(QWebEnginePage.WebAction.SelectAll))
        if link := self.link:
            copy = menu.addAction("Copy &Link Address")
            copy.triggered.connect(lambda: QApplication.clipboard().setText(link))
        menu.addSeparator()
        menu.addActions(self.actions())
        menu.popup(event.globalPos())

    def childEvent(self, event: QChildEvent) -> None:
        """See the wheel before the page does: each renderer comes with a widget of its own."""
        super().childEvent(event)
        # Only widgets are polished. Of the engine's other children Python knows no class, and looks
        # for one among all classes of Qt, which takes 40 ms at the start.
        if event.polished():
            event.child().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask for another zoom, which the text shall have as well, instead of changing it here."""
        if isinstance(event, QWheelEvent):
            turned = event.angleDelta().y()
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                if turned:
                    self.zoom_requested.emit(1 if turned > 0 else -1)
                return True
        return super().eventFilter(watched, event)
