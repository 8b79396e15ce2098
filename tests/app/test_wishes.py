"""A wish that waited names what it means as the newest report names it."""

import pytest

from spec_editor.app.outcomes import outcome
from spec_editor.app.wishes import Wishes, translated
from spec_editor.core.actions import Action
from spec_editor.core.findings import Finding, Severity, Span
from spec_editor.core.report import DocumentReport, SectionReport, State


def section(key: str, template: int | None = None, level: int = 2) -> SectionReport:
    line = None if key.startswith("missing") else 1
    return SectionReport(
        key, key, (key,), level, line, line, State.FILLED, 1.0, 0, 0, "", template_section=template
    )


def report(*sections: SectionReport, findings: tuple[Finding, ...] = ()) -> DocumentReport:
    return DocumentReport(0, "", "", 0.0, 0, sections, findings)


def found(line: int, message: str) -> Finding:
    return Finding("dead-anchor", Severity.WARNING, Span(line, 1, line, 2), message)


def test_a_section_keeps_its_key() -> None:
    seen, now = report(section("a", 0), section("b", 1)), report(section("b", 1), section("a", 0))
    assert translated(Action("move-up", "a"), seen, now) == Action("move-up", "a")


def test_a_section_of_the_template_is_known_by_that() -> None:
    seen = report(section("missing: A", 0), section("b", 1))
    now = report(section("a", 0), section("b", 1))
    assert translated(Action("reset", "missing: A"), seen, now).key == "a"
    assert translated(Action("move", "b", "missing: A", "after"), seen, now).target == "a"


def test_a_renamed_section_is_the_only_new_one() -> None:
    seen, now = report(section("a"), section("b")), report(section("a"), section("c"))
    assert translated(Action("confirm", "b"), seen, now).key == "c"
    gone = report(section("a"))
    assert translated(Action("confirm", "b"), seen, gone).key == "b"


def test_a_finding_is_the_nearest_one_that_says_the_same() -> None:
    action = Action("fix", text="dead", rule="dead-anchor", line=9, column=1)
    now = report(findings=(found(2, "dead"), found(11, "dead"), found(9, "other")))
    assert translated(action, report(), now).line == 11


def test_wishes_wait_in_their_order() -> None:
    wishes = Wishes()
    for name in ("move-up", "move-down"):
        wishes.add(Action(name), None)
    wishes.add(Action("fix-all"), None, at_once=True)
    assert [action.name for _ in range(3) if (action := wishes.take(None))] == [
        "fix-all",
        "move-up",
        "move-down",
    ]
    assert wishes.take(None) is None


TWO = (found(1, "a"), found(2, "b"))
ORDER = report(section("a"), section("b"), section("b1", level=3))


@pytest.mark.parametrize(
    ("action", "before", "after", "words"),
    [
        (
            Action("fix-all"),
            report(findings=TWO),
            report(findings=TWO[:1]),
            "1 problem fixed, 1 is left.",
        ),
        (Action("fix-all"), report(findings=TWO), report(), "2 problems fixed, none is left."),
        (Action("fix"), report(findings=TWO), report(findings=TWO), "Fixed; 2 problems are left."),
        (
            Action("move-up", "b"),
            ORDER,
            report(section("b"), section("a")),
            "“b” moved before “a”.",
        ),
        (
            Action("move-down", "a"),
            ORDER,
            report(section("b"), section("a")),
            "“a” moved behind “b”.",
        ),
        (
            Action("demote", "b"),
            ORDER,
            report(section("a"), section("b", level=3)),
            "“b” demoted: it stands as the last in “a” now.",
        ),
        (
            Action("promote", "b1"),
            ORDER,
            report(section("a"), section("b"), section("b1")),
            "“b1” promoted: it stands behind “b” now.",
        ),
        (
            Action("insert-missing", "missing: A"),
            report(section("b"), section("missing: A", 0)),
            report(section("b"), section("a", 0), section("a1", 1, 3)),
            "“missing: A” inserted behind “b”, with 1 section below it.",
        ),
        (
            Action("insert-all-missing"),
            report(section("missing: A", 0)),
            report(section("a", 0)),
            "1 section inserted.",
        ),
        (
            Action("rename", "b"),
            report(section("b")),
            report(section("c")),
            "“b” is called “c” now.",
        ),
        (Action("confirm", "gone"), report(), report(), ""),
    ],
)
def test_what_was_done_is_told(
    action: Action, before: DocumentReport, after: DocumentReport, words: str
) -> None:
    assert outcome(action, before, after) == words
