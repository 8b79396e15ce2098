"""Real engine processes; every test must leave none behind."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from engine_nursery import engine_processes

from spec_editor.core.setup import Setup
from spec_editor.core.template import Template
from spec_editor.engine.client import Engine, EngineClient
from spec_editor.engine.limits import Limits
from spec_editor.engine.protocol import Reply, Request
from spec_editor.storage.templates import load_builtin_templates

PATIENCE = 30.0


def wait_for_step(engine: Engine, step: str) -> None:
    """Wait, while another thread asks, until the worker is at a step of its work."""
    end = time.monotonic() + PATIENCE
    while engine._process is None or engine._process._step.name != step:
        assert time.monotonic() < end, "it never came to this"
        time.sleep(0.005)


@pytest.fixture(autouse=True)
def engines(forked_engines: None) -> None:
    """Spare the tests the loading of each process; ``test_engine.py`` has real ones."""


@pytest.fixture(autouse=True)
def no_orphans() -> Iterator[None]:
    yield
    assert engine_processes() == []


@pytest.fixture(scope="session")
def templates() -> tuple[Template, ...]:
    return load_builtin_templates()


@pytest.fixture(scope="session")
def setup(templates: tuple[Template, ...]) -> Setup:
    return Setup(tuple(template.source for template in templates))


@pytest.fixture
def make_engine() -> Iterator[Callable[..., Engine]]:
    made: list[Engine] = []

    def make(limits: Limits | None = None, command: list[str] | None = None) -> Engine:
        made.append(Engine(limits, command))
        return made[-1]

    yield make
    for engine in made:
        engine.close()
        engine.release()


@pytest.fixture
def engine(make_engine: Callable[..., Engine]) -> Engine:
    return make_engine()


class Answers:
    """Collects what a client says, and lets a test wait for it."""

    def __init__(self) -> None:
        self.replies: list[tuple[Request, Reply]] = []
        self.failures: list[tuple[Request, str]] = []
        self._changed = threading.Condition()

    def on_reply(self, request: Request, reply: Reply) -> None:
        with self._changed:
            self.replies.append((request, reply))
            self._changed.notify_all()

    def on_failure(self, request: Request, message: str) -> None:
        with self._changed:
            self.failures.append((request, message))
            self._changed.notify_all()

    def wait_for(self, revision: int) -> None:
        """Wait until the request with a revision was answered, one way or the other."""

        def answered() -> bool:
            both = [request for request, _ in (*self.replies, *self.failures)]
            return any(request.revision == revision for request in both)

        with self._changed:
            assert self._changed.wait_for(answered, PATIENCE), "no answer"


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def make_client(
    make_engine: Callable[..., Engine], answers: Answers
) -> Iterator[Callable[..., EngineClient]]:
    made: list[EngineClient] = []

    def make(limits: Limits | None = None, command: list[str] | None = None) -> EngineClient:
        engine = make_engine(limits, command)
        made.append(EngineClient(engine, answers.on_reply, answers.on_failure))
        return made[-1]

    yield make
    for client in made:
        client.close()
