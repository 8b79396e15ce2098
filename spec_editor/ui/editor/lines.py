"""What kind of Markdown line a line is, judged from the line before: for colouring while typing.

Deliberately not a parse: it must cost microseconds a line and cope with half-typed text. What the
document really says is decided by ``core.blocks`` alone.
"""

import re
from enum import IntEnum
from typing import NamedTuple


class Kind(IntEnum):
    """The kinds of lines that are coloured differently."""

    BLANK = 0
    TEXT = 1
    HEADING = 2
    RULE = 3
    TABLE = 4
    FENCE = 5
    CODE = 6
    FENCE_END = 7
    INDENTED = 8
    COMMENT = 9
    UNDERLINE = 10


class LineState(NamedTuple):
    """All that the next line needs to know of this one.

    ``continues`` says that the line belongs to the same paragraph, table, fence or comment as
    the line before. ``quote`` is the depth of ``>``, ``indent`` the column where the text of the
    list item starts (0 outside lists), ``opened`` the marker of the fence or comment that is
    still open after this line, ``language`` the fence's language.
    """

    kind: Kind
    continues: bool = False
    quote: int = 0
    indent: int = 0
    opened: str = ""
    language: str = ""


START = LineState(Kind.BLANK)
"""The state before the first line."""

_DATA = LineState(Kind.FENCE, opened="---", language="yaml")

LIST_ITEM = re.compile(r"([ \t]*)([-*+]|\d{1,9}[.)])([ \t]+|$)")
QUOTE_PREFIX = re.compile(r"(?:[ ]{0,3}>[ ]?)+")
TASK_BOX = re.compile(r"\[[ xX]\](?=\s|$)")
HEADING = re.compile(r"#{1,6}(?=[ \t]|$)")
_RULE = re.compile(r"([-*_])[ \t]*(?:\1[ \t]*){2,}$")
_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*$")
_FENCE = re.compile(r"(`{3,})([^`]*)$|(~{3,})(.*)$")
_DELIMITER_ROW = re.compile(r"[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_COMMENT = "<!--"


def quote_prefix_length(text: str) -> int:
    """Return how many characters of ``text`` are ``>`` marks with their spaces."""
    if ">" not in text[:16]:
        return 0
    match = QUOTE_PREFIX.match(text)
    return match.end() if match else 0


def data_line(number: int, count: int) -> LineState:
    """Return the state of the line with a 0-based number in ``count`` lines of data.

    The data in front of a text are shown as a fence in YAML would be.
    """
    if number == 0:
        return _DATA
    if number == count - 1:
        return LineState(Kind.FENCE_END, continues=True)
    return _DATA._replace(kind=Kind.CODE, continues=True)


def scan_line(text: str, previous: LineState, following: str = "") -> LineState:
    """Return the state of the line ``text``; ``following`` is the line after it."""
    prefix = quote_prefix_length(text)
    quote = text.count(">", 0, prefix)
    if previous.opened:
        state = _inside(text, prefix, quote, previous)
        if state is not None:
            return state
    body = text[prefix:] if prefix else text
    stripped = body.strip()
    if not stripped:
        return LineState(Kind.BLANK, quote=quote, indent=previous.indent)
    width = len(body) - len(body.lstrip(" \t")) + 3 * body[:4].count("\t")
    in_paragraph = previous.kind in (Kind.TEXT, Kind.TABLE)
    indent = previous.indent if in_paragraph else min(previous.indent, width)
    if width >= indent + 4 and not in_paragraph:
        again = previous.kind is Kind.INDENTED
        return LineState(Kind.INDENTED, again, quote, indent)
    return _leaf(
        stripped, body, LineState(Kind.TEXT, quote=quote, indent=indent), previous, following
    )


def _inside(text: str, prefix: int, quote: int, previous: LineState) -> LineState | None:
    """Return the state of a line inside an open fence or comment, None when it ended unclosed."""
    if previous.opened == _COMMENT:
        opened = "" if "-->" in text else _COMMENT
        return LineState(Kind.COMMENT, True, previous.quote, previous.indent, opened)
    if quote < previous.quote:
        return None
    body = text[prefix:] if previous.quote else text
    stripped = body.strip()
    marker = previous.opened
    if stripped.startswith(marker) and not stripped.strip(marker[0]):
        return LineState(Kind.FENCE_END, True, previous.quote, previous.indent)
    if stripped and previous.indent and len(body) - len(body.lstrip(" \t")) < previous.indent:
        return None
    return previous._replace(kind=Kind.CODE, continues=True)


def _leaf(
    stripped: str, body: str, plain: LineState, previous: LineState, following: str
) -> LineState:
    """Return the state of a line that is no code, by what it starts with."""
    first = stripped[0]
    same_quote = plain.quote == previous.quote
    if first == "#" and HEADING.match(stripped):
        return plain._replace(kind=Kind.HEADING, indent=0)
    if first in "`~":
        fence = _FENCE.match(stripped)
        if fence:
            return _opened_fence(fence, plain)
    if first in "=-" and previous.kind is Kind.TEXT and same_quote and _UNDERLINE.match(stripped):
        return plain._replace(kind=Kind.UNDERLINE, continues=True)
    if first in "-*_" and _RULE.match(stripped):
        return plain._replace(kind=Kind.RULE, indent=0)
    if first in "-*+" or first.isdigit():
        item = LIST_ITEM.match(body)
        if item:
            return _list_item(item, body, plain, following)
    if first == "<" and stripped.startswith(_COMMENT):
        opened = "" if "-->" in stripped else _COMMENT
        return plain._replace(kind=Kind.COMMENT, opened=opened)
    if previous.kind is Kind.TABLE and same_quote:
        return plain._replace(kind=Kind.TABLE, continues=True)
    if "|" in stripped and "-" in following and _DELIMITER_ROW.match(following):
        return plain._replace(kind=Kind.TABLE)
    return plain._replace(continues=previous.kind is Kind.TEXT and plain.quote <= previous.quote)


def _list_item(item: re.Match[str], body: str, plain: LineState, following: str) -> LineState:
    """Return the state of a line that opens a list item; its content may be any other line."""
    state = plain._replace(indent=len(item[1]) + len(item[2]) + min(len(item[3]) or 1, 4))
    content = body[item.end() :].strip()
    if not content:
        return state
    inner = _leaf(content, body[item.end() :], state, START, following)
    return inner._replace(indent=max(inner.indent, state.indent))


def _opened_fence(fence: re.Match[str], plain: LineState) -> LineState:
    """Return the state of a line that opens a fence."""
    marker = fence[1] or fence[3]
    words = (fence[2] or fence[4] or "").split()
    language = words[0].strip("{}.").lower()[:40] if words else ""
    return plain._replace(kind=Kind.FENCE, opened=marker, language=language)
