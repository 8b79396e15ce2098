"""The findings of all files of a folder."""

import pytest
from problems_tools import FOUND, click, column, entries, finding
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from spec_editor.core.findings import Severity
from spec_editor.ui.problems.panel import ProblemsPanel
from spec_editor.ui.problems.rows import Column

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
Left = Qt.MouseButton.LeftButton
Control = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def folder(panel: ProblemsPanel, qtbot: QtBot) -> ProblemsPanel:
    with qtbot.waitSignal(panel.folder_requested):
        qtbot.mouseClick(panel.folder_button, Left)
    panel.set_folder_findings(
        {"/specs/fleet.md": (), "/specs/pay/bank.md": FOUND[1:3], "/specs/empty.md": ()}
    )
    return panel


def test_the_folder_is_listed_by_file(folder: ProblemsPanel) -> None:
    assert column(folder, Column.MESSAGE) == [
        "fleet.md  ·  5",
        *(found.message for found in FOUND),
        "pay/bank.md  ·  2",
        *(found.message for found in FOUND[1:3]),
    ]
    folder.sort_by(Column.LINE)
    folder.sort_by(Column.SEVERITY)
    lines = column(folder)
    assert lines == ["", "5", "8", "2", "12", "9", "", "5", "8"]
    folder.filters.text.setText("anchor")
    assert column(folder, Column.MESSAGE)[0] == "fleet.md  ·  2"
    assert len(column(folder)) == 3


def test_another_file_is_asked_for_by_place(folder: ProblemsPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(folder.place_requested) as asked:
        click(folder, qtbot, 7)
    assert asked.args == ["/specs/pay/bank.md", 5, 3]
    with qtbot.waitSignal(folder.finding_requested) as own:
        click(folder, qtbot, 2)
    assert own.args == [FOUND[1]]
    folder.view.selectRow(8)
    qtbot.keyClick(folder.view, Qt.Key.Key_C, Control)
    assert QGuiApplication.clipboard().text().startswith("/specs/pay/bank.md:8:3 error")


def test_only_the_open_document_is_fixed(folder: ProblemsPanel, qtbot: QtBot) -> None:
    mendable = (finding(3, "Dead.", Severity.WARNING, "dead-anchor", fixable=True),)
    folder.set_folder_findings({"/specs/pay/bank.md": mendable})
    folder.view.selectRow(7)
    menu = folder.open_menu(QPoint())
    assert not any(entry.startswith("Fix") for entry in entries(menu))
    menu.close()
    with (
        qtbot.assertNotEmitted(folder.action_requested),
        qtbot.waitSignal(folder.place_requested) as asked,
    ):
        qtbot.keyClick(folder.view, Qt.Key.Key_Period, Control)
    assert asked.args == ["/specs/pay/bank.md", 3, 3]


def test_a_file_is_folded_by_click_and_keys(folder: ProblemsPanel, qtbot: QtBot) -> None:
    click(folder, qtbot, 0)
    assert len(column(folder)) == 4
    assert folder.view.currentIndex().row() == 0
    qtbot.keyClick(folder.view, Qt.Key.Key_Right)
    assert len(column(folder)) == 9
    qtbot.keyClick(folder.view, Qt.Key.Key_Left)
    assert len(column(folder)) == 4
    spoken = folder.view.problems.index(0, Column.MESSAGE).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "fleet.md, 5 problems, folded"


def test_the_open_documents_findings_are_newer_than_the_folders(folder: ProblemsPanel) -> None:
    folder.set_findings(FOUND[:1], "/specs/fleet.md")
    assert column(folder, Column.MESSAGE)[:2] == ["fleet.md  ·  1", "The anchor is dead."]
    folder.document_button.click()
    assert column(folder) == ["2"]
