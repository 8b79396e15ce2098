"""Which of the template's sections one is by the sections that stand in it."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from spec_editor.core.template_index import TemplateIndex

# One section may have its name by chance.
LEAST_PARTS = 2


def whose_parts(titles: Sequence[str], items: Collection[int], index: TemplateIndex) -> int | None:
    """Return the one of the items below which most of these normal titles belong, if one is so."""
    if len(titles) < LEAST_PARTS:
        return None
    votes: Counter[int] = Counter()
    for title in titles:
        votes.update({above for above in homes_of(title, index) if above in items})
    for item, count in votes.most_common(1):
        if count >= LEAST_PARTS and 2 * count > len(titles):
            return item
    return None


def homes_of(title: str, index: TemplateIndex) -> Iterator[int]:
    """Yield the items below which a section with a title belongs."""
    named = index.by_title.get(title)
    for item in index.repeated if named is None else named:
        parent = index.items[item].parent
        if parent is not None and (named or index.fits(title, item)):
            yield parent
