"""The preview while one types: key press → painted, how long the window was held, memory.

Run without a screen:
QT_QPA_PLATFORM=offscreen .venv/bin/python tests/benchmarks/bench_preview.py [typing] [memory]

With ``scanning FOLDER`` one types while a large folder is read for the first time.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from bench_window import PROGRAM, tree_memory
from common import SIZES, TEMPLATE

# Two animation frames after the last change of the page, the change is on the screen.
_STUDIO = (
    PROGRAM
    + """
import json, random
chance = random.Random(1)
loop = QEventLoop()
painted, patched, gaps = [], [], []
WATCH = '''new MutationObserver(() => requestAnimationFrame(() =>
    requestAnimationFrame(() => console.info("painted")))).observe(
    document.getElementById("page"), {childList: true, characterData: true, subtree: true})'''

def note(_level, text, *_rest):
    if text == "painted":
        painted.append(time.perf_counter())
        loop.quit()

def pause(milliseconds):
    end = time.perf_counter() + milliseconds / 1000
    while time.perf_counter() < end:
        QTimer.singleShot(max(1, int((end - time.perf_counter()) * 1000)), loop.quit)
        loop.exec()

def beat():
    # How long after its time the window's thread comes to an event: so long it was held.
    now = time.perf_counter()
    gaps.append((now - beat.last) * 1000 - 2)
    beat.last = now

def until_painted(start):
    painted.clear()
    while not painted:
        loop.exec()
    return (painted[0] - start) * 1000

def until_quiet():
    # A page of 2.4 MB takes seconds to change; an undo before that would be seen by nobody.
    pause(1500)
    while painted:
        painted.clear()
        pause(1000)

parts.web.page.console_message.connect(note)
parts.preview.patched.connect(lambda revision: patched.append(time.perf_counter()))
ready = []
parts.preview.ready.connect(lambda: ready.append(True))
while not ready:
    pause(20)
# Also when the page had to be loaded again, as after a long silence of its process.
parts.web.page.loadFinished.connect(
    lambda _: parts.web.page.runJavaScript(WATCH, APPLICATION_WORLD))
parts.web.page.runJavaScript(WATCH, APPLICATION_WORLD)
pause(200)
heart = QTimer(interval=2, timerType=Qt.TimerType.PreciseTimer)
heart.timeout.connect(beat)
beat.last = time.perf_counter()
heart.start()

replies = []
parts.engine.replied.connect(lambda request, reply: replies.append(bool(reply.patch.get("more"))))
start = time.perf_counter()
parts.files.open_path(Path(sys.argv[1]))
opened = until_painted(start)
while not replies or replies[-1]:
    pause(100)
complete = (time.perf_counter() - start) * 1000
worst_opening = max(gaps)
pause(2500)
gaps.clear()
beat.last = time.perf_counter()
"""
)

_TYPING = (
    _STUDIO
    + """
parts.editor.go_to_line(12)
pause(500)
letters, handlers = [], []
gaps.clear()
for number in range(60):
    start = time.perf_counter()
    QTest.keyClick(parts.editor, Qt.Key.Key_X)
    handlers.append((time.perf_counter() - start) * 1000)
    letters.append(until_painted(start))
    # Not in step with the frames: that would measure one phase only.
    pause(chance.randint(40, 120))
held = list(gaps)
lines = []
for number in range(10):
    start = time.perf_counter()
    QTest.keyClick(parts.editor, Qt.Key.Key_Return)
    QTest.keyClick(parts.editor, Qt.Key.Key_X)
    lines.append(until_painted(start))
    pause(600)
fences = []
for number in range(5):
    cursor = parts.editor.textCursor()
    start = time.perf_counter()
    cursor.insertText("\\n```\\n")
    fences.append(until_painted(start))
    until_quiet()
    parts.editor.undo()
    until_quiet()
print(json.dumps({"opened": opened, "complete": complete, "worst_opening": worst_opening,
    "letters": letters, "handlers": handlers, "held": held, "lines": lines, "fences": fences}))
parts.window.allow_close()
take_apart(parts)
"""
)

_SCANNING = (
    _STUDIO
    + """
parts.editor.go_to_line(12)
# What is unsaved stays open when another folder is.
QTest.keyClick(parts.editor, Qt.Key.Key_X)
pause(500)
ended = []
parts.workspace.scanned.connect(lambda: ended.append(True))
letters, handlers = [], []
parts.files.open_folder(Path(sys.argv[3]))
pause(300)
ended.clear()
gaps.clear()
began = time.perf_counter()
while not ended:
    start = time.perf_counter()
    QTest.keyClick(parts.editor, Qt.Key.Key_X)
    handlers.append((time.perf_counter() - start) * 1000)
    letters.append(until_painted(start))
    pause(chance.randint(40, 120))
