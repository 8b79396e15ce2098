"""Memory of the window, against a bare web view; bench_start.py has its start.

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
from common import TEMPLATE

_BARE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication
app = QApplication([])
view = QWebEngineView()
view.resize(1280, 800)
view.setHtml(open(sys.argv[1], encoding="utf-8").read())
view.loadFinished.connect(lambda ok: print("shown", flush=True))
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
        print("shown", flush=True)
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


def run(program: str, *arguments: str) -> float:
    """Return megabytes three seconds after the page is shown."""
    process = subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    process.stdout.readline()
    time.sleep(3)
    memory = tree_memory(process.pid)
    process.communicate()
    return memory


def main(folder: Path) -> None:
    spec, page = folder / "spec.md", folder / "page.html"
    spec.write_text(TEMPLATE, encoding="utf-8")
    command = [sys.executable, "-m", "spec_editor", "export", str(spec), "--to", "html"]
    subprocess.run([*command, "--output", str(page)], check=True, capture_output=True)
    bare = statistics.median(run(_BARE, str(page)) for _ in range(5))
    ours = statistics.median(run(_OURS, str(spec), str(folder / f"{n}.ini")) for n in range(5))
    print(f"{'memory with one spec open':<44} {ours:>9.0f} MB  bare {bare:>9.0f} MB")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        main(Path(name))
