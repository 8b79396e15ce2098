"""What a stretch of a document contains, as values that rules can look at.

What exists is read off cmark's HTML; where it stands is found in the source. All lines and
columns count from the beginning of the stretch.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote

from spec_editor.core.blocks import Block, lines_in
from spec_editor.core.findings import Span
from spec_editor.core.text import Text

_CELL_BORDER = re.compile(r"\\.|\|")
_DASHES = re.compile(r"[ \t|:-]*-[ \t|:-]*\n?")
_LINK = re.compile(r"<a (?P<attributes>[^>]*)>(?P<text>.*?)</a>|<img (?P<image>[^>]*)>", re.DOTALL)
_IMAGE = re.compile(r"<img (?P<image>[^>]*)>")
#: The address of a link or an image, in angle brackets or bare.
DESTINATION = re.compile(
    r"(?<!\\)\]\(\s*(?:<(?P<pointed>(?:\\.|[^<>\\\n])*)>"
    r"|(?P<bare>(?:\\.|[^\s()\\<]|\((?:\\.|[^\s()\\])*\))(?:\\.|[^\s()\\]|\((?:\\.|[^\s()\\])*\))*|))"
    r"(?=[\s)])"
)
#: A link or an image that is written as a tag.
HTML_LINK = re.compile(
    r"<(?:(?P<name>img)|a)\b[^<>]*?\s(?:src|href)\s*=\s*"
    r"(?:(?P<mark>[\"'])(?P<quoted>[^<>]*?)(?P=mark)|(?P<bare>[^\s\"'<>]+))[^<>]*>",
    re.IGNORECASE | re.DOTALL,
)
_LINK_TAG = re.compile(r"<(?:a|img)\b", re.IGNORECASE)
_LONGEST_SHOWN = 200
#: Addresses that could do harm: cmark leaves them out, as GitHub does.
LEFT_OUT = re.compile(
    r"(?:javascript|vbscript|file|data(?!:image/(?:png|gif|jpeg|webp))):", re.IGNORECASE
)
#: What a backslash takes its meaning from.
ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_ADDRESS = re.compile(r'(?:href|src)="([^"]*)"')
_ALTERNATIVE = re.compile(r'alt="([^"]*)"')
_TASK = re.compile(
    r'<li data-sourcepos="(\d+):(\d+)[^"]*"><input type="checkbox"( checked="")? disabled="" />'
    r"(.*?)(?=</li>|<[uo]l)",
    re.DOTALL,
)
_ITEM = re.compile(r'<li data-sourcepos="(\d+):')
_ANCHOR = re.compile(r'<a href="#([^"]*)"')
_FENCE = re.compile(r"<pre([^>]*)><code>([^<]*)</code></pre>")
_LANGUAGE = re.compile(r' lang="([^"]*)"')
_TAG = re.compile(r"<[^>]*>")
_FIELD = re.compile(
    r"^(?P<indent>[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?:\[[ xX]\][ \t]+)?)"
    r"(?P<bold>\*\*|__)(?P<label>[^*_\n][^\n]{0,80}?)(?::(?P=bold)|(?P=bold):)"
    r"(?P<value>[^\n]*)$",
    re.MULTILINE,
)
_PLAIN_FIELD = re.compile(
    r"^(?P<indent>[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?:\[[ xX]\][ \t]+)?)"
    r"(?P<bold>[*_`]{0,3})(?P<label>[^\W\d_][^\n:|*_`]{0,60}+)[*_`]{0,3}[ \t]{0,3}"
    r":[*_`]{0,3}(?P<value>(?:[ \t][^\n]*)?)$",
    re.MULTILINE,
)
_LINE_BREAK = re.compile(r"(?:[ \t]+|\\)$")


class Cell(NamedTuple):
    """One cell of a table: its source without surrounding spaces."""

    text: str
    span: Span


class Row(NamedTuple):
    """One row of a table as it is written; it may have more or fewer cells than the header."""

    line: int
    cells: tuple[Cell, ...]


class Table(NamedTuple):
    """A table; ``rows[0]`` is its header, the line of dashes is none of them."""

    first_line: int
    rows: tuple[Row, ...]


class Link(NamedTuple):
    """A link or an image. ``target`` is the address as cmark understood it.

    ``span`` is that of the address or, where it is written elsewhere, of its block's first line;
    ``is_html`` says that it is written as a tag.
    """

    target: str
    text: str
    span: Span
    is_image: bool
    is_html: bool = False


class Task(NamedTuple):
    """A list item with a check box; ``span`` is the box with its brackets."""

    done: bool
    text: str
    span: Span


class Field(NamedTuple):
    """A line such as ``- **Priority:** High``; the label has no colon.

    ``body`` is what follows, indented deeper, up to the next field.
    """

    label: str
    value: str
    span: Span
    value_span: Span
    body: str


class Fence(NamedTuple):
    """A block of code; ``first_line`` is that of its fence, the code begins a line below."""

    language: str
    code: str
    first_line: int


def tables(text: Text, blocks: Sequence[Block]) -> Iterator[Table]:
    """Yield the tables that stand at the top level."""
    for block in blocks:
        if block.kind == "table":
            header = _header_line(text, block)
            lines = (header, *range(header + 2, block.last_line + 1))
            yield Table(block.first_line, tuple(_row(text, line) for line in lines))


def _header_line(text: Text, block: Block) -> int:
    """Return the line above the dashes; definitions right above a table count to it in cmark."""
    for line in range(block.first_line + 1, block.last_line + 1):
        if _DASHES.fullmatch(text.lines(line, line)):
            return line - 1
    return block.first_line


def _row(text: Text, line: int) -> Row:
    """Split a row at its bars; one behind a backslash is text, even in code (GFM, tables)."""
    source = text.lines(line, line).rstrip("\n")
    start = len(source) - len(source.lstrip())
    start += source.startswith("|", start)
    end = len(source.rstrip())
    cells = []
    for match in _CELL_BORDER.finditer(source, start, end):
        if match[0] == "|":
            cells.append(_cell(source, line, start, match.start()))
            start = match.end()
    if start < end:
        cells.append(_cell(source, line, start, end))
    return Row(line, tuple(cells))


def _cell(source: str, line: int, start: int, end: int) -> Cell:
    written = source[start:end]
    text = written.strip()
    start += len(written) - len(written.lstrip()) if text else 0
    return Cell(text, Span(line, start + 1, line, start + 1 + len(text)))


def has_link_tags(value: str) -> bool:
    """Say whether there may be links or images that are written as tags."""
    return "<" in value and _LINK_TAG.search(value) is not None


def links(text: Text, blocks: Sequence[Block], written: str) -> Iterator[Link]:
    """Yield links and images, footnotes' own ones left out.

    ``written`` is the text with code blanked: what looks like a link there is none.
    """
    for block in blocks:
        if block.first_line and ("href=" in block.html or "src=" in block.html):
            yield from _links_in(text, block, written)


def _links_in(text: Text, block: Block, written: str) -> Iterator[Link]:
    places = _Addresses(
        written, text.offset_of_line(block.first_line), text.offset_of_line(block.last_line + 1)
    )
    elsewhere = text.line_span(block.first_line)
    for match in _LINK.finditer(block.html):
        inner = match["text"] or ""
        # An image in a link is written before the address of that.
        images = _IMAGE.finditer(inner) if "<img " in inner else ()
        found = [(image["image"], "", True) for image in images]
        is_image = match["attributes"] is None
        found.append((match["image"] or match["attributes"], inner, is_image))
        for attributes, shown, is_image in found:
            address = _ADDRESS.search(attributes)
            if address is None or "data-footnote" in attributes:
                continue
            target = unescape(address[1])
            text_html = _alternative(attributes) if is_image else _TAG.sub("", shown)
            label = " ".join(unescape(text_html).split())
            place = places.next(target, label)
            target = target or (written[slice(*place)] if place else "")
            yield Link(target, label, text.span(*place) if place else elsewhere, is_image)


def html_links(text: Text, starts: Iterable[int]) -> Iterator[Link]:
    """Yield the links and images that are written as tags; ``starts`` are the tags' offsets."""
    for start in starts:
        match = HTML_LINK.match(text.value, start)
        if match:
            is_image = match["name"] is not None
            group = "quoted" if match["quoted"] is not None else "bare"
            target = unescape(match[group])
            if is_image:
                found = _ALTERNATIVE.search(match[0])
                shown = found[1] if found else ""
            else:
                end = text.value.find("<", match.end(), match.end() + _LONGEST_SHOWN)
                shown = text.value[match.end() : max(end, match.end())]
            label = " ".join(unescape(shown).split())
            yield Link(target, label, text.span(*match.span(group)), is_image, is_html=True)


