"""A section that the template has elsewhere."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from spec_editor.core.actions import ActionError
from spec_editor.core.edits import TextEdit
from spec_editor.core.findings import Finding, Severity
from spec_editor.core.plans import Sectioned, is_title
from spec_editor.core.rules.context import DocumentView, Remark
from spec_editor.core.rules.places import section_at
from spec_editor.core.rules.rule import DocumentRule
from spec_editor.core.section_moves import move
from spec_editor.core.sections import Section
from spec_editor.core.template import TemplateSection

if TYPE_CHECKING:
    from spec_editor.core.document import Document


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
        if not match.moved and not is_title(document, document.sections[index]):
            below[items[match.template].parent].add(document.sections[index].parent)
    return {**own, **below}


def _is_movable(document: Sectioned, section: Section, homes: Collection[int | None]) -> bool:
    """Say whether there is one place to go to, which is not in the section itself."""
    if len(homes) != 1:
        return False
    (above,) = homes
    while above is not None and above != section.index:
        above = document.sections[above].parent
    return above is None


def _fix(document: "Document", finding: Finding) -> tuple[TextEdit, ...]:
    section = section_at(document, finding.span.line)
    match = document.matching.by_section.get(section.index) if document.matching else None
    if match is None or document.template is None:
        return ()
    parent = document.template.sections[match.template].parent
    homes = _homes(document).get(parent, set())
    if not _is_movable(document, section, homes):
        raise ActionError(f"“{section.title}” cannot be moved: its place is not clear.")
    (home,) = homes
    target, place = _destination(document, section, match.template, home)
    return move(document, section, target, place)


def _destination(
    document: Sectioned, section: Section, item: int, parent: int | None
) -> tuple[Section, str]:
    """Return beside, or in, what a section belongs, by those that stand where they should."""
    matches = document.matching.by_section if document.matching else {}
    siblings = [
        (other, matches[other.index].template)
        for other in document.sections
        if other.parent == parent and other.index in matches and not matches[other.index].moved
    ]
    items = document.template.sections if document.template else ()
    siblings = [(s, n) for s, n in siblings if s is not section and not is_title(document, s)]
    elders = [place for place, (_, n) in enumerate(siblings) if n < item]
    # Sections that repeat may stand anywhere; the others tell the order.
    single = [place for place in elders if items[siblings[place][1]].repeat is None]
    if parent is not None and not siblings:
        return document.sections[parent], "inside"
    if not elders:
        return siblings[0][0], "before"
    place = single[-1] if single else elders[-1]
    while place + 1 < len(siblings) and siblings[place + 1][1] < item:
        place += 1
    return siblings[place][0], "after"


RULE = DocumentRule(
    "misplaced-section",
    Severity.WARNING,
    "Every section stands where the template has it.",
    "Who knows the template looks for a section at its place, and takes it for missing when it is "
    "elsewhere. Move it back, by the fix or with the outline. If the other place is better, it may "
    "be better in the template as well: change it there, or switch the rule off.",
    misplaced_section,
    fix=_fix,
)
