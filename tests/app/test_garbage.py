"""Garbage is looked for while nobody works, and only by the window's thread."""

import gc
import threading
import weakref
from collections.abc import Callable, Iterator

import pytest
from in_step_tools import both_at_rest, inside, wheel
from PySide6.QtCore import Qt, QTimer
from pytestqt.qtbot import QtBot

from spec_editor.app.garbage import GarbageCollector
from spec_editor.app.parts import Parts

LONG, NEVER = 3_600_000, 1 << 30


class Circle:
    def __init__(self) -> None:
        self.itself = self


def left_circle() -> weakref.ref[Circle]:
    """Return a way to see whether a circle that nobody refers to is still there."""
    return weakref.ref(Circle())


@pytest.fixture
def begun(qtbot: QtBot) -> Iterator[list[GarbageCollector]]:
    """Return a list of those that shall end with the test."""
    every: list[GarbageCollector] = []
    yield every
    for each in every:
        each.end()
    assert gc.isenabled()
    assert not gc.get_freeze_count()


def begin(begun: list[GarbageCollector], collector: GarbageCollector) -> GarbageCollector:
    begun.append(collector)
    collector.begin()
    return collector


def test_garbage_goes_when_nobody_works(qtbot: QtBot, begun: list[GarbageCollector]) -> None:
    begin(begun, GarbageCollector(rest=0, few=0))
    circle = left_circle()
    assert circle() is not None
    qtbot.waitUntil(lambda: circle() is None)


def test_python_does_not_look_by_itself(begun: list[GarbageCollector]) -> None:
    begin(begun, GarbageCollector(rest=LONG))
    circle = left_circle()
    # So many lists would make it look, in the thread that makes them.
    maker = threading.Thread(target=lambda: [[] for _ in range(100_000)])
    maker.start()
    maker.join()
    assert circle() is not None


def test_it_waits_while_somebody_works(begun: list[GarbageCollector]) -> None:
    collector = begin(begun, GarbageCollector(rest=LONG, few=0))
    circle = left_circle()
    collector.note_work()
    assert circle() is not None


def test_it_does_not_wait_for_ever(begun: list[GarbageCollector]) -> None:
    collector = begin(begun, GarbageCollector(rest=LONG, most=0))
    circle = left_circle()
    collector.note_work()
    assert circle() is None


@pytest.mark.parametrize("few", [0, NEVER])
def test_a_few_objects_are_not_worth_a_search(begun: list[GarbageCollector], few: int) -> None:
    collector = begin(begun, GarbageCollector(rest=LONG, few=few))
    circle = left_circle()
    collector.look()
    assert (circle() is None) == (not few)


def test_before_it_has_begun_python_looks_by_itself(qtbot: QtBot) -> None:
    GarbageCollector(rest=0, few=0, most=0).note_work()
    assert gc.isenabled()


def test_what_somebody_does_counts_as_work(
    qtbot: QtBot,
    parts: Parts,
    text: str,
    begun: list[GarbageCollector],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def do_and_see(action: Callable[[], object]) -> None:
        circle = left_circle()
        with monkeypatch.context() as patch:
            patch.setattr(gc, "get_count", lambda: (NEVER, 0, 0))
            action()
            qtbot.waitUntil(lambda: circle() is None)

    begin(begun, parts.garbage)
    parts.garbage.findChild(QTimer).start(LONG)
    # Or each would do what the other does.
    parts.window.command("view.in_step").trigger()
    do_and_see(lambda: qtbot.keyClick(parts.editor, Qt.Key.Key_Right))
    do_and_see(lambda: wheel(parts.editor.viewport(), 1))
    do_and_see(lambda: wheel(inside(parts), 1))
    qtbot.keyClicks(parts.editor, text[:1])
    both_at_rest(qtbot, parts)
    with qtbot.waitSignal(parts.saver.saved):
        do_and_see(parts.window.command("file.save").trigger)
