"""Identifiers such as ``FR-001`` in a text: a prefix, a hyphen and a number."""

import re
from collections.abc import Iterator
from typing import NamedTuple

# Looking for a hyphen is much faster than looking for a word; the prefix is read backwards.
_NUMBER = re.compile(r"-([0-9]{1,9})(?!\w)")
_PREFIX = re.compile(r"(?<![\w-])[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z][A-Za-z0-9]*)*-\Z")
_LONGEST_PREFIX = 40
# An identifier defines something as the first cell of a row, or in front of a list item's text.
_BEFORE = re.compile(
    r"[ \t>]*(?:\|[ \t]*|(?:[-*+]|[0-9]{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?)[*_`\[]*"
)
_BEHIND = re.compile(r"[*_`]*(?:\]\([^()\n]{0,200}\))?[*_`]*[ \t]*(?:[:|–—]|[.-][ \t])")
_LONGEST_BEFORE = 60


class Identifier(NamedTuple):
    """One identifier; ``start`` and ``end`` are 0-based offsets.

    ``defines``: it stands where a row of a table or a list item says what it means.
    """

    prefix: str
    digits: str
    start: int
    end: int
    defines: bool

    @property
    def number(self) -> int:
        """The number without its zeros."""
        return int(self.digits)


def identifiers(text: str) -> Iterator[Identifier]:
    """Yield the identifiers of a text, those in code and addresses too."""
    for match in _NUMBER.finditer(text):
        hyphen, end = match.span()
        if hyphen and text[hyphen - 1].isalnum():
            prefix = _PREFIX.search(text, max(hyphen - _LONGEST_PREFIX, 0), hyphen + 1)
            if prefix is not None:
                start = prefix.start()
                yield Identifier(prefix[0], match[1], start, end, _defines(text, start, end))


def _defines(text: str, start: int, end: int) -> bool:
    least = max(start - _LONGEST_BEFORE, 0)
    line = text.rfind("\n", least, start) + 1
    if not line and least:
        return False
    return bool(_BEFORE.fullmatch(text, line, start) and _BEHIND.match(text, end))
