"""Small pictures of all kinds, as far as anybody reads them before they are decoded."""

import struct
import zlib


def png(width: int = 2, height: int = 2) -> bytes:
    """Return a whole grey picture; of a large one only the head is right."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    rows = b"".join(b"\0" + b"\x80" * width for _ in range(height)) if width < 1_000 else b""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def gif(width: int = 1, height: int = 1) -> bytes:
    """Return a picture of one point."""
    size = struct.pack("<HH", width, height)
    return (
        b"GIF89a" + size + b"\x80\0\0\0\0\0\xff\xff\xff"
        + b",\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"
    )  # fmt: skip


def jpeg(width: int = 2, height: int = 2) -> bytes:
    """Return the segments up to the frame's size."""
    application = b"\xff\xe0" + struct.pack(">H", 16) + b"JFIF\0" + b"\0" * 9
    fill, restart = b"\xff\xff\xfe\0\x04ab", b"\xff\x01"
    frame = b"\xff\xc2" + struct.pack(">HBHH", 11, 8, height, width) + b"\x01\x11\0"
    return b"\xff\xd8" + application + fill + restart + frame


def webp(kind: str = "VP8X", width: int = 2, height: int = 2) -> bytes:
    """Return the head of one of the three kinds."""
    if kind == "VP8X":
        body = b"\0\0\0\0" + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    elif kind == "VP8L":
        body = b"\x2f" + struct.pack("<I", (width - 1) | (height - 1) << 14)
    else:
        body = b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", width, height)
    data = b"WEBP" + kind.ljust(4).encode() + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", len(data)) + data


def avif(width: int = 2, height: int = 2) -> bytes:
    """Return the boxes that say what it is and how large."""
    brand = struct.pack(">I", 16) + b"ftypavif\0\0\0\0"
    small = struct.pack(">I", 20) + b"ispe\0\0\0\0" + struct.pack(">II", 1, 1)
    size = struct.pack(">I", 20) + b"ispe\0\0\0\0" + struct.pack(">II", width, height)
    return brand + small + size


def svg(body: str = "", head: str = "") -> bytes:
    """Return a drawing."""
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'{head}<svg {names} width="9" height="9">{body}</svg>'.encode()


def doubling(levels: int) -> bytes:
    """Return a drawing in which each group uses the one before twice."""
    groups = "".join(
        f'<g id="g{i}"><use xlink:href="#g{i - 1}"/><use href="#g{i - 1}"/></g>'
        for i in range(1, levels)
    )
    return svg(f'<g id="g0"><rect/></g>{groups}<use href="#g{levels - 1}"/>')
