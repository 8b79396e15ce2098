"""The user's work with what was found, by keys and mouse: go there, mend it, be told of it."""

from pathlib import Path

import pytest
from app_driver import PATIENCE
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot
from template_driver import (
    DOCUMENT,
    FLAWED,
    change,
    click_entry,
    findings_of,
    go,
    is_settled,
    make_flawed_folder,
    make_folder,
    open_folder,
    shown_menu,
    type_lines,
    undo,
    wait,
)

from spec_editor.app.parts import Parts
from spec_editor.core.findings import Finding, Severity
from spec_editor.ui.problems.rows import Column, FileRow, Row

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton
PRINTERS = "{When}, see [the risks](#risks) and [the printers](#technical-risk)."


@pytest.fixture
def path(qtbot: QtBot, parts: Parts, tmp_path: Path) -> Path:
    """Return an open document with many problems; another file of its folder has fewer."""
    path = make_flawed_folder(tmp_path / "own")
    open_folder(qtbot, parts, path)
    return path


def rows(parts: Parts) -> list[Row]:
    """Return what the panel lists."""
    model = parts.problems_panel.view.problems
    return [model.row(model.index(number, 0)) for number in range(model.rowCount())]


def row_of(parts: Parts, rule: str, text: str = "") -> QModelIndex:
    """Return the first row of a rule whose message holds a text."""
    for number, row in enumerate(rows(parts)):
        if isinstance(row, Finding) and row.rule == rule and text in row.message:
            return parts.problems_panel.view.problems.index(number, Column.MESSAGE)
    raise AssertionError(f"{rule} is not listed")


def select(parts: Parts, index: QModelIndex) -> None:
    parts.problems_panel.view.setFocus()
    parts.problems_panel.view.setCurrentIndex(index)


def click(qtbot: QtBot, parts: Parts, index: QModelIndex, column: Column) -> None:
    view = parts.problems_panel.view
    view.scrollTo(index)
    place = view.visualRect(index.siblingAtColumn(column)).center()
    qtbot.mouseClick(view.viewport(), LEFT, pos=place)


def selected(parts: Parts) -> str:
    return parts.editor.textCursor().selectedText()


# ---------------------------------------------------------------- the list


def test_all_findings_are_listed_and_counted(qtbot: QtBot, parts: Parts, path: Path) -> None:
    report = parts.session.report
    assert report is not None
    assert rows(parts) == list(report.findings)
    rules = {finding.rule for finding in report.findings}
    assert {"dead-anchor", "toc-out-of-step", "table-row-cells", "missing-section"} <= rules
    errors = [f for f in report.findings if f.severity is Severity.ERROR]
    toggle = parts.problems_panel.filters.severities[Severity.ERROR]
    assert toggle.text() == str(len(errors))
    qtbot.mouseClick(toggle, LEFT)
    assert rows(parts) == [f for f in report.findings if f not in errors]


def test_enter_and_a_click_go_to_the_place(qtbot: QtBot, parts: Parts, path: Path) -> None:
    select(parts, row_of(parts, "dead-anchor", "#plam"))
    qtbot.keyClick(parts.problems_panel.view, Key.Key_Return)
    assert selected(parts) == "#plam"
    assert parts.editor.hasFocus()
    click(qtbot, parts, row_of(parts, "placeholder-left"), Column.MESSAGE)
    assert selected(parts) == "{When}"


def test_a_place_is_found_after_lines_were_typed_above(
    qtbot: QtBot, parts: Parts, path: Path
) -> None:
    go(qtbot, parts, "## Aims")
    with change(qtbot, parts):
        type_lines(qtbot, parts, "More.\n\n")
    select(parts, row_of(parts, "placeholder-left"))
    qtbot.keyClick(parts.problems_panel.view, Key.Key_Return)
    assert selected(parts) == "{When}"


