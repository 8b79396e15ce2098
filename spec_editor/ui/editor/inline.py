"""The spans inside a paragraph: emphasis, code, links, placeholders, tags, as plain values."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from spec_editor.core.formulas import PATTERN as FORMULA

LONGEST = 8_000
"""Characters above which a paragraph is left without colours inside: typing goes first."""


class Run(NamedTuple):
    """The characters ``start`` to ``end`` (0-based, end exclusive) are of one ``kind``."""

    start: int
    end: int
    kind: str


MOST_DELIMITERS = 1_000
"""Emphasis marks above which a paragraph is hostile rather than written."""

_SPECIAL = re.compile(r"[\\`<\[{*_~!/$]|\bhttps?://")
_ESCAPE = re.compile(r"\\[!-/:-@\[-`{-~]")
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>")
_AUTOLINK = re.compile(r"<(?:https?://|mailto:)[^\s<>]*>")
_LINK = re.compile(
    r"!?\[((?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]"
    r"(\((?:<[^<>\n]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+(?:\"[^\"]*\"|'[^']*'))?\)|\[[^\[\]]*\])",
    re.DOTALL,
)
_FOOTNOTE = re.compile(r"\[\^[^\s\[\]]+\]:?")
_DEFINITION = re.compile(r"\s{0,3}(\[[^\[\]]+\]:)[ \t]*(\S+)")
_URL = re.compile(r"https?://[^\s<>|]*[^\s<>|.,;:!?'\"*_)\]]")
# The same reading as core.placeholders: a part of a URL path such as ``/users/{id}`` is none.
_PLACEHOLDER = re.compile(r"\{(?![:#.%][^{}\n]*\})(?=\s*[^\s{}])[^{}]{1,1000}\}")
_NO_PLACEHOLDERS = re.compile(
    r"""(?<![^\s("'\[|])/[\w.~%+-]*[^\s|)"'\]`]*|""" + FORMULA,
    re.VERBOSE | re.DOTALL,
)
_CRITIC = re.compile(r"\{(\+\+|--|~~|>>|==)(.{0,1000}?)(\+\+|--|~~|<<|==)\}", re.DOTALL)
_DELIMITERS = re.compile(r"\*+|_+|~~?(?!~)")


def scan_inline(text: str) -> list[Run]:
    """Return the runs of a paragraph's ``text``, outer ones before those inside them."""
    if len(text) > LONGEST:
        return []
    runs: list[Run] = []
    delimiters: list[Run] = []
    _Scanner(text, runs, delimiters).scan(0, len(text))
    if len(delimiters) > MOST_DELIMITERS:
        return runs
    return [*_emphasis(text, delimiters), *runs]


class _Scanner:
    """Collects runs and the delimiters that may turn out to be emphasis."""

    def __init__(self, text: str, runs: list[Run], delimiters: list[Run]) -> None:
        self._text = text
        self._runs = runs
        self._delimiters = delimiters
        self._ticks: dict[int, list[int]] | None = None

    def scan(self, position: int, end: int) -> None:
        """Collect what lies between ``position`` and ``end``."""
        text = self._text
        while match := _SPECIAL.search(text, position, end):
            position = match.start()
            position = self._take(text[position], position, end)

    def _take(self, first: str, position: int, end: int) -> int:
        """Take what starts at ``position`` with the character ``first``; return where it ends."""
        if first == "`":
            return self._code(position, end)
        if first == "\\":
            return self._plain(_ESCAPE, position, end, "markup") or position + 1
        if first == "<":
            return self._angle(position, end)
        if first in "[!":
            return self._link(position, end)
        if first == "{":
            return self._placeholder(position, end)
        if first in "/$":
            match = _NO_PLACEHOLDERS.match(self._text, position, end)
            return match.end() if match else position + 1
        if first == "h":
            return self._plain(_URL, position, end, "link_target") or position + 1
        match = _DELIMITERS.match(self._text, position, end)
        if match is None:
            return position + 1
        self._delimiters.append(Run(position, match.end(), first))
        return match.end()

    def _plain(self, pattern: re.Pattern[str], position: int, end: int, kind: str) -> int:
        """Add a run for what ``pattern`` matches; return where it ends, 0 when it does not."""
        match = pattern.match(self._text, position, end)
        if match is None:
            return 0
        self._runs.append(Run(position, match.end(), kind))
        return match.end()

    def _code(self, position: int, end: int) -> int:
        """Take a code span, or the back-ticks alone when nothing closes them."""
        text = self._text
        if self._ticks is None:
            self._ticks = defaultdict(list)
            for run in re.finditer("`+", text):
                self._ticks[len(run[0])].append(run.start())
        opened = position
        while opened < end and text[opened] == "`":
            opened += 1
        same_length = self._ticks[opened - position]
        index = bisect_left(same_length, opened)
        if index == len(same_length) or same_length[index] >= end:
            return opened
        closing = same_length[index]
        closed = closing + opened - position
        self._runs.append(Run(position, closed, "code"))
        self._runs.append(Run(position, opened, "markup"))
        self._runs.append(Run(closing, closed, "markup"))
        return closed

    def _angle(self, position: int, end: int) -> int:
        """Take a comment, an automatic link or a tag."""
        if self._text.startswith("<!--", position):
            closing = self._text.find("-->", position + 4, end)
            if closing >= 0:
                self._runs.append(Run(position, closing + 3, "comment"))
                return closing + 3
        return (
            self._plain(_AUTOLINK, position, end, "link_target")
            or self._plain(_TAG, position, end, "html")
            or position + 1
        )

    def _link(self, position: int, end: int) -> int:
        """Take a link, an image or a footnote; the text of a link may hold other things."""
        match = _LINK.match(self._text, position, end)
        if match is None:
            return self._plain(_FOOTNOTE, position, end, "link_target") or position + 1
        opened, closed = match.span(1)
        self._runs.append(Run(position, opened, "markup"))
        if opened < closed:
            self._runs.append(Run(opened, closed, "link"))
        self._runs.append(Run(closed, closed + 1, "markup"))
        target = match.start(2)
        self._runs.append(Run(target, match.end(), "link_target"))
        self.scan(opened, closed)
        return match.end()

    def _placeholder(self, position: int, end: int) -> int:
        """Take a ``{placeholder}``, or step over a remark in CriticMarkup."""
        remark = _CRITIC.match(self._text, position, end)
        if remark:
            self._runs.append(Run(position, position + 3, "markup"))
            self._runs.append(Run(remark.end() - 3, remark.end(), "markup"))
            return remark.end()
        return self._plain(_PLACEHOLDER, position, end, "placeholder") or position + 1


def definition_runs(text: str) -> list[Run]:
    """Return the runs of a link definition such as ``[name]: target``, none for other lines."""
    match = _DEFINITION.match(text)
    if match is None:
        return []
    return [Run(*match.span(1), "link"), Run(*match.span(2), "link_target")]


def _emphasis(text: str, delimiters: list[Run]) -> Iterator[Run]:
    """Pair the delimiters by CommonMark's rules and yield the emphasised stretches."""
    open_ones: dict[str, list[list[int]]] = {"*": [], "_": [], "~": []}
    for start, end, mark in delimiters:
        can_open, can_close = _flanking(text, start, end, mark)
        stack = open_ones[mark]
        while can_close and start < end and stack:
            opener = stack[-1]
            size = min(2, end - start, opener[1] - opener[0])
            yield Run(opener[1] - size, start + size, _KINDS[mark, size])
            yield Run(opener[1] - size, opener[1], "markup")
            yield Run(start, start + size, "markup")
            opener[1] -= size
            start += size
            if opener[0] == opener[1]:
                stack.pop()
        if can_open and start < end:
            stack.append([start, end])


_KINDS = {
    ("*", 1): "emphasis",
    ("*", 2): "strong",
    ("_", 1): "emphasis",
    ("_", 2): "strong",
    ("~", 1): "strike",
    ("~", 2): "strike",
}


def _flanking(text: str, start: int, end: int, mark: str) -> tuple[bool, bool]:
    """Say whether the delimiter run may open and may close emphasis."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    left = not after.isspace() and (after.isalnum() or before.isspace() or not before.isalnum())
    right = not before.isspace() and (before.isalnum() or after.isspace() or not after.isalnum())
    if mark != "_":
        return left, right
    return left and not before.isalnum(), right and not after.isalnum()
