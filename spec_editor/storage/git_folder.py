"""Where the repository around a folder keeps its state, read without Git itself."""

import os
from pathlib import Path

from spec_editor.storage.paths import is_folder, is_there

# Each is one short line, whatever somebody has put in its place.
_MOST = 4096
_REFERENCE = "ref: refs/heads/"


def top_of(folder: Path) -> Path | None:
    """Return the top folder of the repository around a folder; None outside of one."""
    return next((each for each in (folder, *folder.parents) if is_there(each / ".git")), None)


def git_folder_of(folder: Path) -> Path | None:
    """Return where the repository around a folder keeps its state; None outside of one."""
    top = top_of(folder)
    if top is None or is_folder(top / ".git"):
        return top and Path(os.path.realpath(top / ".git"))
    # As in a work tree or submodule.
    mark, _, named = _line_of(top / ".git").partition(":")
    return Path(os.path.realpath(top / named.strip())) if mark == "gitdir" else None


def shared_git_folder_of(folder: Path) -> Path | None:
    """Return where the repository around a folder keeps what all its work trees share."""
    git = git_folder_of(folder)
    return git and git / _line_of(git / "commondir")


def branch_of(folder: Path) -> str:
    """Return the branch that is checked out around a folder, or the start of a commit's name.

    Empty outside of a repository.
    """
    git = git_folder_of(folder)
    line = _line_of(git / "HEAD") if git is not None else ""
    if line.startswith(_REFERENCE):
        return line.removeprefix(_REFERENCE)
    return line[:8]


def _line_of(file: Path) -> str:
    """Return a file's first words; empty when it is no regular file or cannot be read."""
    try:
        if file.is_file():
            with file.open("rb") as opened:
                line = os.fsdecode(opened.read(_MOST)).strip()
            return "" if "\0" in line else line
    except OSError:
        pass
    return ""
