"""Writing a file in place, where it cannot be replaced, without a moment in which it can be lost.

That is so for a file with several names (hard links), one in a folder that must not be written,
and one whose owner or attributes no other file may have. Before its first byte is changed, the old
and the new bytes are safe in a record in the user's own folder. A record that is still there when
its writer has ended is a save that was interrupted: it is finished.
"""

import contextlib
import errno
import json
import os
import secrets
import stat
from collections.abc import Callable
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from spec_editor.storage.durable import sync_folder
from spec_editor.storage.errors import FileChangedError, StorageError, storage_error
from spec_editor.storage.places import saving_folder
from spec_editor.storage.temporaries import is_abandoned, writer
from spec_editor.storage.text_file import read_bytes

_VERSION = 1
# So a file system says that it has no such call, not that it has no room.
_CANNOT_RESERVE = frozenset({errno.EOPNOTSUPP, errno.EINVAL, errno.ENOSYS, errno.ENODEV})


@dataclass(frozen=True, slots=True)
class Interrupted:
    """A save in place that was cut off.

    It was finished when there is no ``record``. Otherwise the file has been changed since or
    cannot be written now; ``old`` and ``new`` are its bytes before and after that save.
    """

    path: Path
    old: bytes
    new: bytes
    record: Path | None = None


def write_in_place(path: Path, target: Path, data: bytes, check: Callable[[], None]) -> None:
    """Write a file's bytes over those that it has.

    ``check`` raises when they must not be changed.

    Raises:
        StorageError: it could not be written, and has its old bytes, or the message says where
            they are.
        OSError: it could not be opened for writing.
    """
    # What is opened here is what is written, whatever takes its name meanwhile.
    with _opened(target) as file:
        old = file.read()
        check()
        record = _keep_record(path, target, old, data)
        try:
            if _content(file.fileno()) != old:
                raise FileChangedError(
                    f"{path}: another program has changed this file at this moment, so it was not "
                    "overwritten."
                )
            _overwrite(path, file.fileno(), old, data, record)
        except _NotRestoredError:
            raise
        except BaseException:
            _forget(record)
            raise
    _forget(record)


def _forget(record: Path) -> None:
    """Delete a record; one that stays is found to be done with at the next start."""
    with contextlib.suppress(OSError):
        record.unlink()


class _NotRestoredError(StorageError):
    """The record is the only copy of a file."""


def _opened(path: Path) -> FileIO:
    """Open a regular file for reading and writing; others raise."""
    flags = os.O_RDWR | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    file = FileIO(os.open(path, flags), "r+")
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    return file


def _overwrite(path: Path, descriptor: int, old: bytes, data: bytes, record: Path) -> None:
    try:
        _reserve(descriptor, len(old), len(data))
        _put(descriptor, data)
    except BaseException as error:
        try:
            _put(descriptor, old)
        except OSError as second:
            raise _NotRestoredError(
                f"{path}: {second.strerror}. The file is damaged now; its old and its new text are "
                f"safe in {record}, and it will be mended at the next start."
            ) from error
        if isinstance(error, OSError):
            raise storage_error(path, error, "saved", "The file on disk is as it was.") from error
        raise


def _reserve(descriptor: int, old_size: int, new_size: int) -> None:
    """Have the room for a longer text before the shorter one is touched."""
    if new_size > old_size and hasattr(os, "posix_fallocate"):
        try:
            os.posix_fallocate(descriptor, old_size, new_size - old_size)
        except OSError as error:
            if error.errno not in _CANNOT_RESERVE:
                raise


def _put(descriptor: int, data: bytes) -> None:
    os.lseek(descriptor, 0, os.SEEK_SET)
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
    os.ftruncate(descriptor, len(data))
    os.fsync(descriptor)


def _content(descriptor: int) -> bytes:
    os.lseek(descriptor, 0, os.SEEK_SET)
    pieces = []
    while piece := os.read(descriptor, 1 << 24):
        pieces.append(piece)
    return b"".join(pieces)


# ------------------------------------------------------------------------------ records


def _keep_record(path: Path, target: Path, old: bytes, new: bytes) -> Path:
    """Write old and new bytes to the user's own folder, durably."""
    machine, process = writer()
    record = saving_folder() / f"{machine}-{process}-{secrets.token_hex(4)}.record"
    header = {
        "version": _VERSION,
        "path": os.fsencode(target).hex(),
        "old": len(old),
        "new": len(new),
    }
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        record.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(record, flags, 0o600), "wb") as file:
            file.write(json.dumps(header).encode() + b"\n" + old + new)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        _forget(record)
        raise StorageError(
            f"{path}: this file can only be written in place, and a copy of it could not be kept "
            f"in {record.parent} meanwhile ({error.strerror}), so nothing was saved. The file on "
            "disk is as it was."
        ) from error
    sync_folder(record.parent)
    return record


def finish_interrupted() -> tuple[Interrupted, ...]:
    """Finish the saves in place that were cut off; to be called once at each start.

    Of a file that somebody has changed since nothing is touched; its record is named instead.
    """
    try:
        records = sorted(saving_folder().glob("*.record"))
    except OSError:
        return ()
    found = [_finish(record) for record in records if _is_left(record)]
    return tuple(each for each in found if each is not None)


def _is_left(record: Path) -> bool:
    machine, _, rest = record.name.partition("-")
    process = rest.partition("-")[0]
    return process.isdecimal() and is_abandoned(machine, int(process), record)


def _finish(record: Path) -> Interrupted | None:
    try:
        path, old, new = _parts(record.read_bytes())
    except OSError:
        return None
    except ValueError:
        # It was cut off itself, so that its file was not touched yet.
        _forget(record)
        return None
    try:
        current = read_bytes(path)
        if current in (old, new):
            record.unlink(missing_ok=True)
            return None
        if not _is_torn(current, old, new):
            return Interrupted(path, old, new, record)
        with _opened(path) as file:
            _put(file.fileno(), new)
        record.unlink(missing_ok=True)
    except (OSError, StorageError):
        return Interrupted(path, old, new, record)
    return Interrupted(path, old, new)


def _parts(data: bytes) -> tuple[Path, bytes, bytes]:
    """Return what a record holds.

    Raises:
        ValueError: it is not complete.
    """
    line, _, content = data.partition(b"\n")
    header = json.loads(line)
    try:
        path = Path(os.fsdecode(bytes.fromhex(header["path"])))
        old, new = int(header["old"]), int(header["new"])
    except (KeyError, TypeError) as error:
        raise ValueError("no record") from error
    if len(content) != old + new:
        raise ValueError("cut off")
    return path, content[:old], content[old:]


def _is_torn(current: bytes, old: bytes, new: bytes) -> bool:
    """Say whether an interrupted write, or the taking back of one, leaves these bytes."""
    return _is_between(current, old, new) or _is_between(current, new, old)


def _is_between(current: bytes, before: bytes, after: bytes) -> bool:
    """Say whether the bytes are first those after and then those before a write."""
    shortest, longest = sorted((len(before), len(after)))
    pairs = enumerate(zip(current, after, strict=False))
    same = next((n for n, (one, other) in pairs if one != other), min(len(current), len(after)))
    # Room that was reserved for a longer text is zeros.
    rest = before.ljust(longest, b"\0")[same : len(current)]
    return shortest <= len(current) <= longest and current[same:] == rest
