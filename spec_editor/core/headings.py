"""Heading lines as source: their level and their title changed, the rest of them kept."""

import re

from spec_editor.core.blocks import parse
from spec_editor.core.edits import TextEdit
from spec_editor.core.passages import Passage

_HASHES = re.compile(r"[ ]{0,3}(#{1,6})")
_ATX = re.compile(
    r"[ ]{0,3}#{1,6}[ \t]*(?P<title>.*?)(?P<end>(?:(?:^|[ \t]+)#+)?[ \t]*)$", re.DOTALL
)
_CLOSING = re.compile(r"(#+)$")
_SIGNIFICANT = re.compile(r"([\\`*_\[\]<>#&~|])")
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
    return (TextEdit(0, start + len(underline), f"{'#' * level} {_one_line(passage)}"),)


def _one_line(passage: Passage) -> str:
    """Return the title of an underlined heading as it may stand behind ``#``."""
    lines = passage.text.lines(1, passage.heading_last_line - 1).split("\n")
    title = " ".join(line.strip().removesuffix("\\") for line in lines if line)
    return _CLOSING.sub(r"\\\1", title)


def title_edits(passage: Passage, title: str) -> tuple[TextEdit, ...]:
    """Return the edit that gives a heading another title; offsets are the passage's."""
    source = _source_of(title)
    if passage.heading_last_line > 1:
        end = len(passage.text.lines(1, passage.heading_last_line - 1).rstrip())
        if parse(f"{source}\n---", with_html=False).headings:
            return (TextEdit(0, end, source),)
        end = len(passage.text.lines(1, passage.heading_last_line).rstrip())
        return (TextEdit(0, end, f"{'#' * passage.level} {source}"),)
    match = _ATX.match(passage.text.lines(1, 1).rstrip("\n"))
    if match is None:
        return ()
    start, end = match.span("title")
    space = "" if start and passage.text.value[start - 1] in " \t" else " "
    return (TextEdit(start, end, f"{space}{source}"),)


def _source_of(title: str) -> str:
    """Return Markdown that shows a title as it was given, were it full of Markdown."""
    headings = parse(f"# {title}", with_html=False).headings
    if headings and headings[0].title == title:
        return title
    return _SIGNIFICANT.sub(r"\\\1", title)