def _alternative(attributes: str) -> str:
    found = _ALTERNATIVE.search(attributes)
    return found[1] if found else ""


class _Addresses:
    """The addresses written in a stretch of text, taken from the first to the last."""

    def __init__(self, written: str, start: int, end: int) -> None:
        self._written = written
        self._position = start
        self._end = end
        self._starts: dict[str, list[tuple[int, int]]] = {}
        for match in DESTINATION.finditer(written, start, end):
            group = "pointed" if match["pointed"] is not None else "bare"
            # cmark encodes what may not stand in an address, and reads what is escaped.
            plain = unquote(unescape(ESCAPE.sub(r"\1", match[group])))
            key = "" if LEFT_OUT.match(plain) else plain
            self._starts.setdefault(key, []).append(match.span(group))

    def next(self, target: str, label: str) -> tuple[int, int] | None:
        """Return where a link's address is written, None where that is elsewhere."""
        spans = self._starts.get(unquote(target), ())
        index = bisect_left(spans, (self._position, 0))
        place = spans[index] if index < len(spans) else self._bare(target, label)
        if place is not None:
            self._position = place[1]
        return place

    def _bare(self, target: str, label: str) -> tuple[int, int] | None:
        """Return where an address stands that is a link by itself: it is its own text."""
        if label not in (target, unquote(target), target.partition(":")[2].lstrip("/")):
            return None
        place = self._written.find(label, self._position, self._end) if label else -1
        return (place, place + len(label)) if place >= 0 else None


