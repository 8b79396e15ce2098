"""Connects the parts: every connection of the program stands here, so that the flow can be read."""

from pathlib import Path

from PySide6.QtCore import Qt

from spec_editor.app.autosave import CHOICES
from spec_editor.app.document_reactions import DocumentReactions
from spec_editor.app.flavour_reactions import FlavourReactions
from spec_editor.app.format_reactions import FormatReactions
from spec_editor.app.parts import Parts
from spec_editor.app.remote_reactions import RemoteReactions
from spec_editor.app.settings import AUTOSAVE, IN_STEP, PREVIEW_MARKS
from spec_editor.app.tab_reactions import TabReactions
from spec_editor.app.template_reactions import TemplateReactions
from spec_editor.app.window_reactions import WindowReactions
from spec_editor.app.wiring_disk import wire_disk
from spec_editor.app.wiring_files import wire_files
from spec_editor.app.wiring_folders import wire_folders
from spec_editor.app.wiring_overview import wire_overview
from spec_editor.app.wiring_safety import wire_safety

_QUEUED = Qt.ConnectionType.QueuedConnection


def wire(parts: Parts) -> None:
    """Make all connections."""
    document, window = DocumentReactions(parts), WindowReactions(parts)
    _wire_text(parts)
    _wire_engine(parts, document)
    _wire_document(parts, document)
    wire_safety(parts, parts.window)
    _wire_tabs(parts)
    _wire_places(parts, document)
    _wire_remote_images(parts)
    _wire_steps(parts)
    _wire_actions(parts, document)
    wire_overview(parts, document)
    _wire_folder(parts, document, window)
    wire_disk(parts, document, window)
    _wire_appearance(parts, document, window)
    _wire_file_commands(parts, window)
    _wire_edit_commands(parts)
    _wire_view_commands(parts)
    _wire_marks(parts, document)
    _wire_flavour(parts)
    _wire_format(parts, document)


def _wire_text(parts: Parts) -> None:
    """Key press → session → engine."""
    parts.editor.text_changed.connect(parts.session.text_edited)
    parts.editor.text_changed.connect(parts.pacer.note_edit)
    parts.editor.text_changed.connect(parts.workspace.scans.give_way)
    parts.editor.cursorPositionChanged.connect(parts.garbage.note_work)
    parts.editor.top_line_changed.connect(parts.garbage.note_work)
    parts.preview.scrolled.connect(parts.garbage.note_work)
    # Where a save begins and where it ends.
    parts.documents.modified_changed.connect(parts.garbage.note_work)


def _wire_engine(parts: Parts, document: DocumentReactions) -> None:
    """Engine → session → views."""
    parts.engine.drawn.connect(parts.session.take_page)
    parts.engine.replied.connect(parts.session.take_reply)
    parts.engine.failed.connect(parts.session.take_failure)
    parts.engine.replied.connect(parts.exports.take_reply)
    parts.engine.failed.connect(parts.exports.take_failure)
    parts.preview.patched.connect(parts.session.page.note_shown)
    parts.session.diagrams_drawn.connect(parts.web.assets.add_diagrams)
    parts.session.patched.connect(parts.remote_images.take_patch)
    parts.remote_images.patched.connect(document.show_patch)
    parts.session.reported.connect(parts.pacer.take)
    parts.pacer.due.connect(document.show_report)
    parts.session.failed.connect(document.show_failure)
    parts.preview.feed.handed_over.connect(parts.web.watch.expect)
    parts.preview.engine_restarted.connect(document.show_restarted)
    parts.session.recovered.connect(document.hide_failure)


