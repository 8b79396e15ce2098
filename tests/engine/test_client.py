"""The client: the newest request wins, closing is quick, failures are told."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from engine_nursery import engine_processes

from spec_editor.engine.client import EngineClient
from spec_editor.engine.limits import Limits
from spec_editor.engine.protocol import Request
from tests.engine.conftest import Answers, wait_for_step
from tests.engine.test_engine import HANG

MIB = 1024**2


def update(text: str, revision: int, *, full: bool = False, lane: str = "edited") -> Request:
    return Request("update", lane, text, revision, full=full)


@contextmanager
def at_a_standstill() -> Iterator[None]:
    """Have the worker answer nothing meanwhile, however long it takes."""
    (worker,) = engine_processes()
    worker.suspend()
    try:
        yield
    finally:
        worker.resume()


def test_of_many_quick_requests_the_newest_is_answered(
    make_client: Callable[..., EngineClient], answers: Answers, template_text: str
) -> None:
    client = make_client()
    client.submit(update(template_text, 0))
    answers.wait_for(0)
    with at_a_standstill():
        for revision in range(1, 51):
            client.submit(update(f"{template_text}\n{revision}\n", revision))
    answers.wait_for(50)
    revisions = [request.revision for request, _ in answers.replies]
    assert revisions[-1] == 50
    assert revisions == sorted(set(revisions))
    # The first one may have been taken before the second was there.
    assert len(revisions) <= 3
    assert [reply.report.revision for _, reply in answers.replies] == revisions
    assert answers.failures == []


def test_what_was_asked_for_as_a_whole_stays_so_when_a_newer_request_replaces_it(
    make_client: Callable[..., EngineClient], answers: Answers
) -> None:
    client = make_client()
    client.submit(update("# a\n", 1))
    answers.wait_for(1)
    with at_a_standstill():
        client.submit(update("# busy\n", 2))
        client.submit(update("# b\n", 3, full=True))
        client.submit(update("# c\n", 4))
    answers.wait_for(4)
    request, reply = answers.replies[-1]
    assert (request.revision, request.full, reply.patch["reset"]) == (4, True, True)


def test_lanes_do_not_push_each_other_aside(
    make_client: Callable[..., EngineClient], answers: Answers
) -> None:
    client = make_client()
    for number in range(5):
        client.submit(update(f"# {number}\n", number, lane=f"lane {number}"))
    for number in range(5):
        answers.wait_for(number)
    assert len(answers.replies) == 5


def test_closing_does_not_wait_for_a_long_request(
    make_client: Callable[..., EngineClient], answers: Answers
) -> None:
    client = make_client(Limits(block_seconds=600, code_seconds=600))
    client.submit(update("# a\n", 1))
    answers.wait_for(1)
    client.submit(update(f"# b\n\n{HANG}", 2))
    wait_for_step(client._engine, "code")
    start = time.monotonic()
    client.close()
    assert time.monotonic() - start < 15
    assert engine_processes() == []
    assert [request.revision for request, _ in answers.replies] == [1]
    assert answers.failures == []


def test_closing_does_not_wait_for_a_long_row_of_quick_steps(
    make_client: Callable[..., EngineClient], answers: Answers
) -> None:
    client = make_client()
    client.submit(update("# a\n", 1))
    answers.wait_for(1)
    one = "".join(f"a{i}-->b{j}\n" for i in range(7) for j in range(7))
    text = "".join(f"```mermaid\ngraph TD\n{one}x-->y{n}\n```\n\n" for n in range(600))
    client.submit(update(text, 2))
    wait_for_step(client._engine, "diagram")
    start = time.monotonic()
    client.close()
    assert time.monotonic() - start < 15
    assert [request.revision for request, _ in answers.replies] == [1]
    assert answers.failures == []


def test_closing_before_anything_was_asked(make_client: Callable[..., EngineClient]) -> None:
    start = time.monotonic()
    make_client().close()
    assert time.monotonic() - start < 15
    assert engine_processes() == []


def test_closing_ends_a_worker_that_no_longer_listens(
    make_client: Callable[..., EngineClient], answers: Answers
) -> None:
    client = make_client()
    client.submit(update("# a\n", 1))
    answers.wait_for(1)
    engine_processes()[0].send_signal(signal.SIGSTOP)
    client.submit(update("# b\n", 2))
    wait_for_step(client._engine, "send")
    start = time.monotonic()
    client.close()
    assert time.monotonic() - start < 15


@pytest.mark.parametrize("at_work", [False, True])
def test_a_killed_worker_is_replaced(
    make_client: Callable[..., EngineClient], answers: Answers, at_work: bool
) -> None:
    client = make_client()
    client.submit(update("# a\n", 1))
    answers.wait_for(1)
    (worker,) = engine_processes()
    if at_work:
        client.submit(update(f"# b\n\n{HANG}", 2))
        # Before that no part of the text would be to blame.
        wait_for_step(client._engine, "code")
    worker.kill()
    client.submit(update("# c\n", 3))
    answers.wait_for(3)
    assert answers.replies[-1][1].report.title == "c"
    assert answers.failures == []


def test_a_failure_is_told_once_and_the_client_goes_on(
    make_client: Callable[..., EngineClient], answers: Answers
) -> None:
    client = make_client(Limits(parse_seconds=0.5, total_seconds=0.5, block_seconds=30))
    one = "".join(f"a{i}-->b{j}\n" for i in range(7) for j in range(7))
    text = "".join(f"```mermaid\ngraph TD\n{one}x-->y{n}\n```\n\n" for n in range(400))
    client.submit(update("# a\n", 1))
    answers.wait_for(1)
    client.submit(update(text, 2))
    answers.wait_for(2)
    client.submit(update("# c\n", 3))
    answers.wait_for(3)
    ((request, message),) = answers.failures
    assert request.revision == 2
    assert "Your text is safe" in message


def test_a_grown_worker_is_replaced_between_requests(
    make_client: Callable[..., EngineClient], answers: Answers
) -> None:
    client = make_client(Limits(recycle_bytes=1 * MIB))
    for revision in range(1, 4):
        client.submit(update(f"# {revision}\n", revision))
        answers.wait_for(revision)
    assert all(reply.patch["reset"] for _, reply in answers.replies)
