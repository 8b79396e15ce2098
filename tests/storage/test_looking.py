"""What stands at a path is told by its content; what is no regular file is never opened."""

import os
import queue
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from spec_editor.storage.looking import Known, Looker, Sight, look_at
from spec_editor.storage.text_file import digest_of

PATIENCE = 30.0


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.md"
    path.write_bytes(b"one\n")
    return path


@pytest.fixture
def known(file: Path) -> Known:
    """Return what is known after a first look."""
    first = look_at(Known(file, digest_of(b"one\n")))
    assert first.is_same
    return replace(first.known, stamp=first.stamp)


def test_another_content_is_read(file: Path, known: Known) -> None:
    file.write_bytes(b"two and more\n")
    sight = look_at(known)
    assert not sight.is_same
    assert sight.file is not None
    assert sight.file.text == "two and more\n"


def test_only_the_content_counts(file: Path, known: Known) -> None:
    """Written again, touched, another inode, a clock that goes wrong: all the same."""
    for when in (0, 4_070_908_800):
        os.utime(file, (when, when))
        assert look_at(known).is_same
    file.unlink()
    file.write_bytes(b"one\n")
    assert look_at(known).is_same


def test_the_same_size_and_time_hide_nothing_from_a_thorough_look(file: Path, known: Known) -> None:
    status = file.stat()
    file.write_bytes(b"two\n")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert look_at(known).is_unread
    sight = look_at(replace(known, thorough=True))
    assert sight.file is not None
    assert sight.file.text == "two\n"


def test_a_file_that_is_gone(file: Path, known: Known) -> None:
    file.unlink()
    assert look_at(known).is_gone
    file.parent.rmdir()
    assert look_at(known).is_gone
    file.parent.write_bytes(b"a file in the folder's place")
    assert look_at(known).is_gone


def test_a_moved_file_is_found_where_an_event_said_and_in_the_folders(
    file: Path, known: Known, tmp_path: Path
) -> None:
    target = tmp_path / "sub" / "b.md"
    target.parent.mkdir()
    file.rename(target)
    assert look_at(known).moved_to is None
    assert look_at(replace(known, moved_to=target)).moved_to == target
    assert look_at(replace(known, folders=(tmp_path,))).moved_to == target


def test_a_file_that_was_moved_and_then_written_to_is_the_same_file(
    file: Path, known: Known, tmp_path: Path
) -> None:
    target = tmp_path / "b.md"
    file.rename(target)
    target.write_bytes(b"changed there\n")
    assert look_at(replace(known, moved_to=target)).moved_to == target


def test_a_copy_and_a_new_file_are_not_the_moved_one(
    file: Path, known: Known, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.md"
    copy.write_bytes(b"one\n")
    file.rename(tmp_path / "b.txt")
    assert look_at(replace(known, folders=(tmp_path,))).moved_to is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
@pytest.mark.parametrize("kind", ["folder", "pipe", "device", "circle", "binary"])
def test_what_cannot_be_read_is_told_and_nothing_hangs(file: Path, known: Known, kind: str) -> None:
    file.unlink()
    if kind == "folder":
        file.mkdir()
    elif kind == "pipe":
        os.mkfifo(file)
    elif kind == "device":
        file.symlink_to("/dev/zero")
    elif kind == "circle":
        file.symlink_to(file)
    else:
        file.write_bytes(b"\0\1\2\3")
    sight = look_at(known)
    assert str(file) in sight.problem
    assert not sight.is_same
    assert not sight.is_gone


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_a_file_that_may_not_be_read(file: Path, known: Known) -> None:
    file.chmod(0)
    assert "ermission" in look_at(replace(known, thorough=True)).problem


def test_a_link_is_looked_through(file: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.md"
    link.symlink_to(file)
    assert look_at(Known(link, digest_of(b"one\n"))).is_same


def test_two_looks_at_the_same_are_alike(file: Path, known: Known) -> None:
    file.write_bytes(b"half")
    half = look_at(known)
    assert half.is_like(look_at(known))
    file.write_bytes(b"half and the rest")
    assert not half.is_like(look_at(known))
    assert not half.is_like(None)


def test_the_looker_tells_in_turn_and_ends(file: Path, known: Known) -> None:
    seen: queue.Queue[tuple[int, Sight]] = queue.Queue()
    looker = Looker(lambda number, sight: seen.put((number, sight)))
    looker.look(1, replace(known, thorough=True))
    looker.look(2, replace(known, path=file.with_name("b.md")))
    assert seen.get(timeout=PATIENCE)[0] == 1
    number, sight = seen.get(timeout=PATIENCE)
    assert (number, sight.is_gone) == (2, True)
    looker.close(PATIENCE)
    assert not any(thread.name == "looker" for thread in threading.enumerate())


def test_a_listener_that_fails_does_not_end_the_looking(
    known: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: queue.Queue[object] = queue.Queue()
    monkeypatch.setattr(threading, "excepthook", lambda failure: reported.put(failure.exc_value))
    seen: queue.Queue[int] = queue.Queue()

    def listen(number: int, _sight: Sight) -> None:
        seen.put(number)
        if number == 1:
            raise ValueError("broken")

    looker = Looker(listen)
    looker.look(1, known)
    looker.look(2, known)
    assert isinstance(reported.get(timeout=PATIENCE), ValueError)
    assert [seen.get(timeout=PATIENCE) for _ in range(2)] == [1, 2]
    looker.close(PATIENCE)
