"""Reads the list that a document has as its table of contents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote

from spec_editor.core.anchors import own_anchors
from spec_editor.core.blocks import Block
from spec_editor.core.facts import item_anchors
from spec_editor.core.passages import Passage
from spec_editor.core.plans import Sectioned, with_role
from spec_editor.core.sections import Section
from spec_editor.core.text import Text
from spec_editor.core.titles import normal_title

_TITLES = frozenset({"table of contents", "contents", "toc", "index", "outline"})
_ITEM = re.compile(r"^([ \t]*)([-*+]|\d{1,9}[.)])([ \t]+)(?=\S)", re.MULTILINE)
_LINK = re.compile(
    r"\[(?P<title>(?:[^\[\]!\\]++|\\.|!?\[[^\]]*\](?:\([^)]*\))?|[\[!])*)\]"
    r"\(<?#(?P<anchor>[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)>?(?:\s+\"[^\"]*\")?\)",
    re.DOTALL,
)
# “[Title][label]”, “[Title][]” and “[Title]”: where it leads is defined elsewhere.
_REFERENCE = re.compile(r"\[(?P<title>(?:\\.|[^\[\]\\])+)\](?P<label>\[[^\[\]]*\])?(?!\()")
_MARKS = re.compile(r"[\\`*_~]|<[^<>]*>|!?\[|\](?:\([^()]*\))?")
# Fewer links under the title are a hint to the reader, not a table of contents.
_LEAST_WITHOUT_HEADING = 3


class TocEntry(NamedTuple):
    """One line of the table of contents.

    ``start`` is where its text without the list marker begins, counted from the beginning of the
    list, ``title`` what it shows, ``anchor`` where it leads (without ``#``; empty when it is no
    link), ``depth`` 0 for a chapter. ``text`` is its source, ``indent``, ``marker`` and ``space``
    what stands before it.
    """

    start: int
    title: str
    anchor: str
    depth: int
    text: str
    indent: str
    marker: str
    space: str

    @property
    def shown(self) -> str:
        """The title without emphasis and other marks."""
        return _shown(self.title)

    def leading_to(self, anchor: str) -> TocEntry:
        """Return the entry with another anchor; one that is no link has none."""
        if not self.anchor or self.anchor == anchor:
            return self
        if found := _LINK.search(self.text):
            text = _with(self.text, found, "anchor", anchor)
        else:
            # The definition that a reference leads to may be meant for other links.
            text = _REFERENCE.sub(rf"[\g<title>](#{anchor})", self.text, count=1)
        return self._replace(text=text, anchor=anchor)

    def called(self, title: str) -> TocEntry:
        """Return the entry with another title, given as Markdown."""
        found = _LINK.search(self.text)
        if found is None and self.anchor:
            found = _REFERENCE.search(self.text)
            if found and len(found["label"] or "") <= len("[]"):
                return self._replace(text=_with(self.text, found, 0, f"[{title}](#{self.anchor})"))
        if found is None:
            return self._replace(text=title)
        return self._replace(text=_with(self.text, found, "title", title))


def without_marks(title: str) -> str:
    """Return a title's source without emphasis, tags and what else Markdown marks with signs."""
    return _MARKS.sub("", title)


@lru_cache(2_000)
def _shown(title: str) -> str:
    """Each entry is compared with its heading in several ways."""
    return unescape(without_marks(title))


def _with(text: str, found: re.Match[str], group: str | int, replacement: str) -> str:
    return f"{text[: found.start(group)]}{replacement}{text[found.end(group) :]}"


@dataclass(frozen=True, slots=True)
class TocList:
    """The list with its place: 0-based offsets of the text, the final line feed left out.

    ``section`` is the index of the section it stands in, None before the first heading;
    ``is_loose`` says that a blank line follows the first entry.
    """

    entries: tuple[TocEntry, ...]
    start: int
    end: int
    is_loose: bool
    section: int | None = None


def find_toc(document: Sectioned) -> TocList | None:
    """Return the list under the heading that says so, or a list of links before the chapters."""
    by_template = {section.index for section in with_role(document, "toc")}
    for section in document.sections:
        if section.index in by_template or normal_title(section.heading.title) in _TITLES:
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


def read_list(text: Text, passage: Passage, shift: int, section: int | None) -> TocList | None:
    """Return the first list of a passage that begins ``shift`` lines down the text."""
    own = passage.fact(own_list)
    if own is None:
        return None
    offset = text.offset_of_line(shift + 1)
    start, end = own.start + offset, own.end + offset
    return TocList(own.entries, start, end, own.is_loose, section)


