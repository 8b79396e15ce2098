"""The main job, end to end: open a folder, write, see what is missing, save, export."""

from pathlib import Path

import pypdfium2
from app_driver import PATIENCE, ask_page, open_file, page_text, save, section
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from spec_editor.app.parts import Parts
from spec_editor.core.report import SpecEntry, State
from spec_editor.ui.dialogs.messages import MessageDialog


def test_type_see_save(qtbot: QtBot, parts: Parts, folder: Path) -> None:
    path = folder / "untouched.md"
    open_file(qtbot, parts, path)
    assert section(parts, "Compliance").state is State.EXAMPLE
    assert parts.status.completeness.text() == "0 % complete"

    line = section(parts, "Compliance").line
    assert line is not None
    parts.editor.go_to_line(line + 2)
    with qtbot.waitSignal(parts.session.reported, timeout=PATIENCE):
        qtbot.keyClicks(parts.editor, "- Reviewed by the data protection officer")
        qtbot.keyClick(parts.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: section(parts, "Compliance").state is State.FILLED, timeout=PATIENCE)
    qtbot.waitUntil(
        lambda: "Reviewed by the data protection officer" in page_text(qtbot, parts),
        timeout=PATIENCE,
    )
    assert parts.window.isWindowModified()

    save(qtbot, parts)
    assert not parts.window.isWindowModified()
    saved = path.read_text(encoding="utf-8")
    assert saved == parts.editor.text()
    assert "- Reviewed by the data protection officer\n" in saved


def test_the_page_is_patched_and_never_loaded_again(
    qtbot: QtBot, parts: Parts, folder: Path
) -> None:
    open_file(qtbot, parts, folder / "fleet-telemetry.md")
    ask_page(qtbot, parts, "document.getElementById('page').lastElementChild.id = 'kept'")
    loads: list[bool] = []
    parts.web.page.loadStarted.connect(lambda: loads.append(True))
    with qtbot.waitSignal(parts.preview.patched, timeout=PATIENCE):
        qtbot.keyClick(parts.editor, Qt.Key.Key_End)
        qtbot.keyClicks(parts.editor, "!")
    assert ask_page(qtbot, parts, "document.getElementById('kept') !== null")
    assert not loads


def test_every_picture_of_the_preview_is_shown(qtbot: QtBot, parts: Parts, folder: Path) -> None:
    open_file(qtbot, parts, folder / "payment-gateway.md")
    broken = "[...document.images].filter(i => !i.complete || !i.naturalWidth).length"
    assert ask_page(qtbot, parts, "document.images.length") == 8
    qtbot.waitUntil(lambda: ask_page(qtbot, parts, broken) == 0, timeout=PATIENCE)


def test_the_folder_shows_each_completeness(qtbot: QtBot, parts: Parts, folder: Path) -> None:
    with qtbot.waitSignal(parts.workspace.scanned, timeout=PATIENCE):
        parts.files.open_path(folder)
    model = parts.workspace_panel.view.entries
    rows = [model.row(model.index(row, 0)) for row in range(model.rowCount())]
    shown = {row.parts[-1]: row.completeness for row in rows if isinstance(row, SpecEntry)}
    assert set(shown) == {"fleet-telemetry.md", "payment-gateway.md", "untouched.md"}
    assert shown["payment-gateway.md"] == 1


def test_outline_moves_editor_and_preview(qtbot: QtBot, parts: Parts, folder: Path) -> None:
    open_file(qtbot, parts, folder / "payment-gateway.md")
    line = section(parts, "Risk Analysis").line
    parts.outline_panel.view.line_requested.emit(line)
    assert parts.editor.textCursor().blockNumber() + 1 == line
    heading = "document.getElementById('user-content-risk-analysis').getBoundingClientRect().top"
    qtbot.waitUntil(lambda: abs(ask_page(qtbot, parts, heading)) < 2, timeout=PATIENCE)


def test_closing_the_find_bar_moves_nothing(qtbot: QtBot, parts: Parts, folder: Path) -> None:
    open_file(qtbot, parts, folder / "payment-gateway.md")
    line = section(parts, "System Architecture").line
    assert line is not None
    parts.navigation.go_to_line(line)
    top = "Math.round(specPreview.topLine())"
    qtbot.waitUntil(lambda: ask_page(qtbot, parts, top) == line, timeout=PATIENCE)
    parts.window.command("edit.find").trigger()
    qtbot.waitUntil(parts.find_bar.isVisible, timeout=PATIENCE)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    qtbot.waitUntil(parts.editor.hasFocus, timeout=PATIENCE)
    assert ask_page(qtbot, parts, top) == line


