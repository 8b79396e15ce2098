"""A date that is none."""

from collections.abc import Iterator

from spec_editor.core.findings import Severity
from spec_editor.core.metadata import dates, plain_fields, read_date
from spec_editor.core.rules.context import DocumentView, Remark
from spec_editor.core.rules.rule import DocumentRule


def metadata_date(view: DocumentView) -> Iterator[Remark]:
    """Find metadata, and fields that the manifest calls dates, that are no day of the calendar."""
    for field in dates(view):
        if read_date(field.value) is None:
            yield Remark(
                field.value_span,
                f"“{field.label}” is “{field.value}”, which is no date; write it as 2026-11-24.",
            )


RULE = DocumentRule(
    "metadata-date",
    Severity.ERROR,
    "Dates are days of the calendar.",
    "A date that does not exist, such as 2026-02-30, or that is no full date says nothing. Write "
    "it as `2026-11-24`; `24 November 2026`, `November 24, 2026`, `24.11.2026` and dates with "
    "slashes are understood as well.",
    metadata_date,
    reads=("fields", plain_fields, "tables", "front_matter"),
)
