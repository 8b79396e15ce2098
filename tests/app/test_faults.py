"""What a hostile document or a dying process does to the window: nothing that lasts."""

from pathlib import Path

import psutil
from app_driver import PATIENCE, ask_page, is_shown, open_file, page_text
from engine_nursery import engine_processes
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from spec_editor.app.parts import Parts


def test_the_engine_is_killed_while_typing(qtbot: QtBot, parts: Parts, folder: Path) -> None:
    open_file(qtbot, parts, folder / "fleet-telemetry.md")
    with qtbot.waitSignal(parts.workspace.scanned, timeout=PATIENCE):
        parts.workspace.rescan()
    for process in engine_processes():
        process.kill()
    qtbot.keyClicks(parts.editor, "alive ")
    qtbot.waitUntil(lambda: "alive " in page_text(qtbot, parts), timeout=PATIENCE)
    qtbot.waitUntil(lambda: is_shown(parts))
    # All is shown once, not a second time below.
    assert page_text(qtbot, parts).count("Disaster Recovery") == 1


def test_the_renderer_is_killed(qtbot: QtBot, parts: Parts, folder: Path) -> None:
    open_file(qtbot, parts, folder / "fleet-telemetry.md")
    parts.editor.setFocus()
    qtbot.waitUntil(parts.editor.hasFocus, timeout=PATIENCE)
    with qtbot.waitSignal(parts.preview.ready, timeout=PATIENCE):
        psutil.Process(parts.web.page.renderProcessPid()).kill()
    qtbot.waitUntil(lambda: "Fleet Telemetry" in page_text(qtbot, parts), timeout=PATIENCE)
    # The new page must not have taken the keyboard away from who was typing.
    assert QApplication.focusWidget() is parts.editor
    qtbot.keyClicks(QApplication.focusWidget(), "alive ")
    qtbot.waitUntil(lambda: "alive " in page_text(qtbot, parts), timeout=PATIENCE)


def test_a_block_that_takes_too_long_is_shown_as_source(
    qtbot: QtBot, parts: Parts, tmp_path: Path
) -> None:
    nodes = [f"N{number}" for number in range(30)]
    edges = "\n".join(f"{a} --> {b}" for a in nodes for b in nodes if a < b)
    path = tmp_path / "dense.md"
    path.write_text(f"# Dense\n\n```mermaid\ngraph TD\n{edges}\n```\n\nAfter.\n", encoding="utf-8")
    open_file(qtbot, parts, path)
    text = page_text(qtbot, parts)
    assert "After." in text
    # A picture on a fast machine, the source with the reason on a slow one; never nothing.
    assert "N0 --> N1" in text or ask_page(qtbot, parts, "document.images.length") == 1
    qtbot.keyClicks(parts.editor, "x")
    qtbot.waitUntil(lambda: "x# Dense" in page_text(qtbot, parts), timeout=PATIENCE)


def test_switching_documents_quickly_shows_the_last_one(
    qtbot: QtBot, parts: Parts, folder: Path
) -> None:
    names = ["fleet-telemetry.md", "payment-gateway.md", "untouched.md"] * 3
    for name in names:
        parts.files.open_path(folder / name)
    qtbot.waitUntil(
        lambda: "Technical Specification Document Template" in page_text(qtbot, parts),
        timeout=PATIENCE,
    )
    assert "Fleet" not in page_text(qtbot, parts)
    # The page comes before the report.
    qtbot.waitUntil(lambda: parts.session.report is not None)
    assert parts.session.report.completeness == 0


def test_closing_the_document_while_it_is_being_read(
    qtbot: QtBot, parts: Parts, folder: Path
) -> None:
    open_file(qtbot, parts, folder / "untouched.md")
    # The answer comes from another thread: who listens only later may miss it.
    with qtbot.waitSignal(parts.engine.replied, timeout=PATIENCE):
        parts.session.text_edited()
        parts.leaving.close_current()
    assert parts.session.report is None
    assert parts.outline_panel.view.model().rowCount() == 0
