"""What Git says of a folder: asked without running, changing or believing anything."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from spec_editor.storage.folder import SUFFIXES
from spec_editor.storage.git import NO_STATE, GitState, git_state

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no Git")

_PERSON = ("-c", "user.name=Test", "-c", "user.email=test@example.org")


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *_PERSON, *words], cwd=folder, check=True, capture_output=True)


def state(folder: Path) -> GitState:
    return git_state(folder, SUFFIXES)


def files(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): s for path, s in state(folder).files.items()}


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("git") / "specs"
    (folder / "sub").mkdir(parents=True)
    for name in ("a.md", "b.md", "sub/c.MD", "gone.md", "notes.txt"):
        (folder / name).write_text("old\n")
    git(folder, "init", "--initial-branch=trunk")
    git(folder, "add", ".")
    git(folder, "commit", "-m", "First")
    return folder


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "specs"
    shutil.copytree(original, copy)
    return copy


def test_a_folder_without_a_repository(tmp_path: Path) -> None:
    assert state(tmp_path) == NO_STATE
    assert state(tmp_path / "gone") == NO_STATE


def test_all_as_it_was_committed(folder: Path) -> None:
    assert state(folder) == GitState("trunk", {})


def test_what_has_changed(folder: Path) -> None:
    (folder / "a.md").write_text("new\n")
    (folder / "notes.txt").write_text("new\n")
    (folder / "sub" / "c.MD").write_text("new\n")
    (folder / "gone.md").unlink()
    names = ["added.md", "new.md", "line\nbreak.md", "🙂 b.md", os.fsdecode(b"bad\xff.md")]
    for name in names:
        (folder / name).write_text("new\n")
    git(folder, "add", "added.md")
    assert files(folder) == {
        "a.md": "modified",
        "gone.md": "modified",
        "sub/c.MD": "modified",
        **dict.fromkeys(names, "new"),
    }


def test_a_folder_in_the_repository_by_whatever_name(folder: Path, tmp_path: Path) -> None:
    (folder / "a.md").write_text("new\n")
    (folder / "sub" / "c.MD").write_text("new\n")
    assert files(folder / "sub") == {"c.MD": "modified"}
    (tmp_path / "link").symlink_to(folder / "sub")
    assert state(tmp_path / "link").files == {tmp_path / "link" / "c.MD": "modified"}
    assert state(tmp_path / "link").branch == "trunk"


def test_no_branch_and_a_conflict(folder: Path) -> None:
    git(folder, "switch", "-c", "other")
    (folder / "a.md").write_text("theirs\n")
    git(folder, "commit", "-am", "Theirs")
    git(folder, "switch", "trunk")
    (folder / "a.md").write_text("ours\n")
    git(folder, "commit", "-am", "Ours")
    merge = subprocess.run(
        ["git", *_PERSON, "merge", "other"], cwd=folder, capture_output=True, check=False
    )
    assert merge.returncode == 1
    assert files(folder) == {"a.md": "conflict"}
    git(folder, "merge", "--abort")
    git(folder, "checkout", "--detach")
    head = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=folder, capture_output=True, check=True, text=True
    )
    assert state(folder).branch == head.stdout[:8]


def _snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(path): (path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else b"")
        for path in (folder, *folder.rglob("*"))
    }


def test_the_repository_is_as_it_was(folder: Path) -> None:
    # Touched files make Git want to refresh its index.
    for path in folder.glob("*.md"):
        os.utime(path, (1, 1))
    before = _snapshot(folder / ".git")
    assert state(folder) == GitState("trunk", {})
    assert _snapshot(folder / ".git") == before
    git(folder, "status")
    assert _snapshot(folder / ".git") != before


def _hostile(folder: Path, marker: Path) -> None:
    """Have the configuration name a program wherever it can."""
    program = folder / "program.sh"
    program.write_text(f"#!/bin/sh\necho run >> '{marker}'\ncat\n")
    program.chmod(0o755)
    run = f"sh '{program}'"
    keys = [
        *("core.pager", "core.sshCommand", "core.editor", "diff.external", "diff.x.command"),
        *("diff.x.textconv", "filter.x.clean", "filter.x.smudge", "filter.y=z.process"),
        *("merge.x.driver", "gpg.program", "credential.helper", "alias.status", "pager.status"),
    ]
    for key in keys:
        git(folder, "config", key, run)
    git(folder, "config", "core.fsmonitor", str(program))
    git(folder, "config", "filter.x.required", "true")
    git(folder, "config", "core.hooksPath", str(folder / "hooks"))
    (folder / "hooks").mkdir()
    for name in ("post-index-change", "fsmonitor-watchman", "reference-transaction"):
        shutil.copy(program, folder / "hooks" / name)
    (folder / ".git" / "info").mkdir(exist_ok=True)
    (folder / ".git" / "info" / "attributes").write_text("*.md filter=x diff=x merge=x\n")
    (folder / ".gitattributes").write_text("*.MD filter=y=z\n")
    for path in folder.rglob("*.[mM][dD]"):
        os.utime(path, (1, 1))


@pytest.mark.skipif(sys.platform == "win32", reason="a shell's program")
def test_no_program_is_run(folder: Path, tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    _hostile(folder, marker)
    (folder / "a.md").write_text("new\n")
    found = state(folder)
    assert not marker.exists()
    assert found.branch == "trunk"
    assert found.files[folder / "a.md"] == "modified"
    # The same repository does run them when it is asked plainly.
    subprocess.run(["git", "status"], cwd=folder, capture_output=True, check=False)
    assert marker.exists()


def test_a_bare_repository_in_disguise_is_not_looked_at(folder: Path) -> None:
    bare = folder.parent / "bare"
    git(folder.parent, "clone", "--bare", str(folder), str(bare))
    assert state(bare) == NO_STATE


def test_the_environment_leads_nowhere(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty").mkdir()
    git(tmp_path / "empty", "init")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "empty" / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path / "empty"))
    assert state(folder) == GitState("trunk", {})


def _fake(folder: Path, script: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "git").write_text(f"#!/bin/sh\n{script}\n")
    (folder / "git").chmod(0o755)


@pytest.mark.skipif(sys.platform == "win32", reason="a shell's program")
@pytest.mark.parametrize(
    "script",
    [
        "echo git version 2.30.9",
        "echo nonsense",
        "exit 128",
        'if [ "$1" = --no-pager ]; then echo git version 2.40; fi; printf "1 \\0 2 \\0u\\0?"',
        "exec sleep 100",
    ],
)
def test_git_that_cannot_be_used(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    _fake(tmp_path / "bin", script)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    assert git_state(folder, SUFFIXES, seconds=0.3).branch == ""


@pytest.mark.skipif(sys.platform == "win32", reason="a shell's program")
def test_a_git_that_came_with_the_folder_is_not_run(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fake(folder / "bin", f"touch '{folder / 'marker'}'")
    monkeypatch.setenv("PATH", str(folder / "bin"))
    assert state(folder) == NO_STATE
    assert not (folder / "marker").exists()


def test_no_git_at_all(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert state(folder) == NO_STATE
