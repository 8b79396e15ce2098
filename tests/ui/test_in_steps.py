"""Long work between the window's events: in order, the newest only, and to its end when asked."""

import pytest
from pytestqt.qtbot import QtBot

from spec_editor.ui import in_steps
from spec_editor.ui.in_steps import InSteps, Steps, at_once


@pytest.fixture(autouse=True)
def every_step_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_steps, "_LONGEST", -1.0)


def counting(done: list[int], last: int) -> Steps[str]:
    for number in range(last):
        done.append(number)
        yield
    return "all"


def work(done: list[int], last: int) -> Steps[None]:
    yield from counting(done, last)


def test_what_comes_of_it_is_returned() -> None:
    done: list[int] = []
    assert at_once(counting(done, 3)) == "all"
    assert done == [0, 1, 2]


def test_the_first_step_is_done_now_and_the_others_between_events(qtbot: QtBot) -> None:
    steps, done = InSteps(), list[int]()
    assert steps.is_idle
    steps.begin(work(done, 3))
    assert (done, steps.is_idle) == ([0], False)
    with qtbot.waitSignal(steps.done):
        pass
    assert (done, steps.is_idle) == ([0, 1, 2], True)


def test_the_newest_takes_the_place_of_the_one_before(qtbot: QtBot) -> None:
    steps, old, new = InSteps(), list[int](), list[int]()
    steps.begin(work(old, 3))
    with qtbot.waitSignal(steps.done):
        steps.begin(work(new, 3))
    assert (old, new) == ([0], [0, 1, 2])


def test_it_is_finished_and_dropped_on_request(qtbot: QtBot) -> None:
    steps, done, ends = InSteps(), list[int](), list[bool]()
    steps.done.connect(lambda: ends.append(True))
    steps.begin(work(done, 3))
    steps.finish()
    steps.finish()
    assert (done, ends, steps.is_idle) == ([0, 1, 2], [True], True)
    steps.begin(work(done, 3))
    steps.drop()
    assert steps.is_idle
    # Nothing of it is left to come.
    with qtbot.waitSignal(steps.done):
        steps.begin(work([], 0))
    assert done == [0, 1, 2, 0]
    assert len(ends) == 2
