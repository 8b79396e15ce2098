"""Text and preview go together: scrolling, what is typed, sizes and colours."""

import json
from itertools import pairwise

import psutil
import pytest
from app_driver import PATIENCE, ask_page
from in_step_tools import (
    both_at_rest,
    focus_in_preview,
    go_behind,
    inside,
    page_place,
    scroll_of,
    send_mouse,
    wheel,
)
from PySide6.QtCore import QEvent, QPoint, Qt
from pytestqt.qtbot import QtBot

from spec_editor.app.parts import Parts
from spec_editor.app.settings import IN_STEP
from spec_editor.ui.editor.view import place_shown

Key, Modifier = Qt.Key, Qt.KeyboardModifier


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
    for _ in range(10):
        before = bar.value()
        wheel(parts.editor.viewport(), 1)
        assert bar.value() == before + 3
        both_at_rest(qtbot, parts)
        assert bar.value() == before + 3
    assert told == []
    positions = []
    for _ in range(6):
        wheel(inside(parts), 1)
        both_at_rest(qtbot, parts)
        positions.append(scroll_of(qtbot, parts))
    steps = {round(b - a) for a, b in pairwise(positions)}
    assert len(steps) == 1
    assert told


def test_keys_in_the_preview_lead(qtbot: QtBot, parts: Parts, text: str) -> None:
    parts.window.panes.go_to("preview")
    qtbot.waitUntil(lambda: focus_in_preview(parts) is not None, timeout=PATIENCE)
    # The keyboard comes to the page's own process a little later.
    qtbot.waitUntil(lambda: ask_page(qtbot, parts, "document.hasFocus()"), timeout=PATIENCE)
    qtbot.keyClick(focus_in_preview(parts), Key.Key_PageDown)
    qtbot.waitUntil(lambda: parts.editor.verticalScrollBar().value() > 3, timeout=PATIENCE)
    both_at_rest(qtbot, parts)
    line, _ = page_place(qtbot, parts)
    assert place_shown(parts.editor)[0] == pytest.approx(line, abs=1.01)


def test_a_key_counts_more_than_the_place_before_another_width(
    qtbot: QtBot, parts: Parts, text: str
) -> None:
    """The page learns of its width only with its next frame; the key came before."""
    parts.window.panes.go_to("preview")
    qtbot.waitUntil(lambda: ask_page(qtbot, parts, "document.hasFocus()"))
    bar, places = parts.editor.verticalScrollBar(), [0]
    for width in range(1110, 1170, 10):
        both_at_rest(qtbot, parts)
        parts.window.resize(width, 700)
        ask_page(qtbot, parts, "innerWidth")  # the width has come, its frame has not
        qtbot.keyClick(focus_in_preview(parts), Key.Key_PageDown)
        qtbot.waitUntil(lambda: bar.value() > places[-1] + 3)
        places.append(bar.value())


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
    for number in range(16):
        with qtbot.waitSignal(parts.preview.patched, timeout=PATIENCE):
            qtbot.keyClick(parts.editor, Key.Key_Return)
            qtbot.keyClick(parts.editor, Key.Key_Return)
            qtbot.keyClicks(parts.editor, f"New {number}.")
        both_at_rest(qtbot, parts)
        assert is_in_sight(qtbot, parts, f"New {number}.")
        positions.append(scroll_of(qtbot, parts))
    # It goes down, and never back.
    assert positions == sorted(positions)
    assert positions[-1] > positions[0]


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
