"""Elements that HTML does not know: their tags go, their content stays, as on GitHub.

The sanitiser does the same, but drops those with their content whose names belong to MathML or
SVG: in ``Optional<Int>`` and ``Array<Set>`` cmark sees tags, and the rest of the paragraph would
be lost. So the tags with such names go before it; all others are left to it.
"""

import re
from functools import cache, lru_cache

import nh3

from spec_editor.render.markup import Piece, end_of
from spec_editor.render.sanitize import DROPPED_WITH_CONTENT, TAGS

_NAME = re.compile(r"<([a-zA-Z][^\s/>]*)")
_PLAIN_NAME = re.compile(r"[a-z][a-z0-9]{0,30}")


def is_candidate(html: str) -> bool:
    """Say whether there are such elements in a block."""
    return any(_is_lost(name) for name in set(_NAME.findall(html)))


def without_unknown(parts: list[Piece]) -> list[Piece]:
    """Return the pieces without the tags of elements that would be lost.

    What is always dropped with its content is left to the sanitiser, whatever is in there.
    """
    kept: list[Piece] = []
    index = 0
    while index < len(parts):
        part = parts[index]
        end = index
        if part.name in DROPPED_WITH_CONTENT and part.kind == "open":
            end = end_of(parts, index)
        if not part.name or not _is_lost(part.name):
            kept += parts[index : end + 1]
        index = end + 1
    return kept


@lru_cache(10_000)
def _is_lost(name: str) -> bool:
    """Say whether the sanitiser drops the content of an element that it does not know."""
    if name in TAGS or name in DROPPED_WITH_CONTENT or not _PLAIN_NAME.fullmatch(name):
        return False
    return "kept" not in _cleaner().clean(f"<p><{name}>kept</{name}></p>")


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(tags=TAGS, clean_content_tags=DROPPED_WITH_CONTENT)
