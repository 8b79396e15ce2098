"""Text and preview go together: scrolling, the cursor, clicks in the preview, boxes of tasks."""

import json
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import psutil
import pytest
from app_driver import PATIENCE, ask_page, open_file
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from spec_editor.app.parts import Parts
from spec_editor.app.settings import IN_STEP
from spec_editor.ui.editor.view import place_shown

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


@pytest.fixture
def text(qtbot: QtBot, parts: Parts, tmp_path: Path) -> str:
    """Return the text of an open document that is many screens long."""
    path = tmp_path / "steps.md"
    path.write_text(TEXT, encoding="utf-8")
    parts.window.resize(1100, 700)
    show_file(qtbot, parts, path)
    return TEXT


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


def at_rest(qtbot: QtBot, value: Callable[[], object]) -> None:
    """Wait until a value stays the same for some frames of the page."""
    seen: list[object] = []

    def is_steady() -> bool:
        seen.append(value())
        return len(seen) > 5 and len(set(seen[-5:])) == 1

    qtbot.waitUntil(is_steady, timeout=PATIENCE)


def page_place(qtbot: QtBot, parts: Parts) -> tuple[float, float]:
    place = json.loads(ask_page(qtbot, parts, "JSON.stringify(specPreview.place())"))
    return place["line"], place["share"]


def scroll_of(qtbot: QtBot, parts: Parts) -> float:
    return ask_page(qtbot, parts, "window.scrollY")


def both_at_rest(qtbot: QtBot, parts: Parts) -> None:
    bar = parts.editor.verticalScrollBar()
    at_rest(qtbot, lambda: (bar.value(), scroll_of(qtbot, parts)))


@pytest.mark.parametrize("line", [2, 30, 61, 125, 140.5, 160, 190, 222.4, 250, 320])
def test_the_preview_goes_where_the_text_goes(
    qtbot: QtBot, parts: Parts, text: str, line: float
) -> None:
    bar = parts.editor.verticalScrollBar()
    bar.setValue(int(line))
    both_at_rest(qtbot, parts)
    assert page_place(qtbot, parts) == pytest.approx(place_shown(parts.editor), abs=0.2)


def test_the_text_goes_where_the_wheel_turns_the_preview(
    qtbot: QtBot, parts: Parts, text: str
) -> None:
    cursor = parts.editor.textCursor().position()
    for steps in (3, 8, 20, -5, 40, -12):
        wheel(inside(parts), steps)
        both_at_rest(qtbot, parts)
        line, share = page_place(qtbot, parts)
        found, part = place_shown(parts.editor)
        assert found == pytest.approx(line, abs=1.01)
        assert part == pytest.approx(share, abs=0.1)
    assert parts.editor.textCursor().position() == cursor
    assert parts.editor.hasFocus()


def test_both_begin_and_end_together(qtbot: QtBot, parts: Parts, text: str) -> None:
    bar = parts.editor.verticalScrollBar()
    most = "document.documentElement.scrollHeight - innerHeight"
    bar.setValue(bar.maximum())
    both_at_rest(qtbot, parts)
    assert scroll_of(qtbot, parts) == pytest.approx(ask_page(qtbot, parts, most), abs=1)
    bar.setValue(0)
    both_at_rest(qtbot, parts)
    assert scroll_of(qtbot, parts) == 0
    wheel(inside(parts), 500)
    both_at_rest(qtbot, parts)
    assert bar.value() == bar.maximum()
    wheel(inside(parts), -500)
    both_at_rest(qtbot, parts)
    assert bar.value() == 0


def test_the_follower_does_not_fight_back(qtbot: QtBot, parts: Parts, text: str) -> None:
    """Each turn of the wheel moves its own pane as far as it does alone."""
    told: list[float] = []
    parts.preview.led.connect(lambda line, *_: told.append(line))
    bar = parts.editor.verticalScrollBar()
    for _ in range(20):
        before = bar.value()
        wheel(parts.editor.viewport(), 1)
        assert bar.value() == before + 3
        both_at_rest(qtbot, parts)
        assert bar.value() == before + 3
    assert told == []
    positions = []
    for _ in range(10):
        wheel(inside(parts), 1)
        both_at_rest(qtbot, parts)
        positions.append(scroll_of(qtbot, parts))
    steps = {round(b - a) for a, b in pairwise(positions)}
    assert len(steps) == 1
    assert told


