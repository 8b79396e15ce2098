"""Kills a program while somebody types and saves, again and again, and counts what was lost."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from killed_program import NAMES, UNTITLED, digest

from spec_editor.storage.journal import Journal
from spec_editor.storage.journal_format import Entry
from spec_editor.storage.leftovers import Leftovers
from spec_editor.storage.text_file import decode

PROGRAM = Path(__file__).with_name("killed_program.py")
BYTES = {
    "a.md": b"\xef\xbb\xbf# One\r\n\r\n" + b"A line of a specification.\r\n" * 800,
    "b.md": b"# Two\n\n" + b"Another line, of the longer one of both.\n" * 1_500,
}
# A hung program is a failure, not a reason to wait for ever.
PATIENCE = 60.0


@dataclass(slots=True)
class Typed:
    """What was typed into one document: the moment of each text, in order, and what was saved.

    ``places`` has for each text the last time that it was there, ``offered`` the place of the text
    that the program was offered when it started, -1 for none: whoever undoes has it once more.
    """

    moments: list[float] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    offered: int = -1
    saved: int = 0
    saves: int = 0

    def add(self, moment: float, text: str) -> None:
        self.places[text] = len(self.moments)
        self.moments.append(moment)


@dataclass(slots=True)
class Loss:
    """What one kill cost; ``seconds`` is the longest stretch of typing that did not come back."""

    texts: int = 0
    saves: int = 0
    lost_saves: int = 0
    lost_offers: int = 0
    damaged: int = 0
    seconds: float = 0.0
    restored: int = 0
    older_offered: int = 0
    strays: int = 0


class KillLoop:
    """Programs that are killed one after the other, each restoring what the one before left."""

    def __init__(self, folder: Path, *, how: str, seed: int) -> None:
        """``how`` is "small", "whole" or "asking", see killed_program.py."""
        self._home = folder / "home"
        self._folder = folder / "specs"
        self._how = how
        self._random = random.Random(seed)
        self._folder.mkdir(parents=True)
        for name, data in BYTES.items():
            (self._folder / name).write_bytes(data)
        # The texts that the next program will be offered.
        self._kept: dict[str, str] = {}
        self._strays: set[str] = set()

    def kill_one(self, most_events: int = 150, longest_wait: float = 0.7) -> Loss:
        """Start a program, kill it after some keys and a moment, and look what is left."""
        wanted = self._random.randint(5, most_events)
        return self._end_one(signal.SIGKILL, wanted, self._random.uniform(0, longest_wait))

    def end_one(self, number: signal.Signals, keys: int) -> Loss:
        """Start a program, have it end after some keys, and look what is left."""
        return self._end_one(number, keys, 0.0)

    def _end_one(self, number: signal.Signals, keys: int, wait: float) -> Loss:
        typed = self._before()
        lines, killed_at = self._run(number, keys, wait)
        _add(typed, lines)
        return self._judge(typed, killed_at)

    def _before(self) -> dict[str, Typed]:
        """Return what is to be there still, whatever happens: the files, and what was offered."""
        found = {name: Typed() for name in (*NAMES, UNTITLED)}
        for name in NAMES:
            data = (self._folder / name).read_bytes()
            found[name].add(time.monotonic(), digest(decode(Path(name), data).text))
        for name, text in self._kept.items():
            found[name].add(time.monotonic(), text)
            found[name].offered = found[name].places[text]
        return found

    def _run(self, number: signal.Signals, keys: int, wait: float) -> tuple[list[str], float]:
        seed = self._random.randrange(2**32)
        command = [sys.executable, str(PROGRAM), self._how, str(seed), str(self._folder)]
        lines: list[str] = []
        enough = threading.Event()
        with (
            (self._home.parent / "errors.txt").open("ab") as errors,
            subprocess.Popen(
                command,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=self._environment(),
                start_new_session=True,
            ) as program,
        ):
            out = program.stdout
            assert out is not None

            def read() -> None:
                for line in out:
                    lines.append(line.decode("ascii"))
                    if len(lines) >= keys:
                        enough.set()
                enough.set()

            reader = threading.Thread(target=read)
            reader.start()
            in_time = enough.wait(PATIENCE)
            time.sleep(wait)
            is_running = program.poll() is None
            killed_at = time.monotonic()
            # The program alone: its helpers notice by themselves, or are ended afterwards.
            program.send_signal(number if in_time else signal.SIGKILL)
            try:
                code = program.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                program.kill()
                raise
            _end_group(program.pid)
            reader.join()
        said = (self._home.parent / "errors.txt").read_text("utf-8", "replace")[-2000:]
        assert in_time, f"the program hangs after {len(lines)} of {keys} events: {said}"
        assert is_running, f"the program ended by itself: {said}"
        assert code == (-number if number == signal.SIGKILL else 0), f"{code}: {said}"
        return lines, killed_at

    def _environment(self) -> dict[str, str]:
        environment = {**os.environ, "HOME": str(self._home), "QT_QPA_PLATFORM": "offscreen"}
        for name in ("CONFIG", "DATA", "CACHE", "STATE"):
            environment[f"XDG_{name}_HOME"] = str(self._home / name.lower())
        paths = [str(PROGRAM.parent), str(PROGRAM.parent.parent)]
        environment["PYTHONPATH"] = os.pathsep.join(paths)
        return environment

    def _judge(self, typed: dict[str, Typed], killed_at: float) -> Loss:
        strays = {each.name for each in self._folder.iterdir()} - BYTES.keys()
        loss = Loss(strays=len(strays - self._strays))
        self._strays |= strays
        self._kept = left = dict(self._left())
        for name, each in typed.items():
            loss.texts += len(each.moments)
            loss.saves += each.saves
            kept = each.places.get(left.get(name, ""), -1)
            if name in left:
                loss.restored += 1
                # A text that was never typed is no text of somebody's.
                loss.damaged += kept < 0
            in_file = 0
            if name in NAMES:
                in_file = self._place_in_file(name, each)
                loss.damaged += in_file < 0
                loss.lost_saves += in_file < each.saved
                loss.older_offered += 0 <= kept < in_file
            # It was typed before the program was started.
            loss.lost_offers += max(kept, in_file) < each.offered
            after = max(kept, in_file) + 1
            if after < len(each.moments):
                loss.seconds = max(loss.seconds, killed_at - each.moments[after])
        return loss

    def _place_in_file(self, name: str, typed: Typed) -> int:
        path = self._folder / name
        file, first = decode(path, path.read_bytes()), decode(path, BYTES[name])
        if file.format != first.format:
            return -1
        return typed.places.get(digest(file.text), -1)

    def _left(self) -> Iterator[tuple[str, str]]:
        """Yield the texts that the next start will offer; their locks are free."""
        leftovers = Leftovers(Journal(self._home / "state" / "Spec Editor" / "journal"))
        try:
            for entry in leftovers.find():
                assert isinstance(entry, Entry), entry
                yield UNTITLED if entry.is_untitled else entry.path.name, digest(entry.text)
        finally:
            leftovers.close()


def _add(found: dict[str, Typed], lines: list[str]) -> None:
    """Add what was typed into each document and saved, out of the program's lines."""
    for line in lines:
        moment, event, name, text = line.split()
        typed = found[name]
        assert event != "failed", line
        if event == "text" or (event == "begun" and text not in typed.places):
            typed.add(float(moment), text)
        elif event == "saved":
            typed.saved = max(typed.saved, typed.places[text])
            typed.saves += 1


def _end_group(group: int) -> None:
    """End what the killed program had started, unless it has noticed."""
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return
