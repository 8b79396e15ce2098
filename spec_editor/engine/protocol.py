"""What window and engine say to each other: JSON with a length in front.

Plain values only: a worker that a hostile document has taken over can send wrong data, but
nothing that would run here.
"""

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO

from spec_editor.core.actions import Action
from spec_editor.core.edits import TextEdit
from spec_editor.core.findings import NO_FINDINGS, Counts
from spec_editor.core.flavour import GITHUB, Reading
from spec_editor.core.report import DocumentReport, Guidance
from spec_editor.core.setup import Setup
from spec_editor.engine.wire import (
    Message,
    ProtocolError,
    action_to_wire,
    edits_from_wire,
    guidance_from_wire,
    reading_to_wire,
    report_from_wire,
    setup_to_wire,
    text_to_wire,
)

_LENGTH = struct.Struct(">I")
_MAX_BYTES = 512 * 1024 * 1024
_NO_SETUP = Setup()


@dataclass(frozen=True, slots=True)
class Request:
    """One thing to do for the engine.

    ``kind`` is ``update`` (report and changed blocks of the edited document), ``analyse``
    (report only), ``find`` (report without sections), ``summarise`` (report without sections, and
    the files that it looked for), ``page`` (report and the stand-alone page) or ``edits`` (report
    and the edits that fulfil ``action``). Of the waiting requests of one ``lane`` only the newest
    is kept.

    ``setup`` says how the text is judged. ``path`` is the absolute path of the document's file,
    ``root`` that of the folder that its links may lead into; without them no link to a file is
    judged. ``reading`` is how a page shows the text; nothing that is said about it changes with it.
    """

    kind: str
    lane: str
    text: str
    revision: int = 0
    theme: str = "light"
    title: str = ""
    full: bool = False
    setup: Setup = _NO_SETUP
    path: str = ""
    root: str = ""
    action: Action | None = None
    reading: Reading = GITHUB

    def to_message(self, *, with_setup: bool, known: str = "") -> Message:
        """Return the request as JSON values; the setup only where the worker has another one.

        Of the text only what differs from the ``known`` one is sent, the last that the worker got.
        """
        names = ("kind", "revision", "theme", "title", "full", "path", "root")
        message: Message = {name: getattr(self, name) for name in names}
        message["text"] = text_to_wire(self.text, known)
        if with_setup:
            message["setup"] = setup_to_wire(self.setup)
        if self.reading != GITHUB:
            message["reading"] = reading_to_wire(self.reading)
        if self.action is not None:
            message["action"] = action_to_wire(self.action)
        return message


@dataclass(frozen=True, slots=True)
class Page:
    """What an update changes in the page; it comes before the reply, which takes longer.

    ``patch`` is what :meth:`BlockPatch.to_json` gives, with ``reset`` true when it replaces all
    that was shown, ``more`` true when the end of a large page is still to be asked for;
    ``diagrams`` maps the names of all diagrams in use to SVG, empty where it was sent before.
    """

    patch: Mapping[str, object] = field(default_factory=dict)
    diagrams: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reply:
    """What the engine answers.

    ``patch`` and ``diagrams`` are those of an update's page; ``html`` is the stand-alone page.
    ``guidance`` comes with an update when the template in use is another one than before, or when
    everything was asked for. ``edits`` fit the text of the request. ``files`` are the links that a
    summary rests on, each with whether it leads to a file, None where that was not judged. Its
    report has no findings: there are ``counts`` of them, and ``findings`` is their JSON.
    """

    report: DocumentReport
    patch: Mapping[str, object] = field(default_factory=dict)
    diagrams: Mapping[str, str] = field(default_factory=dict)
    html: str = ""
    guidance: Guidance | None = None
    edits: tuple[TextEdit, ...] = ()
    files: Mapping[str, bool | None] = field(default_factory=dict)
    counts: Counts = NO_FINDINGS
    findings: str = "[]"


def write_message(stream: IO[bytes], message: Mapping[str, object]) -> None:
    """Write one message and flush it."""
    # Half a surrogate pair survives as its escape.
    data = json.dumps(message, ensure_ascii=True, separators=(",", ":")).encode()
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def read_message(stream: IO[bytes]) -> Message | None:
    """Read one message; None when the other side has closed.

    Raises:
        ProtocolError: the message is cut off, too large or not JSON.
    """
    head = stream.read(_LENGTH.size)
    if not head:
        return None
    if len(head) < _LENGTH.size:
        raise ProtocolError("cut off")
    (length,) = _LENGTH.unpack(head)
    if length > _MAX_BYTES:
        raise ProtocolError(f"message of {length} bytes")
    data = stream.read(length)
    if len(data) < length:
        raise ProtocolError("cut off")
    try:
        message = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ProtocolError("no JSON") from error
    if not isinstance(message, dict):
        raise ProtocolError("no message")
    return message


def page_from_message(message: Message) -> Page:
    """Return the page in a message, an empty one where there is none.

    Raises:
        ProtocolError: it cannot be shown.
    """
    patch, diagrams = message.get("patch") or {}, message.get("diagrams") or {}
    if not (isinstance(patch, dict) and isinstance(diagrams, dict)):
        raise ProtocolError("no page")
    if patch:
        _check_patch(patch)
    if not all(isinstance(svg, str) for svg in diagrams.values()):
        raise ProtocolError("no diagram")
    return Page(patch, diagrams)


def reply_from_message(message: Message, length: int, told: DocumentReport | None = None) -> Reply:
    """Return the reply in a message to a request whose text has so many code points.

    ``told`` is the report of the last update by the same process.

    Raises:
        ProtocolError: there is none.
    """
    page = page_from_message(message)
    html = message.get("html") or ""
    if not isinstance(html, str):
        raise ProtocolError("no reply")
    return Reply(
        report_from_wire(message.get("report"), told),
        page.patch,
        page.diagrams,
        html,
        guidance_from_wire(message.get("guidance")),
        edits_from_wire(message.get("edits", []), length),
        _files(message.get("files", {})),
        _counts(message.get("counts", [0, 0, 0])),
        _json(message.get("findings", "[]")),
    )


def _counts(message: object) -> Counts:
    match message:
        case [int() as errors, int() as warnings, int() as infos]:
            return Counts(errors, warnings, infos)
    raise ProtocolError("no counts")


def _json(message: object) -> str:
    # Whoever wants to know what is in it looks at every type.
    if not isinstance(message, str):
        raise ProtocolError("no findings")
    return message


def _files(message: object) -> dict[str, bool | None]:
    if not isinstance(message, dict):
        raise ProtocolError("no files")
    if not all(each is None or isinstance(each, bool) for each in message.values()):
        raise ProtocolError("no answers about files")
    return message


def _check_patch(patch: Mapping[str, object]) -> None:
    """Refuse what the page cannot be given.

    Raises:
        ProtocolError: it is no patch.
    """
    numbers = [patch.get(name) for name in ("start", "removed", "shift")]
    blocks = patch.get("inserted")
    if not all(isinstance(number, int) for number in numbers) or not isinstance(blocks, list):
        raise ProtocolError("no patch")
    for block in blocks:
        if not (isinstance(block, dict) and isinstance(block.get("html"), str)):
            raise ProtocolError("no block")
        if not all(isinstance(block.get(name), int) for name in ("first", "last")):
            raise ProtocolError("no lines")
