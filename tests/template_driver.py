"""Drives the work with a template in tests of the window: a folder, and a user's hands."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from app_driver import PATIENCE, is_shown, open_file
from outline_tools import find
from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from spec_editor.app.parts import Parts
from spec_editor.core.findings import Finding
from spec_editor.core.report import SectionReport, State

Dialog = TypeVar("Dialog", bound=QDialog)

TEMPLATE = """# {Title}

## Table of Contents

1. [Aims](#aims)
2. [Risks](#risks)
3. [Costs](#costs)
4. [Plan](#plan)

## Aims

Say why this is built.

## Risks

Say what can go wrong.

### Technical Risks

Name what can break.

### Business Risks

Name what can be lost.

## Costs

Say what it costs.

## Plan

Say when it is done.
"""
DOCUMENT = """# Ticket Desk

## Table of Contents

1. [Aims](#aims)
2. [Risks](#risks)
3. [Plan](#plan)

## Aims

Faster answers, in time for the [plan](#plan).

## Risks

Say what can go wrong.

### Technical Risks

The old printers break.

## Plan

{When}, see [the risks](#risks) and [the printers](#technical-risks).
"""
AIM = "Faster answers, in time for the [plan](#plan)."
WITH_COSTS = DOCUMENT.replace("3. [Plan]", "3. [Costs](#costs)\n4. [Plan]").replace(
    "## Plan", "## Costs\n\nSay what it costs.\n\n## Plan"
)
FLAWED = """# Ticket Desk

## Table of Contents

1. [Aims](#aims)
2. [Plan](#plan)

## Aims

Faster answers, in time for the [plan](#plam).

## Risks

Say what can go wrong.

### Technical Risks

| Printer | Years |
| ------- | ----- |
| Old     | 9     |
| New     |
| Odd     |

All of them break.

## Plan

{When}, see [the risks](#risks) and [the printers](#technical-risk).
"""


def make_folder(folder: Path, document: str = DOCUMENT) -> Path:
    """Make a folder with a template of its own; return the path of the document in it."""
    templates = folder / ".spec-editor" / "templates"
    templates.mkdir(parents=True)
    (templates / "own.md").write_text(TEMPLATE, encoding="utf-8")
    path = folder / "desk.md"
    path.write_bytes(document.encode())
    return path


def make_flawed_folder(folder: Path) -> Path:
    """Make a folder with a document of many problems beside one of fewer; return the former's."""
    path = make_folder(folder, FLAWED)
    (folder / "other.md").write_text(DOCUMENT, encoding="utf-8")
    return path


def open_folder(qtbot: QtBot, parts: Parts, path: Path) -> None:
    """Open the folder of a document, and the document when the folder has been looked at."""
    with qtbot.waitActive(parts.window, timeout=PATIENCE):
        parts.window.activateWindow()
    with qtbot.waitSignal(parts.workspace.scanned, timeout=PATIENCE):
        parts.files.open_path(path.parent)
    open_file(qtbot, parts, path)
    wait(qtbot, lambda: is_settled(parts))
    parts.outline_panel.view.expandAll()


def wait(qtbot: QtBot, condition: Callable[[], bool]) -> None:
    """Wait until something holds."""
    qtbot.waitUntil(condition, timeout=PATIENCE)


def is_settled(parts: Parts) -> bool:
    """Return whether the text as it is now has been judged, and that is shown."""
    report = parts.session.report
    is_judged = report is not None and report.revision == parts.session.revision
    return is_judged and is_shown(parts)


@contextmanager
def change(qtbot: QtBot, parts: Parts) -> Iterator[None]:
    """Wait, after what is done inside, until the text is another one and has been judged."""
    before = parts.session.revision
    yield
    wait(qtbot, lambda: parts.session.revision > before and is_settled(parts))


def report_of(parts: Parts, title: str) -> SectionReport:
    """Return what is said about the section with a title; it has to be there."""
    report = parts.session.report
    assert report is not None
    (section,) = [section for section in report.sections if section.title == title]
    return section


def state_of(parts: Parts, title: str) -> State:
    return report_of(parts, title).state


def undo(qtbot: QtBot, parts: Parts, text: str) -> None:
    """Take the last step back, by keys; what was there before has to be there again."""
    with change(qtbot, parts):
        qtbot.keyClick(parts.editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert parts.editor.text() == text


def cursor_line(parts: Parts) -> str:
    """Return the text of the line that the cursor is on."""
    return str(parts.editor.textCursor().block().text())


def findings_of(parts: Parts, rule: str) -> list[Finding]:
    """Return what a rule found in the open document."""
    report = parts.session.report
    assert report is not None
    return [finding for finding in report.findings if finding.rule == rule]


def go(qtbot: QtBot, parts: Parts, text: str) -> None:
    """Put the cursor at the start of a line of the text, by keys."""
    parts.editor.setFocus()
    qtbot.keyClick(parts.editor, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    for _ in range(parts.editor.text().splitlines().index(text)):
        qtbot.keyClick(parts.editor, Qt.Key.Key_Down)


def type_lines(qtbot: QtBot, parts: Parts, text: str) -> None:
    """Type a text of several lines, by keys."""
    first, *others = text.split("\n")
    qtbot.keyClicks(parts.editor, first)
    for line in others:
        qtbot.keyClick(parts.editor, Qt.Key.Key_Return)
        qtbot.keyClicks(parts.editor, line)


def choose(parts: Parts, title: str) -> QModelIndex:
    """Make a section of the outline the current row, and give the outline the focus."""
    view = parts.outline_panel.view
    index = find(view.model(), title)
    assert index.isValid()
    view.expand(index.parent())
    view.setCurrentIndex(index)
    view.scrollTo(index)
    view.setFocus()
    return index


def outline_menu(qtbot: QtBot, parts: Parts, title: str) -> QMenu:
    """Open the context menu of a section by a click of the right button."""
    view = parts.outline_panel.view
    place = view.visualRect(choose(parts, title)).center()
    # A menu that opens where the pointer already is does not take the next click.
    qtbot.mouseMove(view.viewport(), place)
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, place, view.viewport().mapToGlobal(place)
    )
    QApplication.sendEvent(view.viewport(), event)
    return shown_menu(qtbot, view, "outlineMenu")


def shown_menu(qtbot: QtBot, owner: QWidget, name: str) -> QMenu:
    """Return the open menu with a name."""

    def menus() -> list[QMenu]:
        found: list[QMenu] = owner.findChildren(QMenu, name)
        return [menu for menu in found if menu.isVisible()]

    wait(qtbot, lambda: bool(menus()))
    return menus()[0]


def click_entry(qtbot: QtBot, menu: QMenu, text: str) -> None:
    """Click on the entry whose text, without accelerators and keys, begins with ``text``."""
    entry = next(
        entry
        for entry in menu.actions()
        if entry.text().replace("&", "").startswith(text) and entry.isEnabled()
    )
    place = menu.actionGeometry(entry).center()
    qtbot.mouseMove(menu, place)
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=place)


def in_dialog(kind: type[Dialog], act: Callable[[Dialog], None]) -> None:
    """Do something with the next modal dialog as soon as it waits for the user."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind):
            act(dialog)
        else:
            QTimer.singleShot(20, look)

    QTimer.singleShot(0, look)
