"""The one Markdown parse.

Everything that is said or shown about a document starts here, so that outline, checks, preview
and export can never disagree about what a line means.

The text is parsed once by cmark (GitHub's own parser) and written out twice: with raw HTML, for
the preview, and without it. From the second one the structure is read: raw HTML is a comment
there, so an element or a ``data-sourcepos`` in it is always cmark's own and cannot be forged.
"""

import re
from dataclasses import dataclass
from functools import cache

from cmarkgfm import cmark
from selectolax.lexbor import LexborHTMLParser, LexborNode

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
} | {f"h{level}": "heading" for level in range(1, 7)}
_SURROGATE = re.compile("[\ud800-\udfff]")
_POSITION = re.compile(r"(\d+):(\d+)-(\d+):(\d+)")


@dataclass(frozen=True, slots=True)
class Block:
    """One top-level block of the Markdown.

    ``kind`` is paragraph, heading, list, quote, code, table, rule, html or footnotes; the lines
    are 1-based and inclusive (0 for footnotes, which are gathered from all over the text);
    ``html`` is cmark's output without raw HTML.
    """

    kind: str
    first_line: int
    last_line: int
    html: str


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading with GitHub's anchor; ``block`` is False inside quotes and lists."""

    level: int
    title: str
    slug: str
    line: int
    last_line: int
    block: bool


@dataclass(frozen=True)
class ParsedText:
    """A text, its top-level blocks and headings, and cmark's HTML of it, raw HTML included.

    ``code_lines`` are the 1-based first and last lines of all code blocks, nested ones too.
    """

    text: Text
    blocks: tuple[Block, ...]
    headings: tuple[Heading, ...]
    code_lines: tuple[tuple[int, int], ...]
    html: str


@cache
def _extensions() -> tuple[object, ...]:
    cmark.core_extensions_ensure_registered()
    return tuple(cmark.find_syntax_extension(name) for name in _EXTENSIONS)


def _render_both(text: str) -> tuple[str, str]:
    """Return cmark's HTML with and without raw HTML, from one parse."""
    parser = cmark.parser_new(options=_OPTIONS)
    try:
        for extension in _extensions():
            cmark.parser_attach_syntax_extension(parser, extension)
        # A lone surrogate cannot be encoded; the replacement character keeps its place.
        cmark.parser_feed(parser, _SURROGATE.sub("\ufffd", text))
        root = cmark.parser_finish(parser)
        extensions = cmark.parser_get_syntax_extensions(parser)
        unsafe = _OPTIONS | cmark.Options.CMARK_OPT_UNSAFE
        return (
            cmark.render_html(root, options=unsafe, extensions=extensions),
            cmark.render_html(root, options=_OPTIONS, extensions=extensions),
        )
    finally:
        cmark.parser_free(parser)


def lines_of(node: LexborNode) -> tuple[int, int]:
    """Return the 1-based first and last source line of an element, (0, 0) when it has none."""
    match = _POSITION.fullmatch(node.attributes.get("data-sourcepos") or "")
    if match is None:
        return 0, 0
    first, _, last, column = map(int, match.groups())
    # cmark ends a block that a blank line closes at column 0 of the line behind it.
    return first, max(first, last - 1 if column == 0 else last)


def _top_level(body: LexborNode) -> list[tuple[str, int, int, str]]:
    """Return kind, lines and HTML of the top-level blocks; raw HTML has no lines yet."""
    found: list[tuple[str, int, int, str]] = []
    node = body.first_child
    while node is not None:
        if node.is_comment_node:
            if not found or found[-1][0] != "html":
                found.append(("html", 0, 0, ""))
        elif node.is_element_node:
            found.append((_KINDS[node.tag or ""], *lines_of(node), node.html or ""))
        node = node.next
    return found


def _without_blank_edges(text: Text, first: int, last: int) -> tuple[int, int]:
    while first < last and not text.lines(first, first).strip():
        first += 1
    while last > first and not text.lines(last, last).strip():
        last -= 1
    return first, last


def _blocks(text: Text, body: LexborNode) -> tuple[Block, ...]:
    found = _top_level(body)
    blocks: list[Block] = []
    previous = 0
    for index, (kind, first, last, html) in enumerate(found):
        if kind == "html":
            # Raw HTML carries no position: it fills the gap between its neighbours.
            following = found[index + 1][1] if index + 1 < len(found) else 0
            end = following - 1 if following else text.line_count
            first, last = _without_blank_edges(text, previous + 1, max(end, previous + 1))
        blocks.append(Block(kind, first, last, html))
        previous = last or previous
    return tuple(blocks)


def _headings(tree: LexborHTMLParser) -> tuple[Heading, ...]:
    slugs = SlugCounter()
    headings = []
    for node in tree.css("h1, h2, h3, h4, h5, h6"):
        title = " ".join(node.text().split())
        parent = node.parent
        headings.append(
            Heading(
                int((node.tag or "h1")[1]),
                title,
                slugs.slug(title),
                *lines_of(node),
                block=parent is not None and parent.tag == "body",
            )
        )
    return tuple(headings)


def parse(value: str) -> ParsedText:
    """Parse a text whose lines end in line feeds; any text parses, none raises."""
    html, structure = _render_both(value)
    text = Text(value)
    # Without the start tag a comment at the very beginning would land outside the body.
    tree = LexborHTMLParser("<body>" + structure)
    body = tree.body
    if body is None:
        return ParsedText(text, (), (), (), html)
    return ParsedText(
        text,
        _blocks(text, body),
        _headings(tree),
        tuple(lines_of(node) for node in tree.css("pre")),
        html,
    )
