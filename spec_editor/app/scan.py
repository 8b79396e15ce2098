"""One look at all specifications of a folder, in threads of its own."""

import os
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from spec_editor.app.scan_news import (
    EntriesRead,
    FindingsRead,
    Listed,
    News,
    ReadingsRead,
    ScanEnded,
    ScanFailed,
    SetupFailed,
    SetupRead,
)
from spec_editor.core.findings import Finding, findings_from_json
from spec_editor.core.report import SpecEntry, with_report
from spec_editor.core.setup import Setup
from spec_editor.engine.client import EngineError
from spec_editor.engine.limits import Limits
from spec_editor.engine.pool import Ask, EnginePool
from spec_editor.engine.protocol import Reply, Request
from spec_editor.storage.configuration import setup_for
from spec_editor.storage.errors import StorageError
from spec_editor.storage.folder import files_in
from spec_editor.storage.index import Index, Kept, Keys, program_digest
from spec_editor.storage.mkdocs import folder_readings
from spec_editor.storage.references import FileReferences
from spec_editor.storage.text_file import digest_of, read_bytes, read_text_file

# Two processes of a scan must not take what the window needs.
_LIMITS = Limits(gives_way=True, recycle_bytes=400 * 1024**2)
# So many files are read before what is known of them is looked up, and told.
_TOGETHER = 64
# What was judged is told this often, in seconds.
_PAUSE = 0.1
# So long, in seconds, no file is begun after a key press: until it is painted.
_KEY_PRESS = 0.03


class Looked(NamedTuple):
    """What is known of a file since it was looked at.

    ``stamp`` is what the disk said of it; ``key`` tells its content and how it was judged, and
    ``files`` are the links that this rests on.
    """

    stamp: tuple[int, ...]
    key: bytes
    entry: SpecEntry
    files: tuple[tuple[str, bool | None], ...] = ()


Known = dict[Path, Looked]


@dataclass(frozen=True, slots=True)
class Look:
    """What a scan is to look at.

    ``setup`` is how the documents were judged last; it stays in use where the folder's own
    configuration cannot be read. ``known`` holds what is known of each file, and belongs to the
    scan until it has ended. Of the files that are known only those are read again that are
    ``touched`` or that the disk says something else of; all of them where that is None.
    ``first`` are judged before the others. ``states`` is what Git was known to say by path.
    """

    folder: Path
    known: Known
    setup: Setup
    index: Index
    touched: frozenset[Path] | None = None
    first: frozenset[Path] = frozenset()
    with_findings: bool = False
    states: Mapping[str, str] = field(default_factory=dict)


class _Judged(NamedTuple):
    key: bytes
    stamp: tuple[int, ...]
    answer: Reply | EngineError


def bare_entry(folder: Path, path: Path) -> SpecEntry:
    """Return the entry of a file of which nothing is known yet."""
    return SpecEntry(str(path), path.relative_to(folder).parts, folder=str(folder))


def with_state(entry: SpecEntry, states: Mapping[str, str]) -> SpecEntry:
    """Return an entry with what Git says of its file."""
    state = states.get(entry.path, "")
    return entry if entry.git == state else replace(entry, git=state)


def is_drive_gone(folder: Path, known: Known) -> bool:
    """Say whether an empty folder is but the place of a drive that held its files before."""
    drives = {looked.stamp[0] for looked in tuple(known.values()) if looked.stamp}
    return bool(drives) and _stamp(folder)[:1] not in {(drive,) for drive in drives}


