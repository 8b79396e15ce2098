"""Many events become few hints, an endless stream too; a listener that fails is called again."""

import queue
import threading
from pathlib import Path

import pytest

from spec_editor.storage.hints import Hint, HintCollector

PATIENCE = 30.0
LONG = 3600.0
A, B = Path("a.md"), Path("b.md")


def collector(quiet: float, longest: float = LONG) -> tuple[HintCollector, "queue.Queue[Hint]"]:
    told: queue.Queue[Hint] = queue.Queue()
    return HintCollector(told.put, quiet, longest), told


def test_events_until_it_is_quiet_are_one_hint() -> None:
    told: queue.Queue[Hint] = queue.Queue()
    seconds = 0.0
    hints = HintCollector(told.put, quiet=0.01, longest=LONG, clock=lambda: seconds)
    hints.add([A])
    hints.add([B], [(A, B)])
    hints.add([A], [(A, B)], git=True)
    seconds = 0.02
    assert told.get(timeout=PATIENCE) == Hint(frozenset({A, B}), ((A, B),), git=True)
    hints.add([B])
    seconds = 0.04
    assert told.get(timeout=PATIENCE) == Hint(frozenset({B}))
    hints.close()


def test_a_file_is_unfinished_until_it_is_closed() -> None:
    hints, told = collector(quiet=0.01)
    hints.add([A], unfinished=True)
    hints.add([B])
    assert told.get(timeout=PATIENCE).unfinished == {A}
    hints.add([B])
    assert told.get(timeout=PATIENCE).unfinished == set()
    hints.add([A])
    assert told.get(timeout=PATIENCE).unfinished == set()
    hints.close()


def test_an_endless_stream_is_told_of_now_and_then() -> None:
    """Quiet is never reached here: only the longest delay can tell."""
    hints, told = collector(quiet=LONG, longest=0.02)
    hints.add([A])
    assert told.get(timeout=PATIENCE).paths == {A}
    hints.add([B])
    assert told.get(timeout=PATIENCE).paths == {B}
    hints.close()


def test_more_paths_than_anybody_would_read_mean_everything() -> None:
    hints, told = collector(quiet=0.05)
    hints.add(Path(f"{number}.md") for number in range(6_000))
    assert told.get(timeout=PATIENCE) == Hint(whole=True)
    hints.add([A])
    assert told.get(timeout=PATIENCE) == Hint(frozenset({A}))
    hints.close()


def test_a_listener_that_fails_is_reported_and_called_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fault = ValueError("the listener is broken")
    reported: queue.Queue[object] = queue.Queue()
    monkeypatch.setattr(threading, "excepthook", lambda failure: reported.put(failure.exc_value))
    told: queue.Queue[Hint] = queue.Queue()

    def listen(hint: Hint) -> None:
        told.put(hint)
        if hint.paths == {A}:
            raise fault

    hints = HintCollector(listen, quiet=0.01, longest=LONG)
    hints.add([A])
    assert reported.get(timeout=PATIENCE) is fault
    hints.add([B])
    told.get(timeout=PATIENCE)
    assert told.get(timeout=PATIENCE).paths == {B}
    hints.close()


def test_nothing_is_told_after_closing() -> None:
    hints, told = collector(quiet=0.01)
    hints.close()
    hints.add([A])
    assert not any(thread.name == "hints" for thread in threading.enumerate())
    assert told.empty()


def test_a_busy_listener_does_not_hold_up_the_closing() -> None:
    started, may_end = threading.Event(), threading.Event()

    def listen(_hint: Hint) -> None:
        started.set()
        may_end.wait(PATIENCE)

    hints = HintCollector(listen, quiet=0.0, longest=LONG)
    hints.add([A])
    assert started.wait(PATIENCE)
    hints.close(patience=0.01)
    may_end.set()


def test_a_listener_may_close() -> None:
    closed = threading.Event()

    def listen(_hint: Hint) -> None:
        hints.close()
        closed.set()

    hints = HintCollector(listen, quiet=0.0, longest=LONG)
    hints.add([A])
    assert closed.wait(PATIENCE)
