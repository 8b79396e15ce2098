"""What docs/templates.md says is so."""

import re
from pathlib import Path

import pytest

from spec_editor.core import configuration, manifest, syntaxes
from spec_editor.core.configuration import read_configuration
from spec_editor.core.document import read_document
from spec_editor.core.report import State
from spec_editor.core.rules.catalogue import RULES
from spec_editor.core.setup import TemplateSource
from spec_editor.core.template import read_template
from spec_editor.resources import resource

DOCUMENT = Path(__file__).parents[2] / "docs" / "templates.md"
TEXT = DOCUMENT.read_text(encoding="utf-8")
TOML = re.findall(r"^```toml\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)


def test_the_manifest_of_the_example_can_be_used() -> None:
    titles = ("# {T}", "## Contents", "## Requirements", "### FR-001: {Name}", "## Sign-off")
    text = "\n\n".join([*titles, "## Interfaces"])
    template = read_template(TemplateSource("own", text, TOML[0]))
    contents, _, requirement, approval, interfaces = template.sections[1:]
    assert contents.exempt
    assert [field.label for field in requirement.fields][-1] == "Decided"
    assert approval.role == "approval"
    assert interfaces.optional
    assert template.syntaxes == ("tbd", "needs-clarification")


def test_the_mistake_of_the_example_is_reported_so() -> None:
    line = '[[section]]\npath = ["Contents"]\nexempt = true\nrepeats = ""\n'
    said = re.search(r"line \d+, (repeats: .*)\n", TEXT)
    with pytest.raises(Exception, match="repeats: ") as caught:
        read_template(TemplateSource("own", "# T\n\n## Contents\n", f"version = 1\n{line}"))
    assert said is not None
    assert str(caught.value).endswith(said[1])


def test_the_configuration_of_the_example_can_be_used() -> None:
    read = read_configuration(TOML[1], [rule.rule_id for rule in RULES])
    assert read.template == "api-design"
    assert set(read.severities.values()) >= {None}
    assert len(read.syntaxes) == 3


def test_each_word_is_explained() -> None:
    words = {
        *manifest.TOP_KEYS,
        *manifest.SECTION_KEYS,
        *manifest.FIELD_KEYS,
        *manifest.ROLES,
        *manifest.KINDS,
        *configuration.TOP_KEYS,
        *configuration.PLACEHOLDER_KEYS,
        *syntaxes.NAMED,
        *(state.value for state in State),
    } - {"section", "rules", "placeholders"}
    assert {word for word in words if f"`{word}`" not in TEXT} == set()
    assert {word for word in configuration.SEVERITIES if f'"{word}"' not in TEXT} == set()


ROW = re.compile(
    r"^\| (?P<shown>[^|]+) \| `(?P<name>[a-z-]+)` \| (?P<headings>\d+) \| (?P<own>\d+) "
    r"\| (?P<placeholders>\d+) \| 0 % \| 100 % \|$",
    re.MULTILINE,
)


def test_the_figures_of_the_shipped_templates() -> None:
    rows = list(ROW.finditer(TEXT))
    shipped = {path.stem: path for path in resource("templates").glob("*.md")}
    assert {row["name"] for row in rows} == shipped.keys()
    for row in rows:
        path = shipped[row["name"]]
        text = path.read_text(encoding="utf-8")
        rules = path.with_suffix(".toml").read_text(encoding="utf-8")
        template = read_template(TemplateSource(path.stem, text, rules))
        own = sum(1 for item in template.sections if item.section.content)
        left = read_document(text, [template], chosen=template).report.placeholders
        found = (template.name, len(template.sections), own, left)
        assert found == (
            row["shown"],
            int(row["headings"]),
            int(row["own"]),
            int(row["placeholders"]),
        )
