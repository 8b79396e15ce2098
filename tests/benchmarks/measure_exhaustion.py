"""What documents that are made to exhaust a machine cost the engine, and what it answers.

    python tests/benchmarks/measure_exhaustion.py FOLDER [--flavour mkdocs]

Takes each file below the folder: `.mmd` as a diagram, `.svg` and the like as a picture of the
document, all others as the document's text. Prints a line for each that took more than a second or
was not shown whole, and the figures of all as one line of JSON.
"""

import argparse
import json
import sys
import threading
import time
from pathlib import Path

import psutil

from spec_editor.core.flavour import GITHUB, Flavour, MarkdownExtension, Reading
from spec_editor.engine.client import Engine, EngineError
from spec_editor.engine.protocol import Request
from spec_editor.storage.image_check import ImageError, image_type

_EXTENSIONS = tuple(
    MarkdownExtension(name)
    for name in (
        *("toc", "tables", "admonition", "attr_list", "md_in_html", "footnotes", "def_list"),
        *("pymdownx.superfences", "pymdownx.tabbed", "pymdownx.details", "pymdownx.arithmatex"),
    )
)
NOTICES = ("took too long", "too complex", "too deeply", "too large", "too slow", "Diagram, line")


class Watch:
    """The most memory that the engine's processes took, in bytes."""

    def __init__(self) -> None:
        self.most = 0
        self._stopped = threading.Event()
        threading.Thread(target=self._look, daemon=True).start()

    def _look(self) -> None:
        own = psutil.Process()
        while not self._stopped.wait(0.02):
            for child in own.children(recursive=True):
                try:
                    self.most = max(self.most, child.memory_info().rss)
                except psutil.Error:
                    continue

    def stop(self) -> None:
        self._stopped.set()


def picture(data: bytes) -> str:
    """Return what becomes of a picture."""
    try:
        return f"shown as {image_type(data)}"
    except ImageError as error:
        return f"refused: {error}"


def document(engine: Engine, path: Path, flavour: str) -> str:
    """Return what becomes of a document."""
    text = path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
    if path.suffix == ".mmd":
        text = f"```mermaid\n{text}\n```\n"
    reading = Reading(Flavour.MKDOCS, _EXTENSIONS) if flavour == "mkdocs" else GITHUB
    request = Request("page", "measure", text, reading=reading)
    try:
        html = engine.call(request).html
    except EngineError as error:
        return f"refused: {error}"
    told = sum(html.count(notice) for notice in NOTICES)
    return f"shown, {told} notices" if told else "shown"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--flavour", default="github")
    options = parser.parse_args()
    engine, watch = Engine(), Watch()
    engine.warm_up()
    results: dict[str, tuple[float, str]] = {}
    before = psutil.Process().memory_info().rss
    for path in sorted(each for each in options.folder.rglob("*") if each.is_file()):
        start = time.perf_counter()
        is_picture = path.suffix in (".svg", ".png", ".svgz")
        found = picture(path.read_bytes()) if is_picture else document(
            engine, path, options.flavour
        )  # fmt: skip
        seconds = time.perf_counter() - start
        results[path.name] = (seconds, found)
        if seconds > 1 or found != "shown":
            print(f"{path.name}: {seconds:.1f} s, {found}", file=sys.stderr)
    grown = psutil.Process().memory_info().rss - before
    watch.stop()
    engine.close()
    engine.release()
    worst = max(results, key=lambda name: results[name][0])
    counts = [found.split(",")[0].split(":")[0].split(" as")[0] for _, found in results.values()]
    print(
        json.dumps(
            {
                "documents": len(results),
                "shown": counts.count("shown"),
                "with_notices": sum("notices" in found for _, found in results.values()),
                "refused": counts.count("refused"),
                "worst": worst,
                "worst_seconds": round(results[worst][0], 1),
                "engine_memory_mb": watch.most // 1_000_000,
                "own_growth_mb": grown // 1_000_000,
            }
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
