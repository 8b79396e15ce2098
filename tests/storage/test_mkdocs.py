"""Finds and reads the ``mkdocs.yml`` of a folder, which may come from a stranger."""

import os
import sys
import threading
from pathlib import Path

import pytest

from spec_editor.core.flavour import MKDOCS_EXTENSIONS, Flavour, FolderReading, Reading
from spec_editor.storage.mkdocs import (
    find_mkdocs,
    flavour_said,
    folder_reading,
    folder_readings,
)

ALWAYS = [extension.name for extension in MKDOCS_EXTENSIONS]
LIST = "markdown_extensions: [admonition]\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of documents in a repository."""
    (tmp_path / "site" / ".git").mkdir(parents=True)
    folder = tmp_path / "site" / "docs" / "deep"
    folder.mkdir(parents=True)
    return folder


def names(found: FolderReading) -> list[str]:
    return [extension.name for extension in found.extensions]


def write(path: Path, text: str = LIST) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["mkdocs.yml", "mkdocs.yaml"])
@pytest.mark.parametrize("level", [0, 1, 2])
def test_the_nearest_file_above_a_document_is_found(folder: Path, name: str, level: int) -> None:
    path = write((folder, *folder.parents)[level] / name)
    write(folder.parents[2] / "mkdocs.yml")
    assert find_mkdocs(folder) == path
    found = folder_reading(folder)
    assert found.reading().flavour is Flavour.MKDOCS
    assert names(found) == [*ALWAYS, "admonition"]
    assert not found.notes


def test_the_search_ends_at_the_top_of_the_repository(folder: Path) -> None:
    write(folder.parents[2] / "mkdocs.yml")
    assert find_mkdocs(folder) is None
    assert folder_reading(folder).reading() == Reading()


def test_what_is_known_of_folders_is_what_each_of_them_would_find(folder: Path) -> None:
    top = folder.parents[2]
    write(top / "mkdocs.yml")
    write(folder / "mkdocs.yaml")
    deeper = folder / "deeper"
    deeper.mkdir()
    asked = [deeper, folder.parent, folder, top, folder.parents[1], deeper]
    known: dict[Path, Path | None] = {}
    assert [find_mkdocs(each, known) for each in asked] == [find_mkdocs(each) for each in asked]
    assert known[folder.parent] is None
    assert known[deeper] == known[folder] == folder / "mkdocs.yaml"


def test_the_search_ends_at_the_user_s_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    folder = home / "specs"
    folder.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    write(tmp_path / "mkdocs.yml")
    assert find_mkdocs(folder) is None
    path = write(home / "mkdocs.yml")
    assert find_mkdocs(folder) == path


def test_the_user_s_choice_goes_before_the_folder_s_and_that_before_the_file(
    folder: Path,
) -> None:
    said, path = Flavour.GITHUB, "mkdocs.yml"
    assert FolderReading().reading().flavour is Flavour.GITHUB
    assert FolderReading(None, path).reading().flavour is Flavour.MKDOCS
    assert FolderReading(said, path).reading().flavour is Flavour.GITHUB
    assert FolderReading(said, path).reading(Flavour.MKDOCS).flavour is Flavour.MKDOCS
    assert FolderReading(None, path).reading(Flavour.GITHUB) == Reading()
    assert FolderReading(Flavour.MKDOCS).reading().flavour is Flavour.MKDOCS


def test_without_a_file_mkdocs_has_its_own_extensions(folder: Path) -> None:
    found = folder_reading(folder)
    assert [e.name for e in found.reading(Flavour.MKDOCS).extensions] == list(ALWAYS)


@pytest.mark.parametrize(("value", "expected"), [("github", Flavour.GITHUB), ("mkdocs", "mkdocs")])
def test_a_folder_may_say_its_flavour(folder: Path, value: str, expected: str) -> None:
    write(folder.parent / ".spec-editor.toml", f'flavour = "{value}"\n')
    assert flavour_said(folder) == expected


@pytest.mark.parametrize("text", ["", 'flavour = "other"\n', "flavour = \n", 'template = "x"\n'])
def test_what_says_none_leaves_it_open(folder: Path, text: str) -> None:
    assert flavour_said(folder) is None
    write(folder / ".spec-editor.toml", text)
    assert flavour_said(folder) is None


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"a: [1", "line 1: expected"),
        (b"\xff\xfea\x00:\x00", "this is not UTF-8 text (line 1)"),
        ("a: 1".encode("utf-16"), "this is not UTF-8 text"),
        ("a: 1".encode("utf-16-be"), "NUL byte"),
        (b"a: \x00\n", "there is a NUL byte in line 1"),
        (b"caf\xe9: 1\n", "this is not UTF-8 text"),
        (b"# " + b"x" * 300_000, "too large"),
        (b"# " + b"x" * 1_000_000, "too large"),
        (b"- a\n", "line 1: names with values are expected"),
    ],
)
def test_what_cannot_be_read_is_a_note_and_mkdocs_own_extensions_are_used(
    folder: Path, data: bytes, reason: str
) -> None:
    path = folder / "mkdocs.yml"
    path.write_bytes(data)
    found = folder_reading(folder)
    assert found.reading().flavour is Flavour.MKDOCS
    assert names(found) == list(ALWAYS)
    (note,) = found.notes
    assert str(path) in note
    assert reason in note


