"""The system ends the program: nothing is asked, nothing unsaved is lost, or it stays."""

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from kill_loop import KillLoop
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot
from safety_tools import PATIENCE, SafeWindow, texts

from spec_editor.app import leaving
from spec_editor.app.ending import Ending
from spec_editor.app.settings import Settings
from spec_editor.storage.places import journal_folder
from spec_editor.ui.dialogs.messages import UnsavedChoice


class Session:
    """Stands for the system's session, which wants to end."""

    def __init__(self) -> None:
        self.is_kept_from_ending = False

    def cancel(self) -> None:
        self.is_kept_from_ending = True


@pytest.fixture
def ending(window: SafeWindow, tmp_path: Path) -> Iterator[Ending]:
    store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    made = Ending(window.window, window.parts.journaling, Settings(store))
    made.listen()
    yield made
    made.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.md"
    path.write_bytes(b"one\n")
    return path


@pytest.fixture
def unsafe() -> None:
    """Let there be no place for a journal."""
    journal_folder().parent.mkdir(parents=True)
    journal_folder().write_text("a file")


@pytest.mark.parametrize(("how", "name"), [("small", "SIGTERM"), ("whole", "SIGHUP")])
def test_a_signal_ends_it_and_every_key_is_in_the_journal(
    tmp_path: Path, how: str, name: str
) -> None:
    loop = KillLoop(tmp_path / "loop", how=how, seed=3)
    loss = loop.end_one(signal.Signals[name], keys=25)
    assert loss.texts > 20
    assert loss.restored > 0
    assert (loss.seconds, loss.lost_saves, loss.damaged) == (0.0, 0, 0)


def test_an_open_question_does_not_keep_it_from_ending(tmp_path: Path) -> None:
    loop = KillLoop(tmp_path / "loop", how="asking", seed=3)
    loss = loop.end_one(signal.SIGTERM, keys=1)
    assert (loss.seconds, loss.restored) == (0.0, 1)


def test_the_sessions_end_asks_nothing(
    qtbot: QtBot, window: SafeWindow, ending: Ending, path: Path
) -> None:
    window.parts.documents.open(path)
    qtbot.keyClicks(window.editor, "new ")
    session = Session()
    ending.end_session(session)  # type: ignore[arg-type]
    assert not session.is_kept_from_ending
    assert texts() == ["new one\n"]
    window.window.show()
    with qtbot.assertNotEmitted(window.window.close_requested):
        assert window.window.close()
    assert texts() == ["new one\n"]


def test_who_goes_on_after_the_session_did_not_end_is_asked_again(
    qtbot: QtBot, window: SafeWindow, ending: Ending, path: Path
) -> None:
    window.parts.documents.open(path)
    ending.end_session(Session())  # type: ignore[arg-type]
    qtbot.keyClicks(window.editor, "new ")
    window.window.show()
    with qtbot.waitSignal(window.window.close_requested, timeout=PATIENCE):
        assert not window.window.close()


@pytest.mark.usefixtures("unsafe")
def test_the_session_does_not_end_when_text_would_be_lost(
    qtbot: QtBot, window: SafeWindow, ending: Ending, path: Path
) -> None:
    window.parts.documents.open(path)
    qtbot.keyClicks(window.editor, "new ")
    session = Session()
    ending.end_session(session)  # type: ignore[arg-type]
    assert session.is_kept_from_ending
    bar = window.window.notices.bar("ending")
    assert "stays open" in bar.accessibleName()
    assert str(journal_folder()) in bar.accessibleName()
    window.window.show()
    with qtbot.waitSignal(window.window.close_requested, timeout=PATIENCE):
        window.window.close()


@pytest.mark.usefixtures("unsafe", "ending")
def test_a_signal_does_not_end_it_when_text_would_be_lost(
    qtbot: QtBot, window: SafeWindow, path: Path
) -> None:
    window.parts.documents.open(path)
    qtbot.keyClicks(window.editor, "new ")
    os.kill(os.getpid(), signal.SIGTERM)
    qtbot.waitUntil(lambda: "ending" in window.notices(), timeout=PATIENCE)
    assert window.editor.text() == "new one\n"
    journal_folder().unlink()
    qtbot.waitUntil(lambda: window.notices() == (), timeout=PATIENCE)


@pytest.mark.usefixtures("unsafe")
def test_that_it_stays_open_is_taken_back_once_the_text_is_safe(
    qtbot: QtBot, window: SafeWindow, ending: Ending, path: Path
) -> None:
    """Only the end of the session has found out: the journal was not written to before."""
    window.parts.documents.open(path)
    qtbot.keyClicks(window.editor, "new ")
    ending.end_session(Session())  # type: ignore[arg-type]
    assert "ending" in window.notices()
    journal_folder().unlink()
    qtbot.waitUntil(lambda: window.notices() == ())
    assert texts() == ["new one\n"]


def test_an_older_success_does_not_take_back_that_it_stays_open(
    qtbot: QtBot, window: SafeWindow, ending: Ending, path: Path
) -> None:
    """The first key is in the journal, which then goes; that it was is told only afterwards."""
    window.parts.documents.open(path)
    qtbot.keyClicks(window.editor, "n")
    window.parts.journaling._write()
    window.parts.journaling._background.call(lambda: None)
    assert texts() == ["none\n"]
    shutil.rmtree(journal_folder())
    journal_folder().write_text("a file")
    qtbot.keyClicks(window.editor, "ew ")
    ending.end_session(Session())  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: not window.parts.journaling._is_writing)
    assert "ending" in window.notices()


@pytest.mark.usefixtures("unsafe")
def test_leaving_is_refused_when_neither_the_file_nor_the_journal_can_be_written(
    qtbot: QtBot, window: SafeWindow, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = window.parts.documents.open(path)
    path.chmod(0o444)
    qtbot.keyClicks(window.editor, "new ")
    qtbot.waitUntil(lambda: "journal" in window.notices(), timeout=PATIENCE)
    monkeypatch.setattr(leaving, "ask_unsaved", lambda *_: UnsavedChoice.SAVE)
    left: list[bool] = []
    with qtbot.waitSignal(window.parts.saver.failed, timeout=PATIENCE) as failure:
        window.parts.leaving.leave((document,), lambda: left.append(True))
    assert "read-only" in str(failure.args[1])
    assert str(journal_folder()) in window.window.notices.bar("journal").accessibleName()
    qtbot.waitUntil(lambda: not document.is_saving, timeout=PATIENCE)
    assert left == []
    assert document.is_unsaved
    assert document.text() == "new one\n"
