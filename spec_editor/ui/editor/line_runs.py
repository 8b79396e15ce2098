"""The runs that a line has by its kind alone: markers, boxes, bars of tables, rules."""

import re

from spec_editor.ui.editor.inline import Run, scan_inline
from spec_editor.ui.editor.lines import (
    HEADING,
    LIST_ITEM,
    TASK_BOX,
    Kind,
    LineState,
    quote_prefix_length,
)

SINGLE_LINES = frozenset({Kind.BLANK, Kind.HEADING, Kind.RULE, Kind.TABLE, Kind.INDENTED})
"""The kinds of lines that can be coloured without the lines round them."""

CHIP_LINES = frozenset({Kind.TEXT, Kind.HEADING, Kind.TABLE})
"""The kinds of lines in which placeholders are looked for."""
CODE_LINES = frozenset({Kind.FENCE, Kind.CODE, Kind.FENCE_END, Kind.INDENTED})
"""The kinds of lines that stand on the ground of code."""

_BAR = re.compile(r"(?<!\\)\|")
_WHOLE_LINE = {
    Kind.RULE: "markup",
    Kind.INDENTED: "code_block",
    Kind.COMMENT: "comment",
    Kind.UNDERLINE: "markup",
    Kind.FENCE_END: "fence",
    Kind.CODE: "code_block",
}


def line_runs(text: str, state: LineState, is_heading: bool = False) -> list[Run]:
    """Return the runs of a line; ``is_heading`` for a paragraph that is underlined."""
    runs: list[Run] = []
    prefix = quote_prefix_length(text) if state.quote else 0
    if prefix:
        runs.append(Run(prefix, len(text), "quote"))
        runs.append(Run(0, prefix, "markup"))
    if state.kind in _WHOLE_LINE:
        runs.append(Run(prefix, len(text), _WHOLE_LINE[state.kind]))
    elif state.kind is Kind.HEADING:
        runs += _heading(text, prefix)
    elif state.kind is Kind.TABLE:
        runs += _table_row(text, prefix, state)
    elif state.kind is Kind.FENCE:
        start = _marker_end(text, prefix, runs)
        runs.append(Run(start, len(text), "fence"))
    elif state.kind is Kind.TEXT:
        if is_heading:
            runs.append(Run(prefix, len(text), "heading"))
        _marker_end(text, prefix, runs)
    return runs


def text_mask(text: str, state: LineState) -> str:
    """Return the line with its markers blanked out, so that they are not taken for emphasis."""
    if state.kind is Kind.UNDERLINE:
        return " " * len(text)
    end = _marker_end(text, quote_prefix_length(text) if state.quote else 0, [])
    return " " * end + text[end:]


def _marker_end(text: str, start: int, runs: list[Run]) -> int:
    """Add the runs of list markers and task boxes at ``start``; return where the text begins."""
    while item := LIST_ITEM.match(text, start):
        runs.append(Run(*item.span(2), "marker"))
        start = item.end()
        box = TASK_BOX.match(text, start)
        if box:
            runs.append(Run(*box.span(), "marker"))
            return box.end()
        if start >= len(text):
            break
    return start


def _heading(text: str, prefix: int) -> list[Run]:
    """Return the runs of a ``#`` heading."""
    runs: list[Run] = []
    start = _marker_end(text, prefix, runs)
    start += len(text[start:]) - len(text[start:].lstrip())
    marks = HEADING.match(text, start)
    end = marks.end() if marks else start
    runs.append(Run(start, len(text), "heading"))
    runs.append(Run(start, end, "markup"))
    runs += [Run(a + end, b + end, kind) for a, b, kind in scan_inline(text[end:])]
    return runs


def _table_row(text: str, prefix: int, state: LineState) -> list[Run]:
    """Return the runs of a row; the first one is the table's head."""
    if not text.strip(" |:->\t"):
        return [Run(prefix, len(text), "markup")]
    runs = [] if state.continues else [Run(prefix, len(text), "table_head")]
    runs += scan_inline(" " * prefix + text[prefix:])
    runs += [Run(*bar.span(), "markup") for bar in _BAR.finditer(text)]
    return runs
