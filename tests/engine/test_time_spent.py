"""A step is charged with what it had of the processor, however long it took by the clock."""

import os
import signal
import time
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from spec_editor.engine import process
from spec_editor.engine.client import Engine
from spec_editor.engine.limits import Limits
from spec_editor.engine.process import EngineLostError, EngineProcess
from spec_editor.engine.protocol import Request
from spec_editor.engine.time_spent import Step, TimeSpent

FIRST, SECOND = Step("block", "a", 10.0), Step("block", "b", 20.0)


def test_what_the_processor_did_for_others_does_not_count() -> None:
    spent = TimeSpent(3.0)
    spent.look(FIRST, 3.01, 11.0)
    spent.look(FIRST, 3.02, 900.0)
    assert (spent.by_step, spent.before) == (pytest.approx(0.02), 0)


def test_a_step_is_charged_with_nothing_that_was_before_it() -> None:
    spent = TimeSpent(0.0)
    spent.look(FIRST, 0.05, 10.05)
    spent.look(SECOND, 0.1, 20.01)
    assert (spent.by_step, spent.before) == (pytest.approx(0.01), pytest.approx(0.09))
    spent.look(SECOND, 0.15, 20.06)
    assert (spent.by_step, spent.before) == (pytest.approx(0.06), pytest.approx(0.09))


def test_a_step_with_the_same_name_is_another_one() -> None:
    spent = TimeSpent(0.0)
    spent.look(FIRST, 0.1, 11.0)
    spent.look(Step(*FIRST[:2], 10.95), 0.2, 11.0)
    assert (spent.by_step, spent.before) == (pytest.approx(0.05), pytest.approx(0.15))


def test_what_was_worked_on_while_nobody_looked_is_charged_to_nobody() -> None:
    """The window was stopped: what it knows of the step is as old as its last look."""
    spent = TimeSpent(0.0)
    spent.look(FIRST, 0.05, 10.05)
    spent.look(FIRST, 60.0, 100.0)
    assert spent.by_step < 1


def test_a_process_that_is_gone_has_used_nothing_more() -> None:
    spent = TimeSpent(5.0)
    spent.look(FIRST, 5.05, 10.05)
    spent.look(FIRST, 0.0, 10.1)
    assert spent.by_step <= 0.05


LONG_TABLE = "| a | b |\n|---|---|\n" + "| c | d |\n" * 30_000


def test_a_busy_machine_makes_no_block_too_slow(
    make_engine: Callable[..., Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a clock that runs a thousand times as fast each step takes minutes."""
    engine = make_engine()
    engine.warm_up()
    clock = SimpleNamespace(monotonic=lambda: 1000 * time.monotonic())
    monkeypatch.setattr(process, "time", clock)
    monkeypatch.setattr(process, "_PATIENCE", 1_000_000)
    reply = engine.call(Request("update", "edited", f"before\n\n{LONG_TABLE}\nafter\n"))
    assert "too long" not in str(reply.patch)
    assert engine.quarantine == ()


@pytest.mark.skipif(os.name != "posix", reason="signals as on POSIX systems")
def test_what_uses_no_processor_is_given_up_by_the_clock() -> None:
    worker = EngineProcess({"quarantine": [], "late": 0}, Limits(parse_seconds=0.01))
    worker.start_up(lambda: False)
    os.kill(worker.pid, signal.SIGSTOP)
    request = Request("analyse", "files", "# T\n")
    with pytest.raises(EngineLostError, match="too long"):
        worker.ask(request, lambda: False, lambda _page: None)
