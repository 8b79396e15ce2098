"""The schemas for other editors say the same as our own readers."""

import json
import re
import tomllib
from collections.abc import Callable
from typing import Any

import pytest

from spec_editor.core import configuration, manifest, syntaxes
from spec_editor.core.configuration import ConfigurationError, read_configuration
from spec_editor.core.setup import TemplateSource
from spec_editor.core.template import TemplateError, read_template
from spec_editor.resources import resource

TEMPLATE = "# T\n\n## A\n\nx\n"
KINDS = {"string": str, "integer": int, "boolean": bool, "array": list, "object": dict}
Schema = dict[str, Any]


def schema(*parts: str) -> Schema:
    value: Schema = json.loads(resource(*parts).read_text(encoding="utf-8"))
    return value


MANIFEST = schema("templates", "manifest.schema.json")
CONFIGURATION = schema("configuration.schema.json")
#: What is_valid below understands; any other word in a schema would go unnoticed.
WORDS = {
    *("type", "const", "enum", "pattern", "minLength", "minItems", "maxItems", "items"),
    *("properties", "additionalProperties", "required", "definitions", "$ref"),
    *("$schema", "$id", "title", "description"),
}


def is_valid(value: object, rules: Schema, root: Schema) -> bool:
    """Judge a value by a schema, as far as ours go."""
    if "$ref" in rules:
        return is_valid(value, root["definitions"][rules["$ref"].rpartition("/")[2]], root)
    if type(value) is not KINDS[rules["type"]]:
        return False
    if ("const" in rules and value != rules["const"]) or value not in rules.get("enum", [value]):
        return False
    if isinstance(value, str):
        fits = re.search(rules.get("pattern", ""), value)
        return len(value) >= rules.get("minLength", 0) and bool(fits)
    if isinstance(value, list):
        least, most = rules.get("minItems", 0), rules.get("maxItems", len(value))
        return least <= len(value) <= most and all(is_valid(v, rules["items"], root) for v in value)
    return not isinstance(value, dict) or is_valid_table(value, rules, root)


def is_valid_table(value: dict[str, object], rules: Schema, root: Schema) -> bool:
    known, other = rules.get("properties", {}), rules["additionalProperties"]
    if not set(rules.get("required", ())) <= value.keys():
        return False
    if other is False and not value.keys() <= known.keys():
        return False
    return all(is_valid(value[key], known.get(key, other), root) for key in value)


def reads_manifest(text: str) -> bool:
    try:
        read_template(TemplateSource("own", TEMPLATE, text))
    except TemplateError:
        return False
    return True


def reads_configuration(text: str) -> bool:
    try:
        read_configuration(text, ["no-heading", "missing-section"])
    except ConfigurationError:
        return False
    return True


def tables_of(rules: Schema) -> list[Schema]:
    found = [rules] if rules.get("type") == "object" else []
    for value in rules.values():
        if isinstance(value, dict):
            found += tables_of(value)
    return found


@pytest.mark.parametrize("rules", [MANIFEST, CONFIGURATION])
def test_the_schemas_use_only_what_is_tried_here(rules: Schema) -> None:
    assert rules.keys() <= WORDS
    for table in tables_of(rules):
        for value in table.get("properties", {}).values():
            assert value.keys() <= WORDS
            assert value.keys() & {"type", "$ref"}


def test_the_keys_are_the_reader_s() -> None:
    section, field = MANIFEST["definitions"]["section"], MANIFEST["definitions"]["field"]
    assert tuple(MANIFEST["properties"]) == manifest.TOP_KEYS
    assert tuple(section["properties"]) == manifest.SECTION_KEYS
    assert tuple(field["properties"]) == manifest.FIELD_KEYS
    assert tuple(section["properties"]["role"]["enum"]) == ("", *manifest.ROLES)
    assert tuple(field["properties"]["kind"]["enum"]) == manifest.KINDS
    assert MANIFEST["properties"]["version"]["const"] == manifest.VERSION
    top = CONFIGURATION["properties"]
    assert tuple(top) == configuration.TOP_KEYS
    assert tuple(top["placeholders"]["properties"]) == configuration.PLACEHOLDER_KEYS
    assert tuple(top["rules"]["additionalProperties"]["enum"]) == configuration.SEVERITIES
    assert tuple(top["flavour"]["enum"]) == configuration.FLAVOURS
    for of in (MANIFEST["properties"], top["placeholders"]["properties"]):
        assert of["syntaxes"]["maxItems"] == syntaxes.MAX_SYNTAXES
        assert all(name in of["syntaxes"]["description"] for name in syntaxes.NAMED)


