"""Files and folders get other names and places, and nothing is ever written over."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ordinary_user import as_ordinary_user
from storage_tools import OLD, names_in, refusal

from spec_editor.storage import file_operations
from spec_editor.storage.file_operations import (
    NameTakenError,
    NoTrashError,
    delete,
    duplicate,
    move,
    move_to_trash,
)

NAMES = [b"a b.md", b"new\nline.md", "ä🙂.md".encode(), b"bad\xff.md", b"-rf", b"x" * 255]


@pytest.fixture
def folder(spec: Path) -> Path:
    """Return a folder with files, a link and a folder in it."""
    folder = spec.parent / "folder"
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "a.md").write_bytes(b"a")
    (folder / "b.md").write_bytes(b"b")
    (folder / "b.md").chmod(0o640)
    (folder / "link").symlink_to("nowhere")
    return folder


def tree(path: Path) -> dict[str, object]:
    return {
        str(each.relative_to(path)): each.readlink()
        if each.is_symlink()
        else (each.read_bytes() if each.is_file() else None)
        for each in sorted(path.rglob("*"))
    }


def without_links(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_more: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)


def across(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make it look as if target and source were on two file systems."""
    link, rename = os.link, Path.rename

    def refusing(action: Callable[..., Any]) -> Callable[..., Any]:
        def act(source: Path, target: Path, **more: Any) -> Any:
            if not Path(source).name.startswith(".spec-"):
                raise OSError(errno.EXDEV, "Invalid cross-device link")
            return action(source, target, **more)

        return act

    monkeypatch.setattr(os, "link", refusing(link))
    monkeypatch.setattr(Path, "rename", refusing(rename))


@pytest.mark.parametrize("way", ["plain", "without links", "across"])
@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_moved_as_it_is(
    spec: Path, monkeypatch: pytest.MonkeyPatch, way: str, name: bytes
) -> None:
    if way == "without links":
        without_links(monkeypatch)
    elif way == "across":
        across(monkeypatch)
    spec.chmod(0o640)
    target = spec.with_name(os.fsdecode(name))
    move(spec, target)
    assert names_in(spec.parent) == [target.name]
    assert target.read_bytes() == OLD
    assert target.stat().st_mode & 0o777 == 0o640
    move(target, spec)
    assert names_in(spec.parent) == ["spec.md"]


@pytest.mark.parametrize("way", ["plain", "across"])
def test_a_folder_is_moved_with_all_that_is_in_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    if way == "across":
        across(monkeypatch)
    (folder / "sub").chmod(0o750)
    before = tree(folder)
    target = folder.with_name("other")
    move(folder, target)
    assert tree(target) == before
    assert (target / "b.md").stat().st_mode & 0o777 == 0o640
    assert (target / "sub").stat().st_mode & 0o777 == 0o750
    assert names_in(folder.parent) == ["other", "spec.md"]


@pytest.mark.parametrize("way", ["plain", "without links", "across"])
@pytest.mark.parametrize("kind", ["file", "folder", "empty folder", "dangling link"])
@pytest.mark.parametrize("source", ["spec.md", "folder"])
def test_what_is_there_is_never_written_over(
    folder: Path, monkeypatch: pytest.MonkeyPatch, way: str, kind: str, source: str
) -> None:
    target = folder.parent / "taken"
    if kind == "file":
        target.write_bytes(b"theirs")
    elif kind == "dangling link":
        target.symlink_to("nowhere")
    else:
        target.mkdir()
        if kind == "folder":
            (target / "theirs").write_bytes(b"theirs")
    before = tree(folder.parent)
    if way == "without links":
        without_links(monkeypatch)
    elif way == "across":
        across(monkeypatch)
    with pytest.raises(NameTakenError, match="exists already; nothing was changed"):
        move(folder.parent / source, target)
    assert tree(folder.parent) == before


