"""Reads a ``mkdocs.yml``, with what it inherits.

It may come from a stranger: nothing outside its folder, or the repository around it, is read.
"""

from dataclasses import replace
from pathlib import Path

from spec_editor.core.mkdocs import Extensions, MkDocsFile, allowed_extensions, read_mkdocs
from spec_editor.core.yaml_source import MAX_LENGTH, YamlError
from spec_editor.storage.configuration import upwards
from spec_editor.storage.errors import StorageError
from spec_editor.storage.inside import path_inside
from spec_editor.storage.paths import is_there
from spec_editor.storage.templates import inside, read_limited

_SUFFIXES = (".yml", ".yaml")
_MOST_PARENTS = 5
# A character takes four bytes at most.
_MAX_BYTES = 4 * MAX_LENGTH


def extensions_of(source: Path) -> Extensions:
    """Return the extensions that a file has MkDocs use, and what is to be said of it."""
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
