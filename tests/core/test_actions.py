"""Actions, case by case: the whole text afterwards, or what the user is told."""

import json
from dataclasses import replace

import pytest
from action_tools import document_of, done, template_of
from cases_reader import Case, read_cases

from spec_editor.core import fixes
from spec_editor.core.actions import Action, ActionError, edits_for
from spec_editor.core.anchors import anchor_uses
from spec_editor.core.document import Document, DocumentReader
from spec_editor.core.edits import TextEdit, apply_edits
from spec_editor.core.findings import Finding
from spec_editor.core.report import State
from spec_editor.core.toc import expected_sections, read_toc, toc_edits


@pytest.mark.parametrize("case", read_cases("actions"), ids=lambda case: case.name)
def test_actions(case: Case) -> None:
    template = template_of(case.parts["template"]) if "template" in case.parts else None
    document = document_of(case.parts["document"], template)
    action = Action(**json.loads(case.parts["action"]))
    if "error" in case.parts:
        with pytest.raises(ActionError) as told:
            edits_for(document, action)
        assert f"{told.value}\n" == case.parts["error"]
    else:
        assert done(document, action) == case.parts["expected"]


def test_a_last_section_without_a_line_feed_moves_and_the_new_last_one_has_none() -> None:
    moved = done(document_of("# T\n\n## A\n\na\n\n## B\n\nb"), Action("move-up", "b"))
    assert moved == "# T\n\n## B\n\nb\n\n## A\n\na"
    assert done(document_of(moved), Action("move-down", "b")) == "# T\n\n## A\n\na\n\n## B\n\nb"


def test_texts_that_would_run_together_get_a_blank_line() -> None:
    text = "# T\n\n## A\na\n## B\n\nb\n\nC\n---\nc\n"
    assert done(document_of(text), Action("move-up", "c")) == (
        "# T\n\n## A\na\n\nC\n---\nc\n\n## B\n\nb\n"
    )


def test_all_is_inserted_into_an_empty_text() -> None:
    template = template_of("# {Title}\n\n## A\n\n{a}\n\n---\n\n## B (optional)\n\nb\n\n## C\n\nc\n")
    text = done(document_of("", template), Action("insert-all-missing"))
    assert text == "# {Title}\n\n## A\n\n{a}\n\n## C\n\nc\n"


def test_what_is_marked_already_is_left_alone() -> None:
    text = "# T\n\n## A\n\n<!-- spec: confirmed -->\n"
    assert edits_for(document_of(text), Action("confirm", "a")) == ()


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (Action("fly"), "no action"),
        (Action("confirm", "nowhere"), "not there any more"),
        (Action("move", "a", "b", "beside"), "no place"),
        (Action("unconfirm", "a"), "not marked as confirmed"),
        (Action("applicable", "a"), "not marked as not applicable"),
        (Action("rename", "a", text="\n"), "at least one character"),
        (Action("move-up", "a"), "the first section"),
        (Action("move-down", "b"), "the last section"),
        (Action("promote", "a"), "is a chapter"),
        (Action("demote", "a"), "the first section"),
        (Action("reset", "a"), "has no section"),
        (Action("insert-missing", "a"), "in the document already"),
        (Action("insert-all-missing"), "Nothing of the template is missing"),
        (Action("fix", rule="placeholder-left", line=1, column=1), "nothing to fix at line 1"),
        (Action("fix-rule", rule="none"), "nothing to fix"),
    ],
)
def test_what_cannot_be_done_is_said(action: Action, words: str) -> None:
    with pytest.raises(ActionError, match=words):
        edits_for(document_of("# T\n\n## A\n\na\n\n## B\n\nb\n"), action)


def test_each_section_of_the_template_comes_back_in_its_place(template_text: str) -> None:
    template = template_of(template_text)
    read = DocumentReader((), chosen=template).read
    whole = read(template_text)
    for section in whole.sections[1:]:
        lines = template_text.splitlines(keepends=True)
        text = "".join(lines[: section.heading.line - 1] + lines[section.last_line :])
        document = read(text)
        missing = [r for r in document.report.sections if r.line is None]
        if not missing:
            # It may stand any number of times, or need not stand at all.
            continue
        filled = read(done(document, Action("insert-missing", missing[0].key)))
        index = missing[0].template_section
        (report,) = [r for r in filled.report.sections if r.template_section == index]
        assert report.state in (State.EXAMPLE, State.PLACEHOLDERS)
        assert [r.title for r in filled.report.sections if r.line is None] == []
        assert not any(report.moved for report in filled.report.sections)