class FolderScan(QObject):
    """Reads a folder once, and tells what it finds; each time it says who tells it."""

    told = Signal(object, object)  # self, News

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._known = look.known
        self._pool = EnginePool(_LIMITS)
        self._references = FileReferences()
        self._keys = Keys("", look.setup, look.folder)
        self._setup = look.setup
        self._stop = threading.Event()
        # Each file as long as nothing is known of it.
        self._bare: dict[Path, SpecEntry] = {}
        self._ready: list[SpecEntry] = []
        self._to_keep: list[tuple[bytes, Kept, str]] = []
        self._told_at = 0.0
        self._waits_until = 0.0
        self._findings: dict[str, tuple[Finding, ...]] = {}
        self._thread = threading.Thread(target=self._run, name="folder-scan", daemon=True)

    @property
    def folder(self) -> Path:
        """The folder that is looked at."""
        return self._look.folder

    def start(self) -> None:
        """Begin; the news arrive in the window's thread."""
        self._thread.start()

    def stop(self) -> None:
        """Give up what is under way and wait for the thread, which takes no longer than a read."""
        self._stop.set()
        self._pool.close()
        self._thread.join()

    def give_way(self) -> None:
        """Begin no file for a moment: somebody types, which comes first."""
        self._waits_until = time.monotonic() + _KEY_PRESS

    # On the scanning thread

    def _run(self) -> None:
        try:
            self._scan(self._look.folder)
        finally:
            self._pool.release()
            self._tell(ScanEnded())

    def _tell(self, news: News) -> None:
        self.told.emit(self, news)

    def _scan(self, folder: Path) -> None:
        try:
            files = files_in(folder, self._stop.is_set)
        except StorageError as error:
            is_there = bool(_stamp(folder))
            reason = str(error) if is_there else f"{folder}: this folder is not there."
            self._tell(ScanFailed(reason))
            return
        if self._stop.is_set():
            return
        if not files.specs and is_drive_gone(folder, self._known):
            self._tell(ScanFailed(f"{folder}: the drive that held this folder is not there."))
            return
        is_all_new = not self._known and self._look.index.is_empty
        if files.specs and is_all_new:
            # All of them have to be judged, and the engines take a while to load.
            self._pool.spawn(len(files.specs))
        self._read_setup()
        self._keys = Keys(program_digest(), self._setup, folder)
        self._read_readings(folder, files.specs)
        specs = frozenset(files.specs)
        are_the_same = self._known.keys() == specs
        for gone in self._known.keys() - specs:
            del self._known[gone]
        self._bare = {path: bare_entry(folder, path) for path in files.specs}
        self._tell(Listed(tuple(map(self._entry_now, files.specs)), files.notice(folder)))
        in_order = sorted(files.specs, key=lambda path: path not in self._look.first)
        unknown = self._to_judge(in_order, check_links=not are_the_same)
        self._judge_all(in_order if is_all_new else unknown)
        if self._look.with_findings and not self._stop.is_set():
            self._read_findings()

    def _entry_now(self, path: Path) -> SpecEntry:
        looked = self._known.get(path)
        entry = looked.entry if looked else self._bare[path]
        return with_state(entry, self._look.states)

    def _read_setup(self) -> None:
        """Take up what the folder says now; another setup makes every file be judged anew."""
        try:
            setup = setup_for(self._look.folder)
        except StorageError as error:
            self._tell(SetupFailed(str(error)))
            return
        if setup != self._setup:
            self._setup = setup
            self._known.clear()
        self._tell(SetupRead(setup))

    def _read_readings(self, folder: Path, paths: Sequence[Path]) -> None:
        """Find out how the documents are read as Markdown."""
        folders = dict.fromkeys((folder, *(path.parent for path in paths)))
        self._tell(ReadingsRead(folder_readings(folder, folders)))

    # What is known already

    def _to_judge(self, paths: Iterable[Path], *, check_links: bool) -> Iterator[Path]:
        """Yield the files that are not known as they are now; take up those that the index has."""
        waiting = iter(paths)
        while (some := list(islice(waiting, _TOGETHER))) and not self._stop.is_set():
            yield from self._unknown(some, check_links=check_links)
            self._tell_ready()

    def _unknown(self, paths: Iterable[Path], *, check_links: bool) -> list[Path]:
        unknown: list[Path] = []
        seen: dict[Path, tuple[bytes, tuple[int, ...]]] = {}
        for path in paths:
            looked, stamp = self._known.get(path), _stamp(path)
            if looked and check_links and not self._links_hold(path, looked.files):
                unknown.append(path)
            elif looked is None or looked.stamp != stamp or self._is_touched(path):
                key = self._key(path)
                if key and looked is not None and looked.key == key:
                    self._take(path, looked._replace(stamp=stamp))
                elif key:
                    seen[path] = key, stamp
        found = self._look.index.look_up(key for key, _ in seen.values())
        for path, (key, stamp) in seen.items():
            kept = found.get(key)
            if kept is None or not self._links_hold(path, kept.files):
                unknown.append(path)
            else:
                entry = kept.fill(self._bare[path])
                self._take(path, Looked(stamp, key, entry, kept.files))
        return unknown

    def _is_touched(self, path: Path) -> bool:
        return self._look.touched is None or path in self._look.touched

    def _links_hold(self, path: Path, files: Iterable[tuple[str, bool | None]]) -> bool:
        """Say whether the links of a document still lead where they led when it was judged."""
        root = str(self._look.folder)
        return all(self._references.exists(str(path), root, name) == there for name, there in files)

    def _key(self, path: Path) -> bytes:
        try:
            return self._keys.key(path, digest_of(read_bytes(path)))
        except StorageError as error:
            self._take_unreadable(path, error)
            return b""

    def _take(self, path: Path, looked: Looked) -> None:
        """Take note of what is known of a file now."""
        _, _, size, changed, *_ = looked.stamp or (0, 0, 0, 0)
        entry = replace(looked.entry, size=size, changed=changed / 1e9)
        self._known[path] = looked._replace(entry=entry)
        if entry != looked.entry:
            self._ready.append(entry)

    def _take_unreadable(self, path: Path, error: StorageError) -> None:
        """Take note of why a file cannot be read; of one that is gone the next list tells.

        It is known as one that was listed, so that the next scan sees what came and went.
        """
        looked = self._known.get(path)
        if not _stamp(path):
            self._known[path] = looked or Looked((), b"", self._bare[path])
            return
        entry = replace(self._bare[path], problem=str(error))
        self._known[path] = Looked((), b"", entry)
        if looked is None or entry != looked.entry:
            self._ready.append(entry)

    # What has to be found out

    def _judge_all(self, paths: Iterable[Path]) -> None:
        for path, judged in self._pool.map(paths, self._judge):
            if self._stop.is_set():
                break
            self._take_judged(path, judged)
            if time.monotonic() - self._told_at > _PAUSE:
                self._tell_ready()
        self._tell_ready()

    def _judge(self, path: Path, ask: Ask) -> _Judged:
        while (left := self._waits_until - time.monotonic()) > 0 and not self._stop.wait(left):
            continue
        stamp = _stamp(path)
        file = read_text_file(path)
        root = str(self._look.folder)
        key = self._keys.key(path, file.digest)
        request = Request(
            "summarise", "scan", file.text, setup=self._setup, path=str(path), root=root
        )
        try:
            return _Judged(key, stamp, ask(request))
        except EngineError as error:
            return _Judged(key, stamp, error)

    def _take_judged(self, path: Path, judged: _Judged | Exception) -> None:
        bare = self._bare[path]
        if isinstance(judged, Exception):
            if not isinstance(judged, StorageError):
                raise judged
            self._take_unreadable(path, judged)
            return
        key, stamp, answer = judged
        if isinstance(answer, EngineError):
            # It would fail again: it is judged anew when it is another text.
            self._take(path, Looked(stamp, key, replace(bare, problem=str(answer))))
            return
        entry = with_report(bare, answer.report, answer.counts)
        files = tuple(answer.files.items())
        self._take(path, Looked(stamp, key, entry, files))
        self._to_keep.append((key, Kept.of(entry, answer.files), answer.findings))
        if self._look.with_findings:
            with suppress(ValueError):
                self._findings[str(path)] = findings_from_json(answer.findings)

    def _tell_ready(self) -> None:
        """Tell together what was found out one by one: each word costs the window time."""
        self._told_at = time.monotonic()
        if self._to_keep:
            self._look.index.keep(self._to_keep)
            self._to_keep.clear()
        if self._ready:
            states = self._look.states
            self._tell(EntriesRead(tuple(with_state(entry, states) for entry in self._ready)))
            self._ready.clear()

    def _read_findings(self) -> None:
        """Tell the findings of all files; what the index has lost is found out again."""
        keys = {path: looked.key for path, looked in self._known.items()}
        asked = [key for path, key in keys.items() if str(path) not in self._findings]
        found = self._look.index.findings(asked)
        self._findings |= {str(path): found[key] for path, key in keys.items() if key in found}
        broken = {path for path, looked in self._known.items() if looked.entry.problem}
        self._judge_all(p for p in keys if str(p) not in self._findings and p not in broken)
        if not self._stop.is_set():
            everywhere = {str(path): self._findings.get(str(path), ()) for path in keys}
            self._tell(FindingsRead(everywhere))


def _stamp(path: Path) -> tuple[int, ...]:
    """Return what the disk says of a file without opening it: drive, inode, size, two times."""
    try:
        found = os.lstat(path)
    except (OSError, ValueError):
        return ()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
