"""The palette that opens a specification by a few letters."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from spec_editor.core.report import SpecEntry
from spec_editor.ui.theme import DARK, LIGHT
from spec_editor.ui.workspace.quick_open import QuickOpen

Entries = tuple[SpecEntry, ...]
SIGN_ON = "/specs/platform/identity/sign-on.md"


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QWidget]:
    """Return a window with a field that has the keyboard."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 600)
    rows = QVBoxLayout(window)
    field = QLineEdit()
    rows.addWidget(field)
    window.show()
    window.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    return window


@pytest.fixture
def palette(window: QWidget, entries: Entries) -> QuickOpen:
    palette = QuickOpen(LIGHT, window)
    palette.set_entries(entries)
    palette.set_recent(["/specs", "/elsewhere/old.md", SIGN_ON])
    palette.open()
    return palette


def listed(palette: QuickOpen) -> list[str]:
    model = palette.view.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_recent_ones_come_first(palette: QuickOpen) -> None:
    assert palette.objectName() == "quickOpen"
    assert listed(palette)[:2] == ["old.md", "sign-on.md"]
    assert len(listed(palette)) == 6
    assert palette.field.hasFocus()


def test_letters_find_and_enter_opens(palette: QuickOpen, window: QWidget, qtbot: QtBot) -> None:
    qtbot.keyClicks(palette.field, "sgn-on")
    assert listed(palette) == ["sign-on.md"]
    assert "sign-on.md" in palette.field.accessibleDescription()
    with qtbot.waitSignal(palette.file_requested) as asked:
        qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert asked.args == [SIGN_ON]
    assert not palette.isVisible()
    assert window.findChildren(QLineEdit)[0].hasFocus()


def test_arrows_choose(palette: QuickOpen, qtbot: QtBot) -> None:
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        qtbot.keyClick(palette.field, key)
    assert palette.view.currentIndex().row() == 1
    qtbot.keyClick(palette.field, Qt.Key.Key_PageDown)
    assert palette.view.currentIndex().row() == 5
    qtbot.keyClick(palette.field, Qt.Key.Key_Tab)
    assert palette.field.hasFocus()


def test_escape_closes_and_gives_the_keyboard_back(
    palette: QuickOpen, window: QWidget, qtbot: QtBot
) -> None:
    qtbot.keyClicks(palette.field, "x")
    with qtbot.assertNotEmitted(palette.file_requested):
        qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert window.findChildren(QLineEdit)[0].hasFocus()
    palette.open()
    assert palette.field.text() == ""


def test_a_click_opens_and_one_elsewhere_closes(
    palette: QuickOpen, window: QWidget, qtbot: QtBot
) -> None:
    place = palette.view.visualRect(palette.view.model().index(1, 0)).center()
    with qtbot.waitSignal(palette.file_requested) as asked:
        qtbot.mouseClick(palette.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked.args == [SIGN_ON]
    palette.open()
    qtbot.mouseClick(window.findChildren(QLineEdit)[0], Qt.MouseButton.LeftButton)
    assert not palette.isVisible()


def test_nothing_that_fits_opens_nothing(palette: QuickOpen, qtbot: QtBot) -> None:
    qtbot.keyClicks(palette.field, "zzzzzz")
    assert palette.view.empty_state.texts()[0] == "Nothing fits"
    with qtbot.assertNotEmitted(palette.file_requested):
        qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    palette.set_entries(())
    assert palette.view.empty_state.texts()[0] == "No specifications"


@pytest.mark.parametrize("size", [(300, 260), (900, 600), (1900, 1000)])
def test_it_stays_inside_the_window(
    palette: QuickOpen, window: QWidget, qtbot: QtBot, size: tuple[int, int]
) -> None:
    window.resize(*size)
    qtbot.waitUntil(lambda: window.rect().contains(palette.geometry()))
    palette.set_theme(DARK)
    assert not window.grab().isNull()
