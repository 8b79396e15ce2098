"""Requirement ids: what defines and what refers, and other ids for them."""

import pytest
from action_tools import document_of, done
from hypothesis import assume, example, given
from hypothesis import strategies as st

from spec_editor.core.actions import Action
from spec_editor.core.document import Document, read_document
from spec_editor.core.edits import apply_edits
from spec_editor.core.identifiers import identifiers
from spec_editor.core.renumbering import can_renumber, renumbering
from spec_editor.core.requirements import families, misspellings, references
from spec_editor.core.rules.catalogue import RULES
from spec_editor.core.setup import TemplateSource
from spec_editor.core.template import read_template

PREFIX = "FR-"
RULE_IDS = (
    *("requirement-duplicate-id", "requirement-gap", "requirement-malformed"),
    *("requirement-incomplete", "metadata-missing", "choice-invalid"),
)
FIXES = {rule.rule_id: rule.fix for rule in RULES}


def document(text: str) -> Document:
    return read_document(text, [])


def ids(text: str) -> list[str]:
    return [
        f"{d.prefix}{d.digits}"
        for family in families(document(text)).values()
        for d in family.definitions
    ]


def renumbered(text: str) -> str:
    read = document(text)
    known = families(read)
    return apply_edits(text, renumbering(read, known[PREFIX], references(read, known)[PREFIX]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FR-001", ["FR-001"]),
        ("FR-001/FR-002, NFR-PERF-3.", ["FR-001", "FR-002", "NFR-PERF-3"]),
        ("2026-11-24, X2-1a, _FR-1, a-b-2, FR-1-2", ["a-b-2", "FR-1"]),
        ("-1 --2 é-3 " + "a" * 50 + "-4", []),
    ],
)
def test_identifiers(text: str, expected: list[str]) -> None:
    assert [text[found.start : found.end] for found in identifiers(text)] == expected


@pytest.mark.parametrize(
    ("text", "defines"),
    [
        ("FR-1: x", False),
        ("- FR-1: x", True),
        ("  1. [ ] **FR-1** – x", True),
        ("- FR-1 is x", False),
        ("| FR-1 | x |", True),
        ("> | [FR-1](#a) | x |", True),
        ("| x | FR-1 |", False),
        ("x" * 100 + "\n- FR-1: x", True),
    ],
)
def test_rows_and_items_define(text: str, defines: bool) -> None:
    assert [found.defines for found in identifiers(text)] == [defines]


@pytest.mark.parametrize(
    "heading",
    [
        "FR-001: a",
        "**FR-001:** a",
        "3.2 FR-001: a",
        "FR-001 – a",
        '<a id="x"></a>FR-001: a',
        "[FR-001](x): a",
        "FR-001. a",
        "FR-001",
    ],
)
def test_headings_that_begin_with_an_id(heading: str) -> None:
    assert ids(f"# T\n\n## {heading}\n\n## FR-002: b\n") == ["FR-001", "FR-002"]


@pytest.mark.parametrize(
    "headings",
    [
        ("FR-001: a",),
        ("UTF-8 in names", "UTF-16 in names"),
        ("Phase-1: a", "Phase-2: a"),
        ("About FR-001: a", "About FR-002: a"),
        ("CVE-2026-1: a", "CVE-2026-2: a"),
    ],
)
def test_headings_that_are_no_requirements(headings: tuple[str, ...]) -> None:
    assert ids("".join(f"## {heading}\n\n" for heading in headings)) == []


def test_underlined_headings_define_as_well() -> None:
    assert ids("FR-001: a\n---\n\nFR-002: b\n---\n") == ["FR-001", "FR-002"]


def test_references_leave_out_definitions_and_addresses() -> None:
    text = (
        "FR-002\n\n# FR-001: a\n\n## FR-002: b of FR-001\n\n"
        "`FR-001`, [x](https://x.org/FR-002), <a name='FR-001'></a>\n"
    )
    read = document(text)
    found = [(index, each.digits) for index, each in references(read, families(read))[PREFIX]]
    assert found == [(None, "002"), (1, "001"), (1, "001")]


