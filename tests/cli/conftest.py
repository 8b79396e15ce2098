"""The command line: its output and its exit code.

``run`` calls it in the tests' own process, which spares a start of Python each time; the engine
process is a real one. ``run_process`` starts the program as its users do. That both give the same
is tested in ``test_start.py``, and whatever depends on the process (environment, rights, streams
that cannot be written, signals) is tested with a process of its own.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest
from ordinary_user import as_ordinary_user

from spec_editor.cli.start import run_command_line
from spec_editor.resources import resources_root


@dataclass(frozen=True)
class Done:
    """What a finished command left."""

    code: int
    out: str
    err: str

    @property
    def problems(self) -> list[str]:
        """The lines on standard error; each is one whole problem."""
        assert "Traceback" not in self.err
        assert self.err == "" or self.err.endswith("\n")
        lines = self.err.split("\n")[:-1]
        assert all(line.startswith("spec-editor: ") for line in lines), self.err
        assert all(line.isprintable() for line in lines), self.err
        return [line.removeprefix("spec-editor: ") for line in lines]

    @property
    def json(self) -> Any:
        """What JSON the command printed; there must have been no problem."""
        assert self.problems == []
        return json.loads(self.out)


class Run(Protocol):
    """Runs ``spec-editor`` with some arguments in the test's folder or another one."""

    def __call__(self, *arguments: str | bytes | Path, cwd: Path | None = None) -> Done: ...


class RunProcess(Protocol):
    """Runs ``spec-editor`` in a process; ``options`` are those of ``subprocess.run``."""

    def __call__(
        self, *arguments: str | bytes | Path, as_user: bool = False, **options: Any
    ) -> Done: ...


def command(*arguments: str | bytes | Path) -> list[str]:
    return [sys.executable, "-P", "-m", "spec_editor", *map(os.fsdecode, arguments)]


@pytest.fixture(autouse=True)
def engines(forked_engines: None) -> None:
    """Spare the tests the loading of each engine process."""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str | bytes | Path, cwd: Path | None = None) -> Done:
        monkeypatch.chdir(cwd or tmp_path)
        before = capsys.readouterr()
        assert before == ("", "")
        code = run_command_line(list(map(os.fsdecode, arguments)))
        return Done(code, *capsys.readouterr())

    return run


@pytest.fixture
def run_process(tmp_path: Path) -> RunProcess:
    def run(*arguments: str | bytes | Path, as_user: bool = False, **options: Any) -> Done:
        line = command(*arguments)
        options = {"cwd": tmp_path, "stdin": subprocess.DEVNULL, "timeout": 60, **options}
        done = subprocess.run(
            as_ordinary_user(line) if as_user else line,
            capture_output=True,
            check=False,
            **options,
        )
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture(scope="session")
def examples() -> Path:
    return resources_root() / "examples"


@pytest.fixture(scope="session")
def template_file() -> Path:
    return resources_root() / "templates" / "technical-specification.md"
