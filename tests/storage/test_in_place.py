"""Files that cannot be replaced are written in place, and are never lost on the way."""

import contextlib
import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from ordinary_user import as_ordinary_user
from storage_tools import OLD, interrupted_save, names_in, records, refusal

from spec_editor.storage import in_place
from spec_editor.storage.errors import FileChangedError
from spec_editor.storage.in_place import finish_interrupted
from spec_editor.storage.places import saving_folder
from spec_editor.storage.saving import save_bytes
from spec_editor.storage.text_file import digest_of

NEW = b"# New\n\nLonger than the old text, so that there has to be room for it.\n" * 3


@pytest.fixture
def pair(spec: Path) -> Path:
    """Give the specification a second name, and return that."""
    other = spec.with_name("other.md")
    os.link(spec, other)
    return other


@pytest.mark.parametrize("data", [NEW, b"short", b"", OLD])
def test_both_names_of_a_file_show_the_new_text(spec: Path, pair: Path, data: bytes) -> None:
    save_bytes(spec, data, digest_of(OLD))
    assert (spec.read_bytes(), pair.read_bytes()) == (data, data)
    assert spec.stat().st_ino == pair.stat().st_ino
    assert names_in(spec.parent) == ["other.md", "spec.md"]
    assert records() == []


def test_what_somebody_changed_is_not_overwritten_in_place(spec: Path, pair: Path) -> None:
    pair.write_bytes(b"theirs")
    with pytest.raises(FileChangedError):
        save_bytes(spec, NEW, digest_of(OLD))
    assert spec.read_bytes() == b"theirs"
    assert records() == []


