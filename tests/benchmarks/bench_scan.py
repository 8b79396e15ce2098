"""A folder of real specifications: first scan, second start, `check`, memory, the window meanwhile.

Run: QT_QPA_PLATFORM=offscreen .venv/bin/python tests/benchmarks/bench_scan.py FOLDER

FOLDER holds some thousand Markdown files, such as the checkouts of rust-lang/rfcs,
kubernetes/enhancements and swiftlang/swift-evolution. Each first scan has a cache of its own.
Times are medians of three, wall clock, with the processor seconds of all our processes behind
them: on a machine that is busy only these can be compared.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

import cmarkgfm
import psutil
from cmarkgfm.cmark import Options
from common import row
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from spec_editor.app.workspace import Workspace
from spec_editor.core.report import SpecEntry
from spec_editor.storage.configuration import setup_for
from spec_editor.storage.folder import find_specs
from spec_editor.ui.theme import LIGHT
from spec_editor.ui.workspace.panel import WorkspacePanel
from spec_editor.ui.workspace.rows import OpenFolder

_OPTIONS = Options.CMARK_OPT_SOURCEPOS | Options.CMARK_OPT_FOOTNOTES | Options.CMARK_OPT_UNSAFE
_BEAT = 1
_ROUNDS = 3


class Meter:
    """Seconds on the wall and of processors since it was made, ended children included."""

    def __init__(self) -> None:
        self._wall = time.perf_counter()
        self._used = self._processors()

    @staticmethod
    def _processors() -> float:
        both = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return sum(each.ru_utime + each.ru_stime for each in both)

    def read(self) -> tuple[float, float]:
        return time.perf_counter() - self._wall, self._processors() - self._used


class Window:
    """The workspace with its view, and how long the window's thread is held."""

    def __init__(self, folder: Path) -> None:
        self.workspace = Workspace(setup_for(None))
        self.panel = WorkspacePanel(LIGHT)
        self.panel.resize(320, 900)
        self.panel.set_folders((OpenFolder(str(folder)),))
        self.panel.show()
        self.folder = folder
        self.entries: dict[str, SpecEntry] = {}
        self.held: list[float] = []
        self.batches = 0
        self.gaps: list[float] = []
        self._last = 0.0
        self.workspace.listed.connect(self._timed(self.panel.view.set_entries))
        self.workspace.entries_changed.connect(self._timed(self.panel.view.update_entries))
        self.workspace.entries_changed.connect(self._count)
        self._beat = QTimer()
        self._beat.setInterval(_BEAT)
        self._beat.timeout.connect(self._note_beat)

    def _timed(self, slot: Callable[[object], None]) -> Callable[[object], None]:
        def timed(value: object) -> None:
            start = time.thread_time()
            slot(value)
            self.held.append((time.thread_time() - start) * 1000)

        return timed

    def _count(self, entries: tuple[SpecEntry, ...]) -> None:
        self.batches += 1
        self.entries |= {entry.path: entry for entry in entries}

    def _note_beat(self) -> None:
        now = time.perf_counter()
        if self._last:
            self.gaps.append((now - self._last) * 1000 - _BEAT)
        self._last = now

    def read(self) -> None:
        loop = QEventLoop()
        self.workspace.scanned.connect(loop.quit)
        self._beat.start()
        self.workspace.open(self.folder)
        loop.exec()
        self._beat.stop()

    def close(self) -> None:
        self.workspace.close()
        self.panel.deleteLater()


class Seen(NamedTuple):
    """One scan: seconds on the wall and of processors, megabytes at most, and its window."""

    wall: float
    used: float
    memory: float
    window: Window


class Memory:
    """The most that all processes of this one have taken together, sampled."""

    def __init__(self) -> None:
        self.most = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._sample)
        self._thread.start()

    def _sample(self) -> None:
        me = psutil.Process()
        while not self._stop.wait(0.25):
            total = 0
            for process in (me, *me.children(recursive=True)):
                try:
                    total += process.memory_info().rss
                except psutil.Error:
                    continue
            self.most = max(self.most, total)

    def read(self) -> float:
        self._stop.set()
        self._thread.join()
        return self.most / 1e6


def bare(folder: Path) -> tuple[int, float, float]:
    """Return how many files there are, their megabytes, and what cmarkgfm alone takes for them.

    In a process of its own: cmarkgfm's trees are never freed.
    """
    texts = [path.read_bytes().decode(errors="replace") for path in find_specs(folder)]
    times = []
    for _ in range(_ROUNDS):
        start = time.process_time()
        for text in texts:
            cmarkgfm.github_flavored_markdown_to_html(text, _OPTIONS)
        times.append((time.process_time() - start) * 1000)
    return len(texts), sum(map(len, texts)) / 1e6, statistics.median(times)


def scan(name: str, folder: Path, theirs: float, caches: Sequence[Path], budget: str) -> list[Seen]:
    """Scan as often as there are caches; print the median and what each scan was like."""
    found = [scan_once(folder, cache) for cache in caches]
    row(name, statistics.median(seen.wall for seen in found) * 1000, theirs, budget)
    row(f"{name}, processors", statistics.median(seen.used for seen in found) * 1000, theirs)
    for seen in found:
        held, gaps = max(seen.window.held), sorted(seen.window.gaps)
        most = gaps[len(gaps) * 99 // 100]
        print(
            f"  {seen.wall:.2f} s: {seen.window.batches} batches, a slot holds the window at most "
            f"{held:.1f} ms;\n"
            f"  gaps in its thread: 99 % below {most:.1f} ms, worst {gaps[-1]:.1f} ms; "
            f"memory at most {seen.memory:.0f} MB in all processes"
        )
    return found


def scan_once(folder: Path, cache: Path) -> Seen:
    os.environ["XDG_CACHE_HOME"] = str(cache)
    meter, memory = Meter(), Memory()
    window = Window(folder)
    window.read()
    wall, _ = meter.read()
    window.close()
    _, used = meter.read()
    return Seen(wall, used, memory.read(), window)


def check(folder: Path, theirs: float) -> None:
    command = [sys.executable, "-m", "spec_editor", "check", str(folder), "--fail-on", "never"]
    meter = Meter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    wall, used = meter.read()
    row("check of the folder", wall * 1000, theirs, "budget × 6")
    row("check of the folder, processors", used * 1000, theirs)


def main(folder: Path) -> None:
    with ProcessPoolExecutor(1) as pool:
        count, size, theirs = pool.submit(bare, folder).result()
    print(f"{count} files, {size:.1f} million characters, {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory() as name:
        caches = [Path(name, str(number)) for number in range(_ROUNDS)]
        application = QApplication([])
        first = scan("first scan", folder, theirs, caches, "budget × 6")
        second = scan("second start", folder, theirs, caches, "budget × 0.6")
        index = sum(path.stat().st_size for path in caches[0].rglob("*") if path.is_file())
        same = all(seen.window.entries == first[0].window.entries for seen in (*first, *second))
        print(f"  the index has {index / 1e6:.1f} MB; all found the same: {same}")
        check(folder, theirs)
        application.processEvents()


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute())