def _wire_document(parts: Parts, document: DocumentReactions) -> None:
    """Opening, saving and closing → views."""
    parts.documents.shown.connect(parts.session.show)
    parts.session.opened.connect(parts.pacer.forget)
    parts.session.closed.connect(parts.pacer.forget)
    parts.session.opened.connect(document.show_document)
    parts.session.closed.connect(document.show_nothing)
    parts.documents.modified_changed.connect(document.show_modified)
    parts.documents.moved.connect(document.show_moved)
    parts.documents.closed.connect(document.forget_document)
    parts.saver.saved.connect(document.show_saved)
    parts.saver.saved.connect(parts.autosave.note_saved)
    parts.saver.failed.connect(parts.saves.show_failure)
    parts.saver.failed.connect(parts.autosave.note_failure)
    parts.saver.failed_unasked.connect(parts.autosave.note_failure)
    parts.saver.failed_unasked.connect(document.show_unasked_failure)
    parts.saves.told.connect(parts.status.show_message)
    parts.saves.saved_as.connect(parts.files.take_new_file)
    parts.editor.notice.connect(document.show_editor_notice)
    parts.exports.exported.connect(document.show_exported)


def _wire_tabs(parts: Parts) -> None:
    """Open documents ↔ tabs."""
    reactions, tabs = TabReactions(parts), parts.tabs
    parts.documents.changed.connect(reactions.show)
    parts.documents.shown.connect(reactions.show)
    parts.documents.modified_changed.connect(reactions.show)
    parts.disk.changed.connect(reactions.show)
    parts.documents.changed.connect(parts.last_session.note)
    parts.documents.shown.connect(parts.last_session.note)
    parts.files.folder_opened.connect(parts.last_session.note)
    parts.last_session.told.connect(parts.status.show_message)
    tabs.show_requested.connect(reactions.choose)
    tabs.keep_requested.connect(reactions.keep)
    tabs.close_requested.connect(reactions.close)
    tabs.close_others_requested.connect(reactions.close_others)
    tabs.close_all_requested.connect(parts.leaving.close_all)
    tabs.copy_path_requested.connect(reactions.copy_path)
    tabs.moved.connect(parts.documents.move_tab)


def _wire_places(parts: Parts, document: DocumentReactions) -> None:
    """Wishes to go somewhere; the cursor's place."""
    parts.outline_panel.view.line_requested.connect(parts.navigation.show_line)
    parts.breadcrumb.line_requested.connect(parts.navigation.go_to_line)
    parts.preview.line_requested.connect(parts.window.show_text)
    parts.preview.spot_requested.connect(lambda _: parts.window.show_text())
    parts.preview.scrolled.connect(parts.navigation.follow_reader)
    parts.navigation.place_read.connect(parts.outline_panel.view.mark_line)
    parts.navigation.place_read.connect(parts.breadcrumb.mark_line)
    parts.window.panes.entered.connect(document.enter_pane)
    parts.outline_panel.view.section_requested.connect(parts.guidance_panel.show_missing)
    parts.preview.link_activated.connect(parts.navigation.follow_link)
    parts.preview.diagram_requested.connect(parts.diagrams.act)
    parts.diagrams.told.connect(parts.status.show_message)
    parts.preview.link_pointed.connect(parts.navigation.explain_link)
    parts.navigation.target_known.connect(parts.preview.show_target)
    parts.navigation.file_wanted.connect(parts.files.open_file)
    parts.session.reported.connect(parts.navigation.go_to_anchor)
    parts.navigation.told.connect(parts.status.show_message)
    # Queued: a key that makes a new line tells of the cursor first, and then of the text.
    parts.editor.cursor_line_changed.connect(document.mark_section, _QUEUED)
    parts.problems_panel.folder_requested.connect(parts.workspace.find_problems)
    parts.workspace.found.connect(parts.problems_panel.set_folder_findings)
    parts.problems_panel.place_requested.connect(parts.navigation.show_place)
    parts.problems_panel.finding_requested.connect(parts.navigation.show_finding)
    parts.summary.line_requested.connect(parts.navigation.go_to_line)
    parts.editor.cursor_line_changed.connect(parts.preview.mark_line)


