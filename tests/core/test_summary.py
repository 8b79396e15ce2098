"""What a document says about itself, in short."""

import pytest

from spec_editor.core.document import DocumentReader, read_document
from spec_editor.core.findings import counts_of
from spec_editor.core.report import NO_SUMMARY, SpecEntry, Summary, with_report
from spec_editor.resources import resource
from spec_editor.storage.templates import load_builtin_templates


def example(name: str) -> str:
    return resource("examples", name).read_text(encoding="utf-8")


def summary(text: str) -> Summary:
    return read_document(text, load_builtin_templates()).report.summary


def test_a_finished_specification_waits_for_nobody() -> None:
    assert summary(example("payment-gateway.md")) == Summary(
        "Approved", "1.0", "A. Lindqvist, T. Brandt", "2026-11-20", "", 11
    )


def test_an_untouched_template_has_said_nothing_but_its_version() -> None:
    said = summary(resource("templates", "technical-specification.md").read_text(encoding="utf-8"))
    assert said._replace(requirements=0) == Summary(version="1.0", next_approver="Technical Lead")


@pytest.mark.parametrize(
    "head",
    [
        "# T\n\n**Status:** Draft\n**Author:** Ann\n",
        "# T\n\n* Author: [Ann](https://example.org/ann)\n* Status: **Draft**\n",
        "---\nstatus: Draft\nauthor: Ann\n---\n\n# T\n",
        "# T\n\n| Status | Draft |\n| --- | --- |\n| Owner | Ann |\n",
    ],
)
def test_status_and_author_are_found_however_they_are_written(head: str) -> None:
    said = summary(head)
    assert (said.status, said.author) == ("Draft", "Ann")


def test_nothing_is_made_up() -> None:
    assert summary("") == summary("Text.\n") == NO_SUMMARY


def test_a_placeholder_says_nothing() -> None:
    assert summary("# T\n\n**Status:** {Draft|Final}\n**Author:** {Name}\n") == NO_SUMMARY


def test_a_long_value_is_cut() -> None:
    assert len(summary(f"# T\n\n**Status:** {'x' * 10_000}\n").status) == 120


TABLE = "## Approval\n\n| Role | Name | Date |\n| --- | --- | --- |\n{}\n"


@pytest.mark.parametrize(
    ("rows", "who"),
    [
        ("| Lead | Ann | 2026-01-01 |\n| Security | Ben | |", "Ben"),
        ("| Lead | Ann | pending |\n| Security | Ben | |", "Ann"),
        ("| Lead | {Name} | {Date} |", "Lead"),
        ("| Lead |", "Lead"),
        ("| Lead | **Ann** | |", "Ann"),
        ("| Lead | Ann | 2026-01-01 |", ""),
        ("| | | |", ""),
    ],
)
def test_the_next_approver_is_the_first_who_has_not_signed(rows: str, who: str) -> None:
    assert summary("# T\n\n" + TABLE.format(rows)).next_approver == who


def test_it_follows_an_edit() -> None:
    reader = DocumentReader(load_builtin_templates())
    text = example("fleet-telemetry.md")
    assert reader.read(text).report.summary.status == "Draft"
    edited = text.replace("**Status:** Draft", "**Status:** Approved", 1)
    assert reader.read(edited).report.summary == summary(edited)
    assert reader.read(edited).report.summary.status == "Approved"


def test_an_entry_takes_over_what_a_report_says() -> None:
    report = read_document(example("fleet-telemetry.md"), load_builtin_templates()).report
    before = SpecEntry("/a/b.md", ("b.md",), problem="gone", git="new", size=7, folder="/a")
    entry = with_report(before, report)
    assert (entry.path, entry.git, entry.size, entry.folder) == ("/a/b.md", "new", 7, "/a")
    assert entry.problem == ""
    assert entry.status == report.summary.status
    assert entry.requirements == report.summary.requirements > 0
    assert entry.completeness == report.completeness
    counts = (entry.errors, entry.warnings, entry.infos)
    assert counts == counts_of(report.findings)
    assert sum(counts) == len(report.findings) > 0
