"""Analysis of a text, also after an edit, and `check` of a folder, against cmarkgfm alone.

Run: .venv/bin/python tests/benchmarks/bench_analysis.py
"""

import gc
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import cmarkgfm
from cmarkgfm.cmark import Options
from common import SIZES, TEMPLATE, median_ms, row

from spec_editor.core.document import DocumentReader, read_document
from spec_editor.engine.worker import GARBAGE
from spec_editor.resources import resource
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


def filled() -> None:
    """A written document shares no section with the template."""
    text = resource("examples", "payment-gateway.md").read_text(encoding="utf-8")
    templates = load_builtin_templates()
    ours = median_ms(lambda: read_document(text, templates), 60)
    row("analysis, written example", ours, median_ms(lambda: bare(text), 60), "budget × 6")


#: What one key press can do: nothing but text, a state, all lines below, the outline.
EDITS = {"a letter": "x", "a placeholder": "{x}", "a new line": "\n", "a heading": "\n\n## x\n\n"}


def edits() -> None:
    # As in the engine process.
    gc.freeze()
    gc.set_threshold(*GARBAGE)
    for name, factor in SIZES.items():
        reader = DocumentReader(load_builtin_templates())
        text = TEMPLATE * factor
        reader.read(text)
        place = text.index("RESTful", len(text) // 2 if factor > 1 else 0)
        theirs = median_ms(lambda text=text: bare(text), max(3, 60 // factor))
        for what, inserted in EDITS.items():
            durations = []
            for _ in range(21):
                text = f"{text[:place]}{inserted}{text[place:]}"
                start = time.perf_counter()
                reader.read(text)
                durations.append((time.perf_counter() - start) * 1000)
            row(f"{what} typed, {name}", statistics.median(durations), theirs)


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
    filled()
    edits()
    folder()
