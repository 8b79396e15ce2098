"""``spec-editor check``."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from spec_editor.cli.failure import EXIT_FINDINGS, EXIT_USAGE, complain, printable, tell
from spec_editor.cli.fixing import fix
from spec_editor.cli.formats import FORMATS, Checked
from spec_editor.cli.reading import Input, Inputs, ask_engine, collect, for_each
from spec_editor.core.findings import Severity
from spec_editor.core.report import DocumentReport


@dataclass(frozen=True, slots=True)
class Wishes:
    """How to check: see the options of the command."""

    template: str | None
    output_format: str
    fail_on: str
    min_completeness: float | None
    fix: bool


def run(paths: Iterable[Path], wishes: Wishes) -> int:
    """Check files and folders, print the findings, return the exit code."""
    inputs = collect(paths)
    failed = inputs.failed
    checked = []
    for item, report in _reports(inputs, wishes):
        if report is None:
            failed = True
        else:
            checked.append(Checked(item.path, report))
    if text := FORMATS[wishes.output_format](checked):
        tell(text)
    if failed:
        return EXIT_USAGE
    least = _share(wishes.min_completeness)
    return EXIT_FINDINGS if any(_complains(file, wishes.fail_on, least) for file in checked) else 0


def _reports(inputs: Inputs, wishes: Wishes) -> Iterator[tuple[Input, DocumentReport | None]]:
    if not wishes.fix:
        for item, reply in ask_engine(inputs, "analyse", wishes.template):
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


def _complains(file: Checked, fail_on: str, least: float) -> bool:
    # Rounding in the mean of thirds must not fail a document that reaches the figure.
    if file.report.completeness < least - 1e-9:
        return True
    if fail_on == "never":
        return False
    level = Severity(fail_on).rank
    return any(finding.severity.rank <= level for finding in file.report.findings)
