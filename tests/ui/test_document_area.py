"""Text and preview side by side, alone, and in two windows."""

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from window_tools import new_window

from spec_editor.ui.preview.window import PreviewWindow
from spec_editor.ui.window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    """Return an active window with a document open and the keyboard in the text."""
    window = new_window()
    window.resize(1200, 700)
    window.show()
    window.show_document(True)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.focus_text()
    yield window
    window.allow_close()
    window.close()
    shiboken6.delete(window)


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = CONTROL) -> None:
    owner = QApplication.focusWidget()
    assert owner is not None
    qtbot.keyClick(owner, key, modifier)


def seen(window: MainWindow) -> tuple[bool, bool]:
    return window.parts.editor.isVisible(), window.parts.preview.isVisible()


def checked(window: MainWindow) -> list[str]:
    names = ("panes_both", "panes_editor", "panes_preview", "detach_preview", "preview")
    return [name for name in names if window.command(f"view.{name}").isChecked()]


def other_window(window: MainWindow) -> PreviewWindow:
    return window.area.preview_window


def test_both_grow_with_the_window(window: MainWindow, qtbot: QtBot) -> None:
    before = window.area.sizes()
    assert abs(before[0] - before[1]) <= 2
    window.resize(1500, 700)
    qtbot.waitUntil(lambda: sum(window.area.sizes()) > sum(before))
    grown = [new - old for new, old in zip(window.area.sizes(), before, strict=True)]
    assert min(grown) > sum(grown) / 3


def test_keys_show_one_or_both(window: MainWindow, qtbot: QtBot) -> None:
    window.area.setSizes([600, 300])
    sizes = window.area.sizes()
    assert checked(window) == ["panes_both", "preview"]
    press(qtbot, Qt.Key.Key_2)
    assert seen(window) == (True, False)
    assert checked(window) == ["panes_editor"]
    assert window.panes.current() == "editor"
    press(qtbot, Qt.Key.Key_3)
    assert seen(window) == (False, True)
    assert checked(window) == ["panes_preview", "preview"]
    assert window.panes.current() == "preview"
    press(qtbot, Qt.Key.Key_2)
    assert window.panes.current() == "editor"
    press(qtbot, Qt.Key.Key_1)
    assert seen(window) == (True, True)
    assert window.panes.current() == "editor"
    assert window.area.sizes() == sizes


def test_the_room_is_shared_as_before_in_another_size(window: MainWindow, qtbot: QtBot) -> None:
    window.area.setSizes([300, 600])
    first, second = window.area.sizes()
    press(qtbot, Qt.Key.Key_3)
    window.resize(1500, 700)
    press(qtbot, Qt.Key.Key_1)
    sizes = window.area.sizes()
    assert sizes[0] / sum(sizes) == pytest.approx(first / (first + second), abs=0.02)


def test_hiding_the_preview_leaves_the_text(window: MainWindow, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_3)
    window.command("view.preview").trigger()
    assert seen(window) == (True, False)
    assert checked(window) == ["panes_editor"]
    window.command("view.preview").trigger()
    assert seen(window) == (True, True)
    assert window.panes.current() == "preview"
    # Its own keys put it away when they are pressed there.
    press(qtbot, Qt.Key.Key_V, CONTROL | SHIFT)
    assert seen(window) == (True, False)
    assert window.panes.current() == "editor"


def test_the_text_comes_back_to_be_worked_on(window: MainWindow, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_3)
    window.focus_text()
    assert window.panes.current() == "preview"
    window.show_text()
    assert seen(window) == (True, True)
    window.command("view.panes_editor").trigger()
    window.show_text()
    assert seen(window) == (True, False)


def test_the_room_is_shared_as_before_when_a_document_is_opened_again(window: MainWindow) -> None:
    window.area.setSizes([600, 300])
    sizes = window.area.sizes()
    window.show_document(False)
    window.show_document(True)
    assert window.area.sizes() == sizes


def test_a_document_opens_where_one_reads(window: MainWindow, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_3)
    window.show_document(False)
    assert seen(window) == (False, False)
    window.show_document(True)
    assert seen(window) == (False, True)
    assert window.panes.current() == "preview"


def test_the_preview_gets_a_window_of_its_own(window: MainWindow, qtbot: QtBot) -> None:
    window.set_document_title("fleet.md", False)
    width = window.parts.editor.width()
    press(qtbot, Qt.Key.Key_D, CONTROL | SHIFT)
    other = other_window(window)
    assert other.isVisible()
    assert other.windowTitle() == "fleet.md – Preview"
    assert window.parts.preview.window() is other
    assert seen(window) == (True, True)
    assert checked(window) == ["panes_both", "detach_preview", "preview"]
    qtbot.waitUntil(lambda: window.parts.editor.width() > width)
    # The other one can lie behind the main window and on another screen.
    assert other.windowHandle().transientParent() is None
    assert other.windowFlags() & Qt.WindowType.WindowType_Mask == Qt.WindowType.Window
    window.set_document_title("other.md", True)
    assert other.windowTitle() == "other.md – Preview"


