"""Specifications that are dragged in the tree, and those whose names are no text."""

from PySide6.QtCore import QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from workspace_tools import BILLING, FOLDER, index_of

from spec_editor.core.report import SpecEntry
from spec_editor.ui.workspace.view import WorkspaceView


def drag(view: WorkspaceView, path: str, onto: QModelIndex) -> list[list[str]]:
    """Drag a specification onto a row; return what was asked for."""
    asked: list[list[str]] = []
    view.move_requested.connect(lambda *told: asked.append(list(told)))
    data = view.entries.mimeData([index_of(view, path)])
    place = view.visualRect(onto).center() if onto.isValid() else QPoint(150, 395)
    action, left = Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    target = view.viewport()
    QApplication.sendEvent(target, QDragEnterEvent(place, action, data, left, none))
    QApplication.sendEvent(target, QDragMoveEvent(place, action, data, left, none))
    view.grab()
    QApplication.sendEvent(target, QDropEvent(QPointF(place), action, data, left, none))
    return asked


def test_a_specification_dropped_on_a_folder_asks_to_be_moved(view: WorkspaceView) -> None:
    assert drag(view, BILLING, view.entries.folder_index(FOLDER)) == [[BILLING, FOLDER]]


def test_one_dropped_where_it_lies_stays(view: WorkspaceView) -> None:
    assert drag(view, BILLING, index_of(view, "/specs/untouched.md")) == []
    assert drag(view, BILLING, QModelIndex()) == []


def test_folders_cannot_be_dragged(view: WorkspaceView) -> None:
    folder = view.entries.folder_index(FOLDER)
    assert not view.entries.mimeData([folder]).formats()


def test_names_that_are_no_text_are_told_as_they_are(view: WorkspaceView, qtbot: QtBot) -> None:
    path = "/specs/bad\udcff.md"
    own = SpecEntry(path, ("bad\udcff.md",))
    view.set_entries((own, SpecEntry("/specs/d/x.md", ("d", "x.md"))))
    asked: list[object] = []
    for wish in (view.file_requested, view.rename_requested):
        wish.connect(asked.append)
    view.setCurrentIndex(index_of(view, path))
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.keyClick(view, Qt.Key.Key_F2)
    assert asked == [path, path]
    assert drag(view, path, view.entries.folder_index("/specs/d")) == [[path, "/specs/d"]]
    view.perform("copy-path", own)
    assert QApplication.clipboard().text() == "/specs/bad\\udcff.md"
