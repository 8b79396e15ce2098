"""One running engine process, seen from outside."""

import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping

import psutil

from spec_editor.core.setup import Setup
from spec_editor.engine.limits import Limits
from spec_editor.engine.protocol import Request, read_message, write_message
from spec_editor.engine.time_spent import LOOK, Step, TimeSpent
from spec_editor.engine.wire import Message, ProtocolError

# What does not get the processor may take so many times longer by the clock. After that it hangs.
_PATIENCE = 10


class EngineLostError(Exception):
    """The process died, was too slow or too large; ``step`` and ``key`` say what it was at."""

    def __init__(self, reason: str, step: str, key: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.step = step
        self.key = key


def engine_command() -> list[str]:
    """Return the command that starts an engine process."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--engine-worker"]
    # -P: a folder of specifications may hold a json.py; it must not be imported.
    return [sys.executable, "-P", "-m", "spec_editor", "--engine-worker"]


#: What starts it; tests have one that need not load the program each time.
start_process = subprocess.Popen


class EngineProcess:
    """Starts a worker, sends it a request and waits for the answer within its limits."""

    def __init__(
        self,
        configuration: Mapping[str, object],
        limits: Limits,
        command: list[str] | None = None,
    ) -> None:
        self._limits = limits
        flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
        try:
            self._process = start_process(
                command or engine_command(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=None if os.environ.get("SPEC_EDITOR_DEBUG") else subprocess.DEVNULL,
                creationflags=flags,
            )
        except OSError as error:
            raise EngineLostError(f"it did not start ({error.strerror})", "start", "") from error
        self._seen: psutil.Process | None = None
        self._step = Step("start", "", time.monotonic())
        if limits.gives_way:
            self._lower_priority()
        self._messages: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read_all, name="engine-reader", daemon=True)
        self._reader.start()
        self._configuration = configuration
        self._setup = Setup()
        self._text = ""
        self._ready = False

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    def memory(self) -> int:
        """Return the bytes of memory it uses; 0 when it has gone."""
        try:
            return int(self._from_outside().memory_info().rss)
        except psutil.Error:
            return 0

    def ask(
        self,
        request: Request,
        is_cancelled: Callable[[], bool],
        take_page: Callable[[Message], None],
    ) -> Message:
        """Return the answer to a request; the pages that come before it are handed over.

        Of setup and text only what is new is sent.

        Raises:
            EngineLostError: the process died, took too long or too much memory, or the caller
                cancelled; it has been killed.
        """
        self.start_up(is_cancelled)
        with_setup = request.setup != self._setup
        self._send(request.to_message(with_setup=with_setup, known=self._text), "send")
        self._setup, self._text = request.setup, request.text
        return self._wait(is_cancelled, take_page)

    def start_up(self, is_cancelled: Callable[[], bool]) -> None:
        """Wait until the process has loaded.

        Raises:
            EngineLostError: it could not start.
        """
        if not self._ready:
            configuration = {**self._configuration, "memory_bytes": self._limits.memory_bytes}
            self._send(configuration, "start")
            self._wait(is_cancelled)
            self._ready = True

    def abort(self) -> None:
        """End the process without waiting for it; safe from any thread."""
        self._process.kill()

    def kill(self) -> None:
        """End the process at once and free what it held."""
        self._process.kill()
        self._process.wait()
        self._reader.join()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    # The rest of a message that a dead process no longer takes.
                    continue

    def _used(self) -> float:
        """Return the seconds that it has had of the processor; 0 when it has gone."""
        try:
            times = self._from_outside().cpu_times()
        except psutil.Error:
            return 0.0
        return float(times.user + times.system)

    def _from_outside(self) -> psutil.Process:
        """Return what tells of the process; getting hold of it costs more than asking it."""
        if self._seen is None:
            self._seen = psutil.Process(self._process.pid)
        return self._seen

    def _lower_priority(self) -> None:
        try:
            below_normal = getattr(psutil, "BELOW_NORMAL_PRIORITY_CLASS", 10)
            self._from_outside().nice(below_normal)
        except psutil.Error:
            # It has ended already, which the first request will find out.
            return

    def _send(self, message: Mapping[str, object], step: str) -> None:
        if self._process.stdin is None:
            raise ValueError("the process has no input")
        self._step = Step(step, "", time.monotonic())
        try:
            write_message(self._process.stdin, message)
        except (OSError, ValueError) as error:
            raise self._lost("it ended unexpectedly", Step(step, "", 0.0)) from error

    def _wait(
        self,
        is_cancelled: Callable[[], bool],
        take_page: Callable[[Message], None] = lambda _page: None,
    ) -> Message:
        """Return the next message that is no page."""
        first, spent = self._step, TimeSpent(self._used())
        most = max(self._limits.total_seconds, self._limits.seconds_for(first.name))
        end = first.since + most * _PATIENCE
        while True:
            try:
                message = self._messages.get(timeout=LOOK)
            except queue.Empty:
                self._check(spent, most, end, is_cancelled)
                continue
            if message is None:
                raise self._lost("it ended unexpectedly", self._step)
            if message.get("kind") != "page":
                return message
            take_page(message)

    def _check(
        self, spent: TimeSpent, most: float, end: float, is_cancelled: Callable[[], bool]
    ) -> None:
        """Look whether it may go on.

        The document as a whole is too much after ``most`` seconds of the processor, and at ``end``
        by the clock.
        """
        step, now = self._step, time.monotonic()
        if is_cancelled():
            raise self._lost("cancelled", step._replace(key=""))
        spent.look(step, self._used(), now)
        allowed = self._limits.seconds_for(step.name)
        # What starts may be any program, and one that only sleeps is none of ours.
        patience = 1 if step.name == "start" else _PATIENCE
        if spent.by_step > allowed or now > step.since + allowed * patience:
            raise self._lost("it took too long", step)
        if spent.before > most or step.since > end:
            # No single step is to blame.
            raise self._lost("it took too long", step._replace(key=""))
        if self.memory() > self._limits.memory_bytes:
            raise self._lost("it needed too much memory", step)

    def _lost(self, reason: str, step: Step) -> EngineLostError:
        self.kill()
        return EngineLostError(reason, step.name, step.key)

    def _read_all(self) -> None:
        stream = self._process.stdout
        try:
            while stream is not None and (message := read_message(stream)) is not None:
                if message.get("kind") == "progress":
                    # Nobody need wake up for it: who waits looks at it now and then.
                    step, key = str(message.get("step")), str(message.get("key"))
                    self._step = Step(step, key, time.monotonic())
                else:
                    self._messages.put(message)
        except (ProtocolError, OSError, ValueError):
            # Cut off in the middle: the same as having ended.
            pass
        self._messages.put(None)
