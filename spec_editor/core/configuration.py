"""Reads what a folder says about how its documents are judged."""

from collections.abc import Collection

from spec_editor.core.findings import Severity
from spec_editor.core.flavour import Flavour
from spec_editor.core.manifest import read_syntaxes
from spec_editor.core.setup import Configuration
from spec_editor.core.toml_source import TomlError, TomlSource, TomlTable, close_to

OFF = "off"
SEVERITIES = (OFF, *(severity.value for severity in Severity))
FLAVOURS = tuple(flavour.value for flavour in Flavour)
TOP_KEYS = ("template", "flavour", "rules", "placeholders")
PLACEHOLDER_KEYS = ("syntaxes",)


class ConfigurationError(Exception):
    """A folder's configuration is wrong; the message begins with the line and the key."""


def read_configuration(text: str, known_rules: Collection[str]) -> Configuration:
    """Read a folder's configuration; ``known_rules`` are the ids of all rules there are.

    Raises:
        ConfigurationError: something in it is wrong; its line and key are named.
    """
    try:
        root = TomlSource(text).root
        root.refuse_unknown(TOP_KEYS)
        template = root.text("template")
        if template == "":
            raise root.error("template", "the name is empty; leave the line out to let it be found")
        rules = root.table("rules")
        placeholders = root.table("placeholders")
        if placeholders:
            placeholders.refuse_unknown(PLACEHOLDER_KEYS)
        return Configuration(
            template or "",
            _severities(rules, known_rules) if rules else {},
            read_syntaxes(placeholders) if placeholders else (),
            root.line("template"),
            _flavour(root),
        )
    except TomlError as error:
        raise ConfigurationError(str(error)) from error


def _flavour(root: TomlTable) -> Flavour | None:
    name = root.text("flavour")
    if name is not None and name not in FLAVOURS:
        raise root.error("flavour", f"the value must be one of {', '.join(FLAVOURS)}")
    return None if name is None else Flavour(name)


def _severities(table: TomlTable, known: Collection[str]) -> dict[str, Severity | None]:
    severities: dict[str, Severity | None] = {}
    for rule, value in table.values.items():
        if rule not in known:
            raise table.error(rule, f"there is no rule of this name{close_to(rule, sorted(known))}")
        if value not in SEVERITIES:
            raise table.error(rule, f"the value must be one of {', '.join(SEVERITIES)}")
        severities[rule] = None if value == OFF else Severity(str(value))
    return severities
