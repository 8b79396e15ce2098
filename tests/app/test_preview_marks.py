"""Marks in the preview, in the whole program: filled in, switched, remembered, never exported."""

from pathlib import Path
from typing import Any

import pytest
from app_driver import PATIENCE, ask_page, open_file
from page_driver import click
from PySide6.QtCore import QSettings, Qt
from pytestqt.qtbot import QtBot
from template_driver import change, wait

from spec_editor.app.parts import Parts
from spec_editor.app.settings import PREVIEW_MARKS, Settings

DOCUMENT = """# Über den {Namen}

| A        | B   |
| -------- | --- |
| größer   | {Wert} |

é {High|Low}
"""


@pytest.fixture
def document(qtbot: QtBot, parts: Parts, tmp_path: Path) -> Path:
    path = tmp_path / "marks.md"
    path.write_text(DOCUMENT, encoding="utf-8")
    with qtbot.waitActive(parts.window, timeout=PATIENCE):
        parts.window.activateWindow()
    open_file(qtbot, parts, path)
    return path


def ask(qtbot: QtBot, parts: Parts, expression: str) -> Any:
    return ask_page(qtbot, parts, expression)


def chip(text: str) -> str:
    chips = "[...document.querySelectorAll('.placeholder')]"
    return f"{chips}.find((e) => e.textContent === '{text}')"


@pytest.mark.parametrize("text", ["{Namen}", "{Wert}", "{High|Low}"])
def test_a_click_selects_the_placeholder_so_that_typing_fills_it(
    qtbot: QtBot, parts: Parts, document: Path, text: str
) -> None:
    def run(expression: str) -> Any:
        return ask_page(qtbot, parts, expression)

    click(qtbot, parts.preview, run, chip(text))
    wait(qtbot, lambda: parts.editor.textCursor().selectedText() == text)
    wait(qtbot, parts.editor.hasFocus)
    with change(qtbot, parts):
        qtbot.keyClicks(parts.editor, "x")
    assert parts.editor.text() == DOCUMENT.replace(text, "x")
    wait(qtbot, lambda: run(f"{chip(text)} === undefined"))


def test_the_place_is_right_while_the_page_is_behind(
    qtbot: QtBot, parts: Parts, document: Path
) -> None:
    """A line typed above, and the click comes before the page knows of it."""
    for _ in range(2):
        qtbot.keyClick(parts.editor, Qt.Key.Key_Return)
    parts.navigation.fill_placeholder(5, 16, 5, 21)
    assert parts.editor.textCursor().selectedText() == "{Wert}"


def test_marks_are_switched_and_remembered(qtbot: QtBot, parts: Parts, document: Path) -> None:
    command = parts.window.command("view.preview_marks")
    shown = "document.documentElement.classList.contains('with-marks')"
    assert command.isChecked()
    wait(qtbot, lambda: ask_page(qtbot, parts, shown))
    command.trigger()
    wait(qtbot, lambda: not ask_page(qtbot, parts, shown))
    assert parts.settings.get(PREVIEW_MARKS) is False
    command.trigger()
    assert parts.settings.get(PREVIEW_MARKS) is True


@pytest.mark.parametrize("choice", [True, False])
def test_the_choice_outlives_the_program(tmp_path: Path, choice: bool) -> None:
    path = str(tmp_path / "settings.ini")
    store = QSettings(path, QSettings.Format.IniFormat)
    Settings(store).set(PREVIEW_MARKS, choice)
    store.sync()
    again = QSettings(path, QSettings.Format.IniFormat)
    assert Settings(again).get(PREVIEW_MARKS) is choice