def _wire_remote_images(parts: Parts) -> None:
    """Pictures of the network: what the document has, what is wanted, what has come."""
    remote, images = RemoteReactions(parts), parts.remote_images
    parts.session.opened.connect(remote.begin)
    parts.session.closed.connect(remote.begin)
    images.found.connect(remote.show_found)
    parts.window.notices.action_requested.connect(remote.answer)
    parts.window.notices.dismissed.connect(remote.dismiss)
    parts.downloads.loaded.connect(images.take_picture)
    parts.downloads.failed.connect(images.take_problem)
    parts.preview.offer(remote.ask)


def _wire_steps(parts: Parts) -> None:
    """Text and preview side by side: what one does, and what the other does with it."""
    step, preview = parts.in_step, parts.preview
    parts.editor.top_line_changed.connect(step.note_scroll)
    parts.editor.cursorPositionChanged.connect(step.note_cursor)
    parts.session.failed.connect(step.go_on)
    parts.navigation.jumped.connect(step.stay)
    preview.led.connect(step.follow_reader)
    preview.line_requested.connect(step.go_to_line)
    preview.spot_requested.connect(step.put_cursor)
    preview.box_clicked.connect(step.tick)
    step.told.connect(parts.status.show_message)


def _wire_actions(parts: Parts, document: DocumentReactions) -> None:
    """Wishes to change the text → engine → editor; what the template says."""
    perform, templates = parts.acting.perform, TemplateReactions(parts)
    parts.outline_panel.view.action_requested.connect(perform)
    parts.guidance_panel.action_requested.connect(perform)
    parts.problems_panel.action_requested.connect(perform)
    parts.editor.action_requested.connect(perform)
    # Before the edits are made: they are edits of the text as it was.
    parts.session.edits_ready.connect(parts.moved.note_edits)
    parts.session.edits_ready.connect(parts.acting.apply)
    parts.session.reported.connect(parts.moved.show)
    parts.moved.found.connect(parts.outline_panel.view.choose_line)
    parts.session.reported.connect(parts.acting.go_on)
    parts.session.action_failed.connect(parts.acting.fail)
    parts.session.opened.connect(parts.acting.forget)
    parts.session.guided.connect(document.show_guidance)
    parts.acting.told.connect(parts.status.show_message)
    parts.outline_panel.view.copy_link_requested.connect(parts.acting.copy_link)
    parts.guidance_panel.compare_requested.connect(parts.acting.compare)
    parts.status.summary_requested.connect(document.show_summary)
    parts.status.template.wanted.connect(templates.offer)
    parts.status.template.chosen.connect(templates.choose)
    hide = parts.window.show_part
    parts.problems_panel.hide_requested.connect(lambda: hide("problems", False))
    parts.guidance_panel.hide_requested.connect(lambda: hide("guidance", False))


def _wire_folder(parts: Parts, document: DocumentReactions, window: WindowReactions) -> None:
    """Folder → workspace view."""
    view = parts.workspace_panel.view
    wire_folders(parts)
    wire_files(parts)
    parts.workspace.scanned.connect(document.show_scanned)
    parts.workspace.setup_changed.connect(parts.session.look_again)
    parts.workspace.setup_failed.connect(window.show_setup_failure)
    parts.workspace.setup_recovered.connect(window.hide_setup_failure)
    parts.workspace.readings_found.connect(parts.flavours.take)
    parts.files.stayed.connect(document.mark_open_file)
    parts.files.folder_opened.connect(window.show_folder)
    parts.files.recent_changed.connect(window.show_recent)
    view.file_requested.connect(lambda path: parts.files.open_file(Path(path), is_transient=True))
    parts.workspace_panel.open_folder_requested.connect(parts.files.ask_folder)
    parts.workspace_panel.new_requested.connect(parts.files.ask_new)
    parts.welcome.open_folder_requested.connect(parts.files.ask_folder)
    parts.welcome.new_requested.connect(parts.files.ask_new)
    parts.welcome.examples_requested.connect(parts.files.open_examples)
    parts.welcome.path_requested.connect(lambda path: parts.files.open_path(Path(path)))
    parts.window.recent_requested.connect(lambda path: parts.files.open_path(Path(path)))


