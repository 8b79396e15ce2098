"""A change history that is ahead of the document, or out of order."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from spec_editor.core.findings import Severity, Span
from spec_editor.core.metadata import (
    Version,
    document_version,
    history_rows,
    plain_fields,
    read_version,
)
from spec_editor.core.rules.context import DocumentView, Remark
from spec_editor.core.rules.rule import DocumentRule


def version_behind_history(view: DocumentView) -> Iterator[Remark]:
    """Find a version older than the newest row, and the first row that is out of order."""
    rows = []
    for row in history_rows(view):
        version = read_version(row.text)
        if version is not None:
            rows.append((version, row.text, row.span))
    if not rows:
        return
    field = document_version(view)
    own = read_version(field.value) if field else None
    # The newest stands last, or first where they are listed that way round.
    newest = max(rows[0], rows[-1])
    if field and own and own < newest[0]:
        yield Remark(
            field.value_span,
            f"“{field.label}” is {field.value}, but the change history already has "
            f"{newest[1]}; raise the version, or correct the history.",
        )
    yield from _out_of_order(rows)


def _out_of_order(rows: Sequence[tuple[Version, str, Span]]) -> Iterator[Remark]:
    sign = 1 if rows[0][0] <= rows[-1][0] else -1
    for (version, text, _), (following, name, span) in pairwise(rows):
        if (version > following) if sign > 0 else (version < following):
            yield Remark(
                span,
                f"In the change history {name} stands behind {text}; put the rows in order.",
            )
            return


RULE = DocumentRule(
    "version-behind-history",
    Severity.WARNING,
    "The document's version is the newest of its change history.",
    "When the history has a newer version than the head of the document, one of the two was "
    "forgotten. Rows that are out of order hide which one is the newest; oldest first and newest "
    "first are both in order.",
    version_behind_history,
    reads=("fields", plain_fields, "tables", "front_matter"),
)
