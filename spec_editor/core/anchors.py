"""Links to the document's own headings, and what they must say once headings have changed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from spec_editor.core.edits import TextEdit
from spec_editor.core.inline import tokens
from spec_editor.core.passages import Passage
from spec_editor.core.plans import (
    Anchors,
    PlannedHeading,
    Sectioned,
    anchors_of,
    nested_titles,
    present,
)
from spec_editor.core.sections import Section

_SET = re.compile(r"<[A-Za-z][^<>]*?\s(?:id|name)\s*=\s*[\"']?([^\s\"'<>]+)", re.IGNORECASE)
# Pandoc, kramdown and others read it as the heading's anchor.
HEADING_ANCHOR = re.compile(r"\s*\{#([^\s{}]+)\}\s*\Z")
_ALONE = re.compile(r"\s*(?:(?:<a\b[^<>]*>\s*</a>|<a\b[^<>]*/>)\s*)+", re.IGNORECASE)
_TARGET = re.compile(r"\]\(\s*<?#([^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)")
_ATTRIBUTE = re.compile(r"<a\b[^<>]*?\shref\s*=\s*[\"']?#([^\s\"'<>]*)", re.IGNORECASE)
_DEFINITION = re.compile(r"^[ \t>]*\[(?!\^)[^\[\]\n]+\]:[ \t]*<?#([^\s<>]*)", re.MULTILINE)
_BRACKET = re.compile(r"\\.|[\[\]]", re.DOTALL)
# A link's text that is longer is none, so that a text of brackets alone takes no time.
_LONGEST_TEXT = 2000


class AnchorUse(NamedTuple):
    """A place that leads to an anchor: 0-based offsets of what stands behind ``#``."""

    anchor: str
    start: int
    end: int


def may_have_anchors(value: str) -> bool:
    """Say whether an author may have set anchors in a text; costs far less than to find them."""
    return "{#" in value or _SET.search(value) is not None


def html_anchors(passage: Passage) -> tuple[str, ...]:
    """Return the anchors that an author has set, with HTML or behind a heading's title."""
    value = passage.text.value
    found = _SET.findall(value) if "<" in value else []
    if "{#" in value:
        for title in (passage.title, *nested_titles(passage)):
            found += HEADING_ANCHOR.findall(title)
    return tuple(found)


def own_anchors(sections: Sequence[Section]) -> Iterator[tuple[str, ...]]:
    """Yield for each section the anchors set by hand in its heading, right above or below it."""
    above: tuple[str, ...] = ()
    for section in sections:
        own, following = section.passage.fact(_anchors_at_headings)
        yield (*above, *own) if above else own
        above = following


def _anchors_at_headings(passage: Passage) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the anchors set at a passage's heading and those at the end, for the next one."""
    if not passage.fact(html_anchors):
        return (), ()
    lines = passage.text.value.rstrip().split("\n")
    first, last = passage.heading_last_line, len(lines)
    while first < last and _ALONE.fullmatch(lines[first]):
        first += 1
    while last > first and (not lines[last - 1].strip() or _ALONE.fullmatch(lines[last - 1])):
        last -= 1
    # Behind a blank line it is this heading's where other text follows.
    while first < last and (not lines[first].strip() or _ALONE.fullmatch(lines[first])):
        first += 1
    own = (*HEADING_ANCHOR.findall(passage.title), *_SET.findall("\n".join(lines[:first])))
    return own, tuple(_SET.findall("\n".join(lines[last:])))


def anchor_uses(passage: Passage) -> Iterator[AnchorUse]:
    """Yield the links, definitions and HTML links of a passage that lead to an anchor.

    Offsets are the passage's. Code, and what stands behind a backslash, is no link.
    """
    text = passage.text
    if "#" not in text.value:
        return
    for token in tokens(text, passage.blocks, passage.code_lines):
        pattern = _TARGET if text.value[token.start] == "]" else _ATTRIBUTE
        match = pattern.match(text.value, token.start)
        if match and (pattern is _ATTRIBUTE or _is_opened(text.value, token.start)):
            yield AnchorUse(unquote(match[1]), match.start(1), match.end(1))
    for match in _DEFINITION.finditer(passage.prose):
        yield AnchorUse(unquote(match[1]), match.start(1), match.end(1))


def _is_opened(text: str, closing: int) -> bool:
    """Say whether the bracket that a ``]`` closes is there and not behind a backslash."""
    start = max(text.rfind("\n\n", 0, closing), closing - _LONGEST_TEXT, 0)
    depth = 0
    for match in _BRACKET.finditer(text, start, closing):
        if match[0] == "[":
            depth += 1
        elif match[0] == "]":
            depth = max(0, depth - 1)
    return depth > 0


def changed_anchors(document: Sectioned, plan: Sequence[PlannedHeading]) -> dict[str, str]:
    """Return the new anchor of each heading that gets another one, by the old one."""
    before = anchors_of(document, present(document))
    after = zip(plan, anchors_of(document, plan), strict=True)
    # Of headings that share an anchor a link leads to the first.
    changes: dict[str, str] = {}
    for source, anchors in sorted((h.source, a) for h, a in after if h.source is not None):
        for old, new in _pairs(before[source], anchors):
            changes.setdefault(old, new)
    return {old: new for old, new in changes.items() if old != new}


def _pairs(before: Anchors, after: Anchors) -> list[tuple[str, str]]:
    # Where the text itself is replaced its nested headings may be others.
    return list(zip((before.own, *before.nested), (after.own, *after.nested), strict=False))


def anchor_edits(
    document: Sectioned, changes: Mapping[str, str], leave: tuple[int, int] = (0, 0)
) -> tuple[TextEdit, ...]:
    """Return the edits that make links lead to the new anchors.

    ``changes`` gives the new anchor by the old one; links between the offsets ``leave`` stay.
    """
    if not changes:
        return ()
    line_start = document.text.offset_of_line
    passages = [(document.preamble, 0)]
    passages += [
        (section.passage, line_start(section.heading.line)) for section in document.sections
    ]
    return tuple(
        TextEdit(offset + use.start, offset + use.end, changes[use.anchor])
        for passage, offset in passages
        for use in anchor_uses(passage)
        if use.anchor in changes and not leave[0] <= offset + use.start < leave[1]
    )
