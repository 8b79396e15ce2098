"""Real hands on a page: where things are in it, and mouse and keys that go there."""

import json
from collections.abc import Callable
from typing import Any

import psutil
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

Run = Callable[[str], Any]
Write = Callable[[str], None]


def has_ended(process: psutil.Process) -> bool:
    """Say whether a process is gone, but for a parent that has yet to notice.

    Its pipes are closed, and its end is told, a moment before.
    """
    try:
        return bool(process.status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


def place_of(run: Run, element: str) -> QPoint:
    """Return the middle of what an expression gives, in the pixels of the view."""
    box = f"(() => {{ const e = {element}; e.scrollIntoView({{ block: 'nearest' }});"
    rect = "const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2];"
    x, y = json.loads(run(f"JSON.stringify({box} {rect} }})())"))
    return QPoint(round(x), round(y))


def surface(view: QWidget) -> QWidget:
    """Return the widget inside a preview that takes mouse and keys; it is made by the engine."""
    proxy = view.focusProxy()
    assert proxy is not None
    return proxy.focusProxy() or proxy


def click(qtbot: QtBot, view: QWidget, run: Run, element: str) -> None:
    """Click in the middle of what an expression gives, once the pointer is over it.

    A page that has just come may still be laid out, and what was aimed at move away.
    """
    target = surface(view)
    place = QPoint()

    def is_over() -> bool:
        nonlocal place
        place = place_of(run, element)
        for beside in (QPoint(1, 0), QPoint()):
            qtbot.mouseMove(target, place + beside)
        return bool(run(f"({element}).matches(':hover')"))

    qtbot.waitUntil(is_over)
    qtbot.mouseClick(target, Qt.MouseButton.LeftButton, pos=place)


def hover(qtbot: QtBot, view: QWidget, run: Run, element: str) -> None:
    """Move the pointer to the middle of what an expression gives."""
    qtbot.mouseMove(surface(view), place_of(run, element))


def double_click(view: QWidget, run: Run, element: str) -> None:
    """Click twice, quickly, in the middle of what an expression gives.

    Qt's own test functions put so much time between two clicks that they never are a double one.
    """
    place, target = place_of(run, element), surface(view)
    kinds = QEvent.Type
    for moment, kind in enumerate(
        (
            kinds.MouseButtonPress,
            kinds.MouseButtonRelease,
            kinds.MouseButtonDblClick,
            kinds.MouseButtonRelease,
        )
    ):
        button = Qt.MouseButton.LeftButton
        held = Qt.MouseButton.NoButton if kind == kinds.MouseButtonRelease else button
        everywhere = QPointF(target.mapToGlobal(place))
        event = QMouseEvent(
            kind, QPointF(place), everywhere, button, held, Qt.KeyboardModifier.NoModifier
        )
        event.setTimestamp(1_000_000 + moment)
        QApplication.sendEvent(target, event)
