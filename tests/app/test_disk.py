"""What other programs do to open files: nothing is lost, asked without need, or taken half."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from disk_bench import TEXT, Bench, made_bench, type_into
from pytestqt.qtbot import QtBot

from spec_editor.app.disk_notices import DISK
from spec_editor.app.documents import OpenDocument
from spec_editor.storage.saving import save_bytes


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    with made_bench(qtbot, tmp_path) as made:
        yield made


def in_place(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def by_rename(path: Path, data: bytes) -> None:
    save_bytes(path, data)


def anew(path: Path, data: bytes) -> None:
    path.unlink()
    path.write_bytes(data)


def like_vim(path: Path, data: bytes) -> None:
    backup = path.with_name(f"{path.name}~")
    path.rename(backup)
    path.write_bytes(data)
    backup.unlink()


def at_the_same_time(path: Path, data: bytes) -> None:
    """Of the same length, and the clock of the file is set back to what it was."""
    before = path.stat()
    assert len(data) == before.st_size
    path.write_bytes(data)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def long_ago(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    os.utime(path, (0, 0))


WAYS = [in_place, by_rename, anew, like_vim, at_the_same_time, long_ago]


@pytest.mark.parametrize("write", WAYS, ids=lambda write: write.__name__)
def test_a_clean_document_is_read_again_once(
    qtbot: QtBot, bench: Bench, write: Callable[[Path, bytes], None]
) -> None:
    document = bench.open()
    changed = TEXT.replace("Line 7.", "LINE 7.")
    write(document.path, changed.encode())
    qtbot.waitUntil(lambda: bool(bench.reloads))
    assert bench.reloads == [changed]
    assert not document.buffer.is_modified
    assert not bench.is_asking
    document.buffer.document.undo()
    assert document.text() == TEXT


def test_what_no_event_tells_is_found_by_reading_now_and_then(qtbot: QtBot, bench: Bench) -> None:
    bench.watching.close()
    document = bench.open()
    same: list[object] = []
    bench.looks.found_same.connect(same.append)
    qtbot.waitUntil(lambda: bool(same))
    changed = TEXT.replace("Line 7.", "LINE 7.")
    at_the_same_time(document.path, changed.encode())
    qtbot.waitUntil(lambda: bench.reloads == [changed])


def test_cursor_selection_and_scroll_stay_where_they_are(qtbot: QtBot, bench: Bench) -> None:
    document = bench.open()
    editor = bench.editor
    editor.go_to_line(60)
    cursor = editor.textCursor()
    cursor.movePosition(cursor.MoveOperation.EndOfLine, cursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    selected, scroll = cursor.selectedText(), editor.verticalScrollBar().value()
    assert scroll
    document.path.write_bytes(TEXT.replace("Line 90.", "LINE 90.").encode())
    qtbot.waitUntil(lambda: bool(bench.reloads))
    assert editor.textCursor().selectedText() == selected
    assert editor.verticalScrollBar().value() == scroll


def test_a_cursor_between_two_changes_stays_where_it_is(qtbot: QtBot, bench: Bench) -> None:
    document = bench.open()
    bench.editor.go_to_line(60)
    line = bench.editor.textCursor().block().text()
    changed = TEXT.replace("Line 7.", "LINE 7.\nAnd more.").replace("Line 90.", "LINE 90.")
    document.path.write_bytes(changed.encode())
    qtbot.waitUntil(lambda: bench.reloads == [changed])
    assert bench.editor.textCursor().block().text() == line
    document.buffer.document.undo()
    assert document.text() == TEXT


def test_a_document_in_the_background_is_read_again_and_found_as_it_was_left(
    qtbot: QtBot, bench: Bench
) -> None:
    first = bench.open()
    bench.editor.go_to_line(60)
    line = bench.editor.textCursor().block().text()
    top = bench.editor.firstVisibleBlock().text()
    bench.open("b.md")
    first.path.write_bytes(("New line.\n" * 10 + TEXT).encode())
    qtbot.waitUntil(lambda: bool(bench.reloads))
    bench.documents.show(first)
    assert bench.editor.textCursor().block().text() == line
    assert bench.editor.firstVisibleBlock().text() == top


def test_a_file_that_is_written_slowly_is_taken_once_it_is_whole(
    qtbot: QtBot, bench: Bench
) -> None:
    document = bench.open()
    changed = TEXT.replace("Line 7.", "LINE 7.").encode()
    parts = [changed[start : start + 400] for start in range(0, len(changed), 400)]
    looks: list[object] = []
    with document.path.open("wb") as file:

        def write_more(_number: int, sight: object) -> None:
            looks.append(sight)
            if parts and len(looks) % 3 == 1:
                assert bench.reloads == []
                file.write(parts.pop(0))
                file.flush()

        bench.looks._seen.connect(write_more)
        qtbot.waitUntil(lambda: not parts)
    qtbot.waitUntil(lambda: bool(bench.reloads))
    assert bench.reloads == [changed.decode()]


def test_a_file_that_is_empty_for_a_moment_is_not_taken(qtbot: QtBot, bench: Bench) -> None:
    document = bench.open()
    looks: list[object] = []

    def fill(_number: int, sight: object) -> None:
        looks.append(sight)
        if len(looks) == 4:
            document.path.write_bytes(b"# Whole\n")

    document.path.write_bytes(b"")
    bench.looks._seen.connect(fill)
    qtbot.waitUntil(lambda: bool(bench.reloads))
    assert bench.reloads == ["# Whole\n"]


def test_a_file_that_stays_empty_is_taken(qtbot: QtBot, bench: Bench) -> None:
    document = bench.open()
    document.path.write_bytes(b"")
    qtbot.waitUntil(lambda: bool(bench.reloads))
    assert bench.reloads == [""]
    document.buffer.document.undo()
    assert document.text() == TEXT


def test_our_own_bytes_are_no_change(qtbot: QtBot, bench: Bench) -> None:
    document = bench.open()
    same: list[object] = []
    bench.looks.found_same.connect(same.append)
    save_bytes(document.path, TEXT.encode())
    os.utime(document.path, (4_070_908_800, 4_070_908_800))
    bench.looks.look()
    qtbot.waitUntil(lambda: len(same) >= 2)
    assert bench.reloads == []
    assert not bench.is_asking


# Edited on both sides


@pytest.fixture
def conflict(qtbot: QtBot, bench: Bench) -> OpenDocument:
    """Return a document whose first line both have changed."""
    document = bench.open()
    type_into(document)
    document.path.write_bytes(b"Theirs. " + TEXT.encode())
    qtbot.waitUntil(lambda: bench.is_asking)
    return document


def test_an_edited_document_is_asked_about_and_nothing_is_overwritten(
    bench: Bench, conflict: OpenDocument
) -> None:
    assert "a.md was changed by another program" in bench.question
    assert conflict.text() == "Mine. " + TEXT
    assert conflict.buffer.is_modified
    assert conflict.needs_decision
    assert conflict.file_state == "changed on disk"
    assert conflict.path.read_bytes() == b"Theirs. " + TEXT.encode()
    assert bench.reloads == []


def test_theirs_is_one_step_that_can_be_undone(
    qtbot: QtBot, bench: Bench, conflict: OpenDocument
) -> None:
    bench.press("theirs")
    assert conflict.text() == "Theirs. " + TEXT
    assert not conflict.buffer.is_modified
    assert not conflict.needs_decision
    assert not bench.is_asking
    assert bench.told == ["a.md has the text of the disk now; undo leads back to yours"]
    # Back there, it must not be saved over theirs unasked.
    conflict.buffer.document.undo()
    assert conflict.text() == "Mine. " + TEXT
    assert conflict.buffer.is_modified
    qtbot.waitUntil(lambda: bench.is_asking)
    conflict.buffer.document.redo()
    assert conflict.text() == "Theirs. " + TEXT
    assert not conflict.buffer.is_modified
    assert not bench.is_asking


def test_mine_overwrites_knowingly_at_the_next_save(bench: Bench, conflict: OpenDocument) -> None:
    theirs = b"Theirs. " + TEXT.encode()
    bench.press("mine")
    assert conflict.text() == "Mine. " + TEXT
    assert conflict.buffer.is_modified
    assert not conflict.needs_decision
    assert conflict.file_state == ""
    assert not bench.is_asking
    assert bench.told == ["Your text of a.md stays; saving it replaces what is on the disk"]
    assert conflict.file.text == theirs.decode()


def test_a_later_change_asks_again(qtbot: QtBot, bench: Bench, conflict: OpenDocument) -> None:
    bench.press("mine")
    conflict.path.write_bytes(b"Others'. " + TEXT.encode())
    qtbot.waitUntil(lambda: bench.is_asking)
    bench.press("theirs")
    assert conflict.text() == "Others'. " + TEXT


def test_compare_and_merge_are_wishes_with_the_text_on_the_disk(
    qtbot: QtBot, bench: Bench, conflict: OpenDocument
) -> None:
    for action, signal in (
        ("compare", bench.disk.compare_requested),
        ("merge", bench.disk.merge_requested),
    ):
        with qtbot.waitSignal(signal) as told:
            bench.press(action)
        document, theirs = told.args
        assert document is conflict
        assert theirs.text == "Theirs. " + TEXT
        assert bench.is_asking


def test_changes_that_fit_together_are_merged_at_once(qtbot: QtBot, bench: Bench) -> None:
    document = bench.open(text="# A\n\nOne.\n\n# B\n\nTwo.\n")
    document.buffer.replace_text("# A\n\nOne and mine.\n\n# B\n\nTwo.\n")
    document.path.write_bytes(b"# A\n\nOne.\n\n# B\n\nTwo and theirs.\n")
    qtbot.waitUntil(lambda: bench.is_asking)
    assert "fit together" in bench.question
    bench.press("merge")
    assert document.text() == "# A\n\nOne and mine.\n\n# B\n\nTwo and theirs.\n"
    assert document.buffer.is_modified
    assert not bench.is_asking
    # Undone, what is on the disk must not be overwritten unasked.
    document.buffer.document.undo()
    assert document.text() == "# A\n\nOne and mine.\n\n# B\n\nTwo.\n"
    qtbot.waitUntil(lambda: bench.is_asking)
    assert document.needs_decision
    document.buffer.document.redo()
    assert not bench.is_asking
    assert not document.needs_decision
    assert document.file.text == "# A\n\nOne.\n\n# B\n\nTwo and theirs.\n"
    bench.disk.note_saved(document)
    document.buffer.document.undo()
    assert document.file.text == "# A\n\nOne.\n\n# B\n\nTwo and theirs.\n"


def test_undoing_two_merges_leads_back_to_the_first_question(qtbot: QtBot, bench: Bench) -> None:
    text = "# A\n\nOne.\n\n# B\n\nTwo.\n\n# C\n\nThree.\n"
    mine, theirs = text.replace("One", "Mine"), text.replace("Two", "Theirs")
    document = bench.open(text=text)
    document.buffer.replace_text(mine)
    for on_disk in (theirs, theirs.replace("Three", "Theirs")):
        document.path.write_bytes(on_disk.encode())
        qtbot.waitUntil(lambda: bench.is_asking)
        bench.press("merge")
    document.buffer.document.undo()
    document.buffer.document.undo()
    assert document.text() == mine
    assert document.file.text == text
    qtbot.waitUntil(lambda: bench.is_asking)


@pytest.mark.parametrize("is_converted", [False, True])
def test_how_the_file_is_written_is_merged_as_well(
    qtbot: QtBot, bench: Bench, is_converted: bool
) -> None:
    document = bench.open(text="# A\n\nOne.\n\n# B\n\nTwo.\n")
    document.buffer.replace_text("# A\n\nOne and mine.\n\n# B\n\nTwo.\n")
    old_macs = document.format.with_newline("\r")
    if is_converted:
        bench.documents.convert(document, old_macs)
    document.path.write_bytes(b"# A\r\n\r\nOne.\r\n\r\n# B\r\n\r\nTwo and theirs.\r\n")
    qtbot.waitUntil(lambda: bench.is_asking)
    with qtbot.waitSignal(bench.documents.converted):
        bench.press("merge")
    assert document.text() == "# A\n\nOne and mine.\n\n# B\n\nTwo and theirs.\n"
    assert document.format.newline == ("\r" if is_converted else "\r\n")
    assert document.file.format.newline == "\r\n"
    assert document.buffer.is_modified


def test_what_both_changed_alike_is_no_conflict(qtbot: QtBot, bench: Bench) -> None:
    document = bench.open()
    type_into(document, "Both. ")
    document.path.write_bytes(b"Both. " + TEXT.encode())
    qtbot.waitUntil(lambda: not document.buffer.is_modified)
    assert not bench.is_asking
    assert document.file.text == "Both. " + TEXT


def test_a_conflict_goes_when_the_file_is_as_it_was(
    qtbot: QtBot, bench: Bench, conflict: OpenDocument
) -> None:
    conflict.path.write_bytes(TEXT.encode())
    qtbot.waitUntil(lambda: not bench.is_asking)
    assert conflict.text() == "Mine. " + TEXT
    assert conflict.buffer.is_modified
    assert not conflict.needs_decision


def test_the_question_is_shown_again_when_somebody_wants_to_save(
    bench: Bench, conflict: OpenDocument
) -> None:
    bench.area.hide_notice(DISK)
    bench.disk.insist(conflict)
    assert bench.is_asking
    assert any("not saved" in text for text in bench.told)


def test_each_document_has_its_own_question(
    qtbot: QtBot, bench: Bench, conflict: OpenDocument
) -> None:
    other = bench.open("b.md")
    assert not bench.is_asking
    bench.documents.show(conflict)
    assert bench.is_asking
    bench.documents.show(other)
    assert not bench.is_asking


def test_undoing_all_after_mine_was_kept_is_not_what_the_file_holds(
    bench: Bench, conflict: OpenDocument
) -> None:
    bench.press("mine")
    conflict.buffer.document.undo()
    assert conflict.text() == TEXT
    assert conflict.is_unsaved
