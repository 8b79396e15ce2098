"""Values of the core as JSON and back.

The worker reads hostile text, so what comes back from it is looked at before the window believes
it: every type, every place.
"""

from collections.abc import Callable, Sequence
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar, get_type_hints

from spec_editor.core.actions import Action
from spec_editor.core.differing import differing
from spec_editor.core.edits import TextEdit
from spec_editor.core.findings import Finding, Severity, Span
from spec_editor.core.flavour import (
    GITHUB,
    Flavour,
    MarkdownExtension,
    OptionValue,
    Reading,
)
from spec_editor.core.report import DocumentReport, Guidance, SectionReport, State, Summary
from spec_editor.core.setup import Setup, TemplateSource

Message = dict[str, object]
# As to call the enumeration, which takes five times as long: there are thousands of each.
_SEVERITIES = {severity.value: severity for severity in Severity}
_STATES = {state.value: state for state in State}
_NOTHING = DocumentReport(0, "", "", 0.0, 0, (), ())
T = TypeVar("T")


class ProtocolError(Exception):
    """The other side sent what it should not, or went away in the middle of a message."""


# ---------------------------------------------------------------- what the worker is told


def text_to_wire(text: str, known: str) -> list[object]:
    """Return a text as what differs from a known one: kept before, written, kept behind it."""
    start, end = differing(known, text)
    behind = len(known) - end
    return [start, text[start : len(text) - behind], behind]


def text_from_wire(message: object, known: str) -> str:
    """Return the text that :func:`text_to_wire` wrote.

    Raises:
        ProtocolError: it is none, or more is kept than was known.
    """
    match message:
        case [int() as before, str() as written, int() as behind] if min(
            before, behind
        ) >= 0 and before + behind <= len(known):
            return known[:before] + written + known[len(known) - behind :]
    raise ProtocolError("no text")


def setup_to_wire(setup: Setup) -> Message:
    """Return a setup as JSON values."""
    return {
        "templates": [_fields(source) for source in setup.templates],
        "chosen": setup.chosen,
        "severities": [list(pair) for pair in setup.severities],
        "syntaxes": list(setup.syntaxes),
    }


def setup_from_wire(message: object) -> Setup:
    """Return the setup that :func:`setup_to_wire` wrote.

    Raises:
        ProtocolError: it is none.
    """
    try:
        return _setup(message)
    except (TypeError, KeyError, ValueError) as error:
        raise ProtocolError(f"no setup: {error}") from error


def _setup(message: object) -> Setup:
    values = _object(message)
    return Setup(
        templates=tuple(_checked(TemplateSource(**v)) for v in _list(values["templates"])),
        chosen=_text(values["chosen"]),
        severities=tuple(
            (_text(rule), None if level is None else Severity(level))
            for rule, level in _list(values["severities"])
        ),
        syntaxes=tuple(_text(syntax) for syntax in _list(values["syntaxes"])),
    )


def reading_to_wire(reading: Reading) -> Message:
    """Return a reading as JSON values."""
    extensions = [[each.name, dict(each.options)] for each in reading.extensions]
    return {"flavour": reading.flavour, "extensions": extensions}


def reading_from_wire(message: object) -> Reading:
    """Return the reading that :func:`reading_to_wire` wrote; GitHub's where there is none.

    Raises:
        ProtocolError: it is something else.
    """
    if message is None:
        return GITHUB
    try:
        values = _object(message)
        extensions = tuple(_extension(*_list(each)) for each in _list(values["extensions"]))
        return Reading(Flavour(values["flavour"]), extensions)
    except (TypeError, KeyError, ValueError) as error:
        raise ProtocolError(f"no reading: {error}") from error


def _extension(name: object, options: object) -> MarkdownExtension:
    pairs = tuple((_text(n), _option(value)) for n, value in _object(options).items())
    return MarkdownExtension(_text(name), pairs)


def _option(value: object) -> OptionValue:
    """Return the value of an extension's option; lists come back as what they were."""
    if isinstance(value, (bool, int, str)):
        return value
    if all(isinstance(item, list) for item in _list(value)):
        return tuple((_text(name), _text(text)) for name, text in _list(value))
    return tuple(_text(item) for item in _list(value))


def action_to_wire(action: Action) -> Message:
    """Return an action as JSON values."""
    return _fields(action)


def action_from_wire(message: object) -> Action:
    """Return the action that :func:`action_to_wire` wrote.

    Raises:
        ProtocolError: it is none.
    """
    try:
        return _checked(Action(**_object(message)))
    except (TypeError, ValueError) as error:
        raise ProtocolError(f"no action: {error}") from error


# ---------------------------------------------------------------- what the worker answers


def report_to_wire(report: DocumentReport, told: DocumentReport | None = None) -> Message:
    """Return a report as JSON values; what was ``told`` before is not said again."""
    known = told or _NOTHING
    return {
        **_fields(report),
        "sections": _news(report.sections, known.sections, list),
        "findings": _news(report.findings, known.findings, _finding_to_wire),
        "summary": list(report.summary),
    }


