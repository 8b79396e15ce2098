"""Drives the whole program in tests of the window."""

from pathlib import Path
from typing import Any

from pytestqt.qtbot import QtBot

from spec_editor.app.parts import Parts
from spec_editor.core.report import SectionReport
from spec_editor.engine.protocol import Reply, Request
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
    finished: list[int] = []

    def note(request: Request, reply: Reply) -> None:
        if request.lane == "document" and not reply.patch.get("more"):
            finished.append(request.revision)

    parts.engine.replied.connect(note)
    with qtbot.waitSignal(
        parts.preview.patched, timeout=PATIENCE, check_params_cb=lambda revision: revision > 0
    ):
        parts.files.open_path(path)
    qtbot.waitUntil(lambda: parts.session.revision in finished, timeout=PATIENCE)
    parts.engine.replied.disconnect(note)
    count = "document.querySelectorAll('.block').length"
    qtbot.waitUntil(
        lambda: ask_page(qtbot, parts, count) == len(parts.preview.feed._blocks), timeout=PATIENCE
    )


def section(parts: Parts, title: str) -> SectionReport:
    """Return the report on the section with this title."""
    assert parts.session.report is not None
    return next(s for s in parts.session.report.sections if s.title == title)
