from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from spec_editor.ui.dialogs.about import AboutDialog
from spec_editor.ui.dialogs.messages import (
    MessageDialog,
    UnsavedChangesDialog,
    UnsavedChoice,
    ask_discard,
    ask_unsaved,
    ask_whether,
    show_error,
)
from spec_editor.ui.dialogs.new_specification import (
    NewSpecification,
    NewSpecificationDialog,
    TemplateChoice,
    file_name_for,
)
from spec_editor.ui.dialogs.progress import ExportProgressDialog
from spec_editor.ui.dialogs.shortcuts import ShortcutsDialog
from spec_editor.ui.theme import LIGHT

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
TEMPLATES = (TemplateChoice("built-in", "Technical specification"), TemplateChoice("own", "Own"))
Buttons = QDialogButtonBox.StandardButton


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Payment Gateway: Phase 2", "payment-gateway-phase-2.md"),
        ("  Über/\\uns?  ", "über-uns.md"),
        ("…", ""),
        ("CON", "con-spec.md"),
        ("x" * 200, "x" * 80 + ".md"),
    ],
)
def test_a_title_makes_a_file_name(title: str, name: str) -> None:
    assert file_name_for(title) == name


@pytest.fixture
def dialog(qtbot: QtBot, tmp_path: Path) -> NewSpecificationDialog:
    dialog = NewSpecificationDialog(str(tmp_path), TEMPLATES)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_a_new_specification(dialog: NewSpecificationDialog, qtbot: QtBot, tmp_path: Path) -> None:
    assert not dialog.confirm.isEnabled()
    qtbot.keyClicks(dialog.title, "Payment Gateway")
    assert dialog.file_name.text() == "payment-gateway.md"
    dialog.template.setCurrentIndex(1)
    with qtbot.waitSignal(dialog.accepted):
        qtbot.mouseClick(dialog.confirm, Qt.MouseButton.LeftButton)
    expected = NewSpecification("Payment Gateway", str(tmp_path / "payment-gateway.md"), "own")
    assert dialog.specification() == expected


def test_a_name_chosen_by_hand_stays(dialog: NewSpecificationDialog, qtbot: QtBot) -> None:
    qtbot.keyClicks(dialog.file_name, "pay")
    qtbot.keyClicks(dialog.title, "Payment Gateway")
    assert Path(dialog.specification().path).name == "pay.md"
    dialog.file_name.selectAll()
    qtbot.keyClick(dialog.file_name, Qt.Key.Key_Delete)
    qtbot.keyClicks(dialog.title, "s")
    assert dialog.file_name.text() == "payment-gateways.md"


def test_what_cannot_be_created_is_explained(
    dialog: NewSpecificationDialog, tmp_path: Path
) -> None:
    assert dialog.problem() == "Give the specification a title."
    dialog.title.setText("Payment")
    assert dialog.problem() == ""
    (tmp_path / "payment.md").write_text("mine")
    dialog.title.setText("Payment")
    assert "is there already and stays as it is" in dialog.problem()
    for name, why in (
        ("../up.md", "is hidden"),
        ("a/up.md", "cannot contain /"),
        ("a:b.md", "cannot contain :"),
        ("nul.md", "device"),
        (".hidden.md", "is hidden"),
    ):
        dialog.file_name.setText(name)
        assert why in dialog.problem()
    dialog.file_name.setText("")
    assert dialog.problem() == "Give the file a name."
    dialog.file_name.setText("fine.md")
    for gone in ("gone", "x" * 300):
        dialog.folder.setText(str(tmp_path / gone))
        assert "does not exist" in dialog.problem()
    dialog.folder.setText("")
    assert dialog.problem() == "Choose a folder."
    assert not dialog.confirm.isEnabled()


def test_an_export_shows_its_steps_and_can_be_cancelled(qtbot: QtBot) -> None:
    dialog = ExportProgressDialog("Export as PDF", "fleet.pdf")
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.isModal()
    dialog.set_progress(40, "Printing…")
    assert dialog.progress() == (40, "Printing…")
    asked: list[bool] = []
    dialog.cancel_requested.connect(lambda: asked.append(True))
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    dialog.close()
    assert dialog.isVisible()
    assert asked == [True]
    dialog.set_progress(50, "Printing…")
    assert dialog.progress() == (50, "Cancelling…")
    dialog.finish()
    assert not dialog.isVisible()


