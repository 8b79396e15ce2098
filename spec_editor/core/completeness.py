"""The state and the score of every section.

A section with text of its own scores 1 when it is filled, confirmed or not applicable, 0 when it
is missing, empty or still the template's example, and, with placeholders left, the share of the
template's placeholders that are gone. A chapter, and the document, is the mean over its sections
that have, or should have, text of their own.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from spec_editor.core.examples import examples_of, group_key
from spec_editor.core.facts import Field
from spec_editor.core.headings import title_source
from spec_editor.core.matching import Matching
from spec_editor.core.metadata import is_all_in
from spec_editor.core.passages import Passage
from spec_editor.core.reasons import why_left, why_matched, why_of_chapter
from spec_editor.core.report import SectionReport, State
from spec_editor.core.sections import Section
from spec_editor.core.template import Template, TemplateSection
from spec_editor.core.template_index import TemplateIndex, index_of

# A letter behind a tag, in a block that is no raw HTML.
_SHOWN = re.compile(r">[^<]*[^<\s]")
_WITH_TEXT = frozenset(("paragraph", "list", "quote", "code", "table"))
_FINISHED = {State.FILLED, State.CONFIRMED, State.NOT_APPLICABLE}

#: Counts what is left to replace in a passage.
CountPlaceholders = Callable[[Passage], int]


@dataclass(frozen=True, slots=True)
class Outline:
    """The sections of a document in reading order, missing ones where they belong.

    ``sources`` gives for each report the index of the document's section, None when missing;
    ``items`` the index of the template's section, None for an extra one.
    """

    reports: tuple[SectionReport, ...]
    sources: tuple[int | None, ...]
    items: tuple[int | None, ...]
    completeness: float


class _Own(NamedTuple):
    """What a section's own text is worth; ``score`` is None when nothing is asked of it."""

    state: State | None
    score: float | None
    left: int
    total: int
    why: str


@dataclass(slots=True, eq=False)
class _Node:
    """One report in the making: a document's section, a template's, or a pair of them."""

    source: int | None
    item: int | None
    level: int
    above: "_Node | None" = None
    children: list["_Node"] = field(default_factory=list)
    title: str = ""
    path: tuple[str, ...] = ()
    key: str = ""
    reason: str = ""
    place: int = 0
    own: _Own | None = None
    head: tuple[str, bool] = ("", False)
    score: float = 0.0
    count: int = 0
    states: dict[State, int] = field(default_factory=dict)


