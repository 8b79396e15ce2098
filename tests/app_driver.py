"""Drives the whole program in tests of the window."""

from pathlib import Path
from typing import Any

from pytestqt.qtbot import QtBot

from spec_editor.app.parts import Parts
from spec_editor.core.report import SectionReport
from spec_editor.render.web import APPLICATION_WORLD

# What a slow, busy machine may need, in milliseconds; nothing waits for it when it is faster.
PATIENCE = 30_000


def ask_page(qtbot: QtBot, parts: Parts, expression: str) -> Any:
    """Return what an expression gives in the preview's page."""
    answers: list[Any] = []
    parts.web.page.runJavaScript(expression, APPLICATION_WORLD, answers.append)
    qtbot.waitUntil(lambda: bool(answers), timeout=PATIENCE)
    return answers[0]


def page_text(qtbot: QtBot, parts: Parts) -> str:
    """Return the text that the preview shows."""
    return str(ask_page(qtbot, parts, "document.getElementById('page').textContent"))


def open_file(qtbot: QtBot, parts: Parts, path: Path) -> None:
    """Open a file and wait until its preview is there, which comes in several parts."""
    with qtbot.waitSignal(
        parts.preview.patched, timeout=PATIENCE, check_params_cb=lambda revision: revision > 0
    ):
        parts.files.open_path(path)
    qtbot.waitUntil(lambda: is_shown(parts), timeout=PATIENCE)


def save(qtbot: QtBot, parts: Parts) -> None:
    """Save the document that is shown and wait until it is on the disk."""
    with qtbot.waitSignal(parts.saver.saved, timeout=PATIENCE):
        parts.window.command("file.save").trigger()


def is_shown(parts: Parts) -> bool:
    """Return whether all that is known of the text as it is now is shown."""
    session = parts.session
    is_drawn = session.is_answered and not session.page.is_unfinished
    is_listed = parts.pacer.is_idle and parts.outline_panel.view.work.is_idle
    return is_drawn and parts.preview.feed.is_idle and is_listed


def section(parts: Parts, title: str) -> SectionReport:
    """Return the report on the section with this title."""
    assert parts.session.report is not None
    return next(s for s in parts.session.report.sections if s.title == title)
