"""Marks the placeholders in the HTML of a block.

What a placeholder is says the core, from the source. Here it is only found again in what the block
shows: what stands in braces there is taken, in order, for what stands in braces in the source.
"""

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from html import escape, unescape
from typing import NamedTuple

from spec_editor.core.blocks import parse
from spec_editor.core.inline import tokens
from spec_editor.core.placeholders import Placeholder, all_placeholders, in_braces
from spec_editor.core.syntaxes import compile_syntaxes
from spec_editor.core.text import Text

_LONGEST_HINT = 200
_PART = re.compile(
    r"<!--.*?-->"
    r"|<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)(?:[^<>\"']++|\"[^\"]*\"|'[^']*')*>"
    r"|(?P<text>[^<]+)|<",
    re.DOTALL,
)
_BRACES = re.compile(r"\{[^{}\0]+\}")


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A border of a paragraph, a cell, an item; and what is shown, but not as it is written.
_BORDER, _OTHER = "\0", "\ufffc"
_INLINE = _names(
    """a abbr b bdo big cite del dfn em font i img input ins kbd mark q s samp small span strike
    strong sub sup time tt u var"""
)
_LEFT_OUT = _names(
    """annotation code iframe math noscript option pre script select style svg template textarea
    title xmp"""
)
_MARKUP = re.compile(r"`+[^`]*`+|\]\([^\s()]*(?:\s[^()]*)?\)|<[^<>]*>")
_LAYOUT = re.compile(r"[\s\\*_~\[\]`\ufffc]+")
_EMPHASIS = re.compile(r"[*`\\]+|~~")
_DATE = re.compile(r"\bdate\b|YYYY|\bYY\b", re.IGNORECASE)


class _Piece(NamedTuple):
    """A text of the HTML: where among its parts, and where in all that is shown."""

    part: int
    start: int
    text: str


class _Chip(NamedTuple):
    """A stretch of what is shown that is a placeholder."""

    start: int
    end: int
    placeholder: Placeholder


def may_hold_placeholders(html: str, syntaxes: Sequence[str]) -> bool:
    """Say, quickly, whether it is worth while to look for placeholders in a block."""
    return bool(syntaxes) or "{" in html


def mark_placeholders(html: str, source: str, syntaxes: tuple[str, ...], mark: str) -> str:
    """Return the HTML with its placeholders in elements of their own.

    ``source`` are the block's lines. A placeholder with markup in it is marked in pieces; each
    carries all of its place in ``data-sourcepos`` and what to do with it in ``data-hint``.
    ``mark`` stands before every class and hint.
    """
    syntax = _compiled(syntaxes)
    parsed = parse(source, with_html=False)
    found = tuple(tokens(parsed.text, parsed.blocks, parsed.code_lines))
    placeholders = all_placeholders(parsed.text, found, syntax)
    if not placeholders:
        return html
    parts, pieces = _pieces(html)
    shown = _shown(pieces)
    written = _by_words((item.source, item.placeholder) for item in in_braces(parsed, found))
    chips = list(_chips(_BRACES.finditer(shown), written))
    if syntax is not None:
        chips += _others(shown, chips, placeholders, syntax)
        chips.sort(key=lambda chip: chip.start)
    return _with_chips(parts, pieces, chips, _Writer(parsed.text, mark))


@lru_cache(maxsize=8)
def _compiled(syntaxes: tuple[str, ...]) -> re.Pattern[str] | None:
    return compile_syntaxes(syntaxes)


# What is shown


def _pieces(html: str) -> tuple[list[str], list[_Piece]]:
    """Return the parts of the HTML, and those of them that are text, borders included."""
    parts: list[str] = []
    pieces: list[_Piece] = []
    length = hidden = 0
    for match in _PART.finditer(html):
        name = (match["name"] or "").lower()
        text = ""
        if name in _LEFT_OUT:
            hidden += -1 if match["end"] else 1
            text = _OTHER if name == "code" else _BORDER
        elif hidden:
            pass
        elif match["text"]:
            text = unescape(match["text"])
        elif name == "br":
            text = "\n"
        elif name and name not in _INLINE:
            text = _BORDER
        if text:
            pieces.append(_Piece(len(parts), length, text))
            length += len(text)
        parts.append(match[0])
    return parts, pieces


