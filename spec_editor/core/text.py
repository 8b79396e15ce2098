"""An immutable text with its line table.

A line ends at a line feed and nowhere else; lines and columns are 1-based, columns and offsets
count code points.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from spec_editor.core.findings import Span
from spec_editor.core.lazy import lazy


class Text:
    """A text that answers where its lines are."""

    def __init__(self, value: str, starts: Sequence[int] | None = None) -> None:
        """Make a text; ``starts`` are the offsets of its lines where they are known already."""
        self.value = value
        if starts is not None:
            self._starts = starts

    @lazy
    def _starts(self) -> Sequence[int]:
        lengths = [len(line) + 1 for line in self.value.split("\n")]
        return list(accumulate(lengths[:-1], initial=0))

    def part(self, first: int, last: int) -> "Text":
        """Return the lines ``first`` to ``last`` as a text of their own."""
        start, end = self.offset_of_line(first), self.offset_of_line(last + 1)
        value = self.value[start:end]
        starts = [offset - start for offset in self._starts[first - 1 : last]]
        if value.endswith("\n"):
            starts.append(end - start)
        return Text(value, starts or [0])

    @property
    def line_count(self) -> int:
        """The number of lines; a final line feed opens one more, empty line."""
        return len(self._starts)

    def offset_of_line(self, line: int) -> int:
        """Return where line ``line`` starts; a line behind the last one starts at the end."""
        if line > len(self._starts):
            return len(self.value)
        return self._starts[max(line, 1) - 1]

    def lines(self, first: int, last: int) -> str:
        """Return the lines ``first`` to ``last`` with their line feeds."""
        return self.value[self.offset_of_line(first) : self.offset_of_line(last + 1)]

    def position_of(self, offset: int) -> tuple[int, int]:
        """Return the line and the column of an offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def span(self, start: int, end: int) -> Span:
        """Return the span between two offsets."""
        line, column = self.position_of(start)
        end_line, end_column = self.position_of(end)
        return Span(line, column, end_line, end_column)

    def line_span(self, line: int) -> Span:
        """Return the span of one line without its line feed."""
        start = self.offset_of_line(line)
        end = self.value.find("\n", start)
        return self.span(start, len(self.value) if end < 0 else end)