@pytest.mark.parametrize("data", [b"\xef\xbb\xbf", b"\xef\xbb\xbf# x\r\n"])
def test_a_byte_order_mark_and_other_newlines_do_no_harm(folder: Path, data: bytes) -> None:
    (folder / "mkdocs.yml").write_bytes(data + LIST.encode().replace(b"\n", b"\r\n"))
    assert names(folder_reading(folder)) == [*ALWAYS, "admonition"]


def test_what_is_no_file_is_not_opened(folder: Path) -> None:
    (folder / "mkdocs.yml").mkdir()
    (note,) = folder_reading(folder).notes
    assert "folder" in note


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes and links are others there")
class TestSpecialFiles:
    """Things with the name of a file that are none."""

    def test_a_named_pipe_does_not_hold_anybody_up(self, folder: Path) -> None:
        os.mkfifo(folder / "mkdocs.yml")
        (note,) = folder_reading(folder).notes
        assert "no regular file" in note

    @pytest.mark.parametrize("target", ["/dev/zero", "/etc/passwd", "../../../secret.yml"])
    def test_a_link_out_of_the_folder_is_not_followed(self, folder: Path, target: str) -> None:
        write(folder.parents[2] / "secret.yml")
        (folder / "mkdocs.yml").symlink_to(target)
        found = folder_reading(folder)
        (note,) = found.notes
        assert "leads out of the folder" in note
        assert names(found) == list(ALWAYS)

    def test_a_link_inside_the_folder_is_followed(self, folder: Path) -> None:
        write(folder / "other.yml")
        (folder / "mkdocs.yml").symlink_to("other.yml")
        assert names(folder_reading(folder)) == [*ALWAYS, "admonition"]

    @pytest.mark.parametrize("target", ["mkdocs.yml", "gone.yml"])
    def test_a_link_to_nothing_is_said(self, folder: Path, target: str) -> None:
        (folder / "mkdocs.yml").symlink_to(target)
        assert len(folder_reading(folder).notes) == 1

    def test_inheritance_does_not_follow_a_link_out_of_the_repository(self, folder: Path) -> None:
        write(folder.parents[2] / "secret.yml")
        (folder / "base.yml").symlink_to("../../../secret.yml")
        write(folder / "mkdocs.yml", "INHERIT: base.yml\n")
        found = folder_reading(folder)
        assert found.notes == ("INHERIT: base.yml is not read: it leads out of the folder",)
        assert names(found) == list(ALWAYS)


def test_a_file_inherits_from_others_of_its_repository(folder: Path) -> None:
    write(folder.parents[1] / "base.yml")
    write(folder.parent / "middle.yml", "INHERIT: ../base.yml\n")
    write(folder / "mkdocs.yml", "INHERIT: ../middle.yml\n")
    assert names(folder_reading(folder)) == [*ALWAYS, "admonition"]
    write(folder / "mkdocs.yml", "INHERIT: ../middle.yml\nmarkdown_extensions: [abbr]\n")
    assert names(folder_reading(folder)) == [*ALWAYS, "abbr"]


def test_without_a_repository_nothing_above_the_file_is_inherited(tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    write(tmp_path / "base.yml")
    write(folder / "mkdocs.yml", "INHERIT: ../base.yml\n")
    found = folder_reading(folder)
    assert found.notes == ("INHERIT: ../base.yml is not read: it leads out of the folder",)
    assert names(found) == list(ALWAYS)


@pytest.mark.parametrize(
    "target",
    ["/etc/passwd", "../../../../etc/passwd", "//host/x.yml", "\\\\host\\x.yml", "C:/x.yml"],
)
def test_inheritance_from_elsewhere_is_said_and_nothing_is_read(folder: Path, target: str) -> None:
    write(folder / "mkdocs.yml", f"INHERIT: '{target}'\nmarkdown_extensions: [abbr]\n")
    opened: list[str] = []
    watching = True
    # What threads that earlier tests have left open is not ours.
    thread = threading.get_ident()

    def look(event: str, arguments: tuple[object, ...]) -> None:
        if watching and threading.get_ident() == thread and event == "open":
            opened.append(str(arguments[0]))

    sys.addaudithook(look)
    found = folder_reading(folder)
    watching = False
    assert names(found) == [*ALWAYS, "abbr"]
    assert found.notes == (f"INHERIT: {target} is not read: it leads out of the folder",)
    assert str(folder / "mkdocs.yml") in opened
    assert all(path.startswith(str(folder.parents[2])) for path in opened)


def test_files_that_inherit_from_each_other_come_to_an_end(folder: Path) -> None:
    write(folder / "a.yml", "INHERIT: mkdocs.yml\n")
    write(folder / "mkdocs.yml", "INHERIT: a.yml\n")
    assert len(folder_reading(folder).notes) == 1
    for number in range(20):
        write(folder / f"n{number}.yml", f"INHERIT: n{number + 1}.yml\n")
    write(folder / "mkdocs.yml", "INHERIT: n0.yml\n")
    assert len(folder_reading(folder).notes) == 1


def test_folders_of_one_file_share_what_it_says(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    folders = [tmp_path, *(tmp_path / name for name in ("a", "a/b", "c"))]
    for folder in folders[1:]:
        folder.mkdir()
    write(tmp_path / "a" / "mkdocs.yml")
    write(tmp_path / ".spec-editor.toml", 'flavour = "mkdocs"\n')
    found = folder_readings(tmp_path, folders)
    assert found[folders[1]] is found[folders[2]]
    assert found[folders[1]].source == str(tmp_path / "a" / "mkdocs.yml")
    assert not found[tmp_path].source
    assert {each.reading().flavour for each in found.values()} == {Flavour.MKDOCS}
