"""The user's work beside the template's text: reading it, comparing, typing all the while."""

from pathlib import Path

from app_driver import PATIENCE
from outline_tools import find
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTextEdit
from pytestqt.qtbot import QtBot
from template_driver import (
    AIM,
    DOCUMENT,
    WITH_COSTS,
    change,
    choose,
    cursor_line,
    go,
    open_folder,
    report_of,
    state_of,
    type_lines,
    undo,
    wait,
)

from spec_editor.app.parts import Parts
from spec_editor.core.report import State
from spec_editor.ui.dialogs.compare import CompareDialog

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


def go_to_printers(qtbot: QtBot, parts: Parts) -> None:
    go(qtbot, parts, "The old printers break.")
    text = parts.guidance_panel.view
    wait(qtbot, lambda: "Name what can break." in text.toPlainText())


def test_guidance_follows_the_cursor(qtbot: QtBot, parts: Parts, path: Path) -> None:
    panel = parts.guidance_panel
    go_to_printers(qtbot, parts)
    assert not panel.empty_state.isVisible()
    go(qtbot, parts, "## Aims")
    wait(qtbot, lambda: "Say why this is built." in panel.view.toPlainText())
    assert panel.state.text() == "Filled"


def test_the_template_s_text_is_inserted_again(qtbot: QtBot, parts: Parts, path: Path) -> None:
    go_to_printers(qtbot, parts)
    with change(qtbot, parts):
        qtbot.mouseClick(parts.guidance_panel.insert_button, LEFT)
    assert "The old printers break.\n\nName what can break.\n\n## Plan" in parts.editor.text()
    assert cursor_line(parts) == "Name what can break."
    undo(qtbot, parts, DOCUMENT)


def test_a_click_on_a_missing_section_shows_what_is_asked_there(
    qtbot: QtBot, parts: Parts, path: Path
) -> None:
    panel, view = parts.guidance_panel, parts.outline_panel.view
    go_to_printers(qtbot, parts)
    place = view.visualRect(find(view.model(), "Costs")).center()
    qtbot.mouseClick(view.viewport(), LEFT, pos=place)
    assert "Say what it costs." in panel.view.toPlainText()
    assert panel.title() == "Guidance · Costs"
    assert panel.state.text() == "Missing"
    assert not panel.compare_button.isVisible()
    parts.editor.setFocus()
    assert "Name what can break." in panel.view.toPlainText()
    qtbot.mouseClick(view.viewport(), LEFT, pos=place)
    with change(qtbot, parts):
        qtbot.mouseClick(panel.insert_button, LEFT)
    assert parts.editor.text() == WITH_COSTS
    wait(qtbot, lambda: panel.state.text() == "Still example text")
    assert panel.insert_button.text() == "Insert Again"
    assert panel.compare_button.isVisible()
    choose(parts, "Aims")
    qtbot.keyClick(view, Key.Key_Return)
    wait(qtbot, lambda: "Say why this is built." in panel.view.toPlainText())


def test_own_text_is_compared_with_the_template_s(qtbot: QtBot, parts: Parts, path: Path) -> None:
    go_to_printers(qtbot, parts)
    qtbot.mouseClick(parts.guidance_panel.compare_button, LEFT)
    wait(qtbot, lambda: bool(parts.window.findChildren(CompareDialog)))
    dialog = parts.window.findChild(CompareDialog)
    shown = dialog.findChild(QTextEdit, "comparison").toPlainText()
    assert "Name what can break." in shown
    assert "The old printers break." in shown
    assert "Say what" not in shown
    with qtbot.waitSignal(dialog.finished, timeout=PATIENCE):
        qtbot.keyClick(dialog.view, Key.Key_Escape)


def test_the_line_below_a_title_is_not_compared(qtbot: QtBot, parts: Parts, path: Path) -> None:
    with change(qtbot, parts):
        parts.editor.replace_text(DOCUMENT.replace("## Plan", "Plan\n----"))
    go(qtbot, parts, "Plan")
    wait(qtbot, lambda: "Say when it is done." in parts.guidance_panel.view.toPlainText())
    qtbot.mouseClick(parts.guidance_panel.compare_button, LEFT)
    wait(qtbot, lambda: bool(parts.window.findChildren(CompareDialog)))
    dialog = parts.window.findChild(CompareDialog)
    assert "----" not in dialog.findChild(QTextEdit, "comparison").toPlainText()
    with qtbot.waitSignal(dialog.finished, timeout=PATIENCE):
        qtbot.keyClick(dialog.view, Key.Key_Escape)


# ---------------------------------------------------------------- while one types


def test_what_is_typed_while_an_action_is_under_way_stays(
    qtbot: QtBot, parts: Parts, path: Path
) -> None:
    asked: list[int] = []
    parts.engine.replied.connect(
        lambda request, _: asked.append(request.revision) if request.kind == "edits" else None
    )
    go(qtbot, parts, AIM)
    choose(parts, "Costs")
    qtbot.keyClick(parts.outline_panel.view, Key.Key_Insert)
    qtbot.keyClicks(parts.editor, "Much ")
    wait(qtbot, lambda: state_of(parts, "Costs") is State.EXAMPLE)
    assert len(asked) > 1
    assert parts.editor.text() == WITH_COSTS.replace(AIM, f"Much {AIM}")
    undo(qtbot, parts, DOCUMENT.replace(AIM, f"Much {AIM}"))


def test_selection_folding_and_scrolling_survive_typing(
    qtbot: QtBot, parts: Parts, folder: Path
) -> None:
    open_folder(qtbot, parts, folder / "payment-gateway.md")
    view = parts.outline_panel.view
    view.expandAll()
    view.collapse(find(view.model(), "System Architecture"))
    choose(parts, "Risk Analysis")
    qtbot.keyClick(view, Key.Key_Return)
    bar = view.verticalScrollBar()
    bar.setValue(bar.value() - 7)
    place = bar.value()
    assert 0 < place < bar.maximum()
    qtbot.keyClick(parts.editor, Key.Key_Down)
    with (
        qtbot.assertNotEmitted(view.selectionModel().currentChanged),
        qtbot.assertNotEmitted(bar.valueChanged),
        change(qtbot, parts),
    ):
        type_lines(qtbot, parts, "It may {rain}.\n")
    assert report_of(parts, "Risk Analysis").placeholders == 1
    assert view.currentIndex().data() == "Risk Analysis"
    assert bar.value() == place
    with change(qtbot, parts):
        type_lines(qtbot, parts, "\n### A New Risk\n")
    assert view.currentIndex().data() == "A New Risk"
    assert view.isExpanded(find(view.model(), "Risk Analysis"))
    assert not view.isExpanded(find(view.model(), "System Architecture"))
