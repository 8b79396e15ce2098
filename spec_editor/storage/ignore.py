"""Which files ``.gitignore`` leaves out, as Git reads it: nested files, exceptions, info/exclude.

The files may be a stranger's: none is read that is no plain file, and no pattern may take long.
"""

import os
import re
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from spec_editor.storage.git_folder import shared_git_folder_of, top_of

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_NAME = ".gitignore"
_MOST_BYTES = 1_000_000
_STARS = re.compile(r"\*+")
# Sets in sets and the like: no two programs read them alike, and Python warns of them.
_ODD_SET = re.compile(r"\[[^\]]*(?:\[|--|&&|\|\||~~)")
# Each star may try all the letters of a path: with so many it could take for ever.
_MOST_STARS = 4
_MOST_TRIES = 1_000_000


@dataclass(frozen=True, slots=True)
class _Rules:
    """The patterns of one file; they are about what is below ``base``."""

    base: str
    patterns: "GitIgnoreSpec"
    stars: int

    def say(self, path: str, *, is_folder: bool) -> bool | None:
        """Say whether a path is left out; None where nothing is said of it."""
        name = path[len(self.base) + 1 :].replace(os.sep, "/")
        if len(name) ** self.stars > _MOST_TRIES:
            return None
        return self.patterns.check_file(f"{name}/" if is_folder else name).include


@dataclass(frozen=True, slots=True)
class IgnoreRules:
    """What is left out in a folder; of what lies inside it is decided folder by folder."""

    rules: tuple[_Rules, ...] = ()

    def within(self, folder: str) -> "IgnoreRules":
        """Return the rules that hold in a folder below, its own file included."""
        own = _read(Path(folder, _NAME), folder)
        return IgnoreRules((*self.rules, own)) if own else self

    def leave_out(self, path: str, *, is_folder: bool) -> bool:
        """Say whether a file or folder is left out: the file nearest to it decides."""
        for rules in reversed(self.rules):
            said = rules.say(path, is_folder=is_folder)
            if said is not None:
                return said
        return False


def rules_for(folder: Path) -> IgnoreRules:
    """Return the rules that hold in a folder that is opened: also those of its repository.

    A folder that is itself left out was opened on purpose: there only its own rules hold.
    """
    top, git = top_of(folder) or folder, shared_git_folder_of(folder)
    excluded = _read(git / "info" / "exclude", str(top)) if git else None
    rules = IgnoreRules((excluded,)) if excluded else IgnoreRules()
    path = str(top)
    rules = rules.within(path)
    for part in folder.relative_to(top).parts:
        path = os.path.join(path, part)  # noqa: PTH118  as os.scandir joins them
        if rules.leave_out(path, is_folder=True):
            rules = IgnoreRules()
        rules = rules.within(path)
    return rules


def _read(path: Path, base: str) -> _Rules | None:
    written = _text(path).replace("\r\n", "\n").split("\n")
    lines = [line for line in written if _is_usable(line)]
    if not lines:
        return None
    # Loaded where there is something to be left out.
    from pathspec import GitIgnoreSpec

    stars = max(len(_STARS.findall(line)) for line in lines)
    return _Rules(base, GitIgnoreSpec.from_lines(lines), stars)


def _is_usable(line: str) -> bool:
    if not line.strip() or line.startswith("#") or _ODD_SET.search(line):
        return False
    if len(_STARS.findall(line)) > _MOST_STARS:
        return False
    from pathspec import GitIgnoreSpec
    from pathspec.patterns.gitignore import GitIgnorePatternError

    with suppress(GitIgnorePatternError, ValueError):
        GitIgnoreSpec.from_lines((line,))
        return True
    return False


def _text(path: Path) -> str:
    """Return a plain file's text; empty where it is none, or too large."""
    try:
        # A pipe would block; Git does not follow a link here either.
        status = path.lstat()
        if stat.S_ISREG(status.st_mode) and status.st_size <= _MOST_BYTES:
            return os.fsdecode(path.read_bytes())
    except (OSError, ValueError):
        pass
    return ""
