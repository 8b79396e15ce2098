from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot
from window_tools import new_window

from spec_editor.ui.commands import COMMANDS
from spec_editor.ui.notices import Notice, NoticeArea
from spec_editor.ui.theme import DARK, LIGHT
from spec_editor.ui.welcome import WelcomePage
from spec_editor.ui.window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def window(qtbot: QtBot, themed) -> Iterator[MainWindow]:
    window = new_window()
    window.show()
    yield window
    window.allow_close()
    window.close()
    # At once: windows that are left over would take on every theme of the tests that follow.
    shiboken6.delete(window)


def part(window: MainWindow, name: str):
    return getattr(window.parts, name)


def test_the_window_starts_with_the_welcome_page(window: MainWindow) -> None:
    assert window.objectName() == "mainWindow"
    assert window.windowTitle() == "Spec Editor"
    assert part(window, "welcome").isVisible()
    assert not part(window, "editor").isVisible()
    assert not window.command("file.save").isEnabled()
    assert window.command("file.open_folder").isEnabled()


def test_a_document_enables_what_needs_one(window: MainWindow) -> None:
    window.show_document(True)
    assert part(window, "editor").isVisible()
    assert part(window, "preview").isVisible()
    assert all(window.command(command.id).isEnabled() for command in COMMANDS)
    window.show_document(False)
    assert not window.command("edit.undo").isEnabled()


def test_the_title_names_the_document_and_its_changes(window: MainWindow) -> None:
    window.set_document_title("fleet.md", True)
    assert window.windowTitle() == "fleet.md[*] – Spec Editor"
    assert window.isWindowModified()
    window.set_document_title("", True)
    assert not window.isWindowModified()


@pytest.mark.parametrize("name", ["workspace", "outline", "preview", "problems", "guidance"])
def test_parts_are_hidden_and_shown_by_their_commands(window: MainWindow, name: str) -> None:
    window.show_document(True)
    window.command(f"view.{name}").trigger()
    assert not part(window, name).isVisible()
    window.show_part(name, True)
    assert part(window, name).isVisible()
    assert window.command(f"view.{name}").isChecked()


def test_the_sidebar_goes_with_its_last_part(window: MainWindow) -> None:
    window.show_part("workspace", False)
    assert window.sidebar.isVisible()
    window.show_part("outline", False)
    assert not window.sidebar.isVisible()
    window.show_part("workspace", True)
    assert window.sidebar.isVisible()


def test_the_bottom_goes_with_its_last_part(window: MainWindow, qtbot: QtBot) -> None:
    window.show_document(True)
    window.show_part("guidance", False)
    assert window.bottom.isVisible()
    qtbot.waitUntil(lambda: part(window, "problems").width() == window.bottom.width())
    window.show_part("problems", False)
    assert not window.bottom.isVisible()
    window.show_part("guidance", True)
    assert window.bottom.isVisible()
    assert not part(window, "problems").isVisible()


@pytest.mark.parametrize("size", [(1280, 800), (900, 600), (720, 480)])
def test_there_is_room_to_write(window: MainWindow, themed, size: tuple[int, int]) -> None:
    themed(LIGHT)
    window.resize(*size)
    window.show_document(True)
    assert part(window, "editor").height() >= size[1] * 0.28
    assert part(window, "editor").width() >= 200
    for name in ("problems", "guidance"):
        assert part(window, name).height() >= 112
        assert part(window, name).width() >= 200
        corner = part(window, name).mapTo(window, part(window, name).rect().bottomRight())
        assert window.rect().contains(corner)


def test_closing_asks_first(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.close_requested):
        assert not window.close()
    assert window.isVisible()
    window.allow_close()
    assert window.close()


def test_the_state_survives_a_restart(window: MainWindow, qtbot: QtBot) -> None:
    window.show_document(True)
    window.resize(760, 600)
    window.sidebar.setSizes([200, 300])
    window.show_part("preview", False)
    window.show_part("guidance", False)
    state, sizes = window.state(), window.sidebar.sizes()
    other = new_window()
    qtbot.addWidget(other, before_close_func=MainWindow.allow_close)
    assert other.restore(state)
    other.show_document(True)
    other.show()
    assert other.size() == window.size()
    assert other.sidebar.sizes() == sizes
    assert not part(other, "preview").isVisible()
    assert not part(other, "guidance").isVisible()
    assert part(other, "problems").isVisible()


def test_the_state_of_an_older_version_is_ignored(window: MainWindow) -> None:
    before = window.state()
    older = before[:7] + b"\x01" + before[8:]
    assert older != before
    assert not window.restore(older)
    assert window.state() == before


@pytest.mark.parametrize("damage", [b"", b"nonsense", b"\x53\x50\x45\x43\x00\x00\x00\x01\x00\x00"])
def test_a_damaged_state_changes_nothing(window: MainWindow, damage: bytes) -> None:
    before = window.state()
    assert not window.restore(damage)
    assert not window.restore(before[:-1])
    assert window.state() == before


