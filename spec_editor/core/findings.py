"""Findings: what a check has to say about one place of a document."""

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