def _wire_appearance(parts: Parts, document: DocumentReactions, window: WindowReactions) -> None:
    """Theme and zoom."""
    parts.appearance.theme_changed.connect(window.show_theme)
    parts.editor.zoom_changed.connect(lambda percent: parts.preview.set_zoom(percent / 100))
    parts.preview.zoom_requested.connect(
        lambda step: parts.editor.zoom_in() if step > 0 else parts.editor.zoom_out()
    )
    parts.navigation.link_question.connect(window.ask_link)
    parts.editor.cursorPositionChanged.connect(document.show_cursor)


def _wire_file_commands(parts: Parts, window: WindowReactions) -> None:
    command = parts.window.command
    command("file.new").triggered.connect(parts.files.ask_new)
    command("file.open").triggered.connect(parts.files.ask_file)
    command("file.open_folder").triggered.connect(parts.files.ask_folder)
    command("file.new_untitled").triggered.connect(parts.files.new_untitled)
    command("file.save").triggered.connect(parts.saves.save)
    command("file.save_as").triggered.connect(parts.saves.ask_save_as)
    command("file.save_copy").triggered.connect(parts.saves.ask_save_copy)
    command("file.save_all").triggered.connect(parts.saves.save_all)
    parts.autosave.choose(parts.settings.get(AUTOSAVE))
    for choice in CHOICES:
        action = command(f"file.autosave_{choice}")
        action.setChecked(choice == parts.settings.get(AUTOSAVE))
        action.triggered.connect(lambda _=False, choice=choice: parts.autosave.choose(choice))
        action.triggered.connect(
            lambda _=False, choice=choice: parts.settings.set(AUTOSAVE, choice)
        )
    command("file.history").triggered.connect(parts.versions.open)
    parts.versions.told.connect(parts.status.show_message)
    parts.merging.told.connect(parts.status.show_message)
    command("file.export_html").triggered.connect(parts.exports.ask_html)
    command("file.export_pdf").triggered.connect(parts.exports.ask_pdf)
    command("file.close").triggered.connect(parts.leaving.close_current)
    command("file.close_all").triggered.connect(parts.leaving.close_all)
    command("go.next_document").triggered.connect(lambda: parts.documents.step(1))
    command("go.previous_document").triggered.connect(lambda: parts.documents.step(-1))
    command("file.quit").triggered.connect(parts.window.close)
    parts.window.close_requested.connect(window.leave)
    command("help.examples").triggered.connect(parts.files.open_examples)
    command("help.shortcuts").triggered.connect(window.show_shortcuts)
    command("help.about").triggered.connect(window.show_about)


def _wire_edit_commands(parts: Parts) -> None:
    command, editor = parts.window.command, parts.editor
    for name in ("undo", "redo", "cut", "paste", "replace"):
        command(f"edit.{name}").triggered.connect(parts.window.show_text)
    for name in ("bold", "italic", "code", "link"):
        command(f"format.{name}").triggered.connect(parts.window.show_text)
    command("edit.undo").triggered.connect(editor.undo)
    command("edit.redo").triggered.connect(editor.redo)
    command("edit.cut").triggered.connect(editor.cut)
    command("edit.copy").triggered.connect(parts.pane_commands.copy)
    command("edit.paste").triggered.connect(editor.paste)
    command("edit.select_all").triggered.connect(parts.pane_commands.select_all)
    editor.undoAvailable.connect(command("edit.undo").setEnabled)
    editor.redoAvailable.connect(command("edit.redo").setEnabled)
    editor.copyAvailable.connect(command("edit.cut").setEnabled)
    command("edit.find").triggered.connect(parts.pane_commands.find)
    command("edit.replace").triggered.connect(parts.find_bar.open_replace)
    command("edit.find_next").triggered.connect(parts.pane_commands.find_next)
    command("edit.find_previous").triggered.connect(parts.pane_commands.find_previous)
    command("format.bold").triggered.connect(editor.toggle_bold)
    command("format.italic").triggered.connect(editor.toggle_italic)
    command("format.code").triggered.connect(editor.toggle_code)
    command("format.link").triggered.connect(editor.insert_link)
    command("go.next_unfinished").triggered.connect(parts.navigation.go_to_next_unfinished)
    command("go.previous_unfinished").triggered.connect(parts.navigation.go_to_previous_unfinished)


