"""The user's work with the template, by keys and mouse: sections are inserted, moved, settled."""

from pathlib import Path

import pytest
from app_driver import PATIENCE
from outline_tools import button_of, drag, find
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLineEdit
from pytestqt.qtbot import QtBot
from template_driver import (
    AIM,
    DOCUMENT,
    WITH_COSTS,
    change,
    choose,
    click_entry,
    cursor_line,
    findings_of,
    go,
    in_dialog,
    is_settled,
    make_folder,
    open_folder,
    outline_menu,
    report_of,
    state_of,
    type_lines,
    undo,
    wait,
)

from spec_editor.app.parts import Parts
from spec_editor.core.report import State
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


# ---------------------------------------------------------------- missing sections


def test_a_click_on_insert_adds_the_section_and_its_entry(
    qtbot: QtBot, parts: Parts, path: Path
) -> None:
    view = parts.outline_panel.view
    assert state_of(parts, "Costs") is State.MISSING
    with change(qtbot, parts):
        qtbot.mouseClick(view.viewport(), LEFT, pos=button_of(view, "Costs"))
    assert parts.editor.text() == WITH_COSTS
    assert state_of(parts, "Costs") is State.EXAMPLE
    assert cursor_line(parts) == "## Costs"
    undo(qtbot, parts, DOCUMENT)
    assert parts.documents.unsaved() == ()
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
    undo(qtbot, parts, DOCUMENT)


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
    undo(qtbot, parts, DOCUMENT)


# ---------------------------------------------------------------- moving


def test_a_dragged_chapter_takes_all_below_it_along(qtbot: QtBot, parts: Parts, path: Path) -> None:
    view = parts.outline_panel.view
    above = view.visualRect(find(view.model(), "Aims"))
    with change(qtbot, parts):
        assert drag(view, "Risks", QPoint(above.center().x(), above.top() + 1))
    assert parts.editor.text() == MOVED
    assert not findings_of(parts, "dead-anchor")
    assert not findings_of(parts, "toc-out-of-step")
    with qtbot.waitSignal(parts.saver.saved, timeout=PATIENCE):
        qtbot.keyClick(parts.editor, Key.Key_S, CONTROL)
    assert path.read_bytes() == MOVED.encode()
    undo(qtbot, parts, DOCUMENT)
    with qtbot.waitSignal(parts.saver.saved, timeout=PATIENCE):
        qtbot.keyClick(parts.editor, Key.Key_S, CONTROL)
    assert path.read_bytes() == DOCUMENT.encode()


def test_a_drop_inside_makes_a_section_of_it(qtbot: QtBot, parts: Parts, path: Path) -> None:
    view = parts.outline_panel.view
    with change(qtbot, parts):
        assert drag(view, "Plan", view.visualRect(find(view.model(), "Aims")).center())
    assert "### Plan" in parts.editor.text()
    assert "   1. [Plan](#plan)\n2. [Risks]" in parts.editor.text()
    undo(qtbot, parts, DOCUMENT)


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


TWINS = """# Twins

## Same

one

## Same

two

---

## Same

three

### Same

four
"""


