"""Words are looked for in a thread, and nobody waits for it."""

from pathlib import Path
from threading import Event

import pytest
from pytestqt.qtbot import QtBot

from spec_editor.app.text_search import TextSearch
from spec_editor.core.report import TextFound


def test_a_question_waits_for_no_older_one(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_again, drive_answered = Event(), []

    def read(_path: Path) -> bytes:
        # A drive that does not answer as long as the window waits for it.
        drive_answered.append(asked_again.wait(30))
        return b"# Old and new\n"

    monkeypatch.setattr("spec_editor.storage.text_search.read_bytes", read)
    search, path = TextSearch(), tmp_path / "a.md"
    search.look_for("old", [path])
    search.look_for("new", [path])
    asked_again.set()
    with qtbot.waitSignal(search.found) as found:
        pass
    assert found.args == ["new", (TextFound(str(path), 1, "# Old and new"),)]
    assert False not in drive_answered
    search.close()
