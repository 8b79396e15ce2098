"""The user's work with the template, by keys and mouse: sections are inserted, moved, settled."""

from pathlib import Path

import pytest
from app_driver import PATIENCE
from outline_tools import button_of, drag, find, texts
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLineEdit, QTextEdit
from pytestqt.qtbot import QtBot
from template_driver import (
    DOCUMENT,
    change,
    choose,
    click_entry,
    in_dialog,
    is_settled,
    make_folder,
    open_folder,
    outline_menu,
    report_of,
    state_of,
    wait,
)

from spec_editor.app.parts import Parts
from spec_editor.core.report import State
from spec_editor.ui.dialogs.compare import CompareDialog
from spec_editor.ui.dialogs.reason import ReasonDialog

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton

MOVED = DOCUMENT.replace(
    "1. [Aims](#aims)\n2. [Risks](#risks)\n", "1. [Risks](#risks)\n2. [Aims](#aims)\n"
)
AIMS, RISKS = MOVED.index("## Aims"), MOVED.index("## Risks")
PLAN = MOVED.index("## Plan")
MOVED = MOVED[:AIMS] + MOVED[RISKS:PLAN] + MOVED[AIMS:RISKS] + MOVED[PLAN:]


@pytest.fixture
def path(qtbot: QtBot, parts: Parts, tmp_path: Path) -> Path:
    """Return an open document in a folder with a template of its own."""
    path = make_folder(tmp_path / "own")
    with qtbot.waitActive(parts.window, timeout=PATIENCE):
        parts.window.activateWindow()
    open_folder(qtbot, parts, path)
    parts.outline_panel.view.expandAll()
    return path


def undo(qtbot: QtBot, parts: Parts) -> None:
    with change(qtbot, parts):
        qtbot.keyClick(parts.editor, Key.Key_Z, CONTROL)


def cursor_line(parts: Parts) -> str:
    return str(parts.editor.textCursor().block().text())


# ---------------------------------------------------------------- missing sections


def test_a_click_on_insert_adds_the_section_and_its_entry(
    qtbot: QtBot, parts: Parts, path: Path
) -> None:
    view = parts.outline_panel.view
    assert state_of(parts, "Costs") is State.MISSING
    with change(qtbot, parts):
        qtbot.mouseClick(view.viewport(), LEFT, pos=button_of(view, "Costs"))
    wanted = DOCUMENT.replace("3. [Plan]", "3. [Costs](#costs)\n4. [Plan]").replace(
        "## Plan", "## Costs\n\nSay what it costs.\n\n## Plan"
    )
    assert parts.editor.text() == wanted
    assert state_of(parts, "Costs") is State.EXAMPLE
    assert cursor_line(parts) == "## Costs"
    undo(qtbot, parts)
    parts.window.command("file.save").trigger()
    assert path.read_bytes() == DOCUMENT.encode()


@pytest.mark.parametrize("key", [Key.Key_Insert, Key.Key_Return])
def test_a_key_inserts_the_missing_section(
    qtbot: QtBot, parts: Parts, path: Path, key: Key
) -> None:
    choose(parts, "Business Risks")
    with change(qtbot, parts):
        qtbot.keyClick(parts.outline_panel.view, key)
    assert "### Business Risks\n\nName what can be lost.\n\n## Plan" in parts.editor.text()
    assert cursor_line(parts) == "### Business Risks"
    undo(qtbot, parts)
    assert parts.editor.text() == DOCUMENT


def test_all_missing_sections_are_one_step(qtbot: QtBot, parts: Parts, path: Path) -> None:
    menu = outline_menu(qtbot, parts, "Costs")
    with change(qtbot, parts):
        click_entry(qtbot, menu, "Insert All Missing")
    report = parts.session.report
    assert report is not None
    assert not [s for s in report.sections if s.state is State.MISSING]
    assert [line for line in parts.editor.text().splitlines() if line.startswith("#")] == [
        "# Ticket Desk",
        "## Table of Contents",
        "## Aims",
        "## Risks",
        "### Technical Risks",
        "### Business Risks",
        "## Costs",
        "## Plan",
    ]
    undo(qtbot, parts)
    assert parts.editor.text() == DOCUMENT


