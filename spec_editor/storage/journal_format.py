"""The files of the recovery journal: an entry for each document, and the texts it rests on.

An entry holds what was changed since a text that lies beside it, so that writing it costs little
however long the document is. Texts are named by their digest, entries carry one: what was cut
off, overwritten or written by another version is recognised.
"""

import json
import os
import re
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from spec_editor.core.edits import TextEdit, apply_edits
from spec_editor.storage.errors import StorageError
from spec_editor.storage.newlines import CR, CRLF, LF
from spec_editor.storage.private_files import write_private
from spec_editor.storage.text_file import TextFile, decode, digest_of
from spec_editor.storage.text_format import MARKS, UTF_8, TextFormat

ENTRY = ".entry"
_TEXT = ".text"
_VERSION = 1
_FIRST_LINE = re.compile(rb"Spec Editor journal (\d{1,9})\n([0-9a-f]{64})\n")
_LARGEST = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Draft:
    """An unsaved text, and what is needed to go on with it.

    ``document`` tells the open documents of a program apart: letters and digits. ``file`` is what
    was read or saved last; an untitled document has the path that it would be saved to.
    ``anchor`` and ``position`` (UTF-16 units) are the selection, ``scroll`` the rows above the
    view. ``wanted`` is what the file is to be converted to, None for nothing.
    """

    document: str
    file: TextFile
    text: str
    is_untitled: bool = False
    wanted: TextFormat | None = None
    anchor: int = 0
    position: int = 0
    scroll: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """A text that was not saved, as it was found in a journal.

    ``base`` are the bytes of its file as they were read or saved last, ``encoding`` says as what.
    ``when`` is the time of writing, in seconds since 1970 by the clock of that moment.
    ``conversion`` is what the file was to be converted to: newline (empty for those it has),
    whether there is a byte order mark, encoding; None for nothing.
    """

    location: Path
    path: Path
    is_untitled: bool
    text: str
    base: bytes
    encoding: str
    when: float
    anchor: int = 0
    position: int = 0
    scroll: int = 0
    conversion: tuple[str, bool, str] | None = None

    @property
    def file(self) -> TextFile:
        """The file as it was read or saved last."""
        return decode(self.path, self.base, self.encoding)

    @property
    def wanted(self) -> TextFormat | None:
        """What the file was to be converted to, None for nothing."""
        if self.conversion is None:
            return None
        newline, bom, encoding = self.conversion
        own = self.file.format
        return (own.with_newline(newline) if newline else own).with_encoding(encoding, bom=bom)


@dataclass(frozen=True, slots=True)
class DamagedEntry:
    """An entry of a journal that cannot be read, and why; ``when`` is when the file was written.

    It is kept as it is.
    """

    location: Path
    reason: str
    when: float = 0.0


def entry_place(folder: Path, document: str) -> Path:
    """Return where a document's entry is in the folder of a journal."""
    return folder / f"{document}{ENTRY}"


def text_place(folder: Path, digest: str) -> Path:
    """Return where a text is in the folder of a journal."""
    return folder / f"{digest}{_TEXT}"


def as_bytes(text: str) -> bytes:
    """Return a text as the journal writes it; half a surrogate pair is kept as well."""
    return text.encode("utf-8", "surrogatepass")


def keep_text(folder: Path, data: bytes) -> str:
    """Put a text into a journal, unless it is there; return its digest.

    Raises:
        OSError: it cannot be written.
    """
    digest = digest_of(data)
    place = text_place(folder, digest)
    if data and not place.exists():
        write_private(place, data)
    return digest


def write_entry(folder: Path, draft: Draft, base: str, start: str, change: TextEdit) -> None:
    """Write a document's entry: the text with digest ``start``, changed in one place.

    ``base`` is the digest of the file's bytes as they lie in the journal.

    Raises:
        OSError: it cannot be written; the one written before is there still.
    """
    content = {
        # Bytes, each as the character of that number: a name need not be text.
        "path": os.fsencode(draft.file.path).decode("latin-1"),
        "untitled": draft.is_untitled,
        "base": base,
        "encoding": draft.file.format.encoding,
        "text": start,
        "change": [change.start, change.end, change.text],
        "length": len(draft.text),
        "cursor": [draft.anchor, draft.position, draft.scroll],
        "when": time.time(),
        "conversion": _conversion(draft.wanted),
    }
    data = json.dumps(content).encode("ascii")
    head = f"Spec Editor journal {_VERSION}\n{digest_of(data)}\n".encode("ascii")
    write_private(entry_place(folder, draft.document), head + data)


