"""The anchors that links of a document can lead to."""

import re

from spec_editor.core.passages import Passage
from spec_editor.core.rules.context import DocumentView
from spec_editor.core.slugs import SlugCounter

_ATTRIBUTE = re.compile(r"<[A-Za-z][^<>]*?\s(?:id|name)\s*=\s*[\"']?([^\s\"'<>]+)", re.IGNORECASE)


def html_anchors(passage: Passage) -> tuple[str, ...]:
    """Return the anchors that an author has set with HTML."""
    return tuple(_ATTRIBUTE.findall(passage.text.value)) if "<" in passage.text.value else ()


def known_anchors(view: DocumentView) -> set[str]:
    """Return all anchors: of headings, also those in lists and quotes, and of HTML."""
    slugs = SlugCounter()
    found = {"", "top"}
    for passage, _ in view.passages():
        if passage.level:
            found.add(slugs.slug(passage.title))
        for _, title, *_ in passage.nested:
            found.add(slugs.slug(title))
        found.update(passage.fact(html_anchors))
    return found
