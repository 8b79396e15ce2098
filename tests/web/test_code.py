"""The button that copies code, by mouse and keys, and what the clipboard then holds."""

from collections.abc import Iterator

import pytest
from page_driver import Run, Write, click, hover, surface
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from spec_editor.ui.preview.view import PreviewView

BUTTON = "document.querySelector('.copy-code')"
TEXT = "before\n\n```py\nreturn '<b>'  # {}\n\n\tx\n\n```\n\nbehind\n".format("x" * 200)
CODE = "return '<b>'  # {}\n\n\tx\n".format("x" * 200)


def opacity(run: Run) -> float:
    return float(run(f"getComputedStyle({BUTTON}).opacity"))


@pytest.fixture(autouse=True)
def clipboard() -> Iterator[None]:
    QGuiApplication.clipboard().setText("nothing")
    yield
    QGuiApplication.clipboard().clear()


def wait_for_copy(qtbot: QtBot) -> str:
    clipboard = QGuiApplication.clipboard()
    qtbot.waitUntil(lambda: clipboard.text() != "nothing")
    return clipboard.text()


def test_the_pointer_finds_the_button_and_a_click_copies(
    qtbot: QtBot, preview: PreviewView, write: Write, run: Run
) -> None:
    write(TEXT)
    hover(qtbot, preview, run, "document.querySelector('p')")
    qtbot.waitUntil(lambda: opacity(run) == 0)
    hover(qtbot, preview, run, "document.querySelector('pre')")
    qtbot.waitUntil(lambda: opacity(run) == 1)
    click(qtbot, preview, run, BUTTON)
    assert wait_for_copy(qtbot) == CODE
    shown = f"getComputedStyle({BUTTON}, '::after').content"
    qtbot.waitUntil(lambda: run(shown) == '"Copied"')
    assert run("document.querySelector('[role=status]').textContent") == "Copied"
    qtbot.waitUntil(lambda: run(shown) == "none")


def test_the_keyboard_finds_the_button(
    qtbot: QtBot, preview: PreviewView, write: Write, run: Run
) -> None:
    write(TEXT)
    page = surface(preview)
    with qtbot.waitActive(preview):
        preview.activateWindow()
    page.setFocus()
    # Code that is wider than the page can be scrolled by keys, so it comes first.
    for part in ("pre > code", ".copy-code"):
        qtbot.keyClick(page, Qt.Key.Key_Tab)
        there = f"document.activeElement === document.querySelector('{part}')"
        qtbot.waitUntil(lambda there=there: run(there))
    qtbot.waitUntil(lambda: opacity(run) == 1)
    assert run(f"{BUTTON}.getAttribute('aria-label')") == "Copy Python code"
    qtbot.keyClick(page, Qt.Key.Key_Space)
    assert wait_for_copy(qtbot) == CODE


def test_long_lines_scroll_and_the_button_stays(
    qtbot: QtBot, preview: PreviewView, write: Write, run: Run
) -> None:
    write(TEXT)
    right = f"{BUTTON}.getBoundingClientRect().right"
    before = run(right)
    assert run("document.documentElement.scrollWidth") <= 600
    assert run("(() => { const c = document.querySelector('code'); c.scrollLeft = 500; })(); 1")
    assert run("document.querySelector('code').scrollLeft") > 0
    assert run(right) == before
    inside = "document.querySelector('pre').getBoundingClientRect().right"
    assert before < run(inside) <= 600


def test_each_code_has_one_button_and_nothing_else_has(
    qtbot: QtBot, preview: PreviewView, write: Write, run: Run
) -> None:
    write("`x`\n\n- a\n\n  ```\n  inside\n  ```\n\n    indented\n\n```sh\nlast\n```\n")
    assert run("document.querySelectorAll('.copy-code').length") == run(
        "document.querySelectorAll('pre').length"
    )
    click(qtbot, preview, run, BUTTON)
    assert wait_for_copy(qtbot) == "inside"


def test_the_language_stands_above_the_code(
    qtbot: QtBot, preview: PreviewView, write: Write, run: Run
) -> None:
    write(TEXT)
    label = "getComputedStyle(document.querySelector('pre'), '::before')"
    assert run(f"{label}.content") == '"Python"'
    below = f"parseFloat({label}.top) + parseFloat({label}.height)"
    text = "parseFloat(getComputedStyle(document.querySelector('pre > code')).paddingTop)"
    assert run(below) <= run(text) + 0.5
