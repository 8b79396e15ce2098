"""The branch is read from where Git keeps it; nothing strange in its place does harm."""

from pathlib import Path

import pytest

from spec_editor.storage.git_folder import branch_of, git_folder_of


def test_a_work_tree_names_where_its_state_is(tmp_path: Path) -> None:
    state = tmp_path / "main" / ".git" / "worktrees" / "topic"
    state.mkdir(parents=True)
    tree = tmp_path / "topic"
    tree.mkdir()
    (tree / ".git").write_text("gitdir: ../main/.git/worktrees/topic\n")
    assert git_folder_of(tree) == state


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"gitdir: \0", b"something else"])
def test_a_strange_git_file_is_no_repository(tmp_path: Path, content: bytes) -> None:
    (tmp_path / ".git").write_bytes(content)
    assert git_folder_of(tmp_path) is None


def test_the_branch_of_a_folder_in_a_repository(tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    (tmp_path / ".git").mkdir()
    folder.mkdir()
    assert branch_of(folder) == ""
    head = tmp_path / ".git" / "HEAD"
    head.write_text("ref: refs/heads/topic/one\n")
    assert branch_of(folder) == "topic/one"
    head.write_text("0123456789abcdef0123456789abcdef01234567\n")
    assert branch_of(folder) == "01234567"
    head.unlink()
    head.mkdir()
    assert branch_of(folder) == ""
