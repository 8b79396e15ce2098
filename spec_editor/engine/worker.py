"""The engine process: parses, checks and renders what it is sent, and may die of it.

It keeps the blocks that the preview shows now, so that it can answer with the changed ones only.
Before each step that a hostile text could stretch it says what it is about to do; the client
finds the guilty one by that when it has to kill the worker.
"""

import gc
import os
import sys
import traceback
from collections.abc import Mapping
from typing import IO, Literal

from spec_editor.core.blocks import parse
from spec_editor.core.document import Document, read_document
from spec_editor.core.template import Template, TemplateSource, read_template
from spec_editor.engine.limits import cap_address_space
from spec_editor.engine.protocol import Message, read_message, report_to_wire, write_message
from spec_editor.render.html import HtmlRenderer, PageBlock, RenderOptions
from spec_editor.render.page import standalone_page
from spec_editor.render.patch import difference

_SMALL_DIAGRAM = "```mermaid\ngraph LR\n  A --> B\n```\n"


class _Services:
    """What rendering may ask of the process it runs in."""

    def __init__(self, output: IO[bytes], quarantine: object) -> None:
        self._output = output
        self._quarantine = set(quarantine) if isinstance(quarantine, list) else set()
        self._sent: set[str] = set()
        self._diagrams: dict[str, str] = {}

    def progress(self, kind: str, key: str) -> None:
        write_message(self._output, {"kind": "progress", "step": kind, "key": key})

    def is_quarantined(self, key: str) -> bool:
        return key in self._quarantine

    def add_diagram(self, name: str, svg: str) -> None:
        self._diagrams[name] = svg

    def take_diagrams(self, *, all_of_them: bool) -> dict[str, str]:
        """Return the pictures in use by name; one that was sent before is empty."""
        if all_of_them:
            self._sent.clear()
        used = {n: "" if n in self._sent else svg for n, svg in self._diagrams.items()}
        self._sent = set(used)
        self._diagrams.clear()
        return used


class Worker:
    """Answers requests one by one."""

    def __init__(self, output: IO[bytes], configuration: Mapping[str, object]) -> None:
        self._templates = _templates(configuration.get("templates"))
        self._services = _Services(output, configuration.get("quarantine"))
        self._renderer = HtmlRenderer(self._services)
        self._shown: tuple[PageBlock, ...] | None = None

    def warm_up(self) -> None:
        """Draw a small diagram, so that the first real one does not wait for fonts to load."""
        self._renderer.render(parse(_SMALL_DIAGRAM), RenderOptions(theme="light", target="page"))

    def answer(self, request: Message) -> Message:
        """Return the reply to a request."""
        self._services.progress("parse", "")
        document = self._read(request)
        answer: Message = {"kind": "reply", "report": report_to_wire(document.report)}
        if request["kind"] == "update":
            full = bool(request["full"]) or self._shown is None
            answer["patch"] = self._patch(document, request, full=full)
            answer["diagrams"] = self._services.take_diagrams(all_of_them=full)
        elif request["kind"] == "page":
            answer["html"] = self._page(document, request)
        return answer

    def _read(self, request: Message) -> Document:
        name = request.get("template")
        chosen = next((t for t in self._templates if t.source.name == name), None)
        revision = request.get("revision")
        return read_document(
            str(request["text"]),
            self._templates,
            chosen=chosen,
            revision=revision if isinstance(revision, int) else 0,
        )

    def _patch(self, document: Document, request: Message, *, full: bool) -> Message:
        """Return what changes the blocks that were sent last into those of this document."""
        options = RenderOptions(theme=_theme(request), target="preview")
        blocks = self._renderer.render(document.parsed, options)
        patch = difference(() if full or self._shown is None else self._shown, blocks)
        self._shown = blocks
        return {**patch.to_json(), "reset": full}

    def _page(self, document: Document, request: Message) -> str:
        options = RenderOptions(theme=_theme(request), target="page")
        blocks = self._renderer.render(document.parsed, options)
        title = document.report.title or str(request.get("title") or "Specification")
        return standalone_page(title, blocks, options.theme)


def _theme(request: Message) -> Literal["light", "dark"]:
    return "dark" if request.get("theme") == "dark" else "light"


def _templates(values: object) -> tuple[Template, ...]:
    if not isinstance(values, list):
        return ()
    return tuple(
        read_template(TemplateSource(value["name"], value["text"], value["manifest"]))
        for value in values
    )


def _private_output() -> IO[bytes]:
    """Keep standard output for messages; what a library prints goes to standard error."""
    descriptor = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return os.fdopen(descriptor, "wb")


def _serve(worker: Worker, output: IO[bytes]) -> None:
    """Answer until the other side closes."""
    while (request := read_message(sys.stdin.buffer)) is not None:
        try:
            answer = worker.answer(request)
        except MemoryError:
            # Whatever is left of the memory cannot be trusted; a new process has all of it.
            os._exit(1)
        except Exception as error:  # noqa: BLE001  the edge of the process
            traceback.print_exc()
            answer = {"kind": "failed", "message": f"{type(error).__name__}: {error}"}
        write_message(output, answer)


def run_worker() -> int:
    """Serve requests from standard input until it closes; return the exit code."""
    output = _private_output()
    configuration = read_message(sys.stdin.buffer)
    if configuration is None:
        return 0
    memory = configuration.get("memory_bytes")
    if isinstance(memory, int) and memory > 0:
        cap_address_space(memory)
    worker = Worker(output, configuration)
    if configuration.get("diagrams"):
        worker.warm_up()
    # What is loaded now stays for ever; collecting it again and again only takes time.
    gc.freeze()
    write_message(output, {"kind": "ready"})
    _serve(worker, output)
    return 0
