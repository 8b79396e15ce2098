"""A document that is called approved while something in it is still open."""

import re
from collections.abc import Iterator

from spec_editor.core.approvals import approval_tables, count_unsigned
from spec_editor.core.facts import Field
from spec_editor.core.findings import Severity
from spec_editor.core.metadata import (
    label_key,
    metadata,
    plain_fields,
    plain_value,
    title_item,
)
from spec_editor.core.report import State
from spec_editor.core.rules.context import DocumentView, Remark
from spec_editor.core.rules.rule import DocumentRule
from spec_editor.core.unfinished import sections_in_state

_APPROVING = ("approved", "accepted", "signed off")
_STATUS = label_key("Status")
_WORDS = re.compile(r"[a-z ]+")


def approved_with_blockers(view: DocumentView) -> Iterator[Remark]:
    """Find a status that says approved, and count what is open."""
    status = _approving_status(view)
    if status is None:
        return
    states = (State.MISSING, State.EMPTY, State.EXAMPLE)
    counts = {
        "section": sum(1 for _ in sections_in_state(view.outline.reports, *states)),
        "placeholder": _placeholders(view),
        "check box": sum(not task.done for passage, _ in view.passages() for task in passage.tasks),
        "signature": sum(map(count_unsigned, approval_tables(view))),
    }
    if any(counts.values()):
        verb = "is" if sum(counts.values()) == 1 else "are"
        yield Remark(
            status.value_span,
            f"{status.label} is {plain_value(status.value)}, but {_listed(counts)} {verb} open.",
        )


def _approving_status(view: DocumentView) -> Field | None:
    field = next((f for f in metadata(view) if label_key(f.label) == _STATUS and f.value), None)
    words = _WORDS.match(plain_value(field.value).casefold()) if field else None
    value = words[0].strip() if words else ""
    item = title_item(view)
    choices = (
        next((r.choices for r in item.fields if label_key(r.label) == _STATUS), ()) if item else ()
    )
    approving = {choice.casefold() for choice in choices} or {_APPROVING[0]}
    return field if value in _APPROVING and value in approving else None


def _placeholders(view: DocumentView) -> int:
    """Count the placeholders; of other syntaxes only the outline knows."""
    count = len(view.preamble.placeholders)
    for report, source in zip(view.outline.reports, view.outline.sources, strict=True):
        if source is not None:
            count += max(report.placeholders, len(view.sections[source].passage.placeholders))
    return count


def _listed(counts: dict[str, int]) -> str:
    found = [f"{count} {_plural(name, count)}" for name, count in counts.items() if count]
    *first, last = found
    return f"{', '.join(first)} and {last}" if first else last


def _plural(name: str, count: int) -> str:
    return name if count == 1 else f"{name}es" if name.endswith("x") else f"{name}s"


RULE = DocumentRule(
    "approved-with-blockers",
    Severity.ERROR,
    "An approved document has nothing open in it.",
    "Whoever reads “Approved” relies on it. So nothing may be left to do: no section that is "
    "missing, empty or still the template's example, no placeholder, no check box without a tick, "
    "no row of the approval table without signature or date. These are what is counted; problems "
    "that other rules report are not. Finish what is open, or set the status back.",
    approved_with_blockers,
    reads=(
        *("outline", "placeholders", "tasks", "tables"),
        *("fields", plain_fields, "front_matter"),
    ),
)