def _conversion(wanted: TextFormat | None) -> list[str | bool] | None:
    if wanted is None:
        return None
    return ["" if wanted.ends else wanted.newline, wanted.bom, wanted.encoding]


def _checked_conversion(content: dict[str, Any]) -> tuple[str, bool, str] | None:
    """Return what an entry says of it; the first ones said nothing."""
    if (said := content.get("conversion")) is None:
        return None
    newline, bom, encoding = said
    if newline not in ("", LF, CRLF, CR) or encoding not in (*MARKS, content["encoding"]):
        raise ValueError(said)
    return newline, bool(bom) and encoding in MARKS, encoding


def texts_of(location: Path) -> set[str]:
    """Return the digests of all texts that an entry may need.

    Raises:
        OSError: it cannot be read.
    """
    found = re.findall(rb"[0-9a-f]{64}", location.read_bytes())
    return {digest.decode("ascii") for digest in found}


def read_entry(location: Path) -> Entry | DamagedEntry:
    """Read an entry with its texts; of one that is damaged say what is wrong."""
    try:
        return _read(location)
    except StorageError as error:
        return DamagedEntry(location, str(error), _written_at(location))
    except OSError as error:
        reason = f"It cannot be read: {error.strerror or error}."
        return DamagedEntry(location, reason, _written_at(location))


def _written_at(location: Path) -> float:
    try:
        return location.stat().st_mtime
    except OSError:
        return 0.0


def _read(location: Path) -> Entry:
    data = _checked(_bytes_of(location))
    folder = location.parent
    try:
        content = json.loads(data)
        text = _text_of(folder, content["text"]).decode("utf-8", "surrogatepass")
        first, last, replacement = content["change"]
        edited = apply_edits(text, (TextEdit(first, last, replacement),))
        anchor, position, scroll = content["cursor"]
        if len(edited) != content["length"]:
            raise StorageError("Its texts do not fit together.")
        entry = Entry(
            location=location,
            path=Path(os.fsdecode(content["path"].encode("latin-1"))),
            is_untitled=bool(content["untitled"]),
            text=edited,
            base=_text_of(folder, content["base"]),
            encoding=str(content["encoding"]),
            when=float(content["when"]),
            anchor=int(anchor),
            position=int(position),
            scroll=int(scroll),
            conversion=_checked_conversion(content),
        )
        return entry if entry.is_untitled or _has_readable_file(entry) else _without_file(entry)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise StorageError("It says things that make no sense.") from error


def _has_readable_file(entry: Entry) -> bool:
    try:
        return bool(entry.file)
    except (StorageError, LookupError):
        return False


def _without_file(entry: Entry) -> Entry:
    """Return the text alone: what its file was read as cannot be read again."""
    return replace(entry, is_untitled=True, base=b"", encoding=UTF_8, conversion=None)


def _checked(data: bytes) -> bytes:
    """Return an entry's content once it is sure that it is as it was written."""
    head = _FIRST_LINE.match(data)
    if head is None:
        raise StorageError("It is cut off or overwritten.")
    if int(head[1]) != _VERSION:
        raise StorageError(
            f"Another version of Spec Editor wrote it (journal {int(head[1])}, this one knows "
            f"{_VERSION}). Start that version to get the text back."
        )
    rest = data[head.end() :]
    if digest_of(rest) != head[2].decode("ascii"):
        raise StorageError("It is cut off or overwritten.")
    return rest


def _text_of(folder: Path, digest: str) -> bytes:
    if digest == digest_of(b""):
        return b""
    if re.fullmatch("[0-9a-f]{64}", digest) is None:
        raise StorageError("It says things that make no sense.")
    try:
        data = _bytes_of(text_place(folder, digest))
    except FileNotFoundError:
        raise StorageError("A text that it rests on is gone.") from None
    if digest_of(data) != digest:
        raise StorageError("A text that it rests on is cut off or overwritten.")
    return data


def _bytes_of(path: Path) -> bytes:
    """Read a file of ours; what is much too large is not."""
    if path.stat().st_size > _LARGEST:
        raise StorageError("It is larger than anything that was written into a journal.")
    return path.read_bytes()
