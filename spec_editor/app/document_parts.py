"""Makes the parts that keep the open documents."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from spec_editor.app.autosave import Autosave
from spec_editor.app.cut_off import CutOffSaves
from spec_editor.app.disk import Disk
from spec_editor.app.disk_looks import DiskLooks
from spec_editor.app.disk_summary import DiskSummary
from spec_editor.app.document_notices import DocumentNotices
from spec_editor.app.documents import Documents, OpenDocument
from spec_editor.app.file_operations import FileOperations
from spec_editor.app.history import HistoryCommands
from spec_editor.app.journaling import Journaling
from spec_editor.app.keeping import Keeping
from spec_editor.app.leaving import Leaving
from spec_editor.app.merging import Merging
from spec_editor.app.open_elsewhere import OpenElsewhere
from spec_editor.app.recovery import Recovery
from spec_editor.app.saves import SaveCommands
from spec_editor.app.saving import Saver
from spec_editor.storage.history import History
from spec_editor.storage.journal import Journal
from spec_editor.storage.leftovers import Leftovers
from spec_editor.storage.places import history_folder, journal_folder, presence_folder
from spec_editor.storage.presence import Presence
from spec_editor.ui.editor.buffer import Place
from spec_editor.ui.editor.editor import SpecEditor
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
    disk_looks: DiskLooks
    disk: Disk
    disk_summary: DiskSummary
    open_elsewhere: OpenElsewhere
    journaling: Journaling
    recovery: Recovery
    keeping: Keeping
    cut_off: CutOffSaves
    merging: Merging
    versions: HistoryCommands
    file_operations: FileOperations


def make_document_parts(
    window: MainWindow, editor: SpecEditor, folders: Callable[[], tuple[Path, ...]]
) -> DocumentParts:
    """Make them; nothing is open yet. ``folders`` gives the folders that are."""
    documents = Documents(window)
    notices = DocumentNotices(window.notices, documents, window)
    journal, history = Journal(journal_folder()), History(history_folder())
    keeping = Keeping(history, window)
    saver = Saver(documents, window, keeping.keep_before)
    saves = SaveCommands(window, documents, saver, lambda: not keeping.is_failing)

    def place_of(document: OpenDocument) -> Place:
        return editor.place() if editor.buffer is document.buffer else document.buffer.place

    journaling = Journaling(documents, journal, place_of, window)
    looks = DiskLooks(documents, folders, window)
    return DocumentParts(
        documents=documents,
        document_notices=notices,
        saver=saver,
        saves=saves,
        autosave=Autosave(documents, saver, window),
        leaving=Leaving(window, documents, saves, saver),
        journaling=journaling,
        recovery=Recovery(documents, journaling, Leftovers(journal), window),
        keeping=keeping,
        cut_off=CutOffSaves(history, window),
        disk_looks=looks,
        disk=Disk(documents, notices, looks, folders, window),
        disk_summary=DiskSummary(folders, window),
        open_elsewhere=OpenElsewhere(Presence(presence_folder()), documents, notices, window),
        merging=Merging(window, documents, window),
        versions=HistoryCommands(window, documents, history, window),
        file_operations=FileOperations(documents, saver, history, folders, window),
    )
