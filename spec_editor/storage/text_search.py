"""Finds words in the specifications' own texts.

The files themselves are read: they are the only text that is sure to be the right one, and
nothing of what somebody writes is kept elsewhere.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from spec_editor.core.report import TextFound
from spec_editor.storage.errors import StorageError
from spec_editor.storage.text_file import decode, read_bytes

_LONGEST = 160
_BEFORE = 50
_SPACES = re.compile(r"\s+")


def search_text(paths: Iterable[Path], words: str) -> Iterator[TextFound | None]:
    """Yield for each file where words stand in it, one behind the other; None where they do not.

    Upper and lower case, and how many spaces or lines are between them, make no difference. What
    cannot be read has none.
    """
    wanted = [re.escape(word) for word in words.split()]
    pattern = re.compile(r"\s+".join(wanted), re.IGNORECASE)
    for path in paths:
        yield _found(path, pattern) if wanted else None


def _found(path: Path, pattern: re.Pattern[str]) -> TextFound | None:
    try:
        text = decode(path, read_bytes(path)).text
    except StorageError:
        return None
    match = pattern.search(text)
    if match is None:
        return None
    line = text.count("\n", 0, match.start()) + 1
    start = text.rfind("\n", 0, match.start()) + 1
    end = text.find("\n", match.end())
    shown = text[start : len(text) if end < 0 else end]
    return TextFound(str(path), line, _short(shown, match.start() - start))


def _short(line: str, place: int) -> str:
    """Return a stretch of a line in which the place can be seen."""
    start = max(place - _BEFORE, 0) if len(line) > _LONGEST else 0
    shown = _SPACES.sub(" ", line[start : start + _LONGEST]).strip()
    before, behind = "…" if start else "", "…" if start + _LONGEST < len(line) else ""
    return f"{before}{shown}{behind}"