@pytest.mark.parametrize("path", sorted(resource("templates").glob("*.md")), ids=lambda p: p.stem)
def test_the_shipped_manifests_fit(path: Any) -> None:
    text = path.with_suffix(".toml").read_text(encoding="utf-8")
    assert is_valid(tomllib.loads(text), MANIFEST, MANIFEST)


ENTRY = 'version = 1\n[[section]]\npath = ["A"]\n'


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("version = 1", True),
        ("version = 2", False),
        ("version = true", False),
        ("", False),
        ('version = 1\nname = ""', False),
        ("version = 1\nname = 1", False),
        ("version = 1\nother = 1", False),
        ('version = 1\nsyntaxes = ["tbd", "@+@"]', True),
        ('version = 1\nsyntaxes = [""]', False),
        ('version = 1\nsyntaxes = "tbd"', False),
        (f"version = 1\nsyntaxes = {['tbd'] * 21}", False),
        ("version = 1\nsection = 1", False),
        ("version = 1\n[section]", False),
        ("version = 1\n[[section]]", False),
        ("version = 1\n[[section]]\npath = []", False),
        ("version = 1\n[[section]]\npath = [1]", False),
        (ENTRY, True),
        (f'{ENTRY}repeat = "A {{n}}"\noptional = true\nexempt = false\nrole = ""\nid = ""', True),
        (f"{ENTRY}repeat = 1", False),
        (f"{ENTRY}optional = 1", False),
        (f"{ENTRY}exempt = 'no'", False),
        (f"{ENTRY}role = 'toc'\nid = 'A-{{n}}'", True),
        (f"{ENTRY}role = 'x'", False),
        (f"{ENTRY}id = 'A-'", False),
        (f"{ENTRY}id = '{{n}}{{n}}'", False),
        (f"{ENTRY}fields = []", True),
        (f"{ENTRY}fields = ['a']", False),
        (f"{ENTRY}fields = [{{label='a', choices=['b'], kind='date', required=false}}]", True),
        (f"{ENTRY}fields = [{{label=''}}]", False),
        (f"{ENTRY}fields = [{{kind='text'}}]", False),
        (f"{ENTRY}fields = [{{label='a', kind='x'}}]", False),
        (f"{ENTRY}fields = [{{label='a', choices='b'}}]", False),
        (f"{ENTRY}fields = [{{label='a', required='b'}}]", False),
        (f"{ENTRY}fields = [{{label='a', more='b'}}]", False),
    ],
)
def test_reader_and_schema_agree_about_manifests(text: str, right: bool) -> None:
    assert is_valid(tomllib.loads(text), MANIFEST, MANIFEST) is right
    assert reads_manifest(text) is right


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("", True),
        ('template = "x"', True),
        ('template = ""', False),
        ("template = 1", False),
        ("other = 1", False),
        ('[rules]\nno-heading = "off"\nmissing-section = "info"', True),
        ("[rules]\nno-heading = false", False),
        ('[rules]\nno-heading = "fatal"', False),
        ("rules = []", False),
        ('[placeholders]\nsyntaxes = ["todo"]', True),
        ("[placeholders]\nsyntaxes = [1]", False),
        ("[placeholders]\nmore = 1", False),
        ("placeholders = 1", False),
    ],
)
def test_reader_and_schema_agree_about_configurations(text: str, right: bool) -> None:
    assert is_valid(tomllib.loads(text), CONFIGURATION, CONFIGURATION) is right
    assert reads_configuration(text) is right


@pytest.mark.parametrize("reads", [reads_manifest, reads_configuration])
def test_the_readers_refuse_what_is_no_toml(reads: Callable[[str], bool]) -> None:
    assert not reads("a = ")
