"""The forms in which ``check`` tells its findings, where no file need be read."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from spec_editor.cli.formats import FORMATS, Checked
from spec_editor.core.findings import Finding, Severity, Span
from spec_editor.core.report import DocumentReport

FINDING = Finding("image-alt", Severity.INFO, Span(1, 1, 1, 2), "It says nothing.")
REPORT = DocumentReport(0, "T", "", 1.0, 0, (), (FINDING,))


@pytest.mark.parametrize("form", ["text", "github"])
def test_each_file_is_told_as_soon_as_it_is_checked(form: str) -> None:
    taken = []

    def files() -> Iterator[Checked]:
        for name in ("a.md", "b.md"):
            taken.append(name)
            yield Checked(Path(name), REPORT)

    told = FORMATS[form](files())
    assert "a.md" in next(told)
    assert taken == ["a.md"]
    assert "b.md" in next(told)
    assert next(told, None) is None


def test_without_files_there_is_no_line() -> None:
    assert list(FORMATS["text"]([])) == list(FORMATS["github"]([])) == []
