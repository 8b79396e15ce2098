"""The core's behaviour, case by case."""

import pytest
from cases_reader import Case, read_cases

from spec_editor.core.blocks import parse
from spec_editor.core.document import Document, read_document
from spec_editor.core.placeholders import find_placeholders
from spec_editor.core.report import SectionReport
from spec_editor.core.template import TemplateSource, read_template


def by_name(case: Case) -> str:
    return case.name


def document_of(case: Case) -> Document:
    template = read_template(TemplateSource("case", case.parts["template"]))
    return read_document(case.parts["document"], [template], chosen=template)


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
    lines = [
        f"{f.span.line}:{f.span.column} {f.severity.value} {f.rule} {f.section}".rstrip()
        for f in document_of(case).report.findings
    ]
    assert lines == case.lines("expected")
