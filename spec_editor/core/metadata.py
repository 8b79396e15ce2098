"""What a document says about itself at its head, and how versions and dates are read."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache, partial
from typing import NamedTuple

from spec_editor.core import facts
from spec_editor.core.facts import Field
from spec_editor.core.findings import Span
from spec_editor.core.manifest import FieldRule
from spec_editor.core.passages import Passage
from spec_editor.core.plans import Sectioned
from spec_editor.core.sections import Section
from spec_editor.core.template import TemplateSection, inferred_role

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH_OF = {name[:size]: n for n, name in enumerate(_MONTHS, 1) for size in (3, 4, len(name))}
_DATES = (
    re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?![\d-])"),
    re.compile(r"(?P<day>\d{1,2})[.-](?P<month>\d{1,2})[.-](?P<year>\d{4})(?!\d)"),
    re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})(?!\d)"),
    re.compile(r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})(?!\d)"),
    re.compile(
        r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?[ -](?P<name>[A-Za-z]+)\.?,?[ -](?P<year>\d{4})"
    ),
    re.compile(r"(?P<name>[A-Za-z]+)\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})"),
)
_WEEKDAY = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? ", re.IGNORECASE
)
_VERSION = re.compile(
    r"(?:version|revision|rev\.?|v\.?|r)?\s*(\d{1,9}(?:\.\d{1,9}){0,9})"
    r"(?:[ ._+-]*\(?([a-z][\w.-]{0,40})\)?|\s*[(,;]\s*([^()\n]{1,80})\)?)?",
    re.IGNORECASE,
)
# Said of a version, and no part of its name.
_FINAL = frozenset(
    ("approved", "accepted", "final", "released", "release", "published", "stable", "current", "ga")
)
_DRAFT = re.compile(r"\b(?:draft|wip|rc|alpha|beta|preview|pre|proposed|review)", re.IGNORECASE)
_LINKED = re.compile(r"\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])?")
_EMPHASIS = "*_`~ \t"
_WORD = re.compile(r"\w")
_HOLE = re.compile(r"\{[^{}]+\}")
# With the marks behind it.
_LONGEST_LABEL = 70
_VERSION_KEYS = ("version", "document version", "doc version", "spec version", "revision")
_DATE_KEYS = ("last updated", "last update", "updated", "last modified", "last revised", "date")
_VERSION_COLUMNS = frozenset(("version", "ver", "rev", "revision", "release"))


class Version(NamedTuple):
    """A version to compare by: a draft comes before what it is the draft of."""

    numbers: tuple[int, ...]
    is_final: bool
    suffix: str


class HistoryRow(NamedTuple):
    """What the change history has in one row of its Version column."""

    text: str
    span: Span


@lru_cache(20_000)
def label_key(label: str) -> str:
    """Return a label for comparing: “Author(s)”, “authors” and “Author” are one."""
    words = label.casefold().replace("(s)", "").replace("_", " ").replace("-", " ")
    return " ".join(words.strip("*` :").split()).rstrip("s")


def plain_value(value: str) -> str:
    """Return a value without emphasis around it."""
    return value.strip(_EMPHASIS)


def is_placeholder(value: str) -> bool:
    """Say whether a value still has a placeholder in it."""
    return _HOLE.search(value) is not None


def title_section(document: Sectioned) -> Section | None:
    """Return the section of the document's title, None where it has none."""
    matches = document.matching.by_section if document.matching else {}
    # The title stands at the top, a heading or two below it in odd cases.
    for section in document.sections[:3]:
        match = matches.get(section.index)
        if section.level == 1 and (match is None or match.template == 0):
            return section
    return None


def title_item(document: Sectioned) -> TemplateSection | None:
    """Return the template's title, None where its first heading is a chapter."""
    first = document.template.sections[0] if document.template else None
    return first if first is not None and first.section.level == 1 else None


def metadata(document: Sectioned) -> tuple[Field, ...]:
    """Return what the document says of itself; spans count from its first line.

    It may stand in the front matter, under the title as ``**Label:** value`` or as a table of
    two columns, or in front of the title. What the template asks for needs no bold label.
    """
    return document.once("metadata", partial(_metadata, document))


def _metadata(document: Sectioned) -> tuple[Field, ...]:
    item = title_item(document)
    rules = item.fields if item else ()
    found = [*document.preamble.front_matter, *labelled_lines(document.preamble, rules)]
    section = title_section(document)
    if section is not None:
        inside = (
            *labelled_lines(section.passage, rules),
            *table_fields(section.passage),
        )
        for field in inside:
            span, value_span = section.span(field.span), section.span(field.value_span)
            found.append(field._replace(span=span, value_span=value_span))
    return tuple(found)


