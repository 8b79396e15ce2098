"""The tree of specifications: what it shows, what stays, what its keys and menu ask for."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot
from workspace_tools import BILLING, FOLDER, SIGN_ON, Entries, index_of, listed

from spec_editor.core.report import SpecEntry, TextFound
from spec_editor.ui.theme import DARK, LIGHT
from spec_editor.ui.workspace.look import Look
from spec_editor.ui.workspace.menu import WorkspaceMenu
from spec_editor.ui.workspace.model import ROW_ROLE, UNSAVED_ROLE
from spec_editor.ui.workspace.panel import WorkspacePanel
from spec_editor.ui.workspace.rows import FolderRow, OpenFolder, Row, Sorting
from spec_editor.ui.workspace.view import WorkspaceView

Role = Qt.ItemDataRole


def test_what_cannot_be_judged_says_why(view: WorkspaceView) -> None:
    broken = index_of(view, "/specs/platform/broken.md")
    assert "is not UTF-8 text" in broken.data(Role.ToolTipRole)
    assert "is not UTF-8 text" in broken.data(Role.AccessibleTextRole)


def test_one_entry_is_updated_in_place(view: WorkspaceView) -> None:
    view.mark_current(SIGN_ON)
    index = index_of(view, SIGN_ON)
    entry = SpecEntry(SIGN_ON, ("platform", "identity", "sign-on.md"), "Sign-On", 0.5, 1)
    view.update_entries((entry,))
    assert view.currentIndex() == index
    assert index.data(ROW_ROLE) == entry
    assert index.data(Role.AccessibleTextRole) == "sign-on.md, 50 % complete, 1 placeholder left"
    view.update_entries((replace(entry, path="/unknown.md"),))


def test_unsaved_changes_are_marked(view: WorkspaceView) -> None:
    index = index_of(view, SIGN_ON)
    view.set_unsaved(SIGN_ON, True)
    view.set_unsaved(SIGN_ON, True)
    assert index.data(UNSAVED_ROLE) is True
    assert "unsaved changes" in index.data(Role.AccessibleTextRole)
    assert "Unsaved changes" in index.data(Role.ToolTipRole)
    view.set_unsaved(SIGN_ON, False)
    assert index.data(UNSAVED_ROLE) is False
    assert "unsaved changes" not in index.data(Role.AccessibleTextRole)


def test_the_open_file_is_selected_and_bold(view: WorkspaceView) -> None:
    asked: list[str] = []
    view.file_requested.connect(asked.append)
    view.mark_current(SIGN_ON)
    assert view.currentIndex().data() == "sign-on.md"
    assert view.currentIndex().data(Role.FontRole).bold() or (
        view.currentIndex().data(Role.FontRole).weight() > 400
    )
    view.mark_current("")
    assert not view.currentIndex().isValid()
    assert index_of(view, SIGN_ON).data(Role.FontRole) is None
    assert asked == []


def test_a_file_with_a_new_name_is_chosen_once_it_is_listed(
    view: WorkspaceView, entries: Entries, qtbot: QtBot
) -> None:
    """What was renamed is what the next key is meant for, not the row that took its place."""
    renamed = [replace(each, path=f"{FOLDER}/zz.md", parts=("zz.md",)) for each in entries[:1]]
    view.choose(BILLING)
    for choose in (view.choose, view.mark_current):
        view.set_entries(entries)
        choose(f"{FOLDER}/zz.md")
        view.set_entries([*entries[1:], *renamed])
        assert view.currentIndex().data() == "zz.md"
    view.set_entries(entries)
    view.choose(f"{FOLDER}/zz.md")
    qtbot.keyClick(view, Qt.Key.Key_Home)
    view.set_entries([*entries[1:], *renamed])
    assert view.currentIndex().row() == 0


def test_a_click_and_enter_ask_for_the_file(view: WorkspaceView, qtbot: QtBot) -> None:
    index = index_of(view, "/specs/Billing.md")
    with qtbot.waitSignal(view.file_requested) as asked:
        qtbot.mouseClick(
            view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center()
        )
    assert asked.args == ["/specs/Billing.md"]
    view.setCurrentIndex(index_of(view, SIGN_ON))
    with qtbot.waitSignal(view.file_requested) as asked:
        qtbot.keyClick(view, Qt.Key.Key_Enter)
    assert asked.args == [SIGN_ON]


def test_a_click_folds_a_folder(view: WorkspaceView, qtbot: QtBot) -> None:
    folder = view.model().index(0, 0)
    assert view.isExpanded(folder)
    place = view.visualRect(folder).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert not view.isExpanded(folder)


def test_folding_survives_a_new_file(view: WorkspaceView, entries: Entries) -> None:
    view.collapse(view.model().index(0, 0))
    view.set_entries((*entries, SpecEntry("/specs/a.md", ("a.md",))))
    assert not view.isExpanded(view.model().index(0, 0))
    assert view.model().index(1, 0).data() == "a.md"


def test_nothing_to_show_says_what_to_do(qtbot: QtBot) -> None:
    panel = WorkspacePanel(LIGHT)
    qtbot.addWidget(panel)
    assert panel.view.empty_state.texts()[0] == "No folder is open"
    with qtbot.waitSignal(panel.open_folder_requested):
        panel.view.empty_state.button.click()
    panel.set_folders((OpenFolder("/specs"),))
    panel.view.set_entries(())
    assert panel.view.empty_state.texts()[0] == "No specifications in this folder"
    assert not panel.view.empty_state.isHidden()


def test_the_panel_is_named_after_the_folder(qtbot: QtBot) -> None:
    panel = WorkspacePanel(LIGHT)
    qtbot.addWidget(panel)
    panel.set_folders((OpenFolder("/home/ada/specs"),))
    assert panel.title() == "specs"
    panel.set_folders(())
    assert panel.title() == "Workspace"
    panel.set_theme(DARK)


def test_names_for_tests_and_screen_readers(view: WorkspaceView) -> None:
    assert (view.objectName(), view.accessibleName()) == ("workspaceView", "Specifications")


def test_the_open_file_is_selected_when_its_folder_comes(
    view: WorkspaceView, entries: Entries, qtbot: QtBot
) -> None:
    view.activateWindow()
    view.setFocus()
    last = SpecEntry("/other/z.md", ("z.md",))
    many = [SpecEntry(f"/other/{number}.md", (f"{number}.md",)) for number in range(60)]
    view.set_entries(())
    view.mark_current(last.path)
    view.set_entries((*many, last))
    assert [index.data() for index in view.selectionModel().selectedRows()] == ["z.md"]
    assert view.currentIndex().data() == "z.md"
    assert view.viewport().rect().contains(view.visualRect(view.currentIndex()).center())


# The filter and the order


def test_a_filter_lists_what_fits_and_the_tree_comes_back_as_it_was(view: WorkspaceView) -> None:
    view.collapse(view.entries.folder_index("/specs/platform/identity"))
    view.mark_current(BILLING)
    view.set_filter("new")
    assert listed(view) == ["new.md"]
    view.set_filter("")
    assert listed(view) == ["platform", "Billing.md", "untouched.md"]
    assert view.isExpanded(view.entries.folder_index(FOLDER))
    assert not view.isExpanded(view.entries.folder_index("/specs/platform/identity"))
    assert view.currentIndex().data() == "Billing.md"


def test_what_is_found_can_be_shown_in_its_folders(view: WorkspaceView) -> None:
    view.set_look(Look(found_are_flat=False))
    view.set_filter("sign")
    assert listed(view) == ["platform"]
    assert view.visualRect(index_of(view, SIGN_ON)).isValid()


def test_a_condition_follows_what_changes(qtbot: QtBot, entries: Entries) -> None:
    view = WorkspaceView(LIGHT, settling=0)
    qtbot.addWidget(view)
    view.set_entries(entries)
    view.set_filter("status:draft")
    assert view.model().rowCount() == 0
    entry = next(entry for entry in entries if entry.path == BILLING)
    with qtbot.waitSignal(view.entries.modelReset):
        view.update_entries([replace(entry, status="Draft")])
    assert listed(view) == ["Billing.md"]


def test_text_is_looked_for_by_somebody_else(view: WorkspaceView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.text_search_requested) as asked:
        view.set_filter("text:two words")
    assert asked.args == ["two words"]
    assert view.empty_state.texts()[0] == "Searching…"
    view.show_found_text("older words", [TextFound(BILLING, 1, "x")])
    assert view.model().rowCount() == 0
    view.show_found_text("two words", [TextFound(SIGN_ON, 7, "in two words")])
    assert listed(view) == ["sign-on.md"]
    view.show_found_text("two words", [])
    assert view.empty_state.texts()[0] == "Nothing fits"


def test_the_order_is_what_was_chosen(view: WorkspaceView) -> None:
    view.set_look(Look(Sorting.COMPLETENESS))
    assert listed(view) == ["platform", "untouched.md", "Billing.md"]
    view.set_look(Look(Sorting.NAME, is_reversed=True))
    assert listed(view) == ["platform", "untouched.md", "Billing.md"]
    view.set_look(Look(is_flat=True))
    assert listed(view) == ["Billing.md", "broken.md", "new.md", "sign-on.md", "untouched.md"]


def test_several_opened_folders_are_rows_of_their_own(
    view: WorkspaceView, entries: Entries
) -> None:
    own = [replace(entry, folder="/specs") for entry in entries]
    other = SpecEntry("/home/b/x.md", ("x.md",), folder="/home/b")
    view.set_folders([OpenFolder("/specs", "main"), OpenFolder("/home/b"), OpenFolder("/empty")])
    view.set_entries((*own, other))
    assert listed(view) == ["specs", "b", "empty"]
    told = view.entries.folder_index("/specs").data(Role.AccessibleTextRole)
    assert told == "Folder specs, 5 specifications, 35 % complete, branch main"
    assert view.isExpanded(view.entries.folder_index("/home/b"))
    view.collapse(view.entries.folder_index("/home/b"))
    view.set_folders([OpenFolder("/specs", "other"), OpenFolder("/home/b"), OpenFolder("/c")])
    assert not view.isExpanded(view.entries.folder_index("/home/b"))
    view.set_look(Look(found_are_flat=False))
    view.set_filter("md")
    assert listed(view) == ["specs", "b"]


def test_rows_that_move_leave_the_chosen_one_and_the_place_alone(qtbot: QtBot) -> None:
    view = WorkspaceView(LIGHT, settling=0)
    qtbot.addWidget(view)
    view.resize(300, 400)
    many = [SpecEntry(f"/s/{n:03}.md", (f"{n:03}.md",), "", n / 100) for n in range(100)]
    view.set_look(Look(Sorting.COMPLETENESS))
    view.set_entries(many)
    view.show()
    view.setCurrentIndex(index_of(view, "/s/050.md"))
    place = view.verticalScrollBar().value()
    assert place > 0
    with qtbot.waitSignal(view.entries.modelReset):
        view.update_entries([replace(many[0], completeness=1.0)])
    assert listed(view)[-1] == "000.md"
    assert view.currentIndex().data() == "050.md"
    assert view.verticalScrollBar().value() == place


def test_what_is_unsaved_can_be_filtered(qtbot: QtBot, entries: Entries) -> None:
    view = WorkspaceView(LIGHT, settling=0)
    qtbot.addWidget(view)
    view.set_entries(entries)
    view.set_filter("is:unsaved")
    assert listed(view) == []
    view.set_unsaved(BILLING, True)
    qtbot.waitUntil(lambda: listed(view) == ["Billing.md"])


def test_the_branch_stands_below_the_name_of_the_only_folder(qtbot: QtBot) -> None:
    panel = WorkspacePanel(LIGHT)
    qtbot.addWidget(panel)
    panel.set_folders([OpenFolder("/specs", "feature/<b>x")])
    assert panel.branch.text() == "on feature/<b>x"
    assert not panel.branch.isHidden()
    panel.set_folders([OpenFolder("/specs", "main"), OpenFolder("/other")])
    assert panel.branch.isHidden()
    assert panel.title() == "Workspace"


# Wishes

WISHES = (
    ("open", "file_requested", SIGN_ON),
    ("new", "new_requested", "/specs/platform/identity"),
    ("rename", "rename_requested", SIGN_ON),
    ("duplicate", "duplicate_requested", SIGN_ON),
    ("delete", "delete_requested", SIGN_ON),
    ("reveal", "reveal_requested", SIGN_ON),
    ("history", "history_requested", SIGN_ON),
)


def menu_at(view: WorkspaceView, index: QModelIndex) -> QMenu:
    place = view.visualRect(index).center() if index.isValid() else QPoint(150, 390)
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, place, view.viewport().mapToGlobal(place)
    )
    QApplication.sendEvent(view.viewport(), event)
    return view.findChildren(QMenu)[-1]


@pytest.mark.parametrize(("name", "wish", "told"), WISHES)
def test_the_menu_asks_for_what_it_says(
    view: WorkspaceView, qtbot: QtBot, name: str, wish: str, told: str
) -> None:
    menu = menu_at(view, index_of(view, SIGN_ON))
    action = next(action for action in menu.actions() if action.objectName() == name)
    with qtbot.waitSignal(getattr(view, wish)) as asked:
        action.trigger()
    assert asked.args == [told]
    menu.close()


def names_in(menu: QMenu) -> list[str]:
    names = [action.objectName() for action in menu.actions() if not action.isSeparator()]
    menu.close()
    return names


@pytest.mark.parametrize(
    "row", [None, FolderRow("/s", "s", is_opened=True), SpecEntry("/a", ("a",))]
)
def test_no_two_entries_of_a_menu_share_a_mnemonic(qtbot: QtBot, row: Row | None) -> None:
    menu = WorkspaceMenu(row, LIGHT)
    qtbot.addWidget(menu)
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    letters = [text[text.index("&") + 1].casefold() for text in texts]
    assert len(letters) == len(set(letters)), texts


def test_a_folder_and_the_room_beside_all_rows_have_menus_of_their_own(
    view: WorkspaceView, entries: Entries
) -> None:
    folder = view.entries.folder_index(FOLDER)
    own = ["new", "rename", "move", "delete", "copy-path", "reveal", "add-folder"]
    assert names_in(menu_at(view, folder)) == own
    assert names_in(menu_at(view, QModelIndex())) == ["new", "add-folder"]
    view.set_folders([OpenFolder("/specs"), OpenFolder("/other")])
    opened = view.entries.folder_index("/other")
    names = ["new", "copy-path", "reveal", "add-folder", "remove-folder"]
    assert names_in(menu_at(view, opened)) == names


@pytest.mark.parametrize(
    ("key", "wish"),
    [(Qt.Key.Key_F2, "rename_requested"), (Qt.Key.Key_Delete, "delete_requested")],
)
def test_keys_ask_as_well_and_not_for_opened_folders(
    view: WorkspaceView, qtbot: QtBot, key: Qt.Key, wish: str
) -> None:
    view.setCurrentIndex(index_of(view, SIGN_ON))
    with qtbot.waitSignal(getattr(view, wish)) as asked:
        qtbot.keyClick(view, key)
    assert asked.args == [SIGN_ON]
    view.setCurrentIndex(view.entries.folder_index(FOLDER))
    with qtbot.waitSignal(getattr(view, wish)) as asked:
        qtbot.keyClick(view, key)
    assert asked.args == [FOLDER]
    view.set_folders([OpenFolder("/specs"), OpenFolder("/other")])
    view.setCurrentIndex(view.entries.folder_index("/other"))
    with qtbot.assertNotEmitted(getattr(view, wish)):
        qtbot.keyClick(view, key)


def test_a_path_is_copied(view: WorkspaceView, qtbot: QtBot) -> None:
    view.setCurrentIndex(index_of(view, SIGN_ON))
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == SIGN_ON
