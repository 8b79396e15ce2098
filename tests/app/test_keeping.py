"""What a save replaces can be had back from the history, whichever file it was."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from safety_tools import PATIENCE, SafeWindow

from spec_editor.storage.history import History
from spec_editor.storage.places import history_folder
from spec_editor.ui.dialogs.messages import MessageDialog

# What nobody would take for a text.
OTHER = b"\x89PNG\0\r\n\xff\xfe other"


@pytest.fixture
def other(window: SafeWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a file that the dialogs choose for the text “mine”."""
    path = tmp_path / "other.md"
    path.write_bytes(OTHER)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    (tmp_path / "a.md").write_bytes(b"mine")
    window.parts.documents.open(tmp_path / "a.md")
    return path


def past(path: Path) -> list[bytes]:
    """Return what a file held, the newest first."""
    history = History(history_folder())
    return [history.bytes_of(version) for version in history.versions(path)]


def test_save_as_keeps_what_it_overwrites(qtbot: QtBot, window: SafeWindow, other: Path) -> None:
    with qtbot.waitSignal(window.parts.saves.saved_as, timeout=PATIENCE):
        window.parts.saves.ask_save_as()
    # At once: nobody else has it any more.
    assert OTHER in past(other)
    assert other.read_bytes() == b"mine"
    qtbot.waitUntil(lambda: past(other) == [b"mine", OTHER], timeout=PATIENCE)


def test_a_copy_keeps_what_it_overwrites(qtbot: QtBot, window: SafeWindow, other: Path) -> None:
    with qtbot.waitSignal(window.parts.saves.told, timeout=PATIENCE) as told:
        window.parts.saves.ask_save_copy()
    assert told.args == ["Saved a copy as other.md; what it held before is in its history"]
    assert past(other) == [OTHER]
    assert other.read_bytes() == b"mine"


@pytest.mark.parametrize("is_copy", [True, False])
def test_what_is_too_large_to_be_kept_is_not_overwritten(
    qtbot: QtBot,
    window: SafeWindow,
    other: Path,
    monkeypatch: pytest.MonkeyPatch,
    is_copy: bool,
) -> None:
    monkeypatch.setattr("spec_editor.storage.saving.MAX_BYTES", len(OTHER) - 1)
    window.parts.saver.failed.connect(window.parts.saves.show_failure)
    (window.parts.saves.ask_save_copy if is_copy else window.parts.saves.ask_save_as)()
    qtbot.waitUntil(lambda: bool(window.window.findChildren(MessageDialog)), timeout=PATIENCE)
    (box,) = window.window.findChildren(MessageDialog)
    assert str(other) in box.message.text()
    safe = "The document is as it was: choose" if is_copy else "safe in the editor: use “Save As”"
    assert safe in box.message.text()
    box.accept()
    assert other.read_bytes() == OTHER


def test_without_a_history_save_as_goes_on(qtbot: QtBot, window: SafeWindow, other: Path) -> None:
    history_folder().parent.mkdir(parents=True)
    history_folder().write_text("a file")
    told: list[str] = []
    window.parts.saves.told.connect(told.append)
    with qtbot.waitSignals(
        [window.parts.keeping.failed, window.parts.saves.saved_as], timeout=PATIENCE
    ):
        window.parts.saves.ask_save_as()
    assert other.read_bytes() == b"mine"
    # Nothing that is not so.
    assert told == []


def test_the_past_goes_along_with_a_file_that_another_program_moves(
    qtbot: QtBot, window: SafeWindow, tmp_path: Path
) -> None:
    (tmp_path / "a.md").write_bytes(b"mine")
    document = window.parts.documents.open(tmp_path / "a.md")
    qtbot.keyClicks(window.editor, "x")
    with qtbot.waitSignal(window.parts.saver.saved, timeout=PATIENCE):
        window.parts.saver.save(document)
    target = tmp_path / "b.md"
    (tmp_path / "a.md").rename(target)
    window.parts.disk.follow(document, target)
    qtbot.waitUntil(lambda: past(target) == [b"xmine", b"mine"], timeout=PATIENCE)
    # It is where it goes before it is no more where it was.
    qtbot.waitUntil(lambda: past(tmp_path / "a.md") == [])


def test_what_another_program_wrote_is_kept_when_it_is_overwritten_on_purpose(
    qtbot: QtBot, window: SafeWindow, other: Path
) -> None:
    documents, disk = window.parts.documents, window.parts.disk
    document = documents.current
    assert document is not None
    qtbot.keyClicks(window.editor, "x")
    for text in (b"theirs", b"xmine again"):
        with qtbot.waitSignal(window.parts.saver.saved, timeout=PATIENCE):
            window.parts.saver.save(document)
        qtbot.keyClicks(window.editor, "y")
        document.path.write_bytes(text)
        with qtbot.waitSignal(window.parts.disk_looks.settled, timeout=PATIENCE):
            window.parts.disk_looks.look_at(document)
        disk.answer("disk", "mine")
    with qtbot.waitSignal(window.parts.saver.saved, timeout=PATIENCE):
        window.parts.saver.save(document)
    kept = [b"xyymine", b"xmine again", b"xymine", b"theirs", b"xmine", b"mine"]
    qtbot.waitUntil(lambda: past(document.path) == kept, timeout=PATIENCE)