def test_chosen_problems_are_copied(qtbot: QtBot, parts: Parts, path: Path) -> None:
    select(parts, row_of(parts, "dead-anchor", "#technical-risk"))
    qtbot.keyClick(parts.problems_panel.view, Key.Key_C, CONTROL)
    assert len(parts.problems_panel.view.chosen()) == 1
    (found,) = [f for f in findings_of(parts, "dead-anchor") if f.fixable]
    line, column, _, _ = found.span
    assert QApplication.clipboard().text() == (
        f"{path}:{line}:{column} error dead-anchor {found.message}"
    )
    qtbot.keyClick(parts.problems_panel.view, Key.Key_A, CONTROL)
    qtbot.keyClick(parts.problems_panel.view, Key.Key_C, CONTROL)
    assert len(QApplication.clipboard().text().splitlines()) == len(rows(parts)) > 1


def test_a_rule_is_explained_from_the_catalogue(qtbot: QtBot, parts: Parts, path: Path) -> None:
    panel = parts.problems_panel
    select(parts, row_of(parts, "table-row-cells"))
    qtbot.mouseClick(panel.explain, LEFT)
    assert panel.details.isVisible()
    assert len(panel.details.explanation.text()) > len(panel.details.summary.text()) > 0
    with change(qtbot, parts):
        qtbot.mouseClick(panel.details.fix_rule, LEFT)
    assert not findings_of(parts, "table-row-cells")
    undo(qtbot, parts, FLAWED)


# ---------------------------------------------------------------- mending


def test_a_click_on_the_wand_fixes_one(qtbot: QtBot, parts: Parts, path: Path) -> None:
    with change(qtbot, parts):
        click(qtbot, parts, row_of(parts, "dead-anchor", "#technical-risk"), Column.FIX)
    assert parts.editor.text() == FLAWED.replace("(#technical-risk)", "(#technical-risks)")
    assert len(findings_of(parts, "dead-anchor")) == 1
    undo(qtbot, parts, FLAWED)
    assert parts.documents.unsaved() == ()
    assert path.read_bytes() == FLAWED.encode()


def test_of_two_findings_at_one_place_only_the_chosen_one_is_fixed(
    qtbot: QtBot, parts: Parts, path: Path
) -> None:
    first, second = findings_of(parts, "missing-section")
    assert first.span == second.span
    select(parts, row_of(parts, "missing-section", "“Costs”"))
    with change(qtbot, parts):
        qtbot.keyClick(parts.problems_panel.view, Key.Key_Period, CONTROL)
    assert [found.message for found in findings_of(parts, "missing-section")] == [first.message]
    assert "### Business Risks" not in parts.editor.text()
    assert "## Costs\n" in parts.editor.text()


def test_all_of_a_rule_are_fixed_in_one_step(qtbot: QtBot, parts: Parts, path: Path) -> None:
    view = parts.problems_panel.view
    select(parts, row_of(parts, "table-row-cells"))
    view.customContextMenuRequested.emit(view.visualRect(view.currentIndex()).center())
    menu = shown_menu(qtbot, parts.problems_panel, "problemsMenu")
    with change(qtbot, parts):
        click_entry(qtbot, menu, "Fix All 2 of “table-row-cells”")
    assert not findings_of(parts, "table-row-cells")
    undo(qtbot, parts, FLAWED)


def test_everything_that_can_be_fixed_is_fixed(qtbot: QtBot, parts: Parts, path: Path) -> None:
    """Fixes that meet in the text are made one after the other, and undone as one step."""
    button = parts.problems_panel.fix_all
    qtbot.mouseClick(button, LEFT)
    wait(qtbot, lambda: is_settled(parts) and not button.isEnabled())
    for rule in ("missing-section", "table-row-cells", "toc-out-of-step"):
        assert not findings_of(parts, rule)
    assert [found.fixable for found in findings_of(parts, "dead-anchor")] == [False]
    undo(qtbot, parts, FLAWED)
    with change(qtbot, parts):
        qtbot.keyClick(parts.editor, Key.Key_Y, CONTROL)
    assert not button.isEnabled()


def test_all_sections_missing_at_one_place_are_inserted(
    qtbot: QtBot, parts: Parts, path: Path
) -> None:
    panel = parts.problems_panel
    qtbot.mouseClick(panel.explain, LEFT)
    select(parts, row_of(parts, "missing-section"))
    qtbot.mouseClick(panel.details.fix_rule, LEFT)
    wait(qtbot, lambda: is_settled(parts) and not findings_of(parts, "missing-section"))
    assert findings_of(parts, "table-row-cells")
    undo(qtbot, parts, FLAWED)


