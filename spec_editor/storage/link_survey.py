"""The documents of some folders with links that a move concerns, and how to correct them.

A ``mkdocs.yml`` that names documents in its ``nav`` is one of them, also above the folders.
All of it may be called on any thread.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from spec_editor.core.edits import apply_edits
from spec_editor.core.link_edits import Corrections, Moves, corrections, is_concerned
from spec_editor.core.mkdocs_moves import nav_corrections
from spec_editor.core.yaml_source import YamlError
from spec_editor.storage.errors import ReadOnlyFileError, StorageError
from spec_editor.storage.folder import files_in
from spec_editor.storage.mkdocs import NAMES, all_mkdocs
from spec_editor.storage.paths import is_folder
from spec_editor.storage.saving import save_text
from spec_editor.storage.templates import inside
from spec_editor.storage.text_file import TextFile, read_text_file


@dataclass(frozen=True, slots=True)
class FileCorrections:
    """What is corrected in a document; ``path`` is the one before the move.

    ``root`` is the folder that it is seen in; ``file`` is what was read of it, None where the text
    is that of an open document.
    """

    path: Path
    root: Path
    file: TextFile | None
    corrections: Corrections


@dataclass(frozen=True, slots=True)
class _Concerned:
    path: Path
    root: Path
    text: str
    file: TextFile | None


@dataclass(frozen=True)
class LinkSurvey:
    """The documents that the move of ``source`` concerns; ``unread`` could not be read."""

    source: Path
    documents: tuple[_Concerned, ...] = ()
    unread: tuple[Path, ...] = ()

    def corrections(self, target: Path) -> tuple[FileCorrections, ...]:
        """Return what to correct when the source goes to a target; to be asked before it goes."""
        moves = Moves({self.source.as_posix(): target.as_posix()})
        found = []
        for document in self.documents:
            corrected = corrections_of(document.text, document.path, document.root, moves)
            if corrected.changes or corrected.missed:
                found.append(
                    FileCorrections(document.path, document.root, document.file, corrected)
                )
        return tuple(found)


def survey(
    source: Path,
    folders: Sequence[Path],
    texts: Mapping[Path, str],
    is_stopped: Callable[[], bool] = lambda: False,
) -> LinkSurvey:
    """Look through all documents for links that lead to a file or folder, or out of it.

    ``folders`` are the open folders, ``texts`` the texts of the open documents by their files.
    """
    found, unread = [], []
    for path, root in _documents(source, folders, texts):
        if is_stopped():
            break
        text, file = texts.get(path), None
        if text is None:
            try:
                file = read_text_file(inside(root, path) if _is_mkdocs(path) else path)
            except StorageError:
                unread.append(path)
                continue
            text = file.text
        try:
            if _may_change(text, path, root, source):
                found.append(_Concerned(path, root, text, file))
        except YamlError:
            unread.append(path)
    return LinkSurvey(source, tuple(found), tuple(unread))


def _documents(
    source: Path, folders: Sequence[Path], texts: Mapping[Path, str]
) -> Iterator[tuple[Path, Path]]:
    """Yield each document once, with the folder that it is seen in."""
    seen = set()
    for folder in sorted(folders, key=lambda each: -len(each.parts)):
        try:
            specs = files_in(folder).specs
        except StorageError:
            continue
        for path in specs:
            if path not in seen:
                seen.add(path)
                yield path, folder
    for path in all_mkdocs(source if is_folder(source) else source.parent):
        seen.add(path)
        yield path, path.parent
    for path in (source, *texts):
        if path not in seen and (path in texts or path.is_file()):
            seen.add(path)
            yield path, next((f for f in folders if path.is_relative_to(f)), path.parent)


def corrections_of(text: str, path: Path, root: Path, moves: Moves) -> Corrections:
    """Return what to correct in a document that stands at a path before the moves.

    ``root`` is the folder that it is seen in. It may be a ``mkdocs.yml``; one that is no YAML is
    left alone.
    """
    if not _is_mkdocs(path):
        return corrections(text, path.as_posix(), moves, root.as_posix(), os.path.lexists)
    try:
        return nav_corrections(text, path.as_posix(), moves, os.path.lexists)
    except YamlError:
        return Corrections()


def _may_change(text: str, path: Path, root: Path, source: Path) -> bool:
    if not _is_mkdocs(path):
        return is_concerned(text, path.as_posix(), source.as_posix(), root.as_posix())
    # To where no other file is.
    moves = Moves({source.as_posix(): "/\0/\0/\0"})
    found = nav_corrections(text, path.as_posix(), moves, os.path.lexists)
    return bool(found.changes or found.missed)


def _is_mkdocs(path: Path) -> bool:
    return path.name in NAMES


def save_corrected(found: FileCorrections, path: Path, keep: Callable[[bytes], None]) -> None:
    """Correct the links of a file that is not open, at the place where it is now.

    ``keep`` is given what it holds before.

    Raises:
        StorageError: it is as it was; it was changed meanwhile, or cannot be written.
    """
    if found.file is None:
        raise StorageError(
            f"{path}: it was open when links were looked for, and is closed or read-only now. "
            "The file is as it was."
        )
    if found.file.read_only_reason:
        raise ReadOnlyFileError(f"{path}: {found.file.read_only_reason}")
    text = apply_edits(found.file.text, found.corrections.edits)
    save_text(path, text, found.file.format, found.file.digest, keep)
