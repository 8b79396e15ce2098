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

_SAVING = (
    PROGRAM
    + """
import json
path = Path(sys.argv[1])
gaps, handlers, waits = [], [], []

def beat():
    # How long after its time the window's thread comes to an event: so long it was held.
    now = time.perf_counter()
    gaps.append((now - beat.last) * 1000 - 2)
    beat.last = now

beat.last = time.perf_counter()
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

def save():
    start = time.perf_counter()
    parts.window.command("file.save").trigger()
    handlers.append((time.perf_counter() - start) * 1000)

until(parts.preview.patched, lambda: parts.files.open_path(path))
pause(4000)
worst = []
for number in range(int(sys.argv[3])):
    QTest.keyClicks(parts.editor, "x")
    # What the letter itself costs is told elsewhere; here it is the save.
    pause(1500)
    beat.last = time.perf_counter()
    gaps.clear()
    timer.start()
    start = time.perf_counter()
    until(parts.saver.saved, save)
    waits.append((time.perf_counter() - start) * 1000)
    # What follows a save (the disk is looked at, the folder scanned) counts as well.
    pause(1000)
    timer.stop()
    worst.append(max(gaps))
assert path.read_text("utf-8") == parts.editor.text()
print(json.dumps({"handlers": handlers, "worst": worst, "waits": waits}), flush=True)
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
        held = sorted(found["worst"])
        print(
            f"  window held: by the command {command_ms:.2f} ms, while saving at worst"
            f" {statistics.median(held):.1f} ms (median of {len(held)} saves), {held[-1]:.1f} ms"
            " in the worst save (budget 16 ms)"
        )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        saving(Path(made))
