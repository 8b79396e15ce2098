"""The table of contents that authors keep by hand: a list of links to the document's headings."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from spec_editor.core.anchors import HEADING_ANCHOR, own_anchors
from spec_editor.core.edits import TextEdit
from spec_editor.core.findings import Span
from spec_editor.core.lazy import lazy
from spec_editor.core.passages import Passage
from spec_editor.core.plans import (
    PlannedHeading,
    Sectioned,
    anchors_of,
    item_of,
    present,
    with_role,
)
from spec_editor.core.sections import Section, parents_of
from spec_editor.core.template import Template, TemplateSection
from spec_editor.core.text import Text
from spec_editor.core.toc_layout import (
    Line,
    heading_source,
    new_entry,
    plain_source,
    replaced,
    written,
)
from spec_editor.core.toc_list import TocEntry as TocEntry
from spec_editor.core.toc_list import (
    TocList,
    find_toc,
    read_list,
    resolved,
)


@dataclass(frozen=True)
class Toc:
    """The table of contents of a document with these sections.

    ``found`` has for each entry the index of the section it leads to, None when there is none;
    where the anchor is wrong, the title says which section is meant.
    """

    list: TocList
    found: tuple[int | None, ...]
    sections: Sequence[Section]
    text: Text

    @lazy
    def _set_by_hand(self) -> tuple[tuple[str, ...], ...]:
        return tuple(own_anchors(self.sections))

    @property
    def entries(self) -> tuple[TocEntry, ...]:
        """The lines of the list, from the top down."""
        return self.list.entries

    def span(self, entry: TocEntry) -> Span:
        """Return where in the document an entry's text stands, without the list marker."""
        start = self.list.start + entry.start
        return self.text.span(start, start + len(entry.text))

    def leads_to(self, entry: TocEntry, section: Section) -> bool:
        """Say whether an entry's anchor is one of a section's, or it has none."""
        usual = ("", section.heading.slug)
        return entry.anchor in usual or entry.anchor in self._set_by_hand[section.index]


def read_toc(document: Sectioned) -> Toc | None:
    """Return the document's table of contents, None when it has none."""
    found = find_toc(document)
    if found is None:
        return None
    listed = resolved(found.entries, document.sections, by_title=True)
    return Toc(found, tuple(listed), document.sections, document.text)


def toc_range(document: Sectioned) -> tuple[int, int]:
    """Return where the list starts and ends (0-based offsets), (0, 0) when there is none."""
    toc = find_toc(document)
    return (toc.start, toc.end) if toc else (0, 0)


def expected_sections(document: Sectioned, toc: Toc) -> tuple[Section, ...]:
    """Return the sections that the table of contents should list, in the document's order.

    These are the ones it lists, and all behind it on a level of which it lists at least half;
    what the template's own table of contents leaves out may be left out here as well.
    """
    listed = {n for n in toc.found if n is not None}
    wanted = _wanted(document.template, toc.list, _headings_of(document), listed)
    return tuple(s for s in document.sections if s.index in listed or wanted[s.index])


def toc_edits(document: Sectioned) -> tuple[TextEdit, ...]:
    """Return the edits that make the table of contents agree with the headings."""
    toc = read_toc(document)
    if toc is None:
        return _new_list(document)
    entries: dict[int | None, TocEntry] = {}
    for index, entry in zip(toc.found, toc.entries, strict=True):
        entries.setdefault(index, entry)
    sections = expected_sections(document, toc)
    depths = _depths([section.level for section in sections])
    lines = []
    for section, depth in zip(sections, depths, strict=True):
        listed = entries.get(section.index)
        if listed is None:
            text = _entry_for(section, toc.list)
        elif toc.leads_to(listed, section):
            text = listed.text
        else:
            text = listed.leading_to(section.heading.slug).text
        lines.append(Line(depth, text))
    return replaced(document.text, toc.list, lines) if lines else ()


def _entry_for(section: Section, toc: TocList) -> str:
    """Return a new entry; an anchor behind the heading's title is meant to be used."""
    source = heading_source(section)
    if set_by_hand := HEADING_ANCHOR.search(source):
        return new_entry(toc, source[: set_by_hand.start()], set_by_hand[1])
    return new_entry(toc, source, section.heading.slug)


def empty_toc(document: Sectioned) -> Section | None:
    """Return the section in which the template has its table of contents and nothing stands."""
    for section in with_role(document, "toc"):
        item = item_of(document, section)
        if item is not None and item.exempt:
            has_more = any(each.parent == section.index for each in document.sections)
            has_text = any(block.kind != "rule" for block in section.passage.blocks)
            return None if has_more or has_text else section
    return None


def _new_list(document: Sectioned) -> tuple[TextEdit, ...]:
    """Return the edit that writes the list where there is none, laid out as the template's."""
    section = empty_toc(document)
    item = item_of(document, section) if section else None
    if section is None or item is None:
        return ()
    passage = item.section.passage
    model = read_list(Text(passage.text.value), passage, 0, section.index)
    headings = _headings_of(document)
    wanted = _wanted(document.template, model, headings, set()) if model else []
    listed = [each for each, is_wanted in zip(document.sections, wanted, strict=False) if is_wanted]
    if model is None or not listed:
        return ()
    depths = _depths([each.level for each in listed])
    lines = [
        Line(depth, _entry_for(each, model)) for each, depth in zip(listed, depths, strict=True)
    ]
    end = document.text.offset_of_line(section.heading.last_line + 1)
    return (TextEdit(end, end, f"\n{written(model, lines)}\n"),)


