"""What is to be watched, and which of the events concern somebody."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from spec_editor.storage.folder import SKIPPED
from spec_editor.storage.git_folder import git_folder_of

_OWN_FOLDER = ".spec-editor"
_HIDDEN_FILES = {".gitignore", ".spec-editor.toml", ".git", _OWN_FOLDER}
_GIT_FILES = {"HEAD", "index"}


@dataclass(frozen=True, slots=True)
class Place:
    """A folder that the system is asked to watch, by its real path."""

    folder: Path
    recursive: bool


@dataclass(frozen=True, slots=True)
class Touch:
    """What one event's path is to us: the paths it goes by, and whether a watched folder's own
    place, or a repository's state, was touched."""

    paths: tuple[Path, ...] = ()
    is_root: bool = False
    is_git: bool = False

    def __bool__(self) -> bool:
        return bool(self.paths) or self.is_root or self.is_git


class Interests:
    """Folders with all below them, and single files elsewhere, as they lie on the disk now.

    Links are followed once, here: what is watched are real folders, and what is told are the
    paths that were asked for.
    """

    def __init__(self, folders: Iterable[Path] = (), files: Iterable[Path] = ()) -> None:
        self._roots = [(Path(os.path.realpath(folder)), folder) for folder in folders]
        self._root_paths: dict[str, list[Path]] = {}
        for _, given in self._roots:
            for spot in _spots(given):
                self._root_paths.setdefault(str(spot), []).append(given)
        self._files: dict[str, list[Path]] = {}
        for file in files:
            for spot in _spots(file):
                self._files.setdefault(str(spot), []).append(file)
        gits = [git for real, _ in self._roots if (git := git_folder_of(real)) is not None]
        self._git_files = {str(git / name) for git in gits for name in _GIT_FILES}
        self.places = self._find_places(gits)

    def _find_places(self, gits: list[Path]) -> frozenset[Place]:
        """Return the folders to be watched: a parent tells when a folder goes and comes back."""
        single = {Path(spot).parent for spot in self._files}
        places = set()
        for real, given in self._roots:
            places.add(Place(real, recursive=True))
            # Both: the link may be put elsewhere, and what it leads to may be replaced.
            single |= {real.parent, Path(os.path.realpath(given.parent))}
        single = {folder for folder in single if not self._covers(folder)} | set(gits)
        return frozenset(places | {Place(folder, recursive=False) for folder in single})

    def _covers(self, folder: Path) -> bool:
        return any(
            folder == real or (folder.is_relative_to(real) and not _is_hidden(real, folder / "x"))
            for real, _ in self._roots
        )

    def touched(self, path: str) -> Touch:
        """Return what an event's path is to us; nothing when nobody asked for it."""
        if path in self._root_paths:
            return Touch(tuple(self._root_paths[path]), is_root=True)
        if path in self._git_files:
            return Touch(is_git=True)
        real = Path(path)
        names = list(self._files.get(path, ()))
        for root, given in self._roots:
            if real.is_relative_to(root) and not is_ignored(root, real):
                names.append(given / real.relative_to(root))
        return Touch(tuple(dict.fromkeys(names)))

    def named(self, path: str) -> Path:
        """Return the words for any path that a file was moved to."""
        touch = self.touched(path)
        return touch.paths[0] if touch.paths else Path(path)


def _spots(path: Path) -> set[Path]:
    """Return where something can be touched: at its name and, for a link, at what it leads to."""
    return {Path(os.path.realpath(path.parent)) / path.name, Path(os.path.realpath(path))}


def is_ignored(root: Path, path: Path) -> bool:
    """Say whether a path below a watched folder is nobody's business: hidden, as our temporary
    files are, or skipped."""
    name = path.name
    if name.startswith(".") and name not in _HIDDEN_FILES:
        return True
    return name in SKIPPED or _is_hidden(root, path)


def _is_hidden(root: Path, path: Path) -> bool:
    """Say whether a folder between the two is hidden, or holds no one's specifications."""
    between = path.relative_to(root).parts[:-1]
    return any(
        part in SKIPPED or (part.startswith(".") and part != _OWN_FOLDER) for part in between
    )
