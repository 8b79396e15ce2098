from collections import Counter

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenuBar, QToolBar, QWidget
from pytestqt.qtbot import QtBot

from spec_editor.ui.commands import (
    COMMANDS,
    build_actions,
    fill_menus,
    fill_toolbar,
    plain_text,
    set_icons,
    shortcuts,
)
from spec_editor.ui.theme import LIGHT

EXPECTED = """
file.new file.open file.open_folder file.add_folder file.save file.save_as
file.export_html file.export_pdf
file.history file.new_untitled file.save_copy file.save_all file.autosave_off file.autosave_focus
file.autosave_10 file.autosave_60 file.autosave_300 file.close_all go.next_document
go.previous_document file.close file.quit file.rename file.move file.duplicate file.delete
edit.undo edit.redo edit.cut edit.copy edit.paste edit.select_all edit.find
edit.replace edit.find_next edit.find_previous format.bold format.italic format.code format.link
view.zoom_in view.zoom_out view.zoom_reset view.theme_light view.theme_dark view.theme_system
view.panes_both view.panes_editor view.panes_preview view.detach_preview
view.workspace view.outline view.preview view.in_step view.preview_marks view.problems view.guidance
view.dashboard go.file go.workspace_filter
go.next_unfinished go.previous_unfinished go.next_pane go.previous_pane
help.examples help.shortcuts help.about
"""


def test_every_command_is_there_once() -> None:
    assert sorted(command.id for command in COMMANDS) == sorted(EXPECTED.split())


def test_no_two_commands_share_a_shortcut(qtbot: QtBot) -> None:
    count = Counter(keys.toString() for command in COMMANDS for keys in shortcuts(command))
    assert [keys for keys, number in count.items() if number > 1] == []


def test_no_two_entries_of_a_menu_share_a_mnemonic() -> None:
    count = Counter(
        (command.menu, command.text[command.text.index("&") + 1].casefold())
        for command in COMMANDS
        if "&" in command.text
    )
    assert [place for place, number in count.items() if number > 1] == []


def test_shortcuts_are_those_of_the_platform(qtbot: QtBot) -> None:
    keys = {command.id: shortcuts(command) for command in COMMANDS}
    assert QKeySequence("Ctrl+S") in keys["file.save"]
    assert keys["go.next_unfinished"] == [QKeySequence("F8")]
    assert keys["go.previous_unfinished"] == [QKeySequence("Shift+F8")]
    assert keys["view.problems"] == [QKeySequence("Ctrl+Shift+M")]
    assert QKeySequence("Ctrl+=") in keys["view.zoom_in"]


def test_menus_follow_the_table(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    bar = QMenuBar(window)
    actions = build_actions(window)
    menus = fill_menus(bar, actions)
    titles = [action.text() for action in bar.actions()]
    assert titles == ["&File", "&Edit", "F&ormat", "&View", "&Go", "&Help"]
    assert [a.objectName() for a in menus["&View/&Theme"].actions()] == [
        "view.theme_system",
        "view.theme_light",
        "view.theme_dark",
    ]
    inside = [a.objectName() for menu in menus.values() for a in menu.actions() if a.objectName()]
    assert sorted(inside) == sorted(actions)


def test_the_toolbar_shows_icons_with_tooltips(qtbot: QtBot) -> None:
    bar = QToolBar()
    qtbot.addWidget(bar)
    actions = build_actions(bar)
    set_icons(actions, LIGHT)
    fill_toolbar(bar, actions)
    shown = [action for action in bar.actions() if action.objectName()]
    assert len(shown) == sum(bool(command.toolbar) for command in COMMANDS)
    assert all(not action.icon().isNull() and action.toolTip() for action in shown)


def test_themes_exclude_each_other(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    actions = build_actions(window)
    actions["view.theme_dark"].setChecked(True)
    actions["view.theme_light"].setChecked(True)
    assert not actions["view.theme_dark"].isChecked()


def test_texts_without_mnemonics() -> None:
    texts = {command.id: plain_text(command) for command in COMMANDS}
    assert texts["file.new"] == "New Specification"
    assert texts["edit.cut"] == "Cut"
