"""Reads the list that a document has as its table of contents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote

from spec_editor.core.findings import Span
from spec_editor.core.passages import Passage
from spec_editor.core.plans import Sectioned
from spec_editor.core.sections import Section
from spec_editor.core.text import Text
from spec_editor.core.titles import normal_title

_TITLES = frozenset({"table of contents", "contents", "toc", "index", "outline"})
_ITEM = re.compile(r"([ \t]*)([-*+]|\d{1,9}[.)])([ \t]+)(?=\S)")
_LINK = re.compile(
    r"\[(?P<title>(?:\\.|!?\[[^\]]*\](?:\([^)]*\))?|[^\]\\])*)\]"
    r"\(<?#(?P<anchor>[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)>?(?:\s+\"[^\"]*\")?\)",
    re.DOTALL,
)
# Fewer links under the title are a hint to the reader, not a table of contents.
_LEAST_WITHOUT_HEADING = 3


@dataclass(frozen=True, slots=True)
class TocEntry:
    """One line of the table of contents.

    ``span`` is its text without the list marker, ``title`` what it shows, ``anchor`` where it
    leads (without ``#``; empty when it is no link), ``depth`` 0 for a chapter. ``text`` is its
    source, ``indent``, ``marker`` and ``space`` what stands before it.
    """

    span: Span
    title: str
    anchor: str
    depth: int
    text: str
    indent: str
    marker: str
    space: str

    def leading_to(self, anchor: str) -> TocEntry:
        """Return the entry with another anchor; one that is no link has none."""
        found = _LINK.search(self.text)
        if found is None or self.anchor == anchor:
            return self
        text = f"{self.text[: found.start('anchor')]}{anchor}{self.text[found.end('anchor') :]}"
        return replace(self, text=text, anchor=anchor)

    def called(self, title: str) -> TocEntry:
        """Return the entry with another title, given as Markdown."""
        found = _LINK.search(self.text)
        if found is None:
            return replace(self, text=title)
        text = f"{self.text[: found.start('title')]}{title}{self.text[found.end('title') :]}"
        return replace(self, text=text)


@dataclass(frozen=True, slots=True)
class TocList:
    """The list with its place: 0-based offsets of the text, the final line feed left out.

    ``section`` is the index of the section it stands in, None before the first heading.
    """

    entries: tuple[TocEntry, ...]
    start: int
    end: int
    section: int | None


def find_toc(document: Sectioned) -> TocList | None:
    """Return the list under the heading that says so, or a list of links before the chapters."""
    for section in document.sections:
        if _is_toc(document, section):
            toc = read_list(document.text, section.passage, section.heading.line - 1, section.index)
            if toc:
                return toc
    first: list[tuple[Passage, int, int | None]] = [(document.preamble, 0, None)]
    if document.sections:
        section = document.sections[0]
        first.append((section.passage, section.heading.line - 1, 0))
    for passage, shift, index in first:
        toc = read_list(document.text, passage, shift, index)
        is_long = toc is not None and len(toc.entries) >= _LEAST_WITHOUT_HEADING
        if toc and is_long and all(entry.anchor for entry in toc.entries):
            return toc
    return None


def _is_toc(document: Sectioned, section: Section) -> bool:
    match = document.matching.by_section.get(section.index) if document.matching else None
    if match and document.template and document.template.sections[match.template].role == "toc":
        return True
    return normal_title(section.title) in _TITLES


def read_list(text: Text, passage: Passage, shift: int, section: int | None) -> TocList | None:
    """Return the first list of a passage that begins ``shift`` lines down the text."""
    own = passage.fact(own_list)
    if own is None:
        return None
    offset = text.offset_of_line(shift + 1)
    entries = tuple(replace(entry, span=entry.span.shifted(shift)) for entry in own.entries)
    return TocList(entries, own.start + offset, own.end + offset, section)


def own_list(passage: Passage) -> TocList | None:
    """Return a passage's first list, with its places counted from the passage's beginning.

    A list without links is a table of contents only under a heading that says so.
    """
    text = passage.text
    if "](" not in text.value and normal_title(passage.title) not in _TITLES:
        return None
    for block in passage.blocks:
        if block.kind == "list":
            start = text.offset_of_line(block.first_line)
            source = text.lines(block.first_line, block.last_line).rstrip()
            entries = tuple(_entries(text, source, start))
            is_toc = normal_title(passage.title) in _TITLES or any(e.anchor for e in entries)
            return (
                TocList(entries, start, start + len(source), None) if entries and is_toc else None
            )
    return None


def _entries(text: Text, source: str, offset: int) -> Iterable[TocEntry]:
    """Yield the items of a list, those of lists in it included."""
    starts = [
        match
        for line in re.finditer(r"^.*$", source, re.MULTILINE)
        if (match := _ITEM.match(source, line.start(), line.end()))
    ]
    columns: list[int] = []
    for number, match in enumerate(starts):
        column = len(match[1].expandtabs(4))
        while columns and column <= columns[-1]:
            columns.pop()
        columns.append(column)
        end = starts[number + 1].start() if number + 1 < len(starts) else len(source)
        item = source[match.end() : end].rstrip()
        link = _LINK.search(item)
        start = offset + match.end()
        yield TocEntry(
            text.span(start, start + len(item)),
            " ".join((link["title"] if link else item).split()),
            unquote(link["anchor"]) if link else "",
            len(columns) - 1,
            item,
            *match.groups(),
        )


def resolved(
    entries: Sequence[TocEntry], sections: Sequence[Section], *, by_title: bool
) -> list[int | None]:
    """Return the index of the section of each entry; each section is taken once."""
    slugs: dict[str, int] = {}
    titles: dict[str, list[int]] = {}
    for index, section in enumerate(sections):
        slugs.setdefault(section.heading.slug, index)
        titles.setdefault(normal_title(section.title), []).append(index)
    found = [slugs.get(entry.anchor) if entry.anchor else None for entry in entries]
    seen: set[int] = set()
    for number, place in enumerate(found):
        if place in seen:
            found[number] = None
        elif place is not None:
            seen.add(place)
    for number, entry in enumerate(entries):
        if found[number] is None and (by_title or not entry.anchor):
            free = (n for n in titles.get(normal_title(entry.title), ()) if n not in seen)
            found[number] = next(free, None)
            seen.update(n for n in found[number : number + 1] if n is not None)
    return found
