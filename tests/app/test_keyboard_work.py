"""The user's way through the window by keys: from pane to pane, and back to the text."""

from pathlib import Path

import pytest
from app_driver import PATIENCE, ask_page
from outline_tools import find
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot
from template_driver import (
    FLAWED,
    change,
    cursor_line,
    make_folder,
    open_folder,
    wait,
)

from spec_editor.app.parts import Parts
from spec_editor.ui.notices import Notice
from spec_editor.ui.panes import FocusFrame

Key = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton
ROUND = ["workspace", "outline", "editor", "preview", "guidance", "problems"]


@pytest.fixture
def path(qtbot: QtBot, parts: Parts, tmp_path: Path) -> Path:
    """Return an open document in a folder with a template of its own."""
    path = make_folder(tmp_path / "own", FLAWED)
    open_folder(qtbot, parts, path)
    wait(qtbot, parts.editor.hasFocus)
    return path


class Shown(QObject):
    """Notes the windows that are shown, were it for a moment."""

    def __init__(self) -> None:
        super().__init__()
        self.windows: list[QObject] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Take note of a window."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.windows.append(watched)
        return False


def press(qtbot: QtBot, key: Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """Press a key where the keyboard is."""
    qtbot.keyClick(QApplication.focusWidget(), key, modifiers)


def framed(parts: Parts) -> list[QWidget]:
    """Return the panes that have a frame to be seen."""
    frames: list[FocusFrame] = parts.window.findChildren(FocusFrame)
    return [frame.parentWidget() for frame in frames if frame.isVisible()]


def test_f6_goes_round_the_panes(qtbot: QtBot, parts: Parts, path: Path) -> None:
    panes = parts.window.panes
    shown = []
    for _ in ROUND:
        shown.append(panes.current())
        (pane,) = framed(parts)
        assert pane.isAncestorOf(QApplication.focusWidget())
        press(qtbot, Key.Key_F6)
    assert shown == [*ROUND[2:], *ROUND[:2]]
    assert parts.editor.hasFocus()
    parts.window.show_part("outline", False)
    press(qtbot, Key.Key_F6, SHIFT)
    assert panes.current() == "workspace"
    press(qtbot, Key.Key_F6, SHIFT)
    assert panes.current() == "problems"


def test_f6_goes_round_without_a_document(qtbot: QtBot, parts: Parts, path: Path) -> None:
    parts.leaving.close_current()
    wait(qtbot, parts.welcome.isVisible)
    shown = []
    for _ in range(5):
        press(qtbot, Key.Key_F6)
        shown.append(parts.window.panes.current())
    assert shown == ["guidance", "problems", "workspace", "outline", "welcome"]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("workspace", Key.Key_E),
        ("outline", Key.Key_L),
        ("preview", Key.Key_V),
        ("problems", Key.Key_M),
        ("guidance", Key.Key_T),
    ],
)
def test_the_keys_of_a_panel_lead_into_it_and_put_it_away(
    qtbot: QtBot, parts: Parts, path: Path, name: str, key: Key
) -> None:
    panel = getattr(parts.window.parts, name)
    press(qtbot, key, CONTROL | SHIFT)
    assert panel.isVisible()
    assert parts.window.panes.current() == name
    press(qtbot, key, CONTROL | SHIFT)
    assert not panel.isVisible()
    assert not parts.window.command(f"view.{name}").isChecked()
    assert parts.editor.hasFocus()
    press(qtbot, key, CONTROL | SHIFT)
    assert panel.isVisible()
    assert parts.window.panes.current() == name


def test_a_click_shows_and_hides_a_panel(qtbot: QtBot, parts: Parts, path: Path) -> None:
    command = parts.window.command("view.problems")
    button = parts.window.toolbar.widgetForAction(command)
    qtbot.mouseClick(button, LEFT)
    assert not parts.problems_panel.isVisible()
    assert parts.editor.hasFocus()
    qtbot.mouseClick(button, LEFT)
    assert parts.problems_panel.isVisible()
    assert parts.problems_panel.view.hasFocus()
    qtbot.mouseClick(parts.problems_panel.hide_button, LEFT)
    assert parts.editor.hasFocus()


