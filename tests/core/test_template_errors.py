"""A template's manifest is written by hand; each mistake is named with its place."""

import pytest

from spec_editor.core.template import TemplateError, TemplateSource, read_template

TEXT = "# T\n\n## A\n\nx\n\n## FR-1: {Name}\n\n## A\n"


def message(manifest: str, text: str = TEXT) -> str:
    with pytest.raises(TemplateError) as caught:
        read_template(TemplateSource("own", text, manifest))
    return str(caught.value)


@pytest.mark.parametrize(
    ("manifest", "expected"),
    [
        ("version = 1\nname =", "manifest of template own: Invalid value (at end of document)"),
        ("version = 1\n\nx = [1,\n\n= 2", "(at line 5, column 1)"),
        ("", "manifest of template own: version must be 1"),
        ("version = 2", "manifest of template own: version must be 1"),
        ('version = "1"', "manifest of template own: version must be 1"),
        ('version = 1\nsection = "x"', "write [[section]], not [section]"),
        ("version = 1\nsection = [1]", "write [[section]], not [section]"),
        ('version = 1\n[section]\npath = ["A"]', "write [[section]], not [section]"),
        (
            'version = 1\n[[section]]\npath = ["A"]\nrepeats = true',
            "section 1: unknown key 'repeats'; known are path, repeat, optional, exempt",
        ),
        (
            'version = 1\n[[section]]\npath = ["A"]\n[[section]]\npath = "A"',
            "section 2: path must be a list",
        ),
        ('version = 1\n[[section]]\npath = ["A"]\noptional = 1', "optional must be a bool"),
        ('version = 1\n[[section]]\npath = ["A"]\nexempt = "yes"', "exempt must be a bool"),
        ('version = 1\n[[section]]\npath = ["A"]\nrepeat = true', "repeat must be a str"),
        ("version = 1\n[[section]]\n", "section 1: the template has no heading (none)"),
        ('version = 1\n[[section]]\npath = ["T", "B"]', "has no heading T / B"),
        ("version = 1\n[[section]]\npath = [1]", "the template has no heading 1"),
        ("x = " + "[" * 5000 + "]" * 5000, "nested too deeply"),
    ],
)
def test_mistakes_are_named(manifest: str, expected: str) -> None:
    said = message(manifest)
    assert expected in said
    assert said.startswith("manifest of template own")
    assert "\n" not in said


def test_a_template_without_a_heading() -> None:
    assert message("version = 1", "text\n\n> # quoted\n") == (
        "template own: it has no heading, so it gives no outline"
    )


def test_what_a_manifest_says_goes() -> None:
    manifest = (
        'version = 1\nname = "Own"\n[[section]]\npath = ["A"]\noptional = true\n'
        '[[section]]\npath = ["FR-1: {Name}"]\nrepeat = "FR-{n}: {}"\nexempt = true\n'
    )
    template = read_template(TemplateSource("own", TEXT, manifest))
    assert template.name == "Own"
    _, first, repeated, _ = template.sections
    assert first.optional
    assert repeated.exempt
    assert repeated.repeat is not None
    assert repeated.repeat.fullmatch("fr-12: anything")
    assert not repeated.repeat.fullmatch("fr-x: anything")
