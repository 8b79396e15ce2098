"""Where findings stand in a text that went on changing after they were found."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from spec_editor.core.findings import Finding, Span

Position = tuple[int, int]
"""A line and a column, 1-based, in code points."""

END_OF_LINE = 1 << 30
"""A column behind every text."""

_LONGEST_SPAN = 60
_MOST_CHANGES = 200


class Change(NamedTuple):
    """What stood from ``start`` to ``old_end`` now stands from ``start`` to ``new_end``."""

    start: Position
    old_end: Position
    new_end: Position


class FindingMarks:
    """The findings of one revision of the text, and what was changed since.

    Nothing is computed for a finding until somebody looks at its lines, so that thousands of
    them cost nothing while one types.
    """

    def __init__(self) -> None:
        self._findings: Sequence[Finding] = ()
        self._lines: list[int] = []
        self._changes: list[tuple[int, Change]] = []
        self._version = 0

    @property
    def findings(self) -> Sequence[Finding]:
        """The findings as they were reported, in the order of the text."""
        return self._findings

    def set_findings(self, findings: Sequence[Finding], behind: int = 0) -> None:
        """Take the findings of the text as it was ``behind`` versions ago."""
        if findings != self._findings:
            self._lines = [finding.span.line for finding in findings]
        self._findings = findings
        newest = self._version - behind
        self._changes = [known for known in self._changes if known[0] >= newest]

    def note_change(self, change: Change) -> None:
        """Follow a change; after too many without news the marks would only be guesses."""
        self._changes.append((self._version, change))
        if len(self._changes) > _MOST_CHANGES:
            self._findings, self._lines, self._changes = (), [], []

    def end_version(self) -> None:
        """The changes so far make a version of the text that somebody may judge."""
        self._version += 1

    def between(self, first: int, last: int) -> Iterator[tuple[Finding, Span]]:
        """Yield the findings on the 1-based lines and where they are now.

        What was changed inside is left out: whether it still holds is not known.
        """
        old_first, old_last = self._old_line(first), self._old_line(last)
        low = bisect_left(self._lines, old_first - _LONGEST_SPAN)
        for finding in self._findings[low : bisect_right(self._lines, old_last)]:
            span = self.span_of(finding)
            if span is not None and span.line <= last and span.end_line >= first:
                yield finding, span

    def span_of(self, finding: Finding) -> Span | None:
        """Return where a finding is now, None when its text was changed."""
        return self.span_now(finding.span)

    def span_now(self, found: Span) -> Span | None:
        """Return where a stretch of the judged text is now, None when it was changed."""
        start: Position | None = (found.line, found.column)
        end: Position | None = (found.end_line, found.end_column)
        for _, change in self._changes:
            start = _moved(start, change, is_end=False)
            end = _moved(end, change, is_end=True)
            if start is None or end is None:
                return None
        return Span(*start, *max(start, end)) if start and end else None

    def line_now(self, line: int, behind: int | None = None) -> int:
        """Return where a 1-based line of the text as it was ``behind`` versions ago stands now.

        None means the judged text. What was changed before that text was judged is not known.
        """
        place: Position = (line, 1)
        oldest = 0 if behind is None else self._version - behind
        for version, change in self._changes:
            if version < oldest:
                continue
            # Of what was replaced at once most is often as it was: the line is the best guess.
            guess = (min(place[0], change.new_end[0]), 1)
            place = _moved(place, change, is_end=False) or guess
        return place[0]

    def _old_line(self, line: int) -> int:
        """Return which line of the judged text a line of the present one was."""
        for _, change in reversed(self._changes):
            if line > change.new_end[0]:
                line += change.old_end[0] - change.new_end[0]
            elif line > change.start[0]:
                line = min(line, change.old_end[0])
        return line


def _moved(position: Position | None, change: Change, is_end: bool) -> Position | None:
    """Return where a position is after a change, None when it was in what was replaced.

    What is written right before or right behind a span does not belong to it.
    """
    if position is None:
        return None
    if position < change.start or (is_end and position == change.start):
        return position
    if position < change.old_end:
        return None
    line, column = position
    if line == change.old_end[0]:
        return change.new_end[0], column - change.old_end[1] + change.new_end[1]
    return line + change.new_end[0] - change.old_end[0], column
