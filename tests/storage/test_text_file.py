"""Files as they are in the wild: read whole or refused with a reason, never changed."""

import errno
import os
import socket
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ordinary_user import as_ordinary_user

from spec_editor.storage import text_file
from spec_editor.storage.errors import StorageError
from spec_editor.storage.text_file import (
    MAX_BYTES,
    TextFormat,
    create_text,
    decode,
    encode,
    read_text_file,
    save_bytes,
    save_text,
)

OLD = b"# Old\n\nThe text that must survive.\n"


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    path = tmp_path / "spec.md"
    path.write_bytes(OLD)
    return path


def names_in(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))  # noqa: PTH208


def refusal(action: Callable[[], object]) -> str:
    """Return the message of the refusal, which must be a single line."""
    with pytest.raises(StorageError) as caught:
        action()
    message = str(caught.value)
    assert message
    return message


# ---------------------------------------------------------------- reading


@pytest.mark.parametrize(
    ("data", "text", "newline", "bom"),
    [
        (b"", "", "\n", False),
        (b"\xef\xbb\xbf", "", "\n", True),
        (b"no newline", "no newline", "\n", False),
        (b"a\nb\n", "a\nb\n", "\n", False),
        (b"a\r\nb\r\n", "a\nb\n", "\r\n", False),
        (b"a\rb\r", "a\nb\n", "\r", False),
        (b"\xef\xbb\xbfa\r\n", "a\n", "\r\n", True),
        ("a\u2028b\u0085c\u00a0d\x0be\x0cf\x1a".encode(), None, "\n", False),
        ("e\u0301 \u212b 🙂\n".encode(), "e\u0301 \u212b 🙂\n", "\n", False),
        (b"trailing  \n\t\n\n\n", "trailing  \n\t\n\n\n", "\n", False),
    ],
)
def test_what_is_read_is_written_back(
    tmp_path: Path, data: bytes, text: str | None, newline: str, bom: bool
) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(data)
    read = read_text_file(path)
    assert read.text == (data.decode() if text is None else text)
    assert (read.format.newline, read.format.bom, read.read_only_reason) == (newline, bom, "")
    saved = save_text(path, read.text, read.format, read.digest)
    assert path.read_bytes() == data
    assert saved.digest == read.digest


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"a\r\nb\nc\n", "different ways"),
        (b"a\nb\rc\r\r\ne\n", "different ways"),
        ("a\nb\u2029c\n".encode(), "Line 2 has the character U+2029"),
        ("\ufdd0".encode(), "U+FDD0"),
        ("a\n\n\ufdd1".encode(), "Line 3 has the character U+FDD1"),
    ],
)
def test_what_cannot_be_edited_without_loss_is_read_only(
    tmp_path: Path, data: bytes, reason: str
) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(data)
    assert reason in read_text_file(path).read_only_reason
    assert path.read_bytes() == data


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"# T\n\na\x00b\n", "NUL byte in line 3"),
        ("# Größe\n\nnaïve\n".encode("latin-1"), "not UTF-8 text (line 1)"),
        (b"ok\nok\nbad \xc3(\n", "not UTF-8 text (line 3)"),
        (b"\xed\xa0\x80", "not UTF-8"),
        (b"\xf5\x80\x80\x80", "not UTF-8"),
        ("\ufeff# Tïtle\r\n".encode("utf-16-le"), "not UTF-8"),
        ("\ufeff# Tïtle\n".encode("utf-16-be"), "not UTF-8"),
        ("# Title\n".encode("utf-16-le"), "NUL byte in line 1"),
        ("\ufeff# T\n".encode("utf-32-le"), "not UTF-8"),
        ("# 仕様書\n".encode("shift_jis"), "not UTF-8"),
    ],
)
def test_other_encodings_are_refused_and_left_alone(
    tmp_path: Path, data: bytes, reason: str
) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(data)
    message = refusal(lambda: read_text_file(path))
    assert reason in message
    assert str(path) in message
    assert path.read_bytes() == data


def test_what_is_no_file_is_refused(tmp_path: Path, spec: Path) -> None:
    assert "folder" in refusal(lambda: read_text_file(tmp_path))
    assert "no such file" in refusal(lambda: read_text_file(tmp_path / "gone.md"))
    assert "not a folder" in refusal(lambda: read_text_file(spec / "below.md"))
    assert "too long" in refusal(lambda: read_text_file(tmp_path / ("a" * 300)))
    assert "no possible file name" in refusal(lambda: read_text_file(Path("a\0b")))


@pytest.mark.parametrize("action", [read_text_file, lambda path: save_bytes(path, b"new")])
def test_pipes_devices_and_sockets_are_never_opened_or_replaced(
    tmp_path: Path, action: Callable[[Path], object]
) -> None:
    pipe = tmp_path / "pipe.md"
    os.mkfifo(pipe)
    link = tmp_path / "zero.md"
    link.symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket.md"))
        for path in (pipe, link, Path("/dev/null"), tmp_path / "socket.md"):
            before = path.stat()
            assert "no regular file" in refusal(lambda path=path: action(path))
            assert path.stat().st_ino == before.st_ino
    assert names_in(tmp_path) == ["pipe.md", "socket.md", "zero.md"]


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.md"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    assert "50 MB is too large" in refusal(lambda: read_text_file(path))


