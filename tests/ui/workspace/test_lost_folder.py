"""A folder that cannot be read now: one quiet statement, and all is as before when it is back."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot
from workspace_tools import BILLING, FOLDER, SIGN_ON, Entries, index_of, shown_panel

from spec_editor.ui.theme import DARK, LIGHT
from spec_editor.ui.workspace.panel import WorkspacePanel
from spec_editor.ui.workspace.rows import OpenFolder
from spec_editor.ui.workspace.view import WorkspaceView

HERE = OpenFolder("/specs", "trunk")
LOST = OpenFolder("/specs", "trunk", "/specs: this folder is not there.")
OTHER = OpenFolder("/other")


@pytest.fixture(params=(LIGHT, DARK), ids=("light", "dark"))
def panel(qtbot: QtBot, entries: Entries, request: pytest.FixtureRequest) -> WorkspacePanel:
    known = [replace(entry, folder="/specs") for entry in entries]
    return shown_panel(qtbot, known, request.param, HERE, height=700)


def picture(view: WorkspaceView, path: str) -> QImage:
    """Return how a row looks."""
    return view.viewport().grab(view.visualRect(view.entries.row_of(path))).toImage()


def test_one_folder_says_it_above_its_rows(panel: WorkspacePanel) -> None:
    view = panel.view
    view.set_unsaved(SIGN_ON, True)
    before = [picture(view, path) for path in (BILLING, FOLDER, SIGN_ON)]
    panel.set_folders((LOST,))
    assert panel.loss.isVisible()
    assert panel.loss.text().startswith("This folder is not there. What is open keeps its text")
    assert not panel.branch.isVisible()
    muted = [picture(view, path) for path in (BILLING, FOLDER, SIGN_ON)]
    # What has unsaved text is as legible as before.
    assert [one == other for one, other in zip(before, muted, strict=True)] == [False, False, True]
    panel.set_folders((HERE,))
    assert not panel.loss.isVisible()
    assert panel.branch.isVisible()
    assert [picture(view, path) for path in (BILLING, FOLDER, SIGN_ON)] == before


def test_of_several_folders_the_row_says_it(panel: WorkspacePanel) -> None:
    view = panel.view
    panel.set_folders((HERE, OTHER))
    view.setExpanded(view.entries.folder_index(FOLDER), True)
    view.mark_current(BILLING)
    row, before = view.entries.folder_index("/specs"), picture(view, "/specs")
    panel.set_folders((LOST, OTHER))
    assert not panel.loss.isVisible()
    assert row == view.entries.folder_index("/specs")
    assert "This folder is not there" in row.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "is read again when it is back" in row.data(Qt.ItemDataRole.ToolTipRole)
    assert picture(view, "/specs") != before
    assert view.isExpanded(view.entries.folder_index(FOLDER))
    assert view.currentIndex() == index_of(view, BILLING)
    panel.set_folders((HERE, OTHER))
    assert picture(view, "/specs") == before
    assert view.currentIndex() == index_of(view, BILLING)


def test_a_lost_folder_of_which_nothing_is_known(panel: WorkspacePanel) -> None:
    panel.view.set_entries(())
    panel.set_folders((LOST,))
    assert panel.view.empty_state.texts()[0] == "Nothing to show"
    panel.set_folders((HERE,))
    assert panel.view.empty_state.texts()[0] == "No specifications in this folder"
