"""Which section of a document is which of its template: cases, and what holds for all."""

from collections.abc import Callable

import pytest
from cases_reader import Case, read_cases
from hypothesis import example, given, settings
from hypothesis import strategies as st
from timing import least_seconds

from spec_editor.core.best_template import best_template
from spec_editor.core.document import read_document
from spec_editor.core.matches import Match, Matching
from spec_editor.core.matching import match_sections
from spec_editor.core.sections import Section
from spec_editor.core.setup import TemplateSource
from spec_editor.core.similarity import plain_title
from spec_editor.core.template import Template, normal_title, read_template
from spec_editor.core.template_index import index_of
from spec_editor.core.title_hints import hints_of


def by_name(case: Case) -> str:
    return case.name


def sections_of(text: str) -> tuple[Section, ...]:
    return read_document(text, []).sections


def template_of(text: str, name: str = "case", manifest: str | None = None) -> Template:
    return read_template(TemplateSource(name, text, manifest))


def matched(text: str, template: Template) -> Matching:
    return match_sections(sections_of(text), template)


# ---------------------------------------------------------------- cases


def marks_of(match: Match) -> str:
    marks = [name for name in ("moved", "renamed") if getattr(match, name)]
    if match.level_change:
        marks.append(f"level{match.level_change:+d}")
    return "+".join(marks) or "match"


def lines_of(sections: tuple[Section, ...], template: Template, matching: Matching) -> list[str]:
    lines = []
    for number, section in enumerate(sections):
        match = matching.by_section.get(number)
        if match is None:
            lines.append(f"extra {section.heading.line} {section.title}")
            continue
        path = " / ".join(template.sections[match.template].path)
        lines.append(
            f"{marks_of(match)} {section.heading.line} {section.title} -> {path} ({match.why})"
        )
    return lines + [f"missing {' / '.join(template.sections[n].path)}" for n in matching.missing]


@pytest.mark.parametrize("case", read_cases("matching"), ids=by_name)
def test_matching(case: Case) -> None:
    template = template_of(case.parts["template"], manifest=case.parts.get("manifest"))
    sections = sections_of(case.parts["document"])
    lines = lines_of(sections, template, match_sections(sections, template))
    assert lines == case.lines("expected")


# ---------------------------------------------------------------- what holds for every document

TITLES = st.sampled_from(
    [
        *("Scope", "3.2 Scope", "*Scope*", "Goals", "Non-Goals", "Overview", "Security", "", "&"),
        *("Test Plan", "Testing Plan", "Tests", "Security Design", "Design", "Detailed Design"),
        *("Part 1", "Part 2", "FR-001: {Name}", "FR-7: x", "{Any}", "{}", "GET /a/{id}", "日本"),
        *("Table: users", "C (optional)", "Risks & Costs", "Risks and Costs", "%"),
    ]
)
HEADINGS = st.builds(lambda level, title: f"{'#' * level} {title}\n\n", st.integers(1, 6), TITLES)
OUTLINES = st.lists(HEADINGS, max_size=14).map("".join)


@given(OUTLINES, OUTLINES)
@settings(max_examples=300)
def test_it_is_the_same_each_time_and_nothing_is_matched_twice(ours: str, theirs: str) -> None:
    if not sections_of(theirs):
        return
    template = template_of(theirs)
    sections = sections_of(ours)
    matching = match_sections(sections, template)
    assert matching == match_sections(sections, template)
    used: list[int] = []
    for number, match in matching.by_section.items():
        assert match.section == number < len(sections)
        assert match.why
        item = template.sections[match.template]
        if item.repeat is None and not under_repeated(template, match.template):
            used.append(match.template)
    assert len(used) == len(set(used))
    assert not set(used) & set(matching.missing)
    assert list(matching.missing) == sorted(set(matching.missing))


def under_repeated(template: Template, item: int) -> bool:
    parent = template.sections[item].parent
    if parent is None:
        return False
    return template.sections[parent].repeat is not None or under_repeated(template, parent)


@given(OUTLINES)
@example("# \n\n# ")
@example("## a\n\n# {T}\n\n## a\n\n")
@example("# A\n\n## A\n\n# A\n\n")
@settings(max_examples=300)
def test_a_template_is_its_own_document(text: str) -> None:
    sections = sections_of(text)
    if not sections:
        return
    template = template_of(text)
    matching = match_sections(sections, template)
    assert sorted(matching.by_section) == list(range(len(sections)))
    assert matching.missing == ()
    for match in matching.by_section.values():
        assert (match.moved, match.renamed, match.level_change) == (False, False, 0), match


def test_the_shipped_template_is_its_own_document(template_text: str) -> None:
    template = template_of(template_text)
    matching = matched(template_text, template)
    assert [matching.by_section[n].template for n in range(len(template.sections))] == list(
        range(len(template.sections))
    )
    assert not any(match.moved or match.renamed for match in matching.by_section.values())


CHAPTERS = tuple(f"## {name}\n\n### First of {name}\n\n### Then\n\n" for name in "ABCDEFG")


@given(st.permutations(CHAPTERS))
@settings(max_examples=100)
def test_chapters_in_another_order_are_all_found_and_the_fewest_are_moved(
    chapters: list[str],
) -> None:
    template = template_of("# T\n\n" + "".join(CHAPTERS))
    matching = matched("# T\n\n" + "".join(chapters), template)
    assert len(matching.by_section) == len(template.sections)
    assert matching.missing == ()
    moved = [match for match in matching.by_section.values() if match.moved]
    places = [CHAPTERS.index(chapter) for chapter in chapters]
    assert len(moved) == len(places) - longest_rise(places)
    assert all(template.sections[match.template].section.level == 2 for match in moved)


