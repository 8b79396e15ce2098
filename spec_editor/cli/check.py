"""``spec-editor check``."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from spec_editor.cli.failure import EXIT_FINDINGS, EXIT_USAGE, complain, printable, tell
from spec_editor.cli.fixing import fix
from spec_editor.cli.formats import FORMATS, WITH_SECTIONS, Checked
from spec_editor.cli.reading import Input, Inputs, ask_engine, collect, for_each
from spec_editor.core.findings import Severity
from spec_editor.core.report import DocumentReport
from spec_editor.engine.pool import EnginePool


@dataclass(frozen=True, slots=True)
class Wishes:
    """How to check: see the options of the command."""

    template: str | None
    output_format: str
    fail_on: str
    min_completeness: float | None
    fix: bool


@dataclass(slots=True)
class _Outcome:
    """What came of all files together."""

    failed: bool
    complains: bool = False

    @property
    def exit_code(self) -> int:
        if self.failed:
            return EXIT_USAGE
        return EXIT_FINDINGS if self.complains else 0


def run(paths: Iterable[Path], wishes: Wishes, pool: EnginePool) -> int:
    """Check files and folders, print what is found as it is found, return the exit code."""
    inputs = collect(paths, pool)
    outcome = _Outcome(inputs.failed)
    for text in FORMATS[wishes.output_format](_checked(inputs, wishes, outcome)):
        tell(text)
    return outcome.exit_code


def _checked(inputs: Inputs, wishes: Wishes, outcome: _Outcome) -> Iterator[Checked]:
    """Yield the files that can be judged, and take note of what comes of each."""
    least = _share(wishes.min_completeness)
    for item, report in _reports(inputs, wishes):
        if report is None:
            outcome.failed = True
            continue
        outcome.complains = outcome.complains or _complains(report, wishes.fail_on, least)
        yield Checked(item.path, report)


def _reports(inputs: Inputs, wishes: Wishes) -> Iterator[tuple[Input, DocumentReport | None]]:
    if not wishes.fix:
        kind = "analyse" if wishes.output_format in WITH_SECTIONS else "find"
        for item, reply in ask_engine(inputs, kind, wishes.template):
            yield item, reply.report if reply else None
        return
    # What a program reads stays whole.
    note = tell if wishes.output_format == "text" else complain
    for item, fixed in for_each(inputs, wishes.template, fix):
        if fixed is not None and fixed.count:
            plural = "" if fixed.count == 1 else "s"
            note(printable(f"{item.path}: fixed {fixed.count} finding{plural}"))
        yield item, fixed.report if fixed else None


def _share(value: float | None) -> float:
    if value is None:
        return 0.0
    return value / 100 if value > 1 else value


def _complains(report: DocumentReport, fail_on: str, least: float) -> bool:
    # Rounding in the mean of thirds must not fail a document that reaches the figure.
    if report.completeness < least - 1e-9:
        return True
    if fail_on == "never":
        return False
    level = Severity(fail_on).rank
    return any(finding.severity.rank <= level for finding in report.findings)
