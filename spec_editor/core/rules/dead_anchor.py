"""A link into the document that leads to no heading."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from difflib import get_close_matches
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import unquote

from spec_editor.core.anchors import AnchorUse, anchor_uses, html_anchors
from spec_editor.core.edits import TextEdit
from spec_editor.core.findings import Finding, Severity, Span
from spec_editor.core.link_targets import link_targets
from spec_editor.core.passages import Passage
from spec_editor.core.rules.anchors_known import known_anchors
from spec_editor.core.rules.context import DocumentView, Remark
from spec_editor.core.rules.dummy_link import is_dummy, named
from spec_editor.core.rules.rule import DocumentRule
from spec_editor.core.sections import Section
from spec_editor.core.toc import read_toc
from spec_editor.core.toc_list import own_list

if TYPE_CHECKING:
    from spec_editor.core.document import Document

_SIGNS = re.compile(r"[\W_]+")
_LEAST_LIKENESS = 0.85
_LONGEST = 100
# Comparing letter by letter takes time: a text with more headings than this is its own case.
_MOST_COMPARED = 1000
_MOST_GUESSED = 10


def dead_anchor(view: DocumentView) -> Iterator[Remark]:
    """Find links to anchors that nothing has; those of the table of contents are judged there."""
    used = {target for passage, _ in view.linking() for target in passage.fact(_to_anchors)}
    wrong = dict(_wrong(used, known_anchors(view))) if used else {}
    if not wrong:
        return
    dead = [
        (wrong[link.target], link.span.shifted(lines), named(link))
        for passage, lines in view.linking()
        if not wrong.keys().isdisjoint(passage.fact(_to_anchors))
        for link in passage.links
        if link.target in wrong
    ]
    if not dead:
        return
    toc = read_toc(view)
    listed = {toc.span(entry).line for entry in toc.entries} if toc else set()
    guess = _Guess(view.sections)
    for anchor, span, name in dead:
        if span.line not in listed and "{" not in anchor:
            meant = guess.meant(anchor)
            hint = f"did you mean “#{meant}”?" if meant else "no heading has it."
            is_found = _is_written(view, span, anchor)
            yield Remark(
                span,
                f"The {name} leads to the anchor “#{anchor}”, which is not there; {hint}",
                fixable=meant is not None and is_found,
            )


def _to_anchors(passage: Passage) -> frozenset[str]:
    """Return the targets in a passage that are anchors."""
    return frozenset(target for target in passage.fact(link_targets) if target.startswith("#"))


def _wrong(targets: Iterable[str], known: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield the targets that lead to an anchor which is not known, each with that anchor."""
    for target in targets:
        if target[1:] not in known and not is_dummy(target):
            anchor = unquote(target[1:])
            if anchor.removeprefix("user-content-") not in known:
                yield target, anchor


def _is_written(view: DocumentView, span: Span, anchor: str) -> bool:
    start = view.text.offset_of_line(span.line) + span.column - 1
    return span.line == span.end_line and view.text.value.startswith(f"#{anchor}", start)


class _Guess:
    """Finds the one heading that is most likely meant by a wrong anchor."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self._slugs = [section.heading.slug for section in sections]
        self._plain: dict[str, set[str]] = defaultdict(set)
        for slug in self._slugs:
            self._plain[_SIGNS.sub("", slug)].add(slug)
        self._left = _MOST_GUESSED if len(self._slugs) <= _MOST_COMPARED else 0
        self._known: dict[str, str | None] = {}

    def meant(self, anchor: str) -> str | None:
        if anchor not in self._known:
            self._known[anchor] = self._look_for(anchor)
        return self._known[anchor]

    def _look_for(self, anchor: str) -> str | None:
        same = self._plain.get(_SIGNS.sub("", anchor.lower()), set())
        if same or not self._left or len(anchor) > _LONGEST:
            return next(iter(same)) if len(same) == 1 else None
        self._left -= 1
        like = get_close_matches(anchor.lower(), self._slugs, 2, _LEAST_LIKENESS)
        return like[0] if len(like) == 1 else None


def _fix(document: "Document", finding: Finding) -> tuple[TextEdit, ...]:
    start = document.text.offset_of_line(finding.span.line) + finding.span.column
    use = document.once("anchor uses", partial(_uses_by_start, document)).get(start)
    if use is None:
        return ()
    guess = document.once("anchor guess", lambda: _Guess(document.sections))
    meant = guess.meant(use.anchor)
    return (TextEdit(start, start + use.end - use.start, meant),) if meant else ()


def _uses_by_start(document: "Document") -> dict[int, AnchorUse]:
    """Return all links to anchors by where in the document they stand."""
    passages = [(document.preamble, 0)]
    for section in document.sections:
        offset = document.text.offset_of_line(section.heading.line)
        passages.append((section.passage, offset))
    return {offset + use.start: use for passage, offset in passages for use in anchor_uses(passage)}


RULE = DocumentRule(
    "dead-anchor",
    Severity.ERROR,
    "Every link into the document leads to something.",
    "A link such as `[Scope](#scope)` leads to the heading with this anchor: its title in lower "
    "case, without punctuation, with a hyphen for each space. When a heading is renamed its "
    "anchor changes, and links to it lead nowhere. The fix takes the one heading whose anchor is "
    "almost the same.",
    dead_anchor,
    reads=("links", html_anchors, own_list),
    fix=_fix,
)