def test_next_unfinished_walks_and_wraps(qtbot: QtBot, parts: Parts, folder: Path) -> None:
    open_file(qtbot, parts, folder / "fleet-telemetry.md")
    report = parts.session.report
    assert report is not None
    parts.window.command("go.next_unfinished").trigger()
    first = parts.editor.textCursor().selectedText()
    assert first.startswith("{")
    for _ in report.findings[1:]:
        parts.window.command("go.next_unfinished").trigger()
    parts.window.command("go.next_unfinished").trigger()
    assert parts.editor.textCursor().selectedText() == first


def test_an_export_given_up_is_not_written_into_the_next(
    qtbot: QtBot, parts: Parts, folder: Path
) -> None:
    open_file(qtbot, parts, folder / "untouched.md")
    parts.exports.start("html", folder / "a.html")
    parts.exports.cancel()
    qtbot.keyClicks(parts.editor, "second ")
    with qtbot.waitSignal(parts.exports.exported, timeout=PATIENCE):
        parts.exports.start("html", folder / "b")
    assert not (folder / "a.html").exists()
    assert "second " in (folder / "b").read_text(encoding="utf-8")


def test_an_export_never_overwrites_a_specification(
    qtbot: QtBot, parts: Parts, folder: Path
) -> None:
    open_file(qtbot, parts, folder / "untouched.md")
    other = folder / "fleet-telemetry.md"
    before = other.read_bytes()
    for target in (other, folder / "untouched.md"):
        parts.exports.start("html", target)
        boxes = parts.window.findChildren(MessageDialog)
        assert "does not overwrite" in boxes[-1].message.text()
        boxes[-1].accept()
    assert other.read_bytes() == before


def test_export_html_and_pdf_from_the_menu(qtbot: QtBot, parts: Parts, folder: Path) -> None:
    open_file(qtbot, parts, folder / "payment-gateway.md")
    for kind in ("html", "pdf"):
        with qtbot.waitSignal(parts.exports.exported, timeout=4 * PATIENCE):
            parts.exports.start(kind, folder / f"out.{kind}")
    html = (folder / "out.html").read_text(encoding="utf-8")
    assert html.count('<img src="data:image/svg+xml') == 8
    assert "<script" not in html
    pdf = pypdfium2.PdfDocument(folder / "out.pdf")
    assert len(pdf) > 10
    assert "Payment Gateway" in pdf[0].get_textpage().get_text_range()
    pdf.close()


def test_undo_and_redo_from_the_menu(qtbot: QtBot, parts: Parts, folder: Path) -> None:
    open_file(qtbot, parts, folder / "untouched.md")
    before = parts.editor.text()
    undo, redo = parts.window.command("edit.undo"), parts.window.command("edit.redo")
    assert not undo.isEnabled()
    qtbot.keyClicks(parts.editor, "x")
    undo.trigger()
    assert parts.editor.text() == before
    redo.trigger()
    assert parts.editor.text() == "x" + before


def test_theme_changes_everything_at_once(qtbot: QtBot, parts: Parts, folder: Path) -> None:
    open_file(qtbot, parts, folder / "payment-gateway.md")
    with qtbot.waitSignal(parts.preview.patched, timeout=PATIENCE):
        parts.window.command("view.theme_dark").trigger()
    assert parts.editor.theme.is_dark
    assert ask_page(qtbot, parts, "document.documentElement.dataset.theme") == "dark"
    parts.window.command("view.theme_light").trigger()
    assert not parts.editor.theme.is_dark


def test_zoom_reaches_editor_and_preview(qtbot: QtBot, parts: Parts, folder: Path) -> None:
    open_file(qtbot, parts, folder / "untouched.md")
    size = parts.editor.font().pointSizeF()
    parts.window.command("view.zoom_in").trigger()
    assert parts.editor.font().pointSizeF() > size
    assert parts.web.page.zoomFactor() > 1
    parts.window.command("view.zoom_reset").trigger()
    assert parts.web.page.zoomFactor() == 1


def test_another_document_starts_with_a_clean_editor(
    qtbot: QtBot, parts: Parts, folder: Path
) -> None:
    (folder / "long.md").write_text("# Long\n" + "line\n" * 12_000, encoding="utf-8")
    open_file(qtbot, parts, folder / "untouched.md")
    parts.editor.go_to_line(22)
    narrow = parts.editor.viewportMargins().left()
    with qtbot.assertNotEmitted(parts.session.patched, wait=0):
        parts.files.open_path(folder / "long.md")
    # The line numbers have the room that five digits need, and the cursor is at the start.
    assert parts.editor.viewportMargins().left() > narrow
    assert parts.status.cursor_place.text() == "Line 1, column 1"
