"""Which section of a document is which section of its template.

Two passes, each linear in the number of sections: below a matched parent by title, then, for
what is left, by title anywhere (moved, promoted or demoted sections).
"""

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from spec_editor.core.sections import Section
from spec_editor.core.template import Template, normal_title

# Below these a document is not measured by a template that nobody chose for it.
_LEAST_MATCHES = 3
_LEAST_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class Match:
    """A document's section (index) is a template's section (index), and why."""

    section: int
    template: int
    why: str
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Matching:
    """All matches of a document; ``missing`` are template sections that have no counterpart."""

    by_section: dict[int, Match]
    missing: tuple[int, ...]


@dataclass
class _Matcher:
    sections: tuple[Section, ...]
    template: Template
    matches: dict[int, Match] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.titles = [normal_title(section.title) for section in self.sections]
        self.children = _children(section.parent for section in self.sections)
        self.template_children = _children(item.parent for item in self.template.sections)

    def run(self) -> Matching:
        self._match_titles()
        self._match_below(None, None)
        self._match_moved()
        return Matching(self.matches, tuple(self._missing()))

    def _match_titles(self) -> None:
        """The document's title stands for the template's, whatever it says."""
        if self.sections and self.sections[0].level == 1 == self.template.sections[0].section.level:
            self._take(0, 0, "it is the document's title")

    def _match_below(self, section: int | None, item: int | None) -> None:
        """Match the children of a matched pair, and then theirs."""
        found = [(section, item)]
        while found:
            above, item_above = found.pop()
            candidates = [c for c in self._below(above) if c not in self.matches]
            items = self._items_below(item_above)
            if not candidates or not items:
                continue
            equal = self._match_equal(candidates, items)
            taken = {item for _, item in equal}
            found += equal
            found += self._match_repeated(candidates, items, taken)

    def _below(self, section: int | None) -> list[int]:
        if section is None and self.sections and self.sections[0].level == 1:
            return [*self.children[None], *self.children[0]]
        return self.children[section]

    def _items_below(self, item: int | None) -> list[int]:
        if item is None and self.template.sections[0].section.level == 1:
            # The title is taken already, else a chapter of the same name would be one as well.
            others = [other for other in self.template_children[None] if other not in self.used]
            return [*others, *self.template_children[0]]
        return self.template_children[item]

    def _match_equal(self, candidates: list[int], items: list[int]) -> list[tuple[int, int]]:
        by_title: dict[str, deque[int]] = defaultdict(deque)
        for candidate in candidates:
            by_title[self.titles[candidate]].append(candidate)
        pairs = []
        for item in items:
            queue = by_title.get(self.template.sections[item].normal_title)
            if queue:
                pairs.append(self._take(queue.popleft(), item, "it has the template's title"))
        return pairs

    def _match_repeated(
        self, candidates: list[int], items: list[int], taken: set[int]
    ) -> list[tuple[int, int]]:
        groups: dict[str, list[int]] = defaultdict(list)
        for item in items:
            pattern = self.template.sections[item].repeat
            if pattern is not None:
                groups[pattern.pattern].append(item)
        pairs = []
        for members in groups.values():
            pattern = self.template.sections[members[0]].repeat
            free = deque(member for member in members if member not in taken)
            for candidate in candidates:
                if candidate in self.matches or pattern is None:
                    continue
                if pattern.fullmatch(self.titles[candidate]):
                    item = free.popleft() if free else members[-1]
                    title = self.template.sections[item].title
                    pairs.append(self._take(candidate, item, f"it is another “{title}”"))
        return pairs

    def _match_moved(self) -> None:
        by_title: dict[str, deque[int]] = defaultdict(deque)
        for index, title in enumerate(self.titles):
            if index not in self.matches:
                by_title[title].append(index)
        for item, entry in enumerate(self.template.sections):
            queue = by_title.get(entry.normal_title)
            while queue and queue[0] in self.matches:
                queue.popleft()
            if item not in self.used and queue:
                why = "it has the template's title, at another place"
                self._match_below(*self._take(queue.popleft(), item, why, moved=True))

    def _take(self, section: int, item: int, why: str, *, moved: bool = False) -> tuple[int, int]:
        self.matches[section] = Match(section, item, why, moved)
        self.used.add(item)
        return section, item

    def _missing(self) -> Iterable[int]:
        """Of a repeatable section one is enough; optional and exempt ones need not be there."""
        present = {
            (entry.parent, entry.repeat.pattern)
            for index, entry in enumerate(self.template.sections)
            if index in self.used and entry.repeat is not None
        }
        left_out: set[int] = set()
        for index, entry in enumerate(self.template.sections):
            if index in self.used:
                continue
            group = (entry.parent, entry.repeat.pattern) if entry.repeat else None
            if entry.optional or entry.exempt or entry.parent in left_out or group in present:
                left_out.add(index)
                continue
            if group is not None:
                present.add(group)
            yield index


def _children(parents: Iterable[int | None]) -> dict[int | None, list[int]]:
    children: dict[int | None, list[int]] = defaultdict(list)
    for index, parent in enumerate(parents):
        children[parent].append(index)
    return children


def match_sections(sections: tuple[Section, ...], template: Template) -> Matching:
    """Match a document's sections to a template's, deterministically."""
    return _Matcher(sections, template).run()


def best_template(
    sections: tuple[Section, ...], templates: Iterable[Template]
) -> tuple[Template, Matching] | None:
    """Return the template that explains most of the document's headings; None below a floor."""
    best: tuple[float, Template, Matching] | None = None
    for template in templates:
        matching = match_sections(sections, template)
        found = sum(1 for match in matching.by_section.values() if match.template)
        share = found / max(1, len(sections) - 1)
        if found >= _LEAST_MATCHES and share >= _LEAST_SHARE and (not best or share > best[0]):
            best = share, template, matching
    return best and best[1:]
