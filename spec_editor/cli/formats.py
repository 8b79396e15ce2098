"""The forms in which ``check`` tells its findings.

Each takes the files as they are checked and yields texts to print, none where there is nothing
to say: thousands of reports need not lie in memory, nor does anybody wait for the last of them.
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from spec_editor.cli.failure import printable
from spec_editor.core.findings import Finding, Severity
from spec_editor.core.json_report import VERSION, file_json
from spec_editor.core.report import DocumentReport

if TYPE_CHECKING:
    from spec_editor.core.rules.rule import Rule

_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_SARIF_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_GITHUB_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


@dataclass(frozen=True, slots=True)
class Checked:
    """One checked file."""

    path: Path
    report: DocumentReport


def percent(share: float) -> str:
    """Return a share as a whole percentage; 100 % only when nothing is left."""
    return f"{min(int(share * 100 + 0.5), 99) if share < 1 else 100} %"


def as_json(files: Iterable[Checked]) -> Iterator[str]:
    """Yield the contract's JSON object."""
    objects = [file_json(str(file.path), file.report) for file in files]
    yield _dump({"version": VERSION, "files": objects})


def _dump(value: object) -> str:
    # A file name that is no UTF-8 keeps its bytes as escapes instead of failing to print.
    return json.dumps(value, ensure_ascii=True, indent=2)


def as_text(files: Iterable[Checked]) -> Iterator[str]:
    """Yield for each file a line for each finding and one for the file."""
    for file in files:
        path = printable(str(file.path))
        lines = [_text_line(path, finding) for finding in file.report.findings]
        yield "\n".join([*lines, f"{path}: {_summary(file.report)}"])


def _text_line(path: str, finding: Finding) -> str:
    where = f"{path}:{finding.span.line}:{finding.span.column}"
    what = f"{finding.severity}[{finding.rule}]"
    return f"{where}: {what} {printable(finding.message + _section_of(finding))}"


def _section_of(finding: Finding) -> str:
    """Name the section where the message does not."""
    known = not finding.section or f"“{finding.section}”" in finding.message
    return "" if known else f" (in “{finding.section}”)"


def _summary(report: DocumentReport) -> str:
    parts = [f"{percent(report.completeness)} complete"]
    if report.placeholders:
        parts.append(_count(report.placeholders, "placeholder", "left"))
    parts.append(_count(len(report.findings), "finding") if report.findings else "no findings")
    template = f"template “{report.template}”" if report.template else "no template fits"
    return f"{', '.join(parts)} ({template})"


def _count(number: int, noun: str, after: str = "") -> str:
    return f"{number} {noun}{'' if number == 1 else 's'} {after}".strip()


def as_github(files: Iterable[Checked]) -> Iterator[str]:
    """Yield workflow commands that GitHub shows as annotations."""
    for file in files:
        if file.report.findings:
            yield "\n".join(_github_line(file.path, each) for each in file.report.findings)


def _github_line(path: Path, finding: Finding) -> str:
    span = finding.span
    places = f"line={span.line},endLine={span.end_line},col={span.column}"
    name = _github_escape(printable(path.as_posix())).replace(":", "%3A").replace(",", "%2C")
    command = f"{_GITHUB_LEVELS[finding.severity]} file={name},{places},title={finding.rule}"
    return f"::{command}::{_github_escape(printable(finding.message))}"


def _github_escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def as_sarif(files: Iterable[Checked]) -> Iterator[str]:
    """Yield SARIF 2.1.0, which code scanning services read."""
    # The other forms tell findings without knowing the rules, which take a while to load.
    from spec_editor.core.rules.catalogue import RULES

    driver = {"name": "Spec Editor", "rules": [_sarif_rule(rule) for rule in RULES]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [
            _sarif_result(file.path, finding) for file in files for finding in file.report.findings
        ],
    }
    yield _dump({"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]})


def _sarif_rule(rule: "Rule") -> dict[str, object]:
    return {
        "id": rule.rule_id,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.explanation},
        "help": {"text": rule.explanation, "markdown": rule.explanation},
        "defaultConfiguration": {"level": _SARIF_LEVELS[rule.severity]},
    }


def _sarif_result(path: Path, finding: Finding) -> dict[str, object]:
    region = {
        "startLine": finding.span.line,
        "startColumn": finding.span.column,
        "endLine": finding.span.end_line,
        "endColumn": finding.span.end_column,
    }
    uri = path.as_uri() if path.is_absolute() else quote(os.fsencode(path.as_posix()))
    return {
        "ruleId": finding.rule,
        "level": _SARIF_LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}],
    }


FORMATS = {"text": as_text, "json": as_json, "sarif": as_sarif, "github": as_github}
#: Those that tell more of a document than its findings.
WITH_SECTIONS = {"json"}
