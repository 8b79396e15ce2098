"""An outline that is shown, and what it asks for."""

import pytest
from pytestqt.qtbot import QtBot

from spec_editor.core.actions import Action
from spec_editor.core.report import SectionReport
from spec_editor.ui.outline.view import OutlineView
from spec_editor.ui.theme import LIGHT

Sections = tuple[SectionReport, ...]


@pytest.fixture
def view(qtbot: QtBot, sections: Sections) -> OutlineView:
    view = OutlineView(LIGHT)
    qtbot.addWidget(view)
    view.resize(300, 400)
    view.set_sections([s._replace(template_section=n) for n, s in enumerate(sections)])
    view.expandAll()
    with qtbot.waitActive(view):
        view.show()
    view.setFocus()
    return view


@pytest.fixture
def wishes(view: OutlineView) -> list[Action]:
    found: list[Action] = []
    view.action_requested.connect(found.append)
    return found
