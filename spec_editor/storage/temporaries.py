"""The temporary files that saving writes beside a file, and what is left of them after a crash.

A name says which file it is for (as a digest, since names may be as long as names can be), and
which process of which machine writes it. What a living process or another machine has written is
never touched.
"""

import hashlib
import os
import re
import secrets
import socket
from dataclasses import dataclass
from pathlib import Path

import psutil

_NAME = re.compile(r"\.spec-([0-9a-f]{8})-([0-9a-f]{8})-([0-9]{1,10})-[0-9a-f]{8}\.tmp")


# So many seconds the clocks of a drive and of this machine may differ.
_INEXACT = 60


@dataclass(frozen=True, slots=True)
class Swept:
    """What became of left files: removed, or ``kept`` since the file that they are for is gone."""

    removed: tuple[Path, ...] = ()
    kept: tuple[Path, ...] = ()


def temporary_for(target: Path) -> Path:
    """Return a new name beside a file; it is short, whatever the file's name is."""
    writer = f"{_machine()}-{os.getpid()}-{secrets.token_hex(4)}"
    return target.with_name(f".spec-{_short(os.fsencode(target.name))}-{writer}.tmp")


def is_temporary(path: Path) -> bool:
    """Say whether a file has the name of one that a save writes."""
    return _NAME.fullmatch(path.name) is not None


def is_abandoned(machine: str, process: int, place: Path) -> bool:
    """Say whether the process of this machine that wrote a file has ended; of another machine
    nobody knows.

    A process that began after the file was written has the number of one that has ended.
    """
    if machine != _machine():
        return False
    try:
        # A copy has the time of writing of its original, which may be old.
        return psutil.Process(process).create_time() > place.stat().st_ctime + _INEXACT
    except psutil.NoSuchProcess:
        return True
    except (psutil.Error, OSError):
        return False


def writer() -> tuple[str, int]:
    """Return this machine and this process, as :func:`is_abandoned` wants them."""
    return _machine(), os.getpid()


def sweep(folder: Path) -> Swept:
    """Remove what saves that were killed have left in a folder.

    A file that is there is the old or the new text as a whole, so what was on its way to it is
    needed no longer. Where the file is gone, its temporary file may be the last copy: it is kept
    and named.
    """
    try:
        names = os.listdir(folder)  # noqa: PTH208
    except OSError:
        return Swept()
    left = [found for name in names if (found := _NAME.fullmatch(name)) and _is_left(folder, found)]
    if not left:
        return Swept()
    targets = {_short(os.fsencode(name)) for name in names}
    removed, kept = [], []
    for found in left:
        path = folder / found[0]
        if found[1] not in targets:
            kept.append(path)
        elif _remove(path):
            removed.append(path)
    return Swept(tuple(removed), tuple(kept))


def _is_left(folder: Path, found: re.Match[str]) -> bool:
    return is_abandoned(found[2], int(found[3]), folder / found[0])


def _remove(path: Path) -> bool:
    try:
        path.unlink()
    except OSError:
        return False
    return True


def _machine() -> str:
    return _short(socket.gethostname().encode())


def _short(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:8]
