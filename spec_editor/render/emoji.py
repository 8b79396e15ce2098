"""Short codes of emoji, such as ``:tada:``, by GitHub's own list."""

import re
from functools import cache

from spec_editor.render.markup import Piece

# What stands between the colons of a source position is none: “1:3-1:9” is in every tag.
_CODE = re.compile(r":(?!\d+-\d+:)[a-z0-9_+-]{1,60}:")

_LINK = re.compile(r'<a href="(?:mailto:)?([^"]*)"')
_IN_CODE = frozenset({"code", "pre", "tt"})


def is_candidate(html: str) -> bool:
    """Say whether there may be short codes in a block."""
    return _CODE.search(html) is not None


def with_emoji_outside_code(parts: list[Piece]) -> list[Piece]:
    """Return the pieces of a block with the short codes in its texts as characters.

    A link that shows its own address goes on showing it.
    """
    found: list[Piece] = []
    depth = 0
    address = ""
    for part in parts:
        if part.name in _IN_CODE and part.kind in ("open", "close"):
            depth += 1 if part.kind == "open" else -1
        is_text = part.kind == "text" and not depth and part.html != address
        link = _LINK.match(part.html) if part.name == "a" else None
        address = link[1] if link else ""
        found.append(Piece("text", with_emoji(part.html)) if is_text else part)
    return found


def with_emoji(text: str) -> str:
    """Return a plain text with its short codes as characters; what is no code stays as it is."""
    if text.count(":") < 2:
        return text
    known = _emoji()
    parts = []
    done = start = 0
    # The colon behind what is no code may begin the next one: ``:no:tada:``.
    while (match := _CODE.search(text, start)) is not None:
        character = known.get(match[0])
        if character is None:
            start = match.end() - 1
            continue
        parts += [text[done : match.start()], character]
        done = start = match.end()
    return "".join([*parts, text[done:]]) if parts else text


@cache
def _emoji() -> dict[str, str]:
    """Return the characters of all short codes, aliases included.

    GitHub's codes for pictures of its own (``:octocat:``) have none and are not in it.
    """
    from pymdownx import gemoji_db

    known = {
        code: _characters(entry.get("unicode_alt") or entry["unicode"])
        for code, entry in gemoji_db.emoji.items()
    }
    return known | {alias: known[code] for alias, code in gemoji_db.aliases.items()}


def _characters(points: str) -> str:
    return "".join(chr(int(point, 16)) for point in points.split("-"))