# ---------------------------------------------------------------- table of contents


def toc_of(*lines: str) -> str:
    return "\n".join(
        ["# T", "", "## Contents", "", *lines, "", "## A", "", "### B", "", "## C", ""]
    )


def test_entries_are_read_with_what_they_lead_to() -> None:
    document = document_of(toc_of("1. [A](#a) …", "   - [the *B*](#b)", "2. [C](#gone)", "3. X"))
    toc = read_toc(document)
    assert toc is not None
    found = [(entry.title, entry.anchor, entry.depth) for entry in toc.entries]
    assert found == [("A", "a", 0), ("the *B*", "b", 1), ("C", "gone", 0), ("X", "", 0)]
    assert toc.found == (2, 3, 4, None)
    spans = [toc.span(entry) for entry in toc.entries]
    assert [(span.line, span.column) for span in spans] == [(5, 4), (6, 6), (7, 4), (8, 4)]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["- [C](#c)", "- [A](#a)"], ["- [A](#a)", "- [C](#c)"]),
        (["1. [A](#old)", "2. [C](#c)"], ["1. [A](#a)", "2. [C](#c)"]),
        (["1) [First](#a)", "2) [X](#x)"], ["1) [First](#a)", "2) [C](#c)"]),
        (["* A", "* X"], ["* A", "* C"]),
        (
            ["1. [A](#a)", "1. [B](#b)", "1. [C](#c)"],
            ["1. [A](#a)", "   1. [B](#b)", "1. [C](#c)"],
        ),
        (["- [A](#a)", "", "- [C](#c)", "", "- [D](#d)"], ["- [A](#a)", "", "- [C](#c)"]),
    ],
)
def test_the_list_is_rewritten_in_its_own_style(lines: list[str], expected: list[str]) -> None:
    document = document_of(toc_of(*lines))
    text = apply_edits(document.text.value, toc_edits(document))
    assert text == toc_of(*expected)
    assert toc_edits(document_of(text)) == ()


def test_the_list_of_the_template_is_right_and_needs_no_end_matter(template_text: str) -> None:
    document = document_of(template_text, template_of(template_text))
    assert toc_edits(document) == ()
    toc = read_toc(document)
    assert toc is not None
    titles = [section.title for section in expected_sections(document, toc)]
    assert titles[0] == "Introduction"
    assert titles[-1] == "Appendices"


def test_a_list_before_the_chapters_counts_when_it_is_all_links() -> None:
    links = "- [A](#a)\n- [B](#b)\n- [C](#c)\n"
    assert read_toc(document_of(f"# T\n\n{links}\n## A\n\n## B\n\n## C\n")) is not None
    assert read_toc(document_of(f"# T\n\n{links}- more\n\n## A\n")) is None
    assert read_toc(document_of("# T\n\n## A\n")) is None
    in_code = links.replace("[", "`[").replace(")", ")`")
    assert read_toc(document_of(f"# T\n\n{in_code}\n## A\n\n## B\n\n## C\n")) is None


def test_uses_of_anchors_are_found_but_not_in_code() -> None:
    text = (
        "# T\n\n[a](#a) \\[b](#b) `[c](#c)` [![i](x)](<#d>) <a class='x' href='#e'>e</a> [f][]\n"
        "[g](#gr%C3%BCn 'title') [h](#h(1)) ](#i)\n\n[f]: <#f>\n\n    [j](#j)\n"
    )
    (section,) = document_of(text).sections
    uses = list(anchor_uses(section.passage))
    assert [use.anchor for use in uses] == ["a", "d", "e", "grün", "h(1)", "f"]
    assert [text[use.start : use.end] for use in uses[3:5]] == ["gr%C3%BCn", "h(1)"]


