"""Finding and replacing in a document, apart from the bar that shows it.

Positions are UTF-16 units as Qt counts them. Expressions are run by Qt's own engine, whose limit
on the work for one match keeps an endless expression from stopping the window.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from PySide6.QtCore import QRegularExpression, QRegularExpressionMatch

MOST_MATCHES = 10_000
"""Matches that are counted and walked through; replacing all replaces the others as well."""

_Option = QRegularExpression.PatternOption


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for; an empty pattern finds nothing."""

    pattern: str
    match_case: bool = False
    whole_word: bool = False
    is_expression: bool = False


class Match(NamedTuple):
    """One place found, from ``start`` to ``end`` (UTF-16 units, end exclusive)."""

    start: int
    end: int


class Search:
    """A query made ready; ``problem`` says in plain words what is wrong with its expression."""

    def __init__(self, query: Query) -> None:
        self.query = query
        self.problem = ""
        self._expression = _expression(query)
        if not self._expression.isValid():
            self.problem = _explained(self._expression)

    def matches(self, text: str, limit: int = MOST_MATCHES) -> list[Match]:
        """Return the first ``limit`` places in ``text``, empty ones left out."""
        return [
            Match(found.capturedStart(), found.capturedEnd())
            for found in islice(self._found(text), limit)
        ]

    def replacements(self, text: str, replacement: str) -> list[tuple[Match, str]]:
        """Return every place with what is to be written there."""
        return [
            (Match(found.capturedStart(), found.capturedEnd()), self._filled(found, replacement))
            for found in self._found(text)
        ]

    def replacement_at(self, text: str, match: Match, replacement: str) -> str | None:
        """Return what is to be written at one place, None when nothing is found there."""
        found = self._expression.match(text, match.start)
        if not found.hasMatch() or found.capturedStart() != match.start:
            return None
        return self._filled(found, replacement)

    def _found(self, text: str) -> Iterator[QRegularExpressionMatch]:
        """Yield the matches that are not empty."""
        if not self.query.pattern or self.problem:
            return
        found = self._expression.globalMatch(text)
        while found.hasNext():
            match = found.next()
            if match.capturedEnd() > match.capturedStart():
                yield match
        if not found.isValid():
            self.problem = "The expression takes too long on this text"

    def _filled(self, found: QRegularExpressionMatch, replacement: str) -> str:
        """Return the replacement with ``$1`` and ``\\1`` put in, for expressions only."""
        if not self.query.is_expression:
            return replacement
        return _REFERENCE.sub(lambda part: _referred(part, found), replacement)


_REFERENCE = re.compile(r"\\\\|\\n|\\t|[\\$](\d)|\$&|\$\$")
_FIXED = {"\\\\": "\\", "\\n": "\n", "\\t": "\t", "$$": "$"}


def _referred(part: re.Match[str], found: QRegularExpressionMatch) -> str:
    """Return what one reference of a replacement stands for."""
    if part[0] in _FIXED:
        return _FIXED[part[0]]
    return found.captured(int(part[1] or 0))


def _expression(query: Query) -> QRegularExpression:
    """Return the expression that finds what the query asks for."""
    pattern = query.pattern
    if not query.is_expression:
        pattern = QRegularExpression.escape(pattern)
    if query.whole_word:
        pattern = rf"(?<!\w)(?:{pattern})(?!\w)"
    options = _Option.MultilineOption | _Option.UseUnicodePropertiesOption
    if not query.match_case:
        options |= _Option.CaseInsensitiveOption
    return QRegularExpression(pattern, options)


def _explained(expression: QRegularExpression) -> str:
    """Return what is wrong with an expression, starting with a capital letter."""
    message = expression.errorString()
    return message[:1].upper() + message[1:]
