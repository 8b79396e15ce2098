"""Passages: a heading with the text up to the next one, wherever in a document they stand.

A passage knows nothing of its place. So it can be kept while the text around it changes, and
what is read out of it is read once.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TypeVar, cast

from spec_editor.core import facts
from spec_editor.core.blocks import Block, Heading, ParsedText
from spec_editor.core.comments import (
    Comment,
    Switch,
    about_section,
    comments,
    may_have_comments,
    switch_of,
)
from spec_editor.core.front_matter import front_matter_fields
from spec_editor.core.identifiers import Identifier, identifiers
from spec_editor.core.inline import Token, prose, tokens
from spec_editor.core.lazy import lazy
from spec_editor.core.leading_data import front_matter_lines
from spec_editor.core.placeholders import Placeholder, all_placeholders, placeholders_in
from spec_editor.core.text import Text

T = TypeVar("T")

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_LINK = re.compile(r'<(?:a|img)[^>]*?(?:href|src)="([^"]*)"[^>]*>')
_TAG = re.compile(r"<[^>]*>")
# Each row, item, paragraph and block of code is one thing that is said.
_BORDER = re.compile(r"</?(?:p|li|tr|pre|[uo]l|blockquote)\b[^>]*>")
_TICKED = '<input type="checkbox" checked="" disabled="" />'
_IN_BRACES = re.compile(r"\{[^{}]{1,1000}\}")
# A link reference as nearly everybody writes it, and what may be one in another way.
_DEFINITION = re.compile(r" {0,3}\[(?!\^)[^\[\]\n\\]+\]:[ \t]*\S[^\n]*")
_END_OF_LABEL = re.compile(r"\]:")
_MAYBE_DEFINITION = re.compile(r"(?:(?:[ \t>]|(?:[-*+]|\d{1,9}[.)])[ \t])*\[.*?|[^\[]*)\]:")
_NO_COMMENTS = {"comments": (), "switches": (), "marker": None}


class Passage:
    """A heading and its own text; ``level`` is 0 for what stands before the first heading.

    All lines and columns count from the heading's first line as line 1. ``nested`` are the
    headings in it that stand in lists and quotes: level, title and line. ``parsed_blocks`` are
    the blocks with the lines of the text that was parsed.
    """

    def __init__(
        self,
        text: Text,
        heading: Heading | None,
        parsed_blocks: tuple[Block, ...],
        code_lines: tuple[tuple[int, int], ...],
        nested: tuple[Heading, ...],
        shift: int,
    ) -> None:
        self.text = text
        self.level = heading.level if heading else 0
        self.title = heading.title if heading else ""
        self.heading_last_line = heading.last_line - shift if heading else 0
        self.code_lines = tuple([(first - shift, last - shift) for first, last in code_lines])
        self.nested = tuple(
            [(h.level, h.title, h.line - shift, h.last_line - shift) for h in nested]
        )
        self.parsed_blocks = parsed_blocks
        self._shift = shift
        self._facts: dict[object, object] = {}

    def fact(self, read: "Callable[[Passage], T]") -> T:
        """Return what a function reads out of the passage; it is asked once."""
        # As in once, which takes longer: rules ask thousands of times.
        if read not in self._facts:
            self._facts[read] = read(self)
        return self._facts[read]  # type: ignore[return-value]

    def once(self, key: Hashable, compute: Callable[[], T]) -> T:
        """Return what was computed under a key, computed now when it never was before."""
        if key not in self._facts:
            self._facts[key] = compute()
        return cast("T", self._facts[key])

    @lazy
    def blocks(self) -> tuple[Block, ...]:
        """The top-level blocks below the heading; positions in their HTML are not its own."""
        shift = self._shift
        return tuple(
            [
                Block(kind, first - shift, last - shift, html)
                for kind, first, last, html in self.parsed_blocks
            ]
        )

    @lazy
    def is_blank(self) -> bool:
        """Whether there is nothing but spaces."""
        return not self.text.value.strip()

    @lazy
    def heading_source(self) -> str:
        """The heading as it is written."""
        return self.text.lines(1, self.heading_last_line) if self.level else ""

    @lazy
    def units(self) -> tuple[str, ...]:
        """What the own text says, piece by piece: no reflow, padding, list markers or emphasis."""
        html = "\n".join(
            f"<p>{_COMMENT.sub(' ', self.text.lines(block.first_line, block.last_line))}</p>"
            if block.kind == "html"
            else block.html
            for block in self.blocks
            if block.kind != "rule"
        )
        # Ticking a box is an edit; where a link or an image leads is what it says.
        html = html.replace(_TICKED, "[x]")
        if "href=" in html or "src=" in html:
            html = _LINK.sub(r" \1 ", html)
        # cmark lets no NUL through.
        pieces = _TAG.sub(" ", _BORDER.sub("\0", html)).split("\0")
        return tuple(" ".join(piece.split()) for piece in pieces if piece.strip())

    @lazy
    def content(self) -> str:
        """The own text without layout; empty when there are only rules and comments."""
        return " ".join(self.units)

    @lazy
    def _tokens(self) -> tuple[Token, ...]:
        return tuple(tokens(self.text, self.blocks, self.code_lines))

    @lazy
    def prose(self) -> str:
        """The source with code, URLs, tags, formulas and placeholders blanked by spaces."""
        return prose(self.text.value, self._tokens)

    @lazy
    def placeholders(self) -> tuple[Placeholder, ...]:
        """The placeholders, those in the heading included."""
        # Most passages have none, and a look at their braces costs next to nothing.
        lines = _lines_with_braces(self) if "{" in self.text.value else ()
        if not lines:
            return ()
        return placeholders_in(self.text, tokens(self.text, self.blocks, self.code_lines, lines))

    def all_placeholders(self, syntax: re.Pattern[str]) -> tuple[Placeholder, ...]:
        """Return the placeholders with those of another syntax, in the order of the text."""
        return all_placeholders(self.text, self._tokens, syntax)

    @lazy
    def tables(self) -> tuple[facts.Table, ...]:
        """The tables at the top level."""
        return tuple(facts.tables(self.text, self.blocks))

    @lazy
    def links(self) -> tuple[facts.Link, ...]:
        """Links and images in the own text."""
        value = self.text.value
        # Most passages have none.
        shown = [b for b in self.blocks if "href=" in b.html or "src=" in b.html]
        has_tags = facts.has_link_tags(value)
        if not (shown or has_tags):
            return ()
        if "`" in value or self.code_lines:
            lines = {self.text.offset_of_line(first) for first, _ in self.code_lines}
            found_tokens = self._tokens if has_tags else _tokens_in(self, shown)
            code = [t for t in found_tokens if value.startswith("`", t.start) or t.start in lines]
            value = prose(value, code)
        found = tuple(facts.links(self.text, shown, value))
        if not has_tags:
            return found
        starts = (token.start for token in self._tokens)
        return (*found, *facts.html_links(self.text, starts))

    @lazy
    def tasks(self) -> tuple[facts.Task, ...]:
        """List items with check boxes."""
        return tuple(facts.tasks(self.text, self.blocks, self._shift))

    @lazy
    def fields(self) -> tuple[facts.Field, ...]:
        """Lines with a bold label, such as ``**Priority:** High``."""
        return tuple(facts.fields(self.text, self.code_lines))

    @lazy
    def front_matter(self) -> tuple[facts.Field, ...]:
        """The fields of the data in front of a document; only what stands first has any."""
        lines = 0 if self.level else front_matter_lines(self.text.value)
        return tuple(front_matter_fields(self.text, lines)) if lines else ()

    @lazy
    def ids(self) -> tuple[Identifier, ...]:
        """Identifiers such as ``FR-001``, those in the heading and in code included."""
        return tuple(identifiers(self.text.value))

    @lazy
    def fences(self) -> tuple[facts.Fence, ...]:
        """Blocks of code, nested ones too."""
        return tuple(facts.fences(self.parsed_blocks, self._shift))

    @lazy
    def comments(self) -> tuple[Comment, ...]:
        """What the author says to us in comments."""
        if not may_have_comments(self.text.value):
            return ()
        return tuple(comments(self.text, self.heading_last_line, self._tokens))

    @lazy
    def switches(self) -> tuple[Switch, ...]:
        """What the author says about rules."""
        found = [switch_of(self.text, comment) for comment in self.comments]
        return tuple(switch for switch in found if switch)

    @lazy
    def definitions(self) -> tuple[str, ...] | None:
        """The lines that define link references; None when some may do it in unusual ways."""
        if "]:" not in self.text.value:
            return ()
        shown = _numbers((block.first_line, block.last_line) for block in self.blocks)
        code = _numbers(self.code_lines)
        found = []
        data = 0 if self.level else front_matter_lines(self.text.value)
        numbers = set(range(data + 1, self.text.line_count + 1))
        # Of what is shown only lines with these signs may define anything.
        numbers -= shown - set(_lines_with(_END_OF_LABEL, self.text))
        for number in sorted(numbers):
            line = self.text.lines(number, number).rstrip("\n")
            if number <= self.heading_last_line or number in shown:
                # A line of code may be none after all: cmark counts one too many sometimes.
                is_clear = number in code and not line.lstrip(" \t>").startswith("[")
                if not is_clear and _MAYBE_DEFINITION.match(line):
                    return None
            elif line.strip():
                if not _DEFINITION.fullmatch(line):
                    return None
                found.append(line)
        return tuple(found)

    @lazy
    def marker(self) -> Comment | None:
        """The comment under the heading that says something of the section."""
        return about_section(self.comments) if self.comments else None

    @property
    def confirmed(self) -> bool:
        """Whether the author says that the example text applies as it stands."""
        return self.marker is not None and self.marker.confirms

    @property
    def not_applicable(self) -> str | None:
        """The author's reason why nothing has to stand here, None when not said."""
        return self.marker.reason if self.marker else None


