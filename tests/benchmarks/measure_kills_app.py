"""Kills the program while somebody types and saves, again and again, and counts what was lost.

    python tests/benchmarks/measure_kills_app.py [--kills 200] [--whole 40] [--seed 1]

Two programs run at the same time, each followed by one that restores what was left and is killed
as well. ``--kills`` is the number for the program without preview and engine, which starts in a
fraction of the time and has the same documents, editor, saver and journal; ``--whole`` for the
real one with everything. A kill comes 5 to 150 keys and up to 0.7 seconds after the start.
"""

import argparse
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from kill_loop import KillLoop, Loss

_AT_ONCE = 2
_ALLOWED = 1.0


def main() -> int:
    """Run both loops; return whether anything was lost that must not be."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--whole", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    is_good = True
    for name, number, whole in (
        ("without preview and engine", options.kills, False),
        ("whole", options.whole, True),
    ):
        if number:
            start = time.monotonic()
            losses = _run(number, whole=whole, seed=options.seed)
            print(f"The program {name}, {time.monotonic() - start:.0f} s:")
            is_good &= _report(losses, number)
    return 0 if is_good else 1


def _run(number: int, *, whole: bool, seed: int) -> list[Loss]:
    losses: list[Loss] = []
    how = "whole" if whole else "small"

    def run_some(place: int) -> None:
        with tempfile.TemporaryDirectory() as folder:
            loop = KillLoop(Path(folder) / "loop", how=how, seed=seed + place)
            for _ in range(place, number, _AT_ONCE):
                losses.append(loop.kill_one())
                if len(losses) % 10 == 0:
                    print(f"  {len(losses)} of {number}", file=sys.stderr, flush=True)

    threads = [threading.Thread(target=run_some, args=(place,)) for place in range(_AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return losses


def _report(losses: list[Loss], wanted: int) -> bool:
    seconds = sorted(loss.seconds for loss in losses)
    too_long = sum(each > _ALLOWED for each in seconds)
    counts = {
        "kills": len(losses),
        "texts typed": sum(loss.texts for loss in losses),
        "saves that were acknowledged": sum(loss.saves for loss in losses),
        "texts offered afterwards": sum(loss.restored for loss in losses),
        "acknowledged saves lost": sum(loss.lost_saves for loss in losses),
        "texts offered once and then lost": sum(loss.lost_offers for loss in losses),
        "damaged files or texts": sum(loss.damaged for loss in losses),
        "files of ours left in the folder": sum(loss.strays for loss in losses),
        "texts offered that are older than the file": sum(loss.older_offered for loss in losses),
    }
    for name, count in counts.items():
        print(f"  {count:7,} {name}")
    middle, most = seconds[len(seconds) // 2], seconds[-1]
    print(f"  typing lost: {middle:.2f} s in the middle, {most:.2f} s at most")
    print(f"  runs that lost more than a second: {too_long}")
    keys = ("acknowledged saves lost", "texts offered once and then lost", "damaged files or texts")
    return len(losses) == wanted and not any(counts[key] for key in keys) and not too_long


if __name__ == "__main__":
    sys.exit(main())
