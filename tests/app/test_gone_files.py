"""Files of open documents that are deleted, moved, or replaced: their texts stay."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from disk_bench import TEXT, Bench, made_bench, type_into
from pytestqt.qtbot import QtBot

from spec_editor.storage.hints import Hint
from spec_editor.storage.saving import save_text
from spec_editor.storage.text_format import encode


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    with made_bench(qtbot, tmp_path) as made:
        yield made


def test_a_deleted_file_stays_open_and_is_unsaved(qtbot: QtBot, bench: Bench) -> None:
    document = bench.open()
    document.path.unlink()
    qtbot.waitUntil(lambda: bench.is_asking)
    assert document.text() == TEXT
    assert document.buffer.is_modified
    assert document.file_state == "deleted"
    for action, signal in (
        ("save", bench.disk.save_again_requested),
        ("save-as", bench.disk.save_as_requested),
        ("close", bench.disk.close_requested),
    ):
        with qtbot.waitSignal(signal):
            bench.press(action)


def test_a_file_that_comes_back_is_as_if_it_had_never_gone(qtbot: QtBot, bench: Bench) -> None:
    document = bench.open()
    document.path.unlink()
    qtbot.waitUntil(lambda: bench.is_asking)
    document.path.write_bytes(TEXT.encode())
    qtbot.waitUntil(lambda: not bench.is_asking)
    assert not document.buffer.is_modified
    assert document.file_state == ""
    assert not document.needs_decision


def test_unsaved_text_stays_unsaved_when_the_file_comes_back(qtbot: QtBot, bench: Bench) -> None:
    document = bench.open()
    type_into(document)
    document.path.unlink()
    qtbot.waitUntil(lambda: bench.is_asking)
    document.path.write_bytes(TEXT.encode())
    qtbot.waitUntil(lambda: not bench.is_asking)
    assert document.buffer.is_modified


def test_a_file_that_comes_back_with_another_content_is_read(qtbot: QtBot, bench: Bench) -> None:
    document = bench.open()
    document.path.unlink()
    qtbot.waitUntil(lambda: bench.is_asking)
    document.path.write_bytes(b"# Another\n")
    qtbot.waitUntil(lambda: bool(bench.reloads))
    assert not bench.is_asking
    assert not document.buffer.is_modified


def test_a_clean_document_follows_its_file(qtbot: QtBot, bench: Bench) -> None:
    document = bench.open()
    (bench.folder / "sub").mkdir()
    target = bench.folder / "sub" / "b.md"
    document.path.rename(target)
    qtbot.waitUntil(lambda: document.path == target)
    assert not bench.is_asking
    assert not document.buffer.is_modified
    target.write_bytes(b"# Changed\n")
    qtbot.waitUntil(lambda: bench.reloads == ["# Changed\n"])


def test_an_edited_document_is_asked_whether_it_follows(qtbot: QtBot, bench: Bench) -> None:
    document = bench.open()
    type_into(document)
    target = bench.folder / "b.md"
    document.path.rename(target)
    qtbot.waitUntil(lambda: bench.is_asking)
    assert "a.md was moved to b.md" in bench.question
    bench.press("follow")
    assert document.path == target
    assert document.text() == "Mine. " + TEXT
    assert document.buffer.is_modified
    assert not bench.is_asking


def test_a_file_that_went_far_away_is_not_followed_unasked(
    qtbot: QtBot, bench: Bench, tmp_path: Path
) -> None:
    """The folder was put aside, and may be made anew: the document belongs to the new one."""
    document = bench.open()
    bench.folder.rename(tmp_path / "aside")
    qtbot.waitUntil(lambda: bench.is_asking)
    assert document.path == bench.folder / "a.md"
    bench.folder.mkdir()
    document.path.write_bytes(TEXT.encode())
    qtbot.waitUntil(lambda: not bench.is_asking)
    assert not document.buffer.is_modified


def test_a_name_that_is_written_in_other_letters_is_taken_over(qtbot: QtBot, bench: Bench) -> None:
    """On a drive that takes small and capital letters for the same both names are the file."""
    document = bench.open()
    target = bench.folder / "A.md"
    target.hardlink_to(document.path)
    bench.looks.take_hint(Hint(frozenset({document.path}), ((document.path, target),)))
    qtbot.waitUntil(lambda: document.path == target)
    assert not bench.is_asking
    assert not document.buffer.is_modified


def test_one_file_is_open_once_whatever_path_leads_to_it(bench: Bench) -> None:
    document = bench.open()
    link, name = bench.folder / "link.md", bench.folder / "A.md"
    link.symlink_to(document.path)
    name.hardlink_to(document.path)
    assert bench.documents.open(link) is document
    assert bench.documents.open(name) is document
    assert bench.documents.all == (document,)
    assert bench.open("b.md") is not document


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
@pytest.mark.parametrize("kind", ["folder", "pipe", "device", "circle", "binary"])
def test_what_takes_the_files_place_is_told_and_the_text_is_safe(
    qtbot: QtBot, bench: Bench, kind: str
) -> None:
    document = bench.open()
    path = document.path
    path.unlink()
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    elif kind == "circle":
        path.symlink_to(path)
    else:
        path.write_bytes(bytes(range(256)))
    qtbot.waitUntil(lambda: bench.is_asking and "cannot be read" in bench.question)
    assert str(path) not in bench.question
    assert document.text() == TEXT
    assert document.buffer.is_modified
    assert document.file_state == "cannot be read"
    if kind == "folder":
        path.rmdir()
    else:
        path.unlink()
    path.write_bytes(TEXT.encode())
    qtbot.waitUntil(lambda: not bench.is_asking)
    assert not document.buffer.is_modified


def test_the_last_copy_of_a_text_stays_when_another_document_is_shown(
    qtbot: QtBot, bench: Bench
) -> None:
    path = bench.folder / "a.md"
    path.write_bytes(TEXT.encode())
    document = bench.documents.open(path, is_transient=True)
    path.unlink()
    qtbot.waitUntil(lambda: bench.is_asking)
    bench.open("b.md")
    assert document in bench.documents.all


def test_what_was_merged_can_be_taken_back_and_is_unsaved(qtbot: QtBot, bench: Bench) -> None:
    document = bench.open()
    type_into(document)
    document.path.write_bytes((TEXT + "\n# Theirs\n").encode())
    qtbot.waitUntil(lambda: bench.is_asking)
    bench.press("merge")
    document.buffer.document.undo()
    document.buffer.document.undo()
    assert document.text() == TEXT
    assert document.is_unsaved


def test_keeping_mine_keeps_how_it_is_written(qtbot: QtBot, bench: Bench) -> None:
    path = bench.folder / "a.md"
    path.write_bytes("# Größe\n".encode("cp1252"))
    document = bench.documents.open(path)
    type_into(document)
    path.write_bytes("# Größe → Maß\r\n".encode())
    qtbot.waitUntil(lambda: bench.is_asking)
    bench.press("mine")
    # What the journal keeps is what the file holds, byte for byte.
    assert encode(document.file.text, document.file.format) == path.read_bytes()
    saved = save_text(path, document.text(), document.format, document.file.digest)
    assert path.read_bytes() == "Mine. # Größe\n".encode("cp1252")
    assert saved.format == document.format


def test_a_conversion_outlives_that_the_file_was_gone(qtbot: QtBot, bench: Bench) -> None:
    document = bench.open()
    bench.documents.convert(document, document.format.with_newline("\r\n"))
    document.path.unlink()
    qtbot.waitUntil(lambda: bench.is_asking)
    document.path.write_bytes(TEXT.encode())
    qtbot.waitUntil(lambda: not bench.is_asking)
    assert document.buffer.is_modified
    assert document.format.newline == "\r\n"
