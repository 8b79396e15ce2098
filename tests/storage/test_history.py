"""The local history: deduplicated, bounded, and never in the way of saving."""

import errno
import os
import stat
import time
import zlib
from itertools import pairwise
from pathlib import Path

import pytest
from storage_tools import refusal

from spec_editor.storage.history import History, Limits

A_DAY = 86_400


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "state" / "history"


@pytest.fixture
def history(folder: Path) -> History:
    return History(folder)


def contents(folder: Path) -> list[Path]:
    return sorted(folder.glob("contents/*/*"))


def past(history: History, path: Path) -> list[bytes]:
    return [history.bytes_of(version) for version in history.versions(path)]


@pytest.mark.parametrize(
    "name",
    [b"a.md", b"bad\xff.md", b"new\nline.md", "🙂.md".encode(), b"x" * 252 + b".md"],
)
def test_each_state_of_a_file_comes_back(history: History, tmp_path: Path, name: bytes) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    for data in (b"one\r\n", b"", b"\xff\x00 no text"):
        history.add(path, data)
    assert past(history, path) == [b"\xff\x00 no text", b"", b"one\r\n"]
    assert [version.path for version in history.versions(path)] == [path] * 3
    assert [version.size for version in history.versions(path)] == [10, 0, 5]


def test_the_same_content_is_kept_once(history: History, folder: Path) -> None:
    for _ in range(2):
        history.add(Path("/a.md"), b"same")
    history.add(Path("/b.md"), b"same")
    assert len(contents(folder)) == 1
    assert len(history.versions(Path("/a.md"))) == 1
    history.add(Path("/a.md"), b"other")
    history.add(Path("/a.md"), b"same")
    assert past(history, Path("/a.md")) == [b"same", b"other", b"same"]
    assert len(contents(folder)) == 2


def test_a_file_without_a_past_has_no_versions(history: History, folder: Path) -> None:
    assert history.versions(Path("/a.md")) == ()
    history.trim()
    assert not folder.exists()


def test_nobody_else_may_read_it(history: History, folder: Path) -> None:
    history.add(Path("/a.md"), b"secret")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for place in folder.rglob("*"):
        if place.is_file():
            assert stat.S_IMODE(place.stat().st_mode) == 0o600


def trim_on_days(history: History, monkeypatch: pytest.MonkeyPatch, *days: int) -> None:
    """Trim when the clock says that so many days have passed."""
    now = time.time()
    for day in days:
        with monkeypatch.context() as patched:
            patched.setattr(time, "time", lambda day=day: now + day * A_DAY)
            history.trim()


def test_a_clock_set_back_changes_no_order(history: History) -> None:
    path = Path("/a.md")
    for number, when in enumerate((1e9, 1e9 + 5, 10.0, 1e9 + 1)):
        history.add(path, b"%d" % number, when)
    assert past(history, path) == [b"3", b"2", b"1", b"0"]
    versions = history.versions(path)
    assert all(
        later.number > earlier.number and later.when >= earlier.when
        for later, earlier in pairwise(versions)
    )


def test_the_oldest_go_when_there_are_too_many(folder: Path) -> None:
    history, path = History(folder, Limits(versions=3)), Path("/a.md")
    for number in range(5):
        history.add(path, b"%d" % number)
    assert past(history, path) == [b"4", b"3", b"2"]
    history.trim()
    assert len(contents(folder)) == 3


def test_what_is_too_old_goes_except_the_newest_of_a_file(
    history: History, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    for age, data in ((200, b"a"), (100, b"b")):
        history.add(Path("/old.md"), data, now - age * A_DAY)
    for age, data in ((95, b"c"), (80, b"d"), (0, b"e")):
        history.add(Path("/new.md"), data, now - age * A_DAY)
    trim_on_days(history, monkeypatch, 0, 1, 2)
    assert past(history, Path("/old.md")) == [b"b"]
    assert past(history, Path("/new.md")) == [b"e", b"d"]
    assert len(contents(folder)) == 3
    trim_on_days(history, monkeypatch, -10_000)
    assert past(history, Path("/new.md")) == [b"e", b"d"]


def test_a_clock_that_goes_wrong_for_two_days_deletes_nothing(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    for data in (b"one", b"two"):
        history.add(Path("/a.md"), data)
    trim_on_days(history, monkeypatch, 0, 1, 2, 365, 366, 3, 4, 5, 800, 801, 6, -4_000)
    assert past(history, Path("/a.md")) == [b"two", b"one"]


def test_what_a_killed_program_was_writing_is_cleaned_up(history: History, folder: Path) -> None:
    history.add(Path("/a.md"), b"one")
    for place in (*contents(folder), *folder.glob("files/*")):
        place.with_name(".0123456789ab.tmp").write_bytes(b"half")
    history.trim()
    assert list(folder.rglob("*.tmp")) == []
    assert past(history, Path("/a.md")) == [b"one"]


def test_an_index_that_cannot_be_read_for_a_moment_stays(
    history: History, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path("/a.md")
    history.add(path, b"one")

    def fail(_: Path) -> bytes:
        raise OSError(errno.EMFILE, "Too many open files")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "read_bytes", fail)
        assert "Too many open files" in refusal(lambda: history.add(path, b"two"))
        assert "Try again" in refusal(lambda: history.versions(path))
    history.add(path, b"two")
    assert past(history, path) == [b"two", b"one"]


def test_the_oldest_go_when_it_is_too_much(folder: Path) -> None:
    history, now = History(folder, Limits(megabytes=1)), float(int(time.time()))
    for number in range(8):
        history.add(Path(f"/{number % 2}.md"), os.urandom(200_000), now + number)
    assert sum(path.stat().st_size for path in contents(folder)) <= 1_000_000
    kept = [v.when - now for n in (0, 1) for v in history.versions(Path(f"/{n}.md"))]
    assert sorted(kept, reverse=True) == [7, 6, 5, 4]


def test_even_one_that_is_too_much_alone_does_no_harm(folder: Path) -> None:
    history = History(folder, Limits(megabytes=0))
    history.add(Path("/a.md"), b"one")
    history.add(Path("/a.md"), b"two")
    assert contents(folder) == []
    assert history.versions(Path("/a.md")) == ()


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:40],
        lambda data: b"",
        lambda data: b"\0garbage" * 100,
        lambda data: data.replace(b"history 1", b"history 2"),
        lambda data: data[:-1] + b"!",
    ],
)
def test_a_damaged_index_is_kept_aside_and_begun_anew(
    history: History, folder: Path, damage: object
) -> None:
    assert callable(damage)
    path = Path("/a.md")
    history.add(path, b"one")
    (index,) = folder.glob("files/*.index")
    damaged = damage(index.read_bytes())
    index.write_bytes(damaged)
    assert history.versions(path) == ()
    history.add(path, b"two")
    assert past(history, path) == [b"two"]
    (aside,) = folder.glob("files/*.aside")
    assert aside.read_bytes() == damaged