def _tokens_in(passage: Passage, blocks: Sequence[Block]) -> Iterator[Token]:
    """Yield at least the tokens in some of a passage's blocks."""
    wanted = [(block.first_line, block.last_line) for block in blocks if block.first_line]
    # Of raw HTML it is not sure where it ends.
    are_apart = all(one[1] < other[0] for one, other in pairwise(wanted))
    return tokens(passage.text, passage.blocks, passage.code_lines, wanted if are_apart else None)


def _lines_with_braces(passage: Passage) -> list[tuple[int, int]]:
    """Return the lines, each from itself to itself, where outside code a placeholder may begin."""
    code = _numbers(passage.code_lines)
    return [(n, n) for n in _lines_with(_IN_BRACES, passage.text) if n not in code]


def _lines_with(pattern: re.Pattern[str], text: Text) -> list[int]:
    """Return the lines on which what a pattern finds begins, in their order."""
    value, line, position, lines = text.value, 1, 0, []
    for match in pattern.finditer(value):
        # To count on takes less than a table of all lines.
        line += value.count("\n", position, match.start())
        position = match.start()
        lines.append(line)
    return lines


def _numbers(ranges: Iterable[tuple[int, int]]) -> set[int]:
    return {number for first, last in ranges for number in range(first, last + 1)}


