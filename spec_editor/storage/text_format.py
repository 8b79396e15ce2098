"""How a file writes its text: encoding, byte order mark, newlines; and text to bytes by it.

The program's own texts have line feeds only. A format is a value: another one for the same text
is how a file is converted.
"""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spec_editor.storage.errors import NotEncodableError
from spec_editor.storage.newlines import CR, CRLF, LF, LineEnds

UTF_8 = "utf-8"
# Encodings that can be converted to, each with and without a byte order mark where it has one.
MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}
_NAMES = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "utf-32-le": "UTF-32 LE",
    "utf-32-be": "UTF-32 BE",
    "cp1252": "Windows-1252 (Western)",
    "cp1250": "Windows-1250 (Central European)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "cp1253": "Windows-1253 (Greek)",
    "cp1254": "Windows-1254 (Turkish)",
    "iso8859_2": "ISO-8859-2 (Central European)",
    "iso8859_5": "ISO-8859-5 (Cyrillic)",
    "koi8_r": "KOI8-R (Cyrillic)",
    "cp866": "CP866 (Cyrillic)",
    "mac_roman": "Mac Roman",
    "cp932": "Shift JIS (Japanese)",
    "euc_jp": "EUC-JP (Japanese)",
    "gb18030": "GB 18030 (Chinese)",
    "big5": "Big5 (Chinese)",
    "cp949": "CP949 (Korean)",
}
_NEWLINE_NAMES = {LF: "LF", CRLF: "CRLF", CR: "CR"}
# Characters that are encoded in one call, during which no other thread goes on.
_PIECE = 500_000


@dataclass(frozen=True, slots=True)
class TextFormat:
    """How a file writes its text.

    ``newline`` is that of most lines, ``encoding`` Python's name of it, ``ends`` how each line
    ends in a file that mixes newlines, None in all others.
    """

    newline: str = LF
    bom: bool = False
    encoding: str = UTF_8
    ends: LineEnds | None = None

    @property
    def encoding_name(self) -> str:
        """The encoding as people know it."""
        name = name_of(self.encoding)
        # A mark is the usual thing where an encoding has two orders of bytes.
        if self.encoding == UTF_8:
            return f"{name} with BOM" if self.bom else name
        return name if self.bom or self.encoding not in MARKS else f"{name} without BOM"

    @property
    def newline_name(self) -> str:
        """The newlines as people know them."""
        return _NEWLINE_NAMES[self.newline] if self.ends is None else "Mixed"

    def with_newline(self, newline: str) -> "TextFormat":
        """Return the format that ends every line in the same way."""
        return replace(self, newline=newline, ends=None)

    def with_line_ends_of(self, other: "TextFormat") -> "TextFormat":
        """Return the format that ends lines as another one does."""
        return replace(self, newline=other.newline, ends=other.ends)

    def with_encoding(self, encoding: str, *, bom: bool = False) -> "TextFormat":
        """Return the format with another encoding of :data:`MARKS`."""
        return replace(self, encoding=encoding, bom=bom)

    def is_like(self, other: "TextFormat") -> bool:
        """Say whether both write a text alike; of mixed newlines each line's are its own."""
        if self.ends is None or other.ends is None:
            return self == other
        return (self.encoding, self.bom) == (other.encoding, other.bom)

    def fitted(self, text: str) -> "TextFormat":
        """Return the format that a later version of the text is written in."""
        if self.ends is None:
            return self
        ends = self.ends.fitted(text)
        newline = ends.most if ends.letters else self.newline
        return replace(self, newline=newline, ends=ends if ends.is_mixed else None)


def name_of(encoding: str) -> str:
    """Return an encoding's name as people know it."""
    return _NAMES.get(encoding, encoding.upper())


def encode(text: str, text_format: TextFormat) -> bytes:
    """Turn a text into the bytes of a file with this format.

    Lines that a file with mixed newlines had before end as they did.

    Raises:
        NotEncodableError: the encoding has no bytes for one of the characters.
    """
    text_format = text_format.fitted(text)
    if text_format.ends is not None:
        raw = text_format.ends.raw()
    elif text_format.newline == LF:
        raw = text
    else:
        raw = text.replace(LF, text_format.newline)
    if "\0" in raw:
        raise _not_encodable(raw, raw.index("\0"), text_format)
    mark = MARKS[text_format.encoding] if text_format.bom else b""
    return mark + b"".join(_pieces(raw, text_format))


def _pieces(raw: str, text_format: TextFormat) -> Iterator[bytes]:
    for start in range(0, len(raw), _PIECE):
        try:
            yield raw[start : start + _PIECE].encode(text_format.encoding)
        except UnicodeEncodeError as error:
            raise _not_encodable(raw, start + error.start, text_format) from error


def _not_encodable(raw: str, offset: int, text_format: TextFormat) -> NotEncodableError:
    before = raw[:offset]
    line = before.count(LF) + before.count(CR) - before.count(CRLF) + 1
    character = raw[offset]
    if character == "\0":
        return NotEncodableError(
            f"Line {line} has a NUL character, with which no program takes a file for a text; the "
            "file on disk is as it was."
        )
    if "\ud800" <= character <= "\udfff":
        return NotEncodableError(
            f"Line {line} has half a character (U+D800–U+DFFF), which no "
            "file can hold; the file on disk is as it was."
        )
    return NotEncodableError(
        f"Line {line} has “{character}” (U+{ord(character):04X}), which "
        f"{text_format.encoding_name} cannot write; the file on disk is as it was."
    )
