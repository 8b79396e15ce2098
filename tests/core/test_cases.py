"""The core's behaviour, case by case."""

import pytest
from cases_reader import Case, read_cases
from placeholder_tools import find_placeholders

from spec_editor.core.blocks import parse
from spec_editor.core.document import Document, DocumentReader
from spec_editor.core.edits import apply_edits
from spec_editor.core.fixes import fix_all, fix_rule
from spec_editor.core.report import SectionReport
from spec_editor.core.rules.context import DiagramProblem, Services
from spec_editor.core.setup import TemplateSource
from spec_editor.core.template import read_template


def by_name(case: Case) -> str:
    return case.name


def services_of(case: Case) -> Services:
    """The part ``files`` names those that exist, ``diagram`` the mistake of every diagram."""
    files = case.parts.get("files", "").split()
    line, column, message = (*case.parts.get("diagram", "").strip().split(":", 2), "", "")[:3]
    problem = DiagramProblem(message, int(line), int(column)) if message else None
    return Services(
        lambda _: problem, lambda target: target in files if "files" in case.parts else None
    )


def document_of(case: Case, text: str | None = None) -> Document:
    """Read a case's document, or another text, with its template; without one by none."""
    source = TemplateSource("case", case.parts.get("template", ""), case.parts.get("manifest"))
    template = read_template(source) if "template" in case.parts else None
    reader = DocumentReader((), chosen=template, services=services_of(case))
    return reader.read(case.parts["document"] if text is None else text)


@pytest.mark.parametrize("case", read_cases("placeholders"), ids=by_name)
def test_placeholders(case: Case) -> None:
    found = find_placeholders(parse(case.parts["document"]))
    lines = [f"{p.span.line}:{p.span.column} {p.content}" for p in found]
    assert lines == case.lines("expected")


@pytest.mark.parametrize("case", read_cases("blocks"), ids=by_name)
def test_blocks(case: Case) -> None:
    blocks = parse(case.parts["document"]).blocks
    lines = [f"{block.kind} {block.first_line}-{block.last_line}" for block in blocks]
    assert lines == case.lines("expected")


def outline_line(section: SectionReport) -> str:
    share = round(section.completeness * 100)
    extra = " +" if section.extra else ""
    return f"{section.state.value} {share} {' / '.join(section.path)}{extra}"


@pytest.mark.parametrize("case", read_cases("outline"), ids=by_name)
def test_outline(case: Case) -> None:
    report = document_of(case).report
    lines = [outline_line(section) for section in report.sections if section.level > 1]
    lines.append(f"total {round(report.completeness * 100)}")
    assert lines == case.lines("expected")


@pytest.mark.parametrize("case", read_cases("findings"), ids=by_name)
def test_findings(case: Case) -> None:
    document = document_of(case)
    lines = [
        f"{f.span.line}:{f.span.column} {f.severity.value} {f.rule} {f.section}".rstrip()
        for f in document.report.findings
    ]
    assert lines == case.lines("expected")
    messages = [finding.message for finding in document.report.findings]
    said = case.parts.get("messages", "").splitlines()
    assert [line for line in said if line not in messages] == []
    if "fixed" in case.parts:
        rule = case.parts.get("rule", "").strip()
        edits = fix_rule(document, rule) if rule else fix_all(document)
        fixed = apply_edits(document.text.value, edits)
        assert fixed == case.parts["fixed"]
        left = {f.rule for f in document_of(case, fixed).report.findings if f.fixed_with_all}
        assert not left, f"{left} would be fixed again"
