"""What the user can ask for in the menu of files."""

from functools import partial

from PySide6.QtGui import QAction

from spec_editor.ui.command import Command, Keys

_FILE, _EXPORT, _AUTOSAVE = "&File", "&File/&Export", "&File/A&utosave"
_ROLE = QAction.MenuRole

_autosave = partial(Command, menu=_AUTOSAVE, group=1, checkable=True, choice="autosave")


def _own(name: str, text: str, icon: str, tooltip: str) -> Command:
    """Return a command for the shown document's file."""
    return Command(name, text, _FILE, 2, icon=icon, tooltip=tooltip, needs_document=True)


FILE_COMMANDS: tuple[Command, ...] = (
    Command(
        "file.new",
        "&New Specification…",
        _FILE,
        0,
        Keys.New,
        "Ctrl+N",
        icon="file-plus-outline",
        tooltip="Start a specification from a template",
        toolbar="file",
    ),
    Command(
        "file.new_untitled",
        "New &Untitled Text",
        _FILE,
        0,
        keys="Ctrl+Alt+N",
        icon="file-outline",
        tooltip="Start an empty text that gets its file when it is saved",
    ),
    Command(
        "file.open",
        "&Open File…",
        _FILE,
        0,
        Keys.Open,
        "Ctrl+O",
        icon="file-document-outline",
        tooltip="Open one Markdown file",
    ),
    Command(
        "file.open_folder",
        "Open &Folder…",
        _FILE,
        0,
        keys="Ctrl+Shift+O",
        icon="folder-open-outline",
        tooltip="Open a folder of specifications",
        toolbar="file",
    ),
    Command(
        "file.add_folder",
        "Add Folder to &Workspace…",
        _FILE,
        0,
        icon="folder-plus-outline",
        tooltip="Open one more folder beside those that are open",
    ),
    Command(
        "file.save",
        "&Save",
        _FILE,
        1,
        Keys.Save,
        "Ctrl+S",
        icon="content-save-outline",
        tooltip="Write the specification to its file",
        toolbar="file",
        needs_document=True,
    ),
    Command(
        "file.save_as",
        "Save &As…",
        _FILE,
        1,
        Keys.SaveAs,
        "Ctrl+Shift+S",
        icon="content-save-edit-outline",
        tooltip="Write the specification to another file",
        needs_document=True,
    ),
    Command(
        "file.save_copy",
        "Save a Cop&y…",
        _FILE,
        1,
        icon="content-copy",
        tooltip="Write the text to another file and go on with this one",
        needs_document=True,
    ),
    Command(
        "file.save_all",
        "Save A&ll",
        _FILE,
        1,
        keys="Ctrl+Alt+S",
        icon="content-save-all-outline",
        tooltip="Write every specification with unsaved changes to its file",
        needs_document=True,
    ),
    *(
        _autosave(f"file.autosave_{choice}", text)
        for choice, text in (
            ("off", "&Off"),
            ("focus", "When I Leave the &Window"),
            ("10", "Every 10 &Seconds"),
            ("60", "Every &Minute"),
            ("300", "Every &Five Minutes"),
        )
    ),
    Command(
        "file.history",
        "&History…",
        _FILE,
        1,
        keys="Ctrl+Alt+H",
        icon="history",
        tooltip="See what the specification said when it was saved before, and restore from it",
        needs_document=True,
    ),
    _own("file.rename", "&Rename…", "rename-outline", "Give the file another name"),
    _own("file.move", "&Move to…", "folder-move-outline", "Put the file into another folder"),
    _own("file.duplicate", "&Duplicate", "content-duplicate", "Copy the file and open the copy"),
    _own("file.delete", "Move to &Trash…", "trash-can-outline", "Put the file into the trash"),
    Command(
        "file.export_html",
        "Export as &HTML…",
        _EXPORT,
        3,
        keys="Ctrl+Shift+H",
        icon="language-html5",
        tooltip="Write one self-contained HTML file",
        toolbar="export",
        needs_document=True,
    ),
    Command(
        "file.export_pdf",
        "Export as &PDF…",
        _EXPORT,
        3,
        keys="Ctrl+Shift+P",
        icon="file-pdf-box",
        tooltip="Write a PDF with bookmarks and page numbers",
        toolbar="export",
        needs_document=True,
    ),
    Command(
        "file.close",
        "&Close",
        _FILE,
        4,
        Keys.Close,
        "Ctrl+W",
        icon="close",
        tooltip="Close the specification",
        needs_document=True,
    ),
    Command(
        "file.close_all",
        "Close All",
        _FILE,
        4,
        keys="Ctrl+Shift+W",
        icon="close-box-multiple-outline",
        tooltip="Close all specifications",
        needs_document=True,
    ),
    Command(
        "file.quit",
        "&Quit",
        _FILE,
        4,
        Keys.Quit,
        "Ctrl+Q",
        icon="exit-to-app",
        tooltip="Leave Spec Editor",
        role=_ROLE.QuitRole,
    ),
)
