"""Where in a document its chapters stand: below the title, at the top, or in a frame."""

from collections import defaultdict
from collections.abc import Sequence

from spec_editor.core.sections import Section
from spec_editor.core.template_index import TemplateIndex

# With so many chapters below it a section of the document is a frame around them.
_LEAST_IN_FRAME = 2


def title_of(
    sections: Sequence[Section], titles: Sequence[str], index: TemplateIndex
) -> int | None:
    """Return the first heading of level 1, unless it is a chapter's only heading.

    ``titles`` are the sections' normal titles.
    """
    first = next((n for n, section in enumerate(sections) if section.level == 1), None)
    if first is None:
        return None
    title, own = titles[first], index.title
    if own is not None and (title == index.items[own].normal_title or titles.count(title) > 1):
        return first
    return None if title in index.chapter_titles else first


def frames_of(
    sections: Sequence[Section], titles: Sequence[str], index: TemplateIndex, title: int | None
) -> frozenset[int | None]:
    """Return the sections under which chapters stand; None is the top of the document."""
    below: dict[int | None, set[str]] = defaultdict(set)
    for section, normal in zip(sections, titles, strict=True):
        if normal in index.chapter_titles:
            below[section.parent].add(normal)
    frames = {None, title}
    at_top = len(below[None] | below[title])
    most = max(map(len, below.values()))
    if most >= _LEAST_IN_FRAME and most > at_top:
        frames.add(next(section for section, found in below.items() if len(found) == most))
    return frozenset(frames)