class OutlineBuilder:
    """Builds the outline of a document whose headings stay as they are while its texts change."""

    def __init__(
        self,
        sections: Sequence[Section],
        template: Template | None,
        matching: Matching | None,
        count_placeholders: CountPlaceholders,
        front_matter: Sequence[Field] = (),
    ) -> None:
        self._items = template.sections if template else ()
        self._matches = matching.by_section if matching else {}
        self._count_placeholders = count_placeholders
        self._front_matter = front_matter
        self._examples = examples_of(self._items)
        self._asks_below = {item.parent for item in self._items}
        self._with_children = {section.parent for section in sections}
        self._roots, by_item = self._tree(sections)
        if template and matching:
            for item in matching.missing:
                self._insert_missing(index_of(template), item, by_item)
        self._nodes: list[_Node] = []
        self._by_source: dict[int, _Node] = {}
        keys: set[str] = set()
        for root in self._roots:
            self._enter(root, sections, (), "", keys)
        for node in reversed(self._nodes):
            self._look(node, sections)
            self._sum_up(node)
        self._outline = self._whole(sections)

    @property
    def outline(self) -> Outline:
        """The outline as it is now."""
        return self._outline

    def state_of(self, source: int) -> State | None:
        """Return the state of a section's own text, None where nothing is asked of it."""
        node = self._by_source.get(source)
        return node.own.state if node and node.own else None

    def has_subsections(self, source: int) -> bool:
        """Say whether there are sections below one of the document."""
        return source in self._with_children

    def update(self, sections: Sequence[Section], changed: Iterable[int], moved: bool) -> None:
        """Take up new texts of some sections; ``moved`` says that lines have changed as well."""
        dirty: dict[int, _Node] = {}
        for source in changed:
            node = self._by_source.get(source)
            if node and self._look(node, sections):
                step: _Node | None = node
                while step is not None:
                    dirty[step.place] = step
                    step = step.above
        for place in sorted(dirty, reverse=True):
            self._sum_up(dirty[place])
        if moved:
            self._outline = self._whole(sections)
        elif dirty:
            self._outline = self._patched(sections, dirty)

    # The tree

    def _tree(self, sections: Sequence[Section]) -> tuple[list[_Node], dict[int, _Node]]:
        """Nest the document's sections; return the roots, and the first of each of the items."""
        roots: list[_Node] = []
        by_section: dict[int, _Node] = {}
        by_item: dict[int, _Node] = {}
        for section in sections:
            match = self._matches.get(section.index)
            node = _Node(section.index, match.template if match else None, section.level)
            by_section[section.index] = node
            if match:
                by_item.setdefault(match.template, node)
            if section.parent is None:
                roots.append(node)
            else:
                node.above = by_section[section.parent]
                node.above.children.append(node)
        return roots, by_item

    def _insert_missing(self, index: TemplateIndex, item: int, by_item: dict[int, _Node]) -> None:
        """Put a missing section behind its elder sibling."""
        parent = self._items[item].parent
        above = by_item.get(parent) if parent is not None else None
        if above and above.source is None and self._items[parent or 0].section.level == 1:
            # Where only the title is missing, what belongs below it is not.
            above = None
        siblings = above.children if above else self._roots
        level = above.level + 1 if above else self._items[item].section.level
        elder = index.elder(item, [self._settled(sibling) for sibling in siblings])
        node = _Node(None, item, level, above)
        siblings.insert(0 if elder is None else elder + 1, node)
        by_item[item] = node

    def _settled(self, node: _Node) -> int | None:
        """Return which of the template's sections a node is, if it stands where it should."""
        match = self._matches.get(node.source) if node.source is not None else None
        return None if match and match.moved else node.item

    def _enter(
        self,
        node: _Node,
        sections: Sequence[Section],
        path: tuple[str, ...],
        reason: str,
        keys: set[str],
    ) -> None:
        """Number a node and all below it; ``reason`` is why a section above does not apply.

        It holds for all below, and nothing is missing there.
        """
        if reason and node.source is None:
            return
        section = sections[node.source] if node.source is not None else None
        node.title = section.title if section else self._items[node.item or 0].title
        node.path = (*path, node.title)
        node.reason = reason or ((section.passage.not_applicable or "") if section else "")
        wanted = section.heading.slug if section else f"missing: {' / '.join(node.path)}"
        node.key = _free_key(wanted, keys)
        node.place = len(self._nodes)
        self._nodes.append(node)
        if node.source is not None:
            self._by_source[node.source] = node
        # The document's title is in no path but its own.
        below = () if node.level == 1 and not path else node.path
        for child in node.children:
            self._enter(child, sections, below, node.reason, keys)

    # What each is worth

    def _sum_up(self, node: _Node) -> None:
        """Add up a node's own score and those below it."""
        own = node.own
        node.score, node.count, node.states = 0.0, 0, {}
        if own is not None and own.score is not None:
            node.score, node.count = own.score, 1
        if own is not None and own.state is not None:
            node.states[own.state] = 1
        for child in node.children:
            if child.own is None or (child.item is not None and self._items[child.item].exempt):
                continue
            node.score += child.score
            node.count += child.count
            for state, number in child.states.items():
                node.states[state] = node.states.get(state, 0) + number

    def _look(self, node: _Node, sections: Sequence[Section]) -> bool:
        """Take up what a section's heading and text say; return whether anything is new."""
        passage = sections[node.source].passage if node.source is not None else None
        head = _head(passage) if passage else ("", False)
        own = self._own(node, sections)
        is_new = own != node.own or head != node.head
        node.own, node.head = own, head
        return is_new

    def _own(self, node: _Node, sections: Sequence[Section]) -> _Own:
        item = self._items[node.item] if node.item is not None else None
        if node.source is None:
            return _own_of_missing(item.section if item else None)
        passage = sections[node.source].passage
        left = self._count_placeholders(passage)
        asked = self._count_placeholders(item.section.passage) if item else 0
        total = max(left, asked)
        if item and item.exempt:
            return _Own(State.FILLED, None, left, total, "The template exempts this section.")
        if node.reason:
            return _Own(State.NOT_APPLICABLE, 1.0, left, total, _why_not_applicable(node))
        if not passage.fact(_says_something):
            if self._text_is_below(item, node):
                return _Own(None, None, 0, total, "")
            return _Own(State.EMPTY, 0.0, left, total, "There is no text under this heading.")
        if left:
            done = (total - left) / total
            return _Own(State.PLACEHOLDERS, done, left, total, why_left(left, total))
        if passage.confirmed:
            why = "The author confirms that the example text applies as it stands."
            return _Own(State.CONFIRMED, 1.0, 0, total, why)
        if item and self._examples[group_key(item)].issuperset(passage.units):
            return _Own(State.EXAMPLE, 0.0, 0, total, "This is still the template's example text.")
        return _Own(State.FILLED, 1.0, 0, total, "Written, with no placeholder left.")

    def _text_is_below(self, item: TemplateSection | None, node: _Node) -> bool:
        """A heading needs no text of its own where subsections carry it."""
        below = node.source in self._with_children or node.item in self._asks_below
        if item is None or not item.section.content:
            return below
        return below and is_all_in(self._front_matter, item)

    # The reports

    def _whole(self, sections: Sequence[Section]) -> Outline:
        completeness = self._completeness()
        return Outline(
            tuple([self._report(node, sections, completeness) for node in self._nodes]),
            tuple([node.source for node in self._nodes]),
            tuple([node.item for node in self._nodes]),
            completeness,
        )

    def _patched(self, sections: Sequence[Section], dirty: dict[int, _Node]) -> Outline:
        completeness = self._completeness()
        reports = list(self._outline.reports)
        for place, node in dirty.items():
            reports[place] = self._report(node, sections, completeness)
        if completeness != self._outline.completeness:
            for place, report in enumerate(reports):
                if report.exempt:
                    reports[place] = report._replace(completeness=completeness)
        return replace(self._outline, reports=tuple(reports), completeness=completeness)

    def _completeness(self) -> float:
        counted = [r for r in self._roots if r.item is None or not self._items[r.item].exempt]
        count = sum(root.count for root in counted)
        return sum(root.score for root in counted) / count if count else 0.0

    def _report(
        self, node: _Node, sections: Sequence[Section], completeness: float
    ) -> SectionReport:
        section = sections[node.source] if node.source is not None else None
        item = self._items[node.item] if node.item is not None else None
        match = self._matches.get(node.source) if node.source is not None else None
        own = node.own or _NOTHING
        exempt = bool(item and item.exempt)
        share = node.score / node.count if node.count else 0.0
        # In the order of the fields: by their names it takes twice as long, for each section.
        return SectionReport(
            node.key,
            node.title,
            node.path,
            node.level,
            section.heading.line if section else None,
            section.last_line if section else None,
            own.state or _state_of_chapter(node.states),
            # Nothing is asked of an exempt section: it is as complete as what it serves.
            completeness if exempt else share,
            own.left,
            own.total,
            f"{own.why or why_of_chapter(node.states)}{why_matched(match) if match else ''}",
            bool(item and item.optional),
            bool(self._items) and item is None,
            exempt,
            node.item,
            match is not None and match.moved,
            match is not None and match.renamed,
            *node.head,
        )


