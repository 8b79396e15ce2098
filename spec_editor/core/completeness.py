"""The state and the score of every section.

A section with text of its own scores 1 when it is filled, confirmed or not applicable, 0 when it
is missing, empty or still the template's example, and, with placeholders left, the share of the
template's placeholders that are gone. A chapter, and the document, is the mean over its sections
that have, or should have, text of their own.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from spec_editor.core.matching import Matching
from spec_editor.core.report import SectionReport, State
from spec_editor.core.sections import Section
from spec_editor.core.template import Template, TemplateSection, section_paths

_FINISHED = {State.FILLED, State.CONFIRMED, State.NOT_APPLICABLE}


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


@dataclass(slots=True)
class _Node:
    """One report in the making: a document's section, a template's, or a pair of them."""

    source: int | None
    item: int | None
    level: int
    children: list["_Node"] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Own:
    """What a section's own text is worth; ``score`` is None when nothing is asked of it."""

    state: State | None
    score: float | None
    left: int
    total: int
    why: str


class _Builder:
    def __init__(
        self, sections: tuple[Section, ...], template: Template | None, matching: Matching | None
    ) -> None:
        self.sections = sections
        self.paths = section_paths(sections)
        self.items = template.sections if template else ()
        self.matches = matching.by_section if matching else {}
        self.missing = matching.missing if matching else ()
        self.examples = _example_texts(self.items)
        self.with_children = {section.parent for section in sections}
        self.asks_below = {item.parent for item in self.items}
        self.rows: list[tuple[SectionReport, _Node]] = []
        self.exempt: list[int] = []
        self.keys: set[str] = set()

    def outline(self) -> Outline:
        roots = self._tree()
        scores = [score for root in roots for score in self._emit(root, ())[0]]
        completeness = _mean(scores)
        reports = [report for report, _ in self.rows]
        for index in self.exempt:
            # Nothing is asked of an exempt section: it is as complete as the document it serves.
            reports[index] = replace(reports[index], completeness=completeness)
        return Outline(
            tuple(reports),
            tuple(node.source for _, node in self.rows),
            tuple(node.item for _, node in self.rows),
            completeness,
        )

    def _tree(self) -> list[_Node]:
        """Nest the document's sections and put each missing one behind its elder sibling."""
        roots: list[_Node] = []
        by_section: dict[int, _Node] = {}
        by_item: dict[int, _Node] = {}
        for index, section in enumerate(self.sections):
            match = self.matches.get(index)
            node = _Node(index, match.template if match else None, section.level)
            by_section[index] = node
            if match:
                by_item.setdefault(match.template, node)
            above = roots if section.parent is None else by_section[section.parent].children
            above.append(node)
        for item in self.missing:
            self._insert_missing(item, roots, by_item)
        return roots

    def _insert_missing(self, item: int, roots: list[_Node], by_item: dict[int, _Node]) -> None:
        parent = self.items[item].parent
        above = by_item.get(parent) if parent is not None else None
        siblings = above.children if above else roots
        level = above.level + 1 if above else self.items[item].section.level
        elder = {n for n in range(item) if self.items[n].parent == parent}
        places = [n for n, sibling in enumerate(siblings) if sibling.item in elder]
        node = _Node(None, item, level)
        siblings.insert(places[-1] + 1 if places else 0, node)
        by_item[item] = node

    def _emit(
        self, node: _Node, path: tuple[str, ...], not_applicable: str = ""
    ) -> tuple[list[float], list[State]]:
        """Append the reports of a node and all below it; return their scores and states.

        ``not_applicable`` is the reason given for a section above: it holds for all below.
        """
        if not_applicable and node.source is None:
            return [], []
        section = self.sections[node.source] if node.source is not None else None
        item = self.items[node.item] if node.item is not None else None
        own = self._own(section, item, node, not_applicable)
        title = section.title if section else item.title if item else ""
        is_title = node.level == 1 and not path
        path = (*path, title)
        key = self._key(section.heading.slug if section else f"missing: {' / '.join(path)}")
        place = len(self.rows)
        self.rows.append((_PENDING, node))
        scores = [] if own.score is None else [own.score]
        states = [] if own.state is None else [own.state]
        reason = not_applicable or ((section.not_applicable or "") if section else "")
        for child in node.children:
            below = () if is_title else path
            child_scores, child_states = self._emit(child, below, reason)
            scores += child_scores
            states += child_states
        exempt = bool(item and item.exempt)
        if exempt:
            self.exempt.append(place)
        state = own.state or _state_of_chapter(states)
        self.rows[place] = (
            SectionReport(
                key=key,
                title=title,
                path=path,
                level=section.level if section else node.level,
                line=section.heading.line if section else None,
                last_line=section.last_line if section else None,
                state=state,
                completeness=_mean(scores) if scores else 0.0,
                placeholders=own.left,
                placeholders_total=own.total,
                why=f"{own.why or _why_of_chapter(states)}{self._why_moved(node)}",
                optional=bool(item and item.optional),
                extra=bool(self.items) and item is None,
                exempt=exempt,
            ),
            node,
        )
        return ([], []) if exempt else (scores, states)

    def _key(self, wanted: str) -> str:
        """Return a key that no other section has; GitHub may give two headings one anchor."""
        key, number = wanted, 1
        while key in self.keys:
            key = f"{wanted}~{number}"
            number += 1
        self.keys.add(key)
        return key

    def _why_moved(self, node: _Node) -> str:
        match = self.matches.get(node.source) if node.source is not None else None
        moved = match is not None and match.moved
        return " It stands at another place than in the template." if moved else ""

    def _own(
        self,
        section: Section | None,
        item: TemplateSection | None,
        node: _Node,
        not_applicable: str,
    ) -> _Own:
        if section is None:
            return _own_of_missing(item.section if item else None)
        left = len(section.placeholders)
        asked = len(item.section.placeholders) if item else 0
        total = max(left, asked)
        if item and item.exempt:
            return _Own(State.FILLED, None, left, total, "The template exempts this section.")
        if reason := not_applicable or section.not_applicable:
            return _Own(State.NOT_APPLICABLE, 1.0, left, total, f"Not applicable: {reason}")
        if not section.content and not (left and self._text_is_below(item, node)):
            return self._own_of_empty(item, node, left, total)
        if left:
            why = f"{left} of {total} placeholders are left."
            return _Own(State.PLACEHOLDERS, (total - left) / total, left, total, why)
        if section.confirmed:
            why = "The author confirms that the example text applies as it stands."
            return _Own(State.CONFIRMED, 1.0, 0, total, why)
        if item and section.content in self.examples[_group_key(item)]:
            return _Own(State.EXAMPLE, 0.0, 0, total, "This is still the template's example text.")
        return _Own(State.FILLED, 1.0, 0, total, "Written, with no placeholder left.")

    def _text_is_below(self, item: TemplateSection | None, node: _Node) -> bool:
        """A heading needs no text of its own where subsections carry it."""
        below = node.source in self.with_children or node.item in self.asks_below
        return below and not (item and item.section.content)

    def _own_of_empty(
        self, item: TemplateSection | None, node: _Node, left: int, total: int
    ) -> _Own:
        if self._text_is_below(item, node):
            return _Own(None, None, 0, total, "")
        return _Own(State.EMPTY, 0.0, left, total, "There is no text under this heading.")


