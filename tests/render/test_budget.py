"""Time that can be spent, and comes back."""

from spec_editor.render.budget import Budget


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_what_is_spent_is_gone_and_comes_back_slowly() -> None:
    clock = Clock()
    budget = Budget(8, recovery=0.25, clock=clock)
    for _ in range(4):
        assert not budget.is_spent()
        with budget.spending():
            clock.now += 2
    assert budget.is_spent()
    clock.now += 4
    assert not budget.is_spent()
    with budget.spending():
        clock.now += 1
    assert budget.is_spent()


def test_no_more_comes_back_than_there_was() -> None:
    clock = Clock()
    budget = Budget(2, clock=clock)
    clock.now += 1000
    with budget.spending():
        clock.now += 2
    assert budget.is_spent()


def test_it_may_be_spent_from_the_start() -> None:
    assert Budget(8, spent=9).is_spent()


def test_time_counts_also_when_it_fails() -> None:
    clock = Clock()
    budget = Budget(2, clock=clock)
    try:
        with budget.spending():
            clock.now += 3
            raise ValueError
    except ValueError:
        assert budget.is_spent()
