r"""Placeholders: ``{…}`` that the author still has to replace.

None are found in code, URLs and URL paths (``/users/{id}``), HTML tags and comments, formulas,
CriticMarkup (``{++ ++}`` and its like), attribute lists (``{: .wide}``) and after a backslash.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from spec_editor.core.blocks import Block, ParsedText
from spec_editor.core.findings import Span

# What can begin inside running text. Order matters: the first alternative that fits wins.
_TOKEN = re.compile(
    r"""
    (?P<escape>\\.)
  | (?P<ticks>`+)
  | (?P<skip>
        <!--.*?(?:-->|\Z)                        # comment
      | </?[A-Za-z][A-Za-z0-9-]*                 # tag, with its attributes
        (?:\s+[A-Za-z_:][\w:.-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*\s*/?>
      | <(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[^\s<>@]+@[^\s<>]+)>  # autolink
      | \]\([^\s()]*(?:\([^\s()]*\)[^\s()]*)*    # target of a link
      | \b(?:https?|ftp)://[^\s|<>]*             # bare URL
      | (?<![^\s("'\[|])/[\w.~%+-]*[^\s|)"'\]`]* # URL path
      | \$\$.*?\$\$                              # formula
      | (?<![\w\\$])\$(?=[^\s{])[^$\n]{0,1000}(?<=\S)\$(?!\w)
        # CriticMarkup; it does not nest, and each try ends at the next opening
      | \{\+\+(?:(?!\{\+\+).)*?\+\+\} | \{--(?:(?!\{--).)*?--\} | \{~~(?:(?!\{~~).)*?~~\}
      | \{>>(?:(?!\{>>).)*?<<\} | \{==(?:(?!\{==).)*?==\}
      | \{[:\#.%][^{}\n]*\}                      # attribute list
    )
  | \{(?P<content>[^{}]{1,1000})\}
    """,
    re.VERBOSE | re.DOTALL,
)
_ITEM = re.compile(r"[\s>]*(?:[-*+]|\d{1,9}[.)])\s|[\s>]*$")
_BLANK_LINE = re.compile(r"\n[ \t>]*\n")


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One placeholder: its span, braces included, and what stands between them.

    ``choices`` are the alternatives of ``{A|B|C}``, empty otherwise.
    """

    span: Span
    content: str
    choices: tuple[str, ...] = ()


def find_placeholders(parsed: ParsedText) -> tuple[Placeholder, ...]:
    """Return the placeholders of a document in the order of the text."""
    return tuple(
        Placeholder(parsed.text.span(start, end), content, _choices(content))
        for first, last in _text_runs(parsed)
        for start, end, content in _scan(parsed, first, last)
    )


def _text_runs(parsed: ParsedText) -> Iterator[tuple[int, int]]:
    """Yield the first and last lines of what is not code, block by block.

    Lines between the blocks (link and footnote definitions) count as text as well.
    """
    borders = sorted(parsed.code_lines)
    line = 1
    starts = [line for block in parsed.blocks for line in _starts_in(parsed, block)]
    for code_first, code_last in [*borders, (parsed.text.line_count + 1, 0)]:
        if code_first > line:
            cuts = starts[bisect_right(starts, line) : bisect_left(starts, code_first)]
            for first, following in zip([line, *cuts], [*cuts, code_first], strict=True):
                yield first, following - 1
        line = max(line, code_last + 1)


def _starts_in(parsed: ParsedText, block: Block) -> Iterator[int]:
    """Yield the lines at which a block's paragraphs begin: no code span reaches over them."""
    if not block.first_line:
        return
    yield block.first_line
    if block.kind in ("table", "list", "quote"):
        for line in range(block.first_line + 1, block.last_line + 1):
            if block.kind == "table" or _ITEM.match(parsed.text.lines(line, line)):
                yield line


def _scan(parsed: ParsedText, first: int, last: int) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and content of the placeholders in some lines."""
    offset = parsed.text.offset_of_line(first)
    text = parsed.text.value
    end = parsed.text.offset_of_line(last + 1)
    if text.find("{", offset, end) < 0:
        return
    closings = _tick_runs(text, offset, end)
    while (match := _TOKEN.search(text, offset, end)) is not None:
        offset = match.end()
        if match["ticks"]:
            offset = _end_of_code(closings, match.start(), match.end())
        elif match["content"] is not None and _is_placeholder(match["content"]):
            yield match.start(), match.end(), " ".join(match["content"].split())


def _tick_runs(text: str, start: int, end: int) -> dict[int, list[int]]:
    """Return where runs of backticks start, by their length."""
    runs: dict[int, list[int]] = {}
    for match in re.compile("`+").finditer(text, start, end):
        runs.setdefault(len(match[0]), []).append(match.start())
    return runs


def _end_of_code(closings: dict[int, list[int]], start: int, end: int) -> int:
    """Return where a code span ends that opens at ``start``; ``end`` when nothing closes it."""
    length = end - start
    same = closings.get(length, [])
    index = bisect_right(same, start)
    return same[index] + length if index < len(same) else end


def _is_placeholder(content: str) -> bool:
    return bool(content.strip()) and not _BLANK_LINE.search(content)


def _choices(content: str) -> tuple[str, ...]:
    # In a table the bar between two choices is escaped.
    parts = tuple(" ".join(part.split()) for part in content.replace("\\|", "|").split("|"))
    return parts if len(parts) > 1 else ()
