"""The page of unsaved texts: what is said of each, and what is asked for by mouse and keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from spec_editor.core.unsaved import Since, UnsavedText
from spec_editor.ui.dialogs.messages import MessageDialog
from spec_editor.ui.recovery.dialog import RecoveryDialog

NOW = 1_800_000_000.0
CHANGED = UnsavedText("1", "a.md", "/specs", NOW, Since.CHANGED, "one\nmine\n", "one\ntheirs\n")
UNTITLED = UnsavedText("2", "Untitled 1", "/specs", NOW, Since.NEVER_SAVED, "a thought\n")
DAMAGED = UnsavedText("3", "3.entry", "/state", NOW, Since.DAMAGED, reason="It is cut off.")


@pytest.fixture
def dialog(qtbot: QtBot) -> RecoveryDialog:
    made = RecoveryDialog()
    qtbot.addWidget(made)
    made.set_texts((CHANGED, UNTITLED, DAMAGED), NOW)
    made.show()
    return made


def test_the_first_text_is_shown_beside_its_file(dialog: RecoveryDialog) -> None:
    assert dialog.heading.text() == "3 texts were not saved"
    (same, differing, _) = dialog.columns.pairs
    assert (same.differs, differing.left, differing.right) == (False, "theirs", "mine")
    assert "changed the file since" in dialog.about.text()
    assert [row.title for row in dialog.list.rows()] == ["a.md", "Untitled 1", "3.entry"]
    assert "file changed since" in dialog.list.rows()[0].words


def test_another_one_is_chosen_by_keys_and_restored_by_enter(
    dialog: RecoveryDialog, qtbot: QtBot
) -> None:
    qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    assert "never had a file" in dialog.about.text()
    assert dialog.columns.left_title.text() == "Nothing yet"
    with qtbot.waitSignal(dialog.restore_requested) as wish:
        qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    assert wish.args == [("2",)]


def test_all_that_can_be_read_are_restored_at_once(dialog: RecoveryDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.restore_requested) as wish:
        qtbot.mouseClick(dialog.all_button, Qt.MouseButton.LeftButton)
    assert wish.args == [("1", "2")]


def test_a_damaged_one_says_why_and_can_only_be_discarded(dialog: RecoveryDialog) -> None:
    dialog.list.choose("3")
    assert "It is cut off." in dialog.about.text()
    assert not dialog.restore_button.isEnabled()
    assert dialog.discard_button.isEnabled()


@pytest.mark.parametrize(
    ("button", "wishes"),
    [
        (QDialogButtonBox.StandardButton.Discard, [("1",)]),
        (QDialogButtonBox.StandardButton.Cancel, []),
    ],
)
def test_discarding_is_asked_about(
    dialog: RecoveryDialog,
    qtbot: QtBot,
    button: QDialogButtonBox.StandardButton,
    wishes: list[tuple[str, ...]],
) -> None:
    seen: list[tuple[str, ...]] = []
    dialog.discard_requested.connect(seen.append)
    qtbot.mouseClick(dialog.discard_button, Qt.MouseButton.LeftButton)
    (box,) = dialog.findChildren(MessageDialog)
    assert "a.md" in box.heading.text()
    qtbot.mouseClick(box.buttons.button(button), Qt.MouseButton.LeftButton)
    assert seen == wishes


def test_it_closes_after_the_last_one(dialog: RecoveryDialog, qtbot: QtBot) -> None:
    dialog.set_texts((UNTITLED,), NOW)
    assert dialog.heading.text() == "1 text was not saved"
    assert not dialog.all_button.isVisible()
    with qtbot.assertNotEmitted(dialog.put_off):
        dialog.set_texts((), NOW)
    assert not dialog.isVisible()


def test_closing_it_decides_nothing(dialog: RecoveryDialog, qtbot: QtBot) -> None:
    with (
        qtbot.assertNotEmitted(dialog.discard_requested),
        qtbot.waitSignal(dialog.put_off),
    ):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_name_that_cannot_be_seen_is_shown(dialog: RecoveryDialog) -> None:
    odd = UnsavedText("4", "a\n\u202e.md", "/specs", NOW, Since.UNCHANGED, "x", "x")
    dialog.set_texts((odd,), NOW)
    assert dialog.list.rows()[0].title == "a⟨U+000A⟩⟨U+202E⟩.md"


def test_enter_presses_the_button_that_has_the_keyboard(
    dialog: RecoveryDialog, qtbot: QtBot
) -> None:
    wishes: list[object] = []
    dialog.restore_requested.connect(wishes.append)
    dialog.later_button.setFocus()
    with qtbot.waitSignal(dialog.put_off):
        qtbot.keyClick(dialog.later_button, Qt.Key.Key_Return)
    assert wishes == []