# ---------------------------------------------------------------- moving


def test_a_dragged_chapter_takes_all_below_it_along(qtbot: QtBot, parts: Parts, path: Path) -> None:
    view = parts.outline_panel.view
    above = view.visualRect(find(view.model(), "Aims"))
    with change(qtbot, parts):
        assert drag(view, "Risks", QPoint(above.center().x(), above.top() + 1))
    assert parts.editor.text() == MOVED
    assert not [rule for rule in rules(parts) if rule in ("dead-anchor", "toc-out-of-step")]
    qtbot.keyClick(parts.editor, Key.Key_S, CONTROL)
    assert path.read_bytes() == MOVED.encode()
    undo(qtbot, parts)
    qtbot.keyClick(parts.editor, Key.Key_S, CONTROL)
    assert path.read_bytes() == DOCUMENT.encode()


def rules(parts: Parts) -> set[str]:
    assert parts.session.report is not None
    return {finding.rule for finding in parts.session.report.findings}


def test_a_drop_inside_makes_a_section_of_it(qtbot: QtBot, parts: Parts, path: Path) -> None:
    view = parts.outline_panel.view
    with change(qtbot, parts):
        assert drag(view, "Plan", view.visualRect(find(view.model(), "Aims")).center())
    assert "### Plan" in parts.editor.text()
    assert "   1. [Plan](#plan)\n2. [Risks]" in parts.editor.text()
    undo(qtbot, parts)
    assert parts.editor.text() == DOCUMENT


def test_a_chapter_cannot_be_dropped_into_itself(qtbot: QtBot, parts: Parts, path: Path) -> None:
    view = parts.outline_panel.view
    inner = view.visualRect(find(view.model(), "Technical Risks")).center()
    with qtbot.assertNotEmitted(view.action_requested):
        assert not drag(view, "Risks", inner)
    assert parts.editor.text() == DOCUMENT


def test_keys_move_a_section_up_and_down(qtbot: QtBot, parts: Parts, path: Path) -> None:
    view = parts.outline_panel.view
    choose(parts, "Risks")
    with change(qtbot, parts):
        qtbot.keyClick(view, Key.Key_Up, ALT)
    assert parts.editor.text() == MOVED
    assert view.currentIndex().data() == "Risks"
    assert view.hasFocus()
    with change(qtbot, parts):
        qtbot.keyClick(view, Key.Key_Down, ALT)
    assert parts.editor.text() == DOCUMENT


def test_keys_promote_and_demote_a_section(qtbot: QtBot, parts: Parts, path: Path) -> None:
    view = parts.outline_panel.view
    choose(parts, "Technical Risks")
    with change(qtbot, parts):
        qtbot.keyClick(view, Key.Key_Left, ALT)
    assert "\n## Technical Risks\n" in parts.editor.text()
    assert report_of(parts, "Technical Risks").level == 2
    assert view.currentIndex().data() == "Technical Risks"
    with change(qtbot, parts):
        qtbot.keyClick(view, Key.Key_Right, ALT)
    assert parts.editor.text() == DOCUMENT


def test_f2_renames_and_corrects_the_links(qtbot: QtBot, parts: Parts, path: Path) -> None:
    view = parts.outline_panel.view
    choose(parts, "Plan")
    qtbot.keyClick(view, Key.Key_F2)
    field = view.findChild(QLineEdit, "renameField")
    assert field.text() == "Plan"
    field.selectAll()
    qtbot.keyClicks(field, "Time *Table*")
    with change(qtbot, parts):
        qtbot.keyClick(field, Key.Key_Return)
    text = parts.editor.text()
    assert "[Plan](#plan)" not in text
    assert "in time for the [plan](#time-table)" in text
    assert "#plan" not in text
    assert "dead-anchor" not in rules(parts)
    undo(qtbot, parts)
    assert parts.editor.text() == DOCUMENT


def test_escape_leaves_the_title_as_it_is(qtbot: QtBot, parts: Parts, path: Path) -> None:
    view = parts.outline_panel.view
    choose(parts, "Plan")
    qtbot.keyClick(view, Key.Key_F2)
    field = view.findChild(QLineEdit, "renameField")
    qtbot.keyClicks(field, "Other")
    with qtbot.assertNotEmitted(view.action_requested):
        qtbot.keyClick(field, Key.Key_Escape)
    assert parts.editor.text() == DOCUMENT


