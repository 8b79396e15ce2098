"""What goes through the pipe comes out the same, and what does not fit is refused."""

import io
import json
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spec_editor.core.findings import Finding, Severity, Span
from spec_editor.core.report import DocumentReport, SectionReport, State
from spec_editor.engine import protocol
from spec_editor.engine.protocol import (
    ProtocolError,
    Request,
    read_message,
    reply_from_message,
    report_from_wire,
    report_to_wire,
    write_message,
)

EMPTY_REPORT = DocumentReport(0, "", "", 0.0, 0, (), ())

# Half surrogate pairs too: a text that is being typed may have them.
ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=20)
NUMBERS = st.integers(0, 10**6)
SHARES = st.floats(0, 1)
SPANS = st.builds(Span, NUMBERS, NUMBERS, NUMBERS, NUMBERS)
FINDINGS = st.builds(
    Finding, ANY_TEXT, st.sampled_from(Severity), SPANS, ANY_TEXT, ANY_TEXT, st.booleans()
)
SECTIONS = st.builds(
    SectionReport,
    ANY_TEXT,
    ANY_TEXT,
    st.lists(ANY_TEXT, max_size=4).map(tuple),
    st.integers(1, 6),
    st.none() | NUMBERS,
    st.none() | NUMBERS,
    st.sampled_from(State),
    SHARES,
    NUMBERS,
    NUMBERS,
    ANY_TEXT,
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
REPORTS = st.builds(
    DocumentReport,
    NUMBERS,
    ANY_TEXT,
    ANY_TEXT,
    SHARES,
    NUMBERS,
    st.lists(SECTIONS, max_size=3).map(tuple),
    st.lists(FINDINGS, max_size=3).map(tuple),
)


def through_a_pipe(message: dict[str, object]) -> dict[str, object] | None:
    stream = io.BytesIO()
    write_message(stream, message)
    stream.seek(0)
    return read_message(stream)


@given(REPORTS)
def test_any_report_comes_out_the_same(report: DocumentReport) -> None:
    message = through_a_pipe(report_to_wire(report))
    assert report_from_wire(message) == report


@given(ANY_TEXT, ANY_TEXT)
def test_any_request_comes_out_the_same(text: str, title: str) -> None:
    message = Request("update", "lane", text, 3, title=title).to_message()
    assert through_a_pipe(message) == message


def test_messages_follow_each_other_until_the_end() -> None:
    stream = io.BytesIO()
    write_message(stream, {"a": 1})
    write_message(stream, {})
    stream.seek(0)
    assert [read_message(stream) for _ in range(3)] == [{"a": 1}, {}, None]


@pytest.mark.parametrize(
    "data",
    [
        b"\0",
        b"\0\0\0",
        b"\0\0\0\5",
        b"\0\0\0\5{}",
        b"\0\0\0\2{]",
        b"\0\0\0\2[]",
        b"\0\0\0\4null",
        b"\0\0\0\1\xff",
        b"Traceback (most recent call last):",
        struct.pack(">I", 2**32 - 1) + b"{}",
        struct.pack(">I", 100_000) + b"[" * 100_000,
        struct.pack(">I", 0),
    ],
)
def test_garbage_is_refused(data: bytes) -> None:
    with pytest.raises(ProtocolError):
        read_message(io.BytesIO(data))


@given(st.binary(max_size=60))
def test_any_bytes_are_a_message_or_refused(data: bytes) -> None:
    try:
        message = read_message(io.BytesIO(data))
    except ProtocolError:
        return
    assert isinstance(message, dict) if data else message is None


def test_a_message_beyond_the_limit_is_refused_before_it_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(protocol, "_MAX_BYTES", 10)
    stream = io.BytesIO(struct.pack(">I", 11) + b" " * 9 + b"{}")
    with pytest.raises(ProtocolError, match="11 bytes"):
        read_message(stream)
    assert stream.tell() == 4


EMPTY = DocumentReport(0, "", "", 0.0, 0, (), ())


@pytest.mark.parametrize(
    "change",
    [
        {"sections": None},
        {"sections": [1]},
        {"sections": [{}]},
        {"findings": [{"span": [1, 2], "severity": "error"}]},
        {"findings": [{"span": [1, 2, 3, 4], "severity": "fatal"}]},
        {"surplus": 1},
    ],
)
def test_what_is_no_report_is_refused(change: dict[str, object]) -> None:
    good = json.loads(json.dumps(report_to_wire(EMPTY)))
    assert report_from_wire(good) == EMPTY
    with pytest.raises(ProtocolError):
        report_from_wire({**good, **change})


@pytest.mark.parametrize("message", [None, [], "x", {}])
def test_what_is_no_object_is_no_report(message: object) -> None:
    with pytest.raises(ProtocolError):
        report_from_wire(message)


@pytest.mark.parametrize("change", [{"patch": [1]}, {"diagrams": "x"}, {"html": 1}])
def test_what_is_no_reply_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ProtocolError):
        reply_from_message({"report": report_to_wire(EMPTY), **change})


@pytest.mark.parametrize(
    "change",
    [
        {"patch": {"start": "0", "removed": 0, "shift": 0, "inserted": []}},
        {"patch": {"start": 0, "removed": 0, "shift": 0, "inserted": [{"html": 1}]}},
        {"patch": {"start": 0}},
        {"diagrams": {"a": 1}},
        {"html": 1},
        {"report": None},
    ],
)
def test_a_worker_that_says_nonsense_is_not_believed(change: dict[str, object]) -> None:
    message = {"report": report_to_wire(EMPTY_REPORT), **change}
    with pytest.raises(ProtocolError):
        reply_from_message(message)


def test_a_report_with_a_wrong_type_is_not_believed() -> None:
    for name, value in (("completeness", "much"), ("placeholders", "3"), ("title", 1)):
        with pytest.raises(ProtocolError):
            report_from_wire({**report_to_wire(EMPTY_REPORT), name: value})
