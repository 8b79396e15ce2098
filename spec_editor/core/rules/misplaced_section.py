"""A section that the template has elsewhere."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from spec_editor.core.actions import ActionError
from spec_editor.core.changes import Edits
from spec_editor.core.edits import TextEdit
from spec_editor.core.findings import Finding, Severity
from spec_editor.core.matches import Match
from spec_editor.core.plans import Sectioned, end_of, is_title
from spec_editor.core.rules.context import DocumentView, Remark
from spec_editor.core.rules.places import section_at
from spec_editor.core.rules.rule import DocumentRule
from spec_editor.core.section_moves import move
from spec_editor.core.sections import Section
from spec_editor.core.template import TemplateSection
from spec_editor.core.template_index import index_of

if TYPE_CHECKING:
    from spec_editor.core.document import Document

# Each looks through the whole document; there are as many rounds as one likes.
_MOST_AT_ONCE = 50
_NUMBER = re.compile(r"[0-9]{1,9}")


def misplaced_section(view: DocumentView) -> Iterator[Remark]:
    """Find the sections that stand under another one, or in another order, than in the template."""
    if view.matching is None or not any(m.moved for m in view.matching.by_section.values()):
        return
    homes = _homes(view)
    items = view.template.sections if view.template else ()
    places: dict[int, str] = {}
    for index, match in view.matching.by_section.items():
        if not match.moved:
            continue
        if match.template not in places:
            places[match.template] = _place(items, match.template)
        section = view.sections[index]
        yield Remark(
            view.heading_span(section),
            f"“{section.title}” is misplaced: the template has it {places[match.template]}.",
            fixable=_is_movable(view, section, homes.get(items[match.template].parent, ())),
        )


def _place(items: Sequence[TemplateSection], number: int) -> str:
    parent = items[number].parent
    siblings = [n for n, other in enumerate(items) if other.parent == parent]
    place = siblings.index(number)
    after = f"after “{items[siblings[place - 1]].title}”" if place else "at the beginning"
    if parent is None or len(items[number].path) == 1:
        return after
    return f"in “{items[parent].title}”, {after}"


def _homes(document: Sectioned) -> dict[int | None, set[int | None]]:
    """Return, by its index, where what belongs below each of the template's sections stands.

    Where nothing does it is in the section itself. None is the top of the document. Where one was
    pasted into another some chapters stand here and some there.
    """
    own: dict[int | None, set[int | None]] = defaultdict(set)
    below: dict[int | None, set[int | None]] = defaultdict(set)
    items = document.template.sections if document.template else ()
    for index, match in document.matching.by_section.items() if document.matching else ():
        own[match.template].add(index)
        above = document.sections[index].parent
        if not is_title(document, document.sections[index]) and _is_home(document, index, match):
            below[items[match.template].parent].add(above)
    return {**own, **below}


def _is_home(document: Sectioned, index: int, match: Match) -> bool:
    """Say whether a section stands where it belongs: not by its neighbours' or its own level."""
    if match.moved or match.slip or document.template is None or document.matching is None:
        return False
    above = document.sections[index].parent
    counterpart = document.matching.by_section.get(above) if above is not None else None
    parent = index_of(document.template).parent(match.template)
    return parent is None or (counterpart is not None and counterpart.template == parent)


def _is_movable(document: Sectioned, section: Section, homes: Collection[int | None]) -> bool:
    """Say whether there is one place to go to, which is not in the section itself."""
    if len(homes) != 1:
        return False
    (above,) = homes
    while above is not None and above != section.index:
        above = document.sections[above].parent
    return above is None


def _fix_one(document: "Document", finding: Finding) -> tuple[TextEdit, ...]:
    return _moved(document, [section_at(document, finding.span.line)])


def _fix_all(document: "Document", findings: Sequence[Finding]) -> tuple[TextEdit, ...]:
    """Move what stands together and belongs together in one go."""
    edits = Edits()
    refusal = ActionError("Nothing can be moved.")
    for run in islice(_runs(document, findings), _MOST_AT_ONCE):
        try:
            edits.add(_moved(document, run))
        except ActionError as error:
            refusal = error
    if not edits:
        raise refusal
    return tuple(edits)


