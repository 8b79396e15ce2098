"""The preview as a part of the window: whose keys are whose, by real keys in the whole program."""

from pathlib import Path

import pytest
from app_driver import PATIENCE, ask_page, open_file, page_text
from page_driver import double_click
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from spec_editor.app.parts import Parts
from spec_editor.app.settings import WINDOW

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def fleet(qtbot: QtBot, parts: Parts, tmp_path: Path) -> Parts:
    """Return the program with a document open, its window active."""
    path = tmp_path / "fleet.md"
    path.write_text("# Fleet\n\nSome words about *trucks*.\n\n- first\n- second\n", "utf-8")
    open_file(qtbot, parts, path)
    parts.window.activateWindow()
    qtbot.waitUntil(parts.window.isActiveWindow)
    return parts


def owner() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def enter_preview(qtbot: QtBot, parts: Parts) -> None:
    parts.window.panes.go_to("preview")
    qtbot.waitUntil(lambda: parts.window.panes.current() == "preview")


def test_find_goes_to_the_pane_with_the_keyboard(qtbot: QtBot, fleet: Parts) -> None:
    qtbot.keyClick(owner(), Qt.Key.Key_F, CONTROL)
    assert fleet.find_bar.isVisible()
    assert fleet.preview.find_bar.isHidden()
    qtbot.keyClick(owner(), Qt.Key.Key_Escape)
    enter_preview(qtbot, fleet)
    qtbot.keyClick(owner(), Qt.Key.Key_F, CONTROL)
    bar = fleet.preview.find_bar
    assert fleet.find_bar.isHidden()
    assert bar.find_field.hasFocus()
    qtbot.keyClicks(owner(), "s")
    qtbot.waitUntil(lambda: bar.count_label.text() == "1 of 5", timeout=PATIENCE)
    for key, modifier, text in (
        (Qt.Key.Key_F3, Qt.KeyboardModifier.NoModifier, "2 of 5"),
        (Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier, "1 of 5"),
        (Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier, "5 of 5"),
    ):
        qtbot.keyClick(owner(), key, modifier)
        qtbot.waitUntil(lambda text=text: bar.count_label.text() == text, timeout=PATIENCE)
    qtbot.keyClick(owner(), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: fleet.window.panes.current() == "preview")
    assert bar.isHidden()


def test_copy_and_select_all_mean_the_pane_with_the_keyboard(qtbot: QtBot, fleet: Parts) -> None:
    clipboard = QGuiApplication.clipboard()
    enter_preview(qtbot, fleet)
    fleet.window.command("edit.select_all").trigger()
    qtbot.waitUntil(lambda: "trucks" in ask_page(qtbot, fleet, "getSelection().toString()"))
    with qtbot.waitSignal(clipboard.dataChanged, timeout=PATIENCE):
        fleet.window.command("edit.copy").trigger()
    assert "about trucks." in clipboard.text()
    fleet.editor.setFocus()
    fleet.window.command("edit.select_all").trigger()
    fleet.window.command("edit.copy").trigger()
    assert clipboard.text() == fleet.editor.text()


@pytest.fixture
def long(qtbot: QtBot, fleet: Parts, tmp_path: Path) -> Parts:
    """Return the program with a document of many screens open."""
    path = tmp_path / "long.md"
    text = "".join(f"## Part {i}\n\nText {i} {'word ' * 30}\n\n" for i in range(120))
    path.write_text(text, "utf-8")
    open_file(qtbot, fleet, path)
    qtbot.waitUntil(lambda: "Part 119" in page_text(qtbot, fleet), timeout=PATIENCE)
    return fleet


def top_line(qtbot: QtBot, parts: Parts) -> float:
    return float(ask_page(qtbot, parts, "specPreview.topLine()"))


def wait_for_top(qtbot: QtBot, parts: Parts, line: float) -> None:
    qtbot.waitUntil(lambda: abs(top_line(qtbot, parts) - line) < 0.5, timeout=PATIENCE)


def read_only(qtbot: QtBot, parts: Parts) -> None:
    """Show only the preview, and wait until the page has its new width and has settled."""
    qtbot.keyClick(owner(), Qt.Key.Key_3, CONTROL)
    assert not parts.editor.isVisible()

    def has_its_width() -> bool:
        return bool(ask_page(qtbot, parts, "innerWidth") == parts.preview.width())

    qtbot.waitUntil(has_its_width, timeout=PATIENCE)


