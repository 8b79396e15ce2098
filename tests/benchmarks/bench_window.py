"""Start and memory of the window, against a bare web view.

Run without a screen:
QT_QPA_PLATFORM=offscreen .venv/bin/python tests/benchmarks/bench_window.py
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
from common import TEMPLATE, row

_BARE = """
import sys, time
start = time.perf_counter()
from PySide6.QtCore import QTimer
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication
app = QApplication([])
view = QWebEngineView()
view.resize(1280, 800)
view.setHtml(open(sys.argv[1], encoding="utf-8").read())
view.loadFinished.connect(lambda ok: (print(time.perf_counter() - start, flush=True)))
view.show()
QTimer.singleShot(6000, app.quit)
app.exec()
"""

PROGRAM = """
import sys, time
start = time.perf_counter()
from pathlib import Path
from spec_editor.app.main import put_window_first
put_window_first()
from spec_editor.engine.client import Engine
from spec_editor.storage.configuration import setup_for
setup = setup_for(None)
engine = Engine(diagrams=True)
engine.spawn()
from PySide6.QtCore import QEventLoop, QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from spec_editor.render.web import APPLICATION_WORLD, register_scheme
register_scheme()
app = QApplication([])
from spec_editor.app.web import make_web
web = make_web()
web.page.load_document()
from spec_editor.app.parts import make_parts
from spec_editor.app.settings import Settings
from spec_editor.app.start import take_apart
from spec_editor.app.wiring import wire
settings = Settings(QSettings(sys.argv[2], QSettings.Format.IniFormat))
parts = make_parts(app, settings, setup, engine, web)
wire(parts)
parts.window.show()
parts.garbage.begin()
"""

_OURS = (
    PROGRAM
    + """
parts.files.open_path(Path(sys.argv[1]))
def shown(revision):
    if revision and not shown.done:
        shown.done = True
        print(time.perf_counter() - start, flush=True)
shown.done = False
parts.preview.patched.connect(shown)
QTimer.singleShot(6000, app.quit)
app.exec()
parts.window.allow_close()
take_apart(parts)
"""
)


def tree_memory(pid: int) -> float:
    """Return the megabytes that a process and its children have for themselves."""
    total = 0
    for process in [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]:
        try:
            total += process.memory_full_info().uss
        except psutil.Error:
            continue
    return total / 1e6


def run(program: str, *arguments: str) -> tuple[float, float]:
    """Return seconds until the page is shown and megabytes three seconds later."""
    process = subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    seconds = float(process.stdout.readline())
    time.sleep(3)
    memory = tree_memory(process.pid)
    process.communicate()
    return seconds, memory


def start_and_memory(folder: Path) -> None:
    spec, page = folder / "spec.md", folder / "page.html"
    spec.write_text(TEMPLATE, encoding="utf-8")
    command = [sys.executable, "-m", "spec_editor", "export", str(spec), "--to", "html"]
    subprocess.run([*command, "--output", str(page)], check=True, capture_output=True)
    bare = [run(_BARE, str(page)) for _ in range(5)]
    ours = [run(_OURS, str(spec), str(folder / f"{n}.ini")) for n in range(5)]
    start = [statistics.median(one[0] for one in runs) * 1000 for runs in (ours, bare)]
    row("start until the preview is shown", *start, "budget × 1.3")
    memory = [statistics.median(one[1] for one in runs) for runs in (ours, bare)]
    print(f"{'memory with one spec open':<44} {memory[0]:>9.0f} MB  bare {memory[1]:>9.0f} MB")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        start_and_memory(Path(name))
