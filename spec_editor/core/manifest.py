"""The manifest beside a template: what its Markdown cannot say.

It is TOML, and key by key it has the last word; where it is silent, core/template.py infers.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from spec_editor.core.syntaxes import SyntaxesError, compile_syntaxes
from spec_editor.core.toml_source import TomlSource, TomlTable, close_to, suggestion

Path = tuple[str, ...]

VERSION = 1
ROLES = ("toc", "glossary", "history", "approval", "references", "checklist")
KINDS = ("text", "date", "version", "list")
TOP_KEYS = ("version", "name", "syntaxes", "section")
SECTION_KEYS = ("path", "repeat", "optional", "exempt", "role", "id", "fields")
FIELD_KEYS = ("label", "choices", "kind", "required")
NUMBER = "{n}"


@dataclass(frozen=True, slots=True)
class FieldRule:
    """A line ``**label:** value`` that a section has; ``choices`` are empty for any value.

    ``kind`` says what the value is: text, date, version, or a list of items below it.
    """

    label: str
    choices: tuple[str, ...] = ()
    kind: str = "text"
    required: bool = True


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """What the manifest says about one section; None where it says nothing."""

    repeat: str | None = None
    optional: bool | None = None
    exempt: bool | None = None
    role: str | None = None
    id_pattern: str | None = None
    fields: tuple[FieldRule, ...] | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """A manifest as it was read; ``name`` is empty where it gives none."""

    name: str = ""
    syntaxes: tuple[str, ...] = ()
    sections: Mapping[Path, ManifestEntry] = field(default_factory=dict)


def read_manifest(text: str, paths: Collection[Path]) -> Manifest:
    """Read a manifest; ``paths`` are those of the template's headings.

    Raises:
        TomlError: something in it is wrong; its line and key are named.
    """
    root = TomlSource(text).root
    root.refuse_unknown(TOP_KEYS)
    version = root.values.get("version")
    # In Python, true equals 1.
    if type(version) is not int or version != VERSION:
        raise root.error("version", f"the version must be {VERSION}")
    name = root.text("name")
    if name == "":
        raise root.error("name", "the name is empty")
    rules: dict[Path, ManifestEntry] = {}
    for table in root.tables("section") or ():
        path = _path(table, paths)
        if path in rules:
            raise table.error("path", f"“{' / '.join(path)}” has an entry already")
        rules[path] = _entry(table)
    return Manifest(name or "", read_syntaxes(root), rules)


def read_syntaxes(table: TomlTable) -> tuple[str, ...]:
    """Return the placeholder syntaxes that a table names.

    Raises:
        TomlError: one of them cannot be used.
    """
    syntaxes = table.texts("syntaxes") or ()
    try:
        compile_syntaxes(syntaxes)
    except SyntaxesError as error:
        raise table.error("syntaxes", str(error)) from error
    return syntaxes


def _path(table: TomlTable, paths: Collection[Path]) -> Path:
    table.refuse_unknown(SECTION_KEYS)
    path = table.texts("path")
    if not path:
        raise table.error("path", "each section needs a path: the titles from its chapter down")
    if path not in paths:
        shown = " / ".join(path)
        if path[1:] in paths:
            hint = "; the document's title is in no path, so begin with the chapter"
        else:
            hint = close_to(shown, [" / ".join(known) for known in paths])
        raise table.error("path", f"the template has no heading “{shown}”{hint}")
    return path


def _entry(table: TomlTable) -> ManifestEntry:
    role = table.text("role")
    if role and role not in ROLES:
        raise table.error("role", f"the role “{role}” is unknown{suggestion(role, ROLES)}")
    id_pattern = table.text("id")
    if id_pattern and id_pattern.count(NUMBER) != 1:
        raise table.error("id", "an id has {n} once, where its number stands, as in FR-{n}")
    tables = table.tables("fields")
    fields = None if tables is None else tuple(_field_rule(each) for each in tables)
    if fields and len({rule.label.casefold() for rule in fields}) < len(fields):
        raise table.error("fields", "two fields have the same label")
    return ManifestEntry(
        table.text("repeat"),
        table.flag("optional"),
        table.flag("exempt"),
        role,
        id_pattern,
        fields,
    )


def _field_rule(table: TomlTable) -> FieldRule:
    table.refuse_unknown(FIELD_KEYS)
    label = (table.text("label") or "").rstrip(":")
    if not label:
        raise table.error("label", "each field needs a label")
    kind = table.text("kind")
    if kind is not None and kind not in KINDS:
        raise table.error("kind", f"the kind “{kind}” is unknown{suggestion(kind, KINDS)}")
    required = table.flag("required")
    return FieldRule(
        label, table.texts("choices") or (), kind or "text", required is None or required
    )