def test_the_keyboard_stays_where_it_was(window: MainWindow, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_D, CONTROL | SHIFT)
    qtbot.waitUntil(window.isActiveWindow)
    assert window.panes.current() == "editor"
    press(qtbot, Qt.Key.Key_D, CONTROL | SHIFT)
    window.panes.go_to("preview")
    press(qtbot, Qt.Key.Key_D, CONTROL | SHIFT)
    qtbot.waitUntil(other_window(window).isActiveWindow)
    assert window.panes.current() == "preview"
    press(qtbot, Qt.Key.Key_D, CONTROL | SHIFT)
    qtbot.waitUntil(window.isActiveWindow)
    assert window.panes.current() == "preview"
    assert not other_window(window).isVisible()


def test_closing_the_other_window_docks_the_preview(window: MainWindow, qtbot: QtBot) -> None:
    window.area.setSizes([600, 300])
    sizes = window.area.sizes()
    window.command("view.detach_preview").trigger()
    other_window(window).close()
    assert not other_window(window).isVisible()
    assert window.parts.preview.window() is window
    assert seen(window) == (True, True)
    assert checked(window) == ["panes_both", "preview"]
    qtbot.waitUntil(lambda: window.area.sizes() == sizes)


def test_keys_work_in_the_other_window(window: MainWindow, qtbot: QtBot) -> None:
    window.panes.go_to("preview")
    press(qtbot, Qt.Key.Key_D, CONTROL | SHIFT)
    qtbot.waitUntil(other_window(window).isActiveWindow)
    with qtbot.waitSignal(window.command("file.save").triggered):
        press(qtbot, Qt.Key.Key_S)
    window.panes.go_round(-1)
    qtbot.waitUntil(window.isActiveWindow)
    assert window.panes.current() == "editor"
    window.panes.go_round(1)
    qtbot.waitUntil(other_window(window).isActiveWindow)
    assert window.panes.current() == "preview"


def test_the_key_to_close_means_the_window_it_is_pressed_in(
    window: MainWindow, qtbot: QtBot
) -> None:
    asked: list[str] = []
    window.command("file.close").triggered.connect(lambda: asked.append("close"))
    window.panes.go_to("preview")
    press(qtbot, Qt.Key.Key_D, CONTROL | SHIFT)
    qtbot.waitUntil(other_window(window).isActiveWindow)
    press(qtbot, Qt.Key.Key_W)
    assert not other_window(window).isVisible()
    assert seen(window) == (True, True)
    assert asked == []
    qtbot.waitUntil(window.isActiveWindow)
    press(qtbot, Qt.Key.Key_W)
    assert asked == ["close"]


def test_keys_lead_to_a_window_that_was_minimised(window: MainWindow, qtbot: QtBot) -> None:
    window.command("view.detach_preview").trigger()
    other_window(window).showMinimized()
    window.panes.go_to("preview")
    assert not other_window(window).isMinimized()
    qtbot.waitUntil(other_window(window).isActiveWindow)


def test_one_alone_while_detached(window: MainWindow, qtbot: QtBot) -> None:
    window.command("view.detach_preview").trigger()
    window.command("view.panes_editor").trigger()
    assert not other_window(window).isVisible()
    assert seen(window) == (True, False)
    window.command("view.panes_both").trigger()
    assert other_window(window).isVisible()
    assert seen(window) == (True, True)
    # A second window makes no sense for it.
    window.command("view.panes_preview").trigger()
    assert not other_window(window).isVisible()
    assert window.parts.preview.window() is window
    assert seen(window) == (False, True)
    assert checked(window) == ["panes_preview", "preview"]
    window.command("view.detach_preview").trigger()
    assert other_window(window).isVisible()
    assert seen(window) == (True, True)


def test_the_other_window_goes_with_the_document_and_the_window(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.command("view.detach_preview").trigger()
    window.show_document(False)
    assert not other_window(window).isVisible()
    window.show_document(True)
    assert other_window(window).isVisible()
    window.showMinimized()
    assert other_window(window).isVisible()
    window.showNormal()
    window.allow_close()
    assert window.close()
    assert not other_window(window).isVisible()


@pytest.mark.parametrize("names", [["panes_preview"], ["panes_editor"], ["detach_preview"], []])
def test_all_is_as_it_was_after_a_restart(
    window: MainWindow, qtbot: QtBot, names: list[str]
) -> None:
    # No larger than the screen of the tests.
    window.resize(780, 560)
    for name in ("workspace", "outline"):
        window.show_part(name, False)
    qtbot.waitUntil(lambda: window.area.width() == 780)
    # So little for the preview that a narrower window could not share its room alike.
    window.area.setSizes([579, 200])
    sizes = window.area.sizes()
    for name in names:
        window.command(f"view.{name}").trigger()
    other_window(window).setGeometry(40, 50, 610, 520)
    state = window.state()
    again = new_window()
    qtbot.addWidget(again, before_close_func=MainWindow.allow_close)
    assert again.restore(state)
    again.show()
    assert not other_window(again).isVisible()
    again.show_document(True)
    assert seen(again) == seen(window)
    assert checked(again) == checked(window)
    if "detach_preview" in names:
        assert other_window(again).isVisible()
        assert other_window(again).geometry() == other_window(window).geometry()
    again.command("view.panes_both").trigger()
    if "detach_preview" in names:
        again.command("view.detach_preview").trigger()
    qtbot.waitUntil(lambda: again.area.sizes() == sizes)
