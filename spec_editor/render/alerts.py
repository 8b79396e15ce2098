"""Alerts: quotes at the top level that begin with ``[!NOTE]`` or its like on a line of its own."""

import re

from spec_editor.core.text import Text
from spec_editor.render.markup import Piece, end_of, joined, pieces

_MARKER = re.compile(r"\[!(note|tip|important|warning|caution)\]", re.IGNORECASE)
# In the source nothing but white space stands beside the marker; HTML does not show that.
_MARKER_LINE = re.compile(r" {0,3}> {0,4}\[!\w+\][ \t]*\n?")
_QUOTE = re.compile(r'<blockquote data-sourcepos="(\d+):[^"]*"')
_PARAGRAPH = re.compile(r'<p data-sourcepos="(\d+):(\d+)-(\d+:\d+)">')
_BREAK = re.compile(r"\s*(?:<br ?/?>)?\s*")
#: Inside these a quote is not at the top level; raw HTML around it does not count.
_CONTAINERS = frozenset({"blockquote", "li", "table", "section", "dd"})


def is_candidate(html: str) -> bool:
    """Say whether there may be an alert in a block."""
    return "[!" in html and "<blockquote" in html and _MARKER.search(html) is not None


def with_alerts(parts: list[Piece], source: Text, mark: str) -> list[Piece]:
    """Return the pieces of a block with its quotes that are alerts written as such.

    ``source`` is the block's; ``mark`` stands before the names of classes of ours.
    """
    found: list[Piece] = []
    containers = 0
    index = 0
    while index < len(parts):
        part = parts[index]
        alert = None
        if part.name == "blockquote" and part.kind == "open" and not containers:
            end = end_of(parts, index)
            alert = _alert(parts[index : end + 1], source, mark)
        if alert is not None:
            found += alert
            index = end + 1
            continue
        if part.name in _CONTAINERS and part.kind in ("open", "close"):
            containers += 1 if part.kind == "open" else -1
        found.append(part)
        index += 1
    return found


def _alert(quote: list[Piece], source: Text, mark: str) -> list[Piece] | None:
    """Return the alert that a quote is, None when it is an ordinary one."""
    place = _QUOTE.match(quote[0].html)
    start = next((i for i, part in enumerate(quote[1:], 1) if part.html.strip()), 0)
    paragraph = _PARAGRAPH.fullmatch(quote[start].html)
    text = quote[start + 1].html if start + 1 < len(quote) else ""
    marker = _MARKER.match(text)
    if not (place and paragraph and marker):
        return None
    first = int(paragraph[1])
    if first != int(place[1]) or not _MARKER_LINE.fullmatch(source.lines(first, first)):
        return None
    end = end_of(quote, start)
    rest = joined([Piece("text", text[marker.end() :]), *quote[start + 2 : end]])
    rest = rest[_BREAK.match(rest).end() :]  # type: ignore[union-attr]
    behind = quote[end + 1 : -1]
    if not rest and not joined(behind).strip():
        return None
    name = marker[1].lower()
    column = int(paragraph[2])
    title = (
        f'<div class="{mark}alert {mark}alert-{name}"{quote[0].html[len("<blockquote") :]}\n'
        f'<p class="{mark}alert-title" data-sourcepos="{first}:{column}-{first}:'
        f'{column + len(marker[0]) - 1}">{name.capitalize()}</p>\n'
    )
    body = pieces(rest) or []
    if body:
        opening = f'<p data-sourcepos="{first + 1}:{column}-{paragraph[3]}">'
        body = [Piece("open", opening, "p"), *body, quote[end]]
    return [Piece("open", title, "div"), *body, *behind, Piece("close", "</div>", "div")]
