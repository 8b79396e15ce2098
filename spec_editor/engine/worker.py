"""The engine process: parses, checks and renders what it is sent, and may die of it.

Before each step that a hostile text could stretch it says what it is about to do; the client
finds the guilty one by that when it has to kill the worker.
"""

import gc
import os
import sys
import traceback
from collections.abc import Mapping
from dataclasses import replace
from typing import IO, TYPE_CHECKING

from spec_editor.core.actions import ActionError, edits_for
from spec_editor.core.document import Document, DocumentReader, reader_for
from spec_editor.core.findings import counts_of, findings_to_json
from spec_editor.core.reading import Layout
from spec_editor.core.report import DocumentReport, Guidance
from spec_editor.core.setup import Setup
from spec_editor.core.template import Template, TemplateError
from spec_editor.engine.limits import Limits, cap_address_space
from spec_editor.engine.ports import FileProbe, Ports
from spec_editor.engine.protocol import read_message, write_message
from spec_editor.engine.wire import (
    Message,
    action_from_wire,
    edits_to_wire,
    guidance_to_wire,
    report_to_wire,
    setup_from_wire,
    text_from_wire,
)
from spec_editor.render.budget import Budget
from spec_editor.render.system_libraries import SystemLibraryError

if TYPE_CHECKING:
    from spec_editor.engine.drawing import Drawing

#: Seconds that the diagrams of an edited document may take together; what is left is drawn later.
DIAGRAM_SECONDS = 8.0

#: What counts as spent when a process starts, whatever was too much before: it comes back slowly.
MOST_SPENT = 3 * DIAGRAM_SECONDS

#: After how many new values garbage is searched for, and after how many such searches in all.
GARBAGE = (5_000, 50)