def test_what_appears_at_the_last_moment_stays(spec: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program takes the name after it was claimed, where files have one name each."""
    without_links(monkeypatch)
    target = spec.with_name("other.md")
    fstat = os.fstat

    def meanwhile(descriptor: int) -> os.stat_result:
        found = fstat(descriptor)
        spec.with_name("theirs").write_bytes(b"theirs")
        spec.with_name("theirs").rename(target)
        return found

    monkeypatch.setattr(os, "fstat", meanwhile)
    assert "exists already" in refusal(lambda: move(spec, target))
    monkeypatch.undo()
    assert (spec.read_bytes(), target.read_bytes()) == (OLD, b"theirs")


def test_a_save_at_the_same_moment_is_not_lost(spec: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link, target = os.link, spec.with_name("other.md")

    def meanwhile(*arguments: Any, **more: Any) -> None:
        link(*arguments, **more)
        spec.with_name("new").write_bytes(b"newer")
        spec.with_name("new").replace(spec)

    monkeypatch.setattr(os, "link", meanwhile)
    assert "at the same moment" in refusal(lambda: move(spec, target))
    assert (spec.read_bytes(), target.read_bytes()) == (b"newer", OLD)


def test_a_link_is_moved_and_not_what_it_leads_to(spec: Path) -> None:
    link = spec.with_name("link.md")
    link.symlink_to("spec.md")
    move(link, spec.with_name("other.md"))
    assert spec.with_name("other.md").readlink() == Path("spec.md")
    assert spec.read_bytes() == OLD


def test_upper_and_lower_case_are_two_names_here(spec: Path) -> None:
    move(spec, spec.with_name("SPEC.md"))
    assert names_in(spec.parent) == ["SPEC.md"]
    os.link(spec.with_name("SPEC.md"), spec)
    with pytest.raises(NameTakenError):
        move(spec, spec.with_name("SPEC.md"))
    assert names_in(spec.parent) == ["SPEC.md", "spec.md"]


def test_upper_and_lower_case_are_one_name_elsewhere(
    spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, lstat = spec.with_name("SPEC.md"), Path.lstat
    monkeypatch.setattr(Path, "lstat", lambda self: lstat(spec if self == target else self))
    move(spec, target)
    assert names_in(spec.parent) == ["SPEC.md"]


def test_what_cannot_be_is_said_and_changes_nothing(folder: Path) -> None:
    before = tree(folder.parent)
    spec = folder.parent / "spec.md"
    assert "into itself" in refusal(lambda: move(folder, folder / "sub" / "x"))
    assert "no such file" in refusal(lambda: move(folder / "gone.md", spec.with_name("x")))
    assert "no such file" in refusal(lambda: move(spec, spec.parent / "gone" / "x.md"))
    assert "too long" in refusal(lambda: move(spec, spec.with_name("x" * 256)))
    assert "no possible file name" in refusal(lambda: move(spec, spec.with_name("a\0b")))
    assert tree(folder.parent) == before


def test_a_pipe_is_not_copied(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(folder / "pipe.md")
    across(monkeypatch)
    assert "no regular file" in refusal(lambda: move(folder, folder.with_name("other")))
    assert "no regular file" in refusal(lambda: duplicate(folder / "pipe.md"))
    assert names_in(folder.parent) == ["folder", "spec.md"]


def test_a_full_disk_between_file_systems_changes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(folder.parent)

    def full(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    across(monkeypatch)
    monkeypatch.setattr(os, "fsync", full)
    assert "disk is full" in refusal(lambda: move(folder, folder.with_name("other")))
    assert tree(folder.parent) == before


def test_what_changes_while_it_is_copied_is_at_both_places(
    spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    across(monkeypatch)
    take = file_operations.take_name

    def meanwhile(source: Path, target: Path) -> None:
        take(source, target)
        spec.write_bytes(b"newer")

    monkeypatch.setattr(file_operations, "take_name", meanwhile)
    target = spec.with_name("other.md")
    assert "still here as well" in refusal(lambda: move(spec, target))
    assert (spec.read_bytes(), target.read_bytes()) == (b"newer", OLD)


@pytest.mark.parametrize("number", [errno.ENOSYS, errno.EOPNOTSUPP])
def test_a_file_is_copied_where_no_file_can_be_given_a_mode(
    spec: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "chmod", refuse)
    assert duplicate(spec).read_bytes() == OLD


@pytest.mark.parametrize("way", ["plain", "without links"])
def test_copies_get_names_of_their_own(
    spec: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    if way == "without links":
        without_links(monkeypatch)
    spec.chmod(0o640)
    assert [duplicate(spec).name for _ in range(2)] == ["spec copy.md", "spec copy 2.md"]
    assert names_in(spec.parent) == ["spec copy 2.md", "spec copy.md", "spec.md"]
    copy = spec.with_name("spec copy.md")
    assert (copy.read_bytes(), copy.stat().st_mode & 0o777) == (OLD, 0o640)
    assert copy.stat().st_nlink == 1
    long = spec.with_name("é" * 126 + ".md")
    long.write_bytes(OLD)
    assert len(os.fsencode(duplicate(long).name)) <= 255


@pytest.mark.skipif(sys.platform != "linux", reason="without root's rights, as Linux has it")
@pytest.mark.parametrize("action", ["move(a, b)", "duplicate(a)", "move_to_trash(a)", "delete(a)"])
def test_a_folder_that_must_not_be_written(spec: Path, action: str) -> None:
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from spec_editor.storage.errors import ReadOnlyFileError\n"
        "from spec_editor.storage.file_operations import delete, duplicate, move, move_to_trash\n"
        "a, b = Path('spec.md').absolute(), Path('b.md').absolute()\n"
        f"try:\n    {action}\nexcept ReadOnlyFileError as error:\n    print(error)\n"
    )
    spec.parent.chmod(0o555)
    try:
        command = as_ordinary_user([sys.executable, "-c", code])
        done = subprocess.run(command, cwd=spec.parent, capture_output=True, text=True, check=True)
    finally:
        spec.parent.chmod(0o755)
    assert str(spec) in done.stdout
    assert names_in(spec.parent) == ["spec.md"]


# ---------------------------------------------------------------- deleting


@pytest.fixture
def trash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the trash of the test's own home; the library looks for it when it is loaded."""
    from send2trash import plat_other

    home = tmp_path / "home"
    monkeypatch.setattr(plat_other, "XDG_DATA_HOME", os.fsencode(home))
    monkeypatch.setattr(plat_other, "HOMETRASH_B", os.fsencode(home / "Trash"))
    return home / "Trash" / "files"


@pytest.mark.skipif(sys.platform != "linux", reason="the trash of Linux")
@pytest.mark.parametrize("name", NAMES[:-1])
def test_what_is_put_into_the_trash_can_be_had_back(folder: Path, trash: Path, name: bytes) -> None:
    path = folder.with_name(os.fsdecode(name))
    folder.parent.joinpath("spec.md").rename(path)
    move_to_trash(path)
    move_to_trash(folder)
    assert not path.exists()
    assert not folder.exists()
    assert (trash / path.name).read_bytes() == OLD
    assert (trash / "folder" / "sub" / "a.md").read_bytes() == b"a"


def test_where_there_is_no_trash_nothing_is_deleted(
    spec: Path, trash: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trash.parent.parent.mkdir()
    trash.parent.write_bytes(b"a file in the place of the trash")
    with pytest.raises(NoTrashError, match="so it was not deleted"):
        move_to_trash(spec)
    assert spec.read_bytes() == OLD
    delete(spec)
    assert not spec.exists()


def test_what_is_gone_cannot_be_deleted(spec: Path) -> None:
    spec.unlink()
    assert "no such file" in refusal(lambda: delete(spec))
    assert "no such file" in refusal(lambda: move_to_trash(spec))


def test_a_folder_is_deleted_and_what_links_lead_to_stays(folder: Path) -> None:
    (folder / "out").symlink_to(folder.parent / "spec.md")
    delete(folder)
    assert names_in(folder.parent) == ["spec.md"]
