"""Files as they are in the wild: read whole or refused with a reason, never changed."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from ordinary_user import as_ordinary_user
from storage_tools import OLD, names_in, refusal

from spec_editor.storage import text_file
from spec_editor.storage.errors import UnreadableTextError
from spec_editor.storage.saving import save_bytes, save_text
from spec_editor.storage.text_file import MAX_BYTES, read_bytes, read_text_file


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
        ("a\nb\u2029c\n".encode(), "Line 2 has the character U+2029"),
        ("\ufdd0".encode(), "U+FDD0"),
        ("a\r\nb\n\ufdd1".encode(), "Line 3 has the character U+FDD1"),
        ("a\r\rä — “b”\r\n".encode() + b"\xff", "Line 4 has bytes that are not UTF-8"),
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
        ("# T\n\na\0\n".encode("utf-16"), "NUL byte in line 3"),
        (b"\xef\xbb\xbf\n\n\xff", "this is not UTF-8 text (line 3)"),
        (b"\xff\xfe\0\xd8", "this is not UTF-16 LE text"),
        (b"\xff\xfea", "this is not UTF-16 LE text"),
        (b"\xff\xfe\0\0\0\0\x11\0", "this is not UTF-32 LE text"),
        (b"\xff", "neither UTF-8 nor"),
        (b"\xed\xa0\x80", "neither UTF-8 nor"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff", "this is no text"),
        (b"PK\x03\x04\x14\x08\x01\x02\xc3(\xff\x9c", "this is no text"),
        (b"\x1f\x8b\x08\x08\xc2\x01\x02\x03\xff\x9c\xee", "this is no text"),
    ],
)
def test_what_is_no_text_is_refused_and_left_alone(
    tmp_path: Path, data: bytes, reason: str
) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(data)
    with pytest.raises(UnreadableTextError) as caught:
        read_text_file(path)
    assert reason in str(caught.value)
    assert str(path) in str(caught.value)
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


def test_a_pipe_that_takes_the_name_just_before_it_is_opened(
    spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = text_file._refuse_unreadable

    def look_and_change(*arguments: object) -> None:
        monkeypatch.undo()
        look(*arguments)
        spec.unlink()
        os.mkfifo(spec)

    monkeypatch.setattr(text_file, "_refuse_unreadable", look_and_change)
    assert "no regular file" in refusal(lambda: read_text_file(spec))


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.md"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    assert "50 MB is too large" in refusal(lambda: read_text_file(path))


def test_a_file_that_grows_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "log.md"
    path.write_bytes(b"a")
    look = os.fstat

    def look_and_grow(descriptor: int) -> os.stat_result:
        status = look(descriptor)
        with path.open("ab") as file:
            file.write(b"bcde")
        return status

    monkeypatch.setattr(os, "fstat", look_and_grow)
    assert read_bytes(path, 5) == b"abcde"
    assert "too large" in refusal(lambda: read_bytes(path, 8))


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
        "from spec_editor.storage.saving import *\n"
        f"{prepare}\n"
        f"try:\n    {call}\nexcept Exception as error:\n    print(type(error).__name__, error)\n"
    )
    command = as_ordinary_user([sys.executable, "-P", "-c", code])
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    folder.chmod(0o755)
    (folder / "a.md").chmod(0o644)
    assert done.stderr == ""
    assert done.stdout.startswith("ReadOnlyFileError ")
    assert "permission denied" in done.stdout or "read-only" in done.stdout
    assert names_in(folder) == ["a.md"]
    assert (folder / "a.md").read_bytes() == OLD
