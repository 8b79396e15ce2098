"""How the documents of a folder are read: as its ``mkdocs.yml`` says, if there is one.

The file may come from a stranger, like the documents. Nothing that it names is run or imported,
and nothing outside its folder, or the repository around it, is read.
"""

import os
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from spec_editor.core.flavour import Flavour, FolderReading
from spec_editor.storage.configuration import configured_folder, load_configuration, upwards
from spec_editor.storage.errors import StorageError

NAMES = ("mkdocs.yml", "mkdocs.yaml")


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
    # YAML takes a while to load, and most folders have no such file.
    from spec_editor.storage.mkdocs_file import extensions_of

    extensions = extensions_of(source)
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
