"""Saving: the old bytes or the new ones, whatever happens in between."""

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from storage_tools import OLD, RENAMES, names_in, refusal, replace_call

from spec_editor.storage import saving
from spec_editor.storage.errors import FileChangedError, storage_error
from spec_editor.storage.exchanging import exchange
from spec_editor.storage.saving import create_text, save_bytes, save_text
from spec_editor.storage.text_file import digest_of, read_text_file
from spec_editor.storage.text_format import TextFormat


@pytest.mark.parametrize(
    "name",
    [
        b"x" * 252 + b".md",
        b"bad\xff\xfe.md",
        b"new\nline.md",
        b"-rf.md",
        b"%2e%2e.md",
        b"a'b\"c.md",
        "\u202egpj.md".encode(),
        "e\u0301 🙂.md".encode(),
        b" lead and trail ",
        b"\\.md",
    ],
)
def test_odd_names_are_saved_to_exactly_that_file(tmp_path: Path, name: bytes) -> None:
    folder = os.fsencode(tmp_path)
    path = Path(os.fsdecode(folder + b"/" + name))
    create_text(path, "one\n")
    read = read_text_file(path)
    save_text(path, "two\n", read.format, read.digest)
    assert os.listdir(folder) == [name]  # noqa: PTH208
    assert path.read_bytes() == b"two\n"


def test_a_link_stays_a_link_and_its_target_changes(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    target = tmp_path / "real" / "target.md"
    target.write_bytes(OLD)
    link = tmp_path / "link.md"
    link.symlink_to("real/target.md")
    save_text(link, "new\n", TextFormat(), read_text_file(link).digest)
    assert link.is_symlink()
    assert target.read_bytes() == b"new\n"
    assert names_in(tmp_path / "real") == ["target.md"]


def test_a_dangling_link_is_followed_by_saving_and_refused_by_creating(tmp_path: Path) -> None:
    link, target = tmp_path / "link.md", tmp_path / "target.md"
    link.symlink_to(target)
    assert "no such file" in refusal(lambda: read_text_file(link))
    assert "exists already" in refusal(lambda: create_text(link, "new"))
    assert not target.exists()
    save_bytes(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


@pytest.mark.parametrize("mode", [0o444, 0o400, 0o555])
def test_a_read_only_file_is_refused_even_to_root(spec: Path, mode: int) -> None:
    spec.chmod(mode)
    assert "read-only" in refusal(lambda: save_bytes(spec, b"new"))
    assert spec.read_bytes() == OLD
    assert stat.S_IMODE(spec.stat().st_mode) == mode


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o755, 0o664])
def test_mode_and_owner_are_kept(spec: Path, mode: int) -> None:
    spec.chmod(mode)
    owner = (1234, 2345) if os.geteuid() == 0 else (os.geteuid(), os.getegid())
    os.chown(spec, *owner)
    save_bytes(spec, b"new")
    status = spec.stat()
    assert stat.S_IMODE(status.st_mode) == mode
    assert (status.st_uid, status.st_gid) == owner


def test_what_is_exported_may_be_larger_than_any_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spec_editor.storage.saving._LARGEST", 10)
    for letter in (b"a", b"b"):
        save_bytes(tmp_path / "page.html", letter * 100)
        assert (tmp_path / "page.html").read_bytes() == letter * 100


def test_a_new_file_has_the_mode_of_any_other_new_file(tmp_path: Path) -> None:
    create_text(tmp_path / "ours.md", "x")
    (tmp_path / "other.md").write_text("x")
    assert (tmp_path / "ours.md").stat().st_mode == (tmp_path / "other.md").stat().st_mode


