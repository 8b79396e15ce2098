"""A page that could not be made leaves nothing behind that the next one would be measured by."""

import io
from collections.abc import Mapping

import pytest

from spec_editor.engine.protocol import Request, read_message
from spec_editor.engine.worker import Worker
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
