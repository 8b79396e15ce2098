"""What is asked for in the outline by keys, buttons and its menu."""

import pytest
from outline_tools import button_of, find, key_of, select
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from spec_editor.core.actions import Action
from spec_editor.core.report import SectionReport, State
from spec_editor.ui.outline.menu import OutlineMenu
from spec_editor.ui.outline.view import OutlineView

Sections = tuple[SectionReport, ...]
Key = Qt.Key
Flag = Qt.ItemFlag
ALT = Qt.KeyboardModifier.AltModifier
MOVE = Qt.DropAction.MoveAction


@pytest.mark.parametrize(
    ("key", "name"),
    [
        (Key.Key_Up, "move-up"),
        (Key.Key_Down, "move-down"),
        (Key.Key_Right, "demote"),
    ],
)
def test_alt_and_an_arrow_move_a_section(
    view: OutlineView, wishes: list[Action], qtbot: QtBot, key: Key, name: str
) -> None:
    select(view, "Security")
    qtbot.keyClick(view, key, ALT)
    qtbot.keyClick(view, key, ALT | Qt.KeyboardModifier.KeypadModifier)
    assert wishes == [Action(name, key_of("Security"))] * 2
    assert view.currentIndex().data() == "Security"
    assert view.isExpanded(view.currentIndex())


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Introduction", Key.Key_Up),
        ("Introduction", Key.Key_Right),
        ("Approval", Key.Key_Down),
        ("Performance", Key.Key_Up),
        ("Fleet Telemetry", Key.Key_Left),
        ("Security", Key.Key_Left),
    ],
)
def test_what_cannot_be_moved_is_not(
    view: OutlineView, wishes: list[Action], qtbot: QtBot, title: str, key: Key
) -> None:
    select(view, title)
    qtbot.keyClick(view, key, ALT)
    assert wishes == []


@pytest.mark.parametrize("key", [Key.Key_Insert, Key.Key_Return, Key.Key_Enter])
def test_keys_insert_a_missing_section(
    view: OutlineView, wishes: list[Action], qtbot: QtBot, key: Key
) -> None:
    select(view, "Performance")
    qtbot.keyClick(view, key)
    assert wishes == [Action("insert-missing", key_of("Performance"))]
    select(view, "Scope")
    qtbot.keyClick(view, key)
    assert len(wishes) == 1


def test_without_a_row_keys_do_nothing(
    view: OutlineView, wishes: list[Action], qtbot: QtBot
) -> None:
    view.clear()
    for key in (Key.Key_Insert, Key.Key_Return, Key.Key_F2, Key.Key_Menu):
        qtbot.keyClick(view, key)
    assert wishes == []


def test_keys_of_the_outline_are_not_the_windows(view: OutlineView, qtbot: QtBot) -> None:
    taken: list[bool] = []
    action = view.addAction("other")
    action.setShortcut("Alt+Up")
    action.triggered.connect(taken.append)
    select(view, "Security")
    with qtbot.waitSignal(view.action_requested):
        QTest.keyClick(view.windowHandle(), Key.Key_Up, ALT)
    assert taken == []


def test_typing_goes_to_a_title(view: OutlineView, qtbot: QtBot) -> None:
    select(view, "Fleet Telemetry")
    qtbot.keyClicks(view, "da")
    assert view.currentIndex().data() == "Data Protection"


def test_the_keys_of_trees_fold(view: OutlineView, qtbot: QtBot) -> None:
    index = select(view, "Introduction")
    qtbot.keyClick(view, Key.Key_Minus)
    assert not view.isExpanded(index)
    qtbot.keyClick(view, Key.Key_Plus)
    assert view.isExpanded(index)
    view.collapseAll()
    root = select(view, "Fleet Telemetry")
    qtbot.keyClick(view, Key.Key_Asterisk)
    assert view.isExpanded(root)
    assert view.isExpanded(find(view.model(), "Security"))


# Renaming


def rename(view: OutlineView, qtbot: QtBot, title: str) -> QLineEdit:
    select(view, title)
    qtbot.keyClick(view, Key.Key_F2)
    field = view.findChild(QLineEdit, "renameField")
    assert field is not None
    return field


