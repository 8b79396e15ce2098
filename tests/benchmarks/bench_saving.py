"""How long the window is held while documents are saved, against writing the same bytes alone.

Run without a screen:
QT_QPA_PLATFORM=offscreen .venv/bin/python tests/benchmarks/bench_saving.py
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench_window import PROGRAM
from common import SIZES, TEMPLATE, row

_SAVES = 15
_KINDS = {"worst": "all told", "alone": "less what other programs took"}

_SAVING = (
    PROGRAM
    + """
import json, threading
path = Path(sys.argv[1])
gaps, handlers, waits = [], [], []
schedule = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")

def without_core():
    # Milliseconds that this thread could have gone on, and other programs had the processors.
    return int(schedule.read_text().split()[1]) / 1e6 if schedule.exists() else 0.0

def begin():
    gaps.clear()
    beat.last, beat.waited = time.perf_counter(), without_core()

def beat():
    # How long after its time the window's thread comes to an event, and without such waiting.
    now, waited = time.perf_counter(), without_core()
    gap = (now - beat.last) * 1000 - 2
    gaps.append((gap, gap - (waited - beat.waited)))
    beat.last, beat.waited = now, waited

timer = QTimer(interval=2, timerType=Qt.TimerType.PreciseTimer)
timer.timeout.connect(beat)

def until(signal, action):
    loop = QEventLoop()
    signal.connect(loop.quit)
    QTimer.singleShot(60_000, loop.quit)
    action()
    loop.exec()
    signal.disconnect(loop.quit)

def pause(milliseconds):
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()

def rest():
    # Until all that is said about the text is shown.
    while not (parts.session.report and parts.session.is_answered and parts.pacer.is_idle):
        pause(200)

def save():
    start = time.perf_counter()
    parts.window.command("file.save").trigger()
    handlers.append((time.perf_counter() - start) * 1000)

until(parts.preview.patched, lambda: parts.files.open_path(path))
rest()
pause(4000)
worst, alone = [], []
for number in range(int(sys.argv[3])):
    QTest.keyClicks(parts.editor, "x")
    # What the letter itself costs is told elsewhere; here it is the save.
    rest()
    pause(1500)
    begin()
    timer.start()
    start = time.perf_counter()
    until(parts.saver.saved, save)
    waits.append((time.perf_counter() - start) * 1000)
    # What follows a save (the disk is looked at, the folder scanned) counts as well.
    pause(1000)
    timer.stop()
    worst.append(max(gap for gap, _ in gaps))
    alone.append(max(gap for _, gap in gaps))
assert path.read_text("utf-8") == parts.editor.text()
found = {"handlers": handlers, "worst": worst, "alone": alone, "waits": waits}
print(json.dumps(found), flush=True)
parts.window.allow_close()
take_apart(parts)
"""
)


def bare_save(path: Path, data: bytes) -> float:
    """Return the milliseconds that temporary file, fsync and rename take alone."""
    start = time.perf_counter()
    temporary = path.with_suffix(".tmp")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    return (time.perf_counter() - start) * 1000


def saving(folder: Path) -> None:
    for name, copies in SIZES.items():
        path = folder / f"{copies}.md"
        text = TEMPLATE * copies
        path.write_text(text, encoding="utf-8")
        bare = statistics.median(bare_save(folder / "bare.md", text.encode()) for _ in range(9))
        command = [sys.executable, "-c", _SAVING, str(path), str(folder / f"{copies}.ini")]
        ran = subprocess.run(
            [*command, str(_SAVES)], check=True, capture_output=True, text=True, timeout=600
        )
        found = json.loads(ran.stdout.splitlines()[-1])
        row(f"{name}: asked until saved", statistics.median(found["waits"]), bare)
        command_ms = statistics.median(found["handlers"])
        print(f"  window held by the command {command_ms:.2f} ms")
        for kind, what in _KINDS.items():
            held = found[kind]
            print(
                f"  window held until a second after it, {what}: {statistics.median(held):.1f} ms"
                f" (median of {len(held)} saves), {max(held):.1f} ms in the worst save (budget 16)"
            )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        saving(Path(made))