def _says_something(passage: Passage) -> bool:
    """Say whether a passage has any units; that costs less than to read them all."""
    for kind, _, _, html in passage.parsed_blocks:
        if kind in _WITH_TEXT and _SHOWN.search(html):
            return True
    return bool(passage.parsed_blocks and passage.units)


def _head(passage: Passage) -> tuple[str, bool]:
    """Return a title as it is written, and whether the author's word stands below it."""
    is_marked = passage.confirmed or passage.not_applicable is not None
    return passage.fact(title_source), is_marked


_NOTHING = _Own(None, None, 0, 0, "")


def _why_not_applicable(node: _Node) -> str:
    """Return the author's reason, and of which section it is said."""
    said = node
    while said.above is not None and said.above.reason:
        said = said.above
    of_whom = "" if said is node else f", as “{said.title}” is"
    return f"Not applicable{of_whom}: {node.reason}"


def _free_key(wanted: str, keys: set[str]) -> str:
    """Return a key that no other section has; GitHub may give two headings one anchor."""
    key, number = wanted, 1
    while key in keys:
        key = f"{wanted}~{number}"
        number += 1
    keys.add(key)
    return key


def _own_of_missing(section: Section | None) -> _Own:
    """``section`` is the template's."""
    total = len(section.placeholders) if section else 0
    score = 0.0 if section and section.content else None
    why = "The template has this section, the document does not."
    # What is not there has nothing in it that could be left.
    return _Own(State.MISSING, score, 0, total, why)


def _state_of_chapter(states: dict[State, int]) -> State:
    """Return the state of a section whose text is all in its subsections.

    It is there, so it is never missing itself; example text in it weighs most, since that is
    what gets approved as if meant.
    """
    kinds = set(states)
    if len(kinds) == 1 and kinds != {State.MISSING}:
        return kinds.pop()
    if not kinds - {State.MISSING, State.EMPTY}:
        return State.EMPTY
    if State.EXAMPLE in kinds:
        return State.EXAMPLE
    return State.FILLED if kinds <= _FINISHED else State.PLACEHOLDERS
