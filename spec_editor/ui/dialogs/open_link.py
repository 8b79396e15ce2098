"""The question before a link of a document is handed to the system."""

from PySide6.QtWidgets import QDialogButtonBox, QWidget

from spec_editor.ui.dialogs.messages import MessageDialog

_Buttons = QDialogButtonBox.StandardButton


class OpenLinkDialog(MessageDialog):
    """Shows where a link really leads before anything is opened."""

    def __init__(self, url: str, host: str, parent: QWidget | None = None) -> None:
        super().__init__("info", f"Open a link to {host}?", url, parent)
        self.setObjectName("openLinkDialog")
        self.setWindowTitle("Open Link")
        self.buttons.setStandardButtons(_Buttons.Open | _Buttons.Cancel)
        self.buttons.button(_Buttons.Cancel).setDefault(True)


def ask_open_link(parent: QWidget | None, url: str, host: str) -> bool:
    """Ask and wait; return whether the link is to be opened."""
    dialog = OpenLinkDialog(url, host, parent)
    dialog.exec()
    wanted = dialog.clicked() == _Buttons.Open
    dialog.deleteLater()
    return wanted
