"""Finding in the preview, by keys in the real page."""

import json
from collections.abc import Callable
from typing import Any

import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from spec_editor.render.web import SafePage
from spec_editor.ui.preview.find_bar import PreviewFindBar
from spec_editor.ui.preview.view import PreviewView
from spec_editor.ui.theme import LIGHT, apply_theme

Run = Callable[[str], Any]
Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier


def block(html: str, line: int = 1) -> dict[str, Any]:
    return {"html": html, "first": line, "last": line}


def patch(start: int, removed: int, inserted: list[dict[str, Any]], shift: int = 0) -> dict:
    return {"start": start, "removed": removed, "inserted": inserted, "shift": shift}


def show(qtbot: QtBot, preview: PreviewView, *html: str) -> None:
    with qtbot.waitSignal(preview.patched):
        preview.reset([block(each, 3 * i + 1) for i, each in enumerate(html)], 1)


def marked(run: Run, name: str = "found") -> list[str]:
    ranges = f"[...(CSS.highlights.get('{name}') || [])].map((range) => range.toString())"
    return json.loads(run(f"JSON.stringify({ranges})"))


def top(run: Run) -> float:
    return run("[...CSS.highlights.get('found-here')][0].getBoundingClientRect().top")


@pytest.fixture
def bar(qtbot: QtBot, qapp: QApplication, preview: PreviewView) -> PreviewFindBar:
    """Return the bar of a preview in an active window; opened by the test."""
    apply_theme(qapp, LIGHT)
    preview.activateWindow()
    qtbot.waitUntil(preview.isActiveWindow)
    preview.setFocus()
    return preview.find_bar


def count(qtbot: QtBot, bar: PreviewFindBar, text: str) -> None:
    qtbot.waitUntil(lambda: bar.count_label.text() == text)


def test_finds_while_typing_and_walks_round(
    qtbot: QtBot, preview: PreviewView, bar: PreviewFindBar, run: Run
) -> None:
    show(qtbot, preview, "<p>One one</p>", "<p>st<b>on</b>e</p>", "<p>two</p>")
    preview.open_find()
    assert bar.find_field.hasFocus()
    qtbot.keyClicks(bar.find_field, "one")
    count(qtbot, bar, "1 of 3")
    assert marked(run) == ["One", "one", "one"]
    for key, modifier, shown in (
        (Key.Key_Return, Qt.KeyboardModifier.NoModifier, "2 of 3"),
        (Key.Key_Enter, Qt.KeyboardModifier.NoModifier, "3 of 3"),
        (Key.Key_Return, Qt.KeyboardModifier.NoModifier, "1 of 3"),
        (Key.Key_Return, SHIFT, "3 of 3"),
    ):
        qtbot.keyClick(bar.find_field, key, modifier)
        count(qtbot, bar, shown)
    qtbot.mouseClick(bar.previous_button, Qt.MouseButton.LeftButton)
    count(qtbot, bar, "2 of 3")
    assert marked(run, "found-here") == ["one"]


@pytest.mark.parametrize(
    ("text", "case", "words", "found"),
    [
        ("one", False, False, ["One", "one", "one"]),
        ("one", True, False, ["one", "one"]),
        ("one", False, True, ["One", "one"]),
        ("a b", False, False, ["a\nb"]),
        ("$1.x", False, False, ["$1.x"]),
        ("(", False, False, ["("]),
        ("größe", False, False, ["GRÖßE"]),
        ("cell next", False, False, []),
        ("item1item2", False, False, []),
        ("copy", False, False, []),
        ("🙂x", False, False, ["🙂x"]),
        ("x²", False, False, ["x²"]),
    ],
)
def test_what_is_found(
    qtbot: QtBot,
    preview: PreviewView,
    bar: PreviewFindBar,
    run: Run,
    text: str,
    case: bool,
    words: bool,
    found: list[str],
) -> None:
    show(
        qtbot,
        preview,
        "<p>One one stone a\nb $1.x ( GRÖßE 🙂x x²</p>",
        "<table><tr><td>cell</td> <td>next</td></tr></table>",
        "<ul><li>item1</li><li>item2</li></ul><button>copy</button>",
    )
    preview.open_find()
    bar.case_button.setChecked(case)
    bar.word_button.setChecked(words)
    bar.find_field.insert(text)
    count(qtbot, bar, f"1 of {len(found)}" if found else "No results")
    assert marked(run) == found
    assert bool(bar.find_field.property("problem")) == (not found)


def test_finds_inside_details_and_far_below(
    qtbot: QtBot, preview: PreviewView, bar: PreviewFindBar, run: Run
) -> None:
    pages = [f"<p>{'word ' * (i % 90)} {i}</p>" for i in range(2_500)]
    pages[1_800] = "<details><summary>s</summary><p>needle</p></details>"
    pages[2_400] = f"<pre>{'wide ' * 300}needle</pre>"
    show(qtbot, preview, *pages)
    preview.open_find()
    qtbot.keyClicks(bar.find_field, "needle")
    count(qtbot, bar, "1 of 2")
    assert run("document.querySelector('details').open") is True
    qtbot.waitUntil(lambda: 0 <= top(run) <= 350)
    qtbot.keyClick(bar.find_field, Key.Key_Return)
    count(qtbot, bar, "2 of 2")
    qtbot.waitUntil(lambda: 0 <= top(run) <= 350)
    rect = "[...CSS.highlights.get('found-here')][0].getBoundingClientRect()"
    assert 0 <= run(f"{rect}.left") < run(f"{rect}.right") <= 600


