"""What a user expects of quick keys, of titles with markup, and of what the window tells."""

from pathlib import Path

import pytest
from app_driver import PATIENCE, open_file
from engine_nursery import engine_processes
from outline_tools import find
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot
from template_driver import (
    DOCUMENT,
    FLAWED,
    change,
    choose,
    click_entry,
    cursor_line,
    is_settled,
    make_folder,
    open_folder,
    outline_menu,
    report_of,
    shown_menu,
    state_of,
    undo,
    wait,
)

from spec_editor.app.parts import Parts
from spec_editor.core.actions import Action
from spec_editor.core.report import State
from spec_editor.ui.dialogs.compare import CompareDialog
from spec_editor.ui.outline.model import ROW_ROLE

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def untouched(qtbot: QtBot, parts: Parts, folder: Path) -> Path:
    """Return an open document that is a copy of its template."""
    open_folder(qtbot, parts, folder / "untouched.md")
    return folder / "untouched.md"


def chapters(parts: Parts) -> list[str]:
    lines = parts.editor.text().splitlines()
    return [line[3:] for line in lines if line.startswith("## ")]


# ---------------------------------------------------------------- one wish after the other


def test_every_press_of_a_key_moves(qtbot: QtBot, parts: Parts, untouched: Path) -> None:
    before = chapters(parts)
    choose(parts, "Introduction")
    for _ in range(3):
        qtbot.keyClick(parts.outline_panel.view, Key.Key_Down, ALT)
    place = before.index("Introduction")
    wait(qtbot, lambda: chapters(parts).index("Introduction") == place + 3)
    wait(qtbot, lambda: is_settled(parts))
    name = before[place + 3]
    assert parts.status.currentMessage() == f"“Introduction” moved behind “{name}”."


def test_wishes_of_several_sections_are_all_fulfilled(
    qtbot: QtBot, parts: Parts, path: Path
) -> None:
    parts.acting.perform(Action("rename", "aims", text="Goals"))
    parts.acting.perform(Action("move-up", "plan"))
    parts.acting.perform(Action("move-down", "aims"))
    wait(qtbot, lambda: chapters(parts) == ["Table of Contents", "Plan", "Goals", "Risks"])


# ---------------------------------------------------------------- while the engine is late


def test_places_are_right_while_the_engine_is_late(qtbot: QtBot, parts: Parts, path: Path) -> None:
    process = engine_processes()[0]
    process.suspend()
    try:
        for _ in range(6):
            qtbot.keyClick(parts.editor, Key.Key_Return)
        view = parts.outline_panel.view
        index = find(view.model(), "Plan")
        qtbot.mouseClick(view.viewport(), LEFT, pos=view.visualRect(index).center())
        assert cursor_line(parts) == "## Plan"
        parts.window.command("go.next_unfinished").trigger()
        assert parts.editor.textCursor().selectedText() == "{When}"
        parts.summary.line_requested.emit(report_of(parts, "Risks").line)
        assert cursor_line(parts) == "## Risks"
    finally:
        process.resume()


# ---------------------------------------------------------------- titles and texts


def test_markup_in_a_title_survives_its_renaming(qtbot: QtBot, parts: Parts, path: Path) -> None:
    with change(qtbot, parts):
        parts.editor.replace_text(DOCUMENT.replace("## Plan", "## Plan for `x` and *y*"))
    choose(parts, "Plan for x and y")
    view = parts.outline_panel.view
    qtbot.keyClick(view, Key.Key_F2)
    field = view.findChild(QLineEdit, "renameField")
    assert field.text() == "Plan for `x` and *y*"
    qtbot.keyClick(field, Key.Key_End)
    qtbot.keyClicks(field, "!")
    with change(qtbot, parts):
        qtbot.keyClick(field, Key.Key_Return)
    assert "\n## Plan for `x` and *y*!\n" in parts.editor.text()


def test_the_template_s_own_text_does_not_differ(
    qtbot: QtBot, parts: Parts, untouched: Path
) -> None:
    parts.editor.go_to_line(report_of(parts, "Current State").line)
    button = parts.guidance_panel.compare_button
    wait(qtbot, lambda: button.isEnabled() and "Current State" in parts.guidance_panel.title())
    qtbot.mouseClick(button, LEFT)
    wait(qtbot, lambda: bool(parts.window.findChildren(CompareDialog)))
    dialog = parts.window.findChild(CompareDialog)
    assert "Nothing differs: this is the template's text." in [
        label.text() for label in dialog.findChildren(QLabel)
    ]
    dialog.close()


# ---------------------------------------------------------------- chapters


