from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.qtbot import QtBot

from spec_editor.core.report import SpecEntry
from spec_editor.ui.theme import DARK, LIGHT
from spec_editor.ui.workspace.model import COMPLETENESS_ROLE, WorkspaceModel
from spec_editor.ui.workspace.view import WorkspacePanel, WorkspaceView

Role = Qt.ItemDataRole
Entries = tuple[SpecEntry, ...]
SIGN_ON = "/specs/platform/identity/sign-on.md"


def names(model, parent: QModelIndex | None = None) -> list:
    """Return the names as nested lists."""
    parent = parent or QModelIndex()
    found = []
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        inner = names(model, index)
        found.append((index.data(), inner) if inner else index.data())
    return found


@pytest.fixture
def view(qtbot: QtBot, entries: Entries) -> WorkspaceView:
    view = WorkspaceView(LIGHT)
    qtbot.addWidget(view)
    view.resize(300, 400)
    view.set_entries(entries)
    view.show()
    return view


def index_of(view: WorkspaceView, path: str) -> QModelIndex:
    return view.entries.index_of(path)


def test_the_model_keeps_the_rules_of_models(qtbot: QtBot, entries: Entries, qtmodeltester) -> None:
    model = WorkspaceModel(LIGHT)
    model.set_entries(entries)
    qtmodeltester.check(model)
    model.set_entries(entries[2:])
    model.set_entries(entries[::-1])
    qtmodeltester.check(model)


def test_many_rows_come_and_go_in_one_step(qtbot: QtBot, entries: Entries) -> None:
    model = WorkspaceModel(LIGHT)
    model.set_entries(entries)
    many = [SpecEntry(f"/specs/n{n:05}.md", (f"n{n:05}.md",)) for n in range(3000)]
    index = model.index_of(SIGN_ON)
    steps = []
    model.rowsInserted.connect(lambda _parent, first, last: steps.append(last - first + 1))
    model.rowsRemoved.connect(lambda _parent, first, last: steps.append(last - first + 1))
    model.set_entries((*entries, *many))
    assert model.index_of(SIGN_ON) == index
    assert model.index_of(many[-1].path).data() == "n02999.md"
    model.set_entries(entries)
    assert steps == [3000, 3000]
    assert not model.index_of(many[0].path).isValid()


def test_folders_come_first_and_case_does_not_matter(qtbot: QtBot, entries: Entries) -> None:
    model = WorkspaceModel(LIGHT)
    model.set_entries(entries)
    assert names(model) == [
        ("platform", [("identity", ["sign-on.md"]), "broken.md", "new.md"]),
        "Billing.md",
        "untouched.md",
    ]


def test_completeness_is_shown_where_it_is_known(view: WorkspaceView) -> None:
    done = {
        path: index_of(view, path).siblingAtColumn(1).data()
        for path in ("/specs/Billing.md", "/specs/platform/new.md", "/specs/platform/broken.md")
    }
    assert list(done.values()) == ["100\u202f%", "…", "!"]
    broken = index_of(view, "/specs/platform/broken.md")
    assert "is not UTF-8 text" in broken.data(Role.ToolTipRole)
    assert "is not UTF-8 text" in broken.data(Role.AccessibleTextRole)


def test_one_entry_is_updated_in_place(view: WorkspaceView) -> None:
    view.mark_current(SIGN_ON)
    index = index_of(view, SIGN_ON)
    entry = SpecEntry(SIGN_ON, ("platform", "identity", "sign-on.md"), "Sign-On", 0.5, 1)
    view.update_entry(entry)
    assert view.currentIndex() == index
    assert index.data(COMPLETENESS_ROLE) == 0.5
    assert index.data(Role.AccessibleTextRole) == "sign-on.md, 50 % complete, 1 placeholder left"
    view.update_entry(replace(entry, path="/unknown.md"))


def test_unsaved_changes_are_marked(view: WorkspaceView) -> None:
    index = index_of(view, SIGN_ON)
    before = index.data(Role.DecorationRole).cacheKey()
    view.set_unsaved(SIGN_ON, True)
    view.set_unsaved(SIGN_ON, True)
    assert "unsaved changes" in index.data(Role.AccessibleTextRole)
    assert "Unsaved changes" in index.data(Role.ToolTipRole)
    assert index.data(Role.DecorationRole).cacheKey() != before
    view.set_unsaved(SIGN_ON, False)
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
    panel.view.set_entries(())
    assert panel.view.empty_state.texts()[0] == "No specifications in this folder"
    assert not panel.view.empty_state.isHidden()


def test_the_panel_is_named_after_the_folder(qtbot: QtBot) -> None:
    panel = WorkspacePanel(LIGHT)
    qtbot.addWidget(panel)
    panel.set_folder("/home/ada/specs")
    assert panel.title() == "specs"
    panel.set_folder("")
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
