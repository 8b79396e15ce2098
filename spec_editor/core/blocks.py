"""The one Markdown parse.

Everything that is said or shown about a document starts here, so that outline, checks, preview
and export can never disagree about what a line means.

The text is parsed once by cmark (GitHub's own parser) and written out twice: with raw HTML, for
the preview, and without it. From the second one the structure is read: raw HTML is a comment
there, so an element or a ``data-sourcepos`` in it is always cmark's own and cannot be forged.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial
from html import unescape
from typing import NamedTuple

from cmarkgfm import cmark

from spec_editor.core.cmark_memory import free_tree, html_of
from spec_editor.core.leading_data import without_front_matter
from spec_editor.core.slugs import SlugCounter
from spec_editor.core.text import Text

_OPTIONS = (
    cmark.Options.CMARK_OPT_SOURCEPOS
    | cmark.Options.CMARK_OPT_FOOTNOTES
    | cmark.Options.CMARK_OPT_GITHUB_PRE_LANG
)
_EXTENSIONS = ("table", "autolink", "tagfilter", "strikethrough", "tasklist")
_KINDS = {
    "p": "paragraph",
    "pre": "code",
    "ul": "list",
    "ol": "list",
    "blockquote": "quote",
    "table": "table",
    "hr": "rule",
    "section": "footnotes",
}
_HEADINGS = {f"h{level}" for level in range(1, 7)}
_KINDS |= dict.fromkeys(_HEADINGS, "heading")
# Of all that cmark writes these alone stand at the top, and nest without end; headings,
# paragraphs and code hold no others. Positions are first line, last line, last column.
_LINES = r'(?: data-sourcepos="(\d++):\d++-(\d++):(\d++)")?[^>]*+>'
_TAG = re.compile(
    rf"<(?P<leaf>h[1-6]|pre|p){_LINES}"
    r"(?P<content>[^<]*+(?:<(?!/(?P=leaf)>)[^<]*+)*)</(?P=leaf)>"
    r"|</(?P<end>[uo]l|blockquote|table|section)>"
    rf'|<(?P<name>hr|[uo]l|blockquote|table|section)(?: start="\d+")?{_LINES}'
    r"|<!-- raw HTML omitted -->"
)
# The groups that only a heading, a paragraph or code has, and only the end of another block.
_CONTENT, _END = _TAG.groupindex["content"], _TAG.groupindex["end"]
_NESTING = re.compile(r"<(/?)(?:h[1-6]|p|pre|[uo]l|blockquote|table|section|em|strong|del)\b[^>]*>")
# What cmark writes in place of raw HTML; nothing in a text can make it write this otherwise.
_OMITTED = "<!-- raw HTML omitted -->"
_ANY_TAG = re.compile(r"<[^>]*>")
# Raw HTML may have numbers of any length.
_POSITION = re.compile(r'data-sourcepos="(\d{1,9}):\d+-(\d{1,9}):(\d+)"')
_TALL_HEADING = re.compile(r'<h[12] data-sourcepos="((\d+):(\d+)-(\d+):\d+)"')
# Text right above a table: cmark gives it no lines, and its first one to the table.
_PLACELESS = '<p data-sourcepos="0:0-0:0">'
_TABLE_BELOW = re.compile(r"[^<]*(?:<(?!/p>)[^<]*)*</p>\n(?=<table )")
_TABLE_HEAD = re.compile(
    r'<table data-sourcepos="((\d{1,9}):(\d+)-(\d{1,9}):(\d+))">\n'
    r"<thead>[^<]*(?:<(?!/thead>|table )[^<]*)*</thead>"
    r'(?:\n<tbody>\n<tr data-sourcepos="(\d{1,9}):)?'
)
_CELL_LINES = re.compile(r'(<t[rh]\b[^<>]*? data-sourcepos=")\d+:(\d+)-\d+:')
_UNDERLINE = re.compile(r"[ \t>]*(?:=+|-+)[ \t]*")
_SURROGATE = re.compile("[\ud800-\udfff]")


class Block(NamedTuple):
    """One top-level block of the Markdown.

    ``kind`` is paragraph, heading, list, quote, code, table, rule, html or footnotes; the lines
    are 1-based and inclusive (0 for footnotes, which are gathered from all over the text);
    ``html`` is cmark's output without raw HTML.
    """

    kind: str
    first_line: int
    last_line: int
    html: str


class Heading(NamedTuple):
    """One heading with GitHub's anchor; ``block`` is False inside quotes and lists.

    The anchor is empty where only the structure was asked for.
    """

    level: int
    title: str
    slug: str
    line: int
    last_line: int
    block: bool


@dataclass(frozen=True)
class ParsedText:
    """A text, its top-level blocks and headings, and cmark's HTML of it, raw HTML included.

    ``lines`` are those of the text without their line feeds.
    ``code_lines`` are the 1-based first and last lines of all code blocks, nested ones too;
    ``html`` and ``depth``, how deep the Markdown's elements stand inside each other, are empty
    where they were not asked for. ``has_raw_html`` says whether there is any in the text.
    """

    text: Text
    lines: list[str]
    blocks: tuple[Block, ...]
    headings: tuple[Heading, ...]
    code_lines: tuple[tuple[int, int], ...]
    html: str
    depth: int = 0
    has_raw_html: bool = False


# As Block itself, which takes twice as long: there are hundreds in a text.
_block = partial(tuple.__new__, Block)


@cache
def _extensions() -> tuple[object, ...]:
    cmark.core_extensions_ensure_registered()
    return tuple(cmark.find_syntax_extension(name) for name in _EXTENSIONS)


def _render(text: str, *, with_html: bool) -> tuple[str, str]:
    """Return cmark's HTML with (if asked for) and without raw HTML, from one parse."""
    parser = cmark.parser_new(options=_OPTIONS)
    try:
        for extension in _extensions():
            cmark.parser_attach_syntax_extension(parser, extension)
        cmark.parser_feed(parser, encodable(text))
        root = cmark.parser_finish(parser)
        extensions = cmark.parser_get_syntax_extensions(parser)
        unsafe = _OPTIONS | cmark.Options.CMARK_OPT_UNSAFE
        html = html_of(root, unsafe, extensions) if with_html else ""
        structure = html_of(root, _OPTIONS, extensions)
        free_tree(root)
        return html, structure
    finally:
        cmark.parser_free(parser)


