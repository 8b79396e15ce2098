"""The table of contents that authors keep by hand: a list of links to the document's headings."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial

from spec_editor.core.edits import TextEdit
from spec_editor.core.passages import Passage
from spec_editor.core.plans import PlannedHeading, Sectioned, anchors_of, present
from spec_editor.core.sections import Section, parents_of
from spec_editor.core.template import Template
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
from spec_editor.core.toc_list import TocList, find_toc, read_list, resolved


def read_toc(document: Sectioned) -> tuple[TocEntry, ...]:
    """Return the entries of the document's table of contents; none when it has no such list."""
    toc = find_toc(document)
    return toc.entries if toc else ()


def toc_range(document: Sectioned) -> tuple[int, int]:
    """Return where the list starts and ends (0-based offsets), (0, 0) when there is none."""
    toc = find_toc(document)
    return (toc.start, toc.end) if toc else (0, 0)


def listed_sections(document: Sectioned) -> tuple[int | None, ...]:
    """Return for each entry the index of the section it leads to, None when there is none.

    Where the anchor is wrong, the title says which section is meant.
    """
    return tuple(resolved(read_toc(document), document.sections, by_title=True))


def expected_sections(document: Sectioned) -> tuple[Section, ...]:
    """Return the sections that the table of contents should list, in the document's order.

    These are the ones it lists, and all behind it on a level of which it lists at least half;
    what the template's own table of contents leaves out may be left out here as well.
    """
    toc = find_toc(document)
    if toc is None:
        return ()
    listed = {n for n in resolved(toc.entries, document.sections, by_title=True) if n is not None}
    plan = present(document)
    wanted = _wanted(document, toc, plan, listed)
    return tuple(s for s in document.sections if s.index in listed or wanted[s.index])


def toc_edits(document: Sectioned) -> tuple[TextEdit, ...]:
    """Return the edits that make the table of contents agree with the headings."""
    toc = find_toc(document)
    if toc is None:
        return ()
    entries: dict[int | None, TocEntry] = {}
    found = resolved(toc.entries, document.sections, by_title=True)
    for index, entry in zip(found, toc.entries, strict=True):
        entries.setdefault(index, entry)
    sections = expected_sections(document)
    depths = _depths([section.level for section in sections])
    lines = []
    for section, depth in zip(sections, depths, strict=True):
        anchor = section.heading.slug
        if section.index in entries:
            text = entries[section.index].leading_to(anchor).text
        else:
            text = new_entry(toc, heading_source(section), anchor)
        lines.append(Line(depth, text))
    return replaced(document.text, toc, lines) if lines else ()


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


def _wanted(
    document: Sectioned, toc: TocList, plan: Sequence[PlannedHeading], listed: set[int]
) -> list[bool]:
    """Say of each planned heading whether the list should have it though it has not.

    ``listed`` are the indexes of the sections that it has.
    """
    behind = _behind(toc, plan)
    levels = _levels(toc, [plan[n] for n in behind], listed)
    left_out, compared = _left_out(document.template)
    wanted = [False] * len(plan)
    excluded = {n for n in range(len(plan)) if n not in behind}
    for number, above in enumerate(parents_of([heading.level for heading in plan])):
        heading = plan[number]
        is_new_to_template = heading.item in left_out and heading.level in compared
        is_below_excluded = above in excluded and above in behind
        if number in behind and (is_new_to_template or is_below_excluded):
            excluded.add(number)
        wanted[number] = number not in excluded and heading.level in levels
    return wanted


def _behind(toc: TocList, plan: Sequence[PlannedHeading]) -> set[int]:
    """Return the places in the plan behind the list's own section with all below it."""
    if toc.section is None:
        return set(range(len(plan)))
    place = next((n for n, h in enumerate(plan) if h.source == toc.section), -1)
    if place < 0:
        return set()
    # Under the document's title the chapters are what it lists.
    level = plan[place].level if plan[place].level > 1 else 6
    end = place + 1
    while end < len(plan) and plan[end].level > level:
        end += 1
    return set(range(end, len(plan)))


def _levels(toc: TocList, behind: Iterable[PlannedHeading], listed: set[int]) -> set[int]:
    """Return the levels of which the list has at least half of the headings."""
    there: Counter[int] = Counter()
    has: Counter[int] = Counter()
    for heading in behind:
        if heading.source is not None:
            there[heading.level] += 1
            has[heading.level] += heading.source in listed
    if not has.total():
        base = min(there, default=2)
        return set(range(base, base + 1 + max(entry.depth for entry in toc.entries)))
    return {level for level in there if 2 * has[level] >= there[level] > 0}


def _left_out(template: Template | None) -> tuple[set[int], set[int]]:
    """Return the template's sections that its own list leaves out, and the levels it lists."""
    items = template.sections if template else ()
    passage = next((item.section.passage for item in items if item.role == "toc"), None)
    if passage is None:
        return set(), set()
    sections = [item.section for item in items]
    key = ("left out", *(section.heading for section in sections))
    return passage.once(key, partial(_unlisted, passage, sections))


def _unlisted(passage: Passage, sections: Sequence[Section]) -> tuple[set[int], set[int]]:
    """Return the sections that the list in a passage leaves out, and the levels it lists."""
    toc = read_list(Text(passage.text.value), passage, 0, None)
    listed = set(resolved(toc.entries, sections, by_title=True)) if toc else set()
    levels = {sections[n].level for n in listed if n is not None}
    return {n for n in range(len(sections)) if n not in listed}, levels


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
    wanted = _wanted(document, toc, plan, listed)
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
