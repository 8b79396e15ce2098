"""A template: an ordinary Markdown file, and beside it an optional manifest.

What the manifest does not say about a section is inferred from its heading and its text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from spec_editor.core.facts import Field
from spec_editor.core.manifest import FieldRule as FieldRule
from spec_editor.core.manifest import Manifest, ManifestEntry, read_manifest
from spec_editor.core.passages import Passage
from spec_editor.core.reading import PassageReader
from spec_editor.core.sections import Section, parents_of, section_tree, slugs_of
from spec_editor.core.setup import TemplateSource
from spec_editor.core.text import Text
from spec_editor.core.titles import normal_title as normal_title
from spec_editor.core.titles import repeat_pattern as repeat_pattern
from spec_editor.core.toml_source import TomlError

_HOLE = re.compile(r"\{[^{}]*\}")
_TRAILING_NUMBER = re.compile(r"\d+$")
_OPTIONAL = re.compile(r"[(\[](?:if applicable|if any|if needed|optional)[)\]]", re.IGNORECASE)
_PATH = re.compile(r"/[^\s]*\{")
_ENDPOINT = re.compile(r"(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\s+/")
_TABLE = re.compile(r"(Table:\s+)\S")
_REQUIREMENT_ID = re.compile(r"([A-Z][A-Z0-9]*(?:-[A-Z]+)*-)\d+(?=[:.]?\s+\S)")
_DATE = re.compile(r"\b(?:date|dated|updated|created)\b", re.IGNORECASE)
_VERSION = re.compile(r"\bversion\b", re.IGNORECASE)
_APPENDIX = re.compile(r"(?:appendix|annex)(?: \w+)?\s*[:.-]\s*")
_ROLES = {
    "toc": ("table of contents", "contents", "toc"),
    "glossary": (
        "glossary",
        "definitions",
        "acronyms",
        "abbreviations",
        "terminology",
        "terms",
        "terms and definitions",
        "definitions and acronyms",
        "definitions and abbreviations",
        "definitions, acronyms and abbreviations",
        "definitions, acronyms, and abbreviations",
        "acronyms and abbreviations",
    ),
    "history": (
        "change history",
        "revision history",
        "document history",
        "version history",
        "change log",
        "changelog",
        "history",
        "revisions",
    ),
    "approval": ("approval", "approvals", "sign-off", "signoff", "signatures"),
    "references": ("references", "bibliography", "sources"),
}
_ROLE_OF = {title: role for role, titles in _ROLES.items() for title in titles}


class TemplateError(Exception):
    """A template or its manifest cannot be used; the message says why."""


class ManifestError(TemplateError):
    """A template's manifest is wrong; ``reason`` names the line and the key."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"manifest of template {name}, {reason}")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class TemplateSection:
    """One heading of a template.

    ``parent`` is an index into the template's sections. ``repeat`` is the pattern of a heading
    that may stand any number of times, None for one that stands once. ``pattern`` is what the
    heading must match where the template's has holes (``{Name}`` or ``{}``), None where it must
    be equal. ``fields`` are its lines ``**Label:** value``; of the title they are the document's
    metadata; ``has_named_fields`` says that the manifest names them. ``role`` says what rules
    read it for (see core/manifest.py), empty for nothing; ``id_pattern`` is the requirement
    id that the heading begins with (``FR-{n}``), or empty.
    """

    section: Section
    normal_title: str
    path: tuple[str, ...]
    parent: int | None
    repeat: re.Pattern[str] | None
    pattern: re.Pattern[str] | None
    optional: bool
    exempt: bool
    fields: tuple[FieldRule, ...]
    has_named_fields: bool
    role: str
    id_pattern: str
    own_text: str

    @property
    def title(self) -> str:
        """The heading as the template has it."""
        return self.section.title


@dataclass(frozen=True, slots=True)
class Template:
    """A named list of sections in document order, and what it was read from.

    ``syntaxes`` name other placeholder syntaxes than ``{…}`` (see core/syntaxes.py).
    """

    name: str
    source: TemplateSource
    sections: tuple[TemplateSection, ...]
    syntaxes: tuple[str, ...] = ()


def section_paths(sections: Sequence[Section]) -> list[tuple[str, ...]]:
    """Return the titles from the chapter down; the document's title is in no path but its own."""
    has_title = bool(sections) and sections[0].level == 1
    paths: list[tuple[str, ...]] = []
    for section in sections:
        if section.parent is None or (section.parent == 0 and has_title):
            paths.append((section.title,))
        else:
            paths.append((*paths[section.parent], section.title))
    return paths


