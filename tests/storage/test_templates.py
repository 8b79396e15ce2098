"""Loading templates: what is wrong with one is said with its name."""

from pathlib import Path

import pytest

from spec_editor.resources import resource
from spec_editor.storage.errors import StorageError
from spec_editor.storage.templates import (
    DEFAULT,
    builtin_names,
    load_builtin_templates,
    load_template,
)


def refusal(name: str | Path) -> str:
    with pytest.raises(StorageError) as caught:
        load_template(str(name))
    return str(caught.value)


def test_the_shipped_template_is_found_by_name() -> None:
    assert DEFAULT in builtin_names()
    template = load_template(DEFAULT)
    assert template.name == "Technical specification"
    assert len(template.sections) == 119
    assert [t.source.name for t in load_builtin_templates()] == list(builtin_names())


def test_a_template_is_loaded_by_path_with_the_manifest_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "own.md"
    path.write_text("# T\n\n## A\n\ntext\n")
    assert load_template(str(path)).name == "own"
    path.with_suffix(".toml").write_text('version = 1\nname = "Own"\n')
    assert load_template(str(path)).name == "Own"


@pytest.mark.parametrize("name", ["", "nothing-like-it", "../technical-specification", "x" * 300])
def test_an_unknown_name_is_answered_with_the_known_ones_or_the_reason(name: str) -> None:
    message = refusal(name)
    assert DEFAULT in message if name else "folder" in message


def test_templates_that_cannot_be_read(tmp_path: Path) -> None:
    folder = tmp_path / "folder.md"
    folder.mkdir()
    binary = tmp_path / "binary.md"
    binary.write_bytes(b"\x00\x01")
    latin = tmp_path / "latin.md"
    latin.write_bytes(b"# \xe9\n")
    assert "no such file" in refusal(tmp_path / "gone.md")
    assert "folder" in refusal(folder)
    assert "NUL" in refusal(binary)
    assert "UTF-8" in refusal(latin)
    for path in (folder, binary, latin):
        assert str(path) in refusal(path)


@pytest.mark.parametrize("text", ["", "no heading at all\n", "```\n# code\n```\n"])
def test_a_template_without_a_heading_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "empty.md"
    path.write_text(text)
    assert refusal(path) == f"{path}: template empty: it has no heading, so it gives no outline"


@pytest.mark.parametrize(
    ("manifest", "reason"),
    [
        (b"version = 1\n[[section]\n", ", line 2: "),
        (b"\xff", ": this is not UTF-8 text"),
        (b"version = 2\n", ", line 1, version: the version must be 1"),
        (b"version = 1\nsection = [1]\n", ", line 2, section: write [[section]]"),
        (b'version = 1\n[[section]]\npath = ["B"]\n', ", line 3, path: the template has no"),
    ],
)
def test_a_broken_manifest_is_named(tmp_path: Path, manifest: bytes, reason: str) -> None:
    path = tmp_path / "own.md"
    path.write_text("# T\n\n## A\n")
    path.with_suffix(".toml").write_bytes(manifest)
    assert refusal(path).startswith(f"{path.with_suffix('.toml')}{reason}")


def test_a_manifest_that_is_a_folder_is_said(tmp_path: Path) -> None:
    path = tmp_path / "own.md"
    path.write_text("# T\n")
    path.with_suffix(".toml").mkdir()
    assert "folder" in refusal(path)


def test_the_shipped_template_is_the_product_s_own() -> None:
    text = resource("templates", f"{DEFAULT}.md").read_text(encoding="utf-8")
    assert load_template(DEFAULT).source.text == text
