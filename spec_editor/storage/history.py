"""The local history: what files held each time they were saved.

Contents lie compressed under their digests, each once; an index for each file says which it had
and when. An index that cannot be read is kept aside and begun anew. Programs take turns.
"""

import contextlib
import json
import os
import re
import secrets
import threading
import time
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from filelock import FileLock

from spec_editor.storage.days import SECONDS_OF_A_DAY, note_today, surely_now
from spec_editor.storage.errors import StorageError
from spec_editor.storage.private_files import make_private_folder, why_unusable, write_private
from spec_editor.storage.text_file import MAX_BYTES, digest_of

_VERSION = 1
_FIRST_LINE = re.compile(rb"Spec Editor history 1\n([0-9a-f]{64})\n")
_DIGEST = re.compile(rb"[0-9a-f]{64}")
_INDEX, _ASIDE, _CONTENT = ".index", ".aside", ".z"
_DAYS = "days"
_PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is kept, compressed, of all files together, how long, and how many of a file.

    The newest version of a file is not too old at any age.
    """

    megabytes: int = 200
    days: int = 90
    versions: int = 200


@dataclass(frozen=True, slots=True)
class Version:
    """What a file held once; a later one has a greater number, whatever the clock said.

    ``when`` is in seconds since 1970, ``size`` in bytes.
    """

    path: Path
    number: int
    when: float
    digest: str
    size: int


class History:
    """The history of all files. It may be used from several threads and programs."""

    def __init__(self, folder: Path, limits: Limits | None = None) -> None:
        self._folder = folder
        self._limits = limits or Limits()
        self._guard = threading.Lock()
        # Bytes of all contents together, None before they were counted.
        self._size: int | None = None
        # A time that is surely past; the clock may be wrong.
        self._now = 0.0

    def add(self, path: Path, data: bytes, when: float | None = None) -> None:
        """Note what a file holds now, unless that was noted last.

        Raises:
            StorageError: it is not noted; the file itself has nothing to do with it.
        """
        digest = digest_of(data)
        with self._alone():
            index = self._index_of(path)
            versions = _read_index(index)
            if versions is None:
                _put_aside(index)
                versions = []
            if versions and versions[-1].digest == digest:
                return
            number = versions[-1].number + 1 if versions else 1
            moment = time.time() if when is None else when
            if versions:
                # What is later is not older, whatever the clock says.
                moment = max(moment, versions[-1].when)
            self._write_content(digest, data)
            version = Version(path, number, moment, digest, len(data))
            _write_index(index, [*versions, version][-self._limits.versions :])
            if self._size is None or self._size > self._limits.megabytes * 1_000_000:
                self._trim()

    def versions(self, path: Path) -> tuple[Version, ...]:
        """Return what is known of a file's past, the newest first.

        Raises:
            StorageError: it cannot be read now.
        """
        try:
            return tuple(reversed(_read_index(self._index_of(path)) or ()))
        except OSError as error:
            reason = error.strerror or error
            raise StorageError(
                f"{path}: its earlier versions in {self._folder} cannot be read now ({reason}). "
                "They and the file itself are as they were. Try again."
            ) from error

    def bytes_of(self, version: Version) -> bytes:
        """Return what a file held then.

        Raises:
            StorageError: it is damaged or gone.
        """
        try:
            packed = self._content(version.digest).read_bytes()
            data = zlib.decompressobj().decompress(packed, MAX_BYTES + 1)
        except FileNotFoundError:
            raise _unreadable(version, "it was cleaned up") from None
        except (OSError, zlib.error) as error:
            raise _unreadable(version, "it is damaged") from error
        if digest_of(data) != version.digest:
            raise _unreadable(version, "it is damaged")
        return data

    def move(self, old: Path, new: Path) -> None:
        """Let a file's past follow it to another name.

        Raises:
            StorageError: it stays with the old name.
        """
        with self._alone():
            before = _read_index(self._index_of(old)) or []
            after = _read_index(self._index_of(new)) or []
            numbered = [
                replace(version, path=new, number=number)
                for number, version in enumerate([*after, *before], 1)
            ]
            if before and old != new:
                _write_index(self._index_of(new), numbered[-self._limits.versions :])
                self._index_of(old).unlink()

    def trim(self) -> None:
        """Delete what is too old or too much.

        Raises:
            StorageError: the history's folder cannot be used.
        """
        if self._folder.exists():
            with self._alone():
                self._trim()

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        try:
            with self._guard:
                make_private_folder(self._folder)
                lock = self._folder / "lock"
                with FileLock(lock, timeout=_PATIENCE, mode=0o600, thread_local=False):
                    yield
        except OSError as error:
            raise StorageError(
                f"{self._folder}: earlier versions cannot be kept there ({why_unusable(error)}). "
                "Saving goes on without them. Make room or give access to the folder."
            ) from error

    def _index_of(self, path: Path) -> Path:
        return self._folder / "files" / f"{digest_of(os.fsencode(path))}{_INDEX}"

    def _content(self, digest: str) -> Path:
        return self._folder / "contents" / digest[:2] / f"{digest}{_CONTENT}"

    def _write_content(self, digest: str, data: bytes) -> None:
        place = self._content(digest)
        if place.exists():
            return
        packed = zlib.compress(data)
        make_private_folder(place.parent)
        write_private(place, packed)
        if self._size is not None:
            self._size += len(packed)

    def _trim(self) -> None:
        """Take out what is too old, then the oldest until the rest fits, then unneeded contents."""
        sizes = {
            place.stem: place.stat().st_size
            for place in self._folder.glob(f"contents/*/*{_CONTENT}")
            if place.is_file()
        }
        self._now = surely_now(note_today(self._folder / _DAYS))
        indexes = {
            index: self._young(versions)
            for index in self._folder.glob(f"files/*{_INDEX}")
            if (versions := _read_index(index)) is not None
        }
        self._fit(indexes, sizes)
        for index, versions in indexes.items():
            if not versions:
                index.unlink()
            elif versions != _read_index(index):
                _write_index(index, versions)
        self._size = self._sweep(sizes)

    def _young(self, versions: list[Version]) -> list[Version]:
        oldest = self._now - self._limits.days * SECONDS_OF_A_DAY
        return [each for each in versions[:-1] if each.when >= oldest] + versions[-1:]

    def _fit(self, indexes: dict[Path, list[Version]], sizes: dict[str, int]) -> None:
        """Leave so many versions in the lists, the oldest out, that their contents fit."""
        allowed = self._limits.megabytes * 1_000_000
        users: dict[str, int] = {}
        for versions in indexes.values():
            for version in versions:
                users[version.digest] = users.get(version.digest, 0) + 1
        total = sum(sizes.get(digest, 0) for digest in users)
        # What goes out last of each file is its newest version.
        order = sorted(
            (place == len(versions) - 1, version.when, version.number, index)
            for index, versions in indexes.items()
            for place, version in enumerate(versions)
        )
        for *_, index in order:
            if total <= allowed:
                return
            gone = indexes[index].pop(0)
            users[gone.digest] -= 1
            if not users[gone.digest]:
                total -= sizes.get(gone.digest, 0)

    def _sweep(self, sizes: dict[str, int]) -> int:
        """Delete contents that no index names, not even one kept aside; return what is left."""
        named: set[str] = set()
        # A pipe of somebody else's would be waited for.
        for index in filter(Path.is_file, self._folder.glob("files/*")):
            if index.suffix == _ASIDE and self._is_old(index):
                index.unlink()
            elif index.suffix in (_INDEX, _ASIDE):
                named |= {digest.decode() for digest in _DIGEST.findall(index.read_bytes())}
        # Nobody else writes meanwhile, so whoever did has ended.
        for left in self._folder.glob("*/**/.*.tmp"):
            left.unlink(missing_ok=True)
        for digest in sizes.keys() - named:
            self._content(digest).unlink(missing_ok=True)
        return sum(size for digest, size in sizes.items() if digest in named)

    def _is_old(self, index: Path) -> bool:
        return self._now - index.stat().st_mtime > self._limits.days * SECONDS_OF_A_DAY


def _write_index(index: Path, versions: list[Version]) -> None:
    path = os.fsencode(versions[0].path).decode("latin-1")
    entries = [{**asdict(version), "path": None} for version in versions]
    data = json.dumps({"path": path, "versions": entries}).encode("ascii")
    make_private_folder(index.parent)
    head = f"Spec Editor history {_VERSION}\n{digest_of(data)}\n".encode("ascii")
    write_private(index, head + data)


def _read_index(index: Path) -> list[Version] | None:
    """Return a file's versions, the oldest first; None when its index is damaged.

    Raises:
        OSError: it cannot be read now, and may be later.
    """
    if not index.is_file():
        return None if os.path.lexists(index) else []
    try:
        data = index.read_bytes()
    except FileNotFoundError:
        return []
    head = _FIRST_LINE.match(data)
    if head is None or digest_of(data[head.end() :]) != head[1].decode("ascii"):
        return None
    content = json.loads(data[head.end() :])
    path = Path(os.fsdecode(content["path"].encode("latin-1")))
    return [Version(**{**entry, "path": path}) for entry in content["versions"]]


def _put_aside(index: Path) -> None:
    """Keep an index that cannot be read: another version may be able to."""
    index.replace(index.with_suffix(f".{secrets.token_hex(3)}{_ASIDE}"))


def _unreadable(version: Version, reason: str) -> StorageError:
    return StorageError(
        f"{version.path}: this earlier version cannot be shown, {reason}. "
        "The file itself is as it was."
    )
