"""``export`` shows documents as MkDocs reads them where a ``mkdocs.yml`` is found, or when told."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run

SPEC = '# Title\n\n!!! note "Hi"\n    *there*\n'
LIST = "markdown_extensions: [admonition]\n"
ADMONITION = '<div class="mkdocs-admonition mkdocs-note">'


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "docs").mkdir()
    path = tmp_path / "docs" / "a.md"
    path.write_text(SPEC, encoding="utf-8")
    return path


def export(run: Run, tmp_path: Path, *options: str) -> tuple[str, list[str]]:
    done = run("export", "docs/a.md", "--to", "html", "--output", "a.html", *options)
    assert done.code == 0
    return (tmp_path / "a.html").read_text(encoding="utf-8"), done.problems


def test_without_a_word_it_is_github_s_reading(run: Run, tmp_path: Path, spec: Path) -> None:
    page, problems = export(run, tmp_path)
    assert ADMONITION not in page
    assert "!!! note" in page
    assert not problems


def test_a_mkdocs_file_above_is_followed(run: Run, tmp_path: Path, spec: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(LIST, encoding="utf-8")
    page, problems = export(run, tmp_path)
    assert ADMONITION in page
    assert not problems
    page, _ = export(run, tmp_path, "--flavour", "github")
    assert ADMONITION not in page


def test_the_folder_s_configuration_goes_before_the_file(
    run: Run, tmp_path: Path, spec: Path
) -> None:
    (tmp_path / "mkdocs.yml").write_text(LIST, encoding="utf-8")
    (tmp_path / ".spec-editor.toml").write_text('flavour = "github"\n', encoding="utf-8")
    assert ADMONITION not in export(run, tmp_path)[0]
    assert ADMONITION in export(run, tmp_path, "--flavour", "mkdocs")[0]


def test_mkdocs_without_a_file_has_its_own_extensions(run: Run, tmp_path: Path, spec: Path) -> None:
    spec.write_text("~~a~~\n\n| b |\n|---|\n| c |\n", encoding="utf-8")
    page, _ = export(run, tmp_path, "--flavour", "mkdocs")
    assert "~~a~~" in page
    assert "<td>c</td>" in page


def test_what_is_not_used_is_a_warning_said_once(run: Run, tmp_path: Path, spec: Path) -> None:
    path = tmp_path / "mkdocs.yml"
    path.write_text(
        "markdown_extensions:\n  - admonition\n  - pymdownx.snippets\n"
        "  - toc:\n      slugify: !!python/name:os.system\n",
        encoding="utf-8",
    )
    (spec.parent / "b.md").write_text(SPEC, encoding="utf-8")
    done = run("export", "docs", "--to", "html", "--output", "out/")
    assert done.code == 0
    assert done.problems == [
        f"warning: {path}: pymdownx.snippets is not used: it reads other files",
        f"warning: {path}: slugify of toc is not used: "
        "!!python/name:os.system is not run, and not known here",
    ]
    for name in ("a", "b"):
        assert ADMONITION in (tmp_path / "out" / f"{name}.html").read_text(encoding="utf-8")
    _, problems = export(run, tmp_path, "--flavour", "github")
    assert not problems


def test_a_broken_file_is_a_warning_and_the_export_is_made(
    run: Run, tmp_path: Path, spec: Path
) -> None:
    path = tmp_path / "mkdocs.yml"
    path.write_text("markdown_extensions: [\n", encoding="utf-8")
    _, problems = export(run, tmp_path)
    (problem,) = problems
    assert problem.startswith(f"warning: {path}")
    assert "line 2" in problem


def test_another_flavour_is_refused(run: Run, spec: Path) -> None:
    done = run("export", "docs/a.md", "--to", "html", "--output", "a.html", "--flavour", "gitlab")
    assert done.code == 2


@pytest.mark.parametrize("flavour", ["github", "mkdocs"])
def test_check_says_the_same_in_every_flavour(run: Run, tmp_path: Path, flavour: str) -> None:
    (tmp_path / "a.md").write_text(f"{SPEC}\n[x](#nowhere)\n", encoding="utf-8")
    before = run("check", "a.md", "--format", "json").json
    (tmp_path / "mkdocs.yml").write_text(LIST, encoding="utf-8")
    (tmp_path / ".spec-editor.toml").write_text(f'flavour = "{flavour}"\n', encoding="utf-8")
    assert run("check", "a.md", "--format", "json").json == before
