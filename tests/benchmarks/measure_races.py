"""What is lost of a file that two programs save again and again at the same time.

    python tests/benchmarks/measure_races.py [SECONDS] [--by-rename]

One is another program that never looks at what it replaces; the other saves as we do. The other
program exchanges its new file with the old one and reads what it got, so that it knows what it has
replaced; our saves keep what they replace, as for the history. What nobody has replaced and nobody
has kept is lost, unless the other program itself has saved again before it came back: then it
found a save of ours that was about to be taken back. Prints the figures as one line of JSON; the
exit code is 1 when something was lost. With --by-rename it shows what is lost where files cannot
be exchanged. For Linux.
"""

import argparse
import json
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count, pairwise, takewhile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from spec_editor.storage import saving
from spec_editor.storage.errors import StorageError
from spec_editor.storage.exchanging import exchange
from spec_editor.storage.saving import save_bytes
from spec_editor.storage.text_file import digest_of

Log = Callable[[tuple[str, str]], None]
"""Takes note of a save: the new text, and the one that it has replaced, "-" for none."""

_REST = b" of a text\n" * 2000


def text(who: str, number: int) -> bytes:
    return f"{who}{number}".encode() + _REST


def name_of(data: bytes) -> str:
    return data.partition(b" ")[0].decode()


def numbers(end: float) -> Iterator[int]:
    """Count until a time comes."""
    return takewhile(lambda _: time.time() < end, count())


def save_blindly(path: Path, end: float, log: Log) -> None:
    """Save as the other program, and log each save with what it replaced."""
    temporary = path.with_name("other.tmp")
    for number in numbers(end):
        temporary.write_bytes(text("theirs", number))
        exchange(temporary, path)
        log((f"theirs{number}", name_of(temporary.read_bytes())))
        time.sleep(0.0005)


def save_as_we_do(path: Path, end: float, log: Log) -> None:
    """Save what has just been read, and log what is kept and which saves were done."""

    def keep(old: bytes) -> None:
        log(("-", name_of(old)))

    for number in numbers(end):
        digest = digest_of(path.read_bytes())
        with suppress(StorageError):
            save_bytes(path, text("ours", number), digest, keep)
            log((f"ours{number}", "-"))


def lost(theirs: list[tuple[str, str]], ours: list[tuple[str, str]], last: str) -> list[str]:
    """Return the saves of either program that nobody has replaced or kept."""
    made = {new for new, _ in theirs + ours} - {"-"}
    kept = {old for _, old in theirs + ours} | {last}
    replaced_by_next = {new: old for (new, _), (_, old) in pairwise(theirs)}
    done = {new for new, _ in ours}
    missed = made - kept
    return sorted(
        each
        for each in missed
        if not (found := replaced_by_next.get(each, "")).startswith("ours") or found in done
    )


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("seconds", nargs="?", type=float, default=30)
    parser.add_argument("--by-rename", action="store_true")
    options = parser.parse_args()
    if options.by_rename:
        saving.exchange = lambda _one, _other: False
    with tempfile.TemporaryDirectory() as folder, multiprocessing.Manager() as manager:
        path = Path(folder, "spec.md")
        path.write_bytes(text("first", 0))
        theirs, ours = manager.list(), manager.list()
        end = time.time() + options.seconds
        other = multiprocessing.Process(target=save_blindly, args=(path, end, theirs.append))
        other.start()
        save_as_we_do(path, end, ours.append)
        other.join()
        gone = lost([*theirs], [*ours], name_of(path.read_bytes()))
        saves = sum(new != "-" for new, _ in ours)
        print(json.dumps({"theirs": len(theirs), "ours": saves, "lost": len(gone)}))
    return 1 if gone else 0


if __name__ == "__main__":
    sys.exit(main())
