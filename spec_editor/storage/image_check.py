"""What a picture is, read from its first bytes, and whether it is safe to have it decoded.

A few bytes can ask for gigabytes of pixels or for millions of copies of a shape. So the size is
read before a browser is given anything, and a drawing is counted as it would be painted.
"""

import re
import struct
from collections.abc import Callable
from itertools import islice

from spec_editor.storage.svg_check import check_svg

MAX_PIXELS = 50_000_000
# An AVIF has a few parts, an animated one as many as pictures.
_MOST_PARTS = 2_000
_BEGINS_AS_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<", re.ASCII)


class ImageError(Exception):
    """The bytes are not shown as a picture; the message goes on after “image not shown: ”."""


def image_type(data: bytes) -> str:
    """Return the MIME type of a picture that is safe to show.

    Raises:
        ImageError: it is none, or too large.
    """
    for kind, starts, measure in _KINDS:
        if starts(data):
            try:
                width, height = measure(data)
            except (struct.error, IndexError, ValueError):
                raise ImageError("the file is damaged") from None
            if width * height > MAX_PIXELS:
                millions = MAX_PIXELS // 1_000_000
                raise ImageError(
                    f"it has {width} × {height} points; more than {millions} million are too many"
                )
            return kind
    if _BEGINS_AS_MARKUP.match(data):
        problem = check_svg(data, _inner_problem)
        if problem:
            raise ImageError(problem)
        return "image/svg+xml"
    raise ImageError("it is no PNG, JPEG, GIF, WebP, AVIF or SVG picture")


def _inner_problem(data: bytes) -> str:
    """Return why a picture inside a drawing is not safe; empty when it is."""
    try:
        if image_type(data) == "image/svg+xml" and b"data:" in data:
            return "it holds drawings inside drawings inside drawings"
    except ImageError as error:
        return f"of a picture inside it: {error}"
    return ""


def _png(data: bytes) -> tuple[int, int]:
    if data[12:16] != b"IHDR":
        raise ValueError
    width, height = struct.unpack_from(">II", data, 16)
    return width, height


def _gif(data: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from("<HH", data, 6)
    return width, height


def _jpeg(data: bytes) -> tuple[int, int]:
    """Walk from segment to segment to the one that begins a frame."""
    position = 2
    while True:
        if data[position] != 0xFF:
            raise ValueError
        marker = data[position + 1]
        if marker == 0xFF:
            position += 1
        elif 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", data, position + 5)
            return width, height
        elif marker == 0x01 or 0xD0 <= marker <= 0xD8:
            position += 2
        else:
            (length,) = struct.unpack_from(">H", data, position + 2)
            position += 2 + length


def _webp(data: bytes) -> tuple[int, int]:
    kind = data[12:16]
    if kind == b"VP8X":
        width = int.from_bytes(data[24:27], "little") + 1
        height = int.from_bytes(data[27:30], "little") + 1
        return width, height
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", data, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    raise ValueError


def _avif(data: bytes) -> tuple[int, int]:
    """Return the largest size that any of its parts claims."""
    matches = islice(re.finditer(b"ispe", data), _MOST_PARTS + 1)
    sizes = [struct.unpack_from(">II", data, match.end() + 4) for match in matches]
    if len(sizes) > _MOST_PARTS:
        raise ValueError
    width, height = max(sizes, key=lambda size: size[0] * size[1])
    return width, height


def _is_avif(data: bytes) -> bool:
    return data[4:8] == b"ftyp" and data[8:12] in (b"avif", b"avis")


_KINDS: tuple[
    tuple[str, Callable[[bytes], bool], Callable[[bytes], tuple[int, int]]],
    ...,
] = (
    ("image/png", lambda data: data.startswith(b"\x89PNG\r\n\x1a\n"), _png),
    ("image/jpeg", lambda data: data.startswith(b"\xff\xd8\xff"), _jpeg),
    ("image/gif", lambda data: data.startswith((b"GIF87a", b"GIF89a")), _gif),
    ("image/webp", lambda data: data.startswith(b"RIFF") and data[8:12] == b"WEBP", _webp),
    ("image/avif", _is_avif, _avif),
)
