"""What was found out about files, kept on the disk so that the next start has it at once.

Nothing in it is needed: it may be deleted at any time, also while it is in use, and whatever is
wrong with it, it is built anew or done without, and nobody is told. What is found is told by the
content it was found out about, never by a time. Programs that run side by side share the file.
"""

import hashlib
import json
import os
import sqlite3
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TypeVar

from spec_editor.core.findings import Finding, findings_from_json
from spec_editor.core.report import SpecEntry
from spec_editor.core.setup import Setup
from spec_editor.version import VERSION

R = TypeVar("R")

SCHEMA = 1
"""Raised when the tables change; each has a file of its own, so that versions do not meet."""

_FIELDS = (
    *("title", "completeness", "placeholders", "status", "version", "author", "updated"),
    *("next_approver", "requirements", "errors", "warnings", "infos"),
)
_TABLES = """
CREATE TABLE IF NOT EXISTS kept (
    key BLOB PRIMARY KEY, used INTEGER NOT NULL, entry BLOB NOT NULL, findings BLOB NOT NULL
);
"""
# What nobody has asked for in so many runs of the program is dropped.
_RUNS_KEPT = 100
_MOST_BYTES = 256 * 1024 * 1024
# Seconds that another program may hold us up.
_PATIENCE = 0.25
_MOST_ASKED = 200
_IN_USE = frozenset((sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED))
_DAMAGED = frozenset((sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR))


class Kept(NamedTuple):
    """What is known of a document besides its findings.

    ``values`` are those of a :class:`SpecEntry` that follow from the text; ``files`` are the
    links that were looked up on the disk, each with whether there was a file.
    """

    values: tuple[object, ...]
    files: tuple[tuple[str, bool | None], ...] = ()

    @classmethod
    def of(cls, entry: SpecEntry, files: Mapping[str, bool | None]) -> "Kept":
        """Return what is to be kept of an entry."""
        return cls(tuple(getattr(entry, name) for name in _FIELDS), tuple(files.items()))

    def fill(self, entry: SpecEntry) -> SpecEntry:
        """Return an entry with these values."""
        return replace(entry, **dict(zip(_FIELDS, self.values, strict=True)))  # type: ignore[arg-type]


