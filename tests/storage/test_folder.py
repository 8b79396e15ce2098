"""Looking for specifications in a folder that nobody tidied."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from ordinary_user import as_ordinary_user

from spec_editor.storage import folder as folder_module
from spec_editor.storage.errors import StorageError
from spec_editor.storage.folder import files_in, find_specs


def write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"# x\n")


def found(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in find_specs(folder)]


def test_only_visible_markdown_in_one_fixed_order(tmp_path: Path) -> None:
    write(tmp_path, "b.md", "A.md", "a.MD", "c.markdown", "notes.txt", "md", ".hidden.md")
    write(tmp_path, ".git/x.md", "node_modules/x.md", "__pycache__/x.md", "sub/z.md", "sub/y.md")
    (tmp_path / "folder.md").mkdir()
    assert found(tmp_path) == ["A.md", "a.MD", "b.md", "c.markdown", "sub/y.md", "sub/z.md"]


def test_links_are_left_out(tmp_path: Path) -> None:
    root = tmp_path / "root"
    write(tmp_path, "outside/secret.md")
    write(root, "a.md", "sub/b.md")
    (root / "file.md").symlink_to(tmp_path / "outside" / "secret.md")
    (root / "outside").symlink_to(tmp_path / "outside")
    (root / "sub" / "up").symlink_to("..")
    (root / "circle.md").symlink_to("circle.md")
    (root / "dangling.md").symlink_to("nowhere.md")
    assert found(root) == ["a.md", "sub/b.md"]


def test_pipes_are_left_out(tmp_path: Path) -> None:
    write(tmp_path, "a.md")
    os.mkfifo(tmp_path / "pipe.md")
    assert found(tmp_path) == ["a.md"]


def test_odd_names_are_found(tmp_path: Path) -> None:
    names = [b"-x.md", b"a b.md", b"bad\xff.md", b"new\nline.md", "🙂.md".encode()]
    for name in names:
        (tmp_path / os.fsdecode(name)).write_bytes(b"# x\n")
    assert sorted(os.fsencode(path.name) for path in find_specs(tmp_path)) == sorted(names)


@pytest.mark.parametrize("name", ["gone", "file.md", "file.md/below", "circle", "a" * 300])
def test_what_is_no_folder_is_refused(tmp_path: Path, name: str) -> None:
    write(tmp_path, "file.md")
    (tmp_path / "circle").symlink_to("circle")
    with pytest.raises(StorageError, match=r"no such folder|cannot be read"):
        find_specs(tmp_path / name)


def test_an_empty_folder_has_none(tmp_path: Path) -> None:
    assert find_specs(tmp_path) == ()


def test_a_subfolder_that_may_not_be_read_hides_only_its_own_files(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "closed/b.md", "open/c.md")
    code = (
        "import os\nfrom pathlib import Path\nfrom spec_editor.storage.folder import *\n"
        "os.chmod('closed', 0)\n"
        "found = files_in(Path('.'))\n"
        "print(*found.specs)\nprint(found.notice(Path('.')))\n"
        "try:\n    find_specs(Path('closed'))\n"
        "except Exception as error:\n    print(type(error).__name__, error)\n"
    )
    command = as_ordinary_user([sys.executable, "-P", "-c", code])
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    (tmp_path / "closed").chmod(0o755)
    assert done.stderr == ""
    files, notice, refused = done.stdout.splitlines()
    assert files == "a.md open/c.md"
    assert notice.startswith("closed: you may not read this folder")
    assert refused == "StorageError closed: the folder cannot be read (Permission denied)."


def test_a_whole_disk_opened_by_mistake_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_module, "MAX_FILES", 5)
    monkeypatch.setattr(folder_module, "MAX_DEPTH", 3)
    write(tmp_path, "a/b/c/seen.md", "a/b/c/d/unseen.md")
    assert found(tmp_path) == ["a/b/c/seen.md"]
    write(tmp_path, *(f"{n}.md" for n in range(9)))
    files = files_in(tmp_path)
    assert len(files.specs) == 5
    assert files.is_cut
    assert "only the first 5 specifications" in files.notice(tmp_path)


def test_all_is_shown_where_nothing_is_left_out(tmp_path: Path) -> None:
    write(tmp_path, "a.md")
    files = files_in(tmp_path)
    assert (files.closed, files.is_cut, files.notice(tmp_path)) == ((), False, "")


def test_a_name_of_255_bytes_and_a_walk_that_is_stopped(tmp_path: Path) -> None:
    name = "ä" * 126 + ".md"
    write(tmp_path, name, "b.md")
    assert found(tmp_path) == ["b.md", name]
    assert files_in(tmp_path, lambda: True).specs == ()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root makes a device")
def test_devices_are_left_out(tmp_path: Path) -> None:
    write(tmp_path, "a.md")
    try:
        os.mknod(tmp_path / "zero.md", 0o20666, os.makedev(1, 5))
    except PermissionError:
        pytest.skip("no device can be made here")
    assert found(tmp_path) == ["a.md"]