def test_a_private_text_is_private_while_it_is_written(
    spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec.chmod(0o600)
    seen = []
    fdopen = os.fdopen

    def look(descriptor: int, *rest: str) -> object:
        seen.append(stat.S_IMODE(os.fstat(descriptor).st_mode))
        return fdopen(descriptor, *rest)

    monkeypatch.setattr(os, "fdopen", look)
    save_bytes(spec, b"secret")
    assert seen == [0o600]


@pytest.mark.parametrize("call", ["fsync", "chmod", "fdopen", *RENAMES])
@pytest.mark.parametrize(
    ("number", "reason"), [(errno.ENOSPC, "disk is full"), (errno.EIO, "error")]
)
def test_a_failure_keeps_the_old_bytes_and_leaves_no_stray_file(
    spec: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int, reason: str
) -> None:
    def fail(*_args: object, **_keywords: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patched:
        replace_call(patched, call, fail)
        message = refusal(lambda: save_bytes(spec, b"new" * 1000))
    assert reason in message
    assert "as it was" in message
    assert spec.read_bytes() == OLD
    assert names_in(spec.parent) == ["spec.md"]
    save_bytes(spec, b"works again")
    assert spec.read_bytes() == b"works again"


def test_a_write_that_the_system_cuts_off_keeps_the_old_bytes(spec: Path) -> None:
    """The real thing: the system takes the first 100,000 bytes and no more."""
    code = (
        "import resource, sys\nfrom pathlib import Path\n"
        "from spec_editor.storage.saving import save_bytes\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "try:\n    save_bytes(Path('spec.md'), b'x' * 1_000_000)\n"
        "except Exception as error:\n    print(type(error).__name__, error)\n"
    )
    command = [sys.executable, "-P", "-c", code]
    done = subprocess.run(command, cwd=spec.parent, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.startswith("DiskFullError spec.md: ")
    assert spec.read_bytes() == OLD
    assert names_in(spec.parent) == ["spec.md"]


@pytest.mark.parametrize("call", RENAMES)
def test_the_file_is_synced_before_the_rename_and_the_folder_after(
    spec: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    order: list[str] = []
    fsync, rename = os.fsync, exchange if call == "exchange" else os.replace

    def synced(descriptor: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        size = os.fstat(descriptor).st_size
        order.append("folder" if is_folder else f"file of {size}")
        fsync(descriptor)

    def renamed(source: Path, target: Path) -> bool | None:
        assert os.path.dirname(source) == os.path.dirname(target)  # noqa: PTH120
        order.append("rename")
        return rename(source, target)

    monkeypatch.setattr(os, "fsync", synced)
    replace_call(monkeypatch, call, renamed)
    save_bytes(spec, b"12345")
    assert order == ["file of 5", "rename", "folder"]


def test_a_folder_that_cannot_be_synced_is_no_failure(
    spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsync = os.fsync

    def refuse_folders(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", refuse_folders)
    save_bytes(spec, b"new")
    assert spec.read_bytes() == b"new"


def test_what_another_program_changed_is_not_overwritten(spec: Path) -> None:
    read = read_text_file(spec)
    spec.write_bytes(b"theirs")
    status = spec.stat()
    os.utime(spec, ns=(status.st_atime_ns, status.st_mtime_ns))
    message = refusal(lambda: save_text(spec, "mine", read.format, read.digest))
    assert "another program" in message
    assert spec.read_bytes() == b"theirs"
    assert names_in(spec.parent) == ["spec.md"]


def test_what_became_a_folder_is_not_overwritten(spec: Path) -> None:
    read = read_text_file(spec)
    spec.unlink()
    spec.mkdir()
    assert "folder" in refusal(lambda: save_text(spec, "mine", read.format, read.digest))
    assert "folder" in refusal(lambda: save_bytes(spec, b"mine"))
    assert spec.is_dir()


def test_saving_into_a_folder_that_has_gone(tmp_path: Path) -> None:
    assert "no such file or folder" in refusal(lambda: save_bytes(tmp_path / "x" / "a.md", b"x"))


def test_half_a_character_is_refused_before_anything_is_written(spec: Path) -> None:
    message = refusal(lambda: save_text(spec, "ok\nbad \ud800 bad", TextFormat()))
    assert "Line 2 has half a character" in message
    assert spec.read_bytes() == OLD


def test_why_nothing_was_saved_is_said_also_when_nothing_can_be_cleaned_up(
    spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, "no cleaning up")

    def change_and_fail(*_: object) -> None:
        spec.write_bytes(b"theirs")
        monkeypatch.setattr(Path, "unlink", fail)

    monkeypatch.setattr(os, "fsync", change_and_fail)
    with pytest.raises(FileChangedError):
        save_bytes(spec, b"mine", digest_of(OLD))


def test_what_cannot_be_read_before_it_is_written_over_was_not_saved(
    spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> bytes:
        raise storage_error(spec, error, "read") from error

    error = OSError(errno.EIO, os.strerror(errno.EIO))
    monkeypatch.setattr(saving, "read_bytes", fail)
    message = refusal(lambda: save_bytes(spec, b"mine", digest_of(OLD)))
    assert message.endswith("it was not saved. The file on disk is as it was.")


def test_what_could_not_be_opened_again_is_refused_before_anything_is_written(spec: Path) -> None:
    message = refusal(lambda: save_text(spec, "ok\na\0b", TextFormat()))
    assert "Line 2 has a NUL character" in message
    assert spec.read_bytes() == OLD


@pytest.mark.parametrize("kind", ["file", "folder", "dangling link"])
def test_creating_never_overwrites(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a.md"
    if kind == "file":
        path.write_bytes(OLD)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(tmp_path / "elsewhere.md")
    assert "exists already" in refusal(lambda: create_text(path, "new"))
    assert names_in(tmp_path) == ["a.md"]
    assert kind != "file" or path.read_bytes() == OLD
