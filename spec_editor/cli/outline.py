"""``spec-editor outline``."""

import json
from pathlib import Path

from spec_editor.cli.failure import EXIT_USAGE, give_up, printable, tell
from spec_editor.cli.formats import percent
from spec_editor.cli.reading import Input, Inputs, ask_engine
from spec_editor.core.json_report import outline_json
from spec_editor.core.report import DocumentReport
from spec_editor.engine.pool import EnginePool
from spec_editor.storage.paths import is_folder


def run(file: Path, template: str | None, output_format: str, pool: EnginePool) -> int:
    """Print the outline of one file, return the exit code."""
    if is_folder(file):
        raise give_up(f"{file}: this is a folder; `outline` takes one file.")
    inputs = Inputs(pool, [Input(file, Path(file.name))])
    for _, reply in ask_engine(inputs, "analyse", template):
        if reply is None:
            return EXIT_USAGE
        if output_format == "json":
            tell(json.dumps(outline_json(str(file), reply.report), indent=2))
        else:
            tell(_text(file, reply.report))
    return 0


def _text(file: Path, report: DocumentReport) -> str:
    template = f"template “{report.template}”" if report.template else "no template fits"
    lines = [f"{printable(str(file))}: {percent(report.completeness)} complete ({template})"]
    if not report.sections:
        lines.append("There is no heading, so there is no outline.")
    for section in report.sections:
        indent = "  " * (section.level - 1)
        line = f"{section.line:>6}" if section.line is not None else "     –"
        share = percent(section.completeness)
        lines.append(
            f"{line} {share:>6}  {section.state.value:<14} {indent}{printable(section.title)}"
        )
    return "\n".join(lines)
