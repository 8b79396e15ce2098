"""Makes the parts that keep the open documents."""

from dataclasses import dataclass

from spec_editor.app.autosave import Autosave
from spec_editor.app.disk import Disk
from spec_editor.app.document_notices import DocumentNotices
from spec_editor.app.documents import Documents
from spec_editor.app.leaving import Leaving
from spec_editor.app.saves import SaveCommands
from spec_editor.app.saving import Saver
from spec_editor.ui.window import MainWindow


@dataclass(frozen=True)
class DocumentParts:
    """What keeps the open documents, and what can be done with them."""

    documents: Documents
    document_notices: DocumentNotices
    saver: Saver
    saves: SaveCommands
    autosave: Autosave
    leaving: Leaving
    disk: Disk


def make_document_parts(window: MainWindow) -> DocumentParts:
    """Make them; nothing is open yet."""
    documents = Documents(window)
    notices = DocumentNotices(window.notices, documents, window)
    saver = Saver(documents, window)
    saves = SaveCommands(window, documents, saver)
    return DocumentParts(
        documents=documents,
        document_notices=notices,
        saver=saver,
        saves=saves,
        autosave=Autosave(documents, saver, window),
        leaving=Leaving(window, documents, saves, saver),
        disk=Disk(documents, notices, window),
    )