def test_shortcuts_can_be_filtered(qtbot: QtBot) -> None:
    dialog = ShortcutsDialog()
    qtbot.addWidget(dialog)
    assert ("File", "Save", "Ctrl+S") in dialog.entries()
    dialog.filter.setText("next unfin")
    assert [entry[1] for entry in dialog.entries()] == ["Next Unfinished Thing"]
    dialog.filter.setText("nothing like this")
    assert dialog.entries() == []


def test_about_names_the_version(qtbot: QtBot) -> None:
    dialog = AboutDialog("1.2.3", "Qt 6", LIGHT)
    qtbot.addWidget(dialog)
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert "Version 1.2.3 · MIT licence" in texts


@pytest.mark.parametrize(
    ("button", "choice"),
    [
        (Buttons.Save, UnsavedChoice.SAVE),
        (Buttons.Discard, UnsavedChoice.DISCARD),
        (Buttons.Cancel, UnsavedChoice.CANCEL),
    ],
)
def test_unsaved_changes(qtbot: QtBot, button: Buttons, choice: UnsavedChoice) -> None:
    dialog = UnsavedChangesDialog(["<b>fleet.md"])
    qtbot.addWidget(dialog)
    assert dialog.heading.text() == "Save the changes to “<b>fleet.md”?"
    assert dialog.heading.textFormat() == Qt.TextFormat.PlainText
    dialog.buttons.button(button).click()
    assert dialog.choice() == choice


def test_unsaved_changes_of_many(qtbot: QtBot) -> None:
    dialog = UnsavedChangesDialog([f"{number}.md" for number in range(20)])
    qtbot.addWidget(dialog)
    assert dialog.heading.text() == "Save the changes to 20 specifications?"
    assert "7.md\n… and 12 more\n" in dialog.message.text()
    dialog.buttons.button(Buttons.SaveAll).click()
    assert dialog.choice() == UnsavedChoice.SAVE


def test_closing_the_question_is_cancel(qtbot: QtBot) -> None:
    dialog = UnsavedChangesDialog(["fleet.md"])
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.choice() == UnsavedChoice.CANCEL


def test_the_question_waits_for_its_answer(qtbot: QtBot, monkeypatch) -> None:
    def answer(dialog: QDialog) -> int:
        dialog.buttons.button(Buttons.Discard).click()
        return 0

    monkeypatch.setattr(QDialog, "exec", answer)
    assert ask_unsaved(None, "fleet.md") == UnsavedChoice.DISCARD


def test_an_error_is_shown_without_waiting(qtbot: QtBot) -> None:
    box = show_error(None, "Cannot open a.md", "/specs/a.md is not UTF-8 text.", "byte 12")
    assert box.isVisible()
    assert box.heading.text() == "Cannot open a.md"
    assert box.detail.isHidden()
    box.detail_button.click()
    assert box.detail.isVisible()
    assert box.detail_button.text() == "Hide Details"
    with qtbot.waitSignal(box.destroyed):
        box.buttons.button(Buttons.Ok).click()


@pytest.mark.parametrize("name", ["Replace", "Cancel", "", "Enter"])
def test_a_question_is_answered_with_yes_only_by_its_button(qtbot: QtBot, name: str) -> None:
    def answer() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, MessageDialog)
        button = next((each for each in box.buttons.buttons() if each.text() == name), None)
        if button is not None:
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        else:
            qtbot.waitUntil(box.isActiveWindow)
            keyboard = box.focusWidget()
            qtbot.keyClick(keyboard, Qt.Key.Key_Enter if name else Qt.Key.Key_Escape)

    QTimer.singleShot(0, answer)
    answer_is_yes = ask_whether(None, "File Exists", "Replace?", "It is there.", "Replace")
    assert answer_is_yes is (name == "Replace")


def test_enter_gives_nothing_up(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    given_up: list[bool] = []
    box = ask_discard(window, "Leave?", "It is forgotten.", lambda: given_up.append(True))
    qtbot.waitUntil(box.isActiveWindow)
    with qtbot.waitSignal(box.finished):
        qtbot.keyClick(box.focusWidget(), Qt.Key.Key_Enter)
    assert not given_up