def test_a_chapter_is_confirmed_with_all_its_sections(
    qtbot: QtBot, parts: Parts, untouched: Path
) -> None:
    text = parts.editor.text()
    assert state_of(parts, "API Design") is State.EXAMPLE
    with change(qtbot, parts):
        click_entry(qtbot, outline_menu(qtbot, parts, "API Design"), "Confirm")
    assert state_of(parts, "API Design") is State.CONFIRMED
    number = parts.editor.text().count("<!-- spec: confirmed -->")
    assert number > 1
    assert parts.status.currentMessage() == f"{number} sections in “API Design” confirmed."
    with change(qtbot, parts):
        click_entry(qtbot, outline_menu(qtbot, parts, "API Design"), "Take Confirmation Back")
    assert parts.editor.text() == text
    qtbot.keyClick(parts.editor, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    wait(qtbot, lambda: is_settled(parts))
    undo(qtbot, parts, text)


def test_what_a_chapter_says_is_not_taken_back_below_it(
    qtbot: QtBot, parts: Parts, path: Path
) -> None:
    with change(qtbot, parts):
        parts.acting.perform(Action("not-applicable", "risks", text="None of them."))
    entries = {
        entry.objectName(): entry.isEnabled()
        for entry in outline_menu(qtbot, parts, "Technical Risks").actions()
    }
    assert not entries["not-applicable"]
    shown_menu(qtbot, parts.outline_panel.view, "outlineMenu").close()
    parts.acting.perform(Action("applicable", "technical-risks"))
    wait(qtbot, lambda: "because “Risks” is marked so" in parts.status.currentMessage())
    assert "as “Risks” is: None of them." in report_of(parts, "Technical Risks").why


def test_what_is_not_there_has_no_placeholders_left(
    qtbot: QtBot, parts: Parts, untouched: Path
) -> None:
    text = parts.editor.text()
    start, end = text.index("### Scope"), text.index("### Definitions")
    with change(qtbot, parts):
        parts.editor.replace_text(text[:start] + text[end:])
    assert report_of(parts, "Scope").placeholders == 0
    assert report_of(parts, "Scope").placeholders_total > 0
    row = find(parts.outline_panel.view.model(), "Introduction").data(ROW_ROLE)
    inside = [
        section.placeholders
        for section in parts.session.report.sections
        if section.path[0] == "Introduction" and section.line is not None
    ]
    assert row.total.placeholders == sum(inside)


# ---------------------------------------------------------------- what is told


def test_what_was_fixed_is_counted(qtbot: QtBot, parts: Parts, tmp_path: Path) -> None:
    open_folder(qtbot, parts, make_folder(tmp_path / "own", FLAWED))
    before = len(parts.session.report.findings)
    with change(qtbot, parts):
        parts.problems_panel.fix_all.click()
    wait(qtbot, lambda: "fixed" in parts.status.currentMessage())
    left = len(parts.session.report.findings)
    assert parts.status.currentMessage().startswith(f"{before - left} problems fixed, ")


def test_going_round_is_told(qtbot: QtBot, parts: Parts, path: Path) -> None:
    parts.editor.go_to_line(parts.editor.blockCount())
    parts.window.command("go.next_unfinished").trigger()
    assert parts.status.currentMessage().endswith("(From the start again.)")
    parts.window.command("go.next_unfinished").trigger()
    assert "again" not in parts.status.currentMessage()


def test_another_document_begins_without_a_message(
    qtbot: QtBot, parts: Parts, folder: Path
) -> None:
    open_folder(qtbot, parts, folder / "untouched.md")
    parts.status.show_message("Of this file.", 0)
    open_file(qtbot, parts, folder / "fleet-telemetry.md")
    assert parts.status.currentMessage() == ""


def test_an_empty_document_and_one_without_template_say_so(
    qtbot: QtBot, parts: Parts, tmp_path: Path
) -> None:
    path = tmp_path / "list" / "list.md"
    path.parent.mkdir()
    path.write_text("# Groceries\n\nmilk\n\n## Dairy\n\nx\n", encoding="utf-8")
    open_folder(qtbot, parts, path)
    assert parts.guidance_panel.empty_state.texts()[0] == "No template"
    with change(qtbot, parts):
        parts.editor.replace_text("")
    assert parts.outline_panel.view.empty_state.texts()[0] == "No headings yet"


# ---------------------------------------------------------------- without a document


def test_problems_of_the_folder_are_seen_without_a_document(
    qtbot: QtBot, parts: Parts, path: Path
) -> None:
    panel = parts.problems_panel
    with qtbot.waitSignal(parts.workspace.found, timeout=PATIENCE):
        panel.folder_button.click()
    parts.window.command("file.close").trigger()
    assert panel.isVisible()
    assert panel.is_folder
    wait(qtbot, lambda: panel.view.problems.rowCount() > 1)
    with qtbot.waitSignal(parts.session.opened, timeout=PATIENCE):
        panel.view.row_requested.emit(panel.view.problems.index(1, 0))
    assert parts.session.path == path


# ---------------------------------------------------------------- the template


def test_the_template_is_chosen_in_the_status_bar(
    qtbot: QtBot, parts: Parts, tmp_path: Path
) -> None:
    path = tmp_path / "part" / "part.md"
    path.parent.mkdir()
    path.write_text("# Part\n\n## Alone\n\nText.\n", encoding="utf-8")
    open_folder(qtbot, parts, path)
    button = parts.status.template
    assert button.text() == "No template"

    def choose_in_menu(text: str) -> None:
        menu = button.menu()
        menu.popup(button.mapToGlobal(button.rect().topLeft()))
        with qtbot.waitSignal(parts.session.reported, timeout=PATIENCE):
            click_entry(qtbot, menu, text)

    choose_in_menu("Technical specification")
    wait(qtbot, lambda: button.text() == "Technical specification")
    assert parts.session.report.completeness < 1
    assert parts.guidance_panel.empty_state.texts()[0] != "No template"
    choose_in_menu("The One That Fits Best")
    wait(qtbot, lambda: button.text() == "No template")


def test_the_folder_s_choice_is_named(qtbot: QtBot, parts: Parts, path: Path) -> None:
    (path.parent / ".spec-editor.toml").write_text('template = "own"\n', encoding="utf-8")
    wait(qtbot, lambda: parts.workspace.setup.chosen == "own")
    menu = parts.status.template.menu()
    menu.aboutToShow.emit()
    assert menu.actions()[0].text() == "As the Folder Says: own"
    assert menu.actions()[0].isChecked()
    next(entry for entry in menu.actions() if entry.text() == "No Template").trigger()
    wait(qtbot, lambda: parts.status.template.text() == "No template")