def longest_rise(numbers: list[int]) -> int:
    """The plain way: of each number the longest that ends in it."""
    best: list[int] = []
    for place, number in enumerate(numbers):
        before = [best[n] for n in range(place) if numbers[n] < number]
        best.append(1 + max(before, default=0))
    return max(best, default=0)


@given(st.integers(0, 6), st.integers(0, 6))
def test_one_chapter_that_is_moved_is_one_moved_section(source: int, target: int) -> None:
    chapters = list(CHAPTERS)
    chapters.insert(target, chapters.pop(source))
    matching = matched("# T\n\n" + "".join(chapters), template_of("# T\n\n" + "".join(CHAPTERS)))
    moved = [match for match in matching.by_section.values() if match.moved]
    assert len(moved) == (source != target)


# ---------------------------------------------------------------- growth


MANY: dict[str, Callable[[int], str]] = {
    "known words": lambda n: "".join(f"## Security monitoring {i}\n\n" for i in range(n)),
    "slips": lambda n: "".join(f"## Perfomance {i} Specificatons\n\n" for i in range(n)),
    "one title": lambda n: "## Scope\n\n" * n,
    "a title that repeats": lambda n: "".join(f"## FR-{i}: Name\n\n" for i in range(n)),
    "all levels": lambda n: "".join(f"{'#' * (2 + i % 5)} Plan {i}\n\n" for i in range(n)),
    "gaps": lambda n: "## Introduction\n\n## Overview of it\n\n" * (n // 2),
}


@pytest.mark.parametrize("name", MANY)
def test_sixteen_times_the_sections_take_not_their_square(name: str, template_text: str) -> None:
    template = template_of(template_text)
    small, large = (sections_of(f"# T\n\n{MANY[name](n)}") for n in (500, 8000))
    assert len(large) > 8000
    # Below some milliseconds the clock says nothing.
    least = max(seconds(small, template), 0.001)
    # One run is enough when it was quick enough.
    assert any(seconds(large, template, runs=1) / least < 64 for _ in range(3))


def seconds(sections: tuple[Section, ...], template: Template, runs: int = 2) -> float:
    def match() -> None:
        # What is remembered of titles would make the smaller one quicker than it is.
        likeness = index_of(template).likeness
        hints = hints_of([template]).hints
        for remembered in (likeness.like, likeness.sharing, likeness.misspelled, hints):
            remembered.cache_clear()
        for remembered in (normal_title, plain_title):
            remembered.cache_clear()
        best_template(sections, [template])
        match_sections(sections, template)

    return least_seconds(match, runs)


# ---------------------------------------------------------------- the best template

RFC = (
    "# T\n\n## Summary\n\n## Motivation\n\n## Detailed design\n\n## Drawbacks\n\n## Alternatives\n"
)
LONG_RFC = f"{RFC}\n## Prior art\n\n## Unresolved questions\n\n## Future possibilities\n"
DECISION = (
    "# T\n\n## Context\n\n## Decision drivers\n\n## Considered options\n\n## Decision outcome\n"
)
MANUAL = "# T\n\n## Introduction\n\n## Overview\n\n## Summary\n\n## References\n\n## Glossary\n"


def chosen(text: str, *templates: str) -> str | None:
    candidates = [template_of(template, str(n)) for n, template in enumerate(templates)]
    best = best_template(sections_of(text), candidates)
    return best and best[0].name


def test_the_template_with_all_headings_and_no_others_wins() -> None:
    assert chosen(RFC, LONG_RFC, RFC, DECISION) == "1"
    assert chosen(LONG_RFC, RFC, LONG_RFC, DECISION) == "1"
    assert chosen(DECISION, RFC, LONG_RFC, DECISION) == "2"


def test_of_equal_templates_the_first_wins() -> None:
    assert chosen(RFC, DECISION, RFC, RFC) == "1"


def test_own_subsections_do_not_count_where_the_template_has_none() -> None:
    own = "".join(f"### My part {n}\n\n" for n in range(50))
    text = RFC.replace("## Drawbacks", f"{own}## Drawbacks")
    assert chosen(text, DECISION, RFC) == "1"


def test_generic_headings_and_the_title_decide_nothing() -> None:
    text = "# T\n\n## Introduction\n\n## Overview\n\n## References\n\n## My own\n"
    assert chosen(text, MANUAL) is None
    assert chosen("# T\n", RFC, MANUAL) is None
    assert chosen("", RFC) is None


def test_a_placeholder_that_takes_any_title_explains_nothing() -> None:
    anything = "# {Title}\n\n## {Chapter}\n\n### {Section}\n"
    assert chosen(RFC, anything) is None
    assert chosen(RFC, anything, RFC) == "1"


def test_some_sections_of_a_long_template_are_not_the_template(template_text: str) -> None:
    text = "# T\n\n## System Overview\n\n## Usage\n\n## Options\n\n## Examples\n\n## Bugs\n"
    assert chosen(text, template_text) is None


def test_a_document_with_renamed_and_moved_sections_keeps_its_template(template_text: str) -> None:
    text = (
        template_text.replace("## Testing Strategy", "## Test strategy")
        .replace("## Deployment Plan", "## 11. Deployment plans")
        .replace("### Key Milestones", "## Key Milestones")
    )
    assert chosen(text, RFC, template_text, DECISION) == "1"
