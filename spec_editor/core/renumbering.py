"""Gives requirements other ids: in their headings, wherever they are referred to, in anchors."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from spec_editor.core.anchors import anchor_edits, changed_anchors
from spec_editor.core.edits import TextEdit
from spec_editor.core.identifiers import Identifier
from spec_editor.core.plans import Sectioned, present
from spec_editor.core.requirements import Family, Misspelling, placed_passages

# “FR-001/002”, “FR-001 to 003”: the second number has no prefix by which it could be found.
_SHORT = re.compile(r"\s*(?:[/,&–—-]|to|and|through|until|\.{2,3}|…)\s*([0-9]{2,9})(?![\w%])")


#: The index of a section, None for the text before all, and an id in it.
Reference = tuple[int | None, Identifier]


class NewId(NamedTuple):
    """A heading's new id; ``start`` is the 0-based offset of the old one in the passage."""

    start: int
    old: str
    new: str


def consecutive_numbers(family: Family) -> dict[int, int]:
    """Return the number of each requirement, by its section, when they follow one another."""
    first = min(definition.number for definition in family.definitions)
    return {each.section: number for number, each in enumerate(family.definitions, first)}


def can_renumber(document: Sectioned, family: Family, found: Sequence[Reference]) -> bool:
    """Say whether each reference to a family can be brought along."""
    numbers = {definition.number for definition in family.definitions}
    if len(numbers) < len(family.definitions):
        return False
    for index, each in found:
        passage = document.preamble if index is None else document.sections[index].passage
        short = _SHORT.match(passage.text.value, each.end)
        if short and len(short[1]) == len(each.digits):
            return False
        if each.number not in numbers:
            # Nobody knows what it means, and one of the others could get its number.
            return False
    return True


def renumbering(
    document: Sectioned, family: Family, found: Sequence[Reference]
) -> tuple[TextEdit, ...]:
    """Return the edits after which the requirements of a family follow one another."""
    numbers = consecutive_numbers(family)
    ids = {each.number: family.id_of(numbers[each.section]) for each in family.definitions}
    edits = []
    for index, each in found:
        new = ids[each.number]
        if new != f"{each.prefix}{each.digits}":
            start = _offset(document, index)
            edits.append(TextEdit(start + each.start, start + each.end, new))
    headings = {
        each.section: NewId(each.start, each.written, family.id_of(numbers[each.section]))
        for each in family.definitions
    }
    return together([*heading_edits(document, headings), *edits])


def respelling(document: Sectioned, wrong: Misspelling) -> tuple[TextEdit, ...]:
    """Return the edits that write an id as it should be, in its heading and in the prose."""
    new_id = NewId(wrong.start, wrong.written, wrong.right + wrong.missing)
    edits = [*heading_edits(document, {wrong.section: new_id})]
    pattern = re.compile(rf"(?<![\w-]){re.escape(wrong.written)}(?!\w)")
    for passage, index in placed_passages(document) if wrong.right != wrong.written else ():
        if wrong.written in passage.text.value:
            start = _offset(document, index)
            edits += [
                TextEdit(start + match.start(), start + match.end(), wrong.right)
                for match in pattern.finditer(passage.prose)
                if (index, match.start()) != (wrong.section, wrong.start)
            ]
    return together(edits)


def heading_edits(document: Sectioned, ids: Mapping[int, NewId]) -> Sequence[TextEdit]:
    """Return the edits that give headings new ids, and links their new anchors."""
    changed = {index: each for index, each in ids.items() if each.old != each.new}
    plan = [
        heading._replace(title=heading.title.replace(changed[index].old, changed[index].new, 1))
        if index in changed
        else heading
        for index, heading in enumerate(present(document))
    ]
    edits = []
    for index, each in changed.items():
        start = _offset(document, index) + each.start
        edits.append(TextEdit(start, start + len(each.old), each.new))
    return [*edits, *anchor_edits(document, changed_anchors(document, plan))]


def together(edits: Iterable[TextEdit]) -> tuple[TextEdit, ...]:
    """Return edits in the order of the text; of two that overlap the first stays."""
    kept: list[TextEdit] = []
    for edit in sorted(set(edits)):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return tuple(kept)


def _offset(document: Sectioned, index: int | None) -> int:
    if index is None:
        return 0
    return document.text.offset_of_line(document.sections[index].heading.line)
