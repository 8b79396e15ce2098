"""Connects what can be done with files: renaming, moving, duplicating, deleting."""

from pathlib import Path

from spec_editor.app.parts import Parts


def wire_files(parts: Parts) -> None:
    """Wishes of tree and menu → questions → what is done → what is said of it."""
    view, questions, operations = (
        parts.workspace_panel.view,
        parts.file_questions,
        parts.file_operations,
    )
    view.new_requested.connect(parts.files.ask_new_in)
    view.rename_requested.connect(lambda path: questions.ask_rename(Path(path)))
    view.move_requested.connect(lambda path, folder: questions.ask_move(Path(path), folder))
    view.duplicate_requested.connect(lambda path: operations.duplicate(Path(path)))
    view.delete_requested.connect(lambda path: questions.ask_delete(Path(path)))
    for name, ask in (
        ("file.rename", questions.ask_rename),
        ("file.move", lambda path: questions.ask_move(path, "")),
        ("file.duplicate", operations.duplicate),
        ("file.delete", questions.ask_delete),
    ):
        action = parts.window.command(name)
        action.triggered.connect(lambda _checked=False, ask=ask: questions.ask_for_current(ask))
    operations.found.connect(questions.show_found)
    operations.moved.connect(questions.show_moved)
    operations.moved.connect(lambda moved: parts.files.remember(moved.target))
    operations.moved.connect(lambda moved: view.choose(str(moved.target)))
    operations.duplicated.connect(questions.show_duplicated)
    operations.deleted.connect(questions.show_deleted)
    operations.failed.connect(questions.show_failure)
    operations.has_no_trash.connect(questions.ask_delete_for_good)
    questions.told.connect(parts.status.show_message)
    questions.changed.connect(parts.workspace.rescan)
    questions.open_requested.connect(parts.files.open_file)
