"""A wish to write a file otherwise is unsaved work like any other, also without an edit."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from safety_tools import PATIENCE, SafeWindow, entries

from spec_editor.app import leaving
from spec_editor.app.documents import OpenDocument
from spec_editor.storage.text_format import TextFormat
from spec_editor.ui.dialogs.messages import UnsavedChoice
from spec_editor.ui.recovery.words import sentence_about

BEFORE, AFTER = "größer\none\n".encode(), b"\xef\xbb\xbf" + "größer\r\none\r\n".encode()


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[SafeWindow]:
    made = SafeWindow()
    yield made
    made.close()


@pytest.fixture
def document(window: SafeWindow, tmp_path: Path) -> OpenDocument:
    """Return a document that is to be converted and has no other change."""
    (tmp_path / "a.md").write_bytes(BEFORE)
    document = window.parts.documents.open(tmp_path / "a.md")
    wanted = document.format.with_newline("\r\n").with_encoding("utf-8", bom=True)
    window.parts.documents.convert(document, wanted)
    return document


@pytest.mark.parametrize("choice", list(UnsavedChoice))
def test_closing_asks(
    qtbot: QtBot,
    window: SafeWindow,
    document: OpenDocument,
    monkeypatch: pytest.MonkeyPatch,
    choice: UnsavedChoice,
) -> None:
    asked: list[str] = []
    path = document.path
    monkeypatch.setattr(leaving, "ask_unsaved", lambda _, name: asked.append(name) or choice)
    window.parts.leaving.close_current()
    assert asked == ["a.md"]
    is_closed = choice is not UnsavedChoice.CANCEL
    qtbot.waitUntil(lambda: not window.parts.documents.all or not is_closed, timeout=PATIENCE)
    assert path.read_bytes() == (AFTER if choice is UnsavedChoice.SAVE else BEFORE)


def test_autosave_converts(qtbot: QtBot, window: SafeWindow, document: OpenDocument) -> None:
    with qtbot.waitSignal(window.parts.saver.saved, timeout=PATIENCE):
        window.parts.autosave.save()
    assert document.path.read_bytes() == AFTER
    assert not document.is_unsaved


@pytest.mark.parametrize(
    ("theirs", "is_done"), [(BEFORE + b"new\n", False), (AFTER + b"new\r\n", True)]
)
def test_it_goes_with_what_another_program_wrote(
    qtbot: QtBot, window: SafeWindow, document: OpenDocument, theirs: bytes, is_done: bool
) -> None:
    document.path.write_bytes(theirs)
    window.parts.disk_looks.settled.connect(window.parts.disk.take_sight)
    with qtbot.waitSignal(window.parts.disk.reloaded, timeout=PATIENCE):
        window.parts.disk_looks.look_at(document)
    assert document.text() == "größer\none\nnew\n"
    assert document.is_unsaved is not is_done
    if not is_done:
        with qtbot.waitSignal(window.parts.saver.saved, timeout=PATIENCE):
            window.parts.saver.save(document)
    assert document.path.read_bytes() == AFTER + b"new\r\n"


def killed(qtbot: QtBot, window: SafeWindow) -> SafeWindow:
    """End as a crash does, and start again."""
    assert window.parts.journaling.flush() == ""
    window.close()
    started = SafeWindow()
    with qtbot.waitSignal(started.parts.recovery.found, timeout=PATIENCE):
        started.parts.recovery.look()
    return started


def test_it_outlives_a_crash(qtbot: QtBot, window: SafeWindow, document: OpenDocument) -> None:
    path = document.path
    started = killed(qtbot, window)
    (text,) = started.parts.recovery.texts()
    assert (text.text, text.converted_to) == (text.on_disk, "UTF-8 with BOM, CRLF")
    assert "to be converted to UTF-8 with BOM, CRLF" in sentence_about(text)
    started.parts.recovery.restore([text.key])
    restored = started.parts.documents.current
    assert restored is not None
    assert restored.is_unsaved
    with qtbot.waitSignal(started.parts.saver.saved, timeout=PATIENCE):
        started.parts.saver.save(restored)
    assert path.read_bytes() == AFTER
    started.close()


def test_what_was_converted_before_the_crash_is_not_offered(
    qtbot: QtBot, window: SafeWindow, document: OpenDocument
) -> None:
    document.path.write_bytes(AFTER)
    started = killed(qtbot, window)
    assert started.parts.recovery.texts() == ()
    assert entries() == []
    started.close()


def test_mixed_newlines_stay_with_another_encoding(
    qtbot: QtBot, window: SafeWindow, tmp_path: Path
) -> None:
    path = tmp_path / "mixed.md"
    path.write_bytes("ä\r\nb\nc\r\n".encode())
    document = window.parts.documents.open(path)
    wanted: TextFormat = document.format.with_encoding("utf-16-le", bom=True)
    window.parts.documents.convert(document, wanted)
    started = killed(qtbot, window)
    (text,) = started.parts.recovery.texts()
    started.parts.recovery.restore([text.key])
    restored = started.parts.documents.current
    assert restored is not None
    with qtbot.waitSignal(started.parts.saver.saved, timeout=PATIENCE):
        started.parts.saver.save(restored)
    assert path.read_bytes() == b"\xff\xfe" + "ä\r\nb\nc\r\n".encode("utf-16-le")
    started.close()
