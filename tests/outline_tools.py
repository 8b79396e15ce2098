"""Ways for tests to look into the outline, and to touch it."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from spec_editor.core.findings import Finding, Severity, Span
from spec_editor.ui.outline.model import DONE, ROW_ROLE, OutlineModel
from spec_editor.ui.outline.view import OutlineView


def texts(model: QAbstractItemModel, parent: QModelIndex | None = None) -> list:
    """Return the titles as nested lists."""
    parent = parent or QModelIndex()
    found = []
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        inner = texts(model, index)
        found.append((index.data(), inner) if inner else index.data())
    return found


def find(model: QAbstractItemModel, title: str, parent: QModelIndex | None = None) -> QModelIndex:
    """Return the row with a title."""
    parent = parent or QModelIndex()
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        if index.data() == title:
            return index
        if (inner := find(model, title, index)).isValid():
            return inner
    return QModelIndex()


def show_findings(view: OutlineView, found: Sequence[Finding]) -> None:
    """Count findings in the sections that the outline has."""
    rows = view.model().sourceModel()
    assert isinstance(rows, OutlineModel)
    view.set_sections([row.section for row in rows.values()], found)


def select(view: OutlineView, title: str) -> QModelIndex:
    """Make the row with a title the current one."""
    index = find(view.model(), title)
    view.setCurrentIndex(index)
    return index


def button_of(view: OutlineView, title: str) -> QPoint:
    """Return the middle of the button in a missing section's row, in the viewport."""
    cell = view.visualRect(find(view.model(), title).siblingAtColumn(DONE))
    return QPoint(cell.right() - 20, cell.center().y())


def drag(view: OutlineView, title: str, target: QPoint, drop: bool = True) -> bool:
    """Drag a section to a point of the viewport; return whether it may be dropped there."""
    data = view.model().mimeData([find(view.model(), title)])
    move, left, none = Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0)
    QApplication.sendEvent(view.viewport(), QDragEnterEvent(target, move, data, left, none))
    hover = QDragMoveEvent(target, move, data, left, none)
    QApplication.sendEvent(view.viewport(), hover)
    if drop:
        QApplication.sendEvent(view.viewport(), QDropEvent(target, move, data, left, none))
    return hover.isAccepted()


def finding(line: int, severity: Severity) -> Finding:
    """Return a finding in a 1-based line."""
    return Finding("rule", severity, Span(line, 1, line, 2), "Something is wrong.")


def counts(model, title: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the errors and warnings of a section, and those of it with all below it."""
    row = find(model, title).data(ROW_ROLE)
    return (row.own.errors, row.own.warnings), (row.total.errors, row.total.warnings)


def key_of(title: str) -> str:
    """Return the key that the section with a title has in these tests."""
    inner = {"Purpose": "Introduction/", "Scope": "Introduction/", "Data Protection": "Security/"}
    return f"Fleet Telemetry/{inner.get(title, '')}{title}"
