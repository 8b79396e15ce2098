"""The workspace under the folder's name: filter, orders, buttons."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from workspace_tools import SIGN_ON, Entries, listed, shown_panel

from spec_editor.ui.workspace.look import Look, read_look
from spec_editor.ui.workspace.panel import WorkspacePanel
from spec_editor.ui.workspace.rows import Sorting


@pytest.fixture
def panel(qtbot: QtBot, entries: Entries) -> WorkspacePanel:
    return shown_panel(qtbot, entries)


def test_the_filter_is_worked_with_by_keys(panel: WorkspacePanel, qtbot: QtBot) -> None:
    panel.go_to_filter()
    qtbot.keyClicks(panel.filter, "sign")
    assert listed(panel.view) == ["sign-on.md"]
    assert panel.count.text() == "1 specification fits"
    assert panel.count.isVisible()
    qtbot.keyClick(panel.filter, Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.view.file_requested) as asked:
        qtbot.keyClick(panel.view, Qt.Key.Key_Return)
    assert asked.args == [SIGN_ON]
    qtbot.keyClick(panel.filter, Qt.Key.Key_Escape)
    assert panel.filter.text() == ""
    assert not panel.count.isVisible()
    assert len(listed(panel.view)) == 3


def test_the_switch_for_texts_writes_the_word_for_it(panel: WorkspacePanel, qtbot: QtBot) -> None:
    switch = panel.filter.actions()[-1]
    qtbot.keyClicks(panel.filter, "login")
    with qtbot.waitSignal(panel.view.text_search_requested) as asked:
        switch.trigger()
    assert (asked.args, panel.filter.text()) == (["login"], "text:login")
    switch.trigger()
    assert panel.filter.text() == "login"


def test_the_menu_of_orders_sorts(panel: WorkspacePanel) -> None:
    menu, chosen = panel.order.menu(), list[Look]()
    panel.look_chosen.connect(chosen.append)
    next(a for a in menu.actions() if a.objectName() == Sorting.COMPLETENESS).trigger()
    assert listed(panel.view) == ["platform", "untouched.md", "Billing.md"]
    next(a for a in menu.actions() if "Reverse" in a.text()).trigger()
    assert panel.view.look == chosen[-1] == Look(Sorting.COMPLETENESS, is_reversed=True)
    assert listed(panel.view) == ["platform", "Billing.md", "untouched.md"]


@pytest.mark.parametrize(
    ("words", "look"),
    [
        ("name", Look()),
        ("findings reversed", Look(Sorting.FINDINGS, is_reversed=True)),
        ("changed flat found-in-folders", Look(Sorting.CHANGED, False, True, False)),
    ],
)
def test_a_look_is_told_in_words(panel: WorkspacePanel, words: str, look: Look) -> None:
    assert (look.words, read_look(words)) == (words, look)
    assert read_look("nonsense") == Look()
    panel.set_look(look)
    assert panel.view.look == look
    shown = [action.objectName() for action in panel.order.menu().actions() if action.isChecked()]
    assert shown[0] == look.sorting


def test_the_panel_s_buttons_are_wishes(panel: WorkspacePanel, qtbot: QtBot) -> None:
    for button, wish in (
        (panel.new, panel.new_requested),
        (panel.dashboard, panel.dashboard_requested),
    ):
        with qtbot.waitSignal(wish):
            button.click()
    for action, wish in zip(
        panel.open.menu().actions(),
        (panel.open_folder_requested, panel.add_folder_requested),
        strict=True,
    ):
        with qtbot.waitSignal(wish):
            action.trigger()
