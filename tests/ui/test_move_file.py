"""The dialog that renames and moves files, with real keys."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from spec_editor.ui.dialogs.move_file import CorrectedLink, LinkPreview, MoveFileDialog
from spec_editor.ui.theme import LIGHT, Theme

LINKS = LinkPreview(
    (CorrectedLink("a.md", 3, "old.md#x", "new.md#x"), CorrectedLink("b.md", 1, "old.md", "new.md"))
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "sub").mkdir()
    (tmp_path / "taken.md").write_text("theirs")
    path = tmp_path / "old.md"
    path.write_text("mine")
    return path


@pytest.fixture
def dialog(qtbot: QtBot, path: Path) -> MoveFileDialog:
    dialog = MoveFileDialog(str(path))
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def shown(dialog: MoveFileDialog) -> list[tuple[str, str]]:
    return [(row.title, row.words) for row in dialog.links.rows()]


def test_the_name_without_its_ending_is_ready_to_be_replaced(
    qtbot: QtBot, dialog: MoveFileDialog, path: Path
) -> None:
    assert not dialog.confirm.isEnabled()
    qtbot.keyClicks(dialog.name, "new")
    assert dialog.target() == str(path.with_name("new.md"))


def test_it_can_be_confirmed_once_the_links_are_shown(
    qtbot: QtBot, dialog: MoveFileDialog, path: Path
) -> None:
    with qtbot.waitSignal(dialog.target_changed) as asked:
        dialog.name.setText("new.md")
    assert asked.args == [str(path.with_name("new.md"))]
    assert not dialog.confirm.isEnabled()
    dialog.show_links("another", LINKS)
    assert not dialog.confirm.isEnabled()
    dialog.show_links(dialog.target(), LINKS)
    assert shown(dialog) == [
        ("old.md#x → new.md#x", "a.md, line 3"),
        ("old.md → new.md", "b.md, line 1"),
    ]
    assert dialog.correct.text() == "&Correct 2 links in 2 files"
    assert dialog.corrects_links()
    dialog.correct.setChecked(False)
    assert not dialog.corrects_links()
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.name, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("taken.md", "is there already and stays as it is"),
        ("", "Give it a name"),
        ("a/b.md", "cannot contain /"),
        ("con.md", "device"),
        ("a.md.", "full stop"),
        ("é" * 200, "too long"),
    ],
)
def test_what_is_not_possible_is_said_and_cannot_be_confirmed(
    qtbot: QtBot, dialog: MoveFileDialog, name: str, why: str
) -> None:
    dialog.name.setText("new.md")
    dialog.show_links(dialog.target(), LINKS)
    asked: list[str] = []
    dialog.target_changed.connect(asked.append)
    dialog.name.setText(name)
    assert why in dialog.problem_label.text()
    assert not dialog.confirm.isEnabled()
    assert shown(dialog) == []
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert asked == []


def test_a_name_that_was_given_elsewhere_may_stay(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "a:b?.md"
    path.write_text("mine")
    (tmp_path / "sub").mkdir()
    dialog = MoveFileDialog(str(path), folder=str(tmp_path / "sub"))
    qtbot.addWidget(dialog)
    assert dialog.problem() == ""
    dialog.name.setText("a:c.md")
    assert "cannot contain :" in dialog.problem()


def test_a_folder_that_is_given_is_asked_about_at_once(qtbot: QtBot, path: Path) -> None:
    dialog = MoveFileDialog(str(path), folder=str(path.parent / "sub"))
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.target_changed) as asked:
        dialog.begin()
    assert asked.args == [str(path.parent / "sub" / "old.md")]
    dialog.folder.setText(str(path.parent / "gone"))
    assert "does not exist" in dialog.problem_label.text()


def test_remarks_are_shown(dialog: MoveFileDialog) -> None:
    dialog.name.setText("new.md")
    dialog.show_links(dialog.target(), LinkPreview((), ("One.", "Two.")))
    assert dialog.remarks.text() == "One. Two."
    assert dialog.remarks.isVisible()
    assert dialog.links.empty_state.texts()[0] == "No links to correct"
    assert not dialog.correct.isEnabled()


def test_names_are_shown_as_they_are(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = MoveFileDialog(str(tmp_path / "<b>x\u202e</b>.md"))
    qtbot.addWidget(dialog)
    assert "\u202e" not in dialog.windowTitle()


def test_a_name_that_is_no_text_stays_the_same_file_s(qtbot: QtBot, tmp_path: Path) -> None:
    path = str(tmp_path / "bad\udcff" / "bad\udcff.md")
    (tmp_path / "bad\udcff" / "sub").mkdir(parents=True)
    dialog = MoveFileDialog(path, folder=str(tmp_path / "bad\udcff" / "sub"))
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.target_changed) as asked:
        dialog.begin()
    assert asked.args == [str(tmp_path / "bad\udcff" / "sub" / "bad\udcff.md")]
    dialog.show_links(dialog.target(), LinkPreview())
    assert dialog.confirm.isEnabled()


def test_an_ending_that_is_lost_is_pointed_out_and_possible(dialog: MoveFileDialog) -> None:
    dialog.name.setText("new")
    assert "no longer among the specifications" in dialog.problem_label.text()
    dialog.show_links(dialog.target(), LinkPreview())
    assert dialog.confirm.isEnabled()
    dialog.name.setText("new.MD")
    assert dialog.problem_label.text() == ""


@pytest.mark.parametrize("place", ["links", "name"])
def test_enter_confirms_from_wherever_it_means_nothing_else(
    qtbot: QtBot, dialog: MoveFileDialog, place: str
) -> None:
    dialog.name.setText("new.md")
    dialog.show_links(dialog.target(), LINKS)
    dialog.links.choose(0)
    widget = getattr(dialog, place)
    widget.setFocus()
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(widget, Qt.Key.Key_Return)


def test_enter_on_cancel_moves_nothing(qtbot: QtBot, dialog: MoveFileDialog) -> None:
    dialog.name.setText("new.md")
    dialog.show_links(dialog.target(), LINKS)
    cancel = dialog.buttons.button(QDialogButtonBox.StandardButton.Cancel)
    cancel.setFocus()
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(cancel, Qt.Key.Key_Return)


def test_what_cannot_be_ticked_is_quieter_than_what_can(
    qtbot: QtBot, dialog: MoveFileDialog, themed: Callable[[Theme], None]
) -> None:
    themed(LIGHT)
    quiet = dialog.correct.grab().toImage()
    dialog.correct.setEnabled(True)
    clear = dialog.correct.grab().toImage()
    for area in (QRect(0, 0, 20, quiet.height()), QRect(20, 0, 90, quiet.height())):
        assert darkest(quiet.copy(area)) > darkest(clear.copy(area)) + 40


def darkest(picture: QImage) -> int:
    places = [(x, y) for x in range(picture.width()) for y in range(picture.height())]
    return min(picture.pixelColor(x, y).lightness() for x, y in places)
