"""The program's start with a file, step by step, by turns with a bare web view of the same HTML.

Run without a screen:
QT_QPA_PLATFORM=offscreen .venv/bin/python tests/benchmarks/bench_start.py [RUNS] [CHECKOUT ...]

All figures are milliseconds since the process was started, medians of the runs: by the clock, and
in brackets what the window's thread had of the processor by then. Other checkouts take their turns.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from common import TEMPLATE, row

# What all of them share: "page painted" is two frames after the page has what it shows.
_MARKS = """
import json, sys, time
marks = {}
def mark(name):
    marks.setdefault(name, (time.monotonic(), time.thread_time()))
mark("Python runs")
def note_painted(page, then):
    page.titleChanged.connect(lambda title: title == "painted" and (mark("page painted"), then()))
    page.runJavaScript(
        "requestAnimationFrame(() => requestAnimationFrame(() => {document.title = 'painted'}))", 1)
def tell():
    import psutil
    this, used = psutil.Process(), {}
    for each in (this, *this.children(recursive=True)):
        kind = "our process" if each is this else "web engine"
        if "--engine-worker" in each.cmdline():
            kind = "engine"
        times = each.cpu_times()
        used[kind] = used.get(kind, 0) + times.user + times.system
    print(json.dumps({"marks": marks, "used": used}), flush=True)
"""

_BARE = (
    _MARKS
    + """
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication
mark("Qt imported")
app = QApplication([])
view = QWebEngineView()
view.resize(1280, 800)
view.setHtml(open(sys.argv[1], encoding="utf-8").read())
view.loadFinished.connect(
    lambda _: (mark("page loaded"), note_painted(view.page(), lambda: (tell(), app.quit()))))
view.show()
mark("window shown")
app.exec()
"""
)

# The program as users start it. What is to be looked at is got hold of when its module is loaded.
_OURS = (
    _MARKS
    + """
import importlib.util
class Behind:
    wanted = {}
    def find_spec(self, name, path, target=None):
        act = self.wanted.pop(name, None)
        if act is None:
            return None
        spec = importlib.util.find_spec(name)
        run = spec.loader.exec_module
        spec.loader.exec_module = lambda module: (run(module), act(module))
        return spec
