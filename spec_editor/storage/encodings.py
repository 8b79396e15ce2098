"""Finds out how bytes are to be read as text, without ever changing what they are."""

import codecs
import re
import unicodedata
from typing import NamedTuple

from spec_editor.storage.errors import UnreadableTextError
from spec_editor.storage.text_format import MARKS, UTF_8, name_of

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKED = sorted(MARKS.items(), key=lambda item: -len(item[1]))
# What is likely in specifications, the likelier the earlier. None of them has states that go on
# over a line's end: a changed line must not change what the next one's bytes mean.
LEGACY = (
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "iso8859_2", "iso8859_5", "koi8_r"),
    *("cp866", "mac_roman", "cp932", "euc_jp", "gb18030", "big5", "cp949"),
)
_SAMPLE = 64 * 1024
_PIECE = 512 * 1024
# What people write in English with Word: quotes, dashes, signs. The Windows encodings agree on it.
_ASCII = bytes(range(128))
_HIGH = bytes(range(128, 256))
_PUNCTUATION = _ASCII + "€‚„…‰‹‘’“”•–—™›\u00a0£§©«®°±²³µ¶·»½".encode("cp1252")
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")
# Sequences of several bytes that are characters of UTF-8.
_OF_UTF_8 = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_CONTROLS = "\t\n\r\f\v\x1a\x1b"
_MOST_DAMAGED = 0.25
_MOST_LETTERS_WITH_ACCENTS = 0.3
_SHORT = 1_000


class Reading(NamedTuple):
    """Bytes read as text: as what, and what is to be known about it.

    ``damage`` says what could not be read, in which case the text is not what the file has.
    """

    raw: str
    encoding: str
    bom: bool = False
    is_guess: bool = False
    damage: str = ""


def read_as_text(data: bytes) -> Reading:
    """Read bytes as text in the encoding that they are most likely in.

    Raises:
        UnreadableTextError: they are no text, or in an encoding that is not known.
    """
    for encoding, mark in _MARKED:
        if data.startswith(mark):
            return _marked(data, encoding)
    try:
        raw = _decoded(data, UTF_8)
    except UnicodeDecodeError as error:
        return _without_mark(data) or _damaged_utf_8(data) or _legacy(data, error)
    return (raw.find("\0") >= 0 and _without_mark(data)) or Reading(raw, UTF_8)


def read_as(data: bytes, encoding: str) -> Reading:
    """Read bytes as text in an encoding that somebody has chosen.

    Raises:
        UnreadableTextError: they are not text in this encoding.
    """
    mark = MARKS.get(encoding, b"")
    bom = bool(mark) and data.startswith(mark)
    try:
        raw = _decoded(data[len(mark) if bom else 0 :], encoding)
    except UnicodeDecodeError as error:
        place = len(mark) * bom + error.start
        # Line feeds are bytes of their own in encodings of single bytes only.
        is_wide = len(mark) in (2, 4)
        where = f"byte {place + 1}" if is_wide else f"line {_line(data, place)}"
        reason = f"this is not {name_of(encoding)} text ({where})"
        raise UnreadableTextError(reason) from error
    return Reading(raw, encoding, bom)


def _decoded(data: bytes, encoding: str) -> str:
    """Decode strictly, with a limit on how long one call takes."""
    if len(data) <= _PIECE:
        return data.decode(encoding)
    decoder = codecs.getincrementaldecoder(encoding)()
    starts = range(0, len(data), _PIECE)
    try:
        pieces = [
            decoder.decode(data[start : start + _PIECE], start + _PIECE >= len(data))
            for start in starts
        ]
    except UnicodeDecodeError:
        # Only all at once it is said where in the whole of it.
        return data.decode(encoding)
    return "".join(pieces)


def _marked(data: bytes, encoding: str) -> Reading:
    """Read what says by its first bytes what it is."""
    try:
        return read_as(data, encoding)
    except UnreadableTextError:
        found = _damaged_utf_8(data.removeprefix(MARKS[UTF_8])) if encoding == UTF_8 else None
        if found is None:
            raise
        return found._replace(bom=True)


def _without_mark(data: bytes) -> Reading | None:
    """Read UTF-16 that has no mark, when it cannot be anything else: most of it is Latin."""
    if len(data) < 4 or len(data) % 2:
        return None
    for encoding, high in (("utf-16-le", 1), ("utf-16-be", 0)):
        if data[high::2].count(0) * 2 < len(data) // 2 or 0 in data[1 - high :: 2]:
            continue
        try:
            raw = _decoded(data, encoding)
        except UnicodeDecodeError:
            continue
        if all(_is_of_text(character) for character in set(raw)):
            return Reading(raw, encoding)
    return None


def _is_of_text(character: str) -> bool:
    return character in _CONTROLS or unicodedata.category(character) not in ("Cc", "Cn", "Co")


def _damaged_utf_8(data: bytes) -> Reading | None:
    """Read UTF-8 in which a few bytes are wrong: another encoding would spoil all the others."""
    try:
        data.decode(UTF_8)
    except UnicodeDecodeError as error:
        line = _line(data, error.start)
    good = len(_OF_UTF_8.findall(data))
    raw = data.decode(UTF_8, "replace")
    bad = raw.count("\ufffd") - data.count("\ufffd".encode())
    if b"\0" in data or not good or bad > good * _MOST_DAMAGED:
        return None
    damage = (
        f"Line {line} has bytes that are not UTF-8, as all the rest is; they "
        "are shown as “\ufffd”. So this file is shown read-only. Repair it with another program."
    )
    return Reading(raw, UTF_8, damage=damage)


def _legacy(data: bytes, error: UnicodeDecodeError) -> Reading:
    """Read an encoding from before Unicode, as a guess."""
    if b"\0" not in data and data.translate(None, _HIGH):
        for encoding in _guesses(data):
            raw = _text_in(data, encoding)
            if raw is not None and all(_is_of_text(character) for character in set(raw)):
                likely = (each for each in LEGACY if _text_in(data, each) == raw)
                return Reading(raw, next(likely), is_guess=True)
    raise UnreadableTextError(
        f"this is no text: line {_line(data, error.start)} is neither UTF-8 nor in another "
        "encoding that is known"
    )


def _text_in(data: bytes, encoding: str) -> str | None:
    try:
        return _decoded(data, encoding)
    except UnicodeDecodeError:
        return None


def _guesses(data: bytes) -> list[str]:
    """Return the encodings that the lines with other than ASCII characters may be in."""
    if not data.translate(None, _PUNCTUATION):
        return ["cp1252"]
    # Loads its tables when imported, and most files are UTF-8.
    from charset_normalizer import from_bytes

    matches = from_bytes(_sample(data), cp_isolation=list(LEGACY))
    ranked = sorted((each.chaos, -each.coherence, LEGACY.index(each.encoding)) for each in matches)
    guesses = [LEGACY[number] for _, _, number in ranked]
    is_western = len(data.translate(None, _ASCII)) < len(data) * _MOST_LETTERS_WITH_ACCENTS
    return guesses or (["cp1252"] if is_western else [])


def _sample(data: bytes) -> bytes:
    """Return lines that have other than ASCII characters, as many as are needed to judge."""
    sample = b""
    for line in data.replace(b"\r", b"\n").split(b"\n"):
        if found := _HIGH_BYTE.search(line):
            start = max(0, found.start() - _SHORT)
            sample += line[start : found.start() + _SHORT] + b"\n"
            if len(sample) > _SAMPLE:
                break
    return sample


def _line(data: bytes, offset: int) -> int:
    before = data[:offset]
    return before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n") + 1
