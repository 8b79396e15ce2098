"""What Git says of the files of a folder, asked in a way that changes and runs nothing.

The repository may be a stranger's. Its configuration can name programs that ``git status`` would
run; each such key is set to nothing here, and nobody writes to the repository, not even to
refresh its index. See docs/decisions/0042-git-state.md.
"""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from spec_editor.storage.git_folder import top_of

# Of an older one the configuration cannot be overruled key by key.
_OLDEST = (2, 31)
_SECONDS = 20.0
# How often is looked whether anybody still waits, in seconds.
_LOOK = 0.1
_LONGEST_BRANCH = 100
_VERSION = re.compile(rb"(\d+)\.(\d+)")
# Keys of a repository's configuration that make a look at its state run a program, write, or
# ask another computer.
_OVERRULED = {
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.pager": "",
    "core.untrackedCache": "false",
    "core.sshCommand": "false",
    "protocol.allow": "never",
    "safe.bareRepository": "explicit",
    "status.renames": "false",
    "submodule.recurse": "false",
}
_FILTER_KEYS = ("clean", "smudge", "process")


@dataclass(frozen=True, slots=True)
class GitState:
    """What Git says of a folder: its branch, and of each file that is not as it was committed.

    ``branch`` is a name, the first letters of a commit where none is checked out, and empty
    where the folder is in no repository. ``files`` has “new”, “modified” or “conflict” by path.
    """

    branch: str = ""
    files: Mapping[Path, str] = field(default_factory=dict)


NO_STATE = GitState()


def git_state(
    folder: Path,
    suffixes: Sequence[str],
    seconds: float = _SECONDS,
    is_stopped: Callable[[], bool] = lambda: False,
) -> GitState:
    """Return the state of the files below a folder whose names end so, upper or lower case.

    Nothing is known where Git is missing or too old, does not answer in time, or does not trust
    who owns the repository.
    """
    real = Path(os.path.realpath(folder))
    top = top_of(real)
    git = shutil.which("git")
    if top is None or git is None or not _is_safe(Path(git), real):
        return NO_STATE
    try:
        return _Git(Path(git), real, seconds, is_stopped).state(top, folder, suffixes)
    except (OSError, subprocess.SubprocessError, ValueError):
        return NO_STATE


@dataclass(frozen=True, slots=True)
class _Git:
    """The program, the folder that it is asked about, and how long it may take."""

    program: Path
    folder: Path
    seconds: float
    is_stopped: Callable[[], bool]

    def state(self, top: Path, shown: Path, suffixes: Sequence[str]) -> GitState:
        """Return the state of the folder, its files named as they are ``shown``."""
        if self._version() < _OLDEST:
            return NO_STATE
        filters = self._run("config", "--name-only", "-z", "--get-regexp", r"^filter\.")
        answer = self._run(
            *("status", "--porcelain=v2", "-z", "--branch", "--untracked-files=all"),
            *("--ignore-submodules=all", "--no-renames", "--"),
            *(f":(icase)*{suffix}" for suffix in suffixes),
            overruled={**_OVERRULED, **_without_filters(filters or b"")},
        )
        return NO_STATE if answer is None else _read(answer, top, self.folder, shown)

    def _version(self) -> tuple[int, int]:
        found = _VERSION.search(self._run("version") or b"")
        return (int(found[1]), int(found[2])) if found else (0, 0)

    def _run(self, *words: str, overruled: Mapping[str, str] = _OVERRULED) -> bytes | None:
        """Return what Git prints, None where it fails."""
        with subprocess.Popen(
            [self.program, "--no-pager", "--no-optional-locks", "-C", self.folder, *words],
            env=_environment(overruled),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        ) as process:
            try:
                output = self._wait(process)
            except BaseException:
                process.kill()
                raise
            return output if process.returncode == 0 else None

    def _wait(self, process: "subprocess.Popen[bytes]") -> bytes:
        end = time.monotonic() + self.seconds
        while True:
            try:
                return process.communicate(timeout=_LOOK)[0]
            except subprocess.TimeoutExpired:
                if self.is_stopped() or time.monotonic() > end:
                    raise


def _is_safe(git: Path, folder: Path) -> bool:
    """Say whether the program that was found is not one that came with the folder."""
    return git.is_absolute() and not Path(os.path.realpath(git)).is_relative_to(folder)


def _environment(overruled: Mapping[str, str]) -> dict[str, str]:
    """Return an environment in which nothing but the user's own settings leads Git anywhere."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    kept |= {
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "",
        "GIT_CONFIG_COUNT": str(len(overruled)),
        "LC_ALL": "C",
    }
    for number, (key, value) in enumerate(overruled.items()):
        kept |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    return kept


def _without_filters(listed: bytes) -> dict[str, str]:
    """Return what switches all filters off: they are programs that are given the files."""
    found: dict[str, str] = {}
    for key in os.fsdecode(listed).split("\0"):
        name, dot, _ = key.rpartition(".")
        if dot and name.startswith("filter."):
            found |= {f"{name}.{each}": "" for each in _FILTER_KEYS}
            found[f"{name}.required"] = "false"
    return found


def _read(answer: bytes, top: Path, real: Path, folder: Path) -> GitState:
    branch, commit = "", ""
    files: dict[Path, str] = {}
    records = iter(answer.split(b"\0"))
    for record in records:
        kind, _, rest = record.partition(b" ")
        if kind == b"#":
            name, _, value = rest.decode("utf-8", "replace").partition(" ")
            branch = value if name == "branch.head" else branch
            commit = value if name == "branch.oid" else commit
        elif kind in _FIELDS_BEFORE_PATH:
            words = rest.split(b" ", _FIELDS_BEFORE_PATH[kind])
            if kind == b"2":
                next(records, None)
            path = _path(words[-1], top, real, folder)
            if path is not None:
                files[path] = _state(kind, words[0])
    if branch == "(detached)":
        branch = commit[:8]
    return GitState(branch[:_LONGEST_BRANCH], files)


# How many words stand in front of the path in each kind of line.
_FIELDS_BEFORE_PATH = {b"1": 7, b"2": 8, b"u": 9, b"?": 0}


def _state(kind: bytes, change: bytes) -> str:
    if kind == b"u":
        return "conflict"
    return "new" if kind == b"?" or change.startswith((b"A", b".A")) else "modified"


def _path(name: bytes, top: Path, real: Path, folder: Path) -> Path | None:
    """Return the file in the words in which its folder was opened."""
    path = top / os.fsdecode(name)
    return folder / path.relative_to(real) if path.is_relative_to(real) else None
