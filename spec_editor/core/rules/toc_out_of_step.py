"""A table of contents that does not agree with the headings."""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from html import unescape
from typing import TYPE_CHECKING

from spec_editor.core.edits import TextEdit
from spec_editor.core.findings import Finding, Severity
from spec_editor.core.rules.anchors_known import html_anchors, known_anchors
from spec_editor.core.rules.context import DocumentView, Remark
from spec_editor.core.rules.rule import DocumentRule
from spec_editor.core.sections import Section
from spec_editor.core.titles import normal_title
from spec_editor.core.toc import TocEntry, expected_sections, listed_sections, read_toc, toc_edits
from spec_editor.core.toc_layout import plain_source
from spec_editor.core.toc_list import own_list, resolved

if TYPE_CHECKING:
    from spec_editor.core.document import Document

_MARKS = re.compile(r"[\\`*_~]|<[^<>]*>|!?\[|\](?:\([^()]*\))?")


def toc_out_of_step(view: DocumentView) -> Iterator[Remark]:
    """Find entries that lack, lead elsewhere, are called otherwise or stand in another order."""
    entries = read_toc(view)
    if not any(entry.anchor for entry in entries):
        return
    listed = resolved(entries, view.sections, by_title=True)
    known = known_anchors(view) if None in listed else set()
    found = list(zip(entries, listed, strict=True))
    expected = expected_sections(view)
    # Written anew the list would lose an entry that leads somewhere else.
    leads_here = (n is not None or (e.anchor and e.anchor not in known) for e, n in found)
    is_safe = bool(expected) and all(leads_here)
    before: Section | None = None
    for entry, index in found:
        section = view.sections[index] if index is not None else None
        if section is not None:
            message = _judged(entry, section, before)
            is_title = not message and _is_called_otherwise(entry, section)
            if is_title:
                message = f"The entry “{_shown(entry)}” is called “{section.title}” in the text."
            if message:
                yield Remark(entry.span, message, fixable=is_safe or is_title)
            before = section
        elif entry.anchor and entry.anchor not in known:
            message = f"The entry “{_shown(entry)}” has no heading; remove it."
            yield Remark(entry.span, message, fixable=is_safe)
    yield from _lacking(expected, found, is_safe=is_safe)


def _judged(entry: TocEntry, section: Section, before: Section | None) -> str:
    """Say what is wrong with an entry's anchor or place."""
    if entry.anchor and entry.anchor != section.heading.slug:
        return (
            f"The entry “{_shown(entry)}” leads to “#{entry.anchor}”; the anchor of its heading "
            f"is “#{section.heading.slug}”."
        )
    if before is not None and section.index < before.index:
        return f"“{section.title}” is listed after “{before.title}”, but stands before it."
    return ""


def _shown(entry: TocEntry) -> str:
    return unescape(_MARKS.sub("", entry.title))


def _is_called_otherwise(entry: TocEntry, section: Section) -> bool:
    """Say whether neither title is a part of the other: a table of contents may be short."""
    if not entry.anchor:
        return False
    listed, title = normal_title(_shown(entry)), normal_title(_MARKS.sub("", section.title))
    return listed not in title and title not in listed


def _lacking(
    expected: Sequence[Section],
    found: Sequence[tuple[TocEntry, int | None]],
    *,
    is_safe: bool,
) -> Iterator[Remark]:
    places = {index: entry for entry, index in found}
    entry = found[0][0]
    for section in expected:
        if section.index in places:
            entry = places[section.index]
        else:
            yield Remark(
                entry.span,
                f"“{section.title}” is not in the table of contents; add it.",
                fixable=is_safe,
            )


def _fix(document: "Document", finding: Finding) -> tuple[TextEdit, ...]:
    """Write the list anew; an entry that is only called otherwise gets its heading's title."""
    for entry, index in zip(read_toc(document), listed_sections(document), strict=True):
        if index is None or entry.span != finding.span:
            continue
        section = document.sections[index]
        if finding.message.endswith(" in the text.") and _is_called_otherwise(entry, section):
            start = document.text.offset_of_line(entry.span.line) + entry.span.column - 1
            text = entry.called(plain_source(section.title)).text
            return (TextEdit(start, start + len(entry.text), text),)
    # All findings have this one fix; it is worked out once.
    return document.once("toc_edits", partial(toc_edits, document))


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
)
