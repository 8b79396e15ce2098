"""Runs the rules, and after an edit only those that have something new to look at."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain

from spec_editor.core.findings import Finding, Severity, Span
from spec_editor.core.passages import Passage
from spec_editor.core.reading import Change
from spec_editor.core.rules.catalogue import RULES, DocumentRule, Rule, SectionRule
from spec_editor.core.rules.context import DocumentView, Look, Remark, SectionView, Signs, signs_of
from spec_editor.core.rules.rule import Fact

#: The severities somebody chose by rule id; None where the rule is switched off.
Severities = Mapping[str, Severity | None]

_Remarks = tuple[tuple[SectionRule, Remark], ...]

_SECTION_RULES = tuple(rule for rule in RULES if isinstance(rule, SectionRule))
_DOCUMENT_RULES = tuple(rule for rule in RULES if isinstance(rule, DocumentRule))
_ORDER = {rule.rule_id: number for number, rule in enumerate(RULES)}
_KNOWN = frozenset(_ORDER)
# What a rule may read that is not in a passage.
_NO_FACTS = frozenset({"outline", "lines", "files"})


def known_rules() -> frozenset[str]:
    """Return the ids of all rules."""
    return _KNOWN


@dataclass(frozen=True, slots=True)
class Novelty:
    """What is new in a document since it was checked last.

    ``sections`` are the indexes of the passages that are new or whose state is, -1 for the text
    before the first heading; ``old`` and ``new`` the passages that were replaced and what
    replaced them; ``structure`` says that headings or the template are others, ``lines`` that
    something moved up or down, ``outline`` that a section's state is another.
    """

    sections: Sequence[int]
    change: Change
    old: Sequence[Passage]
    new: Sequence[Passage]
    structure: bool
    lines: bool
    outline: bool

    def concerns(self, reads: Sequence[Fact]) -> bool:
        """Say whether who reads this, beside headings, can come to anything else than before."""
        if self.structure or (self.outline and "outline" in reads):
            return True
        if self.lines and "lines" in reads:
            return True
        if "files" in reads and not self.new:
            # The same text again: what is on the disk may have changed.
            return True
        facts = [fact for fact in reads if fact not in _NO_FACTS]
        return any(
            [_read(p, fact) for p in self.old] != [_read(p, fact) for p in self.new]
            for fact in ("heading_source", *facts)
        )


def _read(passage: Passage, fact: Fact) -> object:
    return getattr(passage, fact) if isinstance(fact, str) else passage.fact(fact)


class Checker:
    """Keeps the findings of a document and brings them up to date."""

    def __init__(self, severities: Severities) -> None:
        self._severities = severities
        # The rules to ask about sections that look alike, and their ids.
        self._asked: dict[Signs, tuple[str, tuple[SectionRule, ...]]] = {}
        self._document_rules = [rule for rule in _DOCUMENT_RULES if self._severity(rule)]
        # For the preamble and each section: what is said about it, as it stands alone …
        self._remarks: list[_Remarks] = []
        # … for each rule about the whole: its remarks by section, counted from its heading …
        self._of_document: dict[str, dict[int, list[tuple[Rule, Remark]]]] = {}
        self._by_section: dict[int, list[tuple[Rule, Remark]]] = {}
        # … and all of it at its place in the document.
        self._placed: list[tuple[Finding, ...]] = []
        self._switching = 0

    def _severity(self, rule: Rule) -> Severity | None:
        return self._severities.get(rule.rule_id, rule.severity)

    def check(
        self, view: DocumentView, looks: Mapping[int, Look], novelty: Novelty
    ) -> tuple[Finding, ...]:
        """Return all findings in the order of the text.

        ``looks`` are what rules see of the sections in ``novelty``.
        """
        change = novelty.change
        self._look_at(looks, novelty)
        said_anew = False
        first_lines = [section.heading.line for section in view.sections]
        for rule in self._document_rules:
            if novelty.concerns(rule.reads) or rule.rule_id not in self._of_document:
                found = _by_section(rule, rule.check(view), first_lines)
                said_anew |= found != self._of_document.get(rule.rule_id)
                self._of_document[rule.rule_id] = found
        if said_anew:
            self._by_section = _together(self._of_document.values())
        self._placed[change.start : change.old_end] = [()] * (change.new_end - change.start)
        for index in self._to_place(novelty, len(view.sections), said_anew=said_anew):
            self._placed[index + 1] = self._place(view, index)
        self._switching += sum(bool(passage.switches) for passage in novelty.new)
        self._switching -= sum(bool(passage.switches) for passage in novelty.old)
        placed = self._switched(view) if self._switching else self._placed
        return tuple(chain.from_iterable(placed))

    def _look_at(self, looks: Mapping[int, Look], novelty: Novelty) -> None:
        """Ask the rules about sections; one that only has another place is as it was."""
        change = novelty.change
        self._remarks[change.start : change.old_end] = [()] * (change.new_end - change.start)
        for index in novelty.sections:
            look = passage, state, item, template, *others = looks[index]
            names, rules = self._rules_for(signs_of(look))
            if not rules:
                self._remarks[index + 1] = ()
                continue
            # All that a rule sees; the passages stand for themselves.
            asked = item.section.passage if item else None
            title = template.sections[0].section.passage if template else None
            self._remarks[index + 1] = passage.once(
                (names, state, asked, title, *others), partial(_remarks_on, rules, look)
            )

    def _switched(self, view: DocumentView) -> Iterator[Iterator[Finding]]:
        """Yield the findings of each section with the severities that comments give them.

        A comment holds for its section and all below it; before the first section below the
        title it holds for the document.
        """
        chosen: list[Severities] = []
        everywhere = _said_in(view.preamble)
        for section in view.sections:
            above = everywhere if section.parent is None else chosen[section.parent]
            chosen.append({**above, **_said_in(section.passage)})
        is_titled = bool(view.sections) and view.sections[0].level == 1
        of_preamble = chosen[0] if is_titled else everywhere
        for index, found in enumerate(self._placed):
            yield _with_severities(found, chosen[index - 1] if index else of_preamble)

    def _rules_for(self, signs: Signs) -> tuple[str, tuple[SectionRule, ...]]:
        """Return the rules that can find anything in a section with these signs, and their ids."""
        found = self._asked.get(signs)
        if found is None:
            rules = tuple(rule for rule in _concerned(signs) if self._severity(rule))
            found = self._asked[signs] = " ".join(rule.rule_id for rule in rules), rules
        return found

    @staticmethod
    def _to_place(novelty: Novelty, count: int, *, said_anew: bool) -> Sequence[int]:
        """Return the sections whose findings are others, or stand elsewhere, than before."""
        if novelty.structure or said_anew:
            return range(-1, count)
        return range(novelty.change.start - 1, count) if novelty.lines else novelty.sections

    def _place(self, view: DocumentView, index: int) -> tuple[Finding, ...]:
        """Return all findings in one section at its place."""
        remarks = (*self._remarks[index + 1], *self._by_section.get(index, ()))
        if not remarks:
            return ()
        section = view.sections[index] if index >= 0 else None
        lines = section.heading.line - 1 if section else 0
        title = section.title if section else ""
        own = [
            self._finding(rule, remark, remark.span.shifted(lines), title)
            for rule, remark in remarks
        ]
        return tuple(sorted(own, key=_by_place)) if len(own) > 1 else tuple(own)

    def _finding(self, rule: Rule, remark: Remark, span: Span, title: str) -> Finding:
        severity = self._severity(rule) or rule.severity
        return Finding(
            rule.rule_id,
            severity,
            span,
            remark.message,
            remark.section or title,
            remark.fixable,
            rule.on_request,
        )


# The sections of thousands of documents look alike.
@lru_cache(maxsize=1000)
def _concerned(signs: Signs) -> Sequence[SectionRule]:
    """Return the rules that can find anything in a section with these signs."""
    return [rule for rule in _SECTION_RULES if rule.when(signs)]


def _remarks_on(rules: Sequence[SectionRule], look: Look) -> _Remarks:
    view = SectionView(*look)
    return tuple((rule, remark) for rule in rules for remark in rule.check(view))


def _by_section(
    rule: Rule, remarks: Iterable[Remark], first_lines: Sequence[int]
) -> dict[int, list[tuple[Rule, Remark]]]:
    """Return what a rule says by section, its places counted from that section's heading."""
    found: dict[int, list[tuple[Rule, Remark]]] = {}
    for remark in remarks:
        index = bisect_right(first_lines, remark.span.line) - 1
        above = first_lines[index] - 1 if index >= 0 else 0
        moved = remark._replace(span=remark.span.shifted(-above))
        found.setdefault(index, []).append((rule, moved))
    return found


def _together(
    found: Iterable[dict[int, list[tuple[Rule, Remark]]]],
) -> dict[int, list[tuple[Rule, Remark]]]:
    """Return what all rules say by section, rule after rule."""
    together: dict[int, list[tuple[Rule, Remark]]] = defaultdict(list)
    for by_section in found:
        for index, remarks in by_section.items():
            together[index] += remarks
    return dict(together)


def _said_in(passage: Passage) -> Severities:
    return {switch.rule: switch.severity for switch in passage.switches}


def _with_severities(found: Iterable[Finding], chosen: Severities) -> Iterator[Finding]:
    for finding in found:
        severity = chosen.get(finding.rule, finding.severity)
        if severity is not None:
            yield finding if severity is finding.severity else finding._replace(severity=severity)


def _by_place(finding: Finding) -> tuple[int, int, int]:
    return finding.span.line, finding.span.column, _ORDER[finding.rule]