def labelled_lines(passage: Passage, rules: Iterable[FieldRule]) -> tuple[Field, ...]:
    """Return the lines with a bold label, and those with a label that is asked for."""
    asked = tuple(rules)
    if not asked:
        return passage.fields
    return passage.once((labelled_lines, asked), partial(_labelled_lines, passage, asked))


def _labelled_lines(passage: Passage, rules: Sequence[FieldRule]) -> tuple[Field, ...]:
    there = {label_key(field.label) for field in (*passage.fields, *passage.front_matter)}
    asked = {key for rule in rules if not there & (keys := _keys_of(rule)) for key in keys}
    # Most texts do not even have these words before a colon.
    said = _before_colons(passage.text.value) if asked else ()
    if not any(key in words for words in said for key in asked):
        return passage.fields
    plain = facts.plain_fields(
        passage.text, passage.code_lines, lambda label: label_key(label) in asked
    )
    return tuple(sorted((*passage.fields, *plain), key=_place))


def _before_colons(value: str) -> list[str]:
    """Return, for comparing, what stands on the lines of a text before their first colons."""
    lines = [line.partition(":") for line in value.split("\n")]
    return [label_key(before[-_LONGEST_LABEL:]) for before, colon, _ in lines if colon]


def plain_fields(passage: Passage) -> tuple[Field, ...]:
    """Return all lines that may begin with a label and a colon, bold or not."""
    return tuple(facts.plain_fields(passage.text, passage.code_lines))


def _place(field: Field) -> tuple[int, int]:
    return field.span.line, field.span.column


def fields_asked(passage: Passage, rules: Iterable[FieldRule]) -> tuple[Field, ...]:
    """Return the fields of a section that may be those which are asked for, also in tables."""
    return (*labelled_lines(passage, rules), *table_fields(passage))


def table_fields(passage: Passage) -> Iterator[Field]:
    """Yield the rows of tables of two columns: a label and its value."""
    for table in passage.tables:
        if len(table.rows[0].cells) == 2:
            for row in table.rows:
                if len(row.cells) >= 2:
                    label, value = row.cells[:2]
                    yield Field(plain_value(label.text), value.text, label.span, value.span, "")


@lru_cache(1000)
def _keys_of(rule: FieldRule) -> frozenset[str]:
    """Return the labels that a field may have: its own, else the usual ones of its kind."""
    usual = {"version": _VERSION_KEYS, "date": _DATE_KEYS}.get(rule.kind, ())
    return frozenset(map(label_key, (rule.label, *usual)))


def field_for(rule: FieldRule, fields: Sequence[Field]) -> Field | None:
    """Return the field that a rule asks for; one with a value before one without."""
    if not fields:
        return None
    labelled = [(label_key(field.label), field) for field in fields]
    own, keys = label_key(rule.label), _keys_of(rule)
    found = [field for label, field in labelled if label == own]
    found = found or [field for label, field in labelled if label in keys]
    return max(found, key=lambda field: bool(field.value or field.body), default=None)


def asks_for_fields_only(item: TemplateSection) -> bool:
    """Say whether a section of the template is its title with nothing below it but metadata."""
    if item.section.index or item.section.level > 1 or not item.fields:
        return False
    passage = item.section.passage
    lines = {field.span.line for field in passage.fields}
    below = range(passage.heading_last_line + 1, passage.text.line_count + 1)
    return not any(_WORD.search(passage.text.lines(n, n)) for n in below if n not in lines)


def is_all_in(front_matter: Sequence[Field], item: TemplateSection) -> bool:
    """Say whether all that a section of the template asks for stands in the front matter."""
    if not front_matter or not asks_for_fields_only(item):
        return False
    found = [field_for(rule, front_matter) for rule in item.fields if rule.required]
    return all(field and (field.value or field.body) for field in found)


def document_version(document: Sectioned) -> Field | None:
    """Return the field that holds the document's version; None when it is not filled in."""
    item = title_item(document)
    rules = [rule for rule in item.fields if rule.kind == "version"][:1] if item else []
    fields = metadata(document)
    field = field_for(rules[0] if rules else FieldRule("version", (), "version"), fields)
    return field if field and field.value and not is_placeholder(field.value) else None


