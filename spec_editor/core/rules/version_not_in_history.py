"""A version that the change history does not know."""

from collections.abc import Iterator

from spec_editor.core.findings import Severity
from spec_editor.core.metadata import document_version, history_rows, plain_fields, same_version
from spec_editor.core.rules.context import DocumentView, Remark
from spec_editor.core.rules.rule import DocumentRule


def version_not_in_history(view: DocumentView) -> Iterator[Remark]:
    """Find that no row of the change history has the document's version."""
    field = document_version(view)
    rows = history_rows(view) if field else ()
    if field and rows and not any(same_version(field.value, row.text) for row in rows):
        yield Remark(
            field.value_span,
            f"“{field.label}” is {field.value}, but the change history has no row for it; add "
            "one that says what has changed.",
        )


RULE = DocumentRule(
    "version-not-in-history",
    Severity.WARNING,
    "The change history has a row for the document's version.",
    "The change history tells readers what is new since they last looked. A version without a "
    "row is one of which nobody knows what it changed. Add the row, or correct the version.",
    version_not_in_history,
    reads=("fields", plain_fields, "tables", "front_matter"),
)
