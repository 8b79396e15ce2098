"""Everything the user can ask for, as one table."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QAction, QKeySequence

Keys = QKeySequence.StandardKey


@dataclass(frozen=True, slots=True)
class Command:
    """One command.

    ``menu`` is the menu's title with its mnemonic, a submenu after ``/``; a separator stands
    where ``group`` changes. ``standard`` is the platform's own shortcut; ``keys`` are used where
    the platform has none, and ``more_keys`` always. ``toolbar`` names the group in the toolbar,
    empty for none, "end" for its right end. Commands with the same ``choice`` exclude each other.
    """

    id: str
    text: str
    menu: str
    group: int = 0
    standard: Keys | None = None
    keys: str = ""
    more_keys: str = ""
    icon: str = ""
    tooltip: str = ""
    toolbar: str = ""
    checkable: bool = False
    choice: str = ""
    role: QAction.MenuRole = QAction.MenuRole.NoRole
    needs_document: bool = False


_FILE, _EDIT, _FORMAT, _VIEW, _GO, _HELP = "&File", "&Edit", "F&ormat", "&View", "&Go", "&Help"
_EXPORT, _THEME = "&File/&Export", "&View/&Theme"
_ROLE = QAction.MenuRole

_format = partial(Command, menu=_FORMAT, toolbar="format", needs_document=True)
_part = partial(Command, menu=_VIEW, toolbar="end", checkable=True)
_panes = partial(Command, menu=_VIEW, group=1, checkable=True, choice="panes", needs_document=True)
_switch = partial(Command, menu=_VIEW, group=1, checkable=True)
_theme = partial(Command, menu=_THEME, group=3, checkable=True, choice="theme")

COMMANDS: tuple[Command, ...] = (
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
        "file.export_html",
        "Export as &HTML…",
        _EXPORT,
        2,
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
        2,
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
        3,
        Keys.Close,
        "Ctrl+W",
        icon="close",
        tooltip="Close the specification",
        needs_document=True,
    ),
    Command(
        "file.quit",
        "&Quit",
        _FILE,
        3,
        Keys.Quit,
        "Ctrl+Q",
        icon="exit-to-app",
        tooltip="Leave Spec Editor",
        role=_ROLE.QuitRole,
    ),
    Command(
        "edit.undo",
        "&Undo",
        _EDIT,
        0,
        Keys.Undo,
        "Ctrl+Z",
        icon="undo",
        tooltip="Take the last change back",
        toolbar="edit",
        needs_document=True,
    ),
    Command(
        "edit.redo",
        "Re&do",
        _EDIT,
        0,
        Keys.Redo,
        "Ctrl+Shift+Z",
        "Ctrl+Y",
        icon="redo",
        tooltip="Make the change again",
        toolbar="edit",
        needs_document=True,
    ),
    Command(
        "edit.cut", "Cu&t", _EDIT, 1, Keys.Cut, "Ctrl+X", icon="content-cut", needs_document=True
    ),
    Command(
        "edit.copy",
        "&Copy",
        _EDIT,
        1,
        Keys.Copy,
        "Ctrl+C",
        icon="content-copy",
        needs_document=True,
    ),
    Command(
        "edit.paste",
        "&Paste",
        _EDIT,
        1,
        Keys.Paste,
        "Ctrl+V",
        icon="content-paste",
        needs_document=True,
    ),
    Command(
        "edit.select_all",
        "Select &All",
        _EDIT,
        1,
        Keys.SelectAll,
        "Ctrl+A",
        icon="select-all",
        needs_document=True,
    ),
    Command(
        "edit.find",
        "&Find…",
        _EDIT,
        2,
        Keys.Find,
        "Ctrl+F",
        icon="magnify",
        tooltip="Find in the text, or in the preview when the keyboard is there",
        toolbar="edit",
        needs_document=True,
    ),
    Command(
        "edit.replace",
        "&Replace…",
        _EDIT,
        2,
        Keys.Replace,
        "Ctrl+Alt+F",
        icon="find-replace",
        needs_document=True,
    ),
    Command(
        "edit.find_next",
        "Find &Next",
        _EDIT,
        2,
        Keys.FindNext,
        "F3",
        icon="arrow-down",
        needs_document=True,
    ),
    Command(
        "edit.find_previous",
        "Find Pre&vious",
        _EDIT,
        2,
        Keys.FindPrevious,
        "Shift+F3",
        icon="arrow-up",
        needs_document=True,
    ),
    _format("format.bold", "&Bold", standard=Keys.Bold, keys="Ctrl+B", icon="format-bold"),
    _format("format.italic", "&Italic", standard=Keys.Italic, keys="Ctrl+I", icon="format-italic"),
    _format("format.code", "&Code", keys="Ctrl+E", icon="code-tags"),
    _format("format.link", "&Link", keys="Ctrl+K", icon="link-variant"),
    _part(
        "view.workspace",
        "&Workspace",
        keys="Ctrl+Shift+E",
        icon="file-tree-outline",
        tooltip="Show the folder's specifications",
    ),
    _part(
        "view.outline",
        "&Outline",
        keys="Ctrl+Shift+L",
        icon="format-list-bulleted-square",
        tooltip="Show the sections and how complete they are",
    ),
    _part(
        "view.preview",
        "&Preview",
        keys="Ctrl+Shift+V",
        icon="book-open-outline",
        tooltip="Show the preview beside the text",
    ),
    _part(
        "view.problems",
        "Pro&blems",
        keys="Ctrl+Shift+M",
        icon="alert-circle-check-outline",
        tooltip="Show what was found in the text",
    ),
    _part(
        "view.guidance",
        "&Guidance",
        keys="Ctrl+Shift+T",
        icon="lightbulb-on-outline",
        tooltip="Show what the template asks for in this section",
    ),
    _panes(
        "view.panes_both",
        "Editor a&nd Preview",
        keys="Ctrl+1",
        icon="view-split-vertical",
        tooltip="Show the text and the preview",
    ),
    _panes(
        "view.panes_editor",
        "&Editor Only",
        keys="Ctrl+2",
        icon="text-box-outline",
        tooltip="Give the preview's room to the text",
    ),
    _panes(
        "view.panes_preview",
        "Preview On&ly",
        keys="Ctrl+3",
        icon="book-open-page-variant-outline",
        tooltip="Read the preview without the text beside it",
    ),
    _switch(
        "view.detach_preview",
        "&Detach Preview",
        keys="Ctrl+Shift+D",
        icon="open-in-new",
        tooltip="Show the preview in a window of its own, or take it back",
        needs_document=True,
    ),
    _switch(
        "view.preview_marks",
        "&Marks in Preview",
        icon="marker",
        tooltip="Show placeholders, example text and problems in the preview",
    ),
    _switch(
        "view.in_step",
        "&Synchronise Scrolling",
        icon="sync",
        tooltip="Keep text and preview at the same place",
    ),
    Command(
        "view.zoom_in",
        "Zoom &In",
        _VIEW,
        2,
        Keys.ZoomIn,
        "Ctrl++",
        "Ctrl+=",
        icon="magnify-plus-outline",
    ),
    Command(
        "view.zoom_out", "Zoom O&ut", _VIEW, 2, Keys.ZoomOut, "Ctrl+-", icon="magnify-minus-outline"
    ),
    Command(
        "view.zoom_reset", "&Actual Size", _VIEW, 2, keys="Ctrl+0", icon="magnify-remove-outline"
    ),
    _theme("view.theme_system", "As the &System", icon="theme-light-dark"),
    _theme("view.theme_light", "&Light", icon="white-balance-sunny"),
    _theme("view.theme_dark", "&Dark", icon="weather-night"),
    Command(
        "go.next_unfinished",
        "&Next Unfinished Thing",
        _GO,
        keys="F8",
        icon="skip-next-circle-outline",
        tooltip="Go to the next thing that is not finished",
        toolbar="go",
        needs_document=True,
    ),
    Command(
        "go.previous_unfinished",
        "&Previous Unfinished Thing",
        _GO,
        keys="Shift+F8",
        icon="skip-previous-circle-outline",
        tooltip="Go to the thing before that is not finished",
        needs_document=True,
    ),
    Command(
        "go.next_pane",
        "Ne&xt Pane",
        _GO,
        1,
        keys="F6",
        icon="arrow-right",
        tooltip="Give the keyboard to the next part of the window",
    ),
    Command(
        "go.previous_pane",
        "Pre&vious Pane",
        _GO,
        1,
        keys="Shift+F6",
        icon="arrow-left",
        tooltip="Give the keyboard to the part of the window before",
    ),
    Command(
        "help.examples",
        "Open the &Examples",
        _HELP,
        0,
        icon="school-outline",
        tooltip="Open the example specifications",
    ),
    Command("help.shortcuts", "&Keyboard Shortcuts", _HELP, 0, keys="F1", icon="keyboard-outline"),
    Command(
        "help.about",
        "&About Spec Editor",
        _HELP,
        1,
        icon="information-outline",
        role=_ROLE.AboutRole,
    ),
)
