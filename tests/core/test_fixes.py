"""Everything mended in a shipped document: what was broken comes back, and nothing else changes."""

import re

import pytest

from spec_editor.cli.fixing import MOST_ROUNDS
from spec_editor.core.actions import ActionError
from spec_editor.core.document import Document, DocumentReader
from spec_editor.core.edits import apply_edits
from spec_editor.core.fixes import fix_all, fix_rule
from spec_editor.core.setup import TemplateSource
from spec_editor.core.template import Template, read_template
from spec_editor.resources import resource

GATEWAY = resource("examples", "payment-gateway.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def template() -> Template:
    source, manifest = (
        resource("templates", f"technical-specification.{end}").read_text(encoding="utf-8")
        for end in ("md", "toml")
    )
    return read_template(TemplateSource("shipped", source, manifest))


def read(text: str, template: Template) -> Document:
    return DocumentReader((), chosen=template).read(text)


def mended(text: str, template: Template) -> str:
    reader = DocumentReader((), chosen=template)
    for _ in range(MOST_ROUNDS):
        try:
            text = apply_edits(text, fix_all(reader.read(text)))
        except ActionError:
            return text
    raise AssertionError("it goes on for ever")


def rules_of(text: str, template: Template) -> list[str]:
    return [finding.rule for finding in read(text, template).report.findings]


@pytest.mark.parametrize(
    ("heading", "slip"),
    [
        ("## System Architecture", "# System Architecture"),
        ("## Executive Summary", "# Executive Summary"),
        ("### Scope", "## Scope"),
        ("### Scope", "#### Scope"),
        ("### Scope", "##### Scope"),
        ("#### FR-003: Card Tokenization", "### FR-003: Card Tokenization"),
        ("#### FR-003: Card Tokenization", "##### FR-003: Card Tokenization"),
        ("### API Endpoints", "#### API Endpoints"),
    ],
)
def test_one_slip_of_a_level_is_one_finding_and_mended(
    template: Template, heading: str, slip: str
) -> None:
    text = GATEWAY.replace(f"\n{heading}\n", f"\n{slip}\n")
    assert rules_of(text, template).count("section-level") == 1
    assert {"misplaced-section", "heading-level-skipped"}.isdisjoint(rules_of(text, template))
    assert mended(text, template) == GATEWAY


def test_a_missing_heading_comes_back_above_its_parts(template: Template) -> None:
    text = GATEWAY.replace("### Functional Requirements\n\n", "")
    assert mended(text, template) == GATEWAY
    chapter = GATEWAY.replace("## Data Design\n\n", "")
    titles = [section.title for section in read(GATEWAY, template).sections]
    assert [s.title for s in read(mended(chapter, template), template).sections] == titles


def test_requirements_of_a_bare_document_stay_in_their_order(template: Template) -> None:
    names = ["#### FR-001: A", "#### FR-002: B", "#### FR-003: C"]
    text = "# T\n\n## Technical Requirements\n\n" + "".join(f"{n}\n\nx\n\n" for n in names)
    fixed = mended(text, template)
    assert re.findall("^.*FR-.*$", fixed, re.MULTILINE) == names
    assert fixed.index("## Non-Functional") > fixed.index(names[-1])


def test_one_of_a_kind_is_moved_to_where_its_number_belongs(template: Template) -> None:
    stray = "#### Component 4: Stray\n\ntext\n\n"
    place = "### Technology Stack"
    text = GATEWAY.replace(place, f"{stray}{place}")
    fixed = mended(text, template)
    assert re.findall(r"^#### Component (\d)", fixed, re.MULTILINE) == list("123445678")


def test_several_of_a_kind_are_moved_together(template: Template) -> None:
    strays = "".join(f"#### Component {n}: Stray\n\ntext\n\n" for n in range(9, 60))
    text = GATEWAY.replace("### Technology Stack", f"{strays}### Technology Stack")
    fixed = apply_edits(text, fix_rule(read(text, template), "misplaced-section"))
    found = [int(n) for n in re.findall(r"^#### Component (\d+)", fixed, re.MULTILINE)]
    assert found == list(range(1, 60))
    assert "misplaced-section" not in rules_of(fixed, template)


def test_a_missing_chapter_goes_beside_those_that_are_in_place(template: Template) -> None:
    chapters = re.split(r"(?=^---\n\n## )", GATEWAY, flags=re.MULTILINE)
    by_title = {chapter.split("\n")[2][3:]: chapter for chapter in chapters[1:]}
    risks, design = by_title["Risk Analysis"], by_title["Data Design"]
    text = GATEWAY.replace(risks, "").replace(design, "").rstrip() + f"\n\n{design}"
    document = read(text, template)
    listed = [report.title for report in document.report.sections if report.level == 2]
    place = listed.index("Risk Analysis")
    assert listed[place - 1 : place + 2] == [
        *("Monitoring & Maintenance", "Risk Analysis", "Timeline & Milestones")
    ]
    fixed = read(mended(text, template), template)
    whole = read(GATEWAY, template)
    assert [s.title for s in fixed.sections] == [s.title for s in whole.sections]


def test_a_chapter_with_another_name_keeps_its_sections(template: Template) -> None:
    text = GATEWAY.replace("## Data Design\n", "## Storage\n\nWhere it lies.\n")
    assert "missing-section" not in rules_of(text, template)
    assert mended(text, template).count("\n## Storage\n\nWhere it lies.\n\n### Data Arch") == 1


@pytest.mark.parametrize("form", [r"\1 \2", r"\1 - \2", r"\1. \2", r"\1 – \2"])
@pytest.mark.parametrize("kind", [r"FR-\d+", r"Component \d+"])
def test_what_stands_behind_a_number_is_free(template: Template, kind: str, form: str) -> None:
    text = re.sub(rf"^(#### {kind}): (.*)$", form, GATEWAY, flags=re.MULTILINE)
    assert text != GATEWAY
    assert "missing-section" not in rules_of(text, template)
    assert not any(report.extra for report in read(text, template).report.sections[30:60])


def test_an_id_without_its_hyphen_is_no_missing_requirement(template: Template) -> None:
    text = re.sub(r"^(#### FR)-(\d+)", r"\1\2", GATEWAY, flags=re.MULTILINE)
    assert "missing-section" not in rules_of(text, template)


def test_words_of_the_author_are_no_slips(template: Template) -> None:
    for title, other in (
        ("Deployment Checklist", "Deployment Checklist & FAQ"),
        ("Maintenance Windows", "Maintenance Windows 2027"),
        ("Contingency Plans", "Contingency Test Plans"),
        ("Deployment Plan", "Implementation Plan"),
    ):
        text = GATEWAY.replace(f"# {title}\n", f"# {other}\n")
        assert text != GATEWAY
        assert "renamed-section" not in rules_of(text, template)


@pytest.mark.parametrize(("title", "slip"), [("Purpose", "Purpos"), ("Scope", "Scop")])
def test_a_letter_left_out_is_a_slip(template: Template, title: str, slip: str) -> None:
    text = GATEWAY.replace(f"### {title}\n", f"### {slip}\n")
    assert rules_of(text, template) == ["renamed-section"]
    assert mended(text, template) == GATEWAY


def test_a_title_is_put_above_the_metadata(template: Template) -> None:
    _, rest = GATEWAY.split("\n\n", 1)
    title = template.sections[0].title
    assert mended(rest, template) == f"# {title}\n\n{rest}"
    assert mended(f"\n{rest}", template) == f"# {title}\n\n{rest}"
    front = "---\ntags: pay\n---\n\n"
    assert mended(f"{front}{rest}", template) == f"{front}# {title}\n\n{rest}"


def test_a_title_with_its_metadata_leaves_the_chapters(template: Template) -> None:
    chapters = GATEWAY[GATEWAY.index("## Executive Summary") :]
    fixed = mended(chapters, template)
    assert fixed.startswith(f"# {template.sections[0].title}\n\n> **Document Version:**")
    assert fixed.endswith(f"\n\n{chapters}")


def test_ids_are_given_anew_only_when_somebody_asks(template: Template) -> None:
    text = re.sub(r"^#### FR-004: (.|\n)*?(?=^#### )", "", GATEWAY, flags=re.MULTILINE)
    text = re.sub(r"\bFR-004\b", "it", text)
    assert "requirement-gap" in rules_of(text, template)
    assert mended(text, template) == text
    asked = apply_edits(text, fix_rule(read(text, template), "requirement-gap"))
    assert "#### FR-010: Merchant Console and Reporting" in asked


def test_where_the_template_skips_a_level_fixes_come_to_an_end() -> None:
    template = read_template(
        TemplateSource(
            "case",
            "# T: {x}\n\n## Design\n\nx\n\n### Test Plan\n\nx\n\n##### Prerequisites\n\nx\n\n"
            "##### Unit tests\n\nx\n\n##### Integration tests\n\nx\n\n### Graduation\n\nx\n",
        )
    )

    def written(*levels: int) -> str:
        titles = ("Prerequisites", "Unit tests", "Integration tests")
        parts = "".join(
            f"{'#' * level} {title}\n\ny\n\n" for level, title in zip(levels, titles, strict=True)
        )
        start = "# T: mine\n\n## Design\n\ny\n\n### Test Plan\n\ny\n\n"
        return f"{start}{parts}### Graduation\n\ny\n"

    for levels in ((5, 4, 5), (5, 5, 4), (4, 5, 5)):
        assert mended(written(*levels), template) == written(5, 5, 5)
    # An author who skips no level means it so.
    assert mended(written(4, 4, 4), template) == written(4, 4, 4)


def test_what_an_open_comment_hides_is_not_put_in_again(template: Template) -> None:
    text = GATEWAY.replace("\n## Approval\n", "\n<!-- for later\n\n## Approval\n")
    rules = rules_of(text, template)
    assert {"unclosed-block", "missing-section"} <= set(rules)
    assert mended(text, template) == text
