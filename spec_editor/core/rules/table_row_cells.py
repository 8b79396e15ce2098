"""A table row with more or fewer cells than the table's header."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from spec_editor.core.blocks import Block
from spec_editor.core.edits import TextEdit
from spec_editor.core.findings import Finding, Severity, Span
from spec_editor.core.passages import Passage
from spec_editor.core.rules.context import Remark, SectionView
from spec_editor.core.rules.places import place_of
from spec_editor.core.rules.rule import SectionRule

if TYPE_CHECKING:
    from spec_editor.core.document import Document

_BORDER = re.compile(r"\\.|\|")


def table_row_cells(view: SectionView) -> Iterator[Remark]:
    """Find the rows that are too long, whose last cells nobody sees, and those too short."""
    blocks = view.passage.blocks
    uneven = {b.first_line for b in blocks if b.kind == "table" and not _is_even(view.passage, b)}
    for table in view.passage.tables if uneven else ():
        width = len(table.rows[0].cells)
        text_line = 0
        for row in table.rows[1:] if table.first_line in uneven else ():
            count = len(row.cells)
            if count < width and not _has_bar(view.passage, row.line):
                # Of a whole paragraph the first line is told.
                if row.line != text_line:
                    yield Remark(
                        view.passage.text.line_span(row.line),
                        "This line has no bar, but belongs to the table above; put a blank line "
                        "before it.",
                    )
                text_line = row.line + 1
            elif count > width:
                first, last = row.cells[width].span, row.cells[-1].span
                yield Remark(
                    Span(row.line, first.column, row.line, last.end_column),
                    f"This row has {count} cells, the table's header {width}; what is beyond is "
                    "not shown. Escape a bar that is text as “\\|”.",
                )
            elif count < width:
                yield Remark(
                    view.passage.text.line_span(row.line),
                    f"This row has {count} of {width} cells; the others are shown empty.",
                    fixable=True,
                )


def _is_even(passage: Passage, block: Block) -> bool:
    """Say at a glance whether all rows have as many bars, and nothing needs a closer look."""
    lines = passage.text.lines(block.first_line, block.last_line).rstrip("\n").split("\n")
    source = "\n".join(["", *lines, ""])
    is_closed = source.count("\n|") == source.count("|\n") == len(lines)
    return is_closed and "\\" not in source and len({line.count("|") for line in lines}) == 1


def _has_bar(passage: Passage, line: int) -> bool:
    return any(match[0] == "|" for match in _BORDER.finditer(passage.text.lines(line, line)))


def _fix(document: "Document", finding: Finding) -> tuple[TextEdit, ...]:
    passage, lines, _ = place_of(document, finding.span.line)
    line = finding.span.line - lines
    for table in passage.tables:
        for row in table.rows:
            if row.line == line:
                lacking = len(table.rows[0].cells) - len(row.cells)
                source = passage.text.lines(line, line).rstrip()
                end = document.text.offset_of_line(finding.span.line) + len(source)
                closing = "" if _is_closed(source) else " |"
                is_row = lacking > 0 and _has_bar(passage, line)
                return (TextEdit(end, end, closing + "  |" * lacking),) if is_row else ()
    return ()


def _is_closed(source: str) -> bool:
    return [match[0] for match in _BORDER.finditer(source)][-1:] == ["|"] and source.endswith("|")


RULE = SectionRule(
    "table-row-cells",
    Severity.WARNING,
    "Every row of a table has as many cells as its header.",
    "GitHub and most others drop the cells beyond the header without a word; what stands in them "
    "is lost. A row too short is filled up with empty cells, often the sign of a forgotten bar; "
    "a line without any bar right below a table is taken as a row of it. The fix writes the empty "
    "cells; of a row too long only you know what belongs together.",
    table_row_cells,
    when=lambda signs: signs.bars,
    fix=_fix,
)
