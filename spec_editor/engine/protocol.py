"""What window and engine say to each other: JSON with a length in front.

Plain values only: a worker that a hostile document has taken over can send wrong data, but
nothing that would run here.
"""

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import IO

from spec_editor.core.findings import Finding, Severity, Span
from spec_editor.core.report import DocumentReport, SectionReport, State

_LENGTH = struct.Struct(">I")
_MAX_BYTES = 512 * 1024 * 1024

Message = dict[str, object]


class ProtocolError(Exception):
    """The other side sent what it should not, or went away in the middle of a message."""


@dataclass(frozen=True, slots=True)
class Request:
    """One thing to do for the engine.

    ``kind`` is ``update`` (report and changed blocks of the edited document), ``analyse``
    (report only) or ``page`` (report and the stand-alone page). Of the waiting requests of one
    ``lane`` only the newest is kept.
    """

    kind: str
    lane: str
    text: str
    revision: int = 0
    theme: str = "light"
    template: str = ""
    title: str = ""
    full: bool = False

    def to_message(self) -> Message:
        """Return the request as JSON values."""
        names = ("kind", "text", "revision", "theme", "template", "title", "full")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True)
class Reply:
    """What the engine answers.

    ``patch`` is what :meth:`BlockPatch.to_json` gives, with ``reset`` true when it replaces all
    that was shown; ``diagrams`` maps the names of all diagrams in use to SVG, empty where it was
    sent before; ``html`` is the stand-alone page.
    """

    report: DocumentReport
    patch: Mapping[str, object] = field(default_factory=dict)
    diagrams: Mapping[str, str] = field(default_factory=dict)
    html: str = ""


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


def report_to_wire(report: DocumentReport) -> Message:
    """Return a report as JSON values, nothing left out."""
    return {
        "revision": report.revision,
        "title": report.title,
        "template": report.template,
        "completeness": report.completeness,
        "placeholders": report.placeholders,
        "sections": [_fields(section) for section in report.sections],
        "findings": [
            {**_fields(finding), "span": list(_fields(finding.span).values())}
            for finding in report.findings
        ],
    }


def _fields(value: object) -> Message:
    return {name: getattr(value, name) for name in type(value).__slots__}  # type: ignore[attr-defined]


def report_from_wire(message: object) -> DocumentReport:
    """Return the report that :func:`report_to_wire` wrote.

    Raises:
        ProtocolError: it is none.
    """
    try:
        return _report(message)
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        raise ProtocolError(f"no report: {error}") from error


def _report(message: object) -> DocumentReport:
    if not isinstance(message, dict):
        raise TypeError("not an object")
    values = dict(message)
    sections = tuple(
        SectionReport(**{**s, "path": tuple(s["path"]), "state": State(s["state"])})
        for s in values.pop("sections")
    )
    findings = tuple(
        Finding(**{**f, "span": Span(*f["span"]), "severity": Severity(f["severity"])})
        for f in values.pop("findings")
    )
    report = DocumentReport(**values, sections=sections, findings=findings)
    values_in_it: list[DocumentReport | SectionReport | Finding] = [report, *sections, *findings]
    for value in values_in_it:
        _check_types(value)
    return report


# The worker reads hostile text: what it says is looked at before the window believes it.
_TYPES: dict[object, type | tuple[type, ...]] = {
    str: str,
    int: int,
    float: (int, float),
    bool: bool,
    int | None: (int, type(None)),
}


@cache
def _wanted(kind: type) -> tuple[tuple[str, type | tuple[type, ...]], ...]:
    """Return the fields of a kind of value whose types can be told at a glance."""
    hints = kind.__annotations__.items()
    return tuple((name, _TYPES[wanted]) for name, wanted in hints if wanted in _TYPES)


def _check_types(value: DocumentReport | SectionReport | Finding) -> None:
    kind: type = type(value)
    for name, wanted in _wanted(kind):
        if not isinstance(getattr(value, name), wanted):
            raise TypeError(f"{name} is wrong")


def reply_from_message(message: Message) -> Reply:
    """Return the reply in a message.

    Raises:
        ProtocolError: there is none.
    """
    patch, diagrams, html = (
        message.get("patch") or {},
        message.get("diagrams") or {},
        message.get("html") or "",
    )
    if not (isinstance(patch, dict) and isinstance(diagrams, dict) and isinstance(html, str)):
        raise ProtocolError("no reply")
    if patch:
        _check_patch(patch)
    if not all(isinstance(svg, str) for svg in diagrams.values()):
        raise ProtocolError("no diagram")
    return Reply(report_from_wire(message.get("report")), patch, diagrams, html)


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