def encodable(text: str) -> str:
    """Return a text without lone surrogates; the replacement character keeps their places."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text)
    return text


@dataclass(slots=True)
class _Structure:
    """What a walk over the tags finds; raw HTML has no lines yet."""

    blocks: list[Block]
    headings: list[tuple[int, str, int, int, bool]]
    code_lines: list[tuple[int, int]]


def _walk(structure: str) -> _Structure:
    """Read the blocks off cmark's HTML without raw HTML.

    That HTML is regular: every tag is cmark's own and is closed. So counting depth is enough and,
    other than building a tree, takes no longer for 100,000 nested quotes than for as many lines.
    """
    found = _Structure([], [], [])
    blocks = found.blocks
    depth = start = 0
    lines = (0, 0)
    for tag in _TAG.finditer(structure):
        if tag.lastindex == _CONTENT:
            # A paragraph in a list or a quote is a part of it.
            if not depth or tag[1] != "p":
                _take_leaf(found, tag, depth)
        elif tag.lastindex is None:
            if not depth and not (blocks and blocks[-1].kind == "html"):
                blocks.append(Block("html", 0, 0, ""))
        elif tag.lastindex == _END:
            depth -= 1
            if not depth:
                blocks.append(Block(_KINDS[tag[_END]], *lines, structure[start : tag.end()]))
        elif tag["name"] == "hr":
            if not depth:
                blocks.append(Block("rule", *_lines(*tag.group(8, 9, 10)), tag[0]))
        else:
            if not depth:
                start, lines = tag.start(), _lines(*tag.group(8, 9, 10))
            depth += 1
    return found


def _take_leaf(found: _Structure, tag: re.Match[str], depth: int) -> None:
    """Take up a heading, a paragraph or code."""
    name = tag[1]
    first, last = _lines(tag[2], tag[3], tag[4])
    kind = _KINDS[name]
    if kind == "heading":
        title = _plain(tag[_CONTENT])
        found.headings.append((int(name[1]), title, first, last, not depth))
    elif kind == "code":
        found.code_lines.append((first, last))
    if not depth:
        found.blocks.append(_block((kind, first, last, tag[0])))


def _depth(structure: str) -> int:
    """Return how deep the elements stand inside each other."""
    depth = deepest = 0
    for tag in _NESTING.finditer(structure):
        depth += -1 if tag[1] else 1
        deepest = max(deepest, depth)
    return deepest


def _lines(first: str | None, last: str | None, column: str | None) -> tuple[int, int]:
    """Return the first and last line of a position, (0, 0) if there is none."""
    if first is None or last is None:
        return 0, 0
    start, end = int(first), int(last)
    # cmark ends a block that a blank line closes at column 0 of the line behind it.
    if column == "0":
        end -= 1
    return (start, end) if start < end else (start, start)


def lines_in(attributes: str) -> tuple[int, int]:
    """Return the 1-based first and last source line in a tag's attributes, (0, 0) if none."""
    match = _POSITION.search(attributes)
    return _lines(*match.groups()) if match else (0, 0)


def _plain(html: str) -> str:
    if "<" in html:
        html = _ANY_TAG.sub("", html)
    return " ".join(unescape(html).split())


