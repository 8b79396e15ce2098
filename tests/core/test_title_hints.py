"""What titles alone tell of a document's template never contradicts matching in full."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from spec_editor.core.document import read_document
from spec_editor.core.matching import Matcher, match_sections
from spec_editor.core.setup import TemplateSource
from spec_editor.core.similarity import plain_title
from spec_editor.core.template import normal_title, read_template
from spec_editor.core.template_choice import Explanation, is_evident
from spec_editor.core.template_index import index_of
from spec_editor.core.title_hints import hints_of

TITLES = st.sampled_from(
    [
        *("Scope", "Scop", "3.2 Scope", "Goals", "Non-Goals", "Goals: all of them", "", "&", "%"),
        *("Test Plan", "Testing Plan", "Plan", "Design", "Detailed Design", "Detailled desing"),
        *("Part 1", "Part 2", "FR-001: {Name}", "FR-7: x", "{Any}", "GET /a/{id}", "GET /a/7"),
        *("Time frame", "Timeframe", "Risks & Costs", "Costs", "Rollout (optional)", "Rollout"),
        *("System overview", "Overview of one system and others", "Drawbacks", "Prior art"),
    ]
)
HEADINGS = st.builds(lambda level, title: f"{'#' * level} {title}\n\n", st.integers(1, 4), TITLES)
OUTLINES = st.lists(HEADINGS, min_size=1, max_size=12).map("".join)
CHAPTERS = "## Drawbacks\n\n## Prior art\n\n## Rollout\n\n"


@given(OUTLINES, st.lists(OUTLINES, min_size=1, max_size=3))
@settings(max_examples=200)
@example("# T\n\n## Scop\n\n## Drawbacks\n", ["# T\n\n## Scope\n\n## Drawbacks\n"])
@example(
    "# T\n\n## Drawbacks\n\n## My work plan\n\n## Rollout\n",
    ["# T\n\n## Drawbacks\n\n## Plan\n\n## Rollout\n"],
)
@example(
    "# T\n\n## Many drawbacks there\n\n## Prior art\n",
    ["# T\n\n## Drawbacks\n\n## Prior art\n\n## Rollout\n"],
)
@example(
    "# T\n\n## Own\n\n### Scope\n\n### Goals\n\n### Design\n",
    ["# T\n\n## Plan\n\n### Scope\n\n### Goals\n\n### Design\n"],
)
def test_a_template_that_matching_finds_meant_is_among_the_possible(
    ours: str, theirs: list[str]
) -> None:
    templates = [read_template(TemplateSource(str(n), text)) for n, text in enumerate(theirs)]
    sections = read_document(ours, []).sections
    titles = [normal_title(section.title) for section in sections]
    possible = hints_of(templates).may_be_meant(titles)
    for number, template in enumerate(templates):
        index, matching = index_of(template), match_sections(sections, template)
        used = {match.template for match in matching.by_section.values()}
        score = Explanation(sections, titles, index, matching).score()
        assert number in possible or not is_evident(used, index) or score is None


@given(OUTLINES, OUTLINES)
@settings(max_examples=100)
@example("# T\n\n## Own\n\n### Scope\n\n### Goals\n", "# T\n\n## Plan\n\n### Scope\n\n### Goals\n")
@example("# T\n\n## Part 1\n\n## Own\n\n## Costs\n", "# T\n\n## {Any}\n\n## Costs\n")
def test_what_no_title_tells_of_is_not_found_by_looking_for_it(ours: str, theirs: str) -> None:
    template = read_template(TemplateSource("case", theirs))
    sections = read_document(ours, []).sections
    titles = [normal_title(section.title) for section in sections]
    matcher = Matcher(sections, titles, template, frozenset(range(len(sections))))
    matcher.find()
    assert matcher.placed() == match_sections(sections, template)


@given(TITLES, st.lists(OUTLINES, min_size=1, max_size=3))
@settings(max_examples=200)
@example("Workfow", ["# T\n\n## Work Flow\n\n## Workflow Engine\n"])
# A word once with a slip and once without is one word.
@example("Design pattrns patterns", ["# T\n\n## Design\n\n## Patterns\n"])
@example("Time frame: From the start", ["# T\n\n## Scope\n", "# T\n\n## Timeframe\n"])
@example("To: all of us", ["# T\n\n## To\n\n## From\n"])
@example("Scop", ["# T\n\n## Goals\n\n## Scope\n"])
def test_no_title_is_like_more_than_is_told_at_a_glance(title: str, theirs: list[str]) -> None:
    templates = [read_template(TemplateSource(str(n), text)) for n, text in enumerate(theirs)]
    normal, first = normal_title(title), 0
    hint = hints_of(templates).hints(normal)
    for template in templates:
        likeness = index_of(template).likeness
        plain = plain_title(normal)
        alike = {first + item for item in (*likeness.like(normal), *likeness.misspelled(plain))}
        sharing = {first + item for item in likeness.sharing(plain)}
        assert alike <= {*(hint.items if hint else ())}
        assert sharing <= {*((*hint.items, *hint.in_gap) if hint else ())}
        first += len(template.sections)


@pytest.mark.parametrize(
    "titles",
    [
        ("drawbacks", "prior art"),
        ("draw backs", "the prior art"),
        ("rollouts", "drawbakcs"),
        ("drawbacks: all", "rollout (optional)"),
        # Beside one that is there a word in common is enough.
        ("many drawbacks there", "prior art"),
    ],
)
def test_what_is_called_otherwise_is_possible(titles: tuple[str, ...]) -> None:
    assert possible(*titles)


@pytest.mark.parametrize(
    "titles",
    [
        (),
        ("drawbacks",),
        ("usage", "installation", "license"),
        # At the side of none of the template's a word in common says nothing.
        ("what art was there", "how to roll out all that", "drawbacks"),
    ],
)
def test_what_has_too_little_in_common_is_not(titles: tuple[str, ...]) -> None:
    assert not possible(*titles)


def possible(*titles: str) -> bool:
    template = read_template(TemplateSource("case", f"# T\n\n{CHAPTERS}"))
    return bool(hints_of([template]).may_be_meant(titles))
