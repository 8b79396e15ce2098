"""Work in a thread, and what comes back from it."""

import threading

import pytest
from pytestqt.qtbot import QtBot

from spec_editor.app.background import Background
from spec_editor.storage.errors import StorageError


@pytest.fixture
def told() -> list[object]:
    return []


def test_results_come_back_in_order_to_the_thread_that_asked(
    qtbot: QtBot, told: list[object]
) -> None:
    background = Background("test")
    here, threads = threading.get_ident(), set()

    def work(number: int) -> int:
        threads.add(threading.get_ident())
        return number

    def then(number: int) -> None:
        assert threading.get_ident() == here
        told.append(number)

    for number in range(3):
        background.run(lambda number=number: work(number), then, told.append)
    qtbot.waitUntil(lambda: told == [0, 1, 2])
    assert here not in threads
    background.close()


def test_a_failure_is_told_in_words(qtbot: QtBot, told: list[object]) -> None:
    background = Background("test")

    def refuse() -> None:
        raise StorageError("a.md: it is gone.")

    background.run(refuse, lambda _: None, told.append)
    background.run(lambda: 1 // 0, lambda _: None, told.append)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert str(told[0]) == "a.md: it is gone."
    assert isinstance(told[1], StorageError)
    assert "ZeroDivisionError" in str(told[1])
    background.close()


def test_a_fault_of_ours_that_nobody_wants_to_know_is_reported(
    qtbot: QtBot, told: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threading, "excepthook", lambda found: told.append(found.exc_type))
    background = Background("test")
    background.run(lambda: 1 // 0)
    qtbot.waitUntil(lambda: told == [ZeroDivisionError])
    background.close()


def test_nothing_comes_back_once_it_is_closed(qtbot: QtBot, told: list[object]) -> None:
    background, other = Background("test"), Background("test")
    background.run(lambda: 1, told.append, told.append)
    background.close()
    background.run(lambda: 2, told.append, told.append)
    other.run(lambda: 3, told.append, told.append)
    qtbot.waitUntil(lambda: 3 in told)
    assert told == [3]
    other.close()


def test_a_call_comes_after_all_that_was_asked_for(qtbot: QtBot, told: list[object]) -> None:
    background, go_on = Background("test"), threading.Event()
    background.run(go_on.wait, lambda _: None, told.append)
    background.run(lambda: told.append(1), lambda _: None, told.append)
    with pytest.raises(TimeoutError):
        background.call(lambda: told.append(2), 0)
    go_on.set()
    assert background.call(lambda: [*told, 3]) == [1, 2, 3]
    background.close()


def test_finishing_drops_nothing(qtbot: QtBot, told: list[object]) -> None:
    background, go_on = Background("test"), threading.Event()
    background.run(go_on.wait, told.append, told.append)
    for number in range(3):
        background.run(lambda number=number: told.append(number), told.append, told.append)
    threading.Timer(0.01, go_on.set).start()
    background.finish()
    assert told == [0, 1, 2]
