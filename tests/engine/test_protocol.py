"""What goes through the pipe comes out the same, and what does not fit is refused."""

import io
import json
import struct
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spec_editor.core.actions import Action
from spec_editor.core.edits import TextEdit
from spec_editor.core.findings import Finding, Severity, Span
from spec_editor.core.report import DocumentReport, Guidance, SectionReport, State
from spec_editor.core.setup import Setup, TemplateSource
from spec_editor.engine import protocol
from spec_editor.engine.protocol import Request, read_message, reply_from_message, write_message
from spec_editor.engine.wire import (
    ProtocolError,
    action_from_wire,
    action_to_wire,
    edits_from_wire,
    edits_to_wire,
    guidance_from_wire,
    guidance_to_wire,
    report_from_wire,
    report_to_wire,
    setup_from_wire,
    setup_to_wire,
    text_from_wire,
    text_to_wire,
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
    st.none() | NUMBERS,
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
SETUPS = st.builds(
    Setup,
    st.lists(st.builds(TemplateSource, ANY_TEXT, ANY_TEXT, st.none() | ANY_TEXT)).map(tuple),
    ANY_TEXT,
    st.lists(st.tuples(ANY_TEXT, st.none() | st.sampled_from(Severity))).map(tuple),
    st.lists(ANY_TEXT).map(tuple),
)
ACTIONS = st.builds(
    Action, *[ANY_TEXT] * 6, line=st.integers(-1, 10**6), column=st.integers(-1, 10**6)
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


@given(ANY_TEXT, ANY_TEXT, SETUPS, st.none() | ACTIONS)
def test_any_request_comes_out_the_same(
    text: str, title: str, setup: Setup, action: Action | None
) -> None:
    request = Request("edits", "lane", text, 3, title=title, setup=setup, action=action)
    arrived = through_a_pipe(request.to_message(with_setup=True))
    assert arrived is not None
    assert setup_from_wire(arrived.pop("setup")) == setup
    assert ("action" in arrived) == (action is not None)
    assert action is None or action_from_wire(arrived["action"]) == action
    assert arrived == request.to_message(with_setup=False)


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_of_a_text_only_what_is_new_is_sent(before: str, inside: str, behind: str) -> None:
    known, text = before + behind, before + inside + behind
    for old, new in ((known, text), (text, known), ("", text)):
        message = through_a_pipe({"text": text_to_wire(new, old)})
        assert message is not None
        assert text_from_wire(message["text"], old) == new
    assert len(str(text_to_wire(text, known)[1])) <= len(inside)


@pytest.mark.parametrize(
    "message",
    [None, "text", [], [0, "x"], [-1, "x", 0], [0, "x", -1], [2, "x", 2], [0, 1, 0], ["0", "x", 0]],
)
def test_a_text_that_does_not_fit_is_refused(message: object) -> None:
    with pytest.raises(ProtocolError):
        text_from_wire(message, "abc")


def test_a_request_carries_path_and_root_and_the_setup_only_where_it_must() -> None:
    request = Request("update", "lane", "x", path="/a/b.md", root="/a", setup=Setup(chosen="one"))
    message = request.to_message(with_setup=False)
    assert (message["path"], message["root"]) == ("/a/b.md", "/a")
    assert "setup" not in message
    assert "action" not in message
    assert request.to_message(with_setup=True)["setup"] == setup_to_wire(request.setup)


@given(ANY_TEXT, st.lists(ANY_TEXT).map(tuple))
def test_any_guidance_comes_out_the_same(template: str, texts: tuple[str, ...]) -> None:
    guidance = Guidance(template, texts)
    message = through_a_pipe(guidance_to_wire(guidance))
    assert guidance_from_wire(message) == guidance


@given(st.lists(st.tuples(st.integers(0, 9), ANY_TEXT), max_size=5))
def test_any_edits_that_do_not_overlap_come_out_the_same(parts: list[tuple[int, str]]) -> None:
    edits = tuple(TextEdit(10 * n, 10 * n + size, t) for n, (size, t) in enumerate(parts))
    message = through_a_pipe({"edits": edits_to_wire(edits)})
    assert edits_from_wire(message["edits"], 60) == edits


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


FINDING = ["r", "error", [1, 1, 1, 2], "m"]
SECTION = ["k", "t", ["T"], 1, 1, 1, "filled", 1.0, 0, 0, "w", *[False] * 3, 0, False, False, "s"]


def news(*items: object, before: object = 0, behind: object = 0) -> dict[str, object]:
    return {"before": before, "items": list(items), "behind": behind}


def test_the_values_that_are_spoilt_below_are_good() -> None:
    report = {**report_to_wire(EMPTY), "findings": news(FINDING), "sections": news(SECTION)}
    assert report_from_wire(report).findings[0].span == Span(1, 1, 1, 2)


@pytest.mark.parametrize(
    "change",
    [
        {"sections": None},
        {"sections": []},
        {"sections": news(before=1)},
        {"sections": news(behind=1)},
        {"findings": news(before=-1)},
        {"findings": news(behind="0")},
        {"findings": {"before": 0, "items": []}},
        {"sections": news(1)},
        {"sections": news({})},
        {"findings": news(FINDING[:2])},
        {"findings": news(["r", "fatal", [1, 2, 3, 4], "m"])},
        {"findings": news({"rule": "r"})},
        {"findings": news([*FINDING, "s", True, True, 1])},
        {"surplus": 1},
        {"summary": [1]},
        {"summary": ["", "", "", "", 1, ""]},
        {"summary": "Draft"},
        {"findings": news(["r", "error", ["1", 1, 1, 1], "m"])},
        {"findings": news([*FINDING, "s", "yes"])},
        {"findings": news(["r", "error", [1, 1, 1], "m"])},
        {"sections": news(SECTION[:6])},
        {"sections": news([*SECTION, False, False])},
        {"sections": news([*SECTION[:14], "0", *SECTION[15:]])},
        {"sections": news([*SECTION, 1])},
        {"sections": news([*SECTION[:6], "full", *SECTION[7:]])},
        {"sections": news([*SECTION[:2], "T", *SECTION[3:]])},
        {"sections": news([*SECTION[:2], [1], *SECTION[3:]])},
    ],
)
def test_what_is_no_report_is_refused(change: dict[str, object]) -> None:
    good = json.loads(json.dumps(report_to_wire(EMPTY)))
    assert report_from_wire(good) == EMPTY
    with pytest.raises(ProtocolError):
        report_from_wire({**good, **change})


def test_what_was_told_is_not_said_again() -> None:
    whole = {**report_to_wire(EMPTY), "findings": news(*[FINDING] * 4)}
    old = report_from_wire(whole)
    other = old.findings[1]._replace(message="other")
    new = replace(old, findings=(old.findings[0], other, *old.findings[2:]))
    message = json.loads(json.dumps(report_to_wire(new, old)))
    assert [item[3] for item in message["findings"]["items"]] == ["other"]
    taken = report_from_wire(message, old)
    assert taken == new
    assert taken.findings[3] is old.findings[3]
    for changed in (old.findings[:1], old.findings[2:], (*old.findings, other), ()):
        report = replace(old, findings=changed)
        assert report_from_wire(report_to_wire(report, old), old) == report
    with pytest.raises(ProtocolError, match="more is kept than was told"):
        report_from_wire(message, EMPTY)


@pytest.mark.parametrize("message", [None, [], "x", {}])
def test_what_is_no_object_is_no_report(message: object) -> None:
    with pytest.raises(ProtocolError):
        report_from_wire(message)


@pytest.mark.parametrize(
    "change",
    [{"patch": [1]}, {"diagrams": "x"}, {"html": 1}, {"files": []}, {"files": {"a.md": 1}}],
)
def test_what_is_no_reply_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ProtocolError):
        reply_from_message({"report": report_to_wire(EMPTY), **change}, 0)


@pytest.mark.parametrize(
    "change",
    [
        {"patch": {"start": "0", "removed": 0, "shift": 0, "inserted": []}},
        {"patch": {"start": 0, "removed": 0, "shift": 0, "inserted": [{"html": 1}]}},
        {"patch": {"start": 0}},
        {"diagrams": {"a": 1}},
        {"html": 1},
        {"report": None},
        {"guidance": {}},
        {"guidance": []},
        {"guidance": {"template": "t", "texts": "abc"}},
        {"guidance": {"template": "t", "texts": [1]}},
        {"guidance": {"template": None, "texts": []}},
        {"edits": {}},
        {"edits": None},
        {"edits": ["abc"]},
        {"edits": [[0, 1]]},
        {"edits": [[0, 1, "x", 1]]},
        {"edits": [["0", 1, "x"]]},
        {"edits": [[0, 1, 2]]},
        {"edits": [[0, 0.5, "x"]]},
        {"edits": [[-1, 0, "x"]]},
        {"edits": [[2, 1, "x"]]},
        {"edits": [[0, 11, "x"]]},
        {"edits": [[0, 5, "x"], [4, 6, "y"]]},
        {"edits": [[4, 6, "y"], [0, 5, "x"]]},
    ],
)
def test_a_worker_that_says_nonsense_is_not_believed(change: dict[str, object]) -> None:
    message = {"report": report_to_wire(EMPTY_REPORT), **change}
    with pytest.raises(ProtocolError):
        reply_from_message(message, 10)


def test_edits_up_to_the_end_of_the_text_are_believed() -> None:
    message = {"report": report_to_wire(EMPTY_REPORT), "edits": [[10, 10, "x"], [0, 10, ""]]}
    assert reply_from_message(message, 10).edits == (TextEdit(10, 10, "x"), TextEdit(0, 10, ""))


@pytest.mark.parametrize(
    "change",
    [
        {"templates": None},
        {"templates": [1]},
        {"templates": [{"name": "n"}]},
        {"templates": [{"name": "n", "text": 1, "manifest": None}]},
        {"chosen": None},
        {"severities": [["rule"]]},
        {"severities": [["rule", "fatal"]]},
        {"severities": [[1, None]]},
        {"syntaxes": "TBD"},
        {"syntaxes": [1]},
    ],
)
def test_what_is_no_setup_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ProtocolError):
        setup_from_wire({**setup_to_wire(Setup()), **change})


@pytest.mark.parametrize("change", [{"line": "1"}, {"key": None}, {"surplus": 1}])
def test_what_is_no_action_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ProtocolError):
        action_from_wire({**action_to_wire(Action("move")), **change})
    with pytest.raises(ProtocolError):
        action_from_wire(None)


def test_a_report_with_a_wrong_type_is_not_believed() -> None:
    for name, value in (("completeness", "much"), ("placeholders", "3"), ("title", 1)):
        with pytest.raises(ProtocolError):
            report_from_wire({**report_to_wire(EMPTY_REPORT), name: value})
