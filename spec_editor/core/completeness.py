"""The state and the score of every section.

A section with text of its own scores 1 when it is filled, confirmed or not applicable, 0 when it
is missing, empty or still the template's example, and, with placeholders left, the share of the
template's placeholders that are gone. A chapter, and the document, is the mean over its sections
that have, or should have, text of their own.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from spec_editor.core.examples import examples_of, group_key
from spec_editor.core.facts import Field
from spec_editor.core.headings import title_source
from spec_editor.core.matches import Match, Matching
from spec_editor.core.metadata import is_all_in
from spec_editor.core.passages import Passage
from spec_editor.core.reasons import why_left, why_matched, why_of_chapter
from spec_editor.core.report import SectionReport, State
from spec_editor.core.sections import Section
from spec_editor.core.template import Template, TemplateSection
from spec_editor.core.template_index import TemplateIndex, index_of

# The first words behind a tag, in a block that is no raw HTML.
_SHOWN = re.compile(r">\s*([^<\s][^<]{0,60})")
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


# Of most sections nothing else is to be said.
_WRITTEN = _Own(State.FILLED, 1.0, 0, 0, "Written, with no placeholder left.")


@dataclass(slots=True, eq=False)
class _Node:
    """One report in the making: a document's section, a template's, or a pair of them."""

    source: int | None
    match: Match | None
    item: int | None
    asked: TemplateSection | None
    level: int
    title: str
    above: "_Node | None"
    own: _Own = _WRITTEN
    head: tuple[str, bool] = ("", False)
    children: list["_Node"] = field(default_factory=list)
    path: tuple[str, ...] = ()
    key: str = ""
    reason: str = ""
    place: int = 0
    score: float = 0.0
    count: int = 0


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
        self._count_placeholders = count_placeholders
        self._front_matter = front_matter
        self._examples = examples_of(self._items)
        self._asks_below = {item.parent for item in self._items}
        self._with_children = {section.parent for section in sections}
        self._by_source: dict[int, _Node] = {}
        self._roots: list[_Node] = []
        by_item = self._tree(sections, matching.by_section if matching else {})
        if template and matching:
            for item in matching.missing:
                self._insert_missing(index_of(template), item, by_item)
        self._nodes = self._numbered(sections)
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
        return node.own.state if node else None

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
        if dirty:
            self._outline = self._patched(sections, dirty)
        if moved:
            self._outline = self._moved(sections)

    # The tree

    def _tree(self, sections: Sequence[Section], matches: Mapping[int, Match]) -> dict[int, _Node]:
        """Nest the document's sections; return the first of each of the template's."""
        by_item: dict[int, _Node] = {}
        for index, _, heading, parent, _, _ in sections:
            match = matches.get(index)
            item = match.template if match else None
            asked = self._items[item] if item is not None else None
            above = self._by_source[parent] if parent is not None else None
            node = _Node(index, match, item, asked, heading.level, heading.title, above)
            self._by_source[index] = node
            (above.children if above else self._roots).append(node)
            if item is not None:
                by_item.setdefault(item, node)
        return by_item

    def _insert_missing(self, index: TemplateIndex, item: int, by_item: dict[int, _Node]) -> None:
        """Put a missing section behind its elder sibling."""
        parent = self._items[item].parent
        above = by_item.get(parent) if parent is not None else None
        if above and above.source is None and self._items[parent or 0].section.level == 1:
            # Where only the title is missing, what belongs below it is not.
            above = None
        siblings = above.children if above else self._roots
        asked = self._items[item]
        level = above.level + 1 if above else asked.section.level
        # One that was moved says nothing about where others belong.
        settled = [None if each.match and each.match.moved else each.item for each in siblings]
        elder = index.elder(item, settled)
        own = asked.section.passage.fact(_own_of_missing)
        node = _Node(None, None, item, asked, level, asked.title, above, own)
        siblings.insert(0 if elder is None else elder + 1, node)
        by_item[item] = node

    def _numbered(self, sections: Sequence[Section]) -> list[_Node]:
        """Return all nodes in the order of reading, each with its path, key and number.

        The reason why a section does not apply holds for all below, and nothing is missing there.
        """
        nodes: list[_Node] = []
        keys: set[str] = set()
        waiting = self._roots[::-1]
        while waiting:
            node = waiting.pop()
            above = node.above
            # The document's title is in no path but its own.
            node.path = (*above.path, node.title) if above and above.level > 1 else (node.title,)
            node.place = len(nodes)
            nodes.append(node)
            if node.source is None:
                node.key = _free_key(f"missing: {' / '.join(node.path)}", keys)
            else:
                section = sections[node.source]
                node.key = _free_key(section.heading.slug, keys)
                node.reason = (above and above.reason) or section.passage.not_applicable or ""
            if node.reason:
                node.children = [child for child in node.children if child.source is not None]
            waiting += reversed(node.children)
        return nodes

    # What each is worth

    def _sum_up(self, node: _Node) -> None:
        """Add up a node's own score and those below it."""
        score = node.own.score
        node.score, node.count = (0.0, 0) if score is None else (score, 1)
        for child in node.children:
            if not (child.asked and child.asked.exempt):
                node.score += child.score
                node.count += child.count

    def _look(self, node: _Node, sections: Sequence[Section]) -> bool:
        """Take up what a section's heading and text say; return whether anything is new."""
        if node.source is None:
            return False
        passage = sections[node.source].passage
        before = node.own, node.head
        node.own, node.head = self._own(node, passage), _head(passage)
        return before != (node.own, node.head)

    def _own(self, node: _Node, passage: Passage) -> _Own:
        item = node.asked
        left = self._count_placeholders(passage)
        asked = self._count_placeholders(item.section.passage) if item else 0
        total = max(left, asked)
        if item and item.exempt:
            return _Own(State.FILLED, None, left, total, "The template exempts this section.")
        if node.reason:
            return _Own(State.NOT_APPLICABLE, 1.0, left, total, _why_not_applicable(node))
        words = _first_words(passage)
        if not (words or (passage.parsed_blocks and passage.units)):
            if self._text_is_below(item, node):
                return _Own(None, None, 0, total, "")
            return _Own(State.EMPTY, 0.0, left, total, "There is no text under this heading.")
        if left:
            done = (total - left) / total
            return _Own(State.PLACEHOLDERS, done, left, total, why_left(left, total))
        if passage.confirmed:
            why = "The author confirms that the example text applies as it stands."
            return _Own(State.CONFIRMED, 1.0, 0, total, why)
        if item and self._is_example(item, passage, words):
            return _Own(State.EXAMPLE, 0.0, 0, total, "This is still the template's example text.")
        return _WRITTEN._replace(total=total) if total else _WRITTEN

    def _is_example(self, item: TemplateSection, passage: Passage, words: str) -> bool:
        """Say whether a section says what the template does; mostly its first words tell."""
        said = self._examples[group_key(item)]
        return any(words in unit for unit in said) and said.issuperset(passage.units)

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

    def _moved(self, sections: Sequence[Section]) -> Outline:
        """Return the outline with all sections at their places."""
        reports = list(self._outline.reports)
        for place, source in enumerate(self._outline.sources):
            if source is not None:
                section = sections[source]
                reports[place] = reports[place].at(section.heading.line, section.last_line)
        return replace(self._outline, reports=tuple(reports))

    def _completeness(self) -> float:
        counted = [root for root in self._roots if not (root.asked and root.asked.exempt)]
        count = sum(root.count for root in counted)
        return sum(root.score for root in counted) / count if count else 0.0

    def _report(
        self, node: _Node, sections: Sequence[Section], completeness: float
    ) -> SectionReport:
        section = sections[node.source] if node.source is not None else None
        item, match, own = node.asked, node.match, node.own
        state, why = own.state, own.why
        if state is None:
            states = Counter(_states_below(node))
            state, why = _state_of_chapter(states), why_of_chapter(states)
        exempt = item is not None and item.exempt
        share = node.score / node.count if node.count else 0.0
        # In the order of the fields: by their names it takes twice as long, for each section.
        return SectionReport(
            node.key,
            node.title,
            node.path,
            node.level,
            section.heading.line if section else None,
            section.last_line if section else None,
            state,
            # Nothing is asked of an exempt section: it is as complete as what it serves.
            completeness if exempt else share,
            own.left,
            own.total,
            why + why_matched(match) if match else why,
            item is not None and item.optional,
            item is None and bool(self._items),
            exempt,
            node.item,
            match is not None and match.moved,
            match is not None and match.renamed,
            *node.head,
        )


def _first_words(passage: Passage) -> str:
    """Return words that stand in one of the passage's units; empty where none are easily found."""
    for kind, _, _, html in passage.parsed_blocks:
        if kind in _WITH_TEXT and (shown := _SHOWN.search(html)):
            return " ".join(shown[1].split())
    return ""


def _head(passage: Passage) -> tuple[str, bool]:
    """Return a title as it is written, and whether the author's word stands below it."""
    marker = passage.marker
    is_marked = marker is not None and (marker.confirms or marker.reason is not None)
    return title_source(passage), is_marked


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


def _own_of_missing(passage: Passage) -> _Own:
    """Return what a section is worth that is not there; ``passage`` is the template's."""
    why = "The template has this section, the document does not."
    # What is not there has nothing in it that could be left.
    score = 0.0 if passage.content else None
    return _Own(State.MISSING, score, 0, len(passage.placeholders), why)


def _states_below(node: _Node) -> Iterator[State]:
    """Yield the states of all sections below one that count for it."""
    for child in node.children:
        if not (child.asked and child.asked.exempt):
            if child.own.state is not None:
                yield child.own.state
            yield from _states_below(child)


def _state_of_chapter(states: Mapping[State, int]) -> State:
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
