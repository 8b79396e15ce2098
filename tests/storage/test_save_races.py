"""Several that save the same file, and files that change in the middle of a save."""

import ctypes
import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from storage_tools import OLD, names_in

from spec_editor.storage import saving
from spec_editor.storage.errors import FileChangedError, FileGoneError, StorageError
from spec_editor.storage.exchanging import exchange
from spec_editor.storage.saving import create_text, save_bytes, save_text
from spec_editor.storage.text_file import digest_of, read_text_file

needs_exchange = pytest.mark.skipif(
    sys.platform != "linux", reason="two files cannot exchange names here"
)


def before_the_replace(monkeypatch: pytest.MonkeyPatch, action: Callable[[], object]) -> None:
    """Do something when the temporary file has been written."""
    fsync = os.fsync

    def disturbed(descriptor: int) -> None:
        fsync(descriptor)
        monkeypatch.undo()
        action()

    monkeypatch.setattr(os, "fsync", disturbed)


def test_a_change_between_check_and_replace_is_noticed(
    spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before_the_replace(monkeypatch, lambda: spec.write_bytes(b"theirs"))
    with pytest.raises(FileChangedError, match="not overwritten"):
        save_bytes(spec, b"mine", digest_of(OLD))
    assert spec.read_bytes() == b"theirs"
    assert names_in(spec.parent) == ["spec.md"]


def before_the_exchange(monkeypatch: pytest.MonkeyPatch, action: Callable[[], object]) -> None:
    """Do something when the last look at the file is over."""

    def disturbed(temporary: Path, target: Path) -> bool:
        monkeypatch.undo()
        action()
        return exchange(temporary, target)

    monkeypatch.setattr(saving, "exchange", disturbed)


def by_rename(path: Path, data: bytes) -> None:
    other = path.with_name("other")
    other.write_bytes(data)
    other.replace(path)


@needs_exchange
@pytest.mark.parametrize("write", [Path.write_bytes, by_rename])
def test_a_change_after_the_last_look_is_given_back(
    spec: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[Path, bytes], object]
) -> None:
    before_the_exchange(monkeypatch, lambda: write(spec, b"theirs"))
    with pytest.raises(FileChangedError, match="not overwritten"):
        save_bytes(spec, b"mine", digest_of(OLD))
    assert spec.read_bytes() == b"theirs"
    assert names_in(spec.parent) == ["spec.md"]


