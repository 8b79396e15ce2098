"""What the window shows of the open document."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from spec_editor.app.documents import OpenDocument
from spec_editor.app.parts import Parts
from spec_editor.core.findings import Finding
from spec_editor.core.report import DocumentReport, Guidance
from spec_editor.storage.errors import FileChangedError, FileGoneError, StorageError
from spec_editor.ui.editor.buffer import TextBuffer
from spec_editor.ui.notices import Notice

_ENGINE, _READ_ONLY, _LONG, _AUTOSAVE = "engine", "read-only", "long-lines", "autosave"


class DocumentReactions(QObject):
    """Shows the open document and what is said about it; decides nothing."""

    entry_known = Signal(object)  # SpecEntry of a document whose text is ahead of the disk

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window)
        self._parts = parts

    # The document

    def show_document(self, document: OpenDocument) -> None:
        """Show a document as it was left."""
        parts, buffer = self._parts, document.buffer
        parts.window.notices.hide_notice(_ENGINE)
        parts.document_notices.change_to(document)
        parts.editor.show_buffer(buffer)
        self.lock(document)
        parts.window.show_document(True)
        parts.window.command("edit.undo").setEnabled(buffer.document.isUndoAvailable())
        parts.window.command("edit.redo").setEnabled(buffer.document.isRedoAvailable())
        parts.window.command("edit.cut").setEnabled(parts.editor.textCursor().hasSelection())
        parts.status.clearMessage()
        self._show_name(document)
        parts.outline_panel.view.clear()
        parts.problems_panel.set_findings((), str(document.path))
        parts.guidance_panel.set_sections(())
        parts.preview.reset(())
        parts.preview.marks.clear()
        self.show_cursor()
        parts.window.focus_text()

    def _show_name(self, document: OpenDocument) -> None:
        """Show what the document is called, and whether it is saved, wherever that stands."""
        parts = self._parts
        parts.window.set_document_title(document.name, document.is_unsaved)
        parts.breadcrumb.set_document(document.name)
        parts.workspace_panel.view.mark_current(str(document.path))

    def lock(self, document: OpenDocument) -> None:
        """Offer nothing that would change a document that must not be changed."""
        parts, reason = self._parts, document.read_only_reason
        if reason:
            parts.document_notices.tell(document, Notice(_READ_ONLY, reason, "warning"))
        else:
            parts.document_notices.hide(document, _READ_ONLY)
        if document is parts.documents.current:
            parts.editor.setReadOnly(bool(reason))
            parts.outline_panel.view.set_read_only(bool(reason))
            parts.guidance_panel.set_read_only(bool(reason))
            parts.problems_panel.set_read_only(bool(reason))

    def show_nothing(self) -> None:
        """Show that no document is open."""
        parts = self._parts
        parts.window.notices.hide_notice(_ENGINE)
        parts.document_notices.change_to(None)
        parts.editor.show_buffer(TextBuffer())
        parts.window.show_document(False)
        parts.window.set_document_title("", False)
        parts.breadcrumb.set_document("")
        parts.workspace_panel.view.mark_current("")
        parts.outline_panel.view.clear()
        parts.problems_panel.clear()
        parts.guidance_panel.clear()
        parts.status.clear_document()
        parts.status.clearMessage()
        parts.preview.show_notice()

    def show_modified(self, document: OpenDocument) -> None:
        """Show the mark of unsaved changes."""
        parts = self._parts
        if document is parts.documents.current:
            parts.window.set_document_title(document.name, document.is_unsaved)
        parts.workspace_panel.view.set_unsaved(str(document.path), document.is_unsaved)

    def show_saved(self, document: OpenDocument) -> None:
        """Show that a document is on the disk."""
        self.lock(document)
        self._parts.document_notices.hide(document, _AUTOSAVE)
        self._parts.status.show_message(f"Saved {document.name}")

    def show_unasked_failure(self, document: OpenDocument, error: StorageError) -> None:
        """Say above its text why a document could not save itself; who is typing goes on."""
        parts = self._parts
        if isinstance(error, FileChangedError | FileGoneError):
            parts.disk_looks.look_at(document)
            return
        text = f"{error} It does not save itself again before you have saved it."
        parts.document_notices.tell(document, Notice(_AUTOSAVE, text, "error"))
        parts.status.show_message(f"{document.name} could not save itself")

    def show_moved(self, document: OpenDocument, before: Path) -> None:
        """Show that a document belongs to another file than before."""
        parts = self._parts
        parts.workspace_panel.view.set_unsaved(str(before), False)
        if document is parts.documents.current:
            self._show_name(document)
            parts.session.look_again()

    def forget_document(self, document: OpenDocument) -> None:
        """Take the mark of unsaved changes off a file whose document was closed."""
        self._parts.workspace_panel.view.set_unsaved(str(document.path), False)

    def show_patch(self, patch: dict[str, object], revision: int) -> None:
        """Show the changed blocks."""
        self._parts.preview.apply_patch(patch, revision)

    def show_report(self, report: DocumentReport) -> None:
        """Show completeness and outline."""
        parts = self._parts
        parts.outline_panel.view.set_sections(report.sections, report.findings)
        parts.guidance_panel.set_sections(report.sections)
        parts.editor.set_findings(report.findings, parts.session.revision - report.revision)
        parts.preview.marks.set_report(report.findings, report.sections)
        parts.summary.show_report(report)
        parts.breadcrumb.set_sections(report.sections)
        self.mark_section()
        parts.status.set_report(report)
        path = parts.session.path
        parts.problems_panel.set_findings(report.findings, str(path or ""))
        entry = parts.workspace.entry_of(path, report) if path else None
        if entry is not None:
            self.entry_known.emit(entry)

    def mark_section(self) -> None:
        """Show in which section the cursor is, once the engine knows the lines as they are now."""
        parts = self._parts
        if parts.session.is_answered:
            line = parts.editor.textCursor().blockNumber() + 1
            parts.outline_panel.view.mark_line(line)
            parts.breadcrumb.mark_line(line)
            parts.guidance_panel.mark_line(line)

    def enter_pane(self, name: str) -> None:
        """Show in which section the cursor is when the keyboard comes to the text."""
        if name == "editor":
            self._parts.guidance_panel.show_missing("")
            self.mark_section()

    def show_guidance(self, guidance: Guidance) -> None:
        """Show what the template in use says."""
        self._parts.guidance_panel.set_guidance(guidance)
        self._parts.acting.take_guidance(guidance)

    def open_finding(self, finding: Finding) -> None:
        """Show a finding in the list and in the text, with the keyboard in the text."""
        parts, panel = self._parts, self._parts.problems_panel
        parts.window.show_part("problems", True)
        path = str(parts.session.path or "")
        if not panel.view.choose(finding, path):
            # A filter must not hide what was asked for.
            panel.filters.clear()
            panel.view.choose(finding, path)
        parts.editor.go_to_span(parts.editor.span_of(finding))

    def show_summary(self) -> None:
        """Pop up what is left to do."""
        if self._parts.session.report is not None:
            self._parts.summary.open_above(self._parts.status.completeness)

    def show_cursor(self) -> None:
        """Show where the cursor is."""
        cursor = self._parts.editor.textCursor()
        self._parts.status.set_cursor(cursor.blockNumber() + 1, cursor.positionInBlock() + 1)

    def mark_open_file(self) -> None:
        """Mark the open file in the tree again: another one was chosen and not opened."""
        path = self._parts.session.path
        self._parts.workspace_panel.view.mark_current(str(path) if path else "")

    def show_scanned(self) -> None:
        """Bring the open documents' entries up to their unsaved texts again."""
        parts = self._parts
        path, report = parts.session.path, parts.session.report
        entry = parts.workspace.entry_of(path, report) if path and report else None
        if entry is not None:
            self.entry_known.emit(entry)
        self.mark_open_file()
        for document in parts.documents.all:
            parts.workspace_panel.view.set_unsaved(str(document.path), document.is_unsaved)

    # Notices

    def show_failure(self, message: str) -> None:
        """Say that the preview shows an older text."""
        notice = Notice(_ENGINE, f"The preview is paused. {message}", "warning")
        self._parts.window.notices.show_notice(notice)

    def hide_failure(self) -> None:
        """The preview shows the text again."""
        self._parts.window.notices.hide_notice(_ENGINE)

    def show_restarted(self) -> None:
        """Say why the preview was gone for a moment."""
        self._parts.status.show_message("The preview had stopped and was started again.")

    def show_editor_notice(self, text: str) -> None:
        """Pass on what the editor has to say."""
        self._parts.window.notices.show_notice(Notice(_LONG, text, "info"))

    def show_exported(self, path: Path) -> None:
        """Say where an export is."""
        self._parts.status.show_message(f"Exported {path}", 10_000)
