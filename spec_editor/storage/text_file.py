"""Text files: bytes to text and back, and saving that can lose nothing.

A text in the program has line feeds only. What the file has instead (byte order mark, newline
style) is remembered in :class:`TextFormat` and written back.
"""

import contextlib
import errno
import hashlib
import os
import re
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

from spec_editor.storage.errors import StorageError
from spec_editor.storage.paths import is_there

_BOM = b"\xef\xbb\xbf"
_NEWLINE = re.compile("\r\n|\r|\n")
# Larger files are no specifications; reading them would only freeze the program.
MAX_BYTES = 50 * 1024 * 1024
# The editing widget takes these for the end of a paragraph or for nothing at all.
_NOT_EDITABLE = re.compile("[\u2029\ufdd0\ufdd1]")


@dataclass(frozen=True, slots=True)
class TextFormat:
    """How a file writes its text: newline (the first line's), byte order mark."""

    newline: str = "\n"
    bom: bool = False


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file as it was read: its text, its format and the digest of its bytes.

    ``read_only_reason`` says why it must not be edited in place; empty when it may be.
    """

    path: Path
    text: str
    format: TextFormat
    digest: str
    read_only_reason: str = ""


def digest_of(data: bytes) -> str:
    """Return what tells two contents apart."""
    return hashlib.sha256(data).hexdigest()


def read_bytes(path: Path) -> bytes:
    """Read a regular file.

    Raises:
        StorageError: it is gone, a folder, no regular file, unreadable or too large.
    """
    try:
        # A named pipe would block and a device never ends, so look before opening.
        mode = path.stat()
        if stat.S_ISDIR(mode.st_mode):
            raise StorageError(f"{path}: this is a folder, not a file. Open it with “Open Folder”.")
        if not stat.S_ISREG(mode.st_mode):
            raise StorageError(f"{path}: this is no regular file; it was not opened.")
        if mode.st_size > MAX_BYTES:
            size = mode.st_size // (1024 * 1024)
            raise StorageError(f"{path}: {size} MB is too large for a specification (at most 50).")
        return path.read_bytes()
    except OSError as error:
        raise StorageError(f"{path}: {_reason(error, 'read')}") from error
    except ValueError as error:
        raise StorageError(f"{path!r}: this is no possible file name.") from error


def decode(path: Path, data: bytes) -> TextFile:
    """Turn a file's bytes into text.

    Raises:
        StorageError: the bytes are not UTF-8 text.
    """
    bom = data.startswith(_BOM)
    try:
        raw = data[len(_BOM) if bom else 0 :].decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise StorageError(
            f"{path}: this is not UTF-8 text (line {line}); the file was left as it is. "
            "Convert it to UTF-8 and open it again."
        ) from error
    if "\0" in raw:
        line = raw.count("\n", 0, raw.index("\0")) + 1
        raise StorageError(
            f"{path}: there is a NUL byte in line {line}, so this is no text file; "
            "the file was left as it is."
        )
    newlines = set(_NEWLINE.findall(raw))
    mixed = len(newlines) > 1
    newline = "\n" if mixed or not newlines else newlines.pop()
    return TextFile(
        path,
        _NEWLINE.sub("\n", raw),
        TextFormat(newline, bom),
        digest_of(data),
        _why_read_only(raw, mixed=mixed),
    )


def _why_read_only(raw: str, *, mixed: bool) -> str:
    """Say why saving an edited text could change bytes that nobody touched; empty if it cannot."""
    if odd := _NOT_EDITABLE.search(raw):
        line = raw.count("\n", 0, odd.start()) + 1
        return (
            f"Line {line} has the character U+{ord(odd[0]):04X}, which cannot be edited without "
            "loss, so this file is shown read-only. Remove it with another program."
        )
    if mixed:
        return (
            "The lines of this file end in different ways (LF, CRLF or CR). Saving would change "
            "them all, so it is shown read-only. Give it one kind of line ending, or use “Save As”."
        )
    return ""


def read_text_file(path: Path) -> TextFile:
    """Read a UTF-8 text file.

    Raises:
        StorageError: the file cannot be read or is no text; it was left as it is.
    """
    return decode(path, read_bytes(path))


def encode(text: str, text_format: TextFormat) -> bytes:
    """Turn a text into the bytes of a file with this format.

    Raises:
        StorageError: the text has half a surrogate pair, which no file can hold.
    """
    try:
        data = text.replace("\n", text_format.newline).encode("utf-8")
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise StorageError(
            f"Line {line} has half a character (U+D800–U+DFFF); remove it."
        ) from error
    return _BOM + data if text_format.bom else data


def save_text(
    path: Path, text: str, text_format: TextFormat, expected: str | None = None
) -> TextFile:
    """Write a text so that the file holds either the old or the new one, whatever happens.

    ``expected`` is the digest of the bytes the text was read from: a file that has changed since
    is not overwritten.

    Raises:
        StorageError: nothing was written; the old file is as it was.
    """
    data = encode(text, text_format)
    if expected is not None:
        _refuse_changed(path, expected)
    save_bytes(path, data)
    return TextFile(path, text, text_format, digest_of(data))


def _refuse_changed(path: Path, expected: str) -> None:
    if is_there(path) and digest_of(read_bytes(path)) != expected:
        raise StorageError(
            f"{path}: another program has changed this file since it was opened, so it was not "
            "overwritten. Your text is still in the editor: use “Save As” to keep both."
        )


def save_bytes(path: Path, data: bytes) -> None:
    """Replace a file atomically: temporary file beside it, fsync, rename, fsync of the folder.

    A symbolic link stays a link, its target is replaced. The file keeps its mode and its owner.

    Raises:
        StorageError: nothing was written; the old file is as it was.
    """
    target = Path(os.path.realpath(path))
    try:
        old = _status_of(target)
        if old is not None:
            _refuse_irreplaceable(path, target, old.st_mode)
        _replace(target, data, old)
    except OSError as error:
        raise StorageError(
            f"{path}: {_reason(error, 'saved')} The file on disk is as it was."
        ) from error


def _status_of(target: Path) -> os.stat_result | None:
    """Return what is at a path, None for nothing; links in a circle raise like any other fault."""
    try:
        return target.stat()
    except FileNotFoundError:
        return None


def _refuse_irreplaceable(path: Path, target: Path, mode: int) -> None:
    """Refuse what os.replace would silently put a file in place of."""
    if stat.S_ISDIR(mode):
        raise StorageError(f"{path}: there is a folder of this name; nothing was saved.")
    if not stat.S_ISREG(mode):
        raise StorageError(f"{path}: this is no regular file; nothing was saved.")
    if not (os.access(target, os.W_OK) and mode & 0o222):
        raise StorageError(f"{path}: the file is read-only; nothing was saved. Use “Save As”.")


def _replace(target: Path, data: bytes, old: os.stat_result | None) -> None:
    # Short, so that a file name of the greatest length still can be saved.
    temporary = target.with_name(f".spec-{secrets.token_hex(6)}.tmp")
    # What was private stays so while it is being written.
    mode = 0o666 if old is None else 0o600
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(temporary, flags, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            if old is not None:
                _give_to_owner(temporary, old)
                temporary.chmod(stat.S_IMODE(old.st_mode))
            os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _give_to_owner(temporary: Path, old: os.stat_result) -> None:
    """Let root save somebody's file without taking it away; others may not give files away."""
    if os.name != "nt":
        with contextlib.suppress(PermissionError):
            os.chown(temporary, old.st_uid, old.st_gid)


