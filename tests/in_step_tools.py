"""A document of many screens, and what the mouse does in the preview that shows it."""

import json
from collections.abc import Callable
from pathlib import Path

from app_driver import PATIENCE, ask_page, is_shown, open_file
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from spec_editor.app.parts import Parts

Key, Modifier = Qt.Key, Qt.KeyboardModifier
LEFT = Qt.MouseButton.LeftButton

TEXT = "\n".join(
    [
        "# Steps",
        "",
        *(line for i in range(60) for line in (f"Paragraph {i} with *some* words.", "")),
        "| Name | Value |",
        "|------|-------|",
        *(f"| name {i} | value {i} |" for i in range(30)),
        "",
        *(f"- item {i}\n  goes on" for i in range(30)),
        "",
        "```python",
        *(f"code = {i}" for i in range(60)),
        "```",
        "",
        *(line for i in range(60) for line in (f"Paragraph {i} at the end.", "")),
    ]
)


def show_file(qtbot: QtBot, parts: Parts, path: Path) -> None:
    """Open a file, the keyboard in its text, and wait until the page has its size."""
    open_file(qtbot, parts, path)
    qtbot.waitUntil(
        lambda: ask_page(qtbot, parts, "innerWidth") == inside(parts).width(), timeout=PATIENCE
    )
    parts.editor.setFocus()


def inside(parts: Parts) -> QWidget:
    """Return the widget in the preview that gets the mouse's events."""
    found = parts.preview.focusProxy().focusProxy()
    assert found is not None
    return found


def focus_in_preview(parts: Parts) -> QWidget | None:
    """Return the widget in the preview that has the keyboard, None when it is elsewhere."""
    widget = QApplication.focusWidget()
    return widget if widget is not None and parts.preview.isAncestorOf(widget) else None


def wheel(widget: QWidget, steps: int) -> None:
    """Turn the wheel in the middle of a widget; positive is towards the end."""
    middle = QPointF(widget.width() / 2, widget.height() / 2)
    QApplication.sendEvent(
        widget,
        QWheelEvent(
            middle,
            widget.mapToGlobal(middle),
            QPoint(0, 0),
            QPoint(0, -120 * steps),
            Qt.MouseButton.NoButton,
            Modifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        ),
    )


def let_frames_pass(qtbot: QtBot, parts: Parts, count: int) -> None:
    """Wait until the page has painted so often."""
    script = f"""(() => {{
      let left = {count};
      const next = () => (left -= 1) && requestAnimationFrame(next);
      globalThis.framesLeft = () => left;
      requestAnimationFrame(next);
    }})()"""
    ask_page(qtbot, parts, script + "; 1")
    qtbot.waitUntil(lambda: ask_page(qtbot, parts, "framesLeft()") == 0)


def at_rest(qtbot: QtBot, parts: Parts, value: Callable[[], object]) -> None:
    """Wait until a value stays the same for some frames of the page that shows the whole text."""
    seen: list[object] = []

    def is_steady() -> bool:
        if not is_shown(parts):
            seen.clear()
        seen.append(value())
        let_frames_pass(qtbot, parts, 2)
        return len(seen) > 2 and len(set(seen[-3:])) == 1

    qtbot.waitUntil(is_steady)


def page_place(qtbot: QtBot, parts: Parts) -> tuple[float, float]:
    place = json.loads(ask_page(qtbot, parts, "JSON.stringify(specPreview.place())"))
    return place["line"], place["share"]


def scroll_of(qtbot: QtBot, parts: Parts) -> float:
    return ask_page(qtbot, parts, "window.scrollY")


def both_at_rest(qtbot: QtBot, parts: Parts) -> None:
    bar = parts.editor.verticalScrollBar()
    at_rest(qtbot, parts, lambda: (bar.value(), scroll_of(qtbot, parts)))


def middle_of(qtbot: QtBot, parts: Parts, shown: str, words: str) -> QPoint:
    """Return the middle of some words in the innermost element that shows a text."""
    place = ask_page(
        qtbot,
        parts,
        f"""(() => {{
          const all = [...document.querySelectorAll("p, li, td, code, summary, a")];
          const shown = {json.dumps(shown)};
          const inside = all.filter((each) => each.textContent.includes(shown)).at(-1);
          const walker = document.createTreeWalker(inside, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {{
            const start = node.data.indexOf({json.dumps(words)});
            if (start >= 0) {{
              const range = document.createRange();
              range.setStart(node, start);
              range.setEnd(node, start + {len(words)});
              const frame = range.getBoundingClientRect();
              return JSON.stringify([frame.left + frame.width / 2, frame.top + frame.height / 2]);
            }}
          }}
        }})()""",
    )
    x, y = json.loads(place)
    return QPoint(round(x), round(y))


def send_mouse(parts: Parts, kind: QEvent.Type, point: QPoint) -> None:
    """Send an event of the left button, which is held unless it is the one that releases it."""
    target, place = inside(parts), QPointF(point)
    is_end = kind == QEvent.Type.MouseButtonRelease
    held = Qt.MouseButton.NoButton if is_end else LEFT
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else LEFT
    where = target.mapToGlobal(place)
    event = QMouseEvent(kind, place, where, button, held, Modifier.NoModifier)
    QApplication.sendEvent(target, event)


def double_click(parts: Parts, point: QPoint) -> None:
    # Not by the test kit's own double click, which never releases the button.
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
        send_mouse(parts, kind, point)
        send_mouse(parts, QEvent.Type.MouseButtonRelease, point)


def go_behind(parts: Parts, words: str) -> None:
    """Put the cursor behind some words without scrolling the preview along."""
    index = parts.editor.text().index(words) + len(words)
    cursor = parts.editor.textCursor()
    cursor.setPosition(index)
    parts.editor.setTextCursor(cursor)
