"""Work away from the window's thread: answers come back to it, and only some is done at once."""

import threading
from queue import SimpleQueue

import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from spec_editor.render.background import Lane


def test_only_some_is_done_at_once_and_the_others_after_it(qtbot: QtBot) -> None:
    owner, lane = QObject(), Lane(2)
    begun: SimpleQueue[int] = SimpleQueue()
    gates = [threading.Event() for _ in range(7)]
    answers: list[int | None] = []

    def work(number: int) -> int:
        begun.put(number)
        gates[number].wait()
        if number == 1:
            raise ValueError("one of them fails")
        return number

    for number in range(7):
        lane.do(lambda number=number: work(number), answers.append, owner)
    assert {begun.get(timeout=30), begun.get(timeout=30)} == {0, 1}
    assert (lane.running, lane.waiting) == (2, 5)
    gates[1].set()
    qtbot.waitUntil(lambda: answers == [None])
    assert begun.get(timeout=30) == 2
    assert (lane.running, lane.waiting) == (2, 4)
    for gate in gates:
        gate.set()
    qtbot.waitUntil(lambda: len(answers) == 7)
    assert sorted(answers[1:]) == [0, 2, 3, 4, 5, 6]
    assert (lane.running, lane.waiting) == (0, 0)
    assert begun.qsize() == 4


def test_nobody_is_told_who_is_gone_and_the_lane_goes_on(qtbot: QtBot) -> None:
    gone, owner, lane = QObject(), QObject(), Lane(1)
    gate = threading.Event()
    answers: list[str] = []
    lane.do(gate.wait, lambda _: answers.append("to nobody"), gone)
    lane.do(lambda: "second", answers.append, owner)
    gone.deleteLater()
    qtbot.waitUntil(lambda: not shiboken6.isValid(gone))
    gate.set()
    qtbot.waitUntil(lambda: answers == ["second"])
