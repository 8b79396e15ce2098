"""Unsaved text is in the journal while it is edited, and gone from there when it is saved."""

import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from safety_tools import PATIENCE, SafeWindow, entries, texts

from spec_editor.storage.history import History
from spec_editor.storage.journal_format import Entry
from spec_editor.storage.places import history_folder, journal_folder


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.md"
    path.write_bytes(b"one\r\ntwo\r\n")
    return path


@pytest.fixture
def settle(qtbot: QtBot, window: SafeWindow) -> Callable[[], None]:
    """Wait until the journal is as it will be."""

    def wait() -> None:
        qtbot.waitUntil(lambda: window.parts.journaling.is_idle, timeout=PATIENCE)
        assert window.parts.journaling.flush() == ""

    return wait


def test_what_is_typed_is_in_the_journal_soon(qtbot: QtBot, window: SafeWindow, path: Path) -> None:
    window.parts.documents.open(path)
    qtbot.keyClicks(window.editor, "new ")
    qtbot.waitUntil(lambda: texts() == ["new one\ntwo\n"], timeout=PATIENCE)
    (entry,) = entries()
    assert isinstance(entry, Entry)
    assert (entry.path, entry.base) == (path, b"one\r\ntwo\r\n")
    assert (entry.anchor, entry.position) == (4, 4)
    assert path.read_bytes() == b"one\r\ntwo\r\n"


def test_several_documents_and_untitled_ones_are_kept(
    qtbot: QtBot, window: SafeWindow, path: Path, tmp_path: Path
) -> None:
    window.parts.documents.open(path)
    qtbot.keyClicks(window.editor, "x")
    window.parts.documents.new_untitled(tmp_path)
    qtbot.keyClicks(window.editor, "a thought")
    qtbot.waitUntil(lambda: set(texts()) == {"xone\ntwo\n", "a thought"}, timeout=PATIENCE)
    assert [entry.is_untitled for entry in entries() if isinstance(entry, Entry)].count(True) == 1


def test_all_is_written_again_when_somebody_deletes_the_journal(
    qtbot: QtBot, window: SafeWindow, path: Path, tmp_path: Path, settle: Callable[[], None]
) -> None:
    window.parts.documents.open(path)
    qtbot.keyClicks(window.editor, "x")
    window.parts.documents.new_untitled(tmp_path)
    qtbot.keyClicks(window.editor, "a thought")
    settle()
    shutil.rmtree(journal_folder())
    qtbot.waitUntil(lambda: set(texts()) == {"xone\ntwo\n", "a thought"}, timeout=PATIENCE)


@pytest.mark.parametrize("way", ["save", "undo", "close"])
def test_nothing_is_kept_of_what_is_saved_undone_or_given_up(
    qtbot: QtBot, window: SafeWindow, path: Path, settle: Callable[[], None], way: str
) -> None:
    document = window.parts.documents.open(path)
    qtbot.keyClicks(window.editor, "new")
    qtbot.waitUntil(lambda: len(texts()) == 1, timeout=PATIENCE)
    if way == "save":
        with qtbot.waitSignal(window.parts.saver.saved, timeout=PATIENCE):
            window.parts.saver.save(document)
    elif way == "undo":
        window.editor.undo()
    else:
        window.parts.documents.close(document)
    settle()
    assert entries() == []


def test_what_is_typed_while_saving_is_kept_with_the_saved_text_behind_it(
    qtbot: QtBot, window: SafeWindow, path: Path
) -> None:
    document = window.parts.documents.open(path)
    qtbot.keyClicks(window.editor, "a")
    with qtbot.waitSignal(window.parts.saver.saved, timeout=PATIENCE):
        window.parts.saver.save(document)
        qtbot.keyClicks(window.editor, "b")

    def is_kept() -> bool:
        found = [e for e in entries() if isinstance(e, Entry)]
        return [(e.text, e.base) for e in found] == [("abone\ntwo\n", b"aone\r\ntwo\r\n")]

    qtbot.waitUntil(is_kept, timeout=PATIENCE)