def _without_blank_edges(lines: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """Return the first and last line between two that are not blank; ``last`` where all are."""
    between = enumerate(lines[first - 1 : last], first)
    written = [number for number, line in between if line.strip()]
    return (written[0], written[-1]) if written else (last, last)


def _with_lines_of_html(lines: Sequence[str], found: list[Block]) -> tuple[Block, ...]:
    """Raw HTML carries no position: it fills the gap between its neighbours."""
    previous = 0
    for index, block in enumerate(found):
        if block.kind == "html":
            following = found[index + 1].first_line if index + 1 < len(found) else 0
            end = following - 1 if following else len(lines)
            edges = _without_blank_edges(lines, previous + 1, max(end, previous + 1))
            found[index] = block = Block("html", *edges, "")
        previous = block.last_line or previous
    return tuple(found)


def _heading_ends(text: Text, structure: str) -> dict[str, str]:
    """Return the positions of underlined headings that are wrong, with the right ones.

    Where no blank line follows, cmark counts the next line to the heading.
    """
    ends = {}
    for match in _TALL_HEADING.finditer(structure):
        first, last = int(match[2]), int(match[4])
        for line in range(first + 1, last):
            shown = text.lines(line, line).rstrip("\n")
            if _UNDERLINE.fullmatch(shown):
                ends[match[1]] = f"{match[2]}:{match[3]}-{line}:{len(shown.encode())}"
                break
    return ends


class _Above(NamedTuple):
    """Text right above a table: its first line, its position, and the line of the header."""

    first: str
    position: str
    header: int


def _texts_above_tables(text: Text, structure: str) -> dict[str, _Above]:
    """Return what stands right above tables, by the positions that cmark gives to those."""
    found = {}
    for piece in structure.split(_PLACELESS)[1:]:
        above = _TABLE_BELOW.match(piece)
        table = _TABLE_HEAD.match(piece, above.end()) if above else None
        if table:
            position, first, column, last, end, row = table.groups()
            header = int(row) - 2 if row else _lines(first, last, end)[1] - 1
            shown = encodable(text.lines(header - 1, header - 1).rstrip("\n"))
            length = len(shown.encode())
            found[position] = _Above(first, f"{first}:{column}-{header - 1}:{length}", header)
    return found


def _with_lines_above_tables(html: str, texts: dict[str, _Above]) -> str:
    """Return the HTML with right positions for texts right above tables, and for these."""
    beginning, *pieces = html.split(_PLACELESS)
    parts = [beginning]
    for piece in pieces:
        table = _TABLE_HEAD.search(piece)
        above = texts.get(table[1]) if table else None
        if table and above:
            line = f"{above.header}:"
            head = table[0].replace(f'="{above.first}:', f'="{line}', 1)
            head = _CELL_LINES.sub(rf"\g<1>{line}\2-{line}", head)
            start = f'<p data-sourcepos="{above.position}">'
            parts += start, piece[: table.start()], head, piece[table.end() :]
        else:
            parts += _PLACELESS, piece
    return "".join(parts)


def _no_slug(_title: str) -> str:
    """Where nothing is shown, anchors are counted when the sections are put at their places."""
    return ""


def parse(value: str, *, with_html: bool = True) -> ParsedText:
    """Parse a text whose lines end in line feeds; any text parses, none raises.

    Data in front of the text are no Markdown and make no blocks. Without ``with_html`` there is
    all that outline and checks need, and nothing to show.
    """
    source = without_front_matter(value)
    html, structure = _render(source, with_html=with_html)
    text = Text(source)
    if _PLACELESS in structure:
        above = _texts_above_tables(text, structure)
        html, structure = (_with_lines_above_tables(each, above) for each in (html, structure))
    found = _walk(structure)
    is_tall = any(last > first for _, _, first, last, _ in found.headings)
    if is_tall and (ends := _heading_ends(text, structure)):

        def correct(match: re.Match[str]) -> str:
            return match[0].replace(match[1], ends.get(match[1], match[1]))

        html, structure = (_TALL_HEADING.sub(correct, each) for each in (html, structure))
        found = _walk(structure)
    depth = _depth(structure) if with_html else 0
    slug = SlugCounter().slug if with_html else _no_slug
    headings = tuple(
        [
            Heading(level, title, slug(title), line, last_line, block)
            for level, title, line, last_line, block in found.headings
        ]
    )
    lines = source.split("\n")
    blocks = _with_lines_of_html(lines, found.blocks)
    if source is not value:
        text, lines = Text(value), value.split("\n")
    code_lines = tuple(found.code_lines)
    has_raw_html = _OMITTED in structure
    return ParsedText(text, lines, blocks, headings, code_lines, html, depth, has_raw_html)