# ---------------------------------------------------------------- the folder


def look_through(qtbot: QtBot, parts: Parts) -> None:
    with qtbot.waitSignal(parts.workspace.found, timeout=PATIENCE):
        qtbot.mouseClick(parts.problems_panel.folder_button, LEFT)


def listed(parts: Parts, rule: str) -> set[str]:
    """Return the files in which a rule found something, as the panel lists them."""
    model = parts.problems_panel.view.problems
    return {
        model.path_of(model.index(number, 0))
        for number, row in enumerate(rows(parts))
        if isinstance(row, Finding) and row.rule == rule
    }


def test_the_whole_folder_is_looked_through(qtbot: QtBot, parts: Parts, path: Path) -> None:
    panel = parts.problems_panel
    other = path.parent / "other.md"
    look_through(qtbot, parts)
    files = [row for row in rows(parts) if isinstance(row, FileRow)]
    assert [row.path for row in files] == [str(path), str(other)]
    assert all(row.count for row in files)
    view = panel.view
    number = next(
        number
        for number, row in enumerate(rows(parts))
        if isinstance(row, Finding)
        and row.rule == "placeholder-left"
        and view.problems.path_of(view.problems.index(number, 0)) == str(other)
    )
    select(parts, view.problems.index(number, Column.MESSAGE))
    with qtbot.waitSignal(parts.session.reported, timeout=PATIENCE):
        qtbot.keyClick(view, Key.Key_Return)
    assert parts.session.path == other
    cursor = parts.editor.textCursor()
    assert cursor.block().text().startswith("{When}")
    assert cursor.positionInBlock() == 0
    wait(qtbot, lambda: view.problems.path_of(view.problems.index(0, 0)) != "")
    qtbot.mouseClick(panel.document_button, LEFT)
    report = parts.session.report
    assert report is not None
    assert rows(parts) == list(report.findings)


def test_a_click_on_a_problem_elsewhere_leaves_the_keys_with_the_list(
    qtbot: QtBot, parts: Parts, path: Path
) -> None:
    look_through(qtbot, parts)
    view = parts.problems_panel.view
    index = view.problems.index(view.problems.rowCount() - 1, Column.MESSAGE)
    wait(qtbot, lambda: view.verticalScrollBar().maximum() > 0)
    view.scrollToBottom()
    with qtbot.waitSignal(parts.session.reported, timeout=PATIENCE):
        qtbot.mouseClick(view.viewport(), LEFT, pos=view.visualRect(index).center())
    assert parts.session.path == path.parent / "other.md"
    assert view.hasFocus()
    qtbot.keyClick(view, Key.Key_Return)
    assert parts.editor.hasFocus()


def test_the_whole_folder_is_judged_anew_with_another_configuration(
    qtbot: QtBot, parts: Parts, path: Path
) -> None:
    look_through(qtbot, parts)
    assert listed(parts, "placeholder-left") == {str(path), str(path.parent / "other.md")}
    configuration = path.parent / ".spec-editor.toml"
    configuration.write_text('[rules]\nplaceholder-left = "off"\n', encoding="utf-8")
    wait(qtbot, lambda: not listed(parts, "placeholder-left"))
    assert listed(parts, "missing-section") == {str(path), str(path.parent / "other.md")}


def test_another_folder_shows_its_own_problems(
    qtbot: QtBot, parts: Parts, path: Path, tmp_path: Path
) -> None:
    look_through(qtbot, parts)
    second = make_folder(tmp_path / "second")
    (second.parent / "third.md").write_text(DOCUMENT, encoding="utf-8")
    parts.files.open_path(second.parent)
    both = {str(second), str(second.parent / "third.md")}
    wait(qtbot, lambda: listed(parts, "placeholder-left") == both)
    assert {row.path for row in rows(parts) if isinstance(row, FileRow)} == both


def test_unsaved_text_is_kept_beside_a_problem_elsewhere(
    qtbot: QtBot, parts: Parts, path: Path
) -> None:
    look_through(qtbot, parts)
    with change(qtbot, parts):
        qtbot.keyClicks(parts.editor, "x")
    text = parts.editor.text()
    view = parts.problems_panel.view
    last = view.problems.index(view.problems.rowCount() - 1, Column.MESSAGE)
    assert view.problems.path_of(last) == str(path.parent / "other.md")
    select(parts, last)
    qtbot.keyClick(view, Key.Key_Return)
    assert parts.session.path == path.parent / "other.md"
    assert [each.text() for each in parts.documents.unsaved()] == [text]


