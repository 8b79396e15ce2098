"""Text files: bytes to text, and what the bytes had that the text has not.

A text in the program has line feeds only. What the file has instead (encoding, byte order mark,
newlines) is remembered in its :class:`TextFormat` and written back.
"""

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from spec_editor.storage.encodings import Reading, read_as, read_as_text
from spec_editor.storage.errors import (
    StorageError,
    TooLargeError,
    UnreadableTextError,
    storage_error,
)
from spec_editor.storage.newlines import LF, ends_of, newlines_of, with_line_feeds
from spec_editor.storage.text_format import TextFormat, encode

# Larger files are no specifications; reading them would only freeze the program.
_MEGABYTE = 1024 * 1024
MAX_BYTES = 50 * _MEGABYTE
# The editing widget takes these for the end of a paragraph or for nothing at all.
_NOT_EDITABLE = ("\u2029", "\ufdd0", "\ufdd1")


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file as it was read or saved: its text, its format and the digest of its bytes.

    ``read_only_reason`` says why it must not be edited in place, ``warning`` what is doubtful
    about how it was read; empty when nothing does.
    """

    path: Path
    text: str
    format: TextFormat
    digest: str
    read_only_reason: str = ""
    warning: str = ""


def digest_of(data: bytes) -> str:
    """Return what tells two contents apart."""
    return hashlib.sha256(data).hexdigest()


def read_bytes(path: Path, most: int = MAX_BYTES) -> bytes:
    """Read a regular file of at most so many bytes.

    Raises:
        FileGoneError: there is none.
        StorageError: it is a folder, no regular file, unreadable or too large.
    """
    try:
        # A named pipe would block and a device never ends, so look before opening; and once
        # more at what was opened, which may be something else by then.
        _refuse_unreadable(path, path.stat(), most)
        with open(path, "rb", opener=_without_waiting) as file:
            status = os.fstat(file.fileno())
            _refuse_unreadable(path, status, most)
            data = file.read(status.st_size + 1)
            if len(data) > status.st_size:
                # It grows while it is read.
                data += file.read(most + 1 - len(data))
                _refuse_too_large(path, len(data), most)
            return data
    except (OSError, ValueError) as error:
        raise storage_error(path, error, "read") from error


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _refuse_unreadable(path: Path, status: os.stat_result, most: int) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise StorageError(f"{path}: this is a folder, not a file. Open it with “Open Folder”.")
    if not stat.S_ISREG(status.st_mode):
        raise StorageError(f"{path}: this is no regular file; it was not opened.")
    _refuse_too_large(path, status.st_size, most)


def _refuse_too_large(path: Path, size: int, most: int) -> None:
    if size > most:
        raise TooLargeError(
            f"{path}: {size // _MEGABYTE} MB is too large for a specification (at most "
            f"{most // _MEGABYTE})."
        )


def decode(path: Path, data: bytes, encoding: str | None = None) -> TextFile:
    """Turn a file's bytes into text, in the encoding they are most likely in or in a chosen one.

    Raises:
        UnreadableTextError: the bytes are no text.
    """
    try:
        reading = read_as_text(data) if encoding is None else read_as(data, encoding)
    except UnreadableTextError as error:
        raise UnreadableTextError(f"{path}: {error}. The file was left as it is.") from error
    raw = reading.raw
    if "\0" in raw:
        raise UnreadableTextError(
            f"{path}: there is a NUL byte in line {_line(raw, raw.index(chr(0)))}, so this is no "
            "text file; the file was left as it is."
        )
    text_format, text = _format_of(reading)
    return TextFile(
        path,
        text,
        text_format,
        digest_of(data),
        reading.damage or _why_read_only(text, text_format, data),
        _warning(text_format) if reading.is_guess else "",
    )


def _format_of(reading: Reading) -> tuple[TextFormat, str]:
    """Return how a file writes its text, and the text with line feeds only."""
    raw, newlines = reading.raw, newlines_of(reading.raw)
    if len(newlines) > 1:
        ends = ends_of(raw)
        return TextFormat(ends.most, reading.bom, reading.encoding, ends), ends.text
    newline = next(iter(newlines), LF)
    return TextFormat(newline, reading.bom, reading.encoding), with_line_feeds(raw)


def _why_read_only(text: str, text_format: TextFormat, data: bytes) -> str:
    """Say why saving an edited text could change bytes that nobody touched; empty if it cannot."""
    odd = next((each for each in _NOT_EDITABLE if each in text), None)
    if odd is not None:
        return (
            f"Line {_line(text, text.index(odd))} has the character U+{ord(odd):04X}, which cannot "
            "be edited without loss, so this file is shown read-only. Remove it with another "
            "program."
        )
    # What is strictly decoded from Unicode's own encodings always comes back.
    if not text_format.encoding.startswith("utf-") and not _comes_back(text, text_format, data):
        return (
            f"This file was read as {text_format.encoding_name}, which has several ways to write "
            "the same characters, so saving could change bytes that you did not touch. It is "
            "shown read-only. Convert it to UTF-8, or use “Save As”."
        )
    return ""


def _comes_back(text: str, text_format: TextFormat, data: bytes) -> bool:
    try:
        return encode(text, text_format) == data
    except StorageError:
        return False


def _warning(text_format: TextFormat) -> str:
    return (
        f"This file is not UTF-8. It was read as {text_format.encoding_name}, which is a guess: "
        "look whether special letters are right. Saving keeps the encoding, and every byte that "
        "you do not change."
    )


def _line(text: str, offset: int) -> int:
    """Return the 1-based line of an offset, whatever newlines the text has."""
    before = text[:offset]
    return before.count("\n") + before.count("\r") - before.count("\r\n") + 1


def read_text_file(path: Path, encoding: str | None = None) -> TextFile:
    """Read a text file; with an ``encoding`` it has to be in that one.

    Raises:
        StorageError: the file cannot be read or is no text; it was left as it is.
    """
    return decode(path, read_bytes(path), encoding)
