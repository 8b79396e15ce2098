"""What a document says about itself, in short: for lists of many documents."""

from collections.abc import Sequence

from spec_editor.core.approvals import next_approver
from spec_editor.core.facts import Field
from spec_editor.core.manifest import FieldRule
from spec_editor.core.metadata import (
    document_version,
    field_for,
    fields_asked,
    is_placeholder,
    metadata,
    plain_fields,
    title_section,
    unlinked,
)
from spec_editor.core.plans import Sectioned
from spec_editor.core.report import Summary
from spec_editor.core.requirements import families
from spec_editor.core.rules.rule import Fact

#: What it is read out of; see :class:`DocumentRule`.
SUMMARY_READS: tuple[Fact, ...] = ("ids", "tables", "fields", plain_fields, "front_matter")

_STATUS = FieldRule("status")
_UPDATED = FieldRule("last updated", (), "date")
_AUTHORS = tuple(map(FieldRule, ("author", "owner", "owning sig", "written by", "editor")))
# Nobody's name is longer, and a list of thousands has to be kept in memory.
_LONGEST = 120


def summary_of(document: Sectioned) -> Summary:
    """Return what a document says about itself; a placeholder says nothing."""
    fields = [f for f in _fields_at_the_head(document) if f.value and not is_placeholder(f.value)]
    version = document_version(document)
    return Summary(
        _value(fields, _STATUS),
        _short(version.value) if version else "",
        next(filter(None, (_value(fields, rule) for rule in _AUTHORS)), ""),
        _value(fields, _UPDATED),
        next_approver(document)[:_LONGEST],
        sum(len(family.definitions) for family in families(document).values()),
    )


def _fields_at_the_head(document: Sectioned) -> Sequence[Field]:
    """Return the fields of a document; where nobody asks for a bold label, those without one."""
    fields = metadata(document)
    section = title_section(document)
    if section is None or field_for(_STATUS, fields):
        return fields
    return (*fields, *fields_asked(section.passage, (_STATUS, _UPDATED, *_AUTHORS)))


def _value(fields: Sequence[Field], rule: FieldRule) -> str:
    field = field_for(rule, fields)
    return _short(field.value) if field else ""


def _short(value: str) -> str:
    return unlinked(value)[:_LONGEST]