def own_list(passage: Passage) -> TocList | None:
    """Return a passage's first list, with its places counted from the passage's beginning.

    A list without links is a table of contents only under a heading that says so.
    """
    text = passage.text
    is_named = normal_title(passage.title) in _TITLES
    if not is_named and "](" not in text.value and "][" not in text.value:
        return None
    for block in passage.blocks:
        if block.kind == "list":
            start = text.offset_of_line(block.first_line)
            if not is_named and 'href="#' not in block.html:
                # No entry leads to a heading; most lists are none of headings.
                return None
            source = text.lines(block.first_line, block.last_line).rstrip()
            entries = tuple(_entries(source, block))
            is_toc = is_named or any(entry.anchor for entry in entries)
            if not (entries and is_toc):
                return None
            return TocList(entries, start, start + len(source), _is_loose(source, entries))
    return None


def _is_loose(source: str, entries: Sequence[TocEntry]) -> bool:
    end = entries[0].start + len(entries[0].text)
    return len(entries) > 1 and source.count("\n", end, entries[1].start) > 1


def _entries(source: str, block: Block) -> Iterator[TocEntry]:
    """Yield the items of a list, those of lists in it included."""
    starts = list(_ITEM.finditer(source))
    columns: list[int] = []
    defined: Mapping[int, str] | None = None
    for number, match in enumerate(starts):
        column = len(match[1].expandtabs(4))
        while columns and column <= columns[-1]:
            columns.pop()
        columns.append(column)
        end = starts[number + 1].start() if number + 1 < len(starts) else len(source)
        start = match.end()
        item = source[start:end].rstrip()
        if link := _LINK.search(item):
            title, anchor = link["title"], unquote(link["anchor"])
        else:
            defined = item_anchors(block) if defined is None else defined
            line = block.first_line + source.count("\n", 0, start)
            title, anchor = _reference(item, defined.get(line, ""))
        depth = len(columns) - 1
        yield TocEntry(start, " ".join(title.split()), anchor, depth, item, *match.groups())


def _reference(item: str, defined: str) -> tuple[str, str]:
    """Return what an item of a list shows and the anchor it leads to by a definition elsewhere."""
    reference = _REFERENCE.search(item) if defined else None
    return (reference["title"], defined) if reference else (item, "")


def resolved(
    entries: Sequence[TocEntry], sections: Sequence[Section], *, by_title: bool
) -> list[int | None]:
    """Return the index of the section of each entry; each section is taken once.

    With ``by_title`` an entry that leads nowhere, or elsewhere, is that of the heading which it
    is called like.
    """
    anchors = _anchors(entries, sections)
    found = [anchors.get(entry.anchor) if entry.anchor else None for entry in entries]
    titles: dict[str, list[int]] = {}
    if not all(
        n is not None and is_called_like(entry, sections[n])
        for n, entry in zip(found, entries, strict=True)
    ):
        for index, section in enumerate(sections):
            titles.setdefault(normal_title(section.title), []).append(index)
        if by_title:
            _correct(found, entries, sections, titles)
    seen: set[int] = set()
    for number, place in enumerate(found):
        if place in seen:
            found[number] = None
        elif place is not None:
            seen.add(place)
    for number, entry in enumerate(entries):
        if found[number] is None and (by_title or not entry.anchor):
            free = (n for n in titles.get(normal_title(entry.shown), ()) if n not in seen)
            found[number] = next(free, None)
            seen.update(n for n in found[number : number + 1] if n is not None)
    return found


def _anchors(entries: Iterable[TocEntry], sections: Sequence[Section]) -> dict[str, int]:
    """Return the section of each anchor, those set by hand where an entry may lead to one."""
    anchors: dict[str, int] = {}
    for index, section in enumerate(sections):
        anchors.setdefault(section.heading.slug, index)
    if any(entry.anchor and entry.anchor not in anchors for entry in entries):
        for index, set_by_hand in enumerate(own_anchors(sections)):
            for anchor in set_by_hand:
                anchors.setdefault(anchor, index)
    return anchors


def is_called_like(entry: TocEntry, section: Section) -> bool:
    """Say whether an entry shows a section's title."""
    title = section.heading.title
    return entry.title == title or normal_title(entry.shown) == normal_title(title)


def _correct(
    found: list[int | None],
    entries: Sequence[TocEntry],
    sections: Sequence[Section],
    titles: Mapping[str, Sequence[int]],
) -> None:
    """Take the heading that an entry is called like for the one its anchor leads to.

    That is so where nothing else leads to it and it stands on the same level.
    """
    led = set(found)
    for number, (place, entry) in enumerate(zip(found, entries, strict=True)):
        if place is None or is_called_like(entry, sections[place]):
            continue
        level, alike = sections[place].level, titles.get(normal_title(entry.shown), ())
        named = (n for n in alike if n not in led and sections[n].level == level)
        found[number] = next(named, place)
        led.add(found[number])
