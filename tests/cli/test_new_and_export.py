"""``new``, ``outline`` and ``export``: what they write, and what they refuse to write over."""

import os
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Run, RunProcess

PERFECT = "# Title\n\nWritten.\n"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def tree(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


# ---------------------------------------------------------------- new


def test_new_is_the_template(run: Run, tmp_path: Path, template_text: str) -> None:
    done = run("new", "a.md")
    assert (done.code, done.out, done.problems) == (0, "a.md\n", [])
    assert (tmp_path / "a.md").read_bytes() == template_text.encode()


def test_new_with_a_title(run: Run, tmp_path: Path, template_text: str) -> None:
    assert run("new", "a.md", "--title", "  Billing  service ").code == 0
    text = (tmp_path / "a.md").read_text(encoding="utf-8")
    assert text.split("\n", 1)[0] == "# Billing  service"
    assert text.split("\n", 1)[1] == template_text.split("\n", 1)[1]


@pytest.mark.parametrize(
    "title", ["C #", "*not bold*", "<script>x</script>", "a_b_ & c", "{x}", "#"]
)
def test_a_title_full_of_markdown_is_shown_as_it_was_given(
    run: Run, tmp_path: Path, title: str
) -> None:
    assert run("new", "a.md", "--title", title).code == 0
    sections = run("outline", "a.md", "--format", "json").json["sections"]
    assert sections[0]["title"] == title


@pytest.mark.parametrize("title", ["", "  ", "two\nlines", b"half \xff"])
def test_an_impossible_title_writes_nothing(run: Run, tmp_path: Path, title: str | bytes) -> None:
    done = run("new", "a.md", "--title", title)
    assert done.code == (0 if title == "" else 2)
    assert len(done.problems) == (0 if title == "" else 1)
    assert tree(tmp_path) == (["a.md"] if title == "" else [])


@pytest.mark.parametrize("kind", ["file", "folder", "dangling link", "pipe"])
def test_new_never_overwrites(run: Run, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a.md"
    match kind:
        case "file":
            path.write_bytes(b"mine")
        case "folder":
            path.mkdir()
        case "dangling link":
            path.symlink_to("elsewhere.md")
        case "pipe":
            os.mkfifo(path)
    before = path.lstat()
    done = run("new", "a.md", "--title", "x")
    assert (done.code, done.out) == (2, "")
    assert done.problems == ["a.md: this exists already; nothing was written."]
    assert path.lstat().st_ino == before.st_ino
    assert tree(tmp_path) == ["a.md"]
    assert kind != "file" or path.read_bytes() == b"mine"


def test_new_in_a_folder_that_is_not_there(run: Run, tmp_path: Path) -> None:
    done = run("new", "no/a.md")
    assert done.code == 2
    (problem,) = done.problems
    assert problem.startswith("no: there is no such folder, so nothing was written.")
    assert tree(tmp_path) == []


# ---------------------------------------------------------------- outline


def test_outline_shows_line_share_state_and_title(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# T\n\ntext\n\n## Empty\n\n## {x}\n")
    assert run("outline", "a.md").out.split("\n") == [
        "a.md: 33 % complete (no template fits)",
        "     1   33 %  filled         T",
        "     5    0 %  empty            Empty",
        "     7    0 %  empty            {x}",
        "",
    ]


# ---------------------------------------------------------------- export


def test_one_document_to_one_self_contained_file(
    run: Run, tmp_path: Path, template_file: Path
) -> None:
    done = run("export", template_file, "--to", "html", "--output", "out/deep/page.html")
    assert (done.code, done.out, done.problems) == (0, "", [])
    assert tree(tmp_path) == ["out", "out/deep", "out/deep/page.html"]
    page = (tmp_path / "out" / "deep" / "page.html").read_text(encoding="utf-8")
    assert page.count('src="data:image/svg+xml,') == 8
    assert "<script" not in page.lower()
    assert not re.search(r"""(?:src|srcset|poster|data)=["'](?!data:)""", page)
    assert "@import" not in page
    ids = set(re.findall(r' id="([^"]*)"', page))
    targets = re.findall(r' href="#([^"]*)"', page)
    assert len(targets) == 15
    assert set(targets) <= ids


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_themes(run: Run, tmp_path: Path, theme: str) -> None:
    (tmp_path / "a.md").write_text(PERFECT)
    done = run("export", "a.md", "--to", "html", "--output", "a.html", "--theme", theme)
    assert done.code == 0
    assert theme in (tmp_path / "a.html").read_text(encoding="utf-8")


def test_a_folder_keeps_its_shape(run: Run, tmp_path: Path) -> None:
    for name in ("specs/a.md", "specs/sub/a.md", "specs/sub/b.markdown"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PERFECT)
    assert run("export", "specs", "--to", "html", "--output", "out").code == 0
    assert tree(tmp_path / "out") == ["a.html", "sub", "sub/a.html", "sub/b.html"]
    assert tree(tmp_path / "specs") == ["a.md", "sub", "sub/a.md", "sub/b.markdown"]


def test_pictures_of_the_folder_go_into_the_file_and_no_others(run: Run, tmp_path: Path) -> None:
    root = tmp_path / "specs"
    (root / "sub").mkdir(parents=True)
    (root / "in.png").write_bytes(PNG)
    (tmp_path / "out.png").write_bytes(PNG)
    text = "# T\n\n![inside](../in.png)\n\n![outside](../../out.png)\n\n![far](http://127.0.0.1:9/x.png)\n"
    (root / "sub" / "a.md").write_text(text)
    (root / "b.md").write_text(PERFECT)
    assert run("export", "specs", "--to", "html", "--output", "out").code == 0
    page = (tmp_path / "out" / "sub" / "a.html").read_text(encoding="utf-8")
    assert page.count("data:image/png;base64,") == 1
    assert "outside" in page
    assert "127.0.0.1" not in page.replace("http://127.0.0.1:9/x.png)", "")


def test_bad_documents_do_not_stop_the_good_ones(run: Run, tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text(PERFECT)
    (tmp_path / "bad.md").write_bytes(b"\xff")
    done = run("export", "bad.md", "gone.md", "good.md", "--to", "html", "--output", "out")
    assert done.code == 1
    assert [problem.split(":")[0] for problem in done.problems] == ["bad.md", "gone.md"]
    assert tree(tmp_path / "out") == ["good.html"]


def test_where_nothing_can_be_read_nothing_can_be_done(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_bytes(b"\xff")
    done = run("export", "bad.md", "gone.md", "--to", "html", "--output", "out")
    assert done.code == 2
    assert len(done.problems) == 2
    assert tree(tmp_path) == ["bad.md"]


def test_an_output_that_ends_like_a_folder_is_one(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(PERFECT)
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "b.md").write_text(PERFECT)
    assert run("export", "a.md", "--to", "html", "--output", "out/").code == 0
    assert run("export", "one", "--to", "html", "--output", "more").code == 0
    assert tree(tmp_path / "out") == ["a.html"]
    assert tree(tmp_path / "more") == ["b.html"]


def test_an_older_export_is_replaced(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(PERFECT)
    (tmp_path / "a.html").write_text("old")
    assert run("export", "a.md", "--to", "html", "--output", "a.html").code == 0
    assert "Written." in (tmp_path / "a.html").read_text(encoding="utf-8")
    assert run("export", "a.md", "--to", "html", "--output", "a.html").code == 0


@pytest.mark.parametrize(
    ("sources", "output", "reason"),
    [
        (["a.md"], "a.md", "a document to export"),
        (["a.md"], "./sub/../a.md", "a document to export"),
        (["a.md"], "link.md", "a document to export"),
        (["a.md", "x.html"], ".", "a document to export"),
        (["a.md", "a.markdown"], "out", "both a.md and a.markdown"),
        (["a.md", "sub/a.md"], "out", "both a.md and sub/a.md"),
        (["a.md", "b.md"], "b.md", "a folder"),
        (["a.md", "b.md"], "file.html", "several documents need a folder"),
    ],
)
def test_export_never_overwrites_a_document_or_another_export(
    run: Run, tmp_path: Path, sources: list[str], output: str, reason: str
) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("a.md", "b.md", "sub/a.md", "a.markdown", "file.html", "x.html"):
        (tmp_path / name).write_text(PERFECT)
    (tmp_path / "link.md").symlink_to("a.md")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    done = run("export", *sources, "--to", "html", "--output", output)
    if sources == ["a.md", "x.html"]:
        # x.html is a source here, and its own export's name.
        assert done.code == 2
    assert (done.code, done.out) == (2, "")
    (problem,) = done.problems
    assert reason in problem
    after = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert after == before


@pytest.mark.parametrize("output", ["/dev/null", "pipe.html", "closed.html", "folder-of-file/x"])
def test_a_target_that_cannot_be_written(run: Run, tmp_path: Path, output: str) -> None:
    (tmp_path / "a.md").write_text(PERFECT)
    os.mkfifo(tmp_path / "pipe.html")
    (tmp_path / "closed.html").write_text("old")
    (tmp_path / "closed.html").chmod(0o444)
    (tmp_path / "folder-of-file").write_text("file")
    before = [(tmp_path / output).lstat().st_ino] if output != "folder-of-file/x" else []
    done = run("export", "a.md", "--to", "html", "--output", output)
    assert (done.code, done.out) == (1, "")
    (problem,) = done.problems
    assert problem.startswith(f"{output}: ") or "folder-of-file" in problem
    if before:
        assert (tmp_path / output).lstat().st_ino == before[0]
    assert (tmp_path / "closed.html").read_text() == "old"


def test_a_document_s_folder_that_cannot_be_a_folder(run: Run, tmp_path: Path) -> None:
    (tmp_path / "specs" / "sub").mkdir(parents=True)
    (tmp_path / "specs" / "sub" / "a.md").write_text(PERFECT)
    (tmp_path / "specs" / "b.md").write_text(PERFECT)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "sub").write_text("in the way")
    done = run("export", "specs", "--to", "html", "--output", "out")
    assert done.code == 1
    assert len(done.problems) == 1
    assert tree(tmp_path / "out") == ["b.html", "sub"]


@pytest.mark.parametrize("kind", ["html", "pdf"])
def test_where_a_system_library_is_missing_it_is_said_what_to_install(
    run_process: RunProcess, tmp_path: Path, kind: str
) -> None:
    # Each Python that is started reads this file first.
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\n"
        "class Missing:\n"
        "    def find_spec(self, name, path, target=None):\n"
        "        if name in ('PySide6.QtGui', 'PySide6.QtWebEngineCore'):\n"
        "            raise ImportError('libGL.so.1: cannot open shared object file')\n"
        "sys.meta_path.insert(0, Missing())\n"
    )
    diagram = "```mermaid\ngraph TD\nA-->B\n```\n" if kind == "html" else ""
    (tmp_path / "a.md").write_text(f"# T\n\n{diagram}")
    paths = os.pathsep.join([str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = run_process(
        *("export", "a.md", "--to", kind, "--output", f"a.{kind}"),
        env=os.environ | {"PYTHONPATH": paths},
    )
    assert done.code != 0
    (problem,) = done.problems
    assert problem.startswith("a.md: A system library is missing")
    assert "libGL.so.1" in problem
    assert "libgl1" in problem
    assert "Error:" not in problem
    assert not (tmp_path / f"a.{kind}").exists()
