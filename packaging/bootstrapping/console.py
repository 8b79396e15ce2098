"""Speaks to the person at the terminal and runs other programs."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path


class SetupError(Exception):
    """The set-up cannot go on; the message says why and what to do."""


def say(text: str) -> None:
    """Print one message at once, also when the output goes to a file."""
    print(f"spec-editor: {text}", flush=True)


def is_interactive() -> bool:
    """Say whether somebody can answer a question."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def run(
    command: Sequence[str | Path],
    environment: Mapping[str, str],
    folder: Path | None = None,
) -> int:
    """Run a program with our input and output and return its exit code, negative for a signal."""
    return subprocess.run([str(part) for part in command], env=environment, cwd=folder).returncode


def run_quietly(command: Sequence[str | Path], environment: Mapping[str, str]) -> int:
    """Run a program as `run` does; with nobody watching, print what it says only if it fails."""
    if is_interactive():
        return run(command, environment)
    done = subprocess.run(
        [str(part) for part in command],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if done.returncode != 0:
        print(done.stdout.decode("utf-8", "replace"), flush=True)
    return done.returncode


def output_of(command: Sequence[str | Path], environment: Mapping[str, str]) -> str | None:
    """Return what a program prints, both streams, or None when it cannot run or fails."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None
