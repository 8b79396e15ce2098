"""A table of contents that does not agree with the headings."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from spec_editor.core.anchors import html_anchors
from spec_editor.core.edits import TextEdit
from spec_editor.core.findings import Finding, Severity, Span
from spec_editor.core.rules.anchors_known import known_anchors
from spec_editor.core.rules.context import DocumentView, Remark
from spec_editor.core.rules.rule import DocumentRule
from spec_editor.core.sections import Section
from spec_editor.core.titles import normal_title
from spec_editor.core.toc import (
    Toc,
    TocEntry,
    empty_toc,
    expected_sections,
    read_toc,
    toc_edits,
)
from spec_editor.core.toc_layout import plain_source
from spec_editor.core.toc_list import is_called_like, own_list, without_marks

if TYPE_CHECKING:
    from spec_editor.core.document import Document


def toc_out_of_step(view: DocumentView) -> Iterator[Remark]:
    """Find entries that lack, lead elsewhere, are called otherwise or stand in another order."""
    toc = read_toc(view)
    empty = empty_toc(view) if toc is None else None
    if empty is not None:
        message = f"“{empty.title}” is empty; list the headings in it."
        yield Remark(view.heading_span(empty), message, fixable=bool(toc_edits(view)))
    if toc is None or not _is_of_headings(toc):
        return
    known = known_anchors(view) if None in toc.found else frozenset()
    found = list(zip(toc.entries, toc.found, strict=True))
    expected = expected_sections(view, toc)
    # Written anew the list would lose an entry that leads somewhere else.
    leads_here = (n is not None or (e.anchor and e.anchor not in known) for e, n in found)
    is_safe = bool(expected) and all(leads_here)
    before: Section | None = None
    for entry, index in found:
        section = view.sections[index] if index is not None else None
        if section is not None:
            message = _judged(toc, entry, section, before)
            is_title = not message and _is_called_otherwise(entry, section)
            if is_title:
                message = f"The entry “{entry.shown}” is called “{section.title}” in the text."
            if message:
                yield Remark(toc.span(entry), message, fixable=is_safe or is_title)
            before = section
        elif entry.anchor and entry.anchor not in known:
            message = f"The entry “{entry.shown}” has no heading; remove it."
            yield Remark(toc.span(entry), message, fixable=is_safe)
    yield from _lacking(toc, expected, is_safe=is_safe)


def _is_of_headings(toc: Toc) -> bool:
    """Say whether it is a list of links or, without any, of the titles of headings."""
    titles = sum(index is not None for index in toc.found)
    return any(entry.anchor for entry in toc.entries) or 2 * titles > len(toc.entries)


def _judged(toc: Toc, entry: TocEntry, section: Section, before: Section | None) -> str:
    """Say what is wrong with an entry's anchor or place."""
    if not toc.leads_to(entry, section):
        return (
            f"The entry “{entry.shown}” leads to “#{entry.anchor}”; the anchor of its heading "
            f"is “#{section.heading.slug}”."
        )
    if before is not None and section.index < before.index:
        return f"“{section.title}” is listed after “{before.title}”, but stands before it."
    return ""


def _is_called_otherwise(entry: TocEntry, section: Section) -> bool:
    """Say whether neither title is a part of the other: a table of contents may be short."""
    if not entry.anchor or is_called_like(entry, section):
        return False
    listed, title = normal_title(entry.shown), normal_title(without_marks(section.title))
    return listed not in title and title not in listed


def _lacking(toc: Toc, expected: Sequence[Section], *, is_safe: bool) -> Iterator[Remark]:
    places = dict(zip(toc.found, toc.entries, strict=True))
    entry = toc.entries[0]
    for section in expected:
        if section.index in places:
            entry = places[section.index]
        else:
            yield Remark(
                toc.span(entry),
                f"“{section.title}” is not in the table of contents; add it.",
                fixable=is_safe,
            )


def _fix(document: "Document", finding: Finding) -> tuple[TextEdit, ...]:
    """Write the list anew; an entry that is only called otherwise gets its heading's title."""
    entries = document.once("toc", partial(_by_span, document))
    entry, index = entries.get(finding.span, (None, None))
    if entry is not None and index is not None and finding.message.endswith(" in the text."):
        section = document.sections[index]
        if _is_called_otherwise(entry, section):
            start = document.text.offset_of_line(finding.span.line) + finding.span.column - 1
            text = entry.called(plain_source(section.title)).text
            return (TextEdit(start, start + len(entry.text), text),)
    # All findings have this one fix; it is worked out once.
    return document.once("toc_edits", partial(toc_edits, document))


def _by_span(document: "Document") -> dict[Span, tuple[TocEntry, int | None]]:
    toc = read_toc(document)
    if toc is None:
        return {}
    pairs = zip(toc.entries, toc.found, strict=True)
    return {toc.span(entry): (entry, index) for entry, index in pairs}


RULE = DocumentRule(
    "toc-out-of-step",
    Severity.WARNING,
    "The table of contents agrees with the headings.",
    "A table of contents kept by hand falls behind when headings are added, renamed or moved. It "
    "may list chapters only or go deeper; it is judged by the levels that it has. The fix writes "
    "the list anew from the headings, with its own indentation and markers.",
    toc_out_of_step,
    reads=("links", html_anchors, own_list),
    fix=_fix,
    waits_for=(
        "section-level",
        "heading-level-skipped",
        "missing-section",
        "misplaced-section",
        "renamed-section",
    ),
)
