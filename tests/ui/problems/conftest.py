"""The list of problems with some findings in it."""

import pytest
from problems_tools import FOUND, RULES
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from spec_editor.ui.problems.panel import ProblemsPanel
from spec_editor.ui.theme import LIGHT

Left = Qt.MouseButton.LeftButton
Control = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def panel(qtbot: QtBot) -> ProblemsPanel:
    panel = ProblemsPanel(LIGHT)
    qtbot.addWidget(panel)
    panel.resize(1000, 300)
    panel.set_rules(RULES.get)
    panel.set_findings(FOUND, "/specs/fleet.md")
    panel.show()
    return panel