def test_keys_in_the_preview_lead(qtbot: QtBot, parts: Parts, text: str) -> None:
    parts.window.panes.go_to("preview")
    qtbot.waitUntil(lambda: focus_in_preview(parts) is not None, timeout=PATIENCE)
    qtbot.keyClick(focus_in_preview(parts), Key.Key_PageDown)
    qtbot.waitUntil(lambda: parts.editor.verticalScrollBar().value() > 3, timeout=PATIENCE)
    both_at_rest(qtbot, parts)
    line, _ = page_place(qtbot, parts)
    assert place_shown(parts.editor)[0] == pytest.approx(line, abs=1.01)


def test_it_can_be_switched_off_and_is_remembered(qtbot: QtBot, parts: Parts, text: str) -> None:
    command = parts.window.command("view.in_step")
    assert command.isChecked()
    command.trigger()
    assert parts.settings.get(IN_STEP) is False
    bar = parts.editor.verticalScrollBar()
    bar.setValue(80)
    both_at_rest(qtbot, parts)
    assert scroll_of(qtbot, parts) == 0
    wheel(inside(parts), 3)
    qtbot.waitUntil(lambda: scroll_of(qtbot, parts) > 0, timeout=PATIENCE)
    both_at_rest(qtbot, parts)
    assert bar.value() == 80
    command.trigger()
    assert parts.settings.get(IN_STEP) is True
    both_at_rest(qtbot, parts)
    assert page_place(qtbot, parts) == pytest.approx(place_shown(parts.editor), abs=0.2)


# Typing


def is_in_sight(qtbot: QtBot, parts: Parts, words: str) -> bool:
    """Say whether the element that shows some words is in sight, besides the page's very edge."""
    return ask_page(
        qtbot,
        parts,
        f"""(() => {{
          const all = [...document.querySelectorAll("p, li, td, pre")];
          const found = all.filter((each) => each.textContent.includes({json.dumps(words)}));
          const frame = found.at(-1)?.getBoundingClientRect();
          // The page scrolls by whole pixels.
          return Boolean(frame) && frame.top > -1 && frame.bottom < innerHeight + 1;
        }})()""",
    )


def go_behind(parts: Parts, words: str) -> None:
    """Put the cursor behind some words without scrolling the preview along."""
    index = parts.editor.text().index(words) + len(words)
    cursor = parts.editor.textCursor()
    cursor.setPosition(index)
    parts.editor.setTextCursor(cursor)


def test_what_is_typed_comes_into_sight(qtbot: QtBot, parts: Parts, text: str) -> None:
    go_behind(parts, "Paragraph 30 with *some* words.")
    both_at_rest(qtbot, parts)
    wheel(inside(parts), 40)
    # The text follows; the cursor is far above.
    both_at_rest(qtbot, parts)
    assert not is_in_sight(qtbot, parts, "Paragraph 30 with")
    with qtbot.waitSignal(parts.preview.patched, timeout=PATIENCE):
        qtbot.keyClicks(parts.editor, "Z")
    both_at_rest(qtbot, parts)
    assert is_in_sight(qtbot, parts, "Paragraph 30 with some words.Z")


def test_nothing_moves_when_what_is_typed_is_in_sight(
    qtbot: QtBot, parts: Parts, text: str
) -> None:
    go_behind(parts, "Paragraph 30 with *some* words.")
    both_at_rest(qtbot, parts)
    before = scroll_of(qtbot, parts)
    assert before > 0
    for letter in "some more":
        with qtbot.waitSignal(parts.preview.patched, timeout=PATIENCE):
            qtbot.keyClicks(parts.editor, letter)
        assert scroll_of(qtbot, parts) == before


def test_new_lines_at_the_end_of_the_view_stay_in_sight(
    qtbot: QtBot, parts: Parts, text: str
) -> None:
    go_behind(parts, "Paragraph 20 with *some* words.")
    both_at_rest(qtbot, parts)
    positions = [scroll_of(qtbot, parts)]
    for number in range(25):
        with qtbot.waitSignal(parts.preview.patched, timeout=PATIENCE):
            qtbot.keyClick(parts.editor, Key.Key_Return)
            qtbot.keyClick(parts.editor, Key.Key_Return)
            qtbot.keyClicks(parts.editor, f"New {number}.")
        both_at_rest(qtbot, parts)
        assert is_in_sight(qtbot, parts, f"New {number}.")
        positions.append(scroll_of(qtbot, parts))
    # It goes down, and never back.
    assert positions == sorted(positions)