def test_edits_are_sorted_and_do_not_overlap() -> None:
    text = toc_of("- [A](#a)", "- [C](#c)")
    edits = edits_for(document_of(text), Action("move-down", "a"))
    assert list(edits) == sorted(edits)
    assert all(isinstance(edit, TextEdit) for edit in edits)


def test_of_fixes_that_meet_the_first_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "# T\n\n{a} {b} {c}\n"
    document = document_of(text)
    findings = tuple(
        finding._replace(fixable=True)
        for finding in document.report.findings
        if finding.rule == "placeholder-left"
    )
    report = replace(document.report, findings=findings)

    def fill(document: Document, finding: Finding) -> tuple[TextEdit, ...]:
        start = document.text.offset_of_line(finding.span.line) + finding.span.column - 1
        # The second one's fix reaches into the third.
        return (TextEdit(start, start + (5 if finding.span.column == 5 else 3), "x"),)

    rule = replace(fixes.RULES_BY_ID["placeholder-left"], fix=fill)
    monkeypatch.setitem(fixes.RULES_BY_ID, "placeholder-left", rule)
    document = replace(document, report=report)
    assert len(findings) == 3
    assert done(document, Action("fix-all")) == "# T\n\nx xc}\n"
    one = Action("fix", rule="placeholder-left", line=3, column=9)
    assert done(document, one) == "# T\n\n{a} {b} x\n"
    with pytest.raises(ActionError, match="nothing to fix at line 2"):
        edits_for(document, replace(one, line=2))


def test_a_fix_that_is_refused_keeps_no_other_from_being_made() -> None:
    template = template_of("# {T}\n\n## A\n\n- {y}\n\n## B\n\nb c\n")
    text = "# T\n\n## A\n\n| a | b |\n| - | - |\n| x |\n\n<!-- open\n"
    document = document_of(text, template)
    with pytest.raises(ActionError, match="Close the blocks"):
        edits_for(document, Action("fix-rule", rule="missing-section"))
    assert done(document, Action("fix-all")) == text.replace("| x |", "| x |  |")


def test_what_one_fix_moves_another_one_leaves_alone() -> None:
    template = template_of(
        "# {T}\n\n## A\n\nx\n\n## B\n\ny\n\n### FR-001: {N}\n\n**Priority:** {High|Low}\n"
    )
    text = "# T\n\n## A\n\nz\n\n### FR-001: n\n\ntext\n\n## B\n\nw\n"
    document = document_of(text, template)
    fixable = {finding.rule for finding in document.report.findings if finding.fixable}
    assert {"misplaced-section", "requirement-incomplete"} <= fixable
    filled = document_of(done(document, Action("fix-all")), template)
    assert [s.title for s in filled.sections] == ["T", "A", "FR-001: n", "B"]
    assert "{High|Low}" in filled.text.value
    moved = document_of(done(filled, Action("fix-all")), template)
    assert [s.title for s in moved.sections] == ["T", "A", "B", "FR-001: n"]
    assert "{High|Low}" in moved.text.value


def test_added_fields_stay_apart_from_an_underlined_heading_right_below() -> None:
    template = template_of("# {T}\n\n**Version:** {V}\n\n## A\n\nx\n")
    document = document_of("# T\nA\n---\n\nz\n", template)
    after = document_of(done(document, Action("fix-rule", rule="metadata-missing")), template)
    assert [s.title for s in after.sections] == ["T", "A"]


def test_of_two_findings_at_one_place_the_one_that_is_meant_is_fixed() -> None:
    template = template_of("# T\n\n## A\n\na\n\n## B\n\nb\n\n## C\n\nc\n")
    document = document_of("# T\n\n## A\n\nMine.\n", template)
    first, second = document.report.findings
    assert (first.span, first.rule) == (second.span, "missing-section")
    fix = Action("fix", rule=first.rule, line=first.span.line, column=first.span.column)
    assert "## B" not in done(document, replace(fix, text=second.message))
    assert "## C" not in done(document, replace(fix, text=first.message))
    for text in ("", "It was put otherwise when it was chosen."):
        assert "## B" in done(document, replace(fix, text=text))
