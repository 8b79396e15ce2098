"""How the path in a link is written: read as a browser reads it, written as its author does.

A path is what stands in front of ``?`` or ``#``; read, it has plain characters (bytes that are not
UTF-8 as lone surrogates, as in file names), written, those that may not stand there are encoded.
"""

import re
from dataclasses import dataclass
from html import unescape
from typing import Literal
from urllib.parse import quote, unquote

from spec_editor.core.facts import ESCAPE

Style = Literal["bare", "pointed", "html", "unquoted"]
"""Where an address stands: in parentheses, in angle brackets, in a tag with or without marks."""

_END_OF_PATH = re.compile("[?#]")
_WIDE = re.compile("%[89A-Fa-f][0-9A-Fa-f]")
# What ends an address somewhere, or means something else in it.
_NEVER_PLAIN = frozenset('%#?<>"\\`|')


@dataclass(frozen=True, slots=True)
class Address:
    """An address as it is ``written``; ``path`` is read, ``rest`` (query, anchor) as written."""

    written: str
    style: Style
    path: str
    rest: str
    parts: dict[str, str]
    """How the parts of the path are written, by what they are read as."""
    is_wide: bool
    """Whether letters beyond ASCII are encoded."""
    has_spaces: bool
    """Whether spaces are encoded."""


def read_address(written: str, style: Style) -> Address:
    """Read an address as it is written in a document."""
    is_tag = style in ("html", "unquoted")
    plain = unescape(written if is_tag else ESCAPE.sub(r"\1", written))
    found = _END_OF_PATH.search(plain)
    end = found.start() if found else len(plain)
    path, rest = plain[:end], plain[end:]
    if plain == written:
        parts = {decoded(part): part for part in path.split("/")}
    else:
        parts, rest = {}, _encoded(rest, style, is_wide=False, has_spaces=True, keep="%#?&")
    is_wide = _WIDE.search(path) is not None
    has_spaces = style in ("bare", "unquoted") or "%20" in path
    return Address(written, style, decoded(path), rest, parts, is_wide, has_spaces)


def decoded(text: str) -> str:
    """Decode once, as a browser does."""
    return unquote(text, errors="surrogateescape")


def written_as(address: Address, path: str) -> str:
    """Write another path into an address, in its author's way."""
    parts = path.split("/")
    if _looks_like_protocol(path) or (_begins_here(address.path) and parts[0] not in ("..", "")):
        parts.insert(0, ".")
    written = [address.parts.get(part) or _part(part, address) for part in parts]
    return "/".join(written) + address.rest


def _looks_like_protocol(path: str) -> bool:
    return ":" in path.partition("/")[0]


def _begins_here(path: str) -> bool:
    """Say whether a path begins with ``./`` and need not."""
    return path.startswith("./") and not _looks_like_protocol(path[2:])


def _part(part: str, address: Address) -> str:
    return _encoded(part, address.style, is_wide=address.is_wide, has_spaces=address.has_spaces)


def _encoded(text: str, style: Style, *, is_wide: bool, has_spaces: bool, keep: str = "") -> str:
    never = _NEVER_PLAIN - set(keep)
    if style in ("html", "unquoted"):
        never |= {"'", "&", "="}
    elif unescape(text) != text:
        never |= {"&"}
    if style == "bare" and not _is_balanced(text):
        never |= {"(", ")"}

    def is_encoded(character: str) -> bool:
        if character == " ":
            return has_spaces
        if character in never or not character.isprintable():
            return True
        return is_wide and not character.isascii()

    return "".join(
        quote(c, safe="", errors="surrogateescape") if is_encoded(c) else c for c in text
    )


def _is_balanced(text: str) -> bool:
    """Say whether each parenthesis has its partner, and none stands inside another pair."""
    depth = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if depth not in (0, 1):
            return False
    return depth == 0