@pytest.mark.parametrize("name", ["workspace", "outline", "guidance", "problems"])
def test_escape_leads_back_to_the_text(qtbot: QtBot, parts: Parts, path: Path, name: str) -> None:
    parts.window.panes.go_to(name)
    assert parts.window.panes.current() == name
    press(qtbot, Key.Key_Escape)
    assert parts.editor.hasFocus()


def click(qtbot: QtBot, parts: Parts, title: str) -> QPoint:
    """Click on a section of the outline; return where."""
    view = parts.outline_panel.view
    place = view.visualRect(find(view.model(), title)).center()
    qtbot.mouseClick(view.viewport(), LEFT, pos=place)
    return place


def test_a_click_leaves_the_keys_with_the_outline(qtbot: QtBot, parts: Parts, path: Path) -> None:
    view = parts.outline_panel.view
    click(qtbot, parts, "Risks")
    assert cursor_line(parts) == "## Risks"
    assert view.hasFocus()
    press(qtbot, Key.Key_Delete)
    assert parts.editor.text() == FLAWED
    press(qtbot, Key.Key_Return)
    assert parts.editor.hasFocus()
    place = click(qtbot, parts, "Plan")
    qtbot.mouseDClick(view.viewport(), LEFT, pos=place)
    assert parts.editor.hasFocus()
    assert cursor_line(parts) == "## Plan"


def test_a_click_leaves_the_keys_with_the_problems(qtbot: QtBot, parts: Parts, path: Path) -> None:
    table = parts.problems_panel.view
    index = table.problems.index(0, 1)
    place = table.visualRect(index).center()
    qtbot.mouseClick(table.viewport(), LEFT, pos=place)
    assert table.hasFocus()
    finding = table.problems.row(index)
    assert parts.editor.textCursor().hasSelection()
    assert parts.editor.textCursor().blockNumber() + 1 == finding.span.end_line
    press(qtbot, Key.Key_Return)
    assert parts.editor.hasFocus()
    qtbot.mouseClick(table.viewport(), LEFT, pos=place)
    qtbot.mouseDClick(table.viewport(), LEFT, pos=place)
    assert parts.editor.hasFocus()


def test_the_outline_follows_the_reader_of_the_preview(
    qtbot: QtBot, parts: Parts, folder: Path
) -> None:
    open_folder(qtbot, parts, folder / "payment-gateway.md")
    view, crumbs = parts.outline_panel.view, parts.breadcrumb
    line = cursor_line(parts)
    heading = "document.getElementById('user-content-risk-analysis')"
    # Nobody reads there: the page moves by itself.
    with qtbot.waitSignal(parts.preview.scrolled, timeout=PATIENCE):
        ask_page(qtbot, parts, f"{heading}.scrollIntoView()")
    assert view.currentIndex().data() != "Risk Analysis"
    parts.window.panes.go_to("preview")
    wait(qtbot, parts.preview.is_in_use)
    with qtbot.waitSignal(parts.navigation.place_read, timeout=PATIENCE):
        ask_page(qtbot, parts, "window.scrollBy(0, -600)")
    with qtbot.waitSignal(parts.navigation.place_read, timeout=PATIENCE):
        ask_page(qtbot, parts, f"{heading}.scrollIntoView()")
    wait(qtbot, lambda: view.currentIndex().data() == "Risk Analysis")
    assert crumbs.texts()[-1] == "Risk Analysis"
    assert cursor_line(parts) == line
    parts.window.panes.go_to("editor")
    wait(qtbot, lambda: view.currentIndex().data() != "Risk Analysis")
    assert crumbs.texts()[-1] != "Risk Analysis"
    assert cursor_line(parts) == line


def test_both_keys_make_a_change_again(qtbot: QtBot, parts: Parts, path: Path) -> None:
    for key, modifiers in ((Key.Key_Y, CONTROL), (Key.Key_Z, CONTROL | SHIFT)):
        with change(qtbot, parts):
            press(qtbot, Key.Key_X)
        with change(qtbot, parts):
            press(qtbot, Key.Key_Z, CONTROL)
        assert parts.editor.text() == FLAWED
        with change(qtbot, parts):
            press(qtbot, key, modifiers)
        assert parts.editor.text() == "x" + FLAWED
        with change(qtbot, parts):
            press(qtbot, Key.Key_Z, CONTROL)