def test_links_in_a_circle(tmp_path: Path) -> None:
    one, two = tmp_path / "one.md", tmp_path / "two.md"
    one.symlink_to(two)
    two.symlink_to(one)
    assert "circle" in refusal(lambda: read_text_file(one))
    assert "circle" in refusal(lambda: save_bytes(one, b"new"))
    assert one.is_symlink()
    assert two.is_symlink()
    assert names_in(tmp_path) == ["one.md", "two.md"]


@pytest.mark.parametrize(
    ("prepare", "call"),
    [
        ("os.chmod('a.md', 0)", "read_text_file(Path('a.md'))"),
        ("os.chmod('a.md', 0o444)", "save_bytes(Path('a.md'), b'new')"),
        ("os.chmod('.', 0o555)", "save_bytes(Path('a.md'), b'new')"),
        ("os.chmod('.', 0o555)", "create_text(Path('b.md'), 'new')"),
        ("os.chmod('.', 0)", "read_text_file(Path('a.md'))"),
        ("os.chmod('.', 0)", "save_bytes(Path('a.md'), b'new')"),
        ("os.chmod('.', 0)", "save_text(Path('a.md'), 'new', TextFormat(), 'digest')"),
    ],
)
def test_missing_permission_is_said_and_changes_nothing(
    tmp_path: Path, prepare: str, call: str
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.md").write_bytes(OLD)
    code = (
        "import os\nfrom pathlib import Path\nfrom spec_editor.storage.text_file import *\n"
        "from spec_editor.storage.text_file import create_text\n"
        f"{prepare}\n"
        f"try:\n    {call}\nexcept Exception as error:\n    print(type(error).__name__, error)\n"
    )
    command = as_ordinary_user([sys.executable, "-P", "-c", code])
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    folder.chmod(0o755)
    (folder / "a.md").chmod(0o644)
    assert done.stderr == ""
    assert done.stdout.startswith("StorageError ")
    assert "permission denied" in done.stdout or "read-only" in done.stdout
    assert names_in(folder) == ["a.md"]
    assert (folder / "a.md").read_bytes() == OLD


# ---------------------------------------------------------------- names


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


# ---------------------------------------------------------------- saving


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


@pytest.mark.parametrize("call", ["fsync", "replace", "chmod", "fdopen"])
@pytest.mark.parametrize(
    ("number", "reason"), [(errno.ENOSPC, "disk is full"), (errno.EIO, "error")]
)
def test_a_failure_keeps_the_old_bytes_and_leaves_no_stray_file(
    spec: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int, reason: str
) -> None:
    def fail(*_args: object, **_keywords: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patched:
        patched.setattr(os, call, fail)
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
        "from spec_editor.storage.text_file import save_bytes\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "try:\n    save_bytes(Path('spec.md'), b'x' * 1_000_000)\n"
        "except Exception as error:\n    print(type(error).__name__, error)\n"
    )
    command = [sys.executable, "-P", "-c", code]
    done = subprocess.run(command, cwd=spec.parent, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.startswith("StorageError spec.md: ")
    assert spec.read_bytes() == OLD
    assert names_in(spec.parent) == ["spec.md"]


def test_the_file_is_synced_before_the_rename_and_the_folder_after(
    spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    fsync, replace = os.fsync, os.replace

    def synced(descriptor: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        size = os.fstat(descriptor).st_size
        order.append("folder" if is_folder else f"file of {size}")
        fsync(descriptor)

    def replaced(source: Path, target: Path) -> None:
        assert os.path.dirname(source) == os.path.dirname(target)  # noqa: PTH120
        order.append("rename")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", replaced)
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


# ---------------------------------------------------------------- any text at all

_EDITABLE = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\u2029\ufdd0\ufdd1")
)


@given(_EDITABLE, st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
def test_any_text_survives_in_any_format(text: str, newline: str, bom: bool) -> None:
    text = text.removeprefix("\ufeff")
    read = decode(Path("a.md"), encode(text, TextFormat(newline, bom)))
    assert read.text == text
    assert read.read_only_reason == ""
    assert read.format.bom == bom
    assert read.format.newline == (newline if "\n" in text else "\n")


@given(st.binary() | st.text(st.sampled_from("a\r\n\ufeff")).map(str.encode))
def test_any_bytes_are_refused_or_read_only_or_come_back(data: bytes) -> None:
    try:
        read = decode(Path("a.md"), data)
    except StorageError:
        return
    assert "\r" not in read.text
    assert read.read_only_reason or encode(read.text, read.format) == data
    assert text_file.digest_of(data) == read.digest