# From the preview to the text


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


def word_at_cursor(parts: Parts) -> tuple[str, str]:
    """Return the line with the cursor, and the part of it that is before the cursor."""
    cursor = parts.editor.textCursor()
    line = cursor.block().text()
    return line, line[: cursor.positionInBlock()]


@pytest.mark.parametrize(
    ("shown", "word", "source"),
    [
        ("Paragraph 30 with", "some", "Paragraph 30 with *some* words."),
        ("value 7", "value", "| name 7 | value 7 |"),
        ("name 7", "name", "| name 7 | value 7 |"),
        ("item 9", "item", "- item 9"),
        ("item 9", "goes", "  goes on"),
        ("code = 17", "17", "code = 17"),
    ],
)
def test_a_double_click_leads_to_the_word_in_the_text(
    qtbot: QtBot, parts: Parts, text: str, shown: str, word: str, source: str
) -> None:
    lines = text.split("\n")
    number = lines.index("- item 9" if word == "goes" else source) + (word == "goes")
    parts.editor.verticalScrollBar().setValue(number - 2)
    parts.window.panes.go_to("preview")
    both_at_rest(qtbot, parts)
    before = scroll_of(qtbot, parts)
    double_click(parts, middle_of(qtbot, parts, shown, word))
    qtbot.waitUntil(parts.editor.hasFocus, timeout=PATIENCE)
    cursor = parts.editor.textCursor()
    assert cursor.blockNumber() == number
    start = source.index(word)
    assert start <= cursor.positionInBlock() <= start + len(word)
    both_at_rest(qtbot, parts)
    assert scroll_of(qtbot, parts) == before


@pytest.mark.parametrize("flavour", ["", "site_name: x\nmarkdown_extensions: [footnotes]\n"])
def test_a_double_click_on_a_footnote_leads_to_where_it_is_written(
    qtbot: QtBot, parts: Parts, tmp_path: Path, flavour: str
) -> None:
    if flavour:
        (tmp_path / "mkdocs.yml").write_text(flavour, encoding="utf-8")
    path = tmp_path / "notes.md"
    path.write_text("# N\n\na[^1] b[^Öl]\n\n[^1]: one\n\n[^Öl]: the other\n\nThe end.\n", "utf-8")
    show_file(qtbot, parts, path)
    parts.window.panes.go_to("preview")
    double_click(parts, middle_of(qtbot, parts, "the other", "other"))
    qtbot.waitUntil(parts.editor.hasFocus, timeout=PATIENCE)
    line, before = word_at_cursor(parts)
    assert line == "[^Öl]: the other"
    assert before.startswith("[^Öl]: the ")


def test_a_click_with_the_control_key_does_the_same(qtbot: QtBot, parts: Parts, text: str) -> None:
    point = middle_of(qtbot, parts, "Paragraph 3 with", "with")
    qtbot.mouseClick(inside(parts), LEFT, pos=point)
    qtbot.mouseClick(inside(parts), LEFT, Modifier.ControlModifier, pos=point)
    qtbot.waitUntil(lambda: parts.editor.textCursor().blockNumber() > 0, timeout=PATIENCE)
    assert parts.editor.textCursor().block().text().startswith("Paragraph 3 ")
    assert parts.editor.hasFocus()


TASKS = """# Tasks

See [the plan](plan.md).

- [ ] first
  1. [x] second
- [ ] third

* [X] starred

<details><summary>more</summary>

- [ ] folded

</details>
"""


@pytest.fixture
def tasks(qtbot: QtBot, parts: Parts, tmp_path: Path) -> Path:
    path = tmp_path / "tasks.md"
    path.write_bytes(TASKS.replace("\n", "\r\n").encode())
    show_file(qtbot, parts, path)
    return path


def box_of(qtbot: QtBot, parts: Parts, words: str) -> QPoint:
    """Return the middle of the box of the task with these words."""
    place = ask_page(
        qtbot,
        parts,
        f"""(() => {{
          const boxes = [...document.querySelectorAll("input")];
          const box = boxes.find((each) => each.ariaLabel === {json.dumps(words)});
          const frame = box.getBoundingClientRect();
          return JSON.stringify([frame.left + frame.width / 2, frame.top + frame.height / 2]);
        }})()""",
    )
    x, y = json.loads(place)
    return QPoint(round(x), round(y))


