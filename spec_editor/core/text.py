"""An immutable text with its line table.

A line ends at a line feed and nowhere else; lines and columns are 1-based, columns and offsets
count code points.
"""

from bisect import bisect_right
from itertools import accumulate

from spec_editor.core.findings import Span
from spec_editor.core.lazy import lazy


class Text:
    """A text that answers where its lines are."""

    def __init__(self, value: str, line_count: int | None = None) -> None:
        """Make a text; its lines need not be counted where somebody knows how many there are."""
        self.value = value
        if line_count is not None:
            self.line_count = line_count

    @lazy
    def line_count(self) -> int:
        """The number of lines; a final line feed opens one more, empty line."""
        return self.value.count("\n") + 1

    @lazy
    def _starts(self) -> list[int]:
        lengths = [len(line) + 1 for line in self.value.split("\n")]
        return list(accumulate(lengths[:-1], initial=0))

    def offset_of_line(self, line: int) -> int:
        """Return where line ``line`` starts; a line behind the last one starts at the end."""
        # Of most passages nobody asks for more than the heading: that takes no table.
        if line <= 1:
            return 0
        if line == 2:
            return self.value.find("\n") + 1 or len(self.value)
        return self._starts[line - 1] if line <= len(self._starts) else len(self.value)

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
        length = (len(self.value) if end < 0 else end) - start
        return Span(line, 1, line, length + 1)
