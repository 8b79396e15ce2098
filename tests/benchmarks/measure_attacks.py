"""How much of a corpus of attack strings gets out of a document, in the real engine.

    python tests/benchmarks/measure_attacks.py FILE [--alone]      strings, one JSON object a line
    python tests/benchmarks/measure_attacks.py --own [--alone]     the project's own strings

An object has the string as `s` and as `kind` one of `html`, `md` and `mermaid`. Each string is put
in every place of a document, rendered, shown in a real preview, and every element gets the events
that it could wait for. With `--alone` the cleaning stands alone: scripts run, no policy, requests
are let through, hosts are found. Prints one line of JSON; the exit code is 1 when anything got out.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication

from spec_editor.render import web

# The engine reads its flags when the application is made, and has to be imported before.
assert QWebEngineView

from attack_bench import Bench, Listener, Renderer, bench  # noqa: E402
from attack_strings import Attack, placed, read_attacks  # noqa: E402

AT_ONCE = 5_000


def read_corpus(path: Path) -> Iterator[Attack]:
    """Yield the strings of a file that can stand in a document."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            entry = json.loads(line)
            kind = "mermaid" if entry["kind"] == "mermaid" else "text"
            yield Attack(f"{path.name}:{number}", entry["s"], kind)


def show_all(
    attacks: list[Attack], listener: Listener, made: Bench, stride: int
) -> dict[str, float]:
    """Show all strings in all places; return how many, and the slowest to render.

    With a ``stride`` in the first place and one of so many others, not the same for each string.
    """
    renderer = Renderer()
    made.open_preview()
    blocks, documents, elements, worst = [], 0, 0, 0.0
    for number, attack in enumerate(attacks):
        text = attack.aimed(f"alert({number})", f"{listener.address}/{number}")
        for index, document in enumerate(placed(attack, text).values()):
            if index and (index + number) % stride:
                continue
            start = time.perf_counter()
            blocks += renderer.blocks(document)
            worst = max(worst, time.perf_counter() - start)
            documents += 1
        if len(blocks) >= AT_ONCE or number == len(attacks) - 1:
            elements += made.show(blocks)
            blocks = []
    made.run("1")
    return {
        "strings": len(attacks),
        "documents": documents,
        "elements": elements,
        "slowest_rendering_ms": round(worst * 1000, 1),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--own", action="store_true")
    parser.add_argument("--alone", action="store_true")
    parser.add_argument("--stride", type=int, default=1)
    options = parser.parse_args()
    attacks = list(read_attacks() if options.own else read_corpus(options.file))
    if options.alone:
        web._NO_HOSTS = ""
    web.register_scheme()
    application = QApplication([])
    layers = {"scripts": True, "policy": False, "requests": True} if options.alone else {}
    start = time.perf_counter()
    listener = Listener()
    with bench(**layers) as made:
        figures = show_all(attacks, listener, made, options.stride)
        escapes = made.escapes
        figures |= {
            "ran": len(escapes.ran),
            "requests": len(escapes.asked),
            "connections": listener.count(),
            "navigations": len(escapes.went),
            "seconds": round(time.perf_counter() - start, 1),
        }
    for what in (escapes.ran, escapes.asked, escapes.went):
        for each in what[:20]:
            print(each, file=sys.stderr)
    print(json.dumps(figures))
    application.quit()
    return 1 if escapes or figures["connections"] else 0


if __name__ == "__main__":
    sys.exit(main())
