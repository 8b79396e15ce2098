"""Engine processes by fork from one that has loaded all they need.

Loading costs a new process more than reading a document, and the tests start hundreds. A forked
one runs the same worker with a memory, limits and pipes of its own; only the loading is shared.
Run as a program, this is the process that forks.
"""

import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import psutil

from spec_editor.engine.process import engine_command

#: Where processes can be forked, and be held by something that no other process gets.
IS_POSSIBLE = sys.platform == "linux"

#: What the command line of an engine process holds.
WORKER = "--engine-worker"
_NURSERY = "--nursery"
_LONGEST = 1 << 20


class ForkedProcess:
    """A forked process; of what ``subprocess.Popen`` offers, what an engine's owner asks for."""

    def __init__(self, pid: int, stdin: IO[bytes], stdout: IO[bytes]) -> None:
        self.pid = pid
        self.stdin: IO[bytes] | None = stdin
        self.stdout: IO[bytes] | None = stdout
        try:
            self._handle: int | None = os.pidfd_open(pid)
        except ProcessLookupError:
            self._handle = None

    def kill(self) -> None:
        if self._handle is not None:
            try:
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)
            except ProcessLookupError:
                return

    def wait(self) -> None:
        if self._handle is not None:
            poll = select.poll()
            poll.register(self._handle, select.POLLIN)
            poll.poll()

    def __del__(self) -> None:
        if self._handle is not None:
            os.close(self._handle)


class Nursery:
    """Starts engine processes in place of ``subprocess.Popen``."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            descriptor = theirs.fileno()
            command = [sys.executable, "-P", __file__, str(descriptor), WORKER, _NURSERY]
            self._process = subprocess.Popen(command, pass_fds=[descriptor])

    def start(self, command: list[str], **options: Any) -> Any:
        """Start a process; any that is not a usual engine is started as ever."""
        if command != engine_command() or options.get("stderr") != subprocess.DEVNULL:
            return subprocess.Popen(command, **options)
        read_in, write_in = os.pipe()
        read_out, write_out = os.pipe()
        surroundings = {"environment": dict(os.environ), "folder": str(Path.cwd())}
        with self._lock:
            socket.send_fds(self._ours, [json.dumps(surroundings).encode()], [read_in, write_out])
            pid = int(self._ours.recv(_LONGEST))
        os.close(read_in)
        os.close(write_out)
        return ForkedProcess(pid, os.fdopen(write_in, "wb"), os.fdopen(read_out, "rb"))

    def close(self) -> None:
        self._ours.close()
        self._process.wait()


def engine_processes() -> list[psutil.Process]:
    """Return the engine processes that live and that this process has started, however."""
    found = []
    for child in psutil.Process().children(recursive=True):
        try:
            command = child.cmdline()
            is_nursery = _NURSERY in command and child.ppid() == os.getpid()
            if WORKER in command and not is_nursery and child.status() != psutil.STATUS_ZOMBIE:
                found.append(child)
        except psutil.NoSuchProcess:
            continue
    return found


def _load() -> Callable[[], int]:
    """Load what a worker needs, and what it loads only when a text asks for it."""
    drawing = "spec_editor.engine.drawing"
    for lazy in (drawing, "PySide6.QtGui", "latex2mathml.converter", "markdown", "merman"):
        importlib.import_module(lazy)
    from spec_editor.engine.worker import run_worker
    from spec_editor.storage.references import FileReferences

    return lambda: run_worker(FileReferences())


def _reap(_number: int, _frame: object) -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            continue
    except ChildProcessError:
        return


def main() -> int:
    """Fork a worker for each message until the other side ends."""
    ours = socket.socket(fileno=int(sys.argv[1]))
    work = _load()
    signal.signal(signal.SIGCHLD, _reap)
    while True:
        message, descriptors, _, _ = socket.recv_fds(ours, _LONGEST, 2)
        if not message:
            return 0
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            ours.close()
            return _become_worker(work, json.loads(message), *descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        ours.send(str(pid).encode())


def _become_worker(
    work: Callable[[], int], surroundings: dict[str, Any], stdin: int, stdout: int
) -> int:
    nothing = os.open(os.devnull, os.O_WRONLY)
    for place, descriptor in enumerate((stdin, stdout, nothing)):
        os.dup2(descriptor, place)
        os.close(descriptor)
    os.environ.clear()
    os.environ.update(surroundings["environment"])
    os.chdir(surroundings["folder"])
    return work()


if __name__ == "__main__":
    sys.exit(main())
