"""How long saving 2.4 MB on a thread keeps the window's thread from going on.

    python tests/benchmarks/measure_saving.py

The main thread wakes up every half millisecond while another one saves. What that one computes
between two wake-ups is what a key press would have to wait for. Prints the longest of it for each
format, in milliseconds of processor time.
"""

import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from common import SIZES, TEMPLATE

from spec_editor.storage.saving import save_text
from spec_editor.storage.text_file import TextFile, decode

TIMES = 15


def longest_hold(work: Callable[[], object]) -> tuple[float, float]:
    """Return the most processor time that a thread takes between two wake-ups of this one.

    And how much it takes in all; both in milliseconds. The time of day would count what other
    programs take.
    """
    started, finish = threading.Event(), threading.Event()

    def run() -> None:
        started.set()
        work()
        finish.wait()

    thread = threading.Thread(target=run)
    thread.start()
    started.wait()
    clock = time.pthread_getcpuclockid(thread.ident or 0)
    first = last = time.clock_gettime(clock)
    longest, idle = 0.0, 0
    while idle < 200:
        time.sleep(0.0005)
        now = time.clock_gettime(clock)
        longest = max(longest, now - last)
        # It waits for the disk now and then; after a tenth of a second it has ended.
        idle = idle + 1 if now == last else 0
        last = now
    finish.set()
    thread.join()
    return longest * 1000, (last - first) * 1000


def formats(text: str) -> dict[str, bytes]:
    """Return the document's bytes in the formats that take the most work."""
    mixed = text.replace("\n\n", "\n\r\n")
    return {
        "UTF-8, LF": text.encode(),
        "UTF-8, CRLF": text.replace("\n", "\r\n").encode(),
        "UTF-16, CRLF": ("\ufeff" + text.replace("\n", "\r\n")).encode("utf-16-le"),
        "UTF-8, mixed": mixed.encode(),
        "UTF-8, not ASCII": text.replace("e", "é").encode(),
    }


def edited(text: str, number: int) -> str:
    """Return the text with two lines changed, near its start and its end."""
    lines = text.split("\n")
    lines[3] = lines[-4] = f"edit {number}"
    return "\n".join(lines)


def main() -> int:
    text = TEMPLATE * SIZES["2.4 MB"]
    worst = 0.0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.md"
        for name, data in formats(text).items():
            path.write_bytes(data)
            file: list[TextFile] = [decode(path, data)]

            def save(new: str, file: list[TextFile] = file) -> None:
                file[0] = save_text(path, new, file[0].format, file[0].digest)

            holds, totals = [], []
            for number in range(TIMES):
                new = edited(file[0].text, number)
                hold, total = longest_hold(lambda new=new: save(new))
                holds.append(hold)
                totals.append(total)
            worst = max(worst, statistics.median(holds))
            print(
                f"{name:<18} longest hold, median {statistics.median(holds):5.1f} ms, most "
                f"{max(holds):5.1f} ms; a save takes {statistics.median(totals):6.1f} ms"
            )
    return 1 if worst > 16 else 0


if __name__ == "__main__":
    sys.exit(main())
