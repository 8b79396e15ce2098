"""Clicks in the preview lead to the text, and tick the boxes of tasks."""

import json
import re
from pathlib import Path

import pytest
from app_driver import PATIENCE, ask_page, save
from in_step_tools import (
    LEFT,
    both_at_rest,
    double_click,
    focus_in_preview,
    go_behind,
    inside,
    middle_of,
    scroll_of,
    show_file,
)
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from spec_editor.app.parts import Parts

Key, Modifier = Qt.Key, Qt.KeyboardModifier


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
    save(qtbot, parts)
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
    both_at_rest(qtbot, parts)
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
    path = tmp_path / "locked.md"
    path.write_text("- [ ] one\n\nmore\u2029\n", "utf-8")
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
