"""The JSON form of a report: the contract of the command line, version 1."""

from spec_editor.core.findings import Finding
from spec_editor.core.report import DocumentReport, SectionReport

VERSION = 1


def section_json(section: SectionReport) -> dict[str, object]:
    """Return one section as JSON values; a missing one has ``line`` null."""
    return {
        "title": section.title,
        "path": list(section.path),
        "level": section.level,
        "line": section.line,
        "state": section.state.value,
        "completeness": section.completeness,
        "placeholders": section.placeholders,
        "placeholders_total": section.placeholders_total,
    }


def finding_json(finding: Finding) -> dict[str, object]:
    """Return one finding as JSON values; lines and columns are 1-based, in code points."""
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "line": finding.span.line,
        "column": finding.span.column,
        "end_line": finding.span.end_line,
        "end_column": finding.span.end_column,
        "message": finding.message,
        "section": finding.section,
        "fixable": finding.fixable,
    }


def outline_json(path: str, report: DocumentReport) -> dict[str, object]:
    """Return one file's object without findings."""
    return {
        "path": path,
        "template": report.template,
        "completeness": report.completeness,
        "sections": [section_json(section) for section in report.sections],
    }


def file_json(path: str, report: DocumentReport) -> dict[str, object]:
    """Return one file's object with its findings."""
    findings = [finding_json(finding) for finding in report.findings]
    return {**outline_json(path, report), "findings": findings}