def look_at(parts):
    from PySide6.QtCore import QEvent, QObject, Qt, QTimer
    from PySide6.QtTest import QTest
    def has_text():
        return parts.editor.document().characterCount() > 1000
    class Watcher(QObject):
        def eventFilter(self, watched, event):
            if event.type() == QEvent.Type.Show:
                mark("window shown")
            elif event.type() == QEvent.Type.Paint:
                name = "text painted" if has_text() else "window painted"
                QTimer.singleShot(0, lambda: mark(name))
            return False
    def press():
        if has_text():
            # A key that moves the cursor and changes nothing.
            QTest.keyClick(parts.window.focusWidget(), Qt.Key.Key_Right)
            if parts.editor.textCursor().position():
                mark("key taken")
                timer.stop()
    def shown(revision):
        if revision and "page has all" not in marks:
            mark("page has all")
            note_painted(parts.web.page, leave)
    def leave():
        if not {"key taken", "judged"} <= marks.keys():
            QTimer.singleShot(10, leave)
            return
        tell()
        parts.window.allow_close()
        parts.window.close()
    watcher = look_at.watcher = Watcher()
    parts.window.installEventFilter(watcher)
    parts.editor.viewport().installEventFilter(watcher)
    timer = QTimer(parts.window, interval=4, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(press)
    timer.start()
    parts.documents.shown.connect(lambda _: mark("file opened"))
    parts.session.patched.connect(lambda *_: mark("engine has drawn"))
    parts.session.reported.connect(lambda _: mark("judged"))
    parts.preview.ready.connect(lambda: mark("page loaded"))
    parts.preview.patched.connect(shown)
def wired(module):
    wire = module.wire
    module.wire = lambda parts: (mark("window made"), wire(parts), mark("wired"), look_at(parts))
Behind.wanted["spec_editor.app.main"] = lambda _: mark("start of ours imported")
Behind.wanted["spec_editor.app.start"] = lambda _: mark("Qt imported")
Behind.wanted["spec_editor.app.parts"] = lambda _: mark("all imported")
Behind.wanted["spec_editor.app.wiring"] = wired
sys.meta_path.insert(0, Behind())
from spec_editor.__main__ import main
main()
"""
)

_BUDGET = "budget × 1.3, of both"
_ORDER = (
    "Python runs",
    "start of ours imported",
    "Qt imported",
    "all imported",
    "window made",
    "wired",
    "window shown",
    "file opened",
    "key taken",
    "text painted",
    "engine has drawn",
    "judged",
    "page loaded",
    "page has all",
    "page painted",
)


def run(program: str, argument: Path, home: Path, checkout: Path) -> dict[str, tuple[float, float]]:
    """Start a program; return milliseconds since then and of the processor for each mark."""
    places = {"HOME": str(home), "XDG_RUNTIME_DIR": str(home), "PYTHONPATH": str(checkout)}
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("XDG_") and name != "PYTHONDONTWRITEBYTECODE"
    }
    start = time.monotonic()
    process = subprocess.run(
        [sys.executable, "-c", program, str(argument)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=home,
        env=environment | places,
        timeout=120,
        check=False,
    )
    told = json.loads(process.stdout)
    marks = {name: ((at - start) * 1000, cpu * 1000) for name, (at, cpu) in told["marks"].items()}
    used = {f"processor: {name}": (0, cpu * 1000) for name, cpu in told["used"].items()}
    return marks | used


def show(found: dict[str, list[dict[str, tuple[float, float]]]]) -> None:
    """Print the medians, a column for each program."""
    names = {name for runs in found.values() for one in runs for name in one}
    rows = [name for name in _ORDER if name in names] + sorted(names - {*_ORDER})
    print(" " * 24 + "".join(f"{name[-18:]:>19}" for name in found))
    for name in rows:
        cells = []
        for runs in found.values():
            pairs = [one[name] for one in runs if name in one]
            medians = [statistics.median(each) for each in zip(*pairs, strict=True)]
            cells.append("{:>9.0f} ({:>4.0f}) ms".format(*medians) if pairs else "")
        print(f"{name:<24}" + "".join(f"{cell:>19}" for cell in cells))
    painted = _median(found["bare"], "page painted")
    for name in [each for each in found if each != "bare"]:
        print(f"\n{name}")
        row("start until a key is taken", _median(found[name], "key taken"), painted, _BUDGET)
        row(
            "start until the page is painted",
            _median(found[name], "page painted"),
            painted,
            _BUDGET,
        )


def _median(runs: list[dict[str, tuple[float, float]]], mark: str) -> float:
    return statistics.median(one[mark][0] for one in runs)


def main(folder: Path, times: int, checkouts: list[Path]) -> None:
    spec, page, home = folder / "specs" / "spec.md", folder / "page.html", folder / "home"
    for made in (spec.parent, home):
        made.mkdir()
    spec.write_text(TEMPLATE, encoding="utf-8")
    command = [sys.executable, "-m", "spec_editor", "export", str(spec), "--to", "html"]
    subprocess.run([*command, "--output", str(page)], check=True, capture_output=True)
    programs = {"bare": (_BARE, page, Path())}
    programs |= {str(each): (_OURS, spec, each.resolve()) for each in checkouts}
    found = {name: [] for name in programs}
    for number in range(times + 1):
        for name, (program, argument, checkout) in programs.items():
            one = run(program, argument, home, checkout)
            # The first one compiles, and reads from the disk.
            if number:
                found[name].append(one)
    show(found)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        runs = int(sys.argv[1]) if len(sys.argv) > 1 else 10
        main(Path(name), runs, [Path(__file__).parents[2], *map(Path, sys.argv[2:])])
