import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel
from pytestqt.qtbot import QtBot

from spec_editor.ui.dialogs.reason import ReasonDialog, ask_reason

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def dialog(qtbot: QtBot) -> ReasonDialog:
    dialog = ReasonDialog("<b>Scope")
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_a_reason_is_needed(dialog: ReasonDialog, qtbot: QtBot) -> None:
    assert not dialog.mark_button.isEnabled()
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    assert dialog.isVisible()
    qtbot.keyClicks(dialog.field, "   ")
    assert not dialog.mark_button.isEnabled()
    assert dialog.problem().startswith("Give a reason")
    qtbot.keyClicks(dialog.field, "No  personal data. ")
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    assert dialog.reason() == "No personal data."


def test_a_reason_cannot_end_its_comment(dialog: ReasonDialog, qtbot: QtBot) -> None:
    qtbot.keyClicks(dialog.field, "Done --> no")
    assert "without “--”" in dialog.problem()
    assert not dialog.mark_button.isEnabled()


def test_the_title_is_never_read_as_html(dialog: ReasonDialog) -> None:
    shown = [label for label in dialog.findChildren(QLabel) if "<b>Scope" in label.text()]
    assert [label.textFormat() for label in shown] == [Qt.TextFormat.PlainText]


def test_the_question_waits_for_its_answer(qtbot: QtBot, monkeypatch) -> None:
    def answer(dialog: ReasonDialog) -> int:
        dialog.field.setText("No data")
        dialog.mark_button.click()
        return dialog.result()

    monkeypatch.setattr(QDialog, "exec", answer)
    assert ask_reason(None, "Scope") == "No data"


def test_cancel_gives_no_reason(qtbot: QtBot, monkeypatch) -> None:
    def answer(dialog: ReasonDialog) -> int:
        dialog.field.setText("No data")
        dialog.buttons.button(QDialogButtonBox.StandardButton.Cancel).click()
        return dialog.result()

    monkeypatch.setattr(QDialog, "exec", answer)
    assert ask_reason(None, "Scope") is None