class Worker:
    """Answers requests one by one."""

    def __init__(
        self, output: IO[bytes], configuration: Mapping[str, object], probe: FileProbe
    ) -> None:
        self._output = output
        self._ports = Ports(output, configuration.get("quarantine"), probe)
        # Each of those that were too much has taken its time already, and the start of a process.
        late = configuration.get("late")
        spent = 2 * late * Limits().diagram_seconds if isinstance(late, int) else 0
        spent = min(spent, MOST_SPENT)
        self._diagram_time = Budget(DIAGRAM_SECONDS, spent)
        self._drawing: Drawing | None = None
        self._setup = Setup()
        self._text = ""
        self._place = ("", "")
        self._reader: DocumentReader | None = None
        # What the other side has been told of: nothing yet.
        self._guided_by: tuple[Template | None] | None = None
        self._told: DocumentReport | None = None

    @property
    def drawing(self) -> "Drawing":
        """What shows documents; loaded when it is asked for first."""
        if self._drawing is None:
            from spec_editor.engine.drawing import Drawing

            self._drawing = Drawing(self._ports, self._diagram_time)
        return self._drawing

    def answer(self, request: Message) -> Message:
        """Return the reply to a request.

        Raises:
            TemplateError: one of the setup's templates cannot be used, or the chosen one is not
                among them.
            ActionError: the action cannot be carried out.
        """
        self._ports.progress("parse", "")
        # While one types, all the diagrams of a document must not take too long; a check of
        # files takes its time.
        self._ports.diagram_time = self._diagram_time if request["kind"] == "update" else None
        self._ports.files.clear()
        # First of all: the other side counts on it that it is known now.
        self._text = text_from_wire(request["text"], self._text)
        if request["kind"] == "update" and request["full"]:
            # Also when this fails: what comes next must not be a difference to another document.
            self.drawing.forget()
            self._guided_by = None
        if request["kind"] == "summarise":
            # All that it says about files is to be found out now.
            self._reader = None
        reader = self._reader_for(request)
        # One that fails in the middle of a text must not be asked about the next one.
        self._reader = None
        document = self._show_and_judge(reader, request)
        self._reader = reader
        answer: Message = {"kind": "reply"}
        match request["kind"]:
            case "update":
                answer["report"] = report_to_wire(document.report, self._told)
                self._told = document.report
                if self._guided_by is None or document.template is not self._guided_by[0]:
                    self._guided_by = (document.template,)
                    answer["guidance"] = guidance_to_wire(_guidance(document.template))
                return answer
            case "summarise":
                return {**answer, **self._summary(document.report)}
            case "find":
                # Three quarters of a report are sections.
                return {**answer, "report": report_to_wire(replace(document.report, sections=()))}
            case "page":
                answer["html"] = self.drawing.standalone(document, request)
            case "edits":
                action = action_from_wire(request.get("action"))
                answer["edits"] = edits_to_wire(edits_for(document, action))
        answer["report"] = report_to_wire(document.report)
        return answer

    def _summary(self, report: DocumentReport) -> Message:
        """Return what lists of documents show; most findings are passed on and never looked at."""
        return {
            "report": report_to_wire(replace(report, sections=(), findings=())),
            "counts": list(counts_of(report.findings)),
            "findings": findings_to_json(report.findings),
            "files": dict(self._ports.files),
        }

    def _show_and_judge(self, reader: DocumentReader, request: Message) -> Document:
        """Return the document; of an update the page is sent as soon as it can be drawn.

        Judging a long text takes longer than drawing what is new in it, and nobody who types
        should wait for that.
        """
        revision = request.get("revision")
        layout = reader.take(self._text)
        shown = None
        if request["kind"] == "update" and reader.knows_syntaxes:
            shown = reader.all_syntaxes
            self._show(layout, shown, request)
        document = reader.judge(revision=revision if isinstance(revision, int) else 0)
        if request["kind"] == "update" and shown != reader.all_syntaxes:
            self._show(layout, reader.all_syntaxes, request)
        return document

    def _show(self, layout: Layout, syntaxes: tuple[str, ...], request: Message) -> None:
        write_message(self._output, self.drawing.update(layout, syntaxes, request))
        self._ports.progress("parse", "")

    def _reader_for(self, request: Message) -> DocumentReader:
        """Return the reader of the last text, or a new one for another setup or document.

        What a document says about files holds at its own place only.
        """
        place = (str(request.get("path") or ""), str(request.get("root") or ""))
        if "setup" in request:
            self._setup, self._reader = setup_from_wire(request["setup"]), None
        if place != self._place:
            self._reader = None
        if self._reader is None:
            self._place = place
            self._reader = reader_for(self._setup, self._ports.services(*place))
        return self._reader


def _guidance(template: Template | None) -> Guidance:
    """Return what a template says about its sections; nothing where there is no template."""
    if template is None:
        return Guidance("", ())
    return Guidance(template.name, tuple(section.own_text for section in template.sections))


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
        except ActionError as error:
            answer = {"kind": "refused", "message": str(error)}
        except (TemplateError, SystemLibraryError) as error:
            answer = {"kind": "unusable", "message": str(error)}
        except MemoryError:
            # Whatever is left of the memory cannot be trusted; a new process has all of it.
            os._exit(1)
        except Exception as error:  # noqa: BLE001  the edge of the process
            traceback.print_exc()
            answer = {"kind": "failed", "message": f"{type(error).__name__}: {error}"}
        write_message(output, answer)


def run_worker(probe: FileProbe) -> int:
    """Serve requests from standard input until it closes; return the exit code."""
    output = _private_output()
    configuration = read_message(sys.stdin.buffer)
    if configuration is None:
        return 0
    memory = configuration.get("memory_bytes")
    if isinstance(memory, int) and memory > 0:
        cap_address_space(memory)
    worker = Worker(output, configuration, probe)
    if configuration.get("diagrams"):
        worker.drawing.warm_up()
    # What is loaded now stays for ever; collecting it again and again only takes time.
    gc.freeze()
    # Hardly any of what a document leaves behind is garbage that only a search can find.
    gc.set_threshold(*GARBAGE)
    gc.enable()
    write_message(output, {"kind": "ready"})
    _serve(worker, output)
    return 0
