"""The merge as one works with it: keys, mouse, and what comes out."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QWidget
from pytestqt.qtbot import QtBot

from spec_editor.core.section_merge import Choice, merge_sections
from spec_editor.ui.dialogs.messages import MessageDialog
from spec_editor.ui.merge.dialog import MergeDialog
from spec_editor.ui.theme import LIGHT

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

Buttons = QDialogButtonBox.StandardButton
BASE = "# A\n\none\n\ntwo\n\nthree\n\n# B\n\nbee\n\n# C\n\nsee\n"
MINE = BASE.replace("one", "my one").replace("three", "my three").replace("bee", "my bee")
THEIRS = BASE.replace("one", "1").replace("three", "3").replace("bee", "b").replace("see", "c")


def dialog_of(qtbot: QtBot, base: str, mine: str, theirs: str) -> MergeDialog:
    dialog = MergeDialog("gateway.md", merge_sections(base, mine, theirs))
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    return dialog


@pytest.fixture
def dialog(qtbot: QtBot, themed) -> MergeDialog:
    themed(LIGHT)
    return dialog_of(qtbot, BASE, MINE, THEIRS)


def click(qtbot: QtBot, button: QWidget) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def result(dialog: MergeDialog) -> str:
    return dialog.page.text()


def test_the_first_conflict_is_shown_with_both_texts(dialog: MergeDialog) -> None:
    assert dialog.windowTitle() == "Merge Changes of gateway.md"
    assert dialog.summary.text() == "3 of 3 conflicts left"
    assert [(row.title, row.words) for row in dialog.list.rows()] == [
        ("A", "2 conflicts"),
        ("B", "1 conflict"),
        ("C", "changed on disk"),
    ]
    shown = dialog.page.columns.view.document().toRawText()
    assert "my one" in shown
    assert "1" in shown
    assert dialog.page.conflict.text().startswith("Conflict 1 of 2")
    assert not dialog.apply_button.isEnabled()
    assert dialog.page.result.isReadOnly()
    assert "conflict 1 of this section is not decided" in result(dialog)


def test_conflicts_are_decided_by_keys_and_mouse_until_the_merge_can_be_applied(
    dialog: MergeDialog, qtbot: QtBot
) -> None:
    click(qtbot, dialog.page.buttons[Choice.MINE])
    assert dialog.summary.text() == "2 of 3 conflicts left"
    assert dialog.page.buttons[Choice.MINE].isChecked()
    assert "my one" in result(dialog)
    qtbot.keyClick(dialog, Qt.Key.Key_F8)
    assert dialog.page.conflict.text().startswith("Conflict 2 of 2")
    assert not dialog.page.buttons[Choice.MINE].isChecked()
    button = dialog.page.buttons[Choice.THEIRS]
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert result(dialog) == "# A\n\nmy one\n\ntwo\n\n3\n\n"
    assert not dialog.page.result.isReadOnly()
    qtbot.keyClick(dialog, Qt.Key.Key_F8)
    assert dialog.list.chosen() == 2
    click(qtbot, dialog.page.buttons[Choice.BOTH])
    assert dialog.summary.text() == "All conflicts are decided."
    assert dialog.apply_button.isEnabled()
    with qtbot.waitSignal(dialog.merged) as merged:
        click(qtbot, dialog.apply_button)
    assert merged.args == ["# A\n\nmy one\n\ntwo\n\n3\n\n# B\n\nmy bee\nb\n\n# C\n\nc\n"]
    assert not dialog.isVisible()


def test_the_way_back_leads_to_the_conflict_before(dialog: MergeDialog, qtbot: QtBot) -> None:
    qtbot.keyClick(dialog, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert dialog.list.chosen() == 2
    click(qtbot, dialog.previous_button)
    assert dialog.list.chosen() == 1
    assert dialog.page.conflict.text().startswith("Conflict 2 of 2")


def test_the_result_can_be_written_by_hand(dialog: MergeDialog, qtbot: QtBot) -> None:
    click(qtbot, dialog.all_theirs)
    editor = dialog.page.result
    editor.setFocus()
    qtbot.keyClick(editor, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(editor, "by hand")
    assert dialog.list.rows()[0].words == "decided, edited here"
    dialog.list.choose(3)
    dialog.list.choose(1)
    assert result(dialog).endswith("3by hand\n\n")
    with qtbot.waitSignal(dialog.merged) as merged:
        click(qtbot, dialog.apply_button)
    assert merged.args == [THEIRS.replace("3\n\n", "3by hand\n\n")]


def test_a_choice_made_again_can_be_taken_back_with_what_was_written(
    dialog: MergeDialog, qtbot: QtBot
) -> None:
    click(qtbot, dialog.all_mine)
    editor = dialog.page.result
    qtbot.keyClicks(editor, "X")
    click(qtbot, dialog.page.buttons[Choice.THEIRS])
    assert "X" not in result(dialog)
    editor.undo()
    assert result(dialog).startswith("X# A\n\nmy one")
    assert dialog.decisions.is_written(1)


def test_the_text_before_both_changes_is_shown_on_demand(dialog: MergeDialog, qtbot: QtBot) -> None:
    box = dialog.page.compared
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Down)
    assert dialog.page.columns.left_title.text() == "Text before both changes"
    assert dialog.page.columns.right_title.text() == "My text"
    shown = dialog.page.columns.view.document().toRawText()
    assert "three" in shown
    assert "3" not in shown.replace("three", "")
    click(qtbot, dialog.next_button)
    click(qtbot, dialog.next_button)
    assert "bee" in dialog.page.columns.view.document().toRawText()


def test_a_section_without_conflict_can_be_looked_at(dialog: MergeDialog, qtbot: QtBot) -> None:
    index = dialog.list.model().index(2, 0)
    place = dialog.list.visualRect(index).center()
    qtbot.mouseClick(dialog.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert dialog.page.heading.text() == "C"
    assert not dialog.page.bar.isVisible()
    assert result(dialog) == "# C\n\nc\n\n"


def test_without_conflicts_it_can_be_applied_at_once(qtbot: QtBot) -> None:
    theirs = BASE.replace("see", "c")
    dialog = dialog_of(qtbot, BASE, BASE.replace("one", "my one"), theirs)
    assert dialog.summary.text() == "No conflict: all changes could be merged."
    assert not dialog.next_button.isVisible()
    with qtbot.waitSignal(dialog.merged) as merged:
        click(qtbot, dialog.apply_button)
    assert merged.args == [theirs.replace("one", "my one")]


def test_it_can_be_left_without_a_result(dialog: MergeDialog, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(dialog.merged), qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_what_was_decided_is_not_forgotten_unasked(dialog: MergeDialog, qtbot: QtBot) -> None:
    click(qtbot, dialog.page.buttons[Choice.MINE])
    for button, is_left in ((Buttons.Cancel, False), (Buttons.Discard, True)):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        (box,) = (each for each in dialog.findChildren(MessageDialog) if each.isVisible())
        with qtbot.waitSignal(box.finished):
            click(qtbot, box.buttons.button(button))
        assert dialog.isVisible() is not is_left
    assert dialog.decisions.left() == 2


def test_a_conflict_far_down_is_brought_into_view(qtbot: QtBot) -> None:
    lines = [f"line {number}" for number in range(900)]
    mine, theirs = list(lines), list(lines)
    for place in range(0, 900, 2):
        mine[place], theirs[place] = f"mine {place}", f"theirs {place}"
    dialog = dialog_of(qtbot, *("\n".join(each) for each in (lines, mine, theirs)))
    click(qtbot, dialog.previous_button)
    columns = dialog.page.columns
    qtbot.waitUntil(lambda: columns.is_complete)
    assert columns.view.textCursor().block().text() == "mine 898"
    area = columns.view.viewport().rect()
    qtbot.waitUntil(lambda: area.contains(columns.view.cursorRect().center()))


def test_enter_on_a_section_leads_to_what_is_to_be_decided_next(
    dialog: MergeDialog, qtbot: QtBot
) -> None:
    dialog.list.choose(2)
    for conflict in dialog.decisions.conflicts:
        dialog.list.setFocus()
        qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
        assert dialog.page.buttons[Choice.MINE].hasFocus()
        theirs = dialog.page.buttons[Choice.THEIRS]
        theirs.setFocus()
        qtbot.keyClick(theirs, Qt.Key.Key_Return)
        assert conflict
    assert not dialog.decisions.left()
    dialog.list.setFocus()
    qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    assert dialog.apply_button.hasFocus()
    with qtbot.waitSignal(dialog.merged) as merged:
        qtbot.keyClick(dialog.apply_button, Qt.Key.Key_Return)
    assert merged.args == [THEIRS]


def test_the_question_about_a_conflict_is_whole_in_the_smallest_box(
    dialog: MergeDialog, qtbot: QtBot
) -> None:
    dialog.resize(1, 1)
    label = dialog.page.conflict
    qtbot.waitUntil(lambda: dialog.width() < 800)
    assert label.height() >= label.heightForWidth(label.width())
