"""The tree of specifications with some in it."""

import pytest
from pytestqt.qtbot import QtBot
from workspace_tools import Entries

from spec_editor.ui.theme import LIGHT
from spec_editor.ui.workspace.view import WorkspaceView


@pytest.fixture
def view(qtbot: QtBot, entries: Entries) -> WorkspaceView:
    view = WorkspaceView(LIGHT)
    qtbot.addWidget(view)
    view.resize(300, 400)
    view.set_entries(entries)
    view.show()
    return view