@needs_exchange
def test_what_comes_while_it_is_given_back_stays(
    spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = iter(range(3))

    def disturbed(temporary: Path, target: Path) -> bool:
        if (number := next(numbers, None)) is not None:
            by_rename(spec, b"theirs %d" % number)
        return exchange(temporary, target)

    monkeypatch.setattr(saving, "exchange", disturbed)
    with pytest.raises(FileChangedError, match="not overwritten"):
        save_bytes(spec, b"mine", digest_of(OLD))
    assert spec.read_bytes() == b"theirs 2"
    assert names_in(spec.parent) == ["spec.md"]


@needs_exchange
def test_a_folder_that_comes_after_the_last_look_is_given_back(
    spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def become_folder() -> None:
        spec.unlink()
        spec.mkdir()
        (spec / "inside.md").write_bytes(b"theirs")

    before_the_exchange(monkeypatch, become_folder)
    with pytest.raises(StorageError):
        save_bytes(spec, b"mine", digest_of(OLD))
    assert names_in(spec) == ["inside.md"]
    assert names_in(spec.parent) == ["spec.md"]


@needs_exchange
def test_what_goes_after_the_last_look_is_not_made_again(
    spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before_the_exchange(monkeypatch, spec.unlink)
    with pytest.raises(FileGoneError):
        save_bytes(spec, b"mine", digest_of(OLD))
    assert names_in(spec.parent) == []


@needs_exchange
def test_what_comes_after_the_last_look_is_kept(
    spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[bytes] = []
    before_the_exchange(monkeypatch, lambda: spec.write_bytes(b"theirs"))
    save_bytes(spec, b"mine", keep=kept.append)
    assert spec.read_bytes() == b"mine"
    assert kept == [OLD, b"theirs"]


@needs_exchange
def test_what_cannot_be_removed_after_the_exchange_is_no_failure(
    spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patched:
        patched.setattr(os, "unlink", refuse)
        save_bytes(spec, b"mine", digest_of(OLD))
    assert spec.read_bytes() == b"mine"
    assert len(names_in(spec.parent)) == 2


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOSYS, errno.EPERM])
def test_it_is_saved_where_names_cannot_be_exchanged(
    spec: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    called = []

    class Library:
        def renameat2(self, *arguments: object) -> int:
            called.append(arguments)
            ctypes.set_errno(number)
            return -1

    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: Library())
    save_bytes(spec, b"mine", digest_of(OLD))
    assert spec.read_bytes() == b"mine"
    assert names_in(spec.parent) == ["spec.md"]
    assert bool(called) == (sys.platform == "linux")


@pytest.mark.parametrize("has_links", [True, False])
def test_a_file_that_comes_where_none_was_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_links: bool
) -> None:
    if not has_links:
        monkeypatch.setattr(os, "link", refusing_links)
    path = tmp_path / "new.md"
    save_bytes(path, b"first")
    path.unlink()
    write_text = path.write_bytes

    with monkeypatch.context() as patched:
        before_the_replace(patched, lambda: write_text(b"theirs"))
        with pytest.raises(FileChangedError, match="not overwritten"):
            save_bytes(path, b"mine")
    assert path.read_bytes() == b"theirs"
    assert names_in(tmp_path) == ["new.md"]


def refusing_links(*_: object, **__: object) -> None:
    raise OSError(errno.EPERM, os.strerror(errno.EPERM))


def test_what_is_huge_by_now_is_neither_read_nor_overwritten(
    spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = 1 << 43  # of a hole: no disk has them, and no memory

    def grow() -> None:
        os.truncate(spec, size)

    before_the_replace(monkeypatch, grow)
    for _ in range(2):
        with pytest.raises(FileChangedError):
            save_bytes(spec, b"mine", digest_of(OLD))
        assert spec.stat().st_size == size


def test_a_file_that_goes_between_check_and_replace_stays_gone(
    spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before_the_replace(monkeypatch, spec.unlink)
    with pytest.raises(FileGoneError):
        save_bytes(spec, b"mine", digest_of(OLD))
    assert names_in(spec.parent) == []


@pytest.mark.parametrize("kind", ["folder", "pipe", "link to a device"])
def test_what_the_file_becomes_meanwhile_is_not_opened(
    spec: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    def become() -> None:
        spec.unlink()
        if kind == "folder":
            spec.mkdir()
        elif kind == "pipe":
            os.mkfifo(spec)
        else:
            spec.symlink_to("/dev/zero")

    before_the_replace(monkeypatch, become)
    with pytest.raises(StorageError):
        save_bytes(spec, b"mine", digest_of(OLD))
    assert names_in(spec.parent) == ["spec.md"]
    assert not spec.is_file()


def test_a_write_at_the_same_moment_is_noticed_afterwards(
    spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving, "sync_folder", lambda _folder: spec.write_bytes(b"theirs"))
    with pytest.raises(FileChangedError, match="at the same moment"):
        save_bytes(spec, b"mine", digest_of(OLD))


def test_all_that_is_replaced_is_kept_also_what_came_at_the_last_moment(
    spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[bytes] = []
    before_the_replace(monkeypatch, lambda: spec.write_bytes(b"theirs"))
    save_bytes(spec, b"mine", keep=kept.append)
    assert spec.read_bytes() == b"mine"
    assert kept == [OLD, b"theirs"]


def test_what_is_not_replaced_is_not_kept(spec: Path, tmp_path: Path) -> None:
    kept: list[bytes] = []
    with pytest.raises(FileChangedError):
        save_bytes(spec, b"mine", digest_of(b"older"), kept.append)
    save_bytes(spec, OLD, digest_of(OLD), kept.append)
    save_bytes(tmp_path / "new.md", b"mine", keep=kept.append)
    assert kept == []


def test_a_deleted_file_is_not_made_again_unasked(spec: Path) -> None:
    read = read_text_file(spec)
    spec.unlink()
    with pytest.raises(FileGoneError, match="deleted, moved or renamed"):
        save_text(spec, "mine", read.format, read.digest)
    assert names_in(spec.parent) == []
    save_text(spec, "mine", read.format)
    assert spec.read_bytes() == b"mine"


_STOPPED = """
import os, signal, sys
from pathlib import Path
from spec_editor.storage.saving import save_bytes
fsync = os.fsync
def stop_first(descriptor):
    os.fsync = fsync
    os.kill(os.getpid(), signal.SIGSTOP)
    fsync(descriptor)
os.fsync = stop_first
save_bytes(Path(sys.argv[1]), b"mine", sys.argv[2])
"""


@pytest.mark.skipif(not hasattr(os, "WUNTRACED"), reason="programs cannot be stopped here")
@pytest.mark.parametrize("is_changed", [True, False])
def test_a_program_that_slept_in_the_middle_of_a_save(spec: Path, is_changed: bool) -> None:
    command = [sys.executable, "-P", "-c", _STOPPED, str(spec), digest_of(OLD)]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as program:
        _, status = os.waitpid(program.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status)
        assert spec.read_bytes() == OLD
        if is_changed:
            spec.write_bytes(b"theirs")
        program.send_signal(signal.SIGCONT)
        said = program.communicate()[1]
    assert (b"FileChangedError" in said) == is_changed
    assert spec.read_bytes() == (b"theirs" if is_changed else b"mine")
    assert names_in(spec.parent) == ["spec.md"]


@pytest.mark.parametrize("has_one", [True, False])
def test_a_folder_that_is_a_link_to_another_one_by_now(tmp_path: Path, has_one: bool) -> None:
    folder, other = tmp_path / "specs", tmp_path / "other"
    folder.mkdir()
    other.mkdir()
    (folder / "spec.md").write_bytes(OLD)
    if has_one:
        (other / "spec.md").write_bytes(b"of the other folder")
    folder.rename(tmp_path / "away")
    folder.symlink_to(other)
    with pytest.raises(FileChangedError if has_one else FileGoneError):
        save_bytes(folder / "spec.md", b"mine", digest_of(OLD))
    assert (tmp_path / "away" / "spec.md").read_bytes() == OLD
    assert names_in(other) == (["spec.md"] if has_one else [])
    assert not has_one or (other / "spec.md").read_bytes() == b"of the other folder"


def test_what_is_on_the_disk_already_is_not_written(spec: Path) -> None:
    read = read_text_file(spec)
    before = spec.stat()
    spec.chmod(0o444)
    saved = save_text(spec, read.text, read.format, read.digest)
    assert saved.digest == read.digest
    assert (spec.stat().st_ino, spec.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    # Somebody else has made the same change.
    save_text(spec, read.text, read.format, digest_of(b"older"))
    assert spec.stat().st_ino == before.st_ino


def test_a_new_file_that_somebody_fills_meanwhile_is_theirs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.md"
    before_the_replace(monkeypatch, lambda: path.write_bytes(b"theirs"))
    with pytest.raises(FileChangedError):
        create_text(path, "mine")
    assert path.read_bytes() == b"theirs"


def test_of_threads_that_save_the_same_version_one_wins(spec: Path) -> None:
    def attempt(number: int) -> bool:
        try:
            save_bytes(spec, b"version %d" % number, digest_of(OLD))
        except FileChangedError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(attempt, range(8)))
    assert won.count(True) == 1
    assert spec.read_bytes() == b"version %d" % won.index(True)
    assert names_in(spec.parent) == ["spec.md"]


def test_of_programs_that_save_the_same_version_one_wins(spec: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from spec_editor.storage.saving import save_bytes\n"
        "print(flush=True); sys.stdin.readline()\n"
        "try:\n    save_bytes(Path('spec.md'), sys.argv[1].encode(), sys.argv[2])\n"
        "except Exception as error:\n    print(type(error).__name__)\nelse:\n    print('won')\n"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-P", "-c", code, f"version {number}", digest_of(OLD)],
            cwd=spec.parent,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(4)
    ]
    for program in running:
        assert program.stdout is not None
        program.stdout.readline()
    for program in running:
        assert program.stdin is not None
        program.stdin.write("\n")
        program.stdin.flush()
    said = [program.communicate()[0].strip() for program in running]
    assert sorted(said) == ["FileChangedError"] * 3 + ["won"]
    assert spec.read_text() == f"version {said.index('won')}"


def test_without_a_place_for_locks_it_is_saved_all_the_same(spec: Path, own_home: Path) -> None:
    (own_home / "state").write_text("no folder")
    save_bytes(spec, b"new", digest_of(OLD))
    assert spec.read_bytes() == b"new"
