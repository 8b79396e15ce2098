"""What is said about files holds for the document that was asked about, and for no other."""

import io
from pathlib import Path

import pytest

from spec_editor.core.document import DocumentReader, reader_for
from spec_editor.core.findings import counts_of, findings_from_json
from spec_editor.core.rules.context import Services
from spec_editor.core.setup import Setup
from spec_editor.engine import worker as worker_module
from spec_editor.engine.protocol import Request, reply_from_message
from spec_editor.engine.worker import Worker
from spec_editor.storage.references import FileReferences


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Services]:
    """Return the list that gets the services of each reader that the worker makes."""
    services: list[Services] = []

    def spy(setup: Setup, given: Services) -> DocumentReader:
        services.append(given)
        return reader_for(setup, given)

    monkeypatch.setattr(worker_module, "reader_for", spy)
    return services


def test_each_document_gets_a_reader_that_looks_beside_it(
    made: list[Services], tmp_path: Path
) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    (tmp_path / "one" / "here.md").write_text("x")
    worker = Worker(io.BytesIO(), {}, FileReferences())

    def ask(path: str, root: str, *, with_setup: bool = False) -> None:
        request = Request("analyse", "x", "# T\n", path=path, root=root)
        worker.answer(request.to_message(with_setup=with_setup))

    one, two = str(tmp_path / "one" / "a.md"), str(tmp_path / "two" / "a.md")
    ask(one, str(tmp_path))
    ask(one, str(tmp_path))
    assert [services.file_exists("here.md") for services in made] == [True]
    ask(two, str(tmp_path))
    ask(two, str(tmp_path / "two"))
    ask("", "")
    assert [services.file_exists("here.md") for services in made] == [True, False, False, None]
    assert [services.file_exists("../one/here.md") for services in made[1:3]] == [True, None]
    ask("", "", with_setup=True)
    assert len(made) == 5


def test_a_summary_says_which_files_it_rests_on(tmp_path: Path) -> None:
    worker = Worker(io.BytesIO(), {}, FileReferences())
    (tmp_path / "here.md").write_text("x")
    text = "# T\n\n[a](here.md) [b](gone.md) [c](https://example.org) [d](#t)\n"
    request = Request("summarise", "x", text, path=str(tmp_path / "a.md"), root=str(tmp_path))
    for first in (True, False):
        answer = worker.answer(request.to_message(with_setup=first, known="" if first else text))
        reply = reply_from_message(answer, len(text))
        assert {name: reply.files[name] for name in ("here.md", "gone.md")} == {
            "here.md": True,
            "gone.md": False,
        }
        assert reply.report.sections == ()
        found = findings_from_json(reply.findings)
        assert "dead-file" in {finding.rule for finding in found}
        assert reply.counts == counts_of(found)
        assert reply.report.findings == ()
