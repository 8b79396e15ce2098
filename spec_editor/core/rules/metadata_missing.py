"""What the template asks of every document's head, and the document does not say."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from spec_editor.core.edits import TextEdit
from spec_editor.core.field_lines import field_edits
from spec_editor.core.findings import Finding, Severity
from spec_editor.core.metadata import field_for, metadata, plain_fields, title_item, title_section
from spec_editor.core.plans import Sectioned
from spec_editor.core.rules.context import DocumentView, Remark
from spec_editor.core.rules.places import place_of
from spec_editor.core.rules.rule import DocumentRule

if TYPE_CHECKING:
    from spec_editor.core.document import Document


def metadata_missing(view: DocumentView) -> Iterator[Remark]:
    """Find, as one thing, all metadata that are missing or empty."""
    section = title_section(view)
    lacking = _lacking(view) if section else []
    if section is not None and lacking:
        *first, last = [f"“{label}”" for label in lacking]
        listed = f"{', '.join(first)} and {last}" if first else last
        verb = "are" if first else "is"
        yield Remark(
            view.heading_span(section),
            f"{listed} {verb} missing under the title; add what the template asks for.",
            fixable=True,
        )


def add_metadata(document: "Document", finding: Finding) -> tuple[TextEdit, ...]:
    """Return the edits that add the missing lines with the template's placeholders."""
    place, item = place_of(document, finding.span.line), title_item(document)
    if item is None:
        return ()
    lacking = _lacking(document)
    edits = field_edits(place.passage, item.fields, lacking, item.section.passage)
    return place.moved(document.text, edits)


def _lacking(document: Sectioned) -> list[str]:
    item = title_item(document)
    lacking = []
    fields = metadata(document) if item and item.fields else ()
    for rule in item.fields if item else ():
        field = field_for(rule, fields)
        if rule.required and not (field and (field.value or field.body.strip())):
            lacking.append(rule.label)
    return lacking


RULE = DocumentRule(
    "metadata-missing",
    Severity.ERROR,
    "The document says all that the template asks of its head.",
    "Version, date, status and the people responsible tell a reader which text this is and whom "
    "to ask. They stand under the title, as lines `**Label:** value` or as a table of two "
    "columns, or in the YAML front matter. The fix inserts the missing lines with the template's "
    "placeholders.",
    metadata_missing,
    reads=("fields", plain_fields, "tables", "front_matter"),
    fix=add_metadata,
)