def dates(document: Sectioned) -> Iterator[Field]:
    """Yield the fields that hold a date and are filled in: metadata, and those of a manifest."""
    for field in dict.fromkeys((*_dates_at_the_head(document), *_dates_in_sections(document))):
        if field.value and not is_placeholder(field.value):
            yield field


def _dates_at_the_head(document: Sectioned) -> Iterator[Field]:
    item = title_item(document)
    fields = metadata(document)
    if item is not None:
        found = (field_for(rule, fields) for rule in item.fields if rule.kind == "date")
        yield from filter(None, found)
    else:
        keys = set(map(label_key, _DATE_KEYS))
        yield from (field for field in fields if label_key(field.label) in keys)


def _dates_in_sections(document: Sectioned) -> Iterator[Field]:
    items = document.template.sections if document.template else ()
    if not document.matching or not any(item.has_named_fields for item in items):
        return
    for index, match in document.matching.by_section.items():
        item, section = items[match.template], document.sections[index]
        rules = [rule for rule in item.fields if rule.kind == "date"]
        if rules and item.has_named_fields:
            keys = {label_key(rule.label) for rule in rules}
            for field in fields_asked(section.passage, rules):
                if label_key(field.label) in keys:
                    span, value_span = section.span(field.span), section.span(field.value_span)
                    yield field._replace(span=span, value_span=value_span)


def read_date(value: str) -> date | None:
    """Return the date that a value begins with, None when there is no such day."""
    plain = _WEEKDAY.sub("", plain_value(value), count=1)
    for pattern in _DATES:
        match = pattern.match(plain)
        found = _date_of(match.groupdict()) if match else None
        if found:
            return found
    return None


def _date_of(parts: dict[str, str]) -> date | None:
    month = _MONTH_OF.get(parts["name"].casefold(), 0) if "name" in parts else int(parts["month"])
    try:
        return date(int(parts["year"]), month, int(parts["day"]))
    except ValueError:
        return None


def read_version(value: str) -> Version | None:
    """Return a version such as ``1.0``, ``v2.3.1`` or ``0.1-draft``; None for other texts.

    What is said about it, as in “1.0 (approved)”, is no part of it, unless it is a draft.
    """
    match = _VERSION.fullmatch(unlinked(value))
    if match is None:
        return None
    numbers = [int(number) for number in match[1].split(".")]
    while len(numbers) > 1 and not numbers[-1]:
        numbers.pop()
    suffix = (match[2] or "").casefold()
    if match[3] and _DRAFT.search(match[3]):
        suffix = match[3].strip().casefold()
    suffix = "" if suffix in _FINAL else suffix
    return Version(tuple(numbers), not suffix, suffix)


def unlinked(value: str) -> str:
    """Return a value without emphasis, be it a link's text."""
    return plain_value(_LINKED.sub(r"\1", value).replace("**", ""))


def same_version(one: str, other: str) -> bool:
    """Say whether two texts name the same version."""
    read = read_version(one)
    if read is None:
        return unlinked(one).casefold() == unlinked(other).casefold()
    return read == read_version(other)


def history_rows(document: Sectioned) -> tuple[HistoryRow, ...]:
    """Return the Version column of the change history, placeholders and empty cells left out."""
    return document.once("history", partial(_history_rows, document))


def _history_rows(document: Sectioned) -> tuple[HistoryRow, ...]:
    for section in sections_with_role(document, "history"):
        for table in section.passage.tables:
            titles = [label_key(cell.text).rstrip(". ") for cell in table.rows[0].cells]
            column = next((n for n, title in enumerate(titles) if title in _VERSION_COLUMNS), None)
            if column is not None:
                cells = [row.cells[column] for row in table.rows[1:] if len(row.cells) > column]
                return tuple(
                    HistoryRow(unlinked(cell.text), section.span(cell.span))
                    for cell in cells
                    if cell.text and not is_placeholder(cell.text)
                )
    return ()


def sections_with_role(document: Sectioned, role: str) -> Sequence[Section]:
    """Return the sections of a role: the template's word for it, else their titles."""
    return document.once("roles", partial(_by_role, document)).get(role, ())


def _by_role(document: Sectioned) -> dict[str, list[Section]]:
    found: dict[str, list[Section]] = {}
    matches = document.matching.by_section if document.matching else {}
    items = document.template.sections if document.template else ()
    for section in document.sections:
        match = matches.get(section.index)
        role = items[match.template].role if match else inferred_role(section.heading.title)
        if role:
            found.setdefault(role, []).append(section)
    return found