_PENDING = SectionReport("", "", (), 1, None, None, State.EMPTY, 0.0, 0, 0, "")


def _own_of_missing(section: Section | None) -> _Own:
    """``section`` is the template's."""
    total = len(section.placeholders) if section else 0
    score = 0.0 if section and section.content else None
    why = "The template has this section, the document does not."
    return _Own(State.MISSING, score, total, total, why)


def _group_key(item: TemplateSection) -> tuple[int | None, str]:
    return item.parent, item.repeat.pattern if item.repeat else item.title


def _example_texts(
    items: tuple[TemplateSection, ...],
) -> dict[tuple[int | None, str], set[str]]:
    """Return the example texts of each section; those that repeat share theirs."""
    examples: dict[tuple[int | None, str], set[str]] = defaultdict(set)
    for item in items:
        examples[_group_key(item)].add(item.section.content)
    return examples


def _mean(scores: list[float]) -> float:
    return sum(scores) / len(scores) if scores else 0.0


def _state_of_chapter(states: list[State]) -> State:
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


def _why_of_chapter(states: list[State]) -> str:
    if not states:
        return "There is no text under this heading."
    counts = [
        f"{states.count(state)} {state.value.replace('-', ' ')}"
        for state in State
        if state in states
    ]
    return f"Its sections: {', '.join(counts)}."


def walk_missing(outline: Outline) -> Iterator[SectionReport]:
    """Yield the missing sections whose parent is not missing as well."""
    missing: set[tuple[str, ...]] = set()
    for report in outline.reports:
        if report.state is State.MISSING and report.line is None:
            if report.path[:-1] not in missing:
                yield report
            missing.add(report.path)


def build_outline(
    sections: tuple[Section, ...], template: Template | None, matching: Matching | None
) -> Outline:
    """Say of every section how far it is, and of the document how complete."""
    return _Builder(sections, template, matching).outline()
