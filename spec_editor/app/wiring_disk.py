"""Connects what watches the disk with what becomes of it."""

from PySide6.QtWidgets import QApplication

from spec_editor.app.document_parts import DocumentParts
from spec_editor.app.document_reactions import DocumentReactions
from spec_editor.app.parts import Parts
from spec_editor.app.window_reactions import WindowReactions


def wire_disk(parts: Parts, document: DocumentReactions, window: WindowReactions) -> None:
    """Other programs → open documents, folder."""
    _wire_watching(parts, window)
    wire_looks(parts)
    _wire_outcomes(parts, document, window)
    _wire_presence(parts)


def _wire_watching(parts: Parts, window: WindowReactions) -> None:
    """What is open → what is watched → who wants to know."""
    parts.workspace.folders_changed.connect(parts.watching.set_folders)
    parts.documents.changed.connect(
        lambda: parts.watching.set_files(
            document.path for document in parts.documents.all if not document.is_untitled
        )
    )
    parts.watching.told.connect(window.show_watching)
    parts.watching.hinted.connect(parts.workspace.rescan)
    parts.watching.hinted.connect(parts.session.take_hint)
    parts.watching.hinted.connect(lambda: parts.preview.feed.call("lookForPictures"))
    parts.watching.hinted.connect(parts.disk_looks.take_hint)
    parts.watching.hinted.connect(parts.disk_summary.take_hint)


def wire_looks(parts: DocumentParts) -> None:
    """When the open files are looked at, and what was seen."""
    looks, disk = parts.disk_looks, parts.disk
    parts.documents.opened.connect(looks.begin_anew)
    parts.documents.moved.connect(looks.begin_anew)
    parts.documents.closed.connect(looks.forget)
    application = QApplication.instance()
    if isinstance(application, QApplication):
        application.applicationStateChanged.connect(looks.take_state)
    looks.found_same.connect(disk.take_same)
    looks.renamed.connect(disk.follow)
    looks.settled.connect(disk.take_sight)
    parts.saver.saved.connect(disk.note_saved)
    parts.documents.edited.connect(disk.take_edit)
    parts.documents.closed.connect(disk.forget)
    parts.saves.undecided.connect(disk.insist)


def _wire_outcomes(parts: Parts, document: DocumentReactions, window: WindowReactions) -> None:
    """What became of a document's file → views; what the user says to it."""
    disk, summary = parts.disk, parts.disk_summary
    parts.window.notices.action_requested.connect(disk.answer)
    disk.reloaded.connect(document.lock)
    disk.reloaded.connect(summary.note_reloaded)
    disk.conflicted.connect(summary.note_unsaved)
    disk.told.connect(parts.status.show_message)
    disk.save_again_requested.connect(parts.saves.save_again)
    disk.save_as_requested.connect(parts.saves.ask_save_as)
    disk.close_requested.connect(lambda closed: parts.leaving.close((closed,)))
    disk.compare_requested.connect(parts.merging.compare)
    disk.merge_requested.connect(parts.merging.merge)
    parts.merging.merged.connect(disk.take_merge)
    parts.workspace.folders_changed.connect(summary.begin)
    summary.told.connect(parts.status.show_message)
    summary.summed_up.connect(window.show_many_changes)


def _wire_presence(parts: Parts) -> None:
    """What is open here → who has it open elsewhere."""
    elsewhere = parts.open_elsewhere
    parts.documents.opened.connect(elsewhere.look)
    parts.documents.shown.connect(elsewhere.look)
    parts.documents.moved.connect(elsewhere.follow)
    parts.documents.closed.connect(elsewhere.forget)
