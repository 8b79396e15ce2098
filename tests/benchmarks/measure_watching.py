"""Whether the watcher keeps its promises at the system's real limits.

    python tests/benchmarks/measure_watching.py [FOLDER]

Works below FOLDER (default: a new folder for temporary files), one case after the other, and
prints a line for each: many files at once, a queue that overflows while Python is held up, no more
watches, no more instances (both in a user namespace of their own, so that nothing else on the
machine notices), and a file system that is unmounted and mounted again (as root only). Ends with 1
when a case failed.
"""

import argparse
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from spec_editor.storage.hints import Hint
from spec_editor.storage.watch import Watcher

_PATIENCE = 60.0
_FILES = 10_000
_LIMITS = {"watches": "max_inotify_watches", "instances": "max_inotify_instances"}
_MANY = (
    "import pathlib, sys; [pathlib.Path(sys.argv[1], f'{n}.md').write_text('x') for n in range({})]"
)


class Ear:
    """Gathers what a watcher tells."""

    def __init__(self) -> None:
        self.hints: queue.Queue[Hint] = queue.Queue()
        self.notices: list[str] = []
        self.watcher = Watcher(self.hints.put, self.notices.append)

    def until(self, is_it: Callable[[Hint], bool]) -> int:
        """Wait for a hint; return how many came until then, 0 when it did not come."""
        ends = time.monotonic() + _PATIENCE
        number = 0
        while (left := ends - time.monotonic()) > 0:
            try:
                hint = self.hints.get(timeout=left)
            except queue.Empty:
                return 0
            number += 1
            if is_it(hint):
                return number
        return 0


def write_many(folder: Path, number: int) -> subprocess.Popen[bytes]:
    """Let another program write many files."""
    return subprocess.Popen([sys.executable, "-c", _MANY.replace("{}", str(number)), str(folder)])


def many_files(folder: Path) -> str:
    """10,000 files appear: all are told, in few hints."""
    ear = Ear()
    ear.watcher.watch([folder])
    began = time.monotonic()
    writer = write_many(folder, _FILES)
    seen: set[Path] = set()
    hints = 0

    def all_are_there(hint: Hint) -> bool:
        seen.update(hint.paths)
        return hint.whole or len(seen) >= _FILES

    hints = ear.until(all_are_there)
    writer.wait()
    ear.watcher.close()
    took = time.monotonic() - began
    return f"{hints} hints in {took:.1f} s" if hints else ""


def overflow(folder: Path) -> str:
    """Python is held up while 40,000 files appear: events are lost, and that is told."""
    ear = Ear()
    ear.watcher.watch([folder])
    writer = write_many(folder, 4 * _FILES)
    while writer.poll() is None:
        # In one call of C, so that no other thread of this process runs meanwhile.
        sum(range(100_000_000))
    hints = ear.until(lambda hint: hint.whole)
    (folder / "after.md").write_bytes(b"x")
    found = hints and ear.until(lambda hint: hint.whole or folder / "after.md" in hint.paths)
    ear.watcher.close()
    return "looked at everything, and still watching" if found else ""


def limit(folder: Path) -> str:
    """No more watches or instances: polling takes over, says so once, and finds changes."""
    for number in range(40):
        (folder / f"sub{number}").mkdir()
    ear = Ear()
    ear.watcher.watch([folder])
    target = folder / "sub39" / "new.md"
    for _ in range(10):
        target.write_text(target.read_text() + "x" if target.exists() else "x", encoding="utf-8")
        if ear.until(lambda hint: target in hint.paths):
            break
    else:
        return ""
    ear.watcher.close()
    said = sum("limit" in notice for notice in ear.notices)
    return "polling found the change, said once" if said == 1 else ""


def limit_in_namespace(kind: str, most: int) -> Callable[[Path], str]:
    """Return the case with a limit of its own."""

    def run(folder: Path) -> str:
        script = f'echo {most} > /proc/sys/user/{_LIMITS[kind]} && exec "$@"'
        command = [sys.executable, __file__, str(folder), "--only-limit"]
        done = subprocess.run(
            ["unshare", "-Ur", "sh", "-c", script, "sh", *command],
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout.strip() if done.returncode == 0 else ""

    return run


def unmount(folder: Path) -> str:
    """A file system goes and comes back."""

    def mount() -> None:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], check=True)

    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return "not tried: only root may mount"
    mount()
    try:
        ear = Ear()
        ear.watcher.watch([folder])
        subprocess.run(["umount", folder], check=True)
        gone = ear.until(lambda hint: hint.whole)
    finally:
        if not folder.is_mount():
            mount()
    back = gone and ear.until(lambda hint: hint.whole)
    (folder / "new.md").write_bytes(b"x")
    found = back and ear.until(lambda hint: folder / "new.md" in hint.paths)
    ear.watcher.close()
    subprocess.run(["umount", folder], check=True)
    return "watched again" if found else ""


CASES: dict[str, Callable[[Path], str]] = {
    "many files at once": many_files,
    "queue overflows": overflow,
    "no more watches (16)": limit_in_namespace("watches", 16),
    "no more instances (0)": limit_in_namespace("instances", 0),
    "unmounted and mounted": unmount,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--only-limit", action="store_true")
    options = parser.parse_args()
    if options.only_limit:
        print(result := limit(options.folder))
        return 0 if result else 1
    top = Path(tempfile.mkdtemp(dir=options.folder))
    failed = 0
    for name, case in CASES.items():
        folder = top / name.replace(" ", "-")
        folder.mkdir()
        result = case(folder)
        failed += not result
        print(f"{name:24} {result or 'FAILED'}", flush=True)
    shutil.rmtree(top)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