def test_what_an_index_of_another_version_names_is_kept(
    history: History, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path("/a.md")
    history.add(path, b"one")
    (index,) = folder.glob("files/*.index")
    index.write_bytes(index.read_bytes().replace(b"history 1", b"history 2"))
    history.add(path, b"two")
    history.trim()
    assert len(contents(folder)) == 2
    (aside,) = folder.glob("files/*.aside")
    os.utime(aside, (0, 0))
    trim_on_days(history, monkeypatch, 0, 1, 2)
    assert len(contents(folder)) == 1


@pytest.mark.parametrize("damage", [b"", b"garbage", None])
def test_damaged_content_is_told(history: History, folder: Path, damage: bytes | None) -> None:
    history.add(Path("/a.md"), b"one")
    (content,) = contents(folder)
    content.unlink() if damage is None else content.write_bytes(damage)
    (version,) = history.versions(Path("/a.md"))
    message = refusal(lambda: history.bytes_of(version))
    assert "/a.md" in message
    assert "as it was" in message


def test_content_is_not_unpacked_without_end(
    history: History, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spec_editor.storage.history.MAX_BYTES", 1_000)
    history.add(Path("/a.md"), b"one")
    (content,) = contents(folder)
    content.write_bytes(zlib.compress(bytes(1_000_000)))
    (version,) = history.versions(Path("/a.md"))
    assert "damaged" in refusal(lambda: history.bytes_of(version))


def test_a_file_takes_its_past_along(history: History) -> None:
    history.add(Path("/new.md"), b"deleted before")
    history.add(Path("/old.md"), b"one")
    history.add(Path("/old.md"), b"two")
    history.move(Path("/old.md"), Path("/new.md"))
    assert past(history, Path("/new.md")) == [b"two", b"one", b"deleted before"]
    assert history.versions(Path("/old.md")) == ()
    for old in ("/nothing.md", "/new.md"):
        history.move(Path(old), Path("/new.md"))
        assert len(history.versions(Path("/new.md"))) == 3


def test_where_nothing_can_be_written_the_reason_is_said(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    history = History(tmp_path / "state" / "history")
    assert "Saving goes on" in refusal(lambda: history.add(Path("/a.md"), b"one"))


def test_a_full_disk_leaves_what_was_noted(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    history.add(Path("/a.md"), b"one")

    def fail(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", fail)
        assert "No space left" in refusal(lambda: history.add(Path("/a.md"), b"two"))
    assert past(history, Path("/a.md")) == [b"one"]
    history.add(Path("/a.md"), b"two")
    assert past(history, Path("/a.md")) == [b"two", b"one"]


def test_two_programs_add_to_the_same_file(folder: Path) -> None:
    first, second = History(folder), History(folder)
    for number in range(3):
        first.add(Path("/a.md"), b"first %d" % number)
        second.add(Path("/a.md"), b"second %d" % number)
    assert len(first.versions(Path("/a.md"))) == 6


def test_a_disk_that_fills_up_costs_no_version(small_disk: Path) -> None:
    history, path = History(small_disk / "history"), Path("/a.md")
    history.add(path, b"one")
    assert "No space left" in refusal(lambda: history.add(path, os.urandom(400_000)))
    assert not list(small_disk.rglob("*.tmp"))
    history.add(path, b"two")
    assert past(history, path) == [b"two", b"one"]


def test_what_is_no_file_in_its_folder_is_left_alone(history: History, folder: Path) -> None:
    for place in ("files", "contents/aa"):
        (folder / place).mkdir(parents=True)
        for ending in (".index", ".aside", ".z"):
            os.mkfifo(folder / place / f"pipe{ending}")
            (folder / place / f"folder{ending}").mkdir()
            (folder / place / f"link{ending}").symlink_to("nowhere")
    history.add(Path("/a.md"), b"one")
    history.trim()
    assert past(history, Path("/a.md")) == [b"one"]
    index = next(each for each in folder.glob("files/*.index") if each.is_file())
    index.unlink()
    os.mkfifo(index)
    history.add(Path("/a.md"), b"two")
    assert past(history, Path("/a.md")) == [b"two"]
