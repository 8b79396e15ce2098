"""Marks in the preview, in the whole program: filled in, switched, remembered, never exported."""

from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from app_driver import PATIENCE, ask_page, open_file, page_text
from page_driver import click, place_of, surface
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot
from template_driver import (
    FLAWED,
    change,
    findings_of,
    is_settled,
    make_folder,
    open_folder,
    wait,
)

from spec_editor.app.parts import Parts
from spec_editor.app.settings import PREVIEW_MARKS, Settings
from spec_editor.ui.document_area import PREVIEW

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
    # As long as the page has not the view's size, what is clicked at moves.
    wait(qtbot, lambda: ask_page(qtbot, parts, "innerWidth") == parts.preview.width())
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


def test_a_click_brings_the_text_back(qtbot: QtBot, parts: Parts, document: Path) -> None:
    """The text is not to be seen beside a preview that is shown alone."""

    def run(expression: str) -> Any:
        return ask_page(qtbot, parts, expression)

    parts.window.area.show_panes(PREVIEW)
    wait(qtbot, lambda: not parts.editor.isVisible())
    wait(qtbot, lambda: run("innerWidth") == parts.preview.width())
    click(qtbot, parts.preview, run, chip("{Wert}"))
    wait(qtbot, lambda: parts.editor.textCursor().selectedText() == "{Wert}")
    assert parts.editor.isVisible()
    assert parts.editor.hasFocus()


def test_a_click_leads_to_the_window_with_the_text(
    qtbot: QtBot, parts: Parts, document: Path
) -> None:
    def run(expression: str) -> Any:
        return ask_page(qtbot, parts, expression)

    parts.window.command("view.detach_preview").trigger()
    window = parts.window.area.preview_window
    with qtbot.waitActive(window, timeout=PATIENCE):
        window.activateWindow()
    wait(qtbot, lambda: run("innerWidth") == parts.preview.width())
    # Windows lie over each other here, so the pointer may be over the other one.
    place = place_of(run, chip("{Wert}"))
    qtbot.mouseClick(surface(parts.preview), Qt.MouseButton.LeftButton, pos=place)
    wait(qtbot, lambda: parts.editor.textCursor().selectedText() == "{Wert}")
    wait(qtbot, parts.editor.hasFocus)
    assert parts.window.isActiveWindow()


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


@pytest.fixture
def flawed(qtbot: QtBot, parts: Parts, tmp_path: Path) -> Path:
    """An open document with problems of many kinds."""
    path = make_folder(tmp_path / "own", FLAWED)
    open_folder(qtbot, parts, path)
    return path


def remark(text: str) -> str:
    buttons = "[...document.querySelectorAll('.remark')]"
    return f"{buttons}.find((e) => e.ariaLabel.includes('{text}'))"


def test_a_click_on_a_mark_opens_the_problem(qtbot: QtBot, parts: Parts, flawed: Path) -> None:
    def run(expression: str) -> Any:
        return ask_page(qtbot, parts, expression)

    parts.window.show_part("problems", False)
    panel = parts.problems_panel
    panel.filters.text.setText("nothing has this in it")
    (wanted,) = findings_of(parts, "dead-anchor")[:1]
    wait(qtbot, lambda: run(f"{remark('plam')} !== undefined"))
    click(qtbot, parts.preview, run, remark("plam"))
    wait(qtbot, lambda: panel.view.currentIndex().isValid())
    assert panel.isVisible()
    assert panel.view.problems.row(panel.view.currentIndex()) == wanted
    assert parts.editor.textCursor().selectedText() == "#plam"
    assert parts.editor.hasFocus()


def test_marks_go_along_with_typing(qtbot: QtBot, parts: Parts, flawed: Path) -> None:
    there = f"{remark('plam')}.parentElement.textContent.trim()"
    wait(qtbot, lambda: ask_page(qtbot, parts, f"{remark('plam')} !== undefined"))
    assert ask_page(qtbot, parts, there).startswith("Faster answers")
    with change(qtbot, parts):
        qtbot.keyClick(parts.editor, Qt.Key.Key_Return)
    wait(qtbot, lambda: parts.preview.marks.is_settled)
    assert ask_page(qtbot, parts, there).startswith("Faster answers")
    # What has been mended is no longer marked.
    parts.editor.replace_text(parts.editor.text().replace("#plam", "#plan"))
    wait(qtbot, lambda: is_settled(parts) and parts.preview.marks.is_settled)
    assert ask_page(qtbot, parts, f"{remark('plam')} === undefined")


def test_sections_of_the_template_are_marked_as_such(
    qtbot: QtBot, parts: Parts, flawed: Path
) -> None:
    def section_of(title: str) -> str:
        heading = f"[...document.querySelectorAll('h2')].find((e) => e.textContent === '{title}')"
        return str(ask_page(qtbot, parts, f"{heading}.parentElement.dataset.section"))

    wait(qtbot, lambda: section_of("Risks") == "example goes-on")
    wait(qtbot, lambda: parts.preview.marks.is_settled)
    assert section_of("Plan") == "placeholders goes-on"
    assert section_of("Aims") == ""
    # A section that is missing is nowhere in the page.
    assert "Costs" not in page_text(qtbot, parts)


def colors_of(image: QImage) -> set[tuple[int, ...]]:
    """Return the colours of all pixels."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    data = bytes(plain.constBits())
    return {(data[i + 2], data[i + 1], data[i]) for i in range(0, len(data), 4)}


def picture_of(page: pypdfium2.PdfPage) -> QImage:
    """Return a page of a PDF as it is printed."""
    bitmap = page.render(scale=1)
    data = bytes(bitmap.buffer)
    return QImage(
        data, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_BGR888
    ).copy()


def test_no_export_has_marks(qtbot: QtBot, parts: Parts, flawed: Path, tmp_path: Path) -> None:
    with change(qtbot, parts):
        qtbot.keyClicks(parts.editor, "{Field} ")
    shown = ".placeholder, .remark, [data-section^=example]"
    wait(qtbot, lambda: ask_page(qtbot, parts, f"document.querySelectorAll('{shown}').length > 4"))
    chips = (0xFF, 0xF3, 0xD9)
    wait(qtbot, lambda: chips in colors_of(parts.preview.grab().toImage()))
    for kind in ("html", "pdf"):
        with qtbot.waitSignal(parts.exports.exported, timeout=4 * PATIENCE):
            parts.exports.start(kind, tmp_path / f"out.{kind}")
    html = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert "{Field}" in html
    for word in ("placeholder", "data-hint", "data-section", "remark", "with-marks", "copy-code"):
        assert word not in html
    pdf = pypdfium2.PdfDocument(tmp_path / "out.pdf")
    assert "{Field}" in pdf[0].get_textpage().get_text_range()
    for page in pdf:
        assert chips not in colors_of(picture_of(page))
    pdf.close()
