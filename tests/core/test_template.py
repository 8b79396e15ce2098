"""What a template says, by its manifest and where that is silent by its looks."""

import pytest

from spec_editor.core.setup import TemplateSource
from spec_editor.core.template import (
    FieldRule,
    Template,
    TemplateSection,
    normal_title,
    read_template,
    repeat_pattern,
)


def template(text: str, manifest: str | None = None) -> Template:
    return read_template(TemplateSource("own", text, manifest))


def section(heading: str, body: str = "", entry: str | None = None) -> TemplateSection:
    """Return the one chapter of a template."""
    path = heading.replace('"', '\\"')
    manifest = entry and f'version = 1\n[[section]]\npath = ["{path}"]\n{entry}\n'
    return template(f"# T\n\n## {heading}\n\n{body}\n", manifest).sections[1]


@pytest.mark.parametrize(
    "written",
    [
        "Scope",
        "SCOPE",
        " Scope ",
        "Scope:",
        "3 Scope",
        "3. Scope",
        "3) Scope",
        "3.2 Scope",
        "3.2. Scope",
        "3.2.1 - Scope",
        "3 – Scope",
        "3: Scope",
        "§ 3 Scope",
        "§3.2 Scope",
        "A.1 Scope",
        "A. Scope",
        "IV. Scope",
        "iv) Scope".upper(),
        "(1) Scope",
        "(a) Scope",
        "Section 3: Scope",
        "Chapter 12 — Scope",
        "Ｓｃｏｐｅ",
    ],
)
def test_what_is_meant_alike_is_the_same_title(written: str) -> None:
    assert normal_title(written) == "scope"


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("Monitoring & Maintenance", "monitoring and  maintenance"),
        ("Non-Functional", "Non‑functional"),
        ("Risks – Technical", "Risks — Technical"),
        ("User’s View", "User's View"),
        ("Cafe\u0301", "Caf\u00e9"),
        ("Straße", "STRASSE"),
    ],
)
def test_signs_that_mean_the_same(title: str, other: str) -> None:
    assert normal_title(title) == normal_title(other)


@pytest.mark.parametrize(
    "title",
    [
        "part 1",
        "fr-001: name",
        "3d view",
        "99.9% availability",
        "a plan",
        "i think",
        "v2 api",
        "appendix a: glossary",
        "1.2",
        "section 3",
        "x",
        "node.js",
        "c++",
    ],
)
def test_what_is_no_numbering_stays(title: str) -> None:
    assert normal_title(title) == title
    assert normal_title(title.upper()) == title


@pytest.mark.parametrize(
    ("pattern", "fits", "does_not"),
    [
        ("FR-{n}: {}", ["FR-1: x", "3.1 FR-012: Any thing"], ["FR-x: y", "FR-1", "FR-1: "]),
        ("1. {Name}", ["Anything", "7. Anything"], []),
        ("Section {n}: {}", ["Section 4: Anything"], []),
        ("{} & {}", ["A and B"], ["A, B"]),
        ("Step {n} – {What}", ["step 3 - go"], ["step three - go"]),
        ("Rules (v{n}.{n})", ["Rules (v2.0)"], ["Rules (v2)", "Rules xv2x0x"]),
    ],
)
def test_patterns(pattern: str, fits: list[str], does_not: list[str]) -> None:
    compiled = repeat_pattern(pattern)
    assert [title for title in fits if not compiled.fullmatch(normal_title(title))] == []
    assert [title for title in does_not if compiled.fullmatch(normal_title(title))] == []


@pytest.mark.parametrize(
    ("heading", "another"),
    [
        ("FR-001: {Name}", "FR-7: Log in"),
        ("{Anything}", "Log in"),
        ("About {}", "About this"),
        ("Part 1", "Part 22"),
        ("GET /users/{id}", "DELETE /orders"),
        ("Table: users", "Table: orders"),
    ],
)
def test_headings_that_repeat_by_their_looks(heading: str, another: str) -> None:
    repeat = section(heading).repeat
    assert repeat is not None
    assert repeat.fullmatch(normal_title(another))
    assert section(heading, entry="optional = false").repeat == repeat
    assert section(heading, entry='repeat = ""').repeat is None


@pytest.mark.parametrize("heading", ["Scope", "The path /users/{id}", "Tables", "Get it /now"])
def test_headings_that_stand_once(heading: str) -> None:
    assert section(heading).repeat is None
    assert section(heading).pattern is None


def test_a_hole_matches_anything_even_where_the_heading_stands_once() -> None:
    once = section("About {Product}", entry='repeat = ""')
    assert once.repeat is None
    assert once.pattern is not None
    assert once.pattern.fullmatch("about spec editor")
    assert not once.pattern.fullmatch("about ")


