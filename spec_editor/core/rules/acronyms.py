"""Words in capital letters: where they stand, and whether they are explained there."""

import re
from typing import NamedTuple

from spec_editor.core.findings import Span
from spec_editor.core.passages import Passage
from spec_editor.core.rules.known_acronyms import KNOWN

# A look for a capital first is four times as fast; what stands before it is looked at then.
_ACRONYM = re.compile(r"[A-Z](?<![A-Za-z0-9].)[A-Z0-9]{1,5}(?![A-Za-rt-z0-9]|s[A-Za-z0-9])")
_LONGEST_TERM = 40
_LONGEST_LEAD = 12
# “FN (Full Name)”, “**FN** (…)”, “(FN)”, “FN: full name”, “[FN](…)”, “*[FN]: …”
_EXPLAINED_AFTER = re.compile(
    r"s?[*_`\"”’]*(?:\s*\(|\s*\)|\]|\s*(?::|[-–—]\s)|\s+(?:stands for|means))"
)
_EXPLAINED_BEFORE = re.compile(r"(?:\(|\[|\b(?:or|short|aka|i\.e\.,?) )[\"“‘'*_`]*\Z")
_PART_OF_NAME = re.compile(r"-?\d|_|[-/.]\w*\d")
_LOWER = re.compile(r"[^\W\d_A-Z]")


class Use(NamedTuple):
    """An acronym in a passage; ``is_explained`` where it is spelled out beside it.

    By line and column, a word typed into one line leaves those in the others as they were.
    """

    name: str
    line: int
    column: int
    is_explained: bool

    def span(self) -> Span:
        """Return where in the passage it stands."""
        return Span(self.line, self.column, self.line, self.column + len(self.name))


class Term(NamedTuple):
    """An acronym with its cell in a table; ``is_whole`` where nothing else stands in that."""

    name: str
    span: Span
    is_whole: bool


def uses(passage: Passage) -> tuple[Use, ...]:
    """Return what is written like an acronym and not known to everybody, in code as well."""
    value, position_of = passage.text.value, passage.text.position_of
    return tuple(
        Use(match[0], *position_of(match.start()), _is_explained(value, *match.span()))
        for match in _ACRONYM.finditer(value)
        if match[0] not in KNOWN
    )


def _is_explained(value: str, start: int, end: int) -> bool:
    before = value[max(start - _LONGEST_LEAD, 0) : start]
    return bool(_EXPLAINED_AFTER.match(value, end) or _EXPLAINED_BEFORE.search(before))


def prose_uses(passage: Passage) -> tuple[Use, ...]:
    """Return the acronyms of which a reader would want to know what they mean."""
    return tuple(use for use in passage.fact(uses) if _is_prose(passage, use))


def _is_prose(passage: Passage, use: Use) -> bool:
    """Say whether an acronym stands in running text that is not all in capitals."""
    if not use.name.isalpha():
        return False
    value, line = passage.text.value, use.line
    start = passage.text.offset_of_line(line) + use.column - 1
    end = start + len(use.name)
    if _PART_OF_NAME.match(value, end) or value[start - 1 : start] in ("_", "/", "."):
        return False
    if line in passage.fact(_table_lines) or not passage.prose[start:end].strip():
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
        if name not in KNOWN
    )
