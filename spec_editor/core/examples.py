"""What the examples of a template say, section by section."""

from collections import defaultdict
from collections.abc import Sequence
from functools import partial

from spec_editor.core.template import TemplateSection

#: The index of the section above, and what all sections that repeat like this one share.
GroupKey = tuple[int | None, str]


def group_key(item: TemplateSection) -> GroupKey:
    """Return what a section has in common with others that repeat like it."""
    return item.parent, item.repeat.pattern if item.repeat else item.title


def examples_of(
    items: Sequence[TemplateSection],
) -> dict[GroupKey, set[str]]:
    """Return all that the template's examples say; it is kept with the template's first passage."""
    if not items:
        return {}
    passage = items[0].section.passage
    return passage.once("examples", partial(_read, items))


def _read(
    items: Sequence[TemplateSection],
) -> dict[GroupKey, set[str]]:
    """Return what the examples of each section say; those that repeat share theirs."""
    examples: dict[GroupKey, set[str]] = defaultdict(set)
    for item in items:
        examples[group_key(item)].update(item.section.passage.units)
    return examples