class Index:
    """Keeps what is known of documents by a key; may be used from several threads."""

    def __init__(self, folder: Path | None) -> None:
        """Make an index whose file lies in ``folder``; None keeps it in memory only.

        The file is opened when it is needed first.
        """
        self._path = folder / f"index-{SCHEMA}.sqlite3" if folder else None
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._run = 0

    @property
    def is_on_disk(self) -> bool:
        """Whether what is kept will be there in the next run; it is not where that failed."""
        return self._path is not None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known of any document."""
        return not self._work(lambda c: c.execute("SELECT 1 FROM kept LIMIT 1").fetchall(), [])

    def look_up(self, keys: Iterable[bytes]) -> dict[bytes, Kept]:
        """Return what is known; keys of which nothing is known are left out."""
        found: dict[bytes, Kept] = {}
        for key, sealed in self._rows("entry", keys):
            with suppress(ValueError, TypeError, IndexError):
                values, files = json.loads(_unsealed(sealed))
                kept = Kept(tuple(values), tuple((name, there) for name, there in files))
                if len(kept.values) == len(_FIELDS):
                    found[key] = kept
        self._work(lambda connection: self._mark(connection, found), None)
        return found

    def findings(self, keys: Iterable[bytes]) -> dict[bytes, tuple[Finding, ...]]:
        """Return the findings of documents; keys of which nothing is known are left out."""
        found = {}
        for key, sealed in self._rows("findings", keys):
            with suppress(ValueError, TypeError, IndexError):
                found[key] = findings_from_json(_unsealed(sealed).decode())
        return found

    def keep(self, items: Iterable[tuple[bytes, Kept, str]]) -> None:
        """Take note of what was found out; the findings come as JSON (see core/findings.py)."""
        rows = [
            (key, _sealed(_json([kept.values, kept.files])), _sealed(findings.encode()))
            for key, kept, findings in items
        ]

        def write(connection: sqlite3.Connection) -> None:
            with _transaction(connection):
                used = [(key, self._run, entry, found) for key, entry, found in rows]
                connection.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)", used)

        self._work(write, None)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._let_go()

    # The file

    def _rows(self, column: str, keys: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
        waiting = iter(keys)
        while some := list(islice(waiting, _MOST_ASKED)):
            marks = ",".join("?" * len(some))
            # The column is one of ours, and the marks are question marks.
            query = f"SELECT key, {column} FROM kept WHERE key IN ({marks})"  # noqa: S608
            nothing: list[tuple[bytes, bytes]] = []
            yield from self._work(lambda c, q=query, s=some: c.execute(q, s).fetchall(), nothing)  # type: ignore[misc]

    def _mark(self, connection: sqlite3.Connection, keys: Iterable[bytes]) -> None:
        """Note what this run has used."""
        with _transaction(connection):
            connection.executemany(
                "UPDATE kept SET used = ? WHERE key = ? AND used < ?",
                [(self._run, key, self._run) for key in keys],
            )

    def _work(self, action: Callable[[sqlite3.Connection], R], otherwise: R) -> R:
        """Do something with the file; where that fails return ``otherwise``, or do it anew."""
        with self._lock:
            for _ in range(3):
                try:
                    return action(self._connected())
                except sqlite3.Error as error:
                    code = _code(error)
                    if code in _IN_USE:
                        return otherwise
                    self._let_go()
                    if self._path is None:
                        return otherwise
                    if code in _DAMAGED:
                        _remove(self._path)
                    else:
                        # The disk is full, or the folder may not be written to.
                        self._path = None
                except OSError:
                    self._path = None
            self._path = None
            return otherwise

    def _connected(self) -> sqlite3.Connection:
        if self._connection is None or (self._path is not None and not self._path.exists()):
            self._let_go()
            self._connection = self._opened()
        return self._connection

    def _opened(self) -> sqlite3.Connection:
        if self._path is not None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(
            self._path or ":memory:",
            timeout=_PATIENCE,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            if connection.execute("PRAGMA user_version").fetchone()[0] not in (0, SCHEMA):
                raise sqlite3.DatabaseError("of another version")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute(_TABLES)
            connection.execute(f"PRAGMA user_version = {SCHEMA}")
            # A table of the same name with other columns would be found only later.
            connection.execute("SELECT key, used, entry, findings FROM kept LIMIT 1").fetchall()
            last = connection.execute("SELECT max(used) FROM kept").fetchone()[0]
            self._run = int(last or 0) + 1
            self._tidy(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _tidy(self, connection: sqlite3.Connection) -> None:
        """Drop what nobody has asked for in a long time."""
        kept = _RUNS_KEPT
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        if pages * connection.execute("PRAGMA page_size").fetchone()[0] > _MOST_BYTES:
            kept = 1
        connection.execute("DELETE FROM kept WHERE used < ?", (self._run - kept,))

    def _let_go(self) -> None:
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _code(error: sqlite3.Error) -> int:
    """Return the kind of an error without what makes it more precise."""
    code = getattr(error, "sqlite_errorcode", None)
    return sqlite3.SQLITE_CORRUPT if code is None else code & 0xFF


def _remove(path: Path) -> None:
    for name in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        with suppress(OSError):
            name.unlink()


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def _sealed(data: bytes) -> bytes:
    """Return data with what tells later whether it is still the same."""
    return zlib.crc32(data).to_bytes(4, "big") + data


def _unsealed(sealed: bytes) -> bytes:
    data = sealed[4:]
    if zlib.crc32(data) != int.from_bytes(sealed[:4], "big"):
        raise ValueError("another one than was written")
    return data


@cache
def program_digest() -> str:
    """Return what tells this program from others: they may judge otherwise.

    That is its version and, where it runs from its source, the state of that.
    """
    package = Path(__file__).parents[1]
    state = []
    with suppress(OSError):
        for path in sorted(package.rglob("*.py")):
            status = path.stat()
            state.append((str(path), status.st_size, status.st_mtime_ns))
    return f"{VERSION} {hashlib.blake2b(repr(state).encode(), digest_size=16).hexdigest()}"


class Keys:
    """Makes the keys of one folder's documents, judged in one way by one program."""

    def __init__(self, program: str, setup: Setup, root: Path) -> None:
        self._start = hashlib.blake2b(digest_size=16)
        for part in (program, repr(setup), os.fspath(root)):
            self._start.update(_hashed(part))

    def key(self, path: Path, digest: str) -> bytes:
        """Return the key of a document: a link leads elsewhere from another place."""
        found = self._start.copy()
        found.update(_hashed(os.fspath(path)))
        found.update(_hashed(digest))
        return found.digest()


def _hashed(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