def test_the_title_does_not_repeat() -> None:
    title = template("# {Title}\n\n## A\n").sections[0]
    assert title.repeat is None
    assert title.pattern is not None


def test_optional_and_exempt() -> None:
    assert section("Data (if applicable)").optional
    assert section("Data (Optional)").optional
    assert not section("Optional data").optional
    assert not section("Data (optional)", entry="optional = false").optional
    assert section("Data", entry="optional = true").optional
    assert section("Contents").exempt
    assert not section("Contents", entry="exempt = false").exempt
    assert section("Data", entry="exempt = true").exempt


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Table of Contents", "toc"),
        ("1.3 Definitions & Acronyms", "glossary"),
        ("Appendix A: Glossary", "glossary"),
        ("Appendix D – Change History", "history"),
        ("Approvals", "approval"),
        ("References", "references"),
        ("Deployment Checklist", "checklist"),
        ("History of the Company", ""),
        ("Appendix A", ""),
        ("Scope", ""),
    ],
)
def test_roles(heading: str, role: str) -> None:
    assert section(heading).role == role
    assert section(heading, entry='role = ""').role == ""
    assert section(heading, entry='role = "approval"').role == "approval"


@pytest.mark.parametrize(
    ("heading", "pattern"),
    [
        ("FR-001: {Name}", "FR-{n}"),
        ("NFR-SEC-1 {Name}", "NFR-SEC-{n}"),
        ("US-12. {Name}", "US-{n}"),
        ("Component 1: {Name}", ""),
        ("RFC-2119", ""),
        ("fr-1: {Name}", ""),
        ("FR-1x: {Name}", ""),
        ("About FR-1: {Name}", ""),
    ],
)
def test_requirement_ids(heading: str, pattern: str) -> None:
    assert section(heading).id_pattern == pattern
    assert section(heading, entry='id = "R{n}"').id_pattern == "R{n}"
    assert section(heading, entry='id = ""').id_pattern == ""


BODY = (
    "- **Description:** {What}\n- **Priority:** {High|Low}\n- **Due:** {DATE}\n"
    "- **Criteria:**\n  - {One}\n- **Note:** as it is\n- **{Pattern}:** {Use}\n"
    "\n```\n**Code:** {x}\n```\n"
)


def test_fields_are_what_the_text_asks_for() -> None:
    fields = section("FR-1: {Name}", BODY).fields
    assert fields == (
        FieldRule("Description"),
        FieldRule("Priority", ("High", "Low")),
        FieldRule("Due", kind="date"),
        FieldRule("Criteria", kind="list"),
    )
    once = section("Scope", BODY).fields
    assert [field.label for field in once] == [field.label for field in fields]
    assert not any(field.required for field in once)


def test_all_fields_of_the_title_are_metadata() -> None:
    text = "# T\n\n> **Version:** 1.0\n> **Updated:** today\n> **By:** {Name}\n> **Lead:** Ann\n"
    assert template(text).sections[0].fields == (
        FieldRule("Version", kind="version"),
        FieldRule("Updated", kind="date"),
        FieldRule("By"),
        FieldRule("Lead"),
    )


def test_the_manifest_has_the_last_word_about_fields() -> None:
    assert section("FR-1: {Name}", BODY, "fields = []").fields == ()
    entry = (
        '[[section.fields]]\nlabel = "Owner:"\n'
        '[[section.fields]]\nlabel = "State"\nchoices = ["on", "off"]\nrequired = false\n'
        '[[section.fields]]\nlabel = "Since"\nkind = "date"'
    )
    assert section("FR-1: {Name}", BODY, entry).fields == (
        FieldRule("Owner"),
        FieldRule("State", ("on", "off"), "text", False),
        FieldRule("Since", (), "date"),
    )


def test_own_text() -> None:
    text = "# T\n\nintro\n\nA\n---\n\na\n\n### B\n\nb\n\n## C\n\nc"
    title, first, below, last = template(text).sections
    assert title.own_text == "\nintro\n\n"
    assert first.own_text == "\na\n\n"
    assert below.own_text == "\nb\n\n"
    assert last.own_text == "\nc"


def test_name_and_syntaxes() -> None:
    assert template("# T\n").name == "own"
    assert template("# T\n").syntaxes == ()
    named = template("# T\n", 'version = 1\nname = "Own"\nsyntaxes = ["tbd", "@@.+?@@"]\n')
    assert named.name == "Own"
    assert named.syntaxes == ("tbd", "@@.+?@@")


def test_an_entry_says_nothing_about_other_sections() -> None:
    manifest = 'version = 1\n[[section]]\npath = ["A"]\noptional = true\n'
    _, first, repeated, other = template("# T\n\n## A\n\n## FR-1: {N}\n\n## B\n", manifest).sections
    assert first.optional
    assert repeated.repeat is not None
    assert not other.optional
