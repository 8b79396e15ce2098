"""What is said about one document: values for the window, the command line and JSON alike."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from spec_editor.core.findings import Counts, Finding, counts_of


class State(StrEnum):
    """How far a section is."""

    MISSING = "missing"
    EMPTY = "empty"
    EXAMPLE = "example"
    PLACEHOLDERS = "placeholders"
    FILLED = "filled"
    CONFIRMED = "confirmed"
    NOT_APPLICABLE = "not-applicable"


class SectionReport(NamedTuple):
    """One section of the outline.

    ``key`` names the section over edits and is unique in the document (its anchor); ``path``
    holds the titles from the chapter down to this section; ``line`` is its heading's 1-based
    line (None when missing), ``last_line`` the last line of the section with all its
    subsections. ``completeness`` is 0.0-1.0 and covers the subsections; ``state`` is the state
    of its own text or, where it has none, sums up the states below it; ``why`` says in one
    sentence how it comes to that state. An ``extra`` section is not in the template; of an
    ``exempt`` one nothing is asked, it is as complete as the document. ``template_section`` is
    the index of the template's section that it is, and of that one's guidance; ``moved`` and
    ``renamed`` say that it stands elsewhere, or is called otherwise, than there. ``source`` is
    the title in Markdown, as it is written; ``marked`` says that the author's word stands below
    the heading itself: that it is confirmed, or not applicable.
    """

    key: str
    title: str
    path: tuple[str, ...]
    level: int
    line: int | None
    last_line: int | None
    state: State
    completeness: float
    placeholders: int
    placeholders_total: int
    why: str
    optional: bool = False
    extra: bool = False
    exempt: bool = False
    template_section: int | None = None
    moved: bool = False
    renamed: bool = False
    source: str = ""
    marked: bool = False

    def at(self, line: int, last_line: int) -> "SectionReport":
        """Return the report of a section that stands elsewhere and is as it was."""
        if (self.line, self.last_line) == (line, last_line):
            return self
        # Not by names, which takes twice as long, for thousands of sections.
        return SectionReport._make((*self[:4], line, last_line, *self[6:]))


@dataclass(frozen=True, slots=True)
class Guidance:
    """What a template says about each of its sections: the Markdown under the heading."""

    template: str
    texts: tuple[str, ...]


class Summary(NamedTuple):
    """What a document says about itself; a text is empty where it says nothing.

    ``updated`` is its date as it is written; ``next_approver`` who stands first in the approval
    table without a signature or its date; ``requirements`` counts the headings that are one.
    """

    status: str = ""
    version: str = ""
    author: str = ""
    updated: str = ""
    next_approver: str = ""
    requirements: int = 0


NO_SUMMARY = Summary()


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """All that is said about one revision of a document.

    ``template`` is the name of the template it is measured by, empty when none fits;
    ``placeholders`` counts those left in the whole document.
    """

    revision: int
    title: str
    template: str
    completeness: float
    placeholders: int
    sections: tuple[SectionReport, ...]
    findings: tuple[Finding, ...]
    summary: Summary = NO_SUMMARY


@dataclass(frozen=True, slots=True)
class SpecEntry:
    """One file of an opened folder as workspace and dashboard show it.

    ``path`` is absolute; ``parts`` are the folder names and the file name below ``folder``, the
    opened folder that it belongs to. ``completeness`` is None until it was computed; ``problem``
    says why it cannot be. ``status`` to ``requirements`` are what :class:`Summary` says;
    ``errors``, ``warnings`` and ``infos`` count the findings. ``git`` is empty for a file that is
    as it was committed, and where nobody knows; else “new”, “modified” or “conflict”.

    ``changed`` is when the file was written last, in seconds since 1970 by whatever clock wrote
    it, to be shown and sorted by and for nothing else; ``size`` is in bytes. Both are 0 for what
    was never looked at.
    """

    path: str
    parts: tuple[str, ...]
    title: str = ""
    completeness: float | None = None
    placeholders: int = 0
    problem: str = ""
    status: str = ""
    version: str = ""
    author: str = ""
    updated: str = ""
    next_approver: str = ""
    requirements: int = 0
    errors: int = 0
    warnings: int = 0
    infos: int = 0
    git: str = ""
    changed: float = 0.0
    size: int = 0
    folder: str = ""


@dataclass(frozen=True, slots=True)
class TextFound:
    """Where words stand in a specification: its path, the 1-based line, and that line in short."""

    path: str
    line: int
    snippet: str


def with_report(
    entry: SpecEntry, report: DocumentReport, counts: Counts | None = None
) -> SpecEntry:
    """Return an entry with what a report says of its document.

    ``counts`` are those of its findings where the report comes without them.
    """
    counts = counts_of(report.findings) if counts is None else counts
    return replace(
        entry,
        title=report.title,
        completeness=report.completeness,
        placeholders=report.placeholders,
        problem="",
        **counts._asdict(),
        **report.summary._asdict(),
    )
