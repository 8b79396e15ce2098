"""The section tree of a document, read from its heading blocks."""

import re
from dataclasses import dataclass

from spec_editor.core.blocks import Block, Heading, ParsedText
from spec_editor.core.placeholders import Placeholder
from spec_editor.core.text import Text

# The author's word about a section, invisible wherever the document is published.
_MARKER = re.compile(r"<!--\s*spec:\s*(confirmed|n/a)(.*?)-->", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_LINK = re.compile(r'<(?:a|img)[^>]*?(?:href|src)="([^"]*)"[^>]*>')
_TAG = re.compile(r"<[^>]*>")
_TICKED = '<input type="checkbox" checked="" disabled="" />'
# GitHub shows the lines between the first two of “---” as data, not as text.
_FRONT_MATTER = re.compile(r"---[ \t]*\n(?:[^\n]*\n){0,200}?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")


@dataclass(frozen=True, slots=True)
class Section:
    """One heading with the text under it, up to the next heading.

    ``parent`` is the index of the enclosing section in document order, or None. ``last_line``
    is the last line of the section with all its subsections; ``own_last_line`` that of its own
    text. ``content`` is the own text in normal form, comparable however it is laid out; empty
    when there is nothing but rules and comments. ``confirmed`` and ``not_applicable`` (the
    reason, None when not said) come from the marker under the heading.
    """

    heading: Heading
    parent: int | None
    own_last_line: int
    last_line: int
    content: str
    placeholders: tuple[Placeholder, ...]
    confirmed: bool = False
    not_applicable: str | None = None

    @property
    def title(self) -> str:
        """The heading's plain text."""
        return self.heading.title

    @property
    def level(self) -> int:
        """1 to 6."""
        return self.heading.level


def normal_form(text: Text, blocks: tuple[Block, ...]) -> str:
    """Return what blocks say, without layout: no reflow, padding, list markers or emphasis."""
    html = "\n".join(
        _COMMENT.sub(" ", text.lines(block.first_line, block.last_line))
        if block.kind == "html"
        else block.html
        for block in blocks
        if block.kind != "rule"
    )
    # Ticking a box is an edit; where a link or an image leads is what it says.
    html = html.replace(_TICKED, "[x]")
    if "href=" in html or "src=" in html:
        html = _LINK.sub(r" \1 ", html)
    return " ".join(_TAG.sub(" ", html).split())


def _marker(text: Text, blocks: tuple[Block, ...]) -> tuple[bool, str | None]:
    """Return (confirmed, reason why not applicable) from the comment under the heading."""
    if not blocks or blocks[0].kind != "html":
        return False, None
    match = _MARKER.match(text.lines(blocks[0].first_line, blocks[0].last_line).lstrip())
    if match is None:
        return False, None
    word, rest = match.groups()
    if word == "confirmed":
        return not rest.strip(), None
    reason = " ".join(rest.removeprefix(":").split())
    # Without a reason nobody can approve it, so it is not said.
    return False, reason if rest.startswith(":") and reason else None


def _last_lines(headings: list[Heading], line_count: int) -> list[int]:
    """Return the last line of each section with its subsections."""
    ends = [line_count] * len(headings)
    open_sections: list[int] = []
    for index, heading in enumerate(headings):
        while open_sections and headings[open_sections[-1]].level >= heading.level:
            ends[open_sections.pop()] = heading.line - 1
        open_sections.append(index)
    return ends


def _parents(headings: list[Heading]) -> list[int | None]:
    parents: list[int | None] = []
    above: list[int] = []
    for index, heading in enumerate(headings):
        while above and headings[above[-1]].level >= heading.level:
            above.pop()
        parents.append(above[-1] if above else None)
        above.append(index)
    return parents


def section_tree(parsed: ParsedText, placeholders: tuple[Placeholder, ...]) -> tuple[Section, ...]:
    """Return the sections in document order; text before the first heading belongs to none."""
    front_matter = _FRONT_MATTER.match(parsed.text.value)
    start = front_matter[0].count("\n") + 1 if front_matter else 1
    headings = [heading for heading in parsed.headings if heading.block and heading.line >= start]
    if not headings:
        return ()
    own: list[list[Block]] = [[] for _ in headings]
    index = -1
    for block in parsed.blocks:
        if block.kind == "heading" and block.first_line >= start:
            index += 1
        elif index >= 0 and block.first_line:
            own[index].append(block)
    found = _by_section(placeholders, headings)
    parents = _parents(headings)
    last_lines = _last_lines(headings, parsed.text.line_count)
    sections = []
    for index, heading in enumerate(headings):
        blocks = tuple(own[index])
        following = headings[index + 1].line - 1 if index + 1 < len(headings) else None
        confirmed, reason = _marker(parsed.text, blocks)
        sections.append(
            Section(
                heading,
                parents[index],
                following or parsed.text.line_count,
                last_lines[index],
                normal_form(parsed.text, blocks),
                tuple(found[index]),
                confirmed,
                reason,
            )
        )
    return tuple(sections)


def _by_section(
    placeholders: tuple[Placeholder, ...], headings: list[Heading]
) -> list[list[Placeholder]]:
    """Return the placeholders of each section, those in its heading included."""
    found: list[list[Placeholder]] = [[] for _ in headings]
    index = -1
    for placeholder in placeholders:
        while index + 1 < len(headings) and headings[index + 1].line <= placeholder.span.line:
            index += 1
        if index >= 0:
            found[index].append(placeholder)
    return found
