"""How the documents of a folder are read: as its ``mkdocs.yml`` says, if there is one.

The file may come from a stranger, like the documents. Nothing that it names is run or imported,
and nothing outside its folder, or the repository around it, is read.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

from spec_editor.core.flavour import Flavour, FolderReading
from spec_editor.core.mkdocs import Extensions, MkDocsFile, allowed_extensions, read_mkdocs
from spec_editor.core.yaml_source import MAX_LENGTH, YamlError
from spec_editor.storage.configuration import configured_folder, load_configuration, upwards
from spec_editor.storage.errors import StorageError
from spec_editor.storage.inside import path_inside
from spec_editor.storage.paths import is_there
from spec_editor.storage.templates import inside, read_limited

NAMES = ("mkdocs.yml", "mkdocs.yaml")
_SUFFIXES = (".yml", ".yaml")
_MOST_PARENTS = 5
# A character takes four bytes at most.
_MAX_BYTES = 4 * MAX_LENGTH


def flavour_said(folder: Path) -> Flavour | None:
    """Return the flavour that a folder's configuration names; None where it names none.

    What is wrong with the configuration is said where documents are judged.
    """
    home = configured_folder(folder)
    try:
        return load_configuration(home).flavour if home else None
    except StorageError:
        return None


def folder_reading(folder: Path, said: Flavour | None = None) -> FolderReading:
    """Return how the documents of a folder are read; looks for the nearest ``mkdocs.yml``.

    The search goes upwards, to the top of the repository or the user's home. What is wrong with
    the file becomes a note, and MkDocs' own extensions are used.
    """
    source = find_mkdocs(folder)
    if source is None:
        return FolderReading(said)
    extensions = _extensions_of(source)
    return FolderReading(said, str(source), extensions.used, extensions.notes)


def find_mkdocs(folder: Path, known: dict[Path, Path | None] | None = None) -> Path | None:
    """Return the nearest ``mkdocs.yml``, from a folder upwards.

    ``known`` says it of folders that were asked before, and is told what is found.
    """
    known = {} if known is None else known
    passed: list[Path] = []
    found: Path | None = None
    for each in upwards(folder):
        if each in known:
            found = known[each]
            break
        passed.append(each)
        if found := next(_mkdocs_in(each), None):
            break
    known |= dict.fromkeys(passed, found)
    return found


def all_mkdocs(folder: Path) -> Iterator[Path]:
    """Yield each ``mkdocs.yml`` from a folder upwards, the nearest first."""
    return chain.from_iterable(map(_mkdocs_in, upwards(folder)))


def _mkdocs_in(folder: Path) -> Iterator[Path]:
    return (path for name in NAMES if os.path.lexists(path := folder / name))


def _extensions_of(source: Path) -> Extensions:
    notes: list[str] = []
    try:
        file = _load(source)
        file = _with_parents(source, file, notes)
    except (StorageError, YamlError) as error:
        message = str(error)
        where = "" if message.startswith(str(source)) else f"{source}, "
        notes.append(f"{where}{message}")
        file = MkDocsFile()
    found = allowed_extensions(file)
    return replace(found, notes=(*notes, *found.notes))


def _load(source: Path) -> MkDocsFile:
    """Read one file.

    Raises:
        StorageError: it cannot be read, leads out of its folder, or is too large.
        YamlError: it is no YAML, or too much.
    """
    inside(source.parent, source)
    try:
        size = source.stat().st_size
    except OSError as error:
        raise StorageError(f"{source}: it cannot be read ({error.strerror}).") from error
    if size > _MAX_BYTES:
        raise StorageError(f"{source}: this file is too large to be read.")
    return read_mkdocs(read_limited(source, MAX_LENGTH))


def _with_parents(source: Path, file: MkDocsFile, notes: list[str]) -> MkDocsFile:
    """Return a file with what it inherits from others of its folder or repository."""
    seen = {source}
    parent = file.parent
    while parent:
        path = _parent_path(source, parent)
        if path is None or path in seen or len(seen) > _MOST_PARENTS:
            notes.append(f"INHERIT: {parent[:100]} is not read: it leads out of the folder")
            break
        seen.add(path)
        inherited = _load(path)
        if file.named is None:
            file = replace(file, named=inherited.named)
        source, parent = path, inherited.parent
    return file


def _parent_path(source: Path, name: str) -> Path | None:
    """Return the file that another one inherits from, None for one that is not to be read."""
    repository = next((each for each in upwards(source.parent) if is_there(each / ".git")), None)
    path = path_inside(repository or source.parent, source.parent, name)
    return path if path and path.suffix in _SUFFIXES else None


def folder_readings(root: Path, folders: Iterable[Path]) -> dict[Path, FolderReading]:
    """Return how the documents of several folders below an opened one are read."""
    said = flavour_said(root)
    known: dict[Path | None, FolderReading] = {}
    found: dict[Path, FolderReading] = {}
    sources: dict[Path, Path | None] = {}
    for folder in folders:
        source = find_mkdocs(folder, sources)
        if source not in known:
            known[source] = folder_reading(folder, said)
        found[folder] = known[source]
    return found
