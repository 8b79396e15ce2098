"""A field with a value that is none of those which the template offers."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from spec_editor.core.edits import TextEdit
from spec_editor.core.facts import Field
from spec_editor.core.findings import Finding, Severity
from spec_editor.core.metadata import fields_asked, is_placeholder, label_key
from spec_editor.core.passages import Passage
from spec_editor.core.rules.context import Remark, SectionView
from spec_editor.core.rules.places import place_of
from spec_editor.core.rules.rule import SectionRule
from spec_editor.core.template import Template, TemplateSection

if TYPE_CHECKING:
    from spec_editor.core.document import Document

# “High (see FR-002)” and “Approved, 2026-11-20” are one of the choices with something added.
_ADDED = re.compile(r"\s*(?:[,;:(–—.]|-\s|<!--)")
_EMPHASIS = re.compile(r"[*`~]+|^_+|_+$")
_LONGEST = 60
_LEAST_TO_GUESS = 3


def choice_invalid(view: SectionView) -> Iterator[Remark]:
    """Find fields, such as the priority, that hold another value than one of the choices."""
    for field, choices, right in _wrong(view.passage, view.item, view.template):
        value = field.value if len(field.value) <= _LONGEST else f"{field.value[:_LONGEST]}…"
        meant = f"; did you mean “{right}”?" if right else "."
        yield Remark(
            field.value_span,
            f"“{field.label}” is “{value}”, but must be one of {', '.join(choices)}{meant}",
            fixable=bool(right),
        )


def take_choice(document: "Document", finding: Finding) -> tuple[TextEdit, ...]:
    """Return the edit that writes the choice which is spelled almost like the value."""
    place = place_of(document, finding.span.line)
    for field, _, right in _wrong(place.passage, place.item, document.template):
        if right and field.value_span.shifted(place.lines) == finding.span:
            start = place.passage.text.offset_of_line(field.value_span.line)
            start += field.value_span.column - 1
            return place.moved(document.text, [TextEdit(start, start + len(field.value), right)])
    return ()


def _wrong(
    passage: Passage, item: TemplateSection | None, template: Template | None
) -> Iterator[tuple[Field, tuple[str, ...], str]]:
    """Yield the fields with a wrong value, the choices, and the one that is meant or empty."""
    if not passage.level and template is not None:
        item = template.sections[0]
    asked = [rule for rule in item.fields if rule.choices] if item else []
    rules = {label_key(rule.label): rule.choices for rule in asked}
    fields = (*passage.front_matter, *fields_asked(passage, asked)) if asked else ()
    for field in fields:
        choices = rules.get(label_key(field.label), ())
        if choices and field.value and not is_placeholder(field.value):
            value = _EMPHASIS.sub("", field.value).strip()
            if not _is_one_of(value, choices):
                yield field, choices, _meant(value, choices)


def _is_one_of(value: str, choices: tuple[str, ...]) -> bool:
    for choice in choices:
        added = _ADDED.match(value, len(choice)) if value.startswith(choice) else None
        # “High, Medium” is no choice.
        if value == choice or (added and not value[added.end() :].lstrip().startswith(choices)):
            return True
    return False


def _meant(value: str, choices: Sequence[str]) -> str:
    """Return the one choice that differs by case, spaces or one letter; empty if none does."""
    plain = _plain(value)
    found = [choice for choice in choices if _plain(choice) == plain]
    found = found or [choice for choice in choices if _is_near(plain, _plain(choice))]
    return found[0] if len(found) == 1 else ""


def _plain(value: str) -> str:
    return re.sub(r"[\s_-]+", "", value.casefold())


def _is_near(one: str, other: str) -> bool:
    """Say whether one letter more, less or other makes two words the same."""
    if abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < _LEAST_TO_GUESS:
        return False
    start = 0
    while one[start : start + 1] == other[start : start + 1] != "":
        start += 1
    rest, other_rest = one[start:], other[start:]
    return other_rest[1:] in (rest, rest[1:]) or rest[1:] == other_rest


RULE = SectionRule(
    "choice-invalid",
    Severity.ERROR,
    "A field that offers choices holds one of them.",
    "Where the template offers choices, as for priority and status, other words for the same "
    "thing cannot be counted or searched for. Use one of the choices as it is written; something "
    "may be added behind it, as in “High (see FR-002)”.",
    choice_invalid,
    when=lambda signs: signs.fields,
    fix=take_choice,
)