def following_edits(
    document: Sectioned, plan: Sequence[PlannedHeading]
) -> tuple[TextEdit, ...] | None:
    """Return the edits that make the list agree with headings to come as it does with those now.

    None when there is no list, or one whose layout is not understood: then it stays as it is.
    """
    toc = find_toc(document)
    if toc is None:
        return None
    found = resolved(toc.entries, document.sections, by_title=False)
    now = _lines(document, toc, found, present(document))
    old = document.text.value[toc.start : toc.end]
    if written(toc, now) != old or any(e.text.count("](#") > 1 for e in toc.entries):
        return None
    return replaced(document.text, toc, _lines(document, toc, found, plan))


class _Headings(NamedTuple):
    """The headings to list, each in its place: what a plan says of them, quicker to make."""

    sources: Sequence[int | None]
    levels: Sequence[int]
    items: Sequence[int | None]


def _headings_of(document: Sectioned) -> _Headings:
    """Return the headings as they are."""
    matches = document.matching.by_section if document.matching else {}
    count = range(len(document.sections))
    return _Headings(
        count,
        [section.heading.level for section in document.sections],
        [match.template if (match := matches.get(n)) else None for n in count],
    )


def _wanted(
    template: Template | None, toc: TocList, headings: _Headings, listed: set[int]
) -> list[bool]:
    """Say of each heading whether the list should have it though it has not.

    ``listed`` are the indexes of the sections that it has.
    """
    behind = _behind(toc, headings)
    levels = _levels(toc, headings, behind, listed)
    left_out = _left_out(template)
    wanted = [False] * len(headings.levels)
    excluded: set[int] = set()
    for number, above in enumerate(parents_of(headings.levels)):
        if number not in behind:
            continue
        if headings.items[number] in left_out or above in excluded:
            excluded.add(number)
        else:
            wanted[number] = headings.levels[number] in levels
    return wanted


def _behind(toc: TocList, headings: _Headings) -> range:
    """Return the places behind the list's own section with all below it."""
    levels = headings.levels
    if toc.section is None:
        return range(len(levels))
    if toc.section not in headings.sources:
        return range(0)
    place = headings.sources.index(toc.section)
    # Under the document's title the chapters are what it lists.
    level = levels[place] if levels[place] > 1 else 6
    end = place + 1
    while end < len(levels) and levels[end] > level:
        end += 1
    return range(end, len(levels))


def _levels(toc: TocList, headings: _Headings, behind: range, listed: set[int]) -> set[int]:
    """Return the levels of which the list has at least half of the headings."""
    present = [n for n in behind if headings.sources[n] is not None]
    there = Counter([headings.levels[n] for n in present])
    has = Counter([headings.levels[n] for n in present if headings.sources[n] in listed])
    if not has:
        base = min(there, default=2)
        return set(range(base, base + 1 + max(entry.depth for entry in toc.entries)))
    return {level for level in there if 2 * has[level] >= there[level]}


def _left_out(template: Template | None) -> frozenset[int]:
    """Return the template's sections that its own list leaves out though it lists their level."""
    items = template.sections if template else ()
    passage = next((item.section.passage for item in items if item.role == "toc"), None)
    if passage is None:
        return frozenset()
    source = template.source if template else None
    return passage.once(("left out", source), partial(_unlisted, passage, items))


def _unlisted(passage: Passage, items: Sequence[TemplateSection]) -> frozenset[int]:
    sections = [item.section for item in items]
    toc = read_list(Text(passage.text.value), passage, 0, None)
    listed = set(resolved(toc.entries, sections, by_title=True)) if toc else set()
    levels = {sections[n].level for n in listed if n is not None}
    return frozenset(
        n for n, section in enumerate(sections) if n not in listed and section.level in levels
    )


def _lines(
    document: Sectioned,
    toc: TocList,
    found: Sequence[int | None],
    plan: Sequence[PlannedHeading],
) -> list[Line]:
    """Return the entries for a plan; what leads nowhere stays behind the entry it is behind."""
    groups: dict[int | None, list[TocEntry]] = {None: []}
    current: int | None = None
    for index, entry in zip(found, toc.entries, strict=True):
        current = index if index is not None else current
        groups.setdefault(current, []).append(entry)
    listed = {index for index in groups if index is not None}
    headings = _Headings(
        [heading.source for heading in plan],
        [heading.level for heading in plan],
        [heading.item for heading in plan],
    )
    wanted = _wanted(document.template, toc, headings, listed)
    known = {entry.anchor for entry in toc.entries}
    anchors = anchors_of(document, plan)
    chosen = [
        n
        for n, heading in enumerate(plan)
        if heading.source in listed
        or (heading.source is None and wanted[n] and anchors[n].own not in known)
    ]
    lines = [Line(entry.depth, entry.text) for entry in groups[None]]
    for n, depth in zip(chosen, _depths([plan[n].level for n in chosen]), strict=True):
        heading, anchor = plan[n], anchors[n].own
        if heading.source is None:
            lines.append(Line(depth, new_entry(toc, plain_source(heading.title), anchor)))
            continue
        first, *others = groups[heading.source]
        if heading.title != document.sections[heading.source].title:
            first = first.called(plain_source(heading.title))
        lines.append(Line(depth, first.leading_to(anchor).text))
        lines += [Line(max(0, depth + e.depth - first.depth), e.text) for e in others]
    return lines


def _depths(levels: Sequence[int]) -> list[int]:
    depths: list[int] = []
    for above in parents_of(levels):
        depths.append(0 if above is None else depths[above] + 1)
    return depths
