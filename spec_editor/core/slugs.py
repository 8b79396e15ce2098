"""GitHub's heading anchors.

The rule is the one of GitHub's own table-of-contents filter (html-pipeline, TableOfContentsFilter):
lower case, drop all but letters, marks, digits, connector punctuation, spaces and hyphens, then
turn each space into a hyphen. An anchor that exists already gets ``-1``, ``-2``, …
"""

import re
from functools import lru_cache

_DROPPED = re.compile(r"[^\w\- ]")


@lru_cache(20_000)
def slug_of(title: str) -> str:
    """Return the anchor of a heading with this plain-text title, before numbering."""
    return _DROPPED.sub("", title.lower()).replace(" ", "-")


class SlugCounter:
    """Gives each heading of a document its anchor, in document order."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def slug(self, title: str) -> str:
        """Return the anchor of the next heading."""
        base = slug_of(title)
        count = self._seen.get(base, 0)
        self._seen[base] = count + 1
        return f"{base}-{count}" if count else base