def ticked(qtbot: QtBot, parts: Parts) -> str:
    """Return which boxes the page shows as ticked."""
    return ask_page(
        qtbot,
        parts,
        "[...document.querySelectorAll('input')].map((e) => Number(e.checked)).join('')",
    )


@pytest.mark.parametrize(
    ("words", "before", "after"),
    [
        ("first", "- [ ] first", "- [x] first"),
        ("second", "1. [x] second", "1. [ ] second"),
        ("third", "- [ ] third", "- [x] third"),
        ("starred", "* [X] starred", "* [ ] starred"),
    ],
)
def test_a_click_ticks_the_task_in_the_text(
    qtbot: QtBot, parts: Parts, tasks: Path, words: str, before: str, after: str
) -> None:
    for undone in (False, True):
        if undone:
            parts.window.command("edit.undo").trigger()
        else:
            qtbot.mouseClick(inside(parts), LEFT, pos=box_of(qtbot, parts, words))
        wanted = TASKS if undone else TASKS.replace(before, after)
        qtbot.waitUntil(lambda wanted=wanted: parts.editor.text() == wanted, timeout=PATIENCE)
        boxes = "".join("01"[mark in "xX"] for mark in re.findall(r"\[(.)\] ", wanted))
        assert len(boxes) == 5
        qtbot.waitUntil(lambda boxes=boxes: ticked(qtbot, parts) == boxes, timeout=PATIENCE)
    parts.window.command("edit.redo").trigger()
    parts.files.save()
    assert tasks.read_bytes() == TASKS.replace(before, after).replace("\n", "\r\n").encode()


def test_a_click_means_the_line_of_the_page_also_before_the_report_is_shown(
    qtbot: QtBot, parts: Parts, tasks: Path
) -> None:
    """The page comes before what is said of the text, which a long one's may do much later."""
    with qtbot.waitSignal(parts.pacer.due, timeout=PATIENCE):
        parts.pacer.take(parts.session.report)
    parts.session.reported.disconnect(parts.pacer.take)
    go_behind(parts, "# Tasks")
    revision = parts.session.revision + 2
    with qtbot.waitSignal(
        parts.preview.patched, timeout=PATIENCE, check_params_cb=lambda shown: shown == revision
    ):
        for _ in range(2):
            qtbot.keyClick(parts.editor, Key.Key_Return)
    moved = TASKS.replace("# Tasks\n", "# Tasks\n\n\n")
    assert parts.editor.text() == moved
    qtbot.mouseClick(inside(parts), LEFT, pos=box_of(qtbot, parts, "third"))
    qtbot.waitUntil(lambda: parts.editor.text() != moved, timeout=PATIENCE)
    assert parts.editor.text() == moved.replace("[ ] third", "[x] third")
    double_click(parts, middle_of(qtbot, parts, "starred", "starred"))
    qtbot.waitUntil(
        lambda: word_at_cursor(parts)[0].endswith("starred") and parts.editor.hasFocus(),
        timeout=PATIENCE,
    )


def test_the_keyboard_ticks_too(qtbot: QtBot, parts: Parts, tasks: Path) -> None:
    qtbot.mouseClick(inside(parts), LEFT, pos=box_of(qtbot, parts, "third"))
    for wanted in ("01110", "01010", "01110"):
        qtbot.waitUntil(lambda wanted=wanted: ticked(qtbot, parts) == wanted, timeout=PATIENCE)
        mark = "x" if wanted[2] == "1" else " "
        assert f"- [{mark}] third" in parts.editor.text()
        # The box has the keyboard still, though the page has been changed.
        qtbot.keyClick(focus_in_preview(parts), Key.Key_Space)


def test_the_cursor_stays_when_a_box_is_clicked(qtbot: QtBot, parts: Parts, tasks: Path) -> None:
    go_behind(parts, "starred")
    position = parts.editor.textCursor().position()
    scroll = scroll_of(qtbot, parts)
    qtbot.mouseClick(inside(parts), LEFT, pos=box_of(qtbot, parts, "first"))
    qtbot.waitUntil(lambda: ticked(qtbot, parts)[0] == "1", timeout=PATIENCE)
    assert parts.editor.textCursor().position() == position
    both_at_rest(qtbot, parts)
    assert scroll_of(qtbot, parts) == scroll


