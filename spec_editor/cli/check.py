"""``spec-editor check``."""

from collections.abc import Iterable
from pathlib import Path

from spec_editor.cli.failure import EXIT_FINDINGS, EXIT_USAGE, tell
from spec_editor.cli.formats import FORMATS, Checked
from spec_editor.cli.reading import ask_engine, collect
from spec_editor.core.findings import Severity


def run(
    paths: Iterable[Path],
    template: str | None,
    output_format: str,
    fail_on: str,
    min_completeness: float | None,
) -> int:
    """Check files and folders, print the findings, return the exit code."""
    inputs = collect(paths)
    failed = inputs.failed
    checked = []
    for item, reply in ask_engine(inputs, "analyse", template):
        if reply is None:
            failed = True
        else:
            checked.append(Checked(item.path, reply.report))
    if text := FORMATS[output_format](checked):
        tell(text)
    if failed:
        return EXIT_USAGE
    least = _share(min_completeness)
    return EXIT_FINDINGS if any(_complains(file, fail_on, least) for file in checked) else 0


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
