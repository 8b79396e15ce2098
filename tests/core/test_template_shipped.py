"""The shipped templates: an untouched copy is worth nothing, a written document everything."""

import re
from pathlib import Path

import pytest
from cases_reader import CASES

from spec_editor.core.document import Document, read_document
from spec_editor.core.findings import Severity
from spec_editor.core.report import State
from spec_editor.core.setup import TemplateSource
from spec_editor.core.template import Template, read_template
from spec_editor.render.diagram_mistakes import find_mistake
from spec_editor.resources import resource

NAMES = ("api-design", "architecture-decision-record", "rfc-proposal", "technical-specification")
WRITTEN = {name: CASES / "templates" / f"{name}.full.md" for name in NAMES if name != NAMES[-1]} | {
    NAMES[-1]: resource("examples", "payment-gateway.md")
}


def template_of(name: str) -> Template:
    path = resource("templates", f"{name}.md")
    manifest = path.with_suffix(".toml").read_text(encoding="utf-8")
    return read_template(TemplateSource(name, path.read_text(encoding="utf-8"), manifest))


@pytest.fixture(scope="module")
def templates() -> list[Template]:
    return [template_of(name) for name in NAMES]


def judged(path: Path, templates: list[Template]) -> Document:
    return read_document(path.read_text(encoding="utf-8"), templates)


def test_these_are_all_that_are_shipped() -> None:
    assert sorted(path.stem for path in resource("templates").glob("*.md")) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_an_untouched_copy_is_at_zero(name: str, templates: list[Template]) -> None:
    document = judged(resource("templates", f"{name}.md"), templates)
    assert document.template is not None
    assert document.template.source.name == name
    assert document.report.completeness == 0.0
    unfinished = {State.EXAMPLE, State.PLACEHOLDERS}
    asked = [section for section in document.report.sections if not section.exempt]
    assert {section.title for section in asked if section.state not in unfinished} == set()


@pytest.mark.parametrize("name", NAMES)
def test_a_written_document_is_complete(name: str, templates: list[Template]) -> None:
    document = judged(WRITTEN[name], templates)
    assert document.template is not None
    assert document.template.source.name == name
    unfilled = {s.title: s.state for s in document.report.sections if s.state is not State.FILLED}
    assert unfilled == {}
    assert document.report.completeness == 1.0
    assert document.report.placeholders == 0
    assert [section.title for section in document.report.sections if section.extra] == []


@pytest.mark.parametrize("name", NAMES)
def test_one_section_taken_back_to_the_template_s_text_is_noticed(
    name: str, templates: list[Template]
) -> None:
    text = WRITTEN[name].read_text(encoding="utf-8")
    document = read_document(text, templates)
    template = document.template
    assert template is not None
    lines = text.split("\n")
    tried = 0
    for section in document.sections:
        same = [item for item in template.sections if item.title == section.title]
        if len(same) != 1 or same[0].exempt or not same[0].own_text.strip(" -\n"):
            continue
        start, end = section.heading.last_line, section.own_last_line
        changed = "\n".join([*lines[:start], same[0].own_text, *lines[end:]])
        report = read_document(changed, [template], chosen=template).report
        states = {s.title: s.state for s in report.sections if s.line == section.heading.line}
        assert states[section.title] in (State.EXAMPLE, State.PLACEHOLDERS), section.title
        assert report.completeness < 1.0
        tried += 1
        if tried == 12:
            break
    assert tried >= 8


@pytest.mark.parametrize("name", NAMES)
def test_the_templates_are_rich_and_have_what_rules_read(name: str) -> None:
    template = template_of(name)
    assert len([item for item in template.sections if item.section.content]) >= 12
    title = template.sections[0]
    assert {rule.label for rule in title.fields} >= {"Last Updated", "Status"}
    kinds = {rule.label: rule.kind for rule in title.fields}
    assert kinds["Last Updated"] == "date"
    status = next(rule for rule in title.fields if rule.label == "Status")
    assert len(status.choices) >= 4
    assert "history" in {item.role for item in template.sections}
    text = template.source.text
    assert "```mermaid" in text
    assert len(re.findall(r"^\| -", text, re.MULTILINE)) >= 4


def test_no_template_takes_the_other_s_documents(templates: list[Template]) -> None:
    """Not even where its own is not offered."""
    for name in NAMES:
        others = [template for template in templates if template.source.name != name]
        document = judged(WRITTEN[name], others)
        assert document.template is None, (name, document.template)


@pytest.mark.parametrize("name", NAMES)
def test_diagrams_can_be_drawn_and_tables_and_links_are_whole(name: str) -> None:
    for path in (resource("templates", f"{name}.md"), WRITTEN[name]):
        document = read_document(path.read_text(encoding="utf-8"), [])
        passages = [section.passage for section in document.sections]
        fences = [fence for passage in passages for fence in passage.fences]
        diagrams = [fence.code for fence in fences if fence.language == "mermaid"]
        assert diagrams
        assert [mistake for mistake in map(find_mistake, diagrams) if mistake] == []
        tables = [table for passage in passages for table in passage.tables]
        assert [t for t in tables if len({len(row.cells) for row in t.rows}) != 1] == []
        anchors = {f"#{section.heading.slug}" for section in document.sections}
        links = [link.target for passage in passages for link in passage.links]
        assert {link for link in links if link.startswith("#")} <= anchors


@pytest.mark.parametrize("name", NAMES)
def test_there_is_nothing_to_complain_of_in_a_written_document(
    name: str, templates: list[Template]
) -> None:
    findings = judged(WRITTEN[name], templates).report.findings
    assert [f.message for f in findings if f.severity is not Severity.INFO] == []
