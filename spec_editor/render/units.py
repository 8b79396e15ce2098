"""Cuts cmark's HTML into the units of a page, each with the source lines it stands for."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from spec_editor.core.blocks import ParsedText, lines_in
from spec_editor.core.leading_data import front_matter_lines
from spec_editor.core.text import Text

#: Elements of raw HTML left open at once. Browsers copy open formatting elements into each new
#: paragraph, so that memory grows with the square; with others, time does.
MAX_OPEN_FORMATS = 100
MAX_OPEN_CONTAINERS = 500

#: Words in one tag; parsers compare each attribute with all before it.
MAX_WORDS_IN_TAG = 1000

# Raw HTML may have numbers of any length.
_POSITION = re.compile(r'(<[a-z][^<>]*?) data-sourcepos="(\d{1,9}):(\d{1,9})-(\d{1,9}):(\d{1,9})"')
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)")
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{5000,}")
_ANY_TAG = re.compile(r"<(/?)([a-zA-Z]+)")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_FORMATS = _words("a b big code em font i nobr s small strike strong tt u")
_CONTAINERS = _words(
    """abbr article aside bdo center cite dd details dfn div dl dt figure footer form header ins
    kbd main mark nav q ruby samp section span sub summary sup table time var"""
)
#: Those of them that cmark writes itself, always closed.
_OF_MARKDOWN = _words("a code em section strong sup table")
_VOID = _words("area base br col embed hr img input link meta source track wbr")
_PHRASING = _words(
    """a abbr b bdo big br cite code del dfn em font i img input ins kbd label mark picture q s
    samp small source span strike strong sub sup time tt u var wbr"""
)


@dataclass(frozen=True, slots=True)
class Unit:
    """Raw HTML of one unit of the page, with source positions counted from its first line.

    ``notice`` says why it is not shown; then there is no HTML.
    """

    html: str
    first_line: int
    last_line: int
    notice: str = ""


def split(parsed: ParsedText) -> Iterator[Unit]:
    """Yield the units of a page: one per top-level node of the HTML, raw inline ones together."""
    # Without the start tag a comment at the very beginning would land outside the body.
    tree = LexborHTMLParser("<body>" + parsed.html)
    _number_headings(tree, parsed)
    genuine = {(block.first_line, block.last_line) for block in parsed.blocks}
    groups = _groups(tree.body.first_child if tree.body else None, genuine)
    starts = [lines[0] for _, lines in groups if lines]
    previous, passed = front_matter_lines(parsed.text.value), 0
    for html, lines in groups:
        if lines is None:
            following = starts[passed] if passed < len(starts) else parsed.text.line_count + 1
            first = min(previous + 1, parsed.text.line_count)
            first, last = _without_blank_edges(parsed, first, max(first, following - 1))
        else:
            first, last = _without_blank_edges(parsed, *lines)
            previous = last
            passed += 1
        yield Unit(relative(html, first), first, last)


def split_without_raw_html(parsed: ParsedText) -> Iterator[Unit]:
    """Yield one unit per Markdown block; those of raw HTML are empty."""
    for block in parsed.blocks:
        first = max(block.first_line, 1)
        yield Unit(relative(block.html, first), first, max(block.last_line, first))


def is_closed(html: str) -> bool:
    """Say whether a heading behind this HTML stands at the top, with nothing left open around it.

    Raw HTML may open an element, or a quote in a tag, and close it many blocks later.
    """
    probe = "<h1>x</h1>"
    tree = LexborHTMLParser(f"<body>{html}{probe}")
    last = tree.body.last_child if tree.body else None
    return last is not None and last.html == probe


def source_of(unit: Unit, text: Text) -> str:
    """Return the source of a unit, nothing where it is one of many that stand in the same lines.

    Each of them would have to be looked at with all of the lines.
    """
    start, end = text.offset_of_line(unit.first_line), text.offset_of_line(unit.last_line + 1)
    return text.value[start:end] if end - start <= 8 * len(unit.html) + 10_000 else ""


def relative(html: str, first_line: int) -> str:
    """Return the HTML with its source positions counted from the block's first line."""
    shift = first_line - 1

    def move(match: re.Match[str]) -> str:
        start, first, column, last, end = match.groups()
        return f'{start} data-sourcepos="{int(first) - shift}:{column}-{int(last) - shift}:{end}"'

    return _POSITION.sub(move, html)