def tasks(text: Text, blocks: Sequence[Block], shift: int) -> Iterator[Task]:
    """Yield the check boxes; the HTML counts its lines ``shift`` lines further on."""
    for block in blocks:
        if block.kind not in ("list", "quote") or 'type="checkbox"' not in block.html:
            continue
        for match in _TASK.finditer(block.html):
            line = int(match[1]) - shift
            source = text.lines(line, line)
            column = source.find("[", int(match[2]) - 1) + 1
            label = " ".join(unescape(_TAG.sub("", match[4])).split())
            yield Task(bool(match[3]), label, Span(line, column, line, column + 3))


def item_anchors(block: Block) -> dict[int, str]:
    """Return the anchors that items of a list lead to, by the items' lines: of each its first."""
    if 'href="#' not in block.html:
        return {}
    anchors: dict[int, str] = {}
    first, *pieces = _ITEM.split(block.html)
    # The HTML counts its lines from elsewhere.
    shift = lines_in(first)[0] - block.first_line
    for line, html in zip(pieces[::2], pieces[1::2], strict=True):
        if found := _ANCHOR.search(html):
            anchors.setdefault(int(line) - shift, unquote(unescape(found[1])))
    return anchors


def fields(text: Text, code_lines: Sequence[tuple[int, int]]) -> Iterator[Field]:
    """Yield the lines that begin with a bold label and a colon."""
    value = text.value
    may_be_bold = ":" in value and ("**" in value or "__" in value)
    if may_be_bold and any(end in value for end in (":**", "**:", ":__", "__:")):
        yield from _fields(_FIELD, text, code_lines)


def plain_fields(
    text: Text,
    code_lines: Sequence[tuple[int, int]],
    is_meant: Callable[[str], bool] | None = None,
) -> Iterator[Field]:
    """Yield all lines that may begin with a label and a colon, whatever the label looks like.

    Whether it is one only who asks for a label knows, and may say with ``is_meant``.
    """
    if ":" in text.value:
        yield from _fields(_PLAIN_FIELD, text, code_lines, is_meant)


def _fields(
    pattern: re.Pattern[str],
    text: Text,
    code_lines: Sequence[tuple[int, int]],
    is_meant: Callable[[str], bool] | None = None,
) -> Iterator[Field]:
    found = [(match, text.position_of(match.start())[0]) for match in pattern.finditer(text.value)]
    found = [(match, line) for match, line in found if not _is_in(line, code_lines)]
    for number, (match, line) in enumerate(found):
        label = match["label"].strip()
        if is_meant and not is_meant(label):
            continue
        following = found[number + 1][1] if number + 1 < len(found) else text.line_count + 1
        value = _LINE_BREAK.sub("", match["value"])
        start = match.start("value") + len(value) - len(value.lstrip())
        value = value.strip()
        yield Field(
            label,
            value,
            text.span(match.start("bold"), match.start("value") + len(match["value"].rstrip())),
            text.span(start, start + len(value)),
            _body(text, line, following, len(match["indent"])),
        )


def _is_in(line: int, ranges: Sequence[tuple[int, int]]) -> bool:
    return any(first <= line <= last for first, last in ranges)


def _body(text: Text, line: int, following: int, indent: int) -> str:
    """Return the lines behind a field that are indented at least as deep as its label."""
    lines = []
    for number in range(line + 1, following):
        source = text.lines(number, number).rstrip("\n")
        depth = len(source) - len(source.lstrip(" \t>"))
        if source.strip(" \t>") and depth < max(indent, 1):
            break
        lines.append(source)
    return "\n".join(lines).strip("\n")


def fences(blocks: Sequence[Block], shift: int) -> Iterator[Fence]:
    """Yield the blocks of code; the HTML counts its lines ``shift`` lines further on."""
    for block in blocks:
        if "<pre" not in block.html:
            continue
        for match in _FENCE.finditer(block.html):
            language = _LANGUAGE.search(match[1])
            name = unescape(language[1]) if language else ""
            yield Fence(name, unescape(match[2]), lines_in(match[1])[0] - shift)