def _runs(document: "Document", findings: Sequence[Finding]) -> Iterator[list[Section]]:
    """Yield the sections of findings; those of one kind that follow one another together."""
    run: list[Section] = []
    for finding in findings:
        section = section_at(document, finding.span.line)
        if run and not _goes_on(document, run[-1], section):
            yield run
            run = []
        run.append(section)
    if run:
        yield run


def _goes_on(document: Sectioned, section: Section, other: Section) -> bool:
    matches = document.matching.by_section if document.matching else {}
    if document.template is None or not {section.index, other.index} <= matches.keys():
        return False
    group = index_of(document.template).group
    is_next = section.parent == other.parent and end_of(document, section) == other.index
    same = group(matches[section.index].template) == group(matches[other.index].template)
    return is_next and same and section.level == other.level


def _moved(document: "Document", run: Sequence[Section]) -> tuple[TextEdit, ...]:
    section = run[0]
    match = document.matching.by_section.get(section.index) if document.matching else None
    if match is None or document.template is None:
        return ()
    parent = document.template.sections[match.template].parent
    homes = document.once("homes of sections", lambda: _homes(document)).get(parent, set())
    if not all(_is_movable(document, each, homes) for each in run):
        raise ActionError(f"“{section.title}” cannot be moved: its place is not clear.")
    (home,) = homes
    target, place = _destination(document, section, match.template, home)
    return move(document, section, target, place, run[-1])


def _destination(
    document: Sectioned, section: Section, item: int, parent: int | None
) -> tuple[Section, str]:
    """Return beside, or in, what a section belongs, by those that stand where they should."""
    matches = document.matching.by_section if document.matching else {}
    siblings = [
        (other, matches[other.index].template)
        for other in document.sections
        if other.parent == parent
        and other is not section
        and other.index in matches
        and not matches[other.index].moved
        and not is_title(document, other)
    ]
    if not siblings and parent is not None:
        return document.sections[parent], "inside"
    place = _place_behind(document, section, item, siblings)
    return (siblings[place][0], "after") if place is not None else (siblings[0][0], "before")


def _place_behind(
    document: Sectioned, section: Section, item: int, siblings: Sequence[tuple[Section, int]]
) -> int | None:
    """Return the place of the sibling behind which a section goes, None before all of them."""
    if document.template is None:
        return None
    items, group = document.template.sections, index_of(document.template).group
    same = [place for place, (_, n) in enumerate(siblings) if group(n) == group(item)]
    if same:
        before = [place for place in same if _comes_before(siblings[place][0], section)]
        return before[-1] if before else (same[0] - 1 if same[0] else None)
    elders = [place for place, (_, n) in enumerate(siblings) if n < item]
    if not elders:
        return None
    # Sections that repeat may stand anywhere; the others tell the order.
    single = [place for place in elders if items[siblings[place][1]].repeat is None]
    place = single[-1] if single else elders[-1]
    while place + 1 < len(siblings) and siblings[place + 1][1] < item:
        place += 1
    return place


def _comes_before(section: Section, other: Section) -> bool:
    """Say whether one of two of a kind comes first: by their numbers, else as they stand."""
    numbers = [_NUMBER.search(each.title) for each in (section, other)]
    first, second = (int(number[0]) if number else None for number in numbers)
    if first is None or second is None or first == second:
        return section.index < other.index
    return first < second


RULE = DocumentRule(
    "misplaced-section",
    Severity.WARNING,
    "Every section stands where the template has it.",
    "Who knows the template looks for a section at its place, and takes it for missing when it is "
    "elsewhere. Move it back, by the fix or with the outline. If the other place is better, it may "
    "be better in the template as well: change it there, or switch the rule off.",
    misplaced_section,
    fix=_fix_one,
    fix_together=_fix_all,
    waits_for=("section-level",),
)
