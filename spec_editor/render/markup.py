"""HTML as a row of pieces, for the additions that are made to cmark's blocks.

Only for HTML that a parser has written: well nested, attributes in double quotes.
"""

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

_PIECE = re.compile(
    r"(?P<text>[^<]+)"
    r"|<!--.*?-->"
    r'|<(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*)(?P<attributes>(?:\s+[^\s=>/][^\s=>]*(?:="[^"]*")?)*)'
    r"\s*(?P<void>/?)>",
    re.DOTALL,
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: What stands in these is no HTML, and no text that is shown.
_RAW = _words("iframe noembed noframes noscript plaintext script style template textarea title xmp")
_VOID = _words(
    """area base basefont bgsound br col embed frame hr img input keygen link meta param source
    track wbr"""
)


class Piece(NamedTuple):
    """A run of text, a tag, a comment, or something finished that is left as it is."""

    kind: Literal["text", "open", "close", "void", "other"]
    html: str
    name: str = ""


def pieces(html: str) -> list[Piece] | None:
    """Return the pieces of some HTML, which joined are the HTML; None when they cannot be told."""
    found: list[Piece] = []
    position = 0
    while position < len(html):
        match = _PIECE.match(html, position)
        if match is None:
            return None
        position = match.end()
        if match["text"]:
            found.append(Piece("text", match[0]))
        elif not match["name"]:
            found.append(Piece("other", match[0]))
        elif match["end"]:
            found.append(Piece("close", match[0], match["name"]))
        elif match["name"] in _RAW:
            close = html.find(f"</{match['name']}>", position)
            end = close + len(match["name"]) + 3 if close >= 0 else len(html)
            found.append(Piece("other", html[match.start() : end], match["name"]))
            position = end
        else:
            is_void = match["name"] in _VOID or match["void"]
            found.append(Piece("void" if is_void else "open", match[0], match["name"]))
    return found


def joined(parts: Iterable[Piece]) -> str:
    """Return the HTML of some pieces."""
    return "".join(part.html for part in parts)


def end_of(parts: list[Piece], start: int) -> int:
    """Return the index of the tag that closes the element opened at ``start``.

    The last index when nothing does.
    """
    depth = 0
    for index in range(start, len(parts)):
        if parts[index].kind == "open":
            depth += 1
        elif parts[index].kind == "close":
            depth -= 1
            if depth == 0:
                return index
    return len(parts) - 1
