"""How long saving 2.4 MB on a thread keeps the window's thread from going on.

    python tests/benchmarks/measure_saving.py

The main thread wakes up every half millisecond while another one saves; the longest pause between
two wake-ups is what a key press would have to wait. Prints it for each format, in milliseconds,
beside that of the same time without saving.
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


def longest_pause(work: Callable[[], object]) -> tuple[float, float]:
    """Return the longest pause of this thread while another one works, and how long that takes."""
    thread = threading.Thread(target=work)
    start = last = time.perf_counter()
    longest = 0.0
    thread.start()
    while thread.is_alive():
        time.sleep(0.0005)
        now = time.perf_counter()
        longest = max(longest, now - last)
        last = now
    return longest * 1000, (time.perf_counter() - start) * 1000


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

            pauses, durations, idle = [], [], []
            for number in range(TIMES):
                new = edited(file[0].text, number)
                pause, duration = longest_pause(lambda new=new: save(new))
                pauses.append(pause)
                durations.append(duration)
                idle.append(longest_pause(lambda duration=duration: time.sleep(duration / 1000))[0])
            worst = max(worst, statistics.median(pauses))
            print(
                f"{name:<18} longest pause, median {statistics.median(pauses):6.2f} ms, "
                f"most {max(pauses):6.2f} ms; without saving {statistics.median(idle):5.2f} ms; "
                f"a save takes {statistics.median(durations):6.1f} ms"
            )
    return 1 if worst > 16 else 0


if __name__ == "__main__":
    sys.exit(main())