print(json.dumps({"letters": letters, "handlers": handlers, "held": list(gaps),
    "seconds": time.perf_counter() - began}))
parts.window.allow_close()
take_apart(parts)
"""
)

_MEMORY = (
    _STUDIO
    + """
print("ready", flush=True)
sys.stdin.readline()
parts.editor.go_to_line(12)
for number in range(int(sys.argv[3])):
    wanted = len(patched) + 1
    QTest.keyClick(parts.editor, Qt.Key.Key_X if number % 2 == 0 else Qt.Key.Key_Backspace)
    while len(patched) < wanted:
        app.processEvents()
print("done", flush=True)
sys.stdin.readline()
parts.window.allow_close()
take_apart(parts)
"""
)


def _percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def typing(folder: Path) -> None:
    """Print times from a key press to the painted preview for documents of three sizes."""
    for name, factor in SIZES.items():
        place = folder / str(factor)
        place.mkdir()
        spec = place / "spec.md"
        spec.write_text(TEMPLATE * factor, encoding="utf-8")
        output = subprocess.run(
            [sys.executable, "-c", _TYPING, str(spec), str(folder / f"t{factor}.ini")],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            check=True,
        ).stdout
        found = json.loads(output)
        letters, held = found["letters"], found["held"]
        print(f"{name}")
        print(f"  opened: first screen {found['opened']:.0f} ms, all {found['complete']:.0f} ms")
        print(f"  opened: window held at worst {found['worst_opening']:.0f} ms")
        print(
            f"  letter → painted: p50 {_percentile(letters, 0.5):.1f} ms, "
            f"p95 {_percentile(letters, 0.95):.1f} ms; "
            f"key handler p50 {statistics.median(found['handlers']):.1f} ms"
        )
        print(f"  letter: window held {statistics.mean(held):.2f} ms, at worst {max(held):.1f} ms")
        print(f"  new line → painted: p50 {statistics.median(found['lines']):.1f} ms")
        print(f"  opened fence → painted: p50 {statistics.median(found['fences']):.1f} ms")


def scanning(folder: Path, specs: Path) -> None:
    """Print the times of letters that are typed while a folder is read for the first time."""
    place = folder / "scanning"
    place.mkdir()
    spec = place / "spec.md"
    spec.write_text(TEMPLATE, encoding="utf-8")
    output = subprocess.run(
        [sys.executable, "-c", _SCANNING, str(spec), str(folder / "s.ini"), str(specs)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=True,
        # An index of its own, in which nothing is known yet.
        env={**os.environ, "XDG_CACHE_HOME": str(folder / "cache")},
    ).stdout
    found = json.loads(output)
    letters, handlers, held = found["letters"], found["handlers"], found["held"]
    print(f"while a folder is scanned ({found['seconds']:.1f} s, {len(letters)} letters)")
    print(
        f"  letter → painted: p50 {_percentile(letters, 0.5):.1f} ms, "
        f"p95 {_percentile(letters, 0.95):.1f} ms; "
        f"key handler p50 {statistics.median(handlers):.1f} ms, at worst {max(handlers):.1f} ms"
    )
    print(f"  window held {statistics.mean(held):.2f} ms, at worst {max(held):.1f} ms")


def memory(folder: Path, edits: int = 10_000) -> None:
    """Print the memory of all processes before and after many edits."""
    spec = folder / "memory.md"
    spec.write_text(TEMPLATE, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-c", _MEMORY, str(spec), str(folder / "m.ini"), str(edits)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    found = []
    for _ in range(2):
        process.stdout.readline()
        found.append(tree_memory(process.pid))
        process.stdin.write("go on\n")
        process.stdin.flush()
    process.communicate()
    print(f"memory: {found[0]:.0f} MB, after {edits} edits {found[1]:.0f} MB")


if __name__ == "__main__":
    wanted = sys.argv[1:] or ["typing", "memory"]
    with tempfile.TemporaryDirectory() as name:
        if "typing" in wanted:
            typing(Path(name))
        if "memory" in wanted:
            memory(Path(name))
        if "scanning" in wanted:
            scanning(Path(name), Path(wanted[-1]))
