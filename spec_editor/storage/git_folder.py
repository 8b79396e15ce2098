"""Where the repository around a folder keeps its state, read without Git itself."""

import os
from pathlib import Path

# Each is one short line, whatever somebody has put in its place.
_MOST = 4096
_REFERENCE = "ref: refs/heads/"


def git_folder_of(folder: Path) -> Path | None:
    """Return where the repository around a folder keeps its state; None outside of one."""
    for above in (folder, *folder.parents):
        git = above / ".git"
        if git.is_dir():
            return Path(os.path.realpath(git))
        if git.is_file():
            return _linked_git_folder(git)
    return None


def _linked_git_folder(git: Path) -> Path | None:
    """Return the folder that a .git file names, as in a work tree or submodule."""
    mark, _, named = _line_of(git).partition(":")
    if mark != "gitdir" or "\0" in named:
        return None
    return Path(os.path.realpath(git.parent / named.strip()))


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
        if not file.is_file():
            return ""
        with file.open("rb") as opened:
            return os.fsdecode(opened.read(_MOST)).strip()
    except OSError:
        return ""