def test_recent_files_are_in_the_menu(window: MainWindow, qtbot: QtBot) -> None:
    assert not window.recent_menu.isEnabled()
    window.set_recent(["/specs/a&b.md", "/specs"])
    entry = window.recent_menu.actions()[0]
    assert entry.text().replace("&&", "&").endswith("a&b.md")
    with qtbot.waitSignal(window.recent_requested) as asked:
        entry.trigger()
    assert asked.args == ["/specs/a&b.md"]
    # Qt's own strings drop what is no text in a name.
    window.set_recent(["/specs/bad\udcff\n.md"])
    entry = window.recent_menu.actions()[0]
    assert entry.text() == "/specs/bad⟨U+DCFF⟩⟨U+000A⟩.md"
    with qtbot.waitSignal(window.recent_requested) as asked:
        entry.trigger()
    assert asked.args == ["/specs/bad\udcff\n.md"]


def test_a_theme_reaches_every_part(window: MainWindow) -> None:
    before = window.command("file.save").icon().cacheKey()
    window.set_theme(DARK)
    assert window.command("file.save").icon().cacheKey() != before


@pytest.mark.parametrize("size", [(1280, 800), (1600, 1000), (720, 480)])
def test_the_toolbar_fits(
    window: MainWindow, qapp: QApplication, themed, size: tuple[int, int]
) -> None:
    themed(LIGHT)
    window.resize(*size)
    window.show_document(True)
    qapp.processEvents()
    assert QMainWindow.width(window) == size[0]
    for name in ("file.new", "view.preview"):
        button = window.toolbar.widgetForAction(window.command(name))
        assert button.isVisible()
        assert button.geometry().right() <= size[0]


def test_notices_come_and_go(qtbot: QtBot) -> None:
    area = NoticeArea(LIGHT)
    qtbot.addWidget(area)
    assert area.isHidden()
    area.show_notice(Notice("changed", "It changed.", "warning", (("reload", "Reload"),)))
    area.show_notice(Notice("info", "By the way."))
    area.show_notice(Notice("changed", "It changed again.", "error", (("keep", "Keep"),)))
    assert sorted(area.keys()) == ["changed", "info"]
    assert area.bar("changed").accessibleName() == "error: It changed again."
    with qtbot.waitSignal(area.action_requested) as action:
        area.bar("changed").buttons["keep"].click()
    assert action.args == ["changed", "keep"]
    with qtbot.waitSignal(area.dismissed) as dismissed:
        area.bar("info").cross.click()
    assert dismissed.args == ["info"]
    area.set_theme(DARK)
    area.clear()
    assert area.isHidden()


def test_a_notice_that_must_be_answered_has_no_cross(qtbot: QtBot) -> None:
    area = NoticeArea(LIGHT)
    qtbot.addWidget(area)
    area.show_notice(Notice("ask", "Which one?", closable=False))
    assert area.bar("ask").cross.isHidden()


def test_the_welcome_page_asks_for_what_was_clicked(qtbot: QtBot) -> None:
    page = WelcomePage(LIGHT)
    qtbot.addWidget(page)
    for wish, button in (
        (page.open_folder_requested, page.folder),
        (page.new_requested, page.new),
        (page.examples_requested, page.examples),
    ):
        with qtbot.waitSignal(wish):
            button.click()
    page.set_recent([f"/specs/{number}.md" for number in range(20)])
    shown = page.recent_buttons()
    assert [button.toolTip() for button in shown] == [f"/specs/{n}.md" for n in range(6)]
    with qtbot.waitSignal(page.path_requested) as asked:
        shown[1].click()
    assert asked.args == ["/specs/1.md"]
    page.set_recent(["/specs/bad\udcff\n.md"])
    with qtbot.waitSignal(page.path_requested) as asked:
        page.recent_buttons()[0].click()
    assert asked.args == ["/specs/bad\udcff\n.md"]
    page.set_recent([])
    assert page.recent_buttons() == []


def test_the_dashboard_takes_the_room_and_gives_it_back(window: MainWindow) -> None:
    window.show_document(True)
    window.command("edit.undo").setEnabled(False)
    window.command("view.dashboard").trigger()
    assert window.is_dashboard
    assert part(window, "dashboard").isVisible()
    assert not part(window, "problems").isVisible()
    assert not window.command("edit.find").isEnabled()
    assert window.command("file.save").isEnabled()
    window.command("view.dashboard").trigger()
    assert part(window, "editor").isVisible()
    assert part(window, "problems").isVisible()
    assert window.command("edit.find").isEnabled()
    assert not window.command("edit.undo").isEnabled()


def test_a_document_that_opens_leaves_the_dashboard(window: MainWindow) -> None:
    window.show_dashboard(True)
    window.show_document(True)
    assert not window.command("view.dashboard").isChecked()
    assert part(window, "editor").isVisible()
    assert window.command("edit.find").isEnabled()
    window.show_document(False)
    window.show_dashboard(True)
    window.show_dashboard(False)
    assert part(window, "welcome").isVisible()
    assert not window.command("edit.find").isEnabled()