def _shown(pieces: Iterable[_Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def _words(text: str) -> str:
    """Return what is left of a text without layout."""
    return _LAYOUT.sub("", text)


def _by_words(
    found: Iterable[tuple[str, Placeholder | None]],
) -> dict[str, deque[Placeholder | None]]:
    """Return what was found by the words that are shown of its source."""
    written: dict[str, deque[Placeholder | None]] = defaultdict(deque)
    for source, placeholder in found:
        written[_words(unescape(_MARKUP.sub("", source)))].append(placeholder)
    return written


# Which of it is a placeholder


def _chips(
    matches: Iterable[re.Match[str]], written: dict[str, deque[Placeholder | None]]
) -> Iterator[_Chip]:
    """Yield the matches that stand for a placeholder; those with the same words come in turn."""
    for match in matches:
        waiting = written.get(_words(match[0]))
        placeholder = waiting.popleft() if waiting else None
        if placeholder is not None:
            yield _Chip(*match.span(), placeholder)


def _others(
    shown: str, chips: Iterable[_Chip], placeholders: Iterable[Placeholder], syntax: re.Pattern[str]
) -> Iterator[_Chip]:
    """Return the placeholders of other syntaxes, outside those in braces."""
    rest = []
    position = 0
    for chip in chips:
        rest += [shown[position : chip.start], _BORDER * (chip.end - chip.start)]
        position = chip.end
    rest.append(shown[position:])
    written = _by_words((each.content, each) for each in placeholders if each.is_other)
    return _chips(syntax.finditer("".join(rest)), written)


# How it is marked


class _Writer:
    """Writes the elements round placeholders."""

    def __init__(self, source: Text, mark: str) -> None:
        self._source = source
        self._mark = mark

    def element(self, text: str, chip: _Chip, *, starts: bool, ends: bool) -> str:
        """Return a piece of a placeholder as an element."""
        place = {(True, True): "", (True, False): "start", (False, True): "end"}
        name = place.get((starts, ends), "middle")
        classes = f"{self._mark}placeholder" + (f" {self._mark}placeholder-{name}" if name else "")
        return (
            f'<span class="{classes}" data-sourcepos="{self._position(chip.placeholder)}"'
            f' data-hint="{self._mark}{escape(hint(chip.placeholder))}">'
            f"{escape(text, quote=False)}</span>"
        )

    def _position(self, placeholder: Placeholder) -> str:
        """Return a place as cmark writes it: columns count bytes, the last one is included."""
        line, column, end_line, end_column = placeholder.span
        start = self._bytes(line, column - 1) + 1
        return f"{line}:{start}-{end_line}:{self._bytes(end_line, end_column - 1)}"

    def _bytes(self, line: int, count: int) -> int:
        start = self._source.offset_of_line(line)
        return len(self._source.value[start : start + count].encode("utf-8", "surrogatepass"))


def hint(placeholder: Placeholder) -> str:
    """Return what the author has to do with a placeholder."""
    content = _EMPHASIS.sub("", placeholder.content)
    if placeholder.choices:
        words = f"Choose one of: {', '.join(placeholder.choices)}"
    elif placeholder.is_other:
        words = f"Still open: {content}"
    elif _DATE.search(content):
        words = f"Fill in a date: {content}"
    else:
        words = f"Fill in: {content}"
    return words if len(words) <= _LONGEST_HINT else f"{words[: _LONGEST_HINT - 1]}…"


def _with_chips(
    parts: list[str], pieces: Iterable[_Piece], chips: Sequence[_Chip], writer: _Writer
) -> str:
    """Return the parts with the chips' texts in elements."""
    number = 0
    for piece in pieces:
        end = piece.start + len(piece.text)
        while number < len(chips) and chips[number].end <= piece.start:
            number += 1
        written, position, index = [], piece.start, number
        while index < len(chips) and chips[index].start < end:
            chip = chips[index]
            first, last = max(chip.start, piece.start), min(chip.end, end)
            text = piece.text[first - piece.start : last - piece.start]
            if text.strip() and text not in (_OTHER, _BORDER):
                before = piece.text[position - piece.start : first - piece.start]
                element = writer.element(
                    text, chip, starts=first == chip.start, ends=last == chip.end
                )
                written += [escape(before, quote=False), element]
                position = last
            index += 1
        if written:
            rest = piece.text[position - piece.start :]
            parts[piece.part] = "".join([*written, escape(rest, quote=False)])
    return "".join(parts)
