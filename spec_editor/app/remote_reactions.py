"""What the window says of pictures of the network, and what it does when somebody decides."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from spec_editor.app.parts import Parts
from spec_editor.app.remote_images import offer_text
from spec_editor.ui.notices import Notice

KEY = "remote-images"
_BUTTONS = (
    ("load", "Load now"),
    ("always", "Always in this folder"),
    ("never", "Never in this folder"),
)


class RemoteReactions(QObject):
    """Offers to load what is on the network, once for a document, and remembers for a folder."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window)
        self._parts = parts
        self._decided = False
        self.ask = QAction("Pictures from the &Network…", parts.window, enabled=False)
        self.ask.triggered.connect(self.ask_again)

    def begin(self) -> None:
        """Another document was opened: what was decided for its folder holds."""
        self._parts.remote_images.forget()
        self.ask.setEnabled(False)
        choice = self._choice()
        self._decided = bool(choice)
        if choice == "always":
            self._parts.remote_images.allow()

    def show_found(self, addresses: tuple[str, ...]) -> None:
        """Offer the pictures that the document has now; none when it was decided."""
        self.ask.setEnabled(bool(addresses))
        if self._decided or not addresses:
            self._parts.window.notices.hide_notice(KEY)
        else:
            self._offer(addresses)

    def ask_again(self) -> None:
        """Offer them although it was decided once: somebody wants to decide otherwise."""
        addresses = self._parts.remote_images.addresses
        if addresses:
            self._decided = False
            self._offer(addresses)

    def _offer(self, addresses: tuple[str, ...]) -> None:
        self._parts.window.notices.show_notice(Notice(KEY, offer_text(addresses), "info", _BUTTONS))

    def dismiss(self, key: str) -> None:
        """The offer was put away: it does not come again for this document."""
        if key == KEY:
            self._decided = True

    def answer(self, key: str, action: str) -> None:
        """Do what was decided."""
        if key != KEY:
            return
        self._decided = True
        self._parts.window.notices.hide_notice(KEY)
        folder = self._folder()
        if action in ("always", "never") and folder is not None:
            self._parts.settings.set_remote_images(str(folder), action)
        if action == "never":
            self._parts.status.show_message(
                "Not loaded, in this folder from now on. The preview's menu lets you decide again."
            )
        else:
            self._parts.remote_images.allow()

    def _choice(self) -> str:
        folder = self._folder()
        return self._parts.settings.remote_images_of(str(folder)) if folder is not None else ""

    def _folder(self) -> Path | None:
        folders = self._parts.judging.folders_of(self._parts.session.path)
        return folders[0].resolve() if folders else None