def _wire_view_commands(parts: Parts) -> None:
    command = parts.window.command
    command("view.zoom_in").triggered.connect(parts.editor.zoom_in)
    command("view.zoom_out").triggered.connect(parts.editor.zoom_out)
    command("view.zoom_reset").triggered.connect(parts.editor.zoom_reset)
    parts.preview.offer(command("edit.find"), command("view.detach_preview"))
    in_step = command("view.in_step")
    in_step.toggled.connect(parts.in_step.switch)
    in_step.setChecked(parts.settings.get(IN_STEP))
    in_step.toggled.connect(lambda on: parts.settings.set(IN_STEP, on))
    command("go.next_pane").triggered.connect(lambda: parts.window.panes.go_round(1))
    command("go.previous_pane").triggered.connect(lambda: parts.window.panes.go_round(-1))
    for panel in (
        parts.workspace_panel,
        parts.outline_panel,
        parts.guidance_panel,
        parts.problems_panel,
        parts.window.notices,
    ):
        panel.left.connect(parts.window.focus_text)
    for choice in ("system", "light", "dark"):
        action = command(f"view.theme_{choice}")
        action.setChecked(choice == parts.appearance.choice)
        action.triggered.connect(lambda _=False, choice=choice: parts.appearance.choose(choice))


def _wire_marks(parts: Parts, document: DocumentReactions) -> None:
    """What the preview marks: placeholders, example text, problems."""
    wish, problem = parts.preview.placeholder_requested, parts.preview.marks.finding_requested
    for request, answer in (
        (wish, parts.navigation.fill_placeholder),
        (problem, document.open_finding),
    ):
        # The text may be hidden, or in another window than the preview.
        request.connect(parts.window.show_text)
        request.connect(answer)
        request.connect(parts.window.focus_text)
    marks = parts.window.command("view.preview_marks")
    marks.toggled.connect(parts.preview.show_marks)
    marks.setChecked(parts.settings.get(PREVIEW_MARKS))
    marks.toggled.connect(lambda shown: parts.settings.set(PREVIEW_MARKS, shown))


def _wire_flavour(parts: Parts) -> None:
    """How the text is read as Markdown → engine and status bar."""
    flavour = FlavourReactions(parts)
    parts.flavours.changed.connect(parts.session.look_again)
    parts.flavours.changed.connect(flavour.show)
    parts.session.opened.connect(flavour.show_for_document)
    parts.saver.saved.connect(flavour.show)
    parts.status.flavour.wanted.connect(flavour.offer)
    parts.status.flavour.chosen.connect(flavour.choose)


def _wire_format(parts: Parts, document: DocumentReactions) -> None:
    """How the open file is written → status bar; converting it."""
    text_format = FormatReactions(parts)
    parts.documents.shown.connect(text_format.show)
    parts.documents.converted.connect(text_format.show)
    parts.documents.converted.connect(document.lock)
    parts.disk.reloaded.connect(text_format.show)
    parts.documents.converted.connect(parts.documents.modified_changed)
    parts.saver.saved.connect(text_format.show)
    parts.status.format.wanted.connect(text_format.offer)
    parts.status.format.chosen.connect(text_format.choose)