def test_a_document_that_must_not_change_says_why(
    qtbot: QtBot, parts: Parts, tmp_path: Path
) -> None:
    path = tmp_path / "mixed.md"
    path.write_bytes(b"- [ ] one\r\n\nmore\n")
    show_file(qtbot, parts, path)
    text = parts.editor.text()
    assert parts.session.read_only_reason
    with qtbot.waitSignal(parts.in_step.told, timeout=PATIENCE) as signal:
        words = ask_page(qtbot, parts, "document.querySelector('input').ariaLabel")
        qtbot.mouseClick(inside(parts), LEFT, pos=box_of(qtbot, parts, words))
    assert signal.args == [parts.session.read_only_reason]
    assert parts.status.currentMessage() == parts.session.read_only_reason
    assert parts.editor.text() == text
    assert ticked(qtbot, parts) == "0"


def test_links_boxes_and_summaries_do_not_lead_to_the_text(
    qtbot: QtBot, parts: Parts, tasks: Path
) -> None:
    asked: list[object] = []
    parts.preview.spot_requested.connect(asked.append)
    parts.window.panes.go_to("preview")
    double_click(parts, middle_of(qtbot, parts, "more", "more"))
    double_click(parts, box_of(qtbot, parts, "first"))
    double_click(parts, middle_of(qtbot, parts, "the plan", "plan"))
    with qtbot.waitSignal(parts.preview.spot_requested, timeout=PATIENCE):
        double_click(parts, middle_of(qtbot, parts, "See", "See"))
    assert len(asked) == 1


# Sizes and colours


def test_another_theme_leaves_both_where_they_are(qtbot: QtBot, parts: Parts, text: str) -> None:
    bar = parts.editor.verticalScrollBar()
    bar.setValue(150)
    both_at_rest(qtbot, parts)
    before = bar.value(), scroll_of(qtbot, parts)
    for theme in ("dark", "light"):
        with qtbot.waitSignal(parts.preview.patched, timeout=PATIENCE):
            parts.appearance.choose(theme)
        both_at_rest(qtbot, parts)
        assert (bar.value(), scroll_of(qtbot, parts)) == before


@pytest.mark.parametrize("line", [60, 150, 230])
def test_both_stay_at_their_line_at_all_sizes(
    qtbot: QtBot, parts: Parts, text: str, line: int
) -> None:
    bar = parts.editor.verticalScrollBar()
    bar.setValue(line)
    both_at_rest(qtbot, parts)
    for change in (
        parts.editor.zoom_in,
        parts.editor.zoom_in,
        lambda: parts.window.resize(900, 800),
        parts.editor.zoom_reset,
        parts.editor.zoom_out,
        lambda: parts.window.resize(1200, 620),
    ):
        change()
        both_at_rest(qtbot, parts)
        assert place_shown(parts.editor)[0] == pytest.approx(line + 1, abs=1.01)
        assert page_place(qtbot, parts)[0] == pytest.approx(line + 1, abs=1.01)


def test_the_page_comes_back_after_a_crash_where_the_text_is(
    qtbot: QtBot, parts: Parts, text: str
) -> None:
    bar = parts.editor.verticalScrollBar()
    for line in (150, bar.maximum() - 5):
        bar.setValue(line)
        both_at_rest(qtbot, parts)
        before = page_place(qtbot, parts)
        with qtbot.waitSignal(parts.preview.ready, timeout=PATIENCE):
            psutil.Process(parts.web.page.renderProcessPid()).kill()
        both_at_rest(qtbot, parts)
        assert page_place(qtbot, parts) == pytest.approx(before, abs=0.2)
        assert bar.value() == line


def test_the_scroll_bar_of_the_preview_leads(qtbot: QtBot, parts: Parts, text: str) -> None:
    right = inside(parts).width() - 5
    send_mouse(parts, QEvent.Type.MouseButtonPress, QPoint(right, 25))
    for y in range(30, 180, 10):
        before = scroll_of(qtbot, parts)
        send_mouse(parts, QEvent.Type.MouseMove, QPoint(right, y))
        qtbot.waitUntil(lambda before=before: scroll_of(qtbot, parts) > before, timeout=PATIENCE)
    send_mouse(parts, QEvent.Type.MouseButtonRelease, QPoint(right, 180))
    both_at_rest(qtbot, parts)
    line, share = page_place(qtbot, parts)
    found, part = place_shown(parts.editor)
    assert found == pytest.approx(line, abs=1.01)
    assert part == pytest.approx(share, abs=0.1)