def test_a_search_begins_at_what_one_reads(
    qtbot: QtBot, preview: PreviewView, bar: PreviewFindBar, run: Run
) -> None:
    show(qtbot, preview, *(f"<p>word {i}</p><p>{'<br>' * 20}</p>" for i in range(40)))
    preview.go_to_line(3 * 20 + 1)
    qtbot.waitUntil(lambda: run("scrollY") > 1_000)
    preview.open_find()
    qtbot.keyClicks(bar.find_field, "word")
    count(qtbot, bar, "21 of 40")


def test_a_change_keeps_the_place_and_does_not_scroll(
    qtbot: QtBot, preview: PreviewView, bar: PreviewFindBar, run: Run
) -> None:
    show(qtbot, preview, *(f"<p>word {i}</p>" for i in range(60)))
    preview.open_find()
    qtbot.keyClicks(bar.find_field, "word")
    for _ in range(30):
        qtbot.keyClick(bar.find_field, Key.Key_Return)
    count(qtbot, bar, "31 of 60")
    run("window.dispatchEvent(new Event('wheel')); window.scrollTo(0, 40); 1")
    with qtbot.waitSignal(preview.patched):
        preview.apply_patch(patch(50, 1, [block("<p>word word</p>", 151)]), 2)
    count(qtbot, bar, "31 of 61")
    assert run("scrollY") == 40
    with qtbot.waitSignal(preview.patched):
        preview.apply_patch(patch(0, 1, [block("<p>none</p>")]), 3)
    count(qtbot, bar, "30 of 60")
    with qtbot.waitSignal(preview.patched):
        preview.apply_patch(patch(30, 1, [block("<p>this word</p>", 91)]), 4)
    count(qtbot, bar, "30 of 60")
    assert run("scrollY") == 40
    assert marked(run, "found-here") == ["word"]


def test_escape_gives_the_keyboard_back_and_selects(
    qtbot: QtBot, preview: PreviewView, bar: PreviewFindBar, run: Run
) -> None:
    show(qtbot, preview, "<p>one two</p>")
    preview.open_find()
    qtbot.keyClicks(bar.find_field, "two")
    count(qtbot, bar, "1 of 1")
    qtbot.keyClick(bar.find_field, Key.Key_Escape)
    assert bar.isHidden()
    assert preview.isAncestorOf(QApplication.focusWidget())
    assert not isinstance(QApplication.focusWidget().parent(), PreviewFindBar)
    assert run("getSelection().toString()") == "two"
    assert run("CSS.highlights.size") == 0
    # What is selected is looked for, and a change of the page starts no search by itself.
    with qtbot.waitSignal(preview.patched):
        preview.apply_patch(patch(1, 0, [block("<p>two</p>", 4)]), 2)
    assert run("CSS.highlights.size") == 0
    qtbot.waitUntil(lambda: preview._page.selectedText() == "two")
    preview.open_find()
    assert bar.find_field.text() == "two"
    count(qtbot, bar, "1 of 2")


def test_escape_in_the_page_closes_the_bar(
    qtbot: QtBot, preview: PreviewView, bar: PreviewFindBar, run: Run
) -> None:
    show(qtbot, preview, "<p>one two</p>")
    preview.open_find()
    preview.setFocus()
    # The keyboard comes to the page's own process a little later.
    qtbot.waitUntil(lambda: run("document.hasFocus()"))
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Escape)
    qtbot.waitUntil(bar.isHidden)


def test_many_places_are_not_all_counted(
    qtbot: QtBot, preview: PreviewView, bar: PreviewFindBar, run: Run
) -> None:
    show(qtbot, preview, *(f"<p>{'a ' * 60}</p>" for _ in range(200)))
    preview.open_find()
    qtbot.keyClicks(bar.find_field, "a")
    count(qtbot, bar, "1 of 10,000+")
    qtbot.keyClick(bar.find_field, Key.Key_Return, SHIFT)
    count(qtbot, bar, "10,000 of 10,000+")


def test_a_page_made_anew_is_searched_again(
    qtbot: QtBot, preview: PreviewView, bar: PreviewFindBar, web_page: SafePage, run: Run
) -> None:
    show(qtbot, preview, "<p>one two</p>")
    preview.open_find()
    qtbot.keyClicks(bar.find_field, "two")
    count(qtbot, bar, "1 of 1")
    with qtbot.waitSignal(preview.patched):
        psutil.Process(web_page.renderProcessPid()).kill()
    count(qtbot, bar, "1 found")
    assert bar.find_field.hasFocus()
    qtbot.keyClicks(bar.find_field, "x")
    count(qtbot, bar, "No results")
