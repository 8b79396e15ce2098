"""The data in front of a text: lines ``key: value`` between two lines ``---``."""

import re
from collections.abc import Iterator

from spec_editor.core.facts import Field
from spec_editor.core.text import Text

_LINE = re.compile(r"([A-Za-z][\w .()-]{0,60}?)[ \t]*:(?:[ \t]+(.*?))?[ \t]*(?:(?<=\s)#.*)?")
_LONGEST_LINE = 500
_QUOTES = ('""', "''")


def front_matter_fields(text: Text, line_count: int) -> Iterator[Field]:
    """Yield the fields on the top level of the data in the first ``line_count`` lines.

    A value on the lines below its key is the field's ``body``.
    """
    for line in range(2, line_count):
        source = text.lines(line, line).rstrip("\n")
        match = _LINE.fullmatch(source) if len(source) <= _LONGEST_LINE else None
        if match is None:
            continue
        start = text.offset_of_line(line)
        value_start, value_end = match.span(2) if match[2] else (match.end(1) + 1,) * 2
        if source[value_start:value_end][:1] + source[value_start:value_end][-1:] in _QUOTES:
            value_start, value_end = value_start + 1, max(value_start + 1, value_end - 1)
        yield Field(
            match[1],
            source[value_start:value_end].strip(),
            text.line_span(line),
            text.span(start + value_start, start + value_end),
            _body(text, line + 1, line_count),
        )


def _body(text: Text, line: int, line_count: int) -> str:
    """Return the line below a key where that belongs to its value."""
    source = text.lines(line, line) if line < line_count else ""
    return source.strip() if source[:1] in ("-", " ", "\t") else ""