def _sync_folder(folder: Path) -> None:
    """Make the rename itself durable; Windows has no such call and needs none.

    Some file systems refuse it, and a folder may be writable without being readable: the file is
    saved all the same, so this is no failure.
    """
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def create_text(path: Path, text: str) -> None:
    """Write a new file.

    Raises:
        StorageError: it exists already (and was left as it is), or cannot be written.
    """
    data = encode(text, TextFormat())
    try:
        # Takes the name in one step, so that of two programs only one gets it. A dangling link
        # is refused as well: writing would create a file somewhere else.
        path.open("xb").close()
    except FileExistsError:
        raise StorageError(f"{path}: this exists already; nothing was written.") from None
    except (OSError, ValueError) as error:
        reason = _reason(error, "created") if isinstance(error, OSError) else "no file name."
        raise StorageError(f"{path}: {reason}") from error
    try:
        save_bytes(path, data)
    except StorageError:
        path.unlink(missing_ok=True)
        raise


def _reason(error: OSError, done: str) -> str:
    reasons = {
        errno.ENOENT: "there is no such file or folder.",
        errno.EACCES: f"permission denied; it was not {done}.",
        errno.EPERM: f"permission denied; it was not {done}.",
        errno.ENOSPC: "the disk is full.",
        errno.EROFS: "the file system is read-only.",
        errno.ELOOP: "its symbolic links lead in a circle.",
        errno.ENAMETOOLONG: "the name is too long.",
        errno.ENOTDIR: "a part of the path is a file, not a folder.",
    }
    return reasons.get(error.errno or 0, f"{error.strerror or error}; it was not {done}.")
