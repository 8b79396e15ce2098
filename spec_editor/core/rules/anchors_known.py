"""The anchors that links of a document can lead to."""

from collections.abc import Collection, Iterable, Iterator
from functools import partial

from spec_editor.core.anchors import html_anchors, may_have_anchors
from spec_editor.core.passages import Passage
from spec_editor.core.plans import nested_titles
from spec_editor.core.rules.context import DocumentView
from spec_editor.core.slugs import SlugCounter


def known_anchors(view: DocumentView) -> Collection[str]:
    """Return all anchors: of headings, also those in lists and quotes, and those set by hand."""
    return view.once("known anchors", partial(_known_anchors, view))


def _known_anchors(view: DocumentView) -> set[str]:
    found = {"", "top"}
    found.update(section.heading.slug for section in view.sections)
    passages = [passage for passage, _ in view.passages()]
    for passage in passages if may_have_anchors(view.text.value) else ():
        found.update(passage.fact(html_anchors))
    if any(passage.nested for passage in passages):
        found.update(_slugs(passages))
    return found


def _slugs(passages: Iterable[Passage]) -> Iterator[str]:
    slugs = SlugCounter()
    for passage in passages:
        titles = nested_titles(passage)
        for title in (passage.title, *titles) if passage.level else titles:
            yield slugs.slug(title)
