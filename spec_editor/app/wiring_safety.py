"""Connects what keeps texts safe: the journal, the history, and what an earlier run left."""

from PySide6.QtWidgets import QApplication

from spec_editor.app.document_parts import DocumentParts
from spec_editor.app.ending import Ending
from spec_editor.app.recovery_reactions import RecoveryReactions
from spec_editor.ui.window import MainWindow


def wire_safety(parts: DocumentParts, window: MainWindow) -> None:
    """Unsaved text → journal; what was saved → history; what an earlier run left → documents."""
    reactions, journaling = RecoveryReactions(window, parts.recovery), parts.journaling
    parts.documents.edited.connect(journaling.note_edit)
    # The session was about to end, and did not.
    parts.documents.edited.connect(lambda _: window.allow_close(False))
    parts.documents.modified_changed.connect(journaling.note_state)
    parts.documents.moved.connect(lambda document, _before: journaling.note_state(document))
    parts.documents.closed.connect(journaling.forget)
    journaling.failed.connect(reactions.show_unsafe)
    journaling.recovered.connect(reactions.hide_unsafe)
    parts.saver.saved.connect(parts.keeping.note_saved)
    for followed in (parts.file_operations.followed, parts.disk.followed):
        followed.connect(journaling.note_state)
    parts.disk.followed.connect(parts.keeping.follow)
    parts.keeping.failed.connect(reactions.show_no_history)
    parts.cut_off.told.connect(reactions.show_cut_off)
    parts.documents.opened.connect(parts.cut_off.look_beside)
    parts.recovery.found.connect(reactions.show)
    parts.recovery.failed.connect(reactions.show_failure)
    parts.recovery.restored.connect(parts.disk_looks.look)
    window.notices.action_requested.connect(reactions.answer)


def wire_ending(ending: Ending, application: QApplication) -> None:
    """The end of the session; signals are no connections of Qt."""
    application.commitDataRequest.connect(ending.end_session)
