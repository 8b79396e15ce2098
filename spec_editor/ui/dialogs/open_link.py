"""The question before a link of a document is handed to the system."""

from dataclasses import dataclass

from PySide6.QtWidgets import QDialogButtonBox, QWidget

from spec_editor.core.words import unmasked
from spec_editor.ui.dialogs.messages import MessageDialog
from spec_editor.ui.words import elided

_Buttons = QDialogButtonBox.StandardButton
_MOST = 300
_MOST_OF_HOST = 80


@dataclass(frozen=True, slots=True)
class LinkQuestion:
    """What is asked: the address as it is handed over, where it leads, and what may deceive."""

    url: str
    host: str
    is_mail: bool = False
    warnings: tuple[str, ...] = ()


class OpenLinkDialog(MessageDialog):
    """Shows where a link really leads before anything is opened."""

    def __init__(self, question: LinkQuestion, parent: QWidget | None = None) -> None:
        # The end of a host's name says whose it is, so it is the beginning that may go.
        host = unmasked(question.host)
        if len(host) > _MOST_OF_HOST:
            host = "…" + host[-_MOST_OF_HOST:]
        kind = "a mail to" if question.is_mail else "a link to"
        lines = [elided(unmasked(question.url), _MOST), *map(unmasked, question.warnings)]
        if question.is_mail:
            lines.append("It opens your mail program; nothing is sent yet.")
        heading = f"{'Write' if question.is_mail else 'Open'} {kind} {_breakable(host)}?"
        severity = "warning" if question.warnings else "info"
        super().__init__(severity, heading, "\n\n".join(map(_breakable, lines)), parent)
        self.setObjectName("openLinkDialog")
        self.setWindowTitle("Write Mail" if question.is_mail else "Open Link")
        self.buttons.setStandardButtons(_Buttons.Open | _Buttons.Cancel)
        self.set_default(_Buttons.Cancel)


def _breakable(text: str) -> str:
    """Let a label wrap long words: after each so many characters a line may end."""
    words = text.split(" ")
    return " ".join("\u200b".join(w[i : i + 24] for i in range(0, len(w), 24)) for w in words)


def ask_open_link(parent: QWidget | None, question: LinkQuestion) -> bool:
    """Ask and wait; return whether the link is to be opened."""
    dialog = OpenLinkDialog(question, parent)
    dialog.exec()
    wanted = dialog.clicked() == _Buttons.Open
    dialog.deleteLater()
    return wanted
