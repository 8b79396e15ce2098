"""Elements that HTML does not know: their tags go, their content stays, as on GitHub.

The sanitiser does the same, but drops those with their content whose names belong to MathML or
SVG: in ``Optional<Int>`` and ``Array<Set>`` cmark sees tags, and the rest of the paragraph would
be lost.
"""

import re

from spec_editor.render.markup import Piece, end_of
from spec_editor.render.sanitize import DROPPED_WITH_CONTENT, TAGS

_NAME = re.compile(r"<([a-zA-Z][^\s/>]*)")


def is_candidate(html: str) -> bool:
    """Say whether there are such elements in a block."""
    return any(name not in TAGS for name in set(_NAME.findall(html)))


def without_unknown(parts: list[Piece]) -> list[Piece]:
    """Return the pieces without tags of unknown elements, and without what is always dropped."""
    kept: list[Piece] = []
    index = 0
    while index < len(parts):
        part = parts[index]
        if part.name in DROPPED_WITH_CONTENT:
            index = end_of(parts, index) if part.kind == "open" else index
        elif not part.name or part.name in TAGS:
            kept.append(part)
        index += 1
    return kept