def is_explosive(html: str) -> bool:
    """Say whether raw HTML leaves so many elements open that parsing it would take too much.

    A quick look that runs for every key press; what gets past it meets the limits of the process.
    """
    if any(len(match[0].split()) > MAX_WORDS_IN_TAG for match in _LONG_TAG.finditer(html)):
        return True
    tags = _ANY_TAG.findall(html)
    counts: Counter[tuple[str, str]] = Counter()
    for (end, name), count in Counter(tags).items():
        counts[end, name.lower()] += count
    return _stays_open(tags, counts, _FORMATS, MAX_OPEN_FORMATS) or _stays_open(
        tags, counts, _CONTAINERS, MAX_OPEN_CONTAINERS
    )


def _stays_open(
    tags: list[tuple[str, str]],
    counts: Counter[tuple[str, str]],
    names: frozenset[str],
    limit: int,
) -> bool:
    """Say whether more of the named elements than the limit are open at some point."""
    if sum(max(0, counts["", name] - counts["/", name]) for name in names) > limit:
        return True
    raw = names - _OF_MARKDOWN
    if sum(counts["", name] for name in raw) <= limit:
        return False
    opened: Counter[str] = Counter()
    total = 0
    for end, name in tags:
        name = name.lower()
        if name not in raw:
            continue
        if not end:
            opened[name] += 1
            total += 1
            if total > limit:
                return True
        elif opened[name]:
            opened[name] -= 1
            total -= 1
    return False


def depth_exceeds(html: str, limit: int) -> bool:
    """Say whether elements of well-formed HTML stand deeper inside each other than the limit."""
    if html.count("<") <= limit:
        return False
    depth = 0
    for match in _TAG.finditer(html):
        if match["end"]:
            depth -= 1
        elif match["name"] not in _VOID:
            depth += 1
            if depth > limit:
                return True
    return False


def _lines_of(node: LexborNode) -> tuple[int, int]:
    return lines_in(f'data-sourcepos="{node.attributes.get("data-sourcepos") or ""}"')


def _groups(
    node: LexborNode | None, genuine: set[tuple[int, int]]
) -> list[tuple[str, tuple[int, int] | None]]:
    """Return HTML and lines of the top-level nodes; raw HTML has no lines (None)."""
    groups: list[tuple[str, tuple[int, int] | None]] = []
    is_open = False
    previous = 0
    while node is not None:
        html = node.html or ""
        lines = _lines_of(node) if node.is_element_node else (0, 0)
        if lines in genuine and lines[0] > previous:
            previous = lines[1]
            groups.append((html, lines))
            is_open = False
        elif node.is_text_node or node.tag in _PHRASING:
            if is_open:
                groups[-1] = (groups[-1][0] + html, None)
            elif html.strip():
                groups.append((html, None))
                is_open = True
        elif node.is_element_node:
            groups.append((html, None))
            is_open = False
        node = node.next
    return groups


def _without_blank_edges(parsed: ParsedText, first: int, last: int) -> tuple[int, int]:
    """Return the lines from the first to the last one that is not blank."""
    text = parsed.text
    while first < last and not text.lines(first, first).strip():
        first += 1
    while last > first and not text.lines(last, last).strip():
        last -= 1
    return first, last


def _number_headings(tree: LexborHTMLParser, parsed: ParsedText) -> None:
    """Give the headings their anchors, in document order; raw HTML's own headings have none."""
    headings = iter(parsed.headings)
    heading = next(headings, None)
    for node in tree.css("h1, h2, h3, h4, h5, h6"):
        if heading is None:
            return
        if _lines_of(node) == (heading.line, heading.last_line) and node.tag == f"h{heading.level}":
            node.attrs["id"] = heading.slug
            heading = next(headings, None)
