"""Words in the specifications' own texts."""

from pathlib import Path

import pytest

from spec_editor.core.report import TextFound
from spec_editor.storage.text_search import search_text


def found(path: Path, words: str) -> TextFound | None:
    (only,) = search_text((path,), words)
    return only


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.md"
    path.write_text(f"# Title\n\nThe Quick\nbrown fox (a+b).\n{'x' * 300} needle\n")
    return path


@pytest.mark.parametrize(
    ("words", "line", "snippet"),
    [
        ("title", 1, "# Title"),
        ("quick   BROWN", 3, "The Quick brown fox (a+b)."),
        ("(a+b)", 4, "brown fox (a+b)."),
        ("needle", 5, f"…{'x' * 49} needle"),
    ],
)
def test_where_words_stand(path: Path, words: str, line: int, snippet: str) -> None:
    assert found(path, words) == TextFound(str(path), line, snippet)


@pytest.mark.parametrize("words", ["fox quick", "a.b", "", "  "])
def test_what_is_not_there(path: Path, words: str) -> None:
    assert found(path, words) is None


def test_files_that_cannot_be_read_have_nothing(path: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_bytes(b"fox\0")
    hits = list(search_text((tmp_path / "gone.md", tmp_path / "bad.md", tmp_path, path), "fox"))
    assert hits[:3] == [None] * 3
    assert hits[3] is not None