def test_a_text_follows_its_file_to_another_name(
    qtbot: QtBot, window: SafeWindow, path: Path, tmp_path: Path
) -> None:
    document = window.parts.documents.open(path)
    qtbot.keyClicks(window.editor, "a")
    qtbot.waitUntil(lambda: len(texts()) == 1, timeout=PATIENCE)
    path.rename(tmp_path / "b.md")
    window.parts.documents.rename(document, tmp_path / "b.md")

    def has_followed() -> bool:
        return [e.path for e in entries() if isinstance(e, Entry)] == [tmp_path / "b.md"]

    qtbot.waitUntil(has_followed, timeout=PATIENCE)


def test_everything_is_on_the_disk_after_a_flush(
    qtbot: QtBot, window: SafeWindow, path: Path
) -> None:
    window.parts.documents.open(path)
    for letter in "some words":
        qtbot.keyClicks(window.editor, letter)
        assert window.parts.journaling.flush() == ""
    assert texts() == ["some wordsone\ntwo\n"]


def test_an_unwritable_journal_is_told_once_and_noticed_when_it_is_right_again(
    qtbot: QtBot, window: SafeWindow, path: Path
) -> None:
    journal_folder().parent.mkdir(parents=True)
    journal_folder().write_text("a file")
    window.parts.documents.open(path)
    with qtbot.waitSignal(window.parts.journaling.failed, timeout=PATIENCE) as failure:
        qtbot.keyClicks(window.editor, "x")
    assert str(journal_folder()) in failure.args[0]
    assert "journal" in window.notices()
    with qtbot.assertNotEmitted(window.parts.journaling.failed):
        qtbot.keyClicks(window.editor, "y")
        assert str(journal_folder()) in window.parts.journaling.flush()
    journal_folder().unlink()
    with qtbot.waitSignal(window.parts.journaling.recovered, timeout=PATIENCE):
        qtbot.keyClicks(window.editor, "z")
    assert "journal" not in window.notices()
    assert texts() == ["xyzone\ntwo\n"]


def test_each_save_and_what_was_there_before_are_in_the_history(
    qtbot: QtBot, window: SafeWindow, path: Path
) -> None:
    document = window.parts.documents.open(path)
    for letter in "ab":
        qtbot.keyClicks(window.editor, letter)
        with qtbot.waitSignal(window.parts.saver.saved, timeout=PATIENCE):
            window.parts.saver.save(document)
    history = History(history_folder())
    qtbot.waitUntil(lambda: len(history.versions(path)) == 3, timeout=PATIENCE)
    past = [history.bytes_of(version) for version in history.versions(path)]
    assert past == [b"abone\r\ntwo\r\n", b"aone\r\ntwo\r\n", b"one\r\ntwo\r\n"]


def test_an_unwritable_history_is_told_once_and_saving_succeeds(
    qtbot: QtBot, window: SafeWindow, path: Path
) -> None:
    history_folder().parent.mkdir(parents=True)
    history_folder().write_text("a file")
    document = window.parts.documents.open(path)
    with qtbot.waitSignals(
        [window.parts.saver.saved, window.parts.keeping.failed], timeout=PATIENCE
    ):
        qtbot.keyClicks(window.editor, "a")
        window.parts.saver.save(document)
    assert path.read_bytes() == b"aone\r\ntwo\r\n"
    assert "history" in window.notices()
    window.window.notices.hide_notice("history")
    with qtbot.waitSignal(window.parts.saver.saved, timeout=PATIENCE):
        qtbot.keyClicks(window.editor, "b")
        window.parts.saver.save(document)
    window.parts.keeping.close()
    assert window.notices() == ()


def test_nobody_else_may_read_what_is_kept(qtbot: QtBot, window: SafeWindow, path: Path) -> None:
    window.parts.documents.open(path)
    qtbot.keyClick(window.editor, Qt.Key.Key_X)
    assert window.parts.journaling.flush() == ""
    for place in journal_folder().rglob("*"):
        assert stat.S_IMODE(os.stat(place).st_mode) & 0o077 == 0, place  # noqa: PTH116
