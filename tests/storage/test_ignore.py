"""What .gitignore leaves out, compared with Git itself."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from spec_editor.storage.folder import find_specs

NAMES = (
    *("a.md", "b.md", "draft.md", "keep.md", "build/a.md", "docs/build/a.md", "docs/draft.md"),
    *("docs/api/a.md", "docs/api/b.md", "docs/api/keep.md", "out/x/y.md", "tmp1.md", "#odd.md"),
    *("docs/build.md", "deep/er/build/z.md", "ä b.md", "!bang.md", "[x].md", "trail .md"),
)


def write(folder: Path, ignored: dict[str, str], names: tuple[str, ...] = NAMES) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"# x\n")
    for name, lines in ignored.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(lines, encoding="utf-8")


def found(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in find_specs(folder)}


def by_git(folder: Path) -> set[str]:
    command = ["git", "ls-files", "--others", "--exclude-standard", "-z"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=True)
    names = os.fsdecode(done.stdout).split("\0")
    return {name for name in names if name.endswith(".md")}


CASES: dict[str, dict[str, str]] = {
    "names and folders": {".gitignore": "draft.md\nbuild/\n/out\n"},
    "exceptions": {".gitignore": "*.md\n!keep.md\n!docs/\n!/a.md\n"},
    "a folder that is left out stays so": {".gitignore": "build/\n!build/a.md\n"},
    "nested": {".gitignore": "*.md\n", "docs/.gitignore": "!*.md\n", "docs/api/.gitignore": "b*"},
    "marks": {".gitignore": "\\#odd.md\n\\!bang.md\n# a.md\n\ntmp[0-9].md\n"},
    "stars": {".gitignore": "**/api/*\ndeep/**/z.md\ndocs/*.md\n?.md\n"},
    "spaces": {".gitignore": "a.md   \ntrail\\ .md\n"},
    "exclude": {".git/info/exclude": "b.md\ndocs\n", ".gitignore": "!docs/api\n!b.md\n"},
    "not utf-8 and mistakes": {".gitignore": "\\\nä*\n[\n[[z]x]\nb.md\n"},
}


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no Git")
@pytest.mark.parametrize("case", CASES)
def test_it_is_left_out_as_git_does(tmp_path: Path, case: str) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    write(tmp_path, CASES[case])
    assert found(tmp_path) == by_git(tmp_path) != set(NAMES)


def test_without_a_repository_the_files_count_too(tmp_path: Path) -> None:
    write(tmp_path, {".gitignore": "a.md\n"}, ("a.md", "b.md"))
    assert found(tmp_path) == {"b.md"}


def test_what_stands_above_counts_up_to_the_repository(tmp_path: Path) -> None:
    write(tmp_path, {".gitignore": "*.md\n", "top/.gitignore": "a.md\n"}, ("top/sub/a.md",))
    write(tmp_path, {}, ("top/sub/b.md", "top/.git/x"))
    assert found(tmp_path / "top" / "sub") == {"b.md"}


def test_a_folder_that_is_left_out_can_be_opened(tmp_path: Path) -> None:
    write(tmp_path, {".gitignore": "build/\n*.tmp.md\n"}, (".git/x", "build/sub/a.md"))
    assert found(tmp_path) == set()
    assert found(tmp_path / "build") == {"sub/a.md"}
    assert found(tmp_path / "build" / "sub") == {"a.md"}


def test_a_second_work_tree_has_the_first_ones_exclusions(tmp_path: Path) -> None:
    write(tmp_path, {"main/.git/info/exclude": "a.md\n"}, ("tree/a.md", "tree/b.md"))
    write(tmp_path, {"main/.git/worktrees/tree/commondir": "../..\n"}, ())
    (tmp_path / "tree" / ".git").write_text(f"gitdir: {tmp_path}/main/.git/worktrees/tree\n")
    assert found(tmp_path / "tree") == {"b.md"}


def test_no_pattern_takes_long_and_no_pipe_is_opened(tmp_path: Path) -> None:
    stars = "*a" * 30
    write(tmp_path, {".gitignore": f"{stars}b\n*a*a*a*b\nx.md\n"}, ("x.md", f"{'a' * 250}.md"))
    (tmp_path / "sub").mkdir()
    write(tmp_path, {}, ("sub/y.md",))
    os.mkfifo(tmp_path / "sub" / ".gitignore")
    assert found(tmp_path) == {f"{'a' * 250}.md", "sub/y.md"}


def test_odd_files_in_its_place(tmp_path: Path) -> None:
    write(tmp_path, {}, ("a.md", "one/b.md", "two/c.md"))
    (tmp_path / ".git").write_bytes(b"gitdir: \0\xff")
    (tmp_path / ".gitignore").mkdir()
    (tmp_path / "one" / ".gitignore").symlink_to("/dev/zero")
    (tmp_path / "two" / ".gitignore").write_bytes(b"\0\xff\n" + b"c.md\n" * 300_000)
    assert found(tmp_path) == {"a.md", "one/b.md", "two/c.md"}