# ---------------------------------------------------------------- settling a section


def test_confirmed_example_text_counts_as_done(qtbot: QtBot, parts: Parts, path: Path) -> None:
    assert state_of(parts, "Risks") is State.EXAMPLE
    with change(qtbot, parts):
        click_entry(qtbot, outline_menu(qtbot, parts, "Risks"), "Confirm Example Text")
    assert "## Risks\n\n<!-- spec: confirmed -->\n\nSay what" in parts.editor.text()
    assert state_of(parts, "Risks") is State.CONFIRMED
    with change(qtbot, parts):
        click_entry(qtbot, outline_menu(qtbot, parts, "Risks"), "Take Confirmation Back")
    assert parts.editor.text() == DOCUMENT
    assert state_of(parts, "Risks") is State.EXAMPLE


def test_not_applicable_asks_for_a_reason(qtbot: QtBot, parts: Parts, path: Path) -> None:
    def answer(dialog: ReasonDialog) -> None:
        qtbot.keyClicks(dialog.field, "There is no date yet")
        qtbot.keyClick(dialog.field, Key.Key_Return)

    in_dialog(ReasonDialog, answer)
    with change(qtbot, parts):
        click_entry(qtbot, outline_menu(qtbot, parts, "Plan"), "Mark Not Applicable")
    assert "## Plan\n\n<!-- spec: n/a: There is no date yet -->\n" in parts.editor.text()
    assert state_of(parts, "Plan") is State.NOT_APPLICABLE
    assert "There is no date yet" in report_of(parts, "Plan").why
    with change(qtbot, parts):
        click_entry(qtbot, outline_menu(qtbot, parts, "Plan"), "Mark Applicable Again")
    assert parts.editor.text() == DOCUMENT


def test_without_a_reason_nothing_is_marked(qtbot: QtBot, parts: Parts, path: Path) -> None:
    asked: list[str] = []

    def cancel(dialog: ReasonDialog) -> None:
        asked.append(dialog.windowTitle())
        button = dialog.buttons.button(QDialogButtonBox.StandardButton.Cancel)
        qtbot.mouseClick(button, LEFT)

    in_dialog(ReasonDialog, cancel)
    revision = parts.session.revision
    click_entry(qtbot, outline_menu(qtbot, parts, "Plan"), "Mark Not Applicable")
    wait(qtbot, lambda: bool(asked))
    wait(qtbot, lambda: QApplication.activeModalWidget() is None)
    assert parts.session.revision == revision
    assert parts.editor.text() == DOCUMENT


def test_reset_brings_the_template_s_text_back(qtbot: QtBot, parts: Parts, path: Path) -> None:
    with change(qtbot, parts):
        click_entry(qtbot, outline_menu(qtbot, parts, "Plan"), "Reset to Template Text")
    assert parts.editor.text().endswith("## Plan\n\nSay when it is done.\n")
    assert state_of(parts, "Plan") is State.EXAMPLE
    undo(qtbot, parts)
    assert parts.editor.text() == DOCUMENT


def test_a_copied_link_leads_to_the_section(qtbot: QtBot, parts: Parts, path: Path) -> None:
    click_entry(qtbot, outline_menu(qtbot, parts, "Technical Risks"), "Copy Link")
    copied = "[Technical Risks](#technical-risks)"
    wait(qtbot, lambda: QApplication.clipboard().text() == copied)
    assert "Technical Risks" in parts.status.currentMessage()


# ---------------------------------------------------------------- guidance


def go(qtbot: QtBot, parts: Parts, text: str) -> None:
    """Put the cursor into a line of the text, by keys."""
    parts.editor.setFocus()
    lines = parts.editor.text().splitlines()
    qtbot.keyClick(parts.editor, Key.Key_Home, CONTROL)
    for _ in range(lines.index(text)):
        qtbot.keyClick(parts.editor, Key.Key_Down)


