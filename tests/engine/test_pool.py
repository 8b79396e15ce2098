"""Engines side by side: they answer in order, load before there is anything to do, and end."""

import pytest
from engine_nursery import engine_processes

from spec_editor.engine.pool import Ask, EnginePool
from spec_editor.engine.protocol import Reply, Request


@pytest.fixture(autouse=True)
def engines() -> None:
    """Have processes started as the program starts them."""


def _living() -> set[int]:
    return {process.pid for process in engine_processes()}


def _title(number: int, ask: Ask) -> str:
    return ask(Request("analyse", "test", f"# {number}\n")).report.title


def test_engines_that_have_loaded_do_the_work_and_end() -> None:
    pool = EnginePool(workers=2)
    pool.spawn(12)
    loaded = _living()
    assert len(loaded) == 2
    at_work: set[int] = set()

    def job(number: int, ask: Ask) -> str:
        title = _title(number, ask)
        at_work.update(_living())
        return title

    assert list(pool.map(range(12), job)) == [(n, str(n)) for n in range(12)]
    assert at_work == loaded
    assert not _living()


def test_engines_that_load_already_are_not_started_once_more() -> None:
    pool = EnginePool(workers=2)
    pool.spawn(1)
    first = _living()
    pool.spawn(12)
    pool.spawn(1)
    assert len(_living()) == 2
    assert first < _living()
    pool.release()


def test_a_few_items_need_one_engine() -> None:
    pool = EnginePool(workers=2)
    pool.spawn(1)
    assert len(_living()) == 1
    pool.release()


def test_engines_that_were_not_needed_end_as_well() -> None:
    pool = EnginePool(workers=2)
    pool.spawn(12)
    pool.release()
    assert not _living()
    # Those that do the next work are new ones.
    assert list(pool.map([1], _title)) == [(1, "1")]
    assert not _living()


def test_a_pool_that_is_closed_leaves_no_engine_behind() -> None:
    pool = EnginePool(workers=2)
    pool.close()
    pool.spawn(12)
    pool.release()
    assert not _living()


def test_the_pool_answers_in_order_and_leaves_nothing() -> None:
    def job(number: int, ask: Ask) -> Reply:
        if number == 5:
            raise OSError("unreadable")
        return ask(Request("analyse", "test", f"# Title {number}\n"))

    found = list(EnginePool(workers=2).map(range(12), job))
    assert [item for item, _ in found] == list(range(12))
    for item, answer in found:
        if item == 5:
            assert isinstance(answer, OSError)
        else:
            assert isinstance(answer, Reply)
            assert answer.report.title == f"Title {item}"
    assert engine_processes() == []


def test_a_pool_that_nobody_asks_any_more_ends_its_processes() -> None:
    asked: list[int] = []

    def job(number: int, ask: Ask) -> Reply:
        asked.append(number)
        return ask(Request("analyse", "test", "# T\n"))

    answers = EnginePool(workers=2).map(range(1000), job)
    next(answers)
    assert engine_processes()
    answers.close()
    assert engine_processes() == []
    assert len(asked) < 20
