"""The command line as its users have it: a process, its output and its exit code."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest
from ordinary_user import as_ordinary_user

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
    """Runs ``spec-editor`` with some arguments in the test's folder."""

    def __call__(
        self, *arguments: str | bytes | Path, as_user: bool = False, **options: Any
    ) -> Done: ...


def command(*arguments: str | bytes | Path) -> list[str]:
    return [sys.executable, "-P", "-m", "spec_editor", *map(os.fsdecode, arguments)]


@pytest.fixture
def run(tmp_path: Path) -> Run:
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
