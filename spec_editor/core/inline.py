r"""One look at the running text: where its placeholders are, and where it is not prose.

No placeholder is found in code, URLs and URL paths (``/users/{id}``), HTML tags and comments,
formulas, CriticMarkup (``{++ ++}`` and its like), attribute lists (``{: .wide}``), code right
behind a word (``verbs{get, list}``) and after a backslash; none of these is prose either.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from spec_editor.core.blocks import Block
from spec_editor.core.formulas import PATTERN as FORMULA
from spec_editor.core.text import Text

# Where a token can begin; looking for one of these first is four times as fast.
_START = re.compile(r"[\\`<${/]|\](?=\()|\b(?:https?|ftp)(?=://)")
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
      | (?:https?|ftp)://[^\s|<>]*               # bare URL
      | (?<![^\s("'\[|])/[\w.~%+-]*[^\s|)"'\]`]* # URL path
      | """
    + FORMULA
    + r"""
        # CriticMarkup; it does not nest, and each try ends at the next opening
      | \{\+\+(?:(?!\{\+\+).)*?\+\+\} | \{--(?:(?!\{--).)*?--\} | \{~~(?:(?!\{~~).)*?~~\}
      | \{>>(?:(?!\{>>).)*?<<\} | \{==(?:(?!\{==).)*?==\}
      | \{[:\#.%][^{}\n]*\}                      # attribute list
        # code behind a word: interface{ M() T }, verbs{get, list}
      | (?<=\w)\{(?=[^{}]{1,1000}\})(?=\s|[^{}]*[(),;=])[^{}]*\}
    )
  | \{(?P<content>[^{}]{1,1000})\}
    """,
    re.VERBOSE | re.DOTALL,
)
# Without one of these nothing can reach over the end of a paragraph, or of a line.
_REACHING = re.compile(r"`|\$\$|<!--|\{(?:\+\+|--|~~|>>|==|[^{}\n]*\n)|</?[A-Za-z][^<>\n]*\n")
_TICKS = re.compile("`+")
_ITEM = re.compile(r"[\s>]*(?:[-*+]|\d{1,9}[.)])\s|[\s>]*$")
_BLANK_LINE = re.compile(r"\n[ \t>]*\n")
_NOT_A_LINE_FEED = re.compile(r"[^\n]+")


class Token(NamedTuple):
    """What stands from ``start`` to ``end`` (0-based code points) and is no prose.

    ``content`` is what a placeholder has between its braces, None for any other token.
    """

    start: int
    end: int
    content: str | None


def tokens(
    text: Text,
    blocks: Sequence[Block],
    code_lines: Sequence[tuple[int, int]],
    wanted: Sequence[tuple[int, int]] | None = None,
) -> Iterator[Token]:
    """Yield code, URLs, placeholders and the like in the order of the text.

    ``wanted`` are first and last lines in order: what stands elsewhere may be left out then.
    """
    for first, last, is_code in _runs(text, blocks, code_lines):
        if wanted is not None and not _meet(first, last, wanted):
            continue
        start, end = text.offset_of_line(first), text.offset_of_line(last + 1)
        if is_code:
            yield Token(start, end, None)
        else:
            yield from scan(text.value, start, end)


def _meet(first: int, last: int, ranges: Sequence[tuple[int, int]]) -> bool:
    """Say whether lines are in one of the ranges, which are in order."""
    index = bisect_left(ranges, first, key=itemgetter(1))
    return index < len(ranges) and ranges[index][0] <= last


def prose(text: str, found: Sequence[Token]) -> str:
    """Return the text with its tokens blanked, as long as before and with the same lines."""
    parts = []
    position = 0
    for token in found:
        parts.append(text[position : token.start])
        parts.append(_NOT_A_LINE_FEED.sub(_blank, text[token.start : token.end]))
        position = token.end
    return "".join([*parts, text[position:]])


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _runs(
    text: Text, blocks: Sequence[Block], code_lines: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, bool]]:
    """Yield first and last lines of what is code and, block by block, of what is not.

    Lines between the blocks (link and footnote definitions) count as text as well.
    """
    line = 1
    reaching = _REACHING.search(text.value) is not None
    starts = [line for block in blocks for line in _starts_in(text, block)] if reaching else []
    for code_first, code_last in [*sorted(code_lines), (text.line_count + 1, 0)]:
        if code_first > line:
            cuts = starts[bisect_right(starts, line) : bisect_left(starts, code_first)]
            for first, following in zip([line, *cuts], [*cuts, code_first], strict=True):
                yield first, following - 1, False
        if code_last >= max(line, code_first):
            yield max(line, code_first), code_last, True
        line = max(line, code_last + 1)


def _starts_in(text: Text, block: Block) -> Iterator[int]:
    """Yield the lines at which a block's paragraphs begin: no code span reaches over them."""
    if not block.first_line:
        return
    yield block.first_line
    if block.kind in ("table", "list", "quote"):
        for line in range(block.first_line + 1, block.last_line + 1):
            if block.kind == "table" or _ITEM.match(text.lines(line, line)):
                yield line


def scan(text: str, offset: int, end: int) -> Iterator[Token]:
    """Yield the tokens of one run of text: no code span or formula reaches over its ends."""
    closings: dict[int, list[int]] | None = None
    while (start := _START.search(text, offset, end)) is not None:
        match = _TOKEN.match(text, start.start(), end)
        if match is None:
            offset = start.start() + 1
            continue
        offset = match.end()
        content = match["content"]
        if match["ticks"]:
            if closings is None:
                closings = _tick_runs(text, match.start(), end)
            offset = _end_of_code(closings, match.start(), match.end())
            if offset > match.end():
                yield Token(match.start(), offset, None)
        elif match["skip"]:
            yield Token(match.start(), offset, None)
        elif content is not None and content.strip() and not _BLANK_LINE.search(content):
            yield Token(match.start(), offset, content)


def _tick_runs(text: str, start: int, end: int) -> dict[int, list[int]]:
    """Return where runs of backticks start, by their length."""
    runs: dict[int, list[int]] = {}
    for match in _TICKS.finditer(text, start, end):
        runs.setdefault(len(match[0]), []).append(match.start())
    return runs


def _end_of_code(closings: dict[int, list[int]], start: int, end: int) -> int:
    """Return where a code span ends that opens at ``start``; ``end`` when nothing closes it."""
    length = end - start
    same = closings.get(length, [])
    index = bisect_right(same, start)
    return same[index] + length if index < len(same) else end