def finish(view: OutlineView, qtbot: QtBot, field: QLineEdit, key: Key) -> None:
    qtbot.keyClick(field, key)
    qtbot.waitUntil(lambda: view.state() == OutlineView.State.NoState)


def test_f2_renames_in_place(view: OutlineView, wishes: list[Action], qtbot: QtBot) -> None:
    field = rename(view, qtbot, "Scope")
    assert (field.text(), field.selectedText()) == ("Scope", "Scope")
    qtbot.keyClicks(field, "  What is   in  ")
    finish(view, qtbot, field, Key.Key_Return)
    assert wishes == [Action("rename", key_of("Scope"), text="What is in")]
    assert view.currentIndex().data() == "Scope"
    assert view.hasFocus()


@pytest.mark.parametrize("text", ["Scope", "   "])
def test_the_same_title_or_none_renames_nothing(
    view: OutlineView, wishes: list[Action], qtbot: QtBot, text: str
) -> None:
    field = rename(view, qtbot, "Scope")
    field.setText(text)
    finish(view, qtbot, field, Key.Key_Return)
    assert wishes == []


def test_escape_renames_nothing(view: OutlineView, wishes: list[Action], qtbot: QtBot) -> None:
    field = rename(view, qtbot, "Scope")
    qtbot.keyClicks(field, "Other")
    finish(view, qtbot, field, Key.Key_Escape)
    assert wishes == []


def test_a_report_does_not_disturb_who_renames(
    view: OutlineView, wishes: list[Action], qtbot: QtBot, sections: Sections
) -> None:
    field = rename(view, qtbot, "Scope")
    qtbot.keyClicks(field, "Other")
    scope = sections[3]._replace(completeness=0.5)
    view.set_sections((*sections[:3], scope, *sections[4:]))
    view.mark_line(1)
    assert field.text() == "Other"
    finish(view, qtbot, field, Key.Key_Return)
    assert [wish.text for wish in wishes] == ["Other"]


def test_a_missing_section_is_not_renamed(view: OutlineView, qtbot: QtBot) -> None:
    select(view, "Performance")
    qtbot.keyClick(view, Key.Key_F2)
    assert view.findChild(QLineEdit, "renameField") is None


# The button


def test_the_button_inserts_a_missing_section(
    view: OutlineView, wishes: list[Action], qtbot: QtBot
) -> None:
    place = button_of(view, "Performance")
    qtbot.mouseMove(view.viewport(), place)
    qtbot.waitUntil(lambda: view.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert wishes == [Action("insert-missing", key_of("Performance"))]
    qtbot.mouseMove(view.viewport(), place - QPoint(150, 0))
    qtbot.waitUntil(lambda: view.viewport().cursor().shape() == Qt.CursorShape.ArrowCursor)


def test_the_button_works_in_a_narrow_view(
    view: OutlineView, wishes: list[Action], qtbot: QtBot
) -> None:
    view.resize(160, 400)
    place = button_of(view, "Performance")
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert wishes == [Action("insert-missing", key_of("Performance"))]


@pytest.mark.parametrize("let_go", ["Approval", "Migration (if applicable)"])
def test_a_button_must_be_let_go_where_it_was_pressed(
    view: OutlineView, wishes: list[Action], qtbot: QtBot, let_go: str
) -> None:
    left = Qt.MouseButton.LeftButton
    qtbot.mousePress(view.viewport(), left, pos=button_of(view, "Performance"))
    qtbot.mouseRelease(view.viewport(), left, pos=button_of(view, let_go))
    assert wishes == []


# The menu


def open_menu(view: OutlineView, title: str) -> OutlineMenu:
    """Open the menu of a row by the keyboard; of no row for an empty title."""
    view.setCurrentIndex(find(view.model(), title) if title else QModelIndex())
    reason = QContextMenuEvent.Reason.Keyboard
    event = QContextMenuEvent(reason, QPoint(), QPoint())
    QApplication.sendEvent(view.viewport(), event)
    return next(menu for menu in view.findChildren(OutlineMenu) if menu.isVisible())


def enabled(menu: OutlineMenu) -> set[str]:
    return {a.objectName() for a in menu.actions() if a.isEnabled() and not a.isSeparator()}


ALWAYS = {"rename", "copy-link", "insert-all-missing", "reset"}


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("Performance", {"insert-missing", "insert-all-missing"}),
        ("", {"insert-all-missing"}),
        ("Introduction", ALWAYS | {"not-applicable", "move-down"}),
        (
            "Security",
            ALWAYS | {"confirm", "not-applicable", "move-up", "move-down", "demote"},
        ),
        ("Data Protection", ALWAYS | {"not-applicable", "promote"}),
        ("Fleet Telemetry", ALWAYS | {"not-applicable"}),
    ],
)
def test_the_menu_offers_what_makes_sense(view: OutlineView, title: str, names: set[str]) -> None:
    menu = open_menu(view, title)
    assert enabled(menu) == names
    assert all(a.isVisible() for a in menu.actions())
    menu.close()


