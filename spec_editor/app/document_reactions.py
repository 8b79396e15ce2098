"""What the window shows of the open document."""

from pathlib import Path

from PySide6.QtCore import QObject

from spec_editor.app.parts import Parts
from spec_editor.core.findings import Finding
from spec_editor.core.report import DocumentReport, Guidance
from spec_editor.storage.errors import StorageError
from spec_editor.storage.text_file import TextFile
from spec_editor.ui.editor.buffer import TextBuffer
from spec_editor.ui.notices import Notice

_ENGINE, _READ_ONLY, _DISK, _LONG = "engine", "read-only", "disk", "long-lines"


class DocumentReactions(QObject):
    """Shows the open document and what is said about it; decides nothing."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window)
        self._parts = parts
        self._shown: Path | None = None

    # The document

    def show_document(self, file: TextFile) -> None:
        """Show a file that was opened, or read again after it changed on disk."""
        parts = self._parts
        self._shown = file.path
        parts.editor.show_buffer(TextBuffer(file.text))
        self._lock(bool(file.read_only_reason))
        parts.window.show_document(True)
        for name in ("edit.undo", "edit.redo", "edit.cut"):
            # The editor tells when there is something to undo or cut; in a new text there is not.
            parts.window.command(name).setEnabled(False)
        parts.window.notices.clear()
        parts.status.clearMessage()
        if file.read_only_reason:
            self._tell(_READ_ONLY, file.read_only_reason, "warning")
        parts.window.set_document_title(file.path.name, False)
        parts.breadcrumb.set_document(file.path.name)
        parts.workspace_panel.view.mark_current(str(file.path))
        parts.outline_panel.view.clear()
        parts.problems_panel.set_findings((), str(file.path))
        parts.guidance_panel.set_sections(())
        parts.preview.reset(())
        parts.preview.marks.clear()
        self.show_cursor()
        parts.window.focus_text()

    def _lock(self, read_only: bool) -> None:
        """Offer nothing that would change a document that must not be changed."""
        parts = self._parts
        parts.editor.setReadOnly(read_only)
        parts.outline_panel.view.set_read_only(read_only)
        parts.guidance_panel.set_read_only(read_only)
        parts.problems_panel.set_read_only(read_only)

    def show_nothing(self) -> None:
        """Show that no document is open."""
        parts = self._parts
        parts.editor.show_buffer(TextBuffer())
        parts.window.show_document(False)
        parts.window.notices.clear()
        parts.window.set_document_title("", False)
        parts.breadcrumb.set_document("")
        parts.workspace_panel.view.mark_current("")
        parts.outline_panel.view.clear()
        parts.problems_panel.clear()
        parts.guidance_panel.clear()
        parts.status.clear_document()
        parts.status.clearMessage()
        parts.preview.show_notice()

    def show_modified(self, modified: bool) -> None:
        """Show the mark of unsaved changes."""
        path = self._parts.session.path
        if path is not None:
            self._parts.window.set_document_title(path.name, modified)
            self._parts.workspace_panel.view.set_unsaved(str(path), modified)

    def show_saved(self, path: Path) -> None:
        """Show that the text is on the disk."""
        parts = self._parts
        parts.editor.document().setModified(False)
        self._lock(False)
        parts.window.notices.hide_notice(_READ_ONLY)
        parts.window.notices.hide_notice(_DISK)
        parts.window.set_document_title(path.name, False)
        parts.workspace_panel.view.mark_current(str(path))
        if path != self._shown and self._shown is not None:
            # Saved under another name: the old file is as it was, and no longer the open one.
            parts.workspace_panel.view.set_unsaved(str(self._shown), False)
            parts.breadcrumb.set_document(path.name)
            if parts.session.report is not None:
                self.show_report(parts.session.report)
        self._shown = path
        parts.status.show_message(f"Saved {path.name}")

    def show_patch(self, patch: dict[str, object], revision: int) -> None:
        """Show the changed blocks."""
        self._parts.preview.apply_patch(patch, revision)

    def show_report(self, report: DocumentReport) -> None:
        """Show completeness and outline."""
        parts = self._parts
        outline = parts.outline_panel.view
        outline.set_sections(report.sections)
        outline.set_findings(report.findings)
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
            parts.workspace_panel.view.update_entry(entry)

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
        """Bring the open document's entry up to its unsaved text again."""
        parts = self._parts
        path, report = parts.session.path, parts.session.report
        if path is not None:
            entry = parts.workspace.entry_of(path, report) if report else None
            if entry is not None:
                parts.workspace_panel.view.update_entry(entry)
            parts.workspace_panel.view.mark_current(str(path))
            modified = parts.editor.document().isModified()
            parts.workspace_panel.view.set_unsaved(str(path), modified)

    # Notices

    def _tell(
        self, key: str, text: str, severity: str, buttons: tuple[tuple[str, str], ...] = ()
    ) -> None:
        self._parts.window.notices.show_notice(Notice(key, text, severity, buttons))

    def show_failure(self, message: str) -> None:
        """Say that the preview shows an older text."""
        self._tell(_ENGINE, f"The preview is paused. {message}", "warning")

    def hide_failure(self) -> None:
        """The preview shows the text again."""
        self._parts.window.notices.hide_notice(_ENGINE)

    def show_restarted(self) -> None:
        """Say why the preview was gone for a moment."""
        self._parts.status.show_message("The preview had stopped and was started again.")

    def show_editor_notice(self, text: str) -> None:
        """Pass on what the editor has to say."""
        self._tell(_LONG, text, "info")

    def show_exported(self, path: Path) -> None:
        """Say where an export is."""
        self._parts.status.show_message(f"Exported {path}", 10_000)

    def answer_notice(self, key: str, action: str) -> None:
        """Do what a notice's button says."""
        if key == _DISK and action == "reload":
            try:
                self._parts.session.reload()
            except StorageError as error:
                self._tell(_DISK, str(error), "warning")

    def look_at_disk(self) -> None:
        """Take up the open file's new content, or say that it differs."""
        parts = self._parts
        try:
            if not parts.session.differs_from_disk():
                return
            if not parts.editor.document().isModified():
                parts.session.reload()
                return
        except StorageError as error:
            # This may be the last copy: leaving it must ask.
            parts.editor.document().setModified(True)
            self._tell(
                _DISK, f"{error} Your text is still here: save it, or use “Save As”.", "warning"
            )
            return
        text = "Another program has changed this file. Your unsaved text is still here."
        self._tell(_DISK, text, "warning", (("reload", "Discard mine and reload"),))

    def show_reloaded(self, file: TextFile) -> None:
        """Take up the file's text as one step that can be undone; the cursor stays."""
        parts = self._parts
        parts.editor.replace_text(file.text)
        parts.editor.document().setModified(False)
        self._lock(bool(file.read_only_reason))
        parts.window.notices.hide_notice(_DISK)
        parts.status.show_message(f"{file.path.name} was changed by another program and read again")
