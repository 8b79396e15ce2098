"""What a folder says about its documents holds for every command, and what is wrong is told."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run

OWN = "# {Title}\n\n## Aims\n\nSay why.\n\n## Risks\n\nSay what.\n\n## Costs\n\nSay how much.\n"
SPEC = "# Mine\n\n## Aims\n\nSay why.\n\n## Risks\n\nNone.\n\n## Costs\n\n{left}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a template of its own and a document two folders down."""
    folder = tmp_path / "specs"
    (folder / ".spec-editor" / "templates").mkdir(parents=True)
    (folder / ".spec-editor" / "templates" / "own.md").write_text(OWN)
    (folder / "deep" / "down").mkdir(parents=True)
    (folder / "deep" / "down" / "a.md").write_text(SPEC)
    return folder


def configure(folder: Path, text: str) -> None:
    (folder / ".spec-editor.toml").write_text(text)


@pytest.mark.parametrize("path", ["specs", "specs/deep", "specs/deep/down/a.md"])
def test_a_folder_s_template_is_found_from_wherever_a_file_is_named(
    run: Run, folder: Path, path: str
) -> None:
    (file,) = run("check", path, "--format", "json").json["files"]
    assert file["template"] == "own"
    assert [s["state"] for s in file["sections"][1:]] == ["example", "filled", "placeholders"]


def test_a_file_that_is_named_more_than_once_is_told_once(run: Run, folder: Path) -> None:
    paths = ["specs/deep/down/a.md", "specs/deep/down/../down/a.md", "specs", "./specs/deep"]
    (file,) = run("check", *paths, "--format", "json").json["files"]
    assert file["path"] == "specs/deep/down/a.md"


def test_the_configuration_s_choice_and_severities_hold(run: Run, folder: Path) -> None:
    (folder / "b.md").write_text("# Other\n\n## Nothing like it\n\n{left}\n")
    configure(
        folder,
        'template = "own"\n[rules]\nplaceholder-left = "info"\nmissing-section = "off"\n',
    )
    (file,) = run("check", "specs/b.md", "--format", "json").json["files"]
    assert file["template"] == "own"
    severities = {finding["rule"]: finding["severity"] for finding in file["findings"]}
    assert severities["placeholder-left"] == "info"
    assert "missing-section" not in severities
    assert any(section["state"] == "missing" for section in file["sections"])


def test_outline_and_export_ask_the_folder_too(run: Run, folder: Path) -> None:
    configure(folder, 'template = "technical-specification"\n')
    outline = run("outline", "specs/deep/down/a.md", "--format", "json").json
    assert outline["template"] == "Technical specification"
    done = run("export", "specs/deep/down/a.md", "--to", "html", "--output", "a.html")
    assert (done.code, done.problems) == (0, [])


def test_a_named_template_goes_before_the_folder_s(run: Run, folder: Path, tmp_path: Path) -> None:
    configure(folder, 'template = "technical-specification"\n')
    done = run("check", "specs", "--template", "own", "--format", "json")
    assert done.json["files"][0]["template"] == "own"
    (tmp_path / "mine.md").write_text("# T\n\n## Aims\n")
    named = run("check", "specs", "--template", "mine.md", "--format", "json")
    assert named.json["files"][0]["template"] == "mine"


def test_each_folder_is_judged_by_its_own(run: Run, folder: Path, tmp_path: Path) -> None:
    configure(folder, '[rules]\nplaceholder-left = "warning"\n')
    (tmp_path / "others").mkdir()
    (tmp_path / "others" / "b.md").write_text(SPEC)
    files = run("check", "specs", "others", "--format", "json").json["files"]
    assert [file["template"] for file in files] == ["own", ""]
    severities = [
        {f["severity"] for f in file["findings"] if f["rule"] == "placeholder-left"}
        for file in files
    ]
    assert severities == [{"warning"}, {"error"}]


def test_the_user_s_templates_are_known_everywhere(
    run: Run, tmp_path: Path, own_home: Path
) -> None:
    templates = own_home / "data" / "Spec Editor" / "templates"
    templates.mkdir(parents=True)
    (templates / "house.md").write_text(OWN)
    (tmp_path / "a.md").write_text(SPEC)
    assert run("check", "a.md", "--format", "json").json["files"][0]["template"] == "house"
    assert run("new", "b.md", "--template", "house").code == 0
    assert (tmp_path / "b.md").read_text() == OWN


# ---------------------------------------------------------------- what is wrong

BROKEN = {
    '[rules]\nplaceholder-left = "off"\nplaceholder-leftt = "off"\n': ("line 3", "placeholder-le"),
    'tempalte = "own"\n': ("line 1", "tempalte"),
    "\n\ntemplate = \n": ("line 3", ""),
    '[rules]\nempty-section = "loud"\n': ("line 2", "empty-section"),
    'template = "nobody"\n': ("template", "nobody"),
}
COMMANDS = {
    "check": ["specs"],
    "outline": ["specs/deep/down/a.md"],
    "export": ["specs", "--to", "html", "--output", "out/"],
    "new": ["specs/new.md"],
}


@pytest.mark.parametrize("text", BROKEN)
@pytest.mark.parametrize("verb", COMMANDS)
def test_a_broken_configuration_is_one_line_with_file_line_and_key(
    run: Run, folder: Path, tmp_path: Path, verb: str, text: str
) -> None:
    configure(folder, text)
    before = sorted(tmp_path.rglob("*"))
    done = run(verb, *COMMANDS[verb])
    assert (done.code, done.out) == (2, "")
    (problem,) = done.problems
    assert problem.startswith("specs/.spec-editor.toml") or str(folder) in problem
    assert ".spec-editor.toml" in problem
    for part in BROKEN[text]:
        assert part in problem
    assert sorted(tmp_path.rglob("*")) == before


def test_a_broken_template_of_the_folder_is_told(run: Run, folder: Path) -> None:
    (folder / ".spec-editor" / "templates" / "flat.md").write_text("no heading\n")
    done = run("check", "specs")
    assert (done.code, done.out) == (2, "")
    (problem,) = done.problems
    assert "flat.md" in problem
    assert "no heading" in problem


# ---------------------------------------------------------------- new


def test_new_uses_the_folder_s_templates(run: Run, folder: Path) -> None:
    assert run("new", "specs/b.md", "--template", "own").code == 0
    assert (folder / "b.md").read_text() == OWN
    configure(folder, 'template = "own"\n')
    assert run("new", "specs/deep/c.md", "--title", "Mine").code == 0
    assert (folder / "deep" / "c.md").read_text() == OWN.replace("{Title}", "Mine")


def test_new_takes_the_default_where_the_folder_chooses_none(
    run: Run, folder: Path, template_text: str
) -> None:
    assert run("new", "specs/b.md").code == 0
    assert (folder / "b.md").read_bytes() == template_text.encode()
