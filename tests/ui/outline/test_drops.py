"""What is asked for in the outline by dragging."""

import pytest
from outline_tools import drag, find, key_of
from PySide6.QtCore import QMimeData, QPoint, Qt
from pytestqt.qtbot import QtBot

from spec_editor.core.actions import Action
from spec_editor.core.report import SectionReport
from spec_editor.ui.outline.filter import Show
from spec_editor.ui.outline.model import MIME_TYPE, OutlineModel
from spec_editor.ui.outline.view import OutlineView
from spec_editor.ui.theme import LIGHT

Sections = tuple[SectionReport, ...]
Key = Qt.Key
Flag = Qt.ItemFlag
ALT = Qt.KeyboardModifier.AltModifier
MOVE = Qt.DropAction.MoveAction


def flags(view: OutlineView, title: str) -> Flag:
    return find(view.model(), title).flags()


def test_only_what_is_there_can_be_dragged(view: OutlineView) -> None:
    assert flags(view, "Scope") & Flag.ItemIsDragEnabled
    assert not flags(view, "Performance") & Flag.ItemIsDragEnabled
    assert not flags(view, "Performance") & Flag.ItemIsEditable
    data = view.model().mimeData([find(view.model(), "Performance")])
    assert data.formats() == []


def edge(view: OutlineView, title: str, below: bool) -> QPoint:
    """Return a point at the upper or lower edge of a row."""
    rect = view.visualRect(find(view.model(), title))
    return QPoint(rect.center().x(), rect.bottom() - 1 if below else rect.top() + 1)


@pytest.mark.parametrize(
    ("title", "target", "below", "wish"),
    [
        ("Security", "Introduction", False, ("Introduction", "before")),
        ("Introduction", "Approval", True, ("Approval", "after")),
        ("Introduction", "Approval", False, ("Approval", "before")),
        ("Approval", "Scope", False, ("Scope", "before")),
        # Below an unfolded chapter is above its first section.
        ("Approval", "Introduction", True, ("Purpose", "before")),
        # Beside missing ones: behind the last one that is there.
        ("Introduction", "Performance", True, ("Security", "after")),
        ("Scope", "Performance", False, ("Security", "after")),
    ],
)
def test_a_section_is_dropped_beside_others(
    view: OutlineView,
    wishes: list[Action],
    title: str,
    target: str,
    below: bool,
    wish: tuple[str, str],
) -> None:
    before = [index.data() for index in view._sections.rows()]
    assert drag(view, title, edge(view, target, below))
    assert wishes == [Action("move", key_of(title), key_of(wish[0]), wish[1])]
    assert [index.data() for index in view._sections.rows()] == before


def middle(view: OutlineView, title: str) -> QPoint:
    return view.visualRect(find(view.model(), title)).center()


def test_a_section_is_dropped_into_another(view: OutlineView, wishes: list[Action]) -> None:
    assert drag(view, "Approval", middle(view, "Introduction"))
    assert wishes == [Action("move", key_of("Approval"), key_of("Introduction"), "inside")]


def test_below_all_rows_is_the_last_chapter(view: OutlineView, wishes: list[Action]) -> None:
    assert drag(view, "Introduction", QPoint(100, view.viewport().height() - 5))
    assert wishes == [Action("move", key_of("Introduction"), key_of("Approval"), "after")]


@pytest.mark.parametrize(
    ("title", "target", "below", "wish"),
    [
        # Approval, which is hidden, comes behind.
        ("Introduction", "Security", True, ("Security", "after")),
        ("Security", "Introduction", False, ("Introduction", "before")),
        ("Security", "Purpose", True, ("Scope", "before")),
    ],
)
def test_what_a_filter_hides_comes_behind_what_is_dropped(
    view: OutlineView,
    wishes: list[Action],
    title: str,
    target: str,
    below: bool,
    wish: tuple[str, str],
) -> None:
    view.set_filter("u", Show.ALL)
    assert drag(view, title, edge(view, target, below))
    assert wishes == [Action("move", key_of(title), key_of(wish[0]), wish[1])]


@pytest.mark.parametrize(
    ("title", "target"),
    [
        ("Introduction", "Introduction"),
        ("Introduction", "Scope"),
        ("Introduction", "Performance"),
        ("Scope", "Introduction"),  # it is the last one there already
        ("Fleet Telemetry", "Scope"),
    ],
)
def test_where_a_section_cannot_go_it_is_refused(
    view: OutlineView, wishes: list[Action], title: str, target: str
) -> None:
    assert not drag(view, title, middle(view, target))
    assert wishes == []


def test_beside_itself_nothing_moves(view: OutlineView, wishes: list[Action]) -> None:
    assert not drag(view, "Security", edge(view, "Security", False))
    assert not drag(view, "Purpose", edge(view, "Scope", False))
    assert wishes == []


def test_nothing_comes_from_another_outline(
    view: OutlineView, wishes: list[Action], sections: Sections, qtbot: QtBot
) -> None:
    other = OutlineModel(LIGHT)
    other.set_sections(sections)
    foreign = other.mimeData([find(other, "Scope")])
    text = QMimeData()
    text.setText("Scope")
    target = find(view.model(), "Security")
    for data in (foreign, text):
        assert not view.model().canDropMimeData(data, MOVE, -1, 0, target)
        assert not view.model().dropMimeData(data, MOVE, -1, 0, target)
    assert wishes == []
    assert view.model().mimeTypes() == [MIME_TYPE]
    assert view.model().supportedDropActions() == MOVE


def test_the_place_is_painted_while_dragging(view: OutlineView) -> None:
    def picture() -> object:
        return view.grab().toImage()

    clean = picture()
    assert drag(view, "Approval", edge(view, "Scope", False), drop=False)
    line = picture()
    assert line != clean
    assert drag(view, "Approval", middle(view, "Introduction"), drop=False)
    assert picture() not in (clean, line)
    assert not drag(view, "Approval", middle(view, "Approval"), drop=False)
    assert picture() == clean


def test_a_chapter_of_which_all_is_missing_takes_sections_in(
    view: OutlineView, wishes: list[Action], sections: Sections
) -> None:
    missing = [s._replace(line=None, last_line=None) for s in sections[2:4]]
    view.set_sections((*sections[:2], *missing, *sections[4:]))
    assert drag(view, "Approval", edge(view, "Scope", False))
    assert wishes == [Action("move", key_of("Approval"), key_of("Introduction"), "inside")]


def test_in_a_missing_chapter_there_is_no_place(view: OutlineView, sections: Sections) -> None:
    missing = [s._replace(line=None, last_line=None) for s in sections[1:4]]
    view.set_sections((sections[0], *missing, *sections[4:]))
    assert not drag(view, "Approval", edge(view, "Scope", False))
    # Before all that is there: the missing ones are not in the document.
    assert drag(view, "Approval", edge(view, "Introduction", False))