def test_what_changes_while_the_copy_is_made_is_not_overwritten(
    spec: Path, pair: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = in_place._keep_record

    def change_and_keep(*arguments: object) -> Path:
        pair.write_bytes(b"theirs")
        return keep(*arguments)

    monkeypatch.setattr(in_place, "_keep_record", change_and_keep)
    with pytest.raises(FileChangedError, match="at this moment"):
        save_bytes(spec, NEW, digest_of(OLD))
    assert spec.read_bytes() == b"theirs"
    assert records() == []


@pytest.mark.parametrize("call", ["write", "posix_fallocate", "ftruncate"])
def test_a_disk_that_is_full_while_writing_keeps_the_old_bytes(
    spec: Path, pair: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    original = getattr(os, call)
    calls = iter(range(100))

    def fail_once(*arguments: object) -> object:
        if next(calls) == 0:
            if call == "write":
                original(arguments[0], bytes(arguments[1])[:7])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return original(*arguments)

    with monkeypatch.context() as patched:
        patched.setattr(os, call, fail_once)
        message = refusal(lambda: save_bytes(spec, NEW, digest_of(OLD)))
    assert "disk is full" in message
    assert "as it was" in message
    assert spec.read_bytes() == OLD
    assert records() == []
    save_bytes(spec, NEW, digest_of(OLD))
    assert pair.read_bytes() == NEW


def test_a_file_system_that_reserves_no_room_is_written_all_the_same(
    spec: Path, pair: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise OSError(errno.EOPNOTSUPP, os.strerror(errno.EOPNOTSUPP))

    monkeypatch.setattr(os, "posix_fallocate", refuse)
    save_bytes(spec, NEW, digest_of(OLD))
    assert pair.read_bytes() == NEW


def test_without_a_safe_copy_nothing_is_written(spec: Path, pair: Path) -> None:
    saving_folder().parent.mkdir(parents=True)
    saving_folder().write_text("no folder")
    message = refusal(lambda: save_bytes(spec, NEW, digest_of(OLD)))
    assert "only be written in place" in message
    assert "The file on disk is as it was." in message
    assert pair.read_bytes() == OLD


@contextlib.contextmanager
def closed(folder: Path) -> Iterator[None]:
    folder.chmod(0o555)
    try:
        yield
    finally:
        folder.chmod(0o755)


def as_user(folder: Path, code: str) -> str:
    """Run code with what saving has, in a folder, without root's rights; return what it prints."""
    start = "import os\nfrom pathlib import Path\nfrom spec_editor.storage.saving import *\n"
    command = as_ordinary_user([sys.executable, "-P", "-c", start + code])
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.stdout.strip()


def test_a_file_in_a_read_only_folder_is_saved_in_place(spec: Path) -> None:
    with closed(spec.parent):
        assert as_user(spec.parent, f"save_bytes(Path('spec.md'), {NEW!r})") == ""
    assert spec.read_bytes() == NEW
    assert names_in(spec.parent) == ["spec.md"]
    assert records() == []


def test_in_a_read_only_folder_without_a_safe_copy_it_is_refused(spec: Path) -> None:
    saving_folder().mkdir(parents=True)
    code = "try:\n    save_bytes(Path('spec.md'), b'new')\nexcept StorageError as e:\n    print(e)"
    with closed(spec.parent), closed(saving_folder()):
        said = as_user(spec.parent, code)
    assert said.startswith("spec.md: this file can only be written in place")
    assert spec.read_bytes() == OLD


# ---------------------------------------------------------------- interrupted


@pytest.mark.parametrize(
    ("data", "stop"),
    [(NEW, "0"), (NEW, "40"), (NEW, "reserve"), (b"# Short\n", "3"), (NEW, "9999")],
)
def test_a_save_that_was_killed_is_finished(spec: Path, pair: Path, data: bytes, stop: str) -> None:
    interrupted_save(spec, data, stop)
    found = finish_interrupted()
    assert pair.read_bytes() == data
    assert [each.path for each in found] == ([] if stop == "9999" else [spec])
    assert all(each.record is None for each in found)
    assert records() == []


@pytest.mark.parametrize(
    "theirs", [b"theirs", b"theirs".ljust(len(NEW) - 1), NEW[:40] + b"theirs".ljust(len(NEW) - 41)]
)
def test_what_was_changed_since_is_left_alone_and_named(
    spec: Path, pair: Path, theirs: bytes
) -> None:
    interrupted_save(spec, NEW, "40")
    spec.write_bytes(theirs)
    (found,) = finish_interrupted()
    assert (found.path, found.old, found.new) == (spec, OLD, NEW)
    assert found.record is not None
    assert found.record.exists()
    assert spec.read_bytes() == theirs


def test_a_file_that_is_gone_is_named_with_its_text(spec: Path, pair: Path) -> None:
    interrupted_save(spec, NEW, "40")
    spec.unlink()
    (found,) = finish_interrupted()
    assert (found.path, found.new) == (spec, NEW)
    assert not spec.exists()


@pytest.mark.parametrize("damage", [b"", b"{", b"null\n", b'{"path": "zz"}\n', b"\0" * 50])
def test_a_record_that_was_cut_off_is_dropped(spec: Path, pair: Path, damage: bytes) -> None:
    """It is complete before the first byte of its file is changed."""
    interrupted_save(spec, NEW, "0")
    spec.write_bytes(OLD)
    (record,) = records()
    record.write_bytes(damage)
    assert finish_interrupted() == ()
    assert spec.read_bytes() == OLD
    assert records() == []


@pytest.mark.parametrize("ends", ["well", "badly"])
def test_a_record_that_cannot_be_deleted_is_no_failure_of_the_save(
    spec: Path, pair: Path, monkeypatch: pytest.MonkeyPatch, ends: str
) -> None:
    def refuse(place: Path, missing_ok: bool = False) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", refuse)
        if ends == "badly":
            patched.setattr(os, "posix_fallocate", fail)
            assert "disk is full" in refusal(lambda: save_bytes(spec, NEW, digest_of(OLD)))
        else:
            save_bytes(spec, NEW, digest_of(OLD))
    assert pair.read_bytes() == (NEW if ends == "well" else OLD)


def test_records_of_the_living_and_of_others_are_left_alone(spec: Path, pair: Path) -> None:
    interrupted_save(spec, NEW, "40")
    (record,) = records()
    living = record.with_name(record.name.replace(f"-{record.name.split('-')[1]}-", "-1-"))
    record.rename(living)
    (record.parent / "notes.txt").write_text("not ours")
    assert finish_interrupted() == ()
    assert records() == sorted([living, record.parent / "notes.txt"])
