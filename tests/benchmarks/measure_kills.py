"""What kill -9 at random moments of saving leaves of a file of 2 MB.

    python tests/benchmarks/measure_kills.py [N]

Starts N programs that save a file again and again, each another text, and kills each at a random
moment; half of them save by replacing the file, half in place, since it has a second name. After
each kill the file must be one of the texts as a whole, at once or, in place, after what a start of
the window does. Prints the figures as one line of JSON; the exit code is 1 when a file was damaged.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from spec_editor.storage.in_place import finish_interrupted
from spec_editor.storage.temporaries import sweep

SAVER = """
import sys
from pathlib import Path
from measure_kills import versions
from spec_editor.storage.saving import save_bytes
path, texts = Path(sys.argv[1]), versions()
print(flush=True)
while True:
    for text in texts:
        save_bytes(path, text)
"""


def versions() -> list[bytes]:
    """Return texts of different lengths round 2 MB."""
    return [f"# Version {n}\n{n} of a text\n".encode() * (70_000 + 9_000 * n) for n in range(4)]


def kill_once(path: Path, most: float) -> None:
    """Start a program that saves, and kill it within so many seconds."""
    places = [str(Path(__file__).parent), str(Path(__file__).parents[2])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(places)}
    command = [sys.executable, "-c", SAVER, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as program:
        assert program.stdout is not None
        program.stdout.readline()
        time.sleep(random.uniform(0, most))
        program.kill()


def judge(path: Path, texts: list[bytes], counts: Counter[str]) -> None:
    """Count what a kill left, and clean up as the window does when it starts."""
    if path.read_bytes() not in texts:
        counts["torn until the next start"] += 1
    left = list(path.parent.glob(".*.tmp"))
    counts["temporary files left"] += len(left) - 1
    counts["finished at the next start"] += len(finish_interrupted())
    swept = sweep(path.parent)
    counts["temporary files removed"] += len(swept.removed)
    if path.read_bytes() not in texts:
        counts["damaged"] += 1
    counts["kills"] += 1


def run(kills: int, folder: Path, *, in_place: bool) -> Counter[str]:
    """Kill so many programs; return what was counted."""
    counts: Counter[str] = Counter(damaged=0)
    texts = versions()
    path = folder / "spec.md"
    path.write_bytes(texts[0])
    # Looks like one of ours and is somebody's.
    (folder / ".spec-notes.tmp").write_bytes(b"somebody's")
    if in_place:
        os.link(path, folder / "other.md")
    for _ in range(kills):
        kill_once(path, 0.08)
        judge(path, texts, counts)
    names = {"spec.md", ".spec-notes.tmp"} | ({"other.md"} if in_place else set())
    counts["files too many or too few at the end"] = len(
        names ^ {each.name for each in folder.iterdir()}
    )
    if in_place and (folder / "other.md").read_bytes() not in texts:
        counts["damaged"] += 1
    return counts


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("kills", type=int, nargs="?", default=200)
    options = parser.parse_args()
    figures = {}
    for name, in_place in (("replacing", False), ("in place", True)):
        with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as home:
            os.environ["XDG_STATE_HOME"] = home
            figures[name] = run(options.kills // 2, Path(folder), in_place=in_place)
    print(json.dumps(figures, indent=1))
    return 1 if any(counts["damaged"] for counts in figures.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