def split(
    parsed: ParsedText, first_line: int = 1, known: Mapping[str, Passage] | None = None
) -> tuple[Passage, ...]:
    """Return the passages of a parsed text from a line on; the first has no heading.

    Headings in the front matter begin no passage. A passage whose source is ``known`` is that
    one, and what was read out of it already need not be read again.
    """
    start = first_line + front_matter_lines(parsed.text.value) if first_line == 1 else first_line
    tops = [h for h in parsed.headings if h.block and h.line >= start]
    lines = parsed.lines
    borders = [first_line, *[heading.line for heading in tops], len(lines) + 1]
    blocks, code, nested = _dealt(parsed, borders)
    lacking = _lacking(parsed.text.value)
    passages = []
    for number, heading in enumerate([None, *tops]):
        first, following = borders[number], borders[number + 1]
        own = lines[first - 1 : following - 1]
        # To cmark a carriage return ends a line: it may find a heading behind our last one.
        if following <= len(lines):
            # The line feed before the next heading.
            own.append("")
        source = "\n".join(own)
        passage = known.get(source) if known and heading else None
        if passage is None:
            text = Text(source, len(own) or 1)
            passage = Passage(
                text, heading, blocks[number], code[number], nested[number], first - 1
            )
            vars(passage).update(lacking)
        passages.append(passage)
    return tuple(passages)


def _lacking(value: str) -> dict[str, object]:
    """Return the attributes that say of each passage of a text that something is not there.

    One look at the whole text costs less than one at each of them.
    """
    found: dict[str, object] = {} if "{" in value else {"placeholders": ()}
    return found if may_have_comments(value) else {**found, **_NO_COMMENTS}


def _dealt(
    parsed: ParsedText, borders: list[int]
) -> tuple[list[tuple[Block, ...]], list[tuple[tuple[int, int], ...]], list[tuple[Heading, ...]]]:
    """Return the blocks, code lines and nested headings of each passage."""
    heads = set(borders[1:-1])
    blocks = [b for b in parsed.blocks if b.first_line and b.first_line not in heads]
    nested = [h for h in parsed.headings if not h.block]
    return (
        _deal(blocks, [block.first_line for block in blocks], borders),
        _deal(parsed.code_lines, [first for first, _ in parsed.code_lines], borders),
        _deal(nested, [heading.line for heading in nested], borders),
    )


def _deal(things: Sequence[T], lines: list[int], borders: list[int]) -> list[tuple[T, ...]]:
    """Return the things between each two borders; both are in the order of the text."""
    if not things:
        return [()] * (len(borders) - 1)
    dealt: list[tuple[T, ...]] = []
    index = 0
    for following in borders[1:]:
        start = index
        while index < len(things) and lines[index] < following:
            index += 1
        dealt.append(tuple(things[start:index]))
    return dealt
