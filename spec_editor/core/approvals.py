"""The approval table of a document: who has signed it, and who has not."""

import re
from collections.abc import Iterator

from spec_editor.core.facts import Row, Table
from spec_editor.core.metadata import is_placeholder, label_key, plain_value, sections_with_role
from spec_editor.core.plans import Sectioned

_SIGNED = frozenset(
    map(label_key, ("Signature", "Signed", "Date", "Date signed", "Signature and date"))
)
_NAMES = frozenset(map(label_key, ("Name", "Approver", "Reviewer", "Person", "Who")))
# Said in the place of a signature or its date by who waits for it.
_WAITING = re.compile(
    r"(?:still )?(?:pending|awaited|outstanding|open|missing|unsigned|tb[acd]|todo|\?+"
    r"|to be (?:signed|confirmed|determined)|not (?:yet )?(?:signed|given|received)|not yet)"
)


def approval_tables(document: Sectioned) -> Iterator[Table]:
    """Yield the tables of the sections in which a document is approved."""
    for section in sections_with_role(document, "approval"):
        yield from section.passage.tables


def count_unsigned(table: Table) -> int:
    """Count the rows without a signature or the date of one."""
    columns = _columns_of_signatures(table)
    return sum(any(_is_empty(row, column) for column in columns) for row in table.rows[1:])


def next_approver(document: Sectioned) -> str:
    """Return who stands first in the approval tables and has not signed; empty where all have.

    That is the name in the row, and the role where no name is filled in.
    """
    for table in approval_tables(document):
        columns = _columns_of_signatures(table)
        for row in table.rows[1:] if columns else ():
            if any(_is_open(row, column) for column in columns):
                return _who(table, row)
    return ""


def _columns_of_signatures(table: Table) -> list[int]:
    return [n for n, cell in enumerate(table.rows[0].cells) if label_key(cell.text) in _SIGNED]


def _who(table: Table, row: Row) -> str:
    titles = [label_key(cell.text) for cell in table.rows[0].cells]
    named = [n for n, title in enumerate(titles) if title in _NAMES]
    said = (row.cells[n].text for n in (*named, 0) if not _is_open(row, n))
    return plain_value(next(said, ""))


def _is_open(row: Row, column: int) -> bool:
    """Say whether a cell is empty or still the template's."""
    return _is_empty(row, column) or is_placeholder(row.cells[column].text)


def _is_empty(row: Row, column: int) -> bool:
    if len(row.cells) <= column:
        return True
    said = row.cells[column].text.strip("*_`-–—.…() ").casefold()
    return not said or _WAITING.fullmatch(said) is not None