@pytest.mark.parametrize(
    ("names", "wrong"),
    [
        (["FR-1:", "FR-2:", "FR-10:"], []),
        (["FR-001:", "FR-002:", "FR-3:"], ["FR-3 FR-003"]),
        (["FR-1:", "FR-2:", "FR-03:"], ["FR-03 FR-3"]),
        (["FR-001", "FR-002", "FR-003:"], []),
        (["FR-001:", "FR-002:", "fr_003"], ["fr_003 FR-003:"]),
        (["FR-001:", "FR-002:", "FR004 -"], ["FR004 FR-004"]),
    ],
)
def test_misspellings_are_judged_by_the_others(names: list[str], wrong: list[str]) -> None:
    read = document("".join(f"## {name} x\n\n" for name in names))
    found = [f"{w.written} {w.right}{w.missing}" for w in misspellings(read, families(read))]
    assert found == wrong


HEADINGS = st.lists(st.integers(1, 12), min_size=2, max_size=8, unique=True)


@given(HEADINGS, st.lists(st.integers(0, 7)))
def test_renumbering_keeps_what_is_meant(numbers: list[int], refers: list[int]) -> None:
    meant = [numbers[index % len(numbers)] for index in refers]
    text = "".join(f"## FR-{number:03}: name {number}\n\n" for number in numbers)
    text += "".join(f"FR-{n:03} is [name](#fr-{n:03}-name-{n})\n" for n in meant)
    once = renumbered(text)
    first = min(numbers)
    new = {number: first + place for place, number in enumerate(numbers)}
    assert ids(once) == [f"FR-{new[number]:03}" for number in numbers]
    assert once.splitlines()[2 * len(numbers) :] == [
        f"FR-{new[n]:03} is [name](#fr-{new[n]:03}-name-{n})" for n in meant
    ]
    assert renumbered(once) == once


@pytest.mark.parametrize("tail", ["FR-001/003", "FR-001 to 003", "FR-002", "FR-001, 003"])
def test_what_cannot_be_brought_along_is_not_renumbered(tail: str) -> None:
    read = document(f"## FR-001: a\n\n## FR-003: b\n\n{tail}\n")
    known = families(read)
    assert not can_renumber(read, known[PREFIX], references(read, known)[PREFIX])


PIECES = st.sampled_from(
    [
        "# T\n",
        "## FR-001: a\n",
        "## FR-002: b\n",
        "## FR-2 c\n",
        "## FR 004: d\n",
        "## Fr-005\n",
        "FR-001: e\n---\n",
        "FR-003 and FR-7 `FR-001`\n",
        "- FR-009: x\n",
        "| FR-1 | x |\n",
        "- **Priority:** hgh\n",
        "**Priority:**\n",
        "> **Status:** draft  \n",
        "> **Version:** 1\n",
        "\n",
        "\n",
        "```\n",
        "<!--\n",
        "[x](#fr-002-b)\n",
        "---\n",
        "status: Drat\n",
        "é\n",
    ]
)
TEMPLATE = (
    "# {T}\n\n> **Version:** 1.0  \n> **Status:** {Draft|Approved}  \n> **Author(s):** {Names}\n\n"
    "## FR-001: {Name}\n\n- **Description:** {What}\n- **Priority:** {High|Low}\n"
    "- **Criteria:**\n  - {One}\n"
)
MINE = read_template(TemplateSource("t", TEMPLATE))


@pytest.mark.parametrize("rule", RULE_IDS)
@given(st.lists(PIECES, max_size=25).map("".join))
@example("## FR-001: a\n**Priority:**\n```\nx\n```\n")
@example("## FR-001: a\n**Priority:**\n\n    x\n")
def test_a_fix_leaves_fewer_of_its_findings(rule: str, text: str) -> None:
    fix = FIXES[rule]
    read = read_document(text, [MINE], chosen=MINE)
    # What is put before a fence that is never closed takes it away from the field above it.
    assume(all(finding.rule != "unclosed-block" for finding in read.report.findings))
    found = [finding for finding in read.report.findings if finding.rule == rule]
    for finding in found[:3]:
        edits = fix(read, finding) if fix and finding.fixable else ()
        assert bool(edits) == finding.fixable
        after = read_document(apply_edits(text, edits), [MINE], chosen=MINE).report.findings
        left = sum(other.rule == rule for other in after)
        assert left < len(found) if finding.fixable else left == len(found)


def test_a_colon_without_a_space_is_not_written_twice() -> None:
    names = ["001: a", "002: b", "003: c", "004:Login", "005(see) d"]
    text = "# T\n\n" + "".join(f"## FR-{name}\n\nx\n\n" for name in names)
    after = done(document_of(text), Action("fix-all"))
    assert after == text.replace("FR-005(", "FR-005:(")
    assert not document_of(after).report.findings
