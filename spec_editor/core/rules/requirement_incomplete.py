"""A requirement that does not say what the template asks of each."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from spec_editor.core.edits import TextEdit
from spec_editor.core.facts import Field
from spec_editor.core.field_lines import field_edits
from spec_editor.core.findings import Finding, Severity
from spec_editor.core.manifest import FieldRule
from spec_editor.core.metadata import label_key, labelled_lines
from spec_editor.core.passages import Passage
from spec_editor.core.report import State
from spec_editor.core.rules.context import Remark, SectionView
from spec_editor.core.rules.places import place_of
from spec_editor.core.rules.rule import SectionRule
from spec_editor.core.template import TemplateSection

if TYPE_CHECKING:
    from spec_editor.core.document import Document

_MARKS = r"[ \t>*_+|-]*(?:\d{1,9}[.)][ \t]+)?[*_]*"


def requirement_incomplete(view: SectionView) -> Iterator[Remark]:
    """Find the requirement, or other section, without one of its fields, such as its priority."""
    item = view.item
    if item is None or not item.fields or not (item.id_pattern or item.has_named_fields):
        return
    is_open = view.state not in (None, State.EMPTY, State.NOT_APPLICABLE)
    if is_open and not _is_title(item) and not _may_be_below(view, item):
        lacking = _lacking(view.passage, item.fields)
        if lacking:
            span = view.heading_span()
            message = f"“{view.title}” lacks {_listed(lacking)}; add what the template asks for."
            yield Remark(span, message, fixable=True)


def _is_title(item: TemplateSection) -> bool:
    """Say whether another rule asks for the fields: they are the document's metadata."""
    return item.section.index == 0 and item.section.level == 1


def _may_be_below(view: SectionView, item: TemplateSection) -> bool:
    """Say whether fields may stand in subsections, which are not looked for line by line.

    Where the template has subsections as well, the fields stand above them.
    """
    if not view.has_subsections:
        return False
    sections = view.template.sections if view.template else ()
    return not any(other.parent == item.section.index for other in sections)


def add_fields(document: "Document", finding: Finding) -> tuple[TextEdit, ...]:
    """Return the edits that add the missing fields with the template's placeholders."""
    passage, _, item = place = place_of(document, finding.span.line)
    if item is None:
        return ()
    lacking = _lacking(passage, item.fields)
    edits = field_edits(passage, item.fields, lacking, item.section.passage)
    return place.moved(document.text, edits)


def _lacking(passage: Passage, rules: Sequence[FieldRule]) -> list[str]:
    lines = labelled_lines(passage, rules)
    fields = {label_key(field.label): field for field in lines}
    starts = sorted(field.span.line for field in lines)
    lacking = []
    for rule in rules:
        field = fields.get(label_key(rule.label))
        if field:
            is_there = _says_something(passage, field, starts)
        else:
            is_there = _is_written(passage, rule.label)
        if rule.required and not is_there:
            lacking.append(rule.label)
    return lacking


def _says_something(passage: Passage, field: Field, starts: Sequence[int]) -> bool:
    """Say whether anything stands between a field's label and the next field."""
    if field.value or field.body.strip():
        return True
    later = (line for line in starts if line > field.span.line)
    last = next(later, passage.text.line_count + 1) - 1
    return bool(passage.text.lines(field.span.line + 1, last).strip(" \t>\n"))


def _is_written(passage: Passage, label: str) -> bool:
    """Say whether a line or a cell begins with a label, whatever it looks like."""
    words = re.escape(label.removesuffix("(s)"))
    pattern = rf"(?:^|\|){_MARKS}{words}(?:s|\(s\))?[ \t]*[*_]*[ \t]*(?:[:|]|$)"
    return re.search(pattern, passage.text.value, re.IGNORECASE | re.MULTILINE) is not None


def _listed(labels: Sequence[str]) -> str:
    *first, last = labels
    return f"{', '.join(first)} and {last}" if first else last


RULE = SectionRule(
    "requirement-incomplete",
    Severity.ERROR,
    "Each requirement and section has the fields that the template asks for.",
    "A requirement without a priority cannot be planned, one without acceptance criteria cannot be "
    "tested. The fix inserts the missing lines with the template's placeholders; what has to "
    "stand in them only you know. Which fields are asked for the template says, by its own lines "
    "`**Label:** {…}` in a requirement or, for any section, in its manifest.",
    requirement_incomplete,
    when=lambda signs: signs.of_template and signs.fields,
    fix=add_fields,
)
