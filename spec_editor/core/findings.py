"""Findings: what a check has to say about one place of a document."""

import json
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """How much a finding weighs; errors stop a specification from being approved."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the gravest; findings at least as grave as a level have ``rank <= level.rank``."""
        return list(Severity).index(self)


class Span(NamedTuple):
    """A stretch of the text: 1-based lines, 1-based columns in code points, end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int

    def shifted(self, lines: int) -> "Span":
        """Return the span so many lines further down."""
        return Span(self.line + lines, self.column, self.end_line + lines, self.end_column)


class Finding(NamedTuple):
    """One thing that a rule found, in one sentence that says what and where.

    ``on_request``: it is fixed only by itself or with its rule, never along with everything.
    """

    rule: str
    severity: Severity
    span: Span
    message: str
    section: str = ""
    fixable: bool = False
    on_request: bool = False

    @property
    def fixed_with_all(self) -> bool:
        """Whether it is mended where everything is that can be."""
        return self.fixable and not self.on_request


class Counts(NamedTuple):
    """How many findings there are of each severity."""

    errors: int = 0
    warnings: int = 0
    infos: int = 0


NO_FINDINGS = Counts()


def counts_of(findings: Iterable[Finding]) -> Counts:
    """Return how many findings are of each severity."""
    severities = [finding.severity for finding in findings]
    return Counts(*map(severities.count, Severity))


def findings_to_json(findings: Iterable[Finding]) -> str:
    """Return findings as one text, for whoever passes them on and need not look at them."""
    return json.dumps(list(findings), separators=(",", ":"))


def findings_from_json(text: str) -> tuple[Finding, ...]:
    """Return the findings that :func:`findings_to_json` wrote.

    Raises:
        ValueError: it wrote no such text.
    """
    try:
        return tuple([_finding(*values) for values in json.loads(text)])
    except (TypeError, ValueError, RecursionError) as error:
        raise ValueError("no findings") from error


def _finding(rule: object, severity: object, span: list[object], *rest: object) -> Finding:
    texts, flags = (rule, *rest[:2]), rest[2:]
    if not all(isinstance(each, str) for each in texts):
        raise TypeError("no text")
    if not all(isinstance(each, bool) for each in flags):
        raise TypeError("no yes or no")
    if not all(isinstance(each, int) for each in span):
        raise TypeError("no place")
    return Finding(rule, Severity(severity), Span(*span), *rest)  # type: ignore[arg-type]
