"""What went wrong before does not spoil the page that comes now."""

import io
from collections.abc import Callable, Mapping

import pytest

from spec_editor.engine.client import Engine
from spec_editor.engine.limits import Limits
from spec_editor.engine.process import EngineLostError, EngineProcess
from spec_editor.engine.protocol import Request, read_message
from spec_editor.engine.worker import DIAGRAM_SECONDS, MOST_SPENT, Worker
from spec_editor.render.html import HtmlRenderer
from spec_editor.storage.references import FileReferences


class Asking:
    """Asks a worker in this process, one text after the other, as the window does."""

    def __init__(self) -> None:
        self._output = io.BytesIO()
        self._worker = Worker(self._output, {}, FileReferences())
        self._text = ""

    def patch(self, text: str, **fields: object) -> Mapping[str, object]:
        """Return what an update changes in the page."""
        self._output.seek(0)
        self._output.truncate()
        request = Request("update", "edited", text, **fields)  # type: ignore[arg-type]
        message = request.to_message(with_setup=False, known=self._text)
        self._text = text
        self._worker.answer(message)
        self._output.seek(0)
        pages = []
        while (said := read_message(self._output)) is not None:
            if said["kind"] == "page":
                pages.append(said["patch"])
        (patch,) = pages
        assert isinstance(patch, dict)
        return patch


@pytest.fixture
def asking() -> Asking:
    return Asking()


@pytest.mark.parametrize("fields", [{"full": True}, {"theme": "dark"}, {}])
def test_after_a_page_that_failed_the_next_one_is_whole(
    asking: Asking, monkeypatch: pytest.MonkeyPatch, fields: dict[str, object]
) -> None:
    asking.patch("# One\n\nfirst\n")

    def fail(*_: object) -> None:
        raise KeyError("a mistake of ours")

    with monkeypatch.context() as broken:
        broken.setattr(HtmlRenderer, "render", fail)
        with pytest.raises(KeyError):
            asking.patch("# Two\n\nsecond\n", **fields)
    kept = {name: value for name, value in fields.items() if name != "full"}
    patch = asking.patch("# Two\n\nsecond\n", **kept)
    assert patch["reset"] is True
    assert len(patch["inserted"]) == 2  # type: ignore[arg-type]


@pytest.mark.parametrize(("late", "is_spent"), [(0, False), (1, False), (4, True), (1000, True)])
def test_what_was_set_aside_long_ago_holds_up_no_diagram_for_long(
    late: int, is_spent: bool
) -> None:
    keys = [str(number) for number in range(1000)]
    worker = Worker(io.BytesIO(), {"quarantine": keys, "late": late}, FileReferences())
    budget = worker._diagram_time
    assert budget.is_spent() is is_spent
    assert budget._left >= DIAGRAM_SECONDS - MOST_SPENT


def test_a_process_that_was_replaced_while_idle_has_all_its_time(
    make_engine: Callable[..., Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []
    start = EngineProcess.__init__

    def spy(process: EngineProcess, configuration: Mapping[str, object], *more: object) -> None:
        told.append(configuration["late"])
        start(process, configuration, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(EngineProcess, "__init__", spy)
    engine = make_engine(Limits(recycle_bytes=1))
    engine.warm_up()
    for number in range(3):
        engine._set_aside(EngineLostError("late", "diagram", f"key {number}"))
    engine.release()
    engine.warm_up()
    engine.recycle()
    assert told == [0, 3, 0]
