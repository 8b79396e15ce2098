"""A template's manifest is written by hand; each mistake is named with its line and its key."""

import pytest

from spec_editor.core.setup import TemplateSource
from spec_editor.core.template import TemplateError, read_template

TEXT = "# T\n\n## A\n\nx\n\n## FR-1: {Name}\n\n## A\n"


def message(manifest: str, text: str = TEXT) -> str:
    with pytest.raises(TemplateError) as caught:
        read_template(TemplateSource("own", text, manifest))
    return str(caught.value)


ENTRY = 'version = 1\n\n[[section]]\npath = ["A"]\n'


@pytest.mark.parametrize(
    ("manifest", "expected"),
    [
        ("version = 1\nname =\n\n", "line 2: Invalid value"),
        ("version = 1\n\nx = [1,\n\n= 2", "line 5: Invalid value (column 1)"),
        ("x = " + "[" * 5000 + "]" * 5000, "line 1: the values are nested too deeply"),
        ("# nothing\n", "line 1, version: the version must be 1"),
        ("\nversion = 2", "line 2, version: the version must be 1"),
        ('version = "1"', "line 1, version: the version must be 1"),
        ("version = true", "line 1, version: the version must be 1"),
        ("version = 1\nnames = 'x'", "line 2, names: this key is unknown; did you mean “name”?"),
        ("version = 1\nname = ['x']", "line 2, name: the value must be a text"),
        ("version = 1\nname = ' '", "line 2, name: the name is empty"),
        ("version = 1\nsyntaxes = 'tbd'", "line 2, syntaxes: the value must be a list"),
        ("version = 1\nsyntaxes = ['tbx']", "line 2, syntaxes: the placeholder syntax “tbx”"),
        ("version = 1\nsyntaxes = ['']", "line 2, syntaxes: the value must be a list of texts"),
        ("version = 1\nsyntaxes = ['(a+)+']", "line 2, syntaxes: the regular expression “(a+)+”"),
        ('version = 1\nsection = "x"', "line 2, section: write [[section]], a list of tables"),
        ("version = 1\n\nsection = [1]", "line 3, section: write [[section]], a list of tables"),
        ('version = 1\n[section]\npath = ["A"]', "line 2, section: write [[section]]"),
        ("version = 1\n[[section]]\n", "line 2, path: each section needs a path"),
        (
            f"{ENTRY}\n# more\nrepeats = true",
            "line 7, repeats: this key is unknown; did you mean “repeat”?",
        ),
        (
            f"{ENTRY}colour = 1",
            "line 5, colour: this key is unknown; known are path, repeat, optional, exempt, "
            "role, id, fields",
        ),
        (f'{ENTRY}[[section]]\npath = "A"', "line 6, path: the value must be a list"),
        (f'{ENTRY}[[section]]\npath = ["A"]', "line 6, path: “A” has an entry already"),
        (f"{ENTRY}optional = 1", "line 5, optional: the value must be true or false"),
        (f'{ENTRY}exempt = "yes"', "line 5, exempt: the value must be true or false"),
        (f"{ENTRY}repeat = true", "line 5, repeat: the value must be a text"),
        (f'{ENTRY}role = "tok"', "line 5, role: the role “tok” is unknown; did you mean “toc”?"),
        (f'{ENTRY}id = "FR-001"', "line 5, id: an id has {n} once"),
        (f'{ENTRY}id = "{{n}}.{{n}}"', "line 5, id: an id has {n} once"),
        (f"{ENTRY}fields = 1", "line 5, fields: write [[section.fields]], a list of tables"),
        (
            f'{ENTRY}fields = [ # {{\n{{ label = "}} {{" }},\n{{ kind = "date", label = 1 }}]',
            "line 7, fields.label: the value must be a text",
        ),
        (f"{ENTRY}fields = [\n{{ label = 'a' }},\n{{}},\n]", "line 7, fields.label: each field"),
        (
            'version = 1\n[[section]]\npath = ["T", "A"]',
            "the template has no heading “T / A”; the document's title is in no path",
        ),
        (f"{ENTRY}fields = [{{}}]", "line 5, fields.label: each field needs a label"),
        (
            f'{ENTRY}fields = [\n  {{ label = "a", kind = "int" }},\n]',
            "line 6, fields.kind: the kind “int” is unknown; known are text, date, version, list",
        ),
        (
            f'{ENTRY}[[section.fields]]\nlabel = "a"\n[[section.fields]]\nlabel = "b"\nmust = true',
            "line 9, must: this key is unknown",
        ),
        (
            f'{ENTRY}[[section.fields]]\nlabel = "a"\n[[section]]\npath = ["FR-1: {{Name}}"]\n'
            '[[section.fields]]\nlabel = "b"\nchoices = ["x", 1]',
            "line 11, choices: the value must be a list of texts",
        ),
        (f'{ENTRY}fields = [{{label="a"}}, {{label="A"}}]', "line 5, fields: two fields have the"),
        (f'{ENTRY}fields = [{{label="a", required=0}}]', "line 5, fields.required: the value must"),
        (
            'version = 1\nname = """\n[[section]]\npath = 1\n"""\n[[section]]\npath = ["T", "B"]',
            "line 7, path: the template has no heading “T / B”",
        ),
        (
            'version = 1\n[[section]]\npath = ["FR-1: {Nam}"]',
            "no heading “FR-1: {Nam}”; did you mean “FR-1: {Name}”?",
        ),
        ("version = 1\n[[section]]\npath = [1]", "line 3, path: the value must be a list of texts"),
        ('version = 1\nsection = [\n{path = ["A"], x = 1}]', "line 3, section.x: this key is"),
    ],
)
def test_mistakes_are_named_with_line_and_key(manifest: str, expected: str) -> None:
    said = message(manifest)
    assert said.startswith("manifest of template own, line ")
    assert expected in said
    assert "\n" not in said


def test_a_template_without_a_heading() -> None:
    assert message("version = 1", "text\n\n> # quoted\n") == (
        "template own: it has no heading, so it gives no outline"
    )


def test_an_empty_manifest_is_one_without_a_version() -> None:
    assert "line 1, version: the version must be 1" in message("")