def test_a_detached_preview_is_the_same_page(qtbot: QtBot, long: Parts) -> None:
    process = long.web.page.renderProcessPid()
    ask_page(qtbot, long, "globalThis.isTheSame = true")
    long.preview.go_to_line(201)
    wait_for_top(qtbot, long, 201)
    for detached in (True, False, True):
        qtbot.keyClick(owner(), Qt.Key.Key_D, CONTROL | Qt.KeyboardModifier.ShiftModifier)
        other = long.window.area.preview_window
        assert other.isVisible() is detached
        wait_for_top(qtbot, long, 201)
    assert other.windowTitle() == "long.md – Preview"
    # It goes on showing what is typed, and follows the zoom.
    long.editor.go_to_line(1)
    qtbot.keyClicks(long.editor, "New ")
    qtbot.keyClick(long.editor, Qt.Key.Key_Return)
    shown = "document.querySelector('.block').textContent"
    qtbot.waitUntil(lambda: "New" in ask_page(qtbot, long, shown), timeout=PATIENCE)
    long.window.command("view.zoom_in").trigger()
    assert long.web.page.zoomFactor() > 1
    width = f"Math.abs(innerWidth * {long.web.page.zoomFactor()} - {long.preview.width()}) < 3"
    qtbot.waitUntil(lambda: ask_page(qtbot, long, width), timeout=PATIENCE)
    assert ask_page(qtbot, long, "globalThis.isTheSame") is True
    assert long.web.page.renderProcessPid() == process


def test_the_other_window_follows_the_theme(qtbot: QtBot, fleet: Parts) -> None:
    fleet.window.command("view.detach_preview").trigger()
    fleet.appearance.choose("dark")
    theme = "document.documentElement.dataset.theme"
    qtbot.waitUntil(lambda: ask_page(qtbot, fleet, theme) == "dark", timeout=PATIENCE)
    other = fleet.window.area.preview_window
    assert other.palette().window().color().lightness() < 128
    fleet.appearance.choose("light")


def test_a_hidden_preview_is_up_to_date_when_it_is_shown(qtbot: QtBot, long: Parts) -> None:
    qtbot.keyClick(owner(), Qt.Key.Key_2, CONTROL)
    long.editor.go_to_line(301)
    qtbot.keyClicks(owner(), "# New Part")
    qtbot.waitUntil(lambda: "New Part##" in page_text(qtbot, long), timeout=PATIENCE)
    # It has the text, and has looked for no place meanwhile.
    assert ask_page(qtbot, long, "scrollY") == 0
    first = long.editor.firstVisibleBlock().blockNumber() + 1
    qtbot.keyClick(owner(), Qt.Key.Key_1, CONTROL)
    wait_for_top(qtbot, long, first)


def test_places_are_shown_where_only_the_preview_is(qtbot: QtBot, long: Parts) -> None:
    read_only(qtbot, long)
    long.navigation.go_to_line(201)
    wait_for_top(qtbot, long, 201)
    assert long.window.panes.current() == "preview"
    current = "document.querySelector('.current').textContent"
    assert "Part 50" in ask_page(qtbot, long, current)


def test_a_double_click_brings_the_text_back(qtbot: QtBot, long: Parts) -> None:
    read_only(qtbot, long)
    long.preview.go_to_line(81)
    wait_for_top(qtbot, long, 81)
    heading = "[...document.querySelectorAll('h2')].find((e) => e.textContent === 'Part 20')"
    double_click(long.preview, lambda script: ask_page(qtbot, long, script), heading)
    qtbot.waitUntil(long.editor.isVisible, timeout=PATIENCE)
    assert long.editor.hasFocus()
    assert long.preview.isVisible()
    assert long.editor.textCursor().block().text() == "## Part 20"


@pytest.mark.parametrize("name", ["edit.undo", "edit.replace", "format.bold"])
def test_work_on_the_text_is_seen(qtbot: QtBot, fleet: Parts, name: str) -> None:
    qtbot.keyClicks(owner(), "x")
    qtbot.keyClick(owner(), Qt.Key.Key_3, CONTROL)
    assert not fleet.editor.isVisible()
    fleet.window.command(name).trigger()
    assert fleet.editor.isVisible()
    assert fleet.preview.isVisible()


def test_leaving_closes_both_windows(qtbot: QtBot, fleet: Parts) -> None:
    fleet.window.command("view.detach_preview").trigger()
    other = fleet.window.area.preview_window
    fleet.window.close()
    qtbot.waitUntil(lambda: not fleet.window.isVisible(), timeout=PATIENCE)
    assert not other.isVisible()
    assert fleet.window.restore(fleet.settings.get(WINDOW))
    assert fleet.window.area.is_detached


@pytest.mark.parametrize("name", ["go.next_unfinished", "go.previous_unfinished"])
def test_nobody_types_into_a_hidden_text(qtbot: QtBot, fleet: Parts, name: str) -> None:
    fleet.editor.setPlainText("# Fleet\n\nMade by {Name}.\n\n## Scope {Scope}\n")
    qtbot.waitUntil(
        lambda: fleet.session.report is not None and fleet.session.report.findings != (),
        timeout=PATIENCE,
    )
    text = fleet.editor.text()
    read_only(qtbot, fleet)
    fleet.window.command(name).trigger()
    assert fleet.editor.textCursor().hasSelection()
    assert fleet.window.panes.current() == "preview"
    qtbot.keyClicks(owner(), "x")
    assert fleet.editor.text() == text