@pytest.mark.parametrize(
    ("presses", "expected"),
    [
        ((Key.Key_Up,), ["one", "three", "four", "two"]),
        ((Key.Key_Up, Key.Key_Up), ["three", "four", "one", "two"]),
        ((Key.Key_Up, Key.Key_Up, Key.Key_Down), ["one", "three", "four", "two"]),
        ((Key.Key_Right, Key.Key_Left, Key.Key_Up), ["one", "three", "four", "two"]),
    ],
)
def test_a_moved_section_stays_selected_whatever_its_title(
    qtbot: QtBot, parts: Parts, tmp_path: Path, presses: tuple[Key, ...], expected: list[str]
) -> None:
    path = tmp_path / "twins" / "twins.md"
    path.parent.mkdir()
    path.write_text(TWINS, encoding="utf-8")
    open_folder(qtbot, parts, path)
    view = parts.outline_panel.view
    view.setCurrentIndex(view.model().index(2, 0, view.model().index(0, 0)))
    view.setFocus()
    for key in presses:
        with change(qtbot, parts):
            qtbot.keyClick(view, key, ALT)
    lines = parts.editor.text().splitlines()
    assert [line for line in lines if line in ("one", "two", "three", "four")] == expected
    line = view.section_at(view.currentIndex()).line
    assert line is not None
    assert lines[line + 1] == "three"
    assert view.hasFocus()


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
    assert not findings_of(parts, "dead-anchor")
    undo(qtbot, parts, DOCUMENT)


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
    undo(qtbot, parts, DOCUMENT)


def test_a_copied_link_leads_to_the_section(qtbot: QtBot, parts: Parts, path: Path) -> None:
    click_entry(qtbot, outline_menu(qtbot, parts, "Technical Risks"), "Copy Link")
    copied = "[Technical Risks](#technical-risks)"
    wait(qtbot, lambda: QApplication.clipboard().text() == copied)
    assert "Technical Risks" in parts.status.currentMessage()


def test_a_copied_link_shows_any_title(qtbot: QtBot, parts: Parts, path: Path) -> None:
    go(qtbot, parts, "## Plan")
    with change(qtbot, parts):
        type_lines(qtbot, parts, "## Range [0, 1) of `x`\n\n")
    click_entry(qtbot, outline_menu(qtbot, parts, "Range [0, 1) of x"), "Copy Link")
    wait(qtbot, lambda: "Range" in QApplication.clipboard().text())
    copied = QApplication.clipboard().text()
    assert copied == "[Range \\[0, 1) of x](#range-0-1-of-x)"
    go(qtbot, parts, AIM)
    with change(qtbot, parts):
        qtbot.keyClick(parts.editor, Key.Key_V, CONTROL)
    assert not findings_of(parts, "dead-anchor")


# ---------------------------------------------------------------- read-only files


def test_a_file_that_must_not_be_edited_refuses(qtbot: QtBot, parts: Parts, tmp_path: Path) -> None:
    path = make_folder(tmp_path / "own", DOCUMENT + "\u2029\n")
    open_folder(qtbot, parts, path)
    choose(parts, "Costs")
    with qtbot.waitSignal(parts.acting.told, timeout=PATIENCE) as told:
        qtbot.keyClick(parts.outline_panel.view, Key.Key_Insert)
    assert told.args[0] == parts.session.read_only_reason
    assert parts.status.currentMessage() == parts.session.read_only_reason
    assert parts.editor.text().startswith(DOCUMENT)
    assert is_settled(parts)


def test_where_nothing_may_be_edited_nothing_is_asked(
    qtbot: QtBot, parts: Parts, tmp_path: Path
) -> None:
    path = make_folder(tmp_path / "own", DOCUMENT + "\u2029\n")
    open_folder(qtbot, parts, path)
    view = parts.outline_panel.view
    menu = outline_menu(qtbot, parts, "Plan")
    assert [
        entry.objectName() for entry in menu.actions() if entry.isEnabled() and entry.text()
    ] == ["copy-link"]
    menu.close()
    for key in (Key.Key_F2, Key.Key_Insert):
        qtbot.keyClick(view, key)
    assert view.findChild(QLineEdit, "renameField") is None
    parts.outline_panel.view.perform("not-applicable", find(view.model(), "Plan"))
    assert parts.status.currentMessage() == parts.session.read_only_reason
    parts.editor.go_to_line(DOCUMENT.splitlines().index("## Plan") + 1)
    wait(qtbot, parts.guidance_panel.compare_button.isEnabled)
    assert not parts.guidance_panel.insert_button.isEnabled()
    assert not parts.problems_panel.fix_all.isEnabled()