def test_a_menu_for_other_cases(view: OutlineView, sections: Sections) -> None:
    deep = sections[5]._replace(level=6, extra=True, exempt=True)
    view.set_sections((*[s for s in sections[:5] if s.line], deep))
    menu = open_menu(view, "Security")
    assert "demote" not in enabled(menu)
    assert "insert-all-missing" not in enabled(menu)
    assert "reset" not in enabled(menu)
    menu.close()


@pytest.mark.parametrize(
    ("title", "name", "wish"),
    [
        ("Performance", "insert-missing", Action("insert-missing", key_of("Performance"))),
        ("Scope", "insert-all-missing", Action("insert-all-missing")),
        ("", "insert-all-missing", Action("insert-all-missing")),
        ("Scope", "reset", Action("reset", key_of("Scope"))),
        ("Security", "confirm", Action("confirm", key_of("Security"))),
        ("Scope", "not-applicable", Action("not-applicable", key_of("Scope"))),
        ("Data Protection", "not-applicable", Action("applicable", key_of("Data Protection"))),
        ("Scope", "move-up", Action("move-up", key_of("Scope"))),
        ("Scope", "demote", Action("demote", key_of("Scope"))),
    ],
)
def test_the_menu_asks_for_actions(
    view: OutlineView, wishes: list[Action], title: str, name: str, wish: Action
) -> None:
    trigger(open_menu(view, title), name)
    assert wishes == [wish]


def trigger(menu: OutlineMenu, name: str) -> str:
    """Choose an entry; return its text."""
    action = next(a for a in menu.actions() if a.objectName() == name)
    action.trigger()
    menu.close()
    return action.text()


def test_what_was_confirmed_can_be_taken_back(
    view: OutlineView, wishes: list[Action], sections: Sections
) -> None:
    view.set_sections((*sections[:3], sections[3]._replace(state=State.CONFIRMED), *sections[4:]))
    assert trigger(open_menu(view, "Scope"), "confirm") == "Take &Confirmation Back"
    assert wishes == [Action("unconfirm", key_of("Scope"))]


def test_the_menu_copies_a_link_and_renames(view: OutlineView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.copy_link_requested) as link:
        trigger(open_menu(view, "Scope"), "copy-link")
    assert link.args == [key_of("Scope")]
    trigger(open_menu(view, "Scope"), "rename")
    assert view.findChild(QLineEdit, "renameField").text() == "Scope"


def test_the_menu_is_that_of_the_row_it_was_opened_on(
    view: OutlineView, wishes: list[Action], sections: Sections
) -> None:
    menu = open_menu(view, "Scope")
    view.setCurrentIndex(find(view.model(), "Security"))
    trigger(menu, "reset")
    menu = open_menu(view, "Scope")
    view.set_sections(sections[:1])
    trigger(menu, "reset")
    assert wishes == [Action("reset", key_of("Scope"))]


def test_a_right_click_opens_the_menu_of_the_row_below_it(view: OutlineView) -> None:
    place = view.visualRect(find(view.model(), "Performance")).center()
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, place, view.viewport().mapToGlobal(place)
    )
    QApplication.sendEvent(view.viewport(), event)
    menu = view.findChild(OutlineMenu)
    assert "insert-missing" in enabled(menu)
    assert view.currentIndex().data() == "Performance"
    menu.close()


# Dragging
