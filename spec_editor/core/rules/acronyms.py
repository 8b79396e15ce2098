"""Words in capital letters: where they stand, and whether they are explained there."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from spec_editor.core.findings import Span
from spec_editor.core.passages import Passage
from spec_editor.core.rules.known_acronyms import KNOWN

# A look for a capital first is four times as fast; what stands before it is looked at then.
_ACRONYM = re.compile(r"[A-Z](?<![A-Za-z0-9].)[A-Z0-9]{1,5}(?!s?[A-Za-z0-9])")
_LONGEST_TERM = 40
# “FN (Full Name)”, “**FN** (…)”, “(FN)”, “FN: full name”, “[FN](…)”, “*[FN]: …”
_EXPLAINED_AFTER = re.compile(
    r"s?[*_`\"”’]*(?:\s*\(|\s*\)|\]|\s*(?::|[-–—]\s)|\s+(?:stands for|means))"
)
_EXPLAINED_BEFORE = re.compile(r"(?:\(|\[|\b(?:or|short|aka|i\.e\.,?) )[\"“‘'*_`]*\Z")
_PART_OF_NAME = re.compile(r"-?\d|_|[-/.]\w*\d")
_LOWER = re.compile(r"[^\W\d_A-Z]")


class Use(NamedTuple):
    """An acronym in a passage; ``is_prose`` where a reader would want to know what it means."""

    name: str
    span: Span
    is_prose: bool
    is_explained: bool


class Term(NamedTuple):
    """An acronym with its cell in a table; ``is_whole`` where nothing else stands in that."""

    name: str
    span: Span
    is_whole: bool


def uses(passage: Passage) -> tuple[Use, ...]:
    """Return what is written like an acronym, in code as well."""
    return tuple(_uses(passage))


def _uses(passage: Passage) -> Iterator[Use]:
    value = passage.text.value
    for match in _ACRONYM.finditer(value):
        start, end = match.span()
        name = match[0]
        is_prose = name not in KNOWN and name.isalpha() and _is_prose(passage, start, end)
        is_explained = is_prose and bool(
            _EXPLAINED_AFTER.match(value, end)
            or _EXPLAINED_BEFORE.search(value[max(start - 12, 0) : start])
        )
        yield Use(name, passage.text.span(start, end), is_prose, is_explained)


def _is_prose(passage: Passage, start: int, end: int) -> bool:
    """Say whether a word stands in running text that is not all in capitals."""
    value = passage.text.value
    if _PART_OF_NAME.match(value, end) or value[start - 1 : start] in ("_", "/", "."):
        return False
    line, _ = passage.text.position_of(start)
    if not passage.prose[start:end].strip() or line in passage.fact(_table_lines):
        return False
    return _LOWER.search(passage.text.lines(line, line)) is not None


def _table_lines(passage: Passage) -> frozenset[int]:
    return frozenset(
        line
        for block in passage.blocks
        if block.kind == "table"
        for line in range(block.first_line, block.last_line + 1)
    )


def terms(passage: Passage) -> tuple[Term, ...]:
    """Return the acronyms that tables explain: those in the first cells of their rows."""
    if not any(block.kind == "table" for block in passage.blocks):
        return ()
    cells = [row.cells[0] for table in passage.tables for row in table.rows[1:] if row.cells]
    return tuple(
        Term(name, cell.span, cell.text.strip("*_` ") == name)
        for cell in cells
        if len(cell.text) <= _LONGEST_TERM
        for name in _ACRONYM.findall(cell.text)
    )
