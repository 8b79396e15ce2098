"""Which documents of the open folders a move concerns, and how they are corrected."""

from pathlib import Path

import pytest
from storage_tools import refusal

from spec_editor.storage.link_survey import save_corrected, survey
from spec_editor.storage.paths import path_after


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    specs = tmp_path / "specs"
    for name, text in {
        "old.md": "[self](old.md) [a](a.md) [gone](gone.md)",
        "a.md": "[old](old.md)",
        "none.md": "old.md `[old](old.md)`",
        "sub/b.md": "[old](../old.md) [root](/old.md)",
        ".hidden/c.md": "[old](../old.md)",
        "other.txt": "[old](old.md)",
    }.items():
        path = specs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return specs


def wanted(specs: Path, target: str, *folders: Path) -> dict[str, list[str]]:
    found = survey(specs / "old.md", folders or (specs,), {})
    return {
        str(each.path.relative_to(specs)): [change.new for change in each.corrections.changes]
        for each in found.corrections(specs / target)
    }


def test_links_of_all_documents_are_found(specs: Path) -> None:
    assert wanted(specs, "new.md") == {
        "a.md": ["new.md"],
        "old.md": ["new.md"],
        "sub/b.md": ["../new.md", "/new.md"],
    }
    # Links that led to a file go on doing so, those that led to none are left alone.
    assert wanted(specs, "sub/new.md")["old.md"] == ["new.md", "../a.md"]


def test_folders_in_each_other_are_looked_through_once(specs: Path) -> None:
    found = wanted(specs, "new.md", specs, specs / "sub")
    assert sorted(found) == ["a.md", "old.md", "sub/b.md"]
    # The folder that a slash stands for is the one nearest to the document.
    assert found["sub/b.md"] == ["../new.md"]


def test_texts_of_open_documents_count_instead_of_the_files(specs: Path) -> None:
    texts = {specs / "none.md": "[old](old.md)", specs.parent / "far.md": "[old](specs/old.md)"}
    found = survey(specs / "old.md", (specs,), texts).corrections(specs / "new.md")
    opened = {each.path: each for each in found if each.file is None}
    assert sorted(opened) == sorted(texts)
    assert opened[specs.parent / "far.md"].corrections.changes[0].new == "specs/new.md"


def test_what_cannot_be_read_is_named(specs: Path) -> None:
    (specs / "bad.md").write_bytes(b"\0\xff[old](old.md)")
    (specs / "gone.md").symlink_to("nowhere")
    assert survey(specs / "old.md", (specs,), {}).unread == (specs / "bad.md",)


def test_a_folder_that_is_gone_has_no_documents(specs: Path) -> None:
    found = survey(specs / "old.md", (specs.parent / "gone",), {})
    assert [each.path for each in found.corrections(specs / "new.md")] == [specs / "old.md"]


def test_it_ends_when_it_is_told_to(specs: Path) -> None:
    assert survey(specs / "old.md", (specs,), {}, lambda: True).documents == ()


def test_what_was_read_is_saved_in_its_own_format(specs: Path) -> None:
    data = b"\xef\xbb\xbf[old](old.md)\r\n\r\nNBSP:\xc2\xa0 \r\nend"
    (specs / "a.md").write_bytes(data)
    (found, *_) = survey(specs / "old.md", (specs,), {}).corrections(specs / "new.md")
    kept: list[bytes] = []
    before = (specs / "a.md").read_bytes()
    save_corrected(found, specs / "a.md", kept.append)
    assert kept == [before]
    assert (specs / "a.md").read_bytes() == data.replace(b"(old.md)", b"(new.md)")
    (specs / "a.md").write_bytes(b"theirs")
    assert "another program has changed" in refusal(
        lambda: save_corrected(found, specs / "a.md", kept.append)
    )
    assert kept == [before]


def test_where_a_file_is_afterwards() -> None:
    old, new = Path("/r/old"), Path("/r/sub/new")
    assert path_after(Path("/r/old/x/a.md"), old, new) == Path("/r/sub/new/x/a.md")
    assert path_after(Path("/r/older/a.md"), old, new) == Path("/r/older/a.md")
    assert path_after(old, old, new) == new


NAV = (
    "\ufeff# Site\r\nname: S\r\ndocs_dir: specs # here\r\nnav:\r\n  - Old: old.md # x\r\n".encode()
)


def test_a_mkdocs_file_above_is_corrected_and_keeps_all_else(specs: Path) -> None:
    above = specs.parent / "mkdocs.yml"
    above.write_bytes(NAV)
    found = survey(specs / "old.md", (specs,), {})
    by_path = {each.path: each for each in found.corrections(specs / "new name.md")}
    (change,) = by_path[above].corrections.changes
    assert (change.line, change.old, change.new) == (5, "old.md", "new name.md")
    save_corrected(by_path[above], above, lambda _: None)
    assert above.read_bytes() == NAV.replace(b"old.md", b"new name.md")
    assert above not in {each.path for each in survey(specs / "b.md", (), {}).documents}
    # Outside of the site's documents nothing can be named.
    found = survey(specs / "new name.md", (specs,), {})
    (missed,) = found.corrections(specs.parent / "out.md")
    assert missed.corrections.missed == 1


def test_a_folder_of_all_documents_is_corrected_in_an_open_mkdocs_file(specs: Path) -> None:
    path = specs.parent / "mkdocs.yaml"
    found = survey(specs, (specs.parent,), {path: NAV.decode("utf-8-sig").replace("\r", "")})
    (each,) = found.corrections(specs.parent / "texts")
    assert each.file is None
    assert [change.new for change in each.corrections.changes] == ["texts"]


@pytest.mark.parametrize("text", ["nav: [", "nav:\n- old.md\n- *x\n", "\0"])
def test_a_mkdocs_file_that_cannot_be_read_is_named(specs: Path, text: str) -> None:
    (specs / "mkdocs.yml").write_text(text)
    assert survey(specs / "old.md", (specs,), {}).unread == (specs / "mkdocs.yml",)


def test_a_mkdocs_file_that_is_somebody_else_s_is_not_written(specs: Path) -> None:
    (specs.parent / "theirs.yml").write_text("docs_dir: .\nnav:\n- old.md\n")
    (specs / "mkdocs.yml").symlink_to(specs.parent / "theirs.yml")
    assert survey(specs / "old.md", (specs,), {}).unread == (specs / "mkdocs.yml",)
