"""A template: an ordinary Markdown file, and beside it an optional manifest.

The manifest (TOML, same name) says what Markdown cannot: which sections are optional, may be
repeated or are exempt from counting. Without it these are inferred from the headings.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from spec_editor.core.blocks import parse
from spec_editor.core.placeholders import find_placeholders
from spec_editor.core.sections import Section, section_tree

_NUMBERING = re.compile(r"^(?:\d+\.)*\d+[.):]?\s+(?:[-–—]\s+)?(?=\S)")
_HOLE = re.compile(r"\{[^{}]*\}")
_TRAILING_NUMBER = re.compile(r"\d+$")
_OPTIONAL = re.compile(r"\((?:if applicable|optional)\)", re.IGNORECASE)
_PATH = re.compile(r"/[^\s]*\{")
_KEYS = {"path": list, "repeat": str, "optional": bool, "exempt": bool}


class TemplateError(Exception):
    """A template or its manifest cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class TemplateSection:
    """One heading of a template.

    ``parent`` is an index into the template's sections. ``repeat`` is the pattern of a heading
    that may stand any number of times, None for one that stands once.
    """

    section: Section
    normal_title: str
    path: tuple[str, ...]
    parent: int | None
    repeat: re.Pattern[str] | None
    optional: bool
    exempt: bool

    @property
    def title(self) -> str:
        """The heading as the template has it."""
        return self.section.title


@dataclass(frozen=True, slots=True)
class TemplateSource:
    """The files of a template as texts; ``manifest`` is None where there is none."""

    name: str
    text: str
    manifest: str | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """A named list of sections in document order, and what it was read from."""

    name: str
    source: TemplateSource
    sections: tuple[TemplateSection, ...]


def normal_title(title: str) -> str:
    """Return a title for comparing: no case, numbering (“3.2 Scope”) or surplus spaces."""
    return _NUMBERING.sub("", " ".join(title.split())).casefold()


def repeat_pattern(pattern: str) -> re.Pattern[str]:
    """Return what a normal title must match; ``{n}`` is a number, ``{…}`` anything."""
    parts = []
    position = 0
    for hole in _HOLE.finditer(pattern):
        parts.append(re.escape(pattern[position : hole.start()].casefold()))
        parts.append(r"\d+" if hole[0] == "{n}" else r".+")
        position = hole.end()
    parts.append(re.escape(pattern[position:].casefold()))
    return re.compile("".join(parts))


def _inferred_pattern(title: str) -> re.Pattern[str] | None:
    """Return the pattern of a heading that repeats by its looks, None for one that does not."""
    if _HOLE.search(title) and not _PATH.search(title):
        return repeat_pattern(re.sub(r"\d+", "{n}", title))
    if _TRAILING_NUMBER.search(title):
        return repeat_pattern(_TRAILING_NUMBER.sub("{n}", title))
    return None


def section_paths(sections: tuple[Section, ...]) -> list[tuple[str, ...]]:
    """Return the titles from the chapter down; the document's title is in no path but its own."""
    has_title = bool(sections) and sections[0].level == 1
    paths: list[tuple[str, ...]] = []
    for section in sections:
        if section.parent is None or (section.parent == 0 and has_title):
            paths.append((section.title,))
        else:
            paths.append((*paths[section.parent], section.title))
    return paths


def read_template(source: TemplateSource) -> Template:
    """Make a template of a Markdown text and its manifest.

    Raises:
        TemplateError: there is no heading, or the manifest is wrong.
    """
    name = source.name
    parsed = parse(source.text)
    sections = section_tree(parsed, find_placeholders(parsed))
    if not sections:
        raise TemplateError(f"template {name}: it has no heading, so it gives no outline")
    paths = section_paths(sections)
    shown, rules = _read_manifest(name, source.manifest, set(paths))
    return Template(
        shown,
        source,
        tuple(
            _template_section(section, path, rules)
            for section, path in zip(sections, paths, strict=True)
        ),
    )


def _template_section(
    section: Section,
    path: tuple[str, ...],
    rules: Mapping[tuple[str, ...], Mapping[str, object]] | None,
) -> TemplateSection:
    rule = (rules or {}).get(path, {})
    repeat = rule.get("repeat")
    # A manifest has the last word: what it does not name is required, once.
    inferred = _inferred_pattern(section.title) if rules is None else None
    optional = bool(_OPTIONAL.search(section.title)) if rules is None else False
    return TemplateSection(
        section,
        normal_title(section.title),
        path,
        section.parent,
        repeat_pattern(repeat) if isinstance(repeat, str) else inferred,
        bool(rule.get("optional", optional)),
        bool(rule.get("exempt", False)),
    )


def _read_manifest(
    name: str, manifest: str | None, paths: set[tuple[str, ...]]
) -> tuple[str, dict[tuple[str, ...], Mapping[str, object]] | None]:
    """Return the shown name and the rules by path; None for the rules without a manifest."""
    if manifest is None:
        return name, None
    try:
        data = tomllib.loads(manifest)
    except tomllib.TOMLDecodeError as error:
        raise TemplateError(f"manifest of template {name}: {error}") from error
    except RecursionError as error:
        raise TemplateError(f"manifest of template {name}: it is nested too deeply") from error
    if data.get("version") != 1:
        raise TemplateError(f"manifest of template {name}: version must be 1")
    entries = data.get("section", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise TemplateError(f"manifest of template {name}: write [[section]], not [section]")
    rules = {}
    for number, entry in enumerate(entries, 1):
        rules[_rule_path(f"manifest of template {name}, section {number}", entry, paths)] = entry
    shown = data.get("name", name)
    return str(shown), rules


def _rule_path(
    where: str, entry: Mapping[str, object], paths: set[tuple[str, ...]]
) -> tuple[str, ...]:
    for key, value in entry.items():
        if key not in _KEYS:
            raise TemplateError(f"{where}: unknown key {key!r}; known are {', '.join(_KEYS)}")
        if not isinstance(value, _KEYS[key]):
            raise TemplateError(f"{where}: {key} must be a {_KEYS[key].__name__}")
    titles = entry.get("path", [])
    path = tuple(str(title) for title in titles) if isinstance(titles, list) else ()
    if path not in paths:
        raise TemplateError(f"{where}: the template has no heading {' / '.join(path) or '(none)'}")
    return path
