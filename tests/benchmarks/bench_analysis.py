"""Analysis of a text, and `check` of a folder, against cmarkgfm alone on the same texts.

Run: .venv/bin/python tests/benchmarks/bench_analysis.py
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import cmarkgfm
from cmarkgfm.cmark import Options
from common import SIZES, TEMPLATE, median_ms, row

from spec_editor.core.document import read_document
from spec_editor.storage.templates import load_builtin_templates

_OPTIONS = Options.CMARK_OPT_SOURCEPOS | Options.CMARK_OPT_FOOTNOTES | Options.CMARK_OPT_UNSAFE


def bare(text: str) -> str:
    return cmarkgfm.github_flavored_markdown_to_html(text, _OPTIONS)


def analysis() -> None:
    templates = load_builtin_templates()
    for name, factor in SIZES.items():
        text, times = TEMPLATE * factor, max(3, 60 // factor)
        ours = median_ms(lambda text=text: read_document(text, templates), times)
        theirs = median_ms(lambda text=text: bare(text), times)
        row(f"analysis, {name}", ours, theirs, "budget × 6")


def folder(count: int = 400) -> None:
    with tempfile.TemporaryDirectory() as name:
        for number in range(count):
            Path(name, f"spec-{number}.md").write_text(TEMPLATE, encoding="utf-8")
        command = [sys.executable, "-m", "spec_editor", "check", name, "--fail-on", "never"]
        ours = median_ms(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL), 3)
        texts = [path.read_text(encoding="utf-8") for path in Path(name).glob("*.md")]
        theirs = median_ms(lambda: [bare(text) for text in texts], 3)
        row(f"check, {count} files of 24 KB, one process each", ours, theirs, "budget × 6")


if __name__ == "__main__":
    analysis()
    folder()