def test_the_keyboard_goes_back_to_the_text_from_a_notice_that_goes(
    qtbot: QtBot, parts: Parts, path: Path
) -> None:
    notices = parts.window.notices
    notices.show_notice(Notice("asked", "What now?", "info", (("do", "Do It"),)))
    notices.action_requested.connect(lambda key, _: notices.hide_notice(key))
    qtbot.mouseClick(notices.bar("asked").buttons["do"], LEFT)
    assert not notices.keys()
    assert parts.editor.hasFocus()
    # A notice that comes and goes takes nothing from where the keyboard is.
    parts.problems_panel.view.setFocus()
    notices.show_notice(Notice("told", "So it is.", "info"))
    notices.hide_notice("told")
    assert parts.problems_panel.view.hasFocus()


def test_a_notice_that_comes_leaves_the_keyboard_in_the_text(
    qtbot: QtBot, parts: Parts, path: Path
) -> None:
    shown = Shown()
    QApplication.instance().installEventFilter(shown)
    parts.window.notices.show_notice(Notice("told", "So it is.", "info"))
    wait(qtbot, parts.window.notices.bar("told").isVisible)
    QApplication.instance().removeEventFilter(shown)
    assert parts.window.notices.bar("told").cross.isVisible()
    assert shown.windows == []
    assert parts.editor.hasFocus()


def test_a_notice_is_reached_and_answered_by_keys(qtbot: QtBot, parts: Parts, path: Path) -> None:
    notices, answers = parts.window.notices, []
    notices.action_requested.connect(lambda *answer: answers.append(answer))
    notices.show_notice(Notice("lost", "It is gone.", "info"))
    wait(qtbot, notices.bar("lost").cross.isVisible)
    press(qtbot, Key.Key_F6, SHIFT)
    assert QApplication.focusWidget() is notices.bar("lost").cross
    press(qtbot, Key.Key_Escape)
    assert parts.editor.hasFocus()
    asked = Notice("asked", "What now?", "info", (("do", "Do It"), ("leave", "Leave It")))
    notices.show_notice(asked)
    notices.hide_notice("lost")
    wait(qtbot, notices.bar("asked").buttons["leave"].isVisible)
    press(qtbot, Key.Key_F6, SHIFT)
    assert QApplication.focusWidget() is notices.bar("asked").buttons["do"]
    assert QApplication.focusWidget().accessibleDescription() == "What now?"
    press(qtbot, Key.Key_Tab)
    press(qtbot, Key.Key_Return)
    assert answers == [("asked", "leave")]


def test_a_notice_is_read_out_when_it_comes(
    qtbot: QtBot, parts: Parts, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(
        QAccessible, "updateAccessibility", lambda event: told.append(event.message())
    )
    parts.window.notices.show_notice(Notice("asked", "What now?", "warning"))
    assert told == ["warning: What now?"]


def test_tab_goes_through_all_that_is_in_a_pane(qtbot: QtBot, parts: Parts, path: Path) -> None:
    parts.window.command("view.dashboard").trigger()
    dashboard = parts.dashboard
    wait(qtbot, dashboard.table.hasFocus)
    passed = []
    while QApplication.focusWidget() not in passed:
        passed.append(QApplication.focusWidget())
        press(qtbot, Key.Key_Tab)
    filters = (parts.workspace_panel.filter, parts.outline_panel.filter)
    for widget in (dashboard.text, dashboard.export, *filters, parts.workspace_panel.new):
        assert widget in passed


@pytest.mark.parametrize("command", ["help.shortcuts", "help.about"])
def test_a_box_that_only_tells_is_gone_once_it_is_closed(
    qtbot: QtBot, parts: Parts, command: str
) -> None:
    parts.window.command(command).trigger()
    assert parts.window.findChild(QDialog) is QApplication.activeModalWidget()
    qtbot.keyClick(parts.window.findChild(QDialog), Qt.Key.Key_Escape)
    wait(qtbot, lambda: parts.window.findChild(QDialog) is None)