def _finding_to_wire(finding: Finding) -> list[object]:
    # Like a section no object with names: there are thousands, and no other thread goes on while
    # they are read.
    rule, severity, span, *rest = finding
    return [rule, severity, list(span), *rest]


def _news(now: Sequence[T], told: Sequence[T], to_wire: Callable[[T], object]) -> Message:
    """Return the items that are new, and how many before and behind them are as they were.

    Only the very same objects are compared: what did not change was not made anew.
    """
    most = min(len(now), len(told))
    before = next((n for n in range(most) if now[n] is not told[n]), most)
    most -= before
    behind = next((n for n in range(most) if now[-1 - n] is not told[-1 - n]), most)
    items = [to_wire(item) for item in now[before : len(now) - behind]]
    return {"before": before, "items": items, "behind": behind}


def report_from_wire(message: object, told: DocumentReport | None = None) -> DocumentReport:
    """Return the report that :func:`report_to_wire` wrote.

    Raises:
        ProtocolError: it is none, or not one that follows what was told before.
    """
    try:
        return _report(message, told or _NOTHING)
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        raise ProtocolError(f"no report: {error}") from error


def _report(message: object, told: DocumentReport) -> DocumentReport:
    values = dict(_object(message))
    sections = _put_together(values.pop("sections"), told.sections, _section)
    findings = _put_together(values.pop("findings"), told.findings, _finding)
    summary = _checked(Summary(*_list(values.pop("summary"))))
    return _checked(DocumentReport(**values, sections=sections, findings=findings, summary=summary))


def _put_together(
    message: object, told: tuple[T, ...], read: Callable[[object], T]
) -> tuple[T, ...]:
    values = _object(message)
    before, behind = values["before"], values["behind"]
    kept = isinstance(before, int) and isinstance(behind, int) and min(before, behind) >= 0
    if not kept or before + behind > len(told):
        raise ValueError("more is kept than was told")
    items = map(read, _list(values["items"]))
    return (*told[:before], *items, *told[len(told) - behind :])


def _section(item: object) -> SectionReport:
    key, title, path, level, line, last_line, state, *rest = _list(item)
    titles = tuple(map(_text, _list(path)))
    return _checked(
        SectionReport(key, title, titles, level, line, last_line, _STATES[state], *rest)
    )


def _finding(item: object) -> Finding:
    rule, severity, span, *rest = _list(item)
    return _checked(Finding(rule, _SEVERITIES[severity], _checked(Span(*_list(span))), *rest))


def guidance_to_wire(guidance: Guidance) -> Message:
    """Return a template's guidance as JSON values."""
    return {"template": guidance.template, "texts": list(guidance.texts)}


def guidance_from_wire(message: object) -> Guidance | None:
    """Return the guidance that :func:`guidance_to_wire` wrote, None for none.

    Raises:
        ProtocolError: it is something else.
    """
    if message is None:
        return None
    try:
        values = _object(message)
        texts = tuple(_text(text) for text in _list(values["texts"]))
        return Guidance(_text(values["template"]), texts)
    except (TypeError, KeyError) as error:
        raise ProtocolError(f"no guidance: {error}") from error


def edits_to_wire(edits: Sequence[TextEdit]) -> list[list[object]]:
    """Return edits as JSON values."""
    return [[edit.start, edit.end, edit.text] for edit in edits]


def edits_from_wire(message: object, length: int) -> tuple[TextEdit, ...]:
    """Return the edits that :func:`edits_to_wire` wrote, for a text of so many code points.

    Raises:
        ProtocolError: they are none, lie outside the text or overlap.
    """
    try:
        edits = tuple(_checked(TextEdit(*_list(edit))) for edit in _list(message))
    except TypeError as error:
        raise ProtocolError(f"no edits: {error}") from error
    position = 0
    for edit in sorted(edits):
        if not position <= edit.start <= edit.end <= length:
            raise ProtocolError("edits outside the text or over each other")
        position = edit.end
    return edits


# ---------------------------------------------------------------- helpers


def _fields(value: object) -> Message:
    return {name: getattr(value, name) for name in type(value).__match_args__}  # type: ignore[attr-defined]


def _object(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError("not an object")
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError("not a list")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


_Wanted = type | tuple[type, ...]
_TYPES: dict[object, _Wanted] = {
    str: str,
    int: int,
    float: (int, float),
    bool: bool,
    int | None: (int, type(None)),
    str | None: (str, type(None)),
}


@cache
def _plain_fields(kind: type) -> tuple[Callable[[object], Any], tuple[_Wanted, ...]]:
    """Return what gets the fields whose types can be told at a glance, and these types."""
    wanted = {name: _TYPES[hint] for name, hint in get_type_hints(kind).items() if hint in _TYPES}
    return attrgetter(*wanted), tuple(wanted.values())


def _checked(value: T) -> T:
    """Return a value whose plain fields have the types that they should have.

    Raises:
        TypeError: one has not.
    """
    kind: type = type(value)
    fields, wanted = _plain_fields(kind)
    # There may be many thousands of values: no loop in Python.
    if not all(map(isinstance, fields(value), wanted)):
        raise TypeError(f"a {kind.__name__} with a value of a wrong type")
    return value