def test_guidance_follows_the_cursor(qtbot: QtBot, parts: Parts, path: Path) -> None:
    panel = parts.guidance_panel
    go(qtbot, parts, "The old printers break.")
    assert "Name what can break." in panel.view.toPlainText()
    assert not panel.empty_state.isVisible()
    go(qtbot, parts, "## Aims")
    assert "Say why this is built." in panel.view.toPlainText()
    assert panel.state.text() == "Filled"


def test_the_template_s_text_is_inserted_again(qtbot: QtBot, parts: Parts, path: Path) -> None:
    go(qtbot, parts, "The old printers break.")
    with change(qtbot, parts):
        qtbot.mouseClick(parts.guidance_panel.insert_button, LEFT)
    assert "The old printers break.\n\nName what can break.\n\n## Plan" in parts.editor.text()
    assert cursor_line(parts) == "Name what can break."
    undo(qtbot, parts)
    assert parts.editor.text() == DOCUMENT


def test_own_text_is_compared_with_the_template_s(qtbot: QtBot, parts: Parts, path: Path) -> None:
    go(qtbot, parts, "## Risks")
    qtbot.keyClicks(parts.editor, "")
    go(qtbot, parts, "The old printers break.")
    qtbot.mouseClick(parts.guidance_panel.compare_button, LEFT)
    wait(qtbot, lambda: bool(parts.window.findChildren(CompareDialog)))
    dialog = parts.window.findChild(CompareDialog)
    shown = dialog.findChild(QTextEdit, "comparison").toPlainText()
    assert "Name what can break." in shown
    assert "The old printers break." in shown
    assert "Say what" not in shown
    with qtbot.waitSignal(dialog.finished, timeout=PATIENCE):
        qtbot.keyClick(dialog.view, Key.Key_Escape)


# ---------------------------------------------------------------- while one types


def test_what_is_typed_while_an_action_is_under_way_stays(
    qtbot: QtBot, parts: Parts, path: Path
) -> None:
    choose(parts, "Costs")
    view = parts.outline_panel.view
    go_line = parts.editor.document().findBlockByNumber(10)
    cursor = parts.editor.textCursor()
    cursor.setPosition(go_line.position())
    parts.editor.setTextCursor(cursor)
    choose(parts, "Costs")
    with change(qtbot, parts):
        qtbot.keyClick(view, Key.Key_Insert)
        qtbot.keyClicks(parts.editor, "Much ")
        wait(qtbot, lambda: "## Costs" in parts.editor.text())
    assert "Much Faster answers" in parts.editor.text()
    assert "## Costs\n\nSay what it costs.\n\n## Plan" in parts.editor.text()
    assert "3. [Costs](#costs)\n4. [Plan](#plan)\n" in parts.editor.text()


def test_selection_and_folding_survive_typing(qtbot: QtBot, parts: Parts, path: Path) -> None:
    view = parts.outline_panel.view
    view.resize(view.width(), 90)
    view.collapse(find(view.model(), "Risks"))
    choose(parts, "Aims")
    place = view.verticalScrollBar().value()
    parts.editor.setFocus()
    cursor = parts.editor.textCursor()
    with change(qtbot, parts):
        qtbot.keyClicks(parts.editor, "much ")
    assert view.currentIndex().data() == "Aims"
    assert not view.isExpanded(find(view.model(), "Risks"))
    assert view.verticalScrollBar().value() == place
    assert cursor is not None


# ---------------------------------------------------------------- read-only files


def test_a_file_that_must_not_be_edited_refuses(qtbot: QtBot, parts: Parts, tmp_path: Path) -> None:
    path = make_folder(tmp_path / "own", DOCUMENT.replace("\n", "\r\n", 1))
    open_folder(qtbot, parts, path)
    parts.outline_panel.view.expandAll()
    choose(parts, "Costs")
    with qtbot.waitSignal(parts.session.action_failed, timeout=PATIENCE) as told:
        qtbot.keyClick(parts.outline_panel.view, Key.Key_Insert)
    assert told.args[0] == parts.session.read_only_reason
    assert parts.status.currentMessage() == parts.session.read_only_reason
    assert parts.editor.text() == DOCUMENT
    assert is_settled(parts)
    assert texts
