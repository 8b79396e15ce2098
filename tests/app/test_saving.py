"""Saving in the background: what counts as saved is what is on the disk."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import Mock

import pytest
from pytestqt.qtbot import QtBot

from spec_editor.app.documents import Documents, OpenDocument
from spec_editor.app.saving import Saver
from spec_editor.storage.text_format import TextFormat


@pytest.fixture
def documents(qtbot: QtBot) -> Documents:
    return Documents()


@pytest.fixture
def saver(documents: Documents) -> Iterator[Saver]:
    saver = Saver(documents)
    yield saver
    saver.close()


@pytest.fixture
def document(documents: Documents, tmp_path: Path) -> OpenDocument:
    path = tmp_path / "a.md"
    path.write_bytes(b"# Title\n")
    return documents.open(path)


def type_into(document: OpenDocument, text: str) -> None:
    document.buffer.replace_text(text + document.text())


def test_undoing_to_a_text_that_could_not_be_saved_is_unsaved(
    qtbot: QtBot, saver: Saver, document: OpenDocument
) -> None:
    type_into(document, "first ")
    document.path.chmod(0o444)
    with qtbot.waitSignal(saver.failed):
        saver.save(document)
        # While it is on its way to the disk.
        type_into(document, "second ")
    document.buffer.document.undo()
    assert document.text() == "first # Title\n"
    assert document.is_unsaved


@pytest.mark.parametrize("what", ["read-only", "folder gone", "a folder", "no letter", "disk full"])
def test_a_failure_says_which_file_what_happened_what_is_safe_and_what_to_do(
    qtbot: QtBot,
    saver: Saver,
    document: OpenDocument,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    what: str,
) -> None:
    target, reason = document.path, what
    if what == "read-only":
        target.chmod(0o444)
    elif what == "folder gone":
        target, reason = tmp_path / "gone" / "b.md", "its folder is not there"
    elif what == "a folder":
        target = tmp_path
    elif what == "no letter":
        document.wanted_format, reason = TextFormat(encoding="cp1252"), "Line 1 has “→”"
    else:
        monkeypatch.setattr(os, "fsync", Mock(side_effect=OSError(errno.ENOSPC, "full")))
        reason = "the disk is full; it was not saved. The file on disk is as it was."
    type_into(document, "→")
    with qtbot.waitSignal(saver.failed) as failed:
        saver.save(document, target)
    message = str(failed.args[1])
    assert message.startswith(f"{target}: ")
    assert reason in message
    assert "Your text is safe in the editor: " in message
    assert any(words in message for words in ("use “Save As”", "convert the file to UTF-8"))
    assert document.is_unsaved


def test_a_conversion_that_was_chosen_while_saving_is_not_forgotten(
    qtbot: QtBot, documents: Documents, saver: Saver, document: OpenDocument
) -> None:
    type_into(document, "first ")
    with qtbot.waitSignal(saver.saved):
        saver.save(document)
        documents.convert(document, document.format.with_newline("\r\n"))
    assert document.is_unsaved
    with qtbot.waitSignal(saver.saved):
        saver.save(document)
    assert document.path.read_bytes() == b"first # Title\r\n"
    assert not document.is_unsaved


def test_what_is_converted_by_a_save_is_converted_once(
    qtbot: QtBot, documents: Documents, saver: Saver, document: OpenDocument
) -> None:
    documents.convert(document, document.format.with_newline("\r\n"))
    with qtbot.waitSignal(saver.saved):
        saver.save(document)
    assert document.wanted_format is None
    assert document.format.newline == "\r\n"


def test_a_conversion_that_was_taken_back_while_it_was_saved_is_taken_back_on_the_disk(
    qtbot: QtBot, documents: Documents, saver: Saver, document: OpenDocument
) -> None:
    before = document.format
    documents.convert(document, before.with_newline("\r\n"))
    with qtbot.waitSignal(saver.saved):
        saver.save(document)
        documents.convert(document, before)
    assert document.is_unsaved
    with qtbot.waitSignal(saver.saved):
        saver.save(document)
    assert document.path.read_bytes() == b"# Title\n"
