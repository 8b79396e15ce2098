"""What makes the open files be looked at, without the looks that come by themselves."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from spec_editor.app.disk_looks import DiskLooks, Tempo
from spec_editor.app.documents import Documents, OpenDocument
from spec_editor.storage.hints import Hint


@pytest.fixture
def documents(qtbot: QtBot) -> Documents:
    return Documents()


@pytest.fixture
def looks(documents: Documents) -> Iterator[DiskLooks]:
    looks = DiskLooks(documents, tempo=Tempo(settle=1, every=100_000_000))
    yield looks
    looks.close()


@pytest.fixture
def document(qtbot: QtBot, documents: Documents, looks: DiskLooks, tmp_path: Path) -> OpenDocument:
    """Return a document that is known to be as its file."""
    path = tmp_path / "a.md"
    path.write_text("# Mine\n")
    document = documents.open(path)
    with qtbot.waitSignal(looks.found_same):
        looks.begin_anew(document)
    return document


@pytest.mark.parametrize(
    "ask",
    [
        lambda looks, document: looks.take_hint(Hint(frozenset({document.path}))),
        lambda looks, _: looks.take_hint(Hint(whole=True)),
        lambda looks, document: looks.look_at(document),
        lambda looks, _: looks.look(),
        lambda looks, _: looks.take_state(Qt.ApplicationState.ApplicationActive),
    ],
    ids=["hint", "any hint", "one", "all", "coming back"],
)
def test_what_size_and_time_do_not_tell_is_read(
    qtbot: QtBot,
    looks: DiskLooks,
    document: OpenDocument,
    ask: Callable[[DiskLooks, OpenDocument], None],
) -> None:
    before = document.path.stat()
    document.path.write_text("# Hers\n")
    os.utime(document.path, ns=(before.st_atime_ns, before.st_mtime_ns))
    with qtbot.waitSignal(looks.settled) as settled:
        ask(looks, document)
    assert settled.args[0] is document
    assert settled.args[1].file.text == "# Hers\n"
