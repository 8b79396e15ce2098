"""Heading lines as source: their level and their title changed, the rest of them kept."""

import re

from spec_editor.core.blocks import parse
from spec_editor.core.edits import TextEdit
from spec_editor.core.passages import Passage

_HASHES = re.compile(r"[ ]{0,3}(#{1,6})")
_OPENING = re.compile(r"[ ]{0,3}#{1,6}[ \t]*")
# Behind a space they would be taken for the end of the heading.
_CLOSING = re.compile(r"(?:(?<=[ \t])|\A)(#+)\Z")
_SIGNIFICANT = re.compile(r"([\\`*_\[\]<>#&~|])")
_ESCAPED = r"\\\1"
_HIGHEST_UNDERLINED = 2
#: Markdown knows no heading below this level.
DEEPEST = 6


def level_edits(passage: Passage, level: int) -> tuple[TextEdit, ...]:
    """Return the edits that give a heading another level; offsets are the passage's.

    An underlined heading can have the levels 1 and 2 only, below it is written with ``#``.
    """
    if level == passage.level:
        return ()
    text = passage.text
    if passage.heading_last_line == 1:
        hashes = _HASHES.match(text.value)
        return (TextEdit(*hashes.span(1), "#" * level),) if hashes else ()
    line = passage.heading_last_line
    start = text.offset_of_line(line)
    underline = text.lines(line, line).rstrip()
    if level <= _HIGHEST_UNDERLINED:
        marks = underline.strip()
        end = start + len(underline)
        return (TextEdit(end - len(marks), end, "=-"[level - 1] * len(marks)),)
    return (
        TextEdit(
            0,
            start + len(underline),
            f"{'#' * level} {_CLOSING.sub(_ESCAPED, title_source(passage))}",
        ),
    )


def title_source(passage: Passage) -> str:
    """Return a heading's title as its author wrote it, on one line."""
    # Most are written as they are shown.
    if passage.text.value.startswith(f"{'#' * passage.level} {passage.title}\n"):
        return passage.title
    if passage.heading_last_line > 1:
        lines = passage.text.lines(1, passage.heading_last_line - 1).split("\n")
        return " ".join(line.strip().removesuffix("\\") for line in lines if line)
    line = passage.text.lines(1, 1)
    span = _title_span(line)
    return line[slice(*span)] if span else ""


def _title_span(line: str) -> tuple[int, int] | None:
    """Return where the title stands in a heading's line, between its hashes."""
    opening = _OPENING.match(line)
    if opening is None:
        return None
    start = opening.end()
    title = line[start:].rstrip(" \t\n")
    # Hashes at the end belong to the heading only behind a space.
    before = title.rstrip("#")
    if before.endswith((" ", "\t")):
        title = before.rstrip(" \t")
    return start, start + len(title)


def title_edits(passage: Passage, source: str) -> tuple[TextEdit, ...]:
    """Return the edit that gives a heading another title in Markdown; offsets are the passage's."""
    source = _CLOSING.sub(_ESCAPED, source)
    if passage.heading_last_line > 1:
        end = len(passage.text.lines(1, passage.heading_last_line - 1).rstrip())
        if parse(f"{source}\n---", with_html=False).headings:
            return (TextEdit(0, end, source),)
        end = len(passage.text.lines(1, passage.heading_last_line).rstrip())
        return (TextEdit(0, end, f"{'#' * passage.level} {source}"),)
    span = _title_span(passage.text.lines(1, 1))
    if span is None:
        return ()
    start, end = span
    space = "" if start and passage.text.value[start - 1] in " \t" else " "
    return (TextEdit(start, end, f"{space}{source}"),)


def source_of(title: str) -> str:
    """Return Markdown that shows a title as it was given, were it full of Markdown."""
    headings = parse(f"# {title}", with_html=False).headings
    if headings and headings[0].title == title:
        return title
    return _SIGNIFICANT.sub(_ESCAPED, title)