# ---------------------------------------------------------------- in the text


def hover(parts: Parts, place: QPoint) -> str:
    viewport = parts.editor.viewport()
    event = QHelpEvent(QHelpEvent.Type.ToolTip, place, viewport.mapToGlobal(place))
    QApplication.sendEvent(viewport, event)
    return QToolTip.text()


def test_the_pointer_is_told_what_was_found(qtbot: QtBot, parts: Parts, path: Path) -> None:
    go(qtbot, parts, PRINTERS)
    for _ in range(2):
        qtbot.keyClick(parts.editor, Key.Key_Right)
    text = hover(parts, parts.editor.cursorRect().center())
    assert "The placeholder {When} has not been replaced." in text
    assert "placeholder-left" in text


def test_the_menu_of_fixes_mends_what_is_at_the_cursor(
    qtbot: QtBot, parts: Parts, path: Path
) -> None:
    go(qtbot, parts, PRINTERS)
    qtbot.keyClick(parts.editor, Key.Key_End)
    for _ in range(3):
        qtbot.keyClick(parts.editor, Key.Key_Left)
    qtbot.keyClick(parts.editor, Key.Key_Period, CONTROL)
    menu = shown_menu(qtbot, parts.editor, "fixMenu")
    with change(qtbot, parts):
        qtbot.keyClick(menu, Key.Key_Return)
    assert parts.editor.text() == FLAWED.replace("(#technical-risk)", "(#technical-risks)")


def test_f8_goes_round_and_back(qtbot: QtBot, parts: Parts, path: Path) -> None:
    def places(key: Key, modifier: Qt.KeyboardModifier) -> list[int]:
        found: list[int] = []
        while not found or found[-1] not in found[:-1]:
            qtbot.keyClick(parts.editor, key, modifier)
            found.append(parts.editor.textCursor().selectionStart())
            assert parts.status.currentMessage()
        return found

    forward = places(Key.Key_F8, Qt.KeyboardModifier.NoModifier)
    assert len(forward) > 5
    assert forward[-1] == forward[0]
    assert forward[:-1] == sorted(forward[:-1])
    qtbot.keyClick(parts.editor, Key.Key_Home, CONTROL)
    back = places(Key.Key_F8, SHIFT)
    assert back[-1] == back[0]
    assert back[:-1] == forward[-2::-1]


def test_the_completeness_bar_opens_the_summary(qtbot: QtBot, parts: Parts, path: Path) -> None:
    qtbot.mouseClick(parts.status.completeness, LEFT)
    summary = parts.summary
    wait(qtbot, summary.isVisible)
    model = summary.view.model()
    texts = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert "2 sections missing" in texts
    place = model.index(texts.index("1 section with placeholders"), 0)
    qtbot.mouseClick(summary.view.viewport(), LEFT, pos=summary.view.visualRect(place).center())
    wait(qtbot, lambda: not summary.isVisible())
    assert parts.editor.textCursor().block().text() == "## Plan"


def test_the_summary_is_used_by_keys(qtbot: QtBot, parts: Parts, path: Path) -> None:
    parts.status.completeness.setFocus()
    qtbot.keyClick(parts.status.completeness, Key.Key_Space)
    wait(qtbot, parts.summary.isVisible)
    qtbot.keyClick(parts.summary.view, Key.Key_Escape)
    wait(qtbot, lambda: not parts.summary.isVisible())
    qtbot.keyClick(parts.status.completeness, Key.Key_Return)
    wait(qtbot, parts.summary.isVisible)
    qtbot.keyClick(parts.summary.view, Key.Key_Down)
    qtbot.keyClick(parts.summary.view, Key.Key_Return)
    wait(qtbot, lambda: not parts.summary.isVisible())
    assert parts.editor.textCursor().blockNumber() > 0
    # Without a window manager no window is active once the popup is gone.
    assert parts.window.focusWidget() is parts.editor