# A source always gives the same template, and each document that is opened asks for all of them.
@lru_cache(maxsize=256)
def read_template(source: TemplateSource) -> Template:
    """Make a template of a Markdown text and its manifest.

    Raises:
        TemplateError: there is no heading, or the manifest is wrong.
    """
    sections = _sections_of(source.text)
    if not sections:
        raise TemplateError(f"template {source.name}: it has no heading, so it gives no outline")
    paths = section_paths(sections)
    manifest = _manifest_of(source, paths)
    text = Text(source.text)
    return Template(
        manifest.name or source.name,
        source,
        tuple(
            _template_section(text, section, path, manifest.sections.get(path, ManifestEntry()))
            for section, path in zip(sections, paths, strict=True)
        ),
        manifest.syntaxes,
    )


def _manifest_of(source: TemplateSource, paths: Sequence[tuple[str, ...]]) -> Manifest:
    if source.manifest is None:
        return Manifest()
    try:
        return read_manifest(source.manifest, paths)
    except TomlError as error:
        raise ManifestError(source.name, str(error)) from error


def _sections_of(text: str) -> tuple[Section, ...]:
    reader = PassageReader()
    reader.read(text)
    passages, lines = reader.passages, reader.first_lines
    parents = parents_of([passage.level for passage in passages[1:]])
    line_count = Text(text).line_count
    return section_tree(passages[1:], lines[1:-1], line_count, slugs_of(passages)[1:], parents)


def _template_section(
    text: Text, section: Section, path: tuple[str, ...], rule: ManifestEntry
) -> TemplateSection:
    is_title = section.index == 0 and section.level == 1
    title = section.title
    repeat = rule.repeat
    if repeat is None and not is_title:
        repeat = _inferred_repeat(title)
    role = inferred_role(title) if rule.role is None else rule.role
    id_pattern = rule.id_pattern
    if id_pattern is None:
        id_pattern = _inferred_id(title) if repeat else ""
    fields = rule.fields
    if fields is None:
        fields = tuple(_inferred_fields(section.passage, is_title, bool(repeat)))
    has_holes = bool(_HOLE.search(title) and not _PATH.search(title))
    return TemplateSection(
        section=section,
        normal_title=normal_title(title),
        path=path,
        parent=section.parent,
        repeat=repeat_pattern(repeat) if repeat else None,
        pattern=repeat_pattern(repeat or title) if repeat or has_holes else None,
        optional=bool(_OPTIONAL.search(title)) if rule.optional is None else rule.optional,
        exempt=role == "toc" if rule.exempt is None else rule.exempt,
        fields=fields,
        has_named_fields=rule.fields is not None,
        role=role,
        id_pattern=id_pattern,
        own_text=text.lines(section.heading.last_line + 1, section.own_last_line),
    )


def _inferred_repeat(title: str) -> str:
    """Return the pattern of a heading that repeats by its looks, empty for one that does not."""
    if endpoint := _ENDPOINT.match(title):
        return f"{{}} {endpoint[0][-1]}{{}}"
    if _HOLE.search(title) and not _PATH.search(title):
        return re.sub(r"\d+", "{n}", title)
    if table := _TABLE.match(title):
        return f"{table[1]}{{}}"
    # “Story 1 (optional)”
    title = _OPTIONAL.sub("", title).rstrip()
    return _TRAILING_NUMBER.sub("{n}", title) if _TRAILING_NUMBER.search(title) else ""


@lru_cache(20_000)
def inferred_role(title: str) -> str:
    """Return the role that a heading's title tells, empty for none."""
    plain = _APPENDIX.sub("", normal_title(title), count=1)
    return "checklist" if plain.endswith("checklist") else _ROLE_OF.get(plain, "")


def _inferred_id(title: str) -> str:
    found = _REQUIREMENT_ID.match(title)
    return f"{found[1]}{{n}}" if found else ""


def _inferred_fields(passage: Passage, is_title: bool, repeats: bool) -> list[FieldRule]:
    """Return the fields that the text asks for: all of the title, else those with placeholders.

    Only where the same fields are wanted again and again a missing one is a mistake.
    """
    rules: dict[str, FieldRule] = {}
    for field in passage.fields:
        if _HOLE.search(field.label):
            continue
        is_list = not field.value and bool(_HOLE.search(field.body))
        if is_title or is_list or field.value.startswith("{"):
            rule = _field_rule(passage, field, is_list, is_title or repeats)
            rules.setdefault(field.label.casefold(), rule)
    return list(rules.values())


def _field_rule(passage: Passage, field: Field, is_list: bool, required: bool) -> FieldRule:
    span = field.value_span
    choices = next((p.choices for p in passage.placeholders if p.span == span), ())
    if is_list:
        return FieldRule(field.label, (), "list", required)
    if choices:
        return FieldRule(field.label, choices, "text", required)
    # Most often the hole says what it wants, as {DATE} does; the label says it otherwise.
    if field.value.casefold() in ("{date}", "{yyyy-mm-dd}") or _DATE.search(field.label):
        return FieldRule(field.label, (), "date", required)
    kind = "version" if _VERSION.search(field.label) else "text"
    return FieldRule(field.label, (), kind, required)
