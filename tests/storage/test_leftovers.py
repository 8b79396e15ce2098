"""What crashed programs left: found by the next one, by one at a time, never lost by damage."""

import errno
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from journal_tools import BASE, draft, found, left_behind, only_entry, with_leftovers
from storage_tools import refusal

from spec_editor.storage.journal import Journal, folders_in
from spec_editor.storage.journal_format import DamagedEntry, Entry, read_entry
from spec_editor.storage.leftovers import DAYS, Leftovers

TEXT = BASE.decode() + "One more line.\n"
A_DAY = 86_400


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "state" / "journal"


def reason(location: Path) -> str:
    entry = read_entry(location)
    assert isinstance(entry, DamagedEntry)
    return entry.reason


def test_a_running_program_keeps_its_texts_to_itself(root: Path, spec: Path) -> None:
    running = Journal(root)
    running.write(draft(spec, TEXT))
    assert found(root) == []
    running.close()
    assert only_entry(root).text == TEXT


def test_folders_go_where_a_file_that_is_locked_cannot_be_deleted(
    root: Path, spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    delete = shutil.rmtree

    def as_windows_does(folder: Path, *, ignore_errors: bool = False) -> None:
        with FileLock(folder / "lock", timeout=0):
            pass
        delete(folder, ignore_errors=ignore_errors)

    monkeypatch.setattr(shutil, "rmtree", as_windows_does)
    journal = Journal(root)
    journal.write(draft(spec, TEXT))
    journal.remove("a1")
    journal.close()
    assert folders_in(root) == []
    left_behind(root, draft(spec, TEXT))
    with_leftovers(root, lambda left: [left.discard(entry) for entry in left.find()])
    assert folders_in(root) == []


_OWNER = """
import sys
from pathlib import Path
from spec_editor.storage.journal import Journal
from spec_editor.storage.journal_format import Draft
from spec_editor.storage.text_file import decode
journal = Journal(Path(sys.argv[1]))
journal.write(Draft("d1", decode(Path("/x.md"), b"old"), "unsaved"))
print("written", flush=True)
sys.stdin.read()
"""


def test_the_journal_of_a_killed_program_is_free_at_once(root: Path) -> None:
    command = [sys.executable, "-c", _OWNER, str(root)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as owner:
        assert owner.stdout
        assert owner.stdout.readline() == b"written\n"
        assert found(root) == []
        owner.send_signal(signal.SIGKILL)
        owner.wait()
    assert only_entry(root).text == "unsaved"


def test_only_one_of_two_programs_is_offered_a_text(root: Path, spec: Path) -> None:
    left_behind(root, draft(spec, TEXT))
    first, second = Leftovers(Journal(root)), Leftovers(Journal(root))
    assert len(first.find()) == 1
    assert second.find() == ()
    first.close()
    assert len(second.find()) == 1
    second.close()


def test_looking_again_finds_the_same(root: Path, spec: Path) -> None:
    left_behind(root, draft(spec, TEXT))
    leftovers = Leftovers(Journal(root))
    assert leftovers.find() == leftovers.find() != ()
    leftovers.close()


def test_the_own_journal_is_not_left_over(root: Path, spec: Path) -> None:
    journal = Journal(root)
    journal.write(draft(spec, TEXT))
    leftovers = Leftovers(journal)
    assert leftovers.find() == ()
    leftovers.close()
    journal.close()


def test_discarding_one_text_leaves_the_others(root: Path, spec: Path) -> None:
    folder = left_behind(
        root,
        draft(spec, TEXT, document="a"),
        draft(spec, "x" * 90_000, document="b"),
        draft(spec, "y" * 90_000, document="c"),
    )
    leftovers = Leftovers(Journal(root))
    by_text = {entry.text[0]: entry for entry in leftovers.find() if isinstance(entry, Entry)}
    leftovers.discard(by_text["x"])
    assert {entry.text[0] for entry in leftovers.find()} == {"#", "y"}
    assert len(list(folder.glob("*.text"))) == 2
    leftovers.discard(by_text["#"])
    leftovers.discard(by_text["y"])
    assert not folder.exists()
    leftovers.close()


def test_nothing_is_found_where_nothing_was(root: Path) -> None:
    assert found(root) == []
    assert not root.exists()


def test_an_entry_cut_off_anywhere_is_told_apart(root: Path, spec: Path) -> None:
    (place,) = left_behind(root, draft(spec, TEXT)).glob("*.entry")
    whole = place.read_bytes()
    for size in range(len(whole)):
        place.write_bytes(whole[:size])
        assert "cut off" in reason(place), size
    place.write_bytes(whole)
    assert isinstance(read_entry(place), Entry)


def test_an_entry_with_any_byte_changed_is_told_apart(root: Path, spec: Path) -> None:
    (place,) = left_behind(root, draft(spec, TEXT)).glob("*.entry")
    whole = place.read_bytes()
    for at in range(0, len(whole), 3):
        place.write_bytes(whole[:at] + bytes((whole[at] ^ 1,)) + whole[at + 1 :])
        assert isinstance(read_entry(place), DamagedEntry), at


@pytest.mark.parametrize("garbage", [b"", b"\0" * 5000, b"Spec Editor journal 1\n", b"{}" * 99])
def test_garbage_is_kept_and_told(root: Path, spec: Path, garbage: bytes) -> None:
    (place,) = left_behind(root, draft(spec, TEXT)).glob("*.entry")
    place.write_bytes(garbage)
    (entry,) = found(root)
    assert isinstance(entry, DamagedEntry)
    assert place.read_bytes() == garbage


def test_an_entry_of_a_newer_version_says_so(root: Path, spec: Path) -> None:
    (place,) = left_behind(root, draft(spec, TEXT)).glob("*.entry")
    place.write_bytes(re.sub(b"journal 1", b"journal 2", place.read_bytes()))
    assert "Another version" in reason(place)


@pytest.mark.parametrize(("size", "word"), [(None, "gone"), (5, "cut off")])
def test_a_damaged_text_behind_an_entry_is_told(
    root: Path, spec: Path, size: int | None, word: str
) -> None:
    folder = left_behind(root, draft(spec, TEXT))
    (text,) = folder.glob("*.text")
    text.unlink() if size is None else os.truncate(text, size)
    assert word in reason(folder / "a1.entry")


def test_a_damaged_entry_does_not_hide_the_others(root: Path, spec: Path) -> None:
    folder = left_behind(root, draft(spec, TEXT), draft(spec, "other", document="b2"))
    (folder / "a1.entry").write_bytes(b"garbage")
    kinds = {type(entry) for entry in found(root)}
    assert kinds == {Entry, DamagedEntry}


def test_foreign_things_in_the_folder_are_left_alone(
    root: Path, spec: Path, tmp_path: Path
) -> None:
    left_behind(root, draft(spec, TEXT))
    (root / "notes").mkdir()
    (root / "0123456789abcdef").write_text("a file")
    (root / "00000000000000ff").symlink_to(tmp_path)
    assert only_entry(root).text == TEXT
    assert (root / "notes").is_dir()
    assert spec.exists()


def test_what_nobody_decided_about_is_cleaned_up_long_after_it_was_found(
    root: Path, spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    folder = left_behind(root, draft(spec, TEXT))
    os.utime(folder / "a1.entry", (0, 0))
    first = 400
    days = [(first, True), (first + 1, True), (first + 2, True)]
    days += [(first + 2 + DAYS + past, past < 3) for past in range(4)]
    for day, is_there in days:
        monkeypatch.setattr(time, "time", lambda day=day: now + day * A_DAY)
        assert bool(found(root)) == is_there, day
    assert not folder.exists()


def test_a_clock_that_goes_wrong_deletes_nothing(
    root: Path, spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now - 20_000 * A_DAY)
    left_behind(root, draft(spec, TEXT))
    days = (-3_650, 0, 9_000, -3_650, 5, 3_650, 6, 7, 8, 365, 366, 9, -3_650, 800, 801, 10)
    for day in days:
        monkeypatch.setattr(time, "time", lambda day=day: now + day * A_DAY)
        assert only_entry(root).text == TEXT, day


def failing_for(path: Path, call: Callable[[Path], Any]) -> Callable[[Path], Any]:
    """Return a call that has an error of the disk for one path."""

    def fail(called: Path) -> Any:
        if called == path:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return call(called)

    return fail


def test_what_cannot_be_looked_at_for_a_moment_is_not_taken_for_empty(
    root: Path, spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = left_behind(root, draft(spec, TEXT))
    with monkeypatch.context() as patched:
        patched.setattr(Path, "iterdir", failing_for(folder, Path.iterdir))
        (entry,) = found(root)
        assert isinstance(entry, DamagedEntry)
        assert os.strerror(errno.EIO) in entry.reason
        with_leftovers(root, lambda left: refusal(lambda: left.discard(entry)))
    assert only_entry(root).text == TEXT


def test_giving_up_a_folder_that_is_gone_by_now_takes_nothing_of_others(
    root: Path, spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, running = left_behind(root, draft(spec, TEXT)), Journal(root)
    running.write(draft(spec, "Theirs"))
    left = Leftovers(Journal(root))
    with monkeypatch.context() as patched:
        patched.setattr(Path, "iterdir", failing_for(folder, Path.iterdir))
        (entry,) = left.find()
    shutil.rmtree(folder)
    left.discard(entry)
    left.close()
    running.close()
    assert only_entry(root).text == "Theirs"


def test_texts_of_an_entry_that_cannot_be_read_for_a_moment_stay(
    root: Path, spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = left_behind(root, draft(spec, TEXT), draft(spec, "Other", b"two", "b2"))
    other = read_entry(folder / "b2.entry")
    with monkeypatch.context() as patched:
        patched.setattr(Path, "read_bytes", failing_for(folder / "a1.entry", Path.read_bytes))
        with_leftovers(root, lambda left: left.discard(other))
    assert only_entry(root).text == TEXT


def test_a_folder_that_cannot_be_looked_at_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "journal").write_text("a file")
    leftovers = Leftovers(Journal(tmp_path / "journal"))
    assert "was left as it was" in refusal(leftovers.find)
    monkeypatch.setattr(Path, "exists", failing_for(tmp_path / "journal", Path.exists))
    assert "was left as it was" in refusal(leftovers.find)
