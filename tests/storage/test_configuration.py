"""How a folder's documents are judged is read from files that a stranger may have made."""

from pathlib import Path

import pytest
from storage_tools import refusal

from spec_editor.core.findings import Severity
from spec_editor.storage.configuration import MAX_CONFIGURATION, NAME, configured_folder, setup_for
from spec_editor.storage.templates import (
    DEFAULT,
    MAX_MANIFEST,
    MAX_TEMPLATE,
    MAX_TEMPLATES,
    builtin_names,
    known_templates,
    load_template,
    user_templates_folder,
)

TEMPLATE = "# T\n\n## A\n\ntext\n"


def write(path: Path, text: str = TEMPLATE) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def names(folder: Path | None, named: str | None = None) -> list[str]:
    return [source.name for source in setup_for(folder, named).templates]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    # The end of the search upwards, whatever lies above a test's folder.
    (tmp_path / "specs" / ".git").mkdir(parents=True)
    return tmp_path / "specs"


def test_nothing_configured_leaves_the_shipped_templates(folder: Path) -> None:
    for asked in (None, folder, folder / "gone"):
        setup = setup_for(asked)
        assert [source.name for source in setup.templates] == list(builtin_names())
        assert (setup.chosen, setup.severities, setup.syntaxes) == ("", (), ())


def test_the_folder_goes_before_the_user_and_the_user_before_the_program(folder: Path) -> None:
    write(folder / ".spec-editor/templates/ours.md", "# Folder\n")
    write(folder / ".spec-editor/templates/both.markdown", "# Folder\n")
    write(user_templates_folder() / "both.md", "# User\n")
    write(user_templates_folder() / "mine.md", "# User\n")
    write(user_templates_folder() / f"{DEFAULT}.md", "# User\n")
    write(user_templates_folder() / "notes.txt", "no template")
    sources = {source.name: source.text for source in setup_for(folder).templates}
    others = [name for name in builtin_names() if name != DEFAULT]
    assert list(sources) == ["both", "ours", "mine", DEFAULT, *others]
    assert sources["both"] == sources["ours"] == "# Folder\n"
    assert sources["mine"] == sources[DEFAULT] == "# User\n"
    assert load_template(DEFAULT).source.text == "# User\n"
    assert load_template("both", folder).source.text == "# Folder\n"
    assert load_template("both").source.text == "# User\n"
    assert sources.keys() == known_templates(folder).keys()


def test_all_that_a_folder_says_is_in_the_setup(folder: Path) -> None:
    write(
        folder / NAME,
        'template = "rfc-proposal"\n[rules]\nno-heading = "off"\nmissing-section = "error"\n'
        '[placeholders]\nsyntaxes = ["tbd"]\n',
    )
    setup = setup_for(folder)
    assert setup.chosen == setup.templates[0].name == "rfc-proposal"
    assert sorted(source.name for source in setup.templates) == list(builtin_names())
    assert setup.severities == (("no-heading", None), ("missing-section", Severity.ERROR))
    assert setup.syntaxes == ("tbd",)
    assert hash(setup) == hash(setup_for(folder))


@pytest.mark.parametrize("name", ["ours", "docs/ours.md", "./docs/../docs/ours.md"])
def test_a_folder_names_its_template(folder: Path, name: str) -> None:
    write(folder / ".spec-editor/templates/ours.md", "# By name\n")
    write(folder / "docs/ours.md", "# By path\n")
    write(folder / "docs/ours.toml", 'version = 1\nname = "Our own"\n')
    write(folder / NAME, f'template = "{name}"')
    setup = setup_for(folder)
    assert setup.chosen == "ours"
    assert [source.name for source in setup.templates].count("ours") == 1
    first = setup.templates[0]
    assert first.text == ("# By name\n" if name == "ours" else "# By path\n")
    assert (first.manifest is None) == (name == "ours")


def test_what_somebody_asks_for_goes_before_what_the_folder_says(
    folder: Path, tmp_path: Path
) -> None:
    write(folder / NAME, 'template = "rfc-proposal"')
    assert setup_for(folder, "api-design").chosen == "api-design"
    path = write(tmp_path / "elsewhere" / "own.md")
    assert names(folder, str(path)) == ["own", *builtin_names()]
    assert setup_for(folder, str(path)).chosen == "own"
    assert "there is no such template" in refusal(lambda: setup_for(folder, "gone"))


@pytest.mark.parametrize("name", ["svcs", "gone.md", "../out.md"])
def test_a_template_that_is_not_there_is_told_with_its_line(folder: Path, name: str) -> None:
    write(folder / NAME, f'\n# ours\ntemplate = "{name}"')
    assert refusal(lambda: setup_for(folder)).startswith(f"{folder / NAME}, line 3, template: ")


def test_a_file_is_judged_as_the_nearest_folder_above_says(folder: Path) -> None:
    deep = folder / "a" / "b"
    deep.mkdir(parents=True)
    assert configured_folder(deep) is None
    write(folder / NAME, 'template = "rfc-proposal"')
    assert configured_folder(deep) == folder
    assert setup_for(deep).chosen == "rfc-proposal"
    write(folder / "a" / NAME, "")
    assert configured_folder(deep) == folder / "a"
    assert setup_for(deep).chosen == ""
    write(deep / ".spec-editor/templates/ours.md")
    assert configured_folder(deep) == deep
    assert "ours" in names(deep)


def test_the_search_ends_at_a_repository_and_at_home(folder: Path, own_home: Path) -> None:
    write(folder.parent / NAME, 'template = "rfc-proposal"')
    assert configured_folder(folder) is None
    inside = own_home / "documents"
    inside.mkdir()
    write(own_home.parent / NAME, "")
    try:
        assert configured_folder(inside) is None
    finally:
        (own_home.parent / NAME).unlink()
    write(own_home / NAME, "")
    assert configured_folder(inside) == own_home


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("template = \n", "line 1: Invalid value"),
        ('\ntemplates = "x"\n', "line 2, templates: this key is unknown"),
        ('[rules]\nno-headings = "off"\n', "line 2, no-headings: there is no rule of this name"),
        ("[placeholders]\nsyntaxes = ['(']\n", "line 2, syntaxes: the regular expression “(”"),
        ('template = "gone"', "template: gone: there is no such template; known are: api-design"),
        ('template = "gone.md"', "gone.md: there is no such file or folder."),
        ('template = "docs.md"', "docs.md: this is a folder"),
        ('template = "empty.md"', "empty.md: template empty: it has no heading"),
    ],
)
def test_mistakes_are_named_with_their_file(folder: Path, text: str, expected: str) -> None:
    path = write(folder / NAME, text)
    (folder / "docs.md").mkdir()
    write(folder / "empty.md", "")
    said = refusal(lambda: setup_for(folder))
    assert said.startswith(str(folder))
    assert expected in said
    if "line" in expected:
        assert said.startswith(f"{path}, {expected}")


@pytest.mark.parametrize(
    "name", ["../outside.md", "docs/../../outside.md", "{tmp}/outside.md", "linked.md"]
)
def test_a_folder_cannot_name_a_template_outside_of_it(
    folder: Path, tmp_path: Path, name: str
) -> None:
    outside = write(tmp_path / "outside.md", "# secret\n")
    (folder / "linked.md").symlink_to(outside)
    write(folder / NAME, f'template = "{name.format(tmp=tmp_path.as_posix())}"')
    said = refusal(lambda: setup_for(folder))
    assert "leads out of the folder" in said
    assert "secret" not in said


@pytest.mark.parametrize(
    "link",
    [NAME, ".spec-editor/templates/own.md", ".spec-editor/templates/own.toml"],
)
def test_links_out_of_the_folder_are_not_followed(folder: Path, tmp_path: Path, link: str) -> None:
    if link.endswith("own.toml"):
        write(folder / ".spec-editor/templates/own.md")
    path = folder / link
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(write(tmp_path / "outside", "# secret\n"))
    said = refusal(lambda: setup_for(folder))
    assert said.startswith(f"{path}: this leads out of the folder")


def test_a_folder_of_templates_elsewhere_is_not_followed(folder: Path, tmp_path: Path) -> None:
    write(tmp_path / "templates" / "secret.md")
    (folder / ".spec-editor").mkdir()
    (folder / ".spec-editor" / "templates").symlink_to(tmp_path / "templates")
    assert "leads out of the folder" in refusal(lambda: setup_for(folder))
    assert "leads out of the folder" in refusal(lambda: load_template("secret", folder))


def test_links_inside_the_folder_are_followed(folder: Path) -> None:
    write(folder / "config.toml", 'template = "ours"')
    write(folder / "shared" / "ours.md", "# Shared\n")
    (folder / NAME).symlink_to("config.toml")
    (folder / ".spec-editor").mkdir()
    (folder / ".spec-editor" / "templates").symlink_to(folder / "shared")
    assert setup_for(folder).templates[0].text == "# Shared\n"


def test_a_link_to_nothing_or_in_a_circle_is_said(folder: Path) -> None:
    path = folder / NAME
    path.symlink_to(folder / "gone.toml")
    assert refusal(lambda: setup_for(folder)) == f"{path}: there is no such file or folder."
    path.unlink()
    path.symlink_to(path)
    assert "circle" in refusal(lambda: setup_for(folder))


def test_files_that_are_too_large_or_no_text(folder: Path) -> None:
    path = write(folder / NAME, "#" * (MAX_CONFIGURATION + 1))
    assert refusal(lambda: setup_for(folder)).startswith(f"{path}: this file is too large")
    path.write_bytes(b"\xff")
    assert "UTF-8" in refusal(lambda: setup_for(folder))
    path.unlink()
    path.mkdir()
    assert "folder" in refusal(lambda: setup_for(folder))
    path.rmdir()
    template = write(folder / ".spec-editor/templates/own.md", "# T\n" + "x" * MAX_TEMPLATE)
    assert refusal(lambda: setup_for(folder)).startswith(f"{template}: this file is too large")
    write(template)
    manifest = write(template.with_suffix(".toml"), "#" * (MAX_MANIFEST + 1))
    assert refusal(lambda: setup_for(folder)).startswith(f"{manifest}: this file is too large")
    write(manifest, "version = 1\n\ncolour = 1\n")
    assert refusal(lambda: setup_for(folder)).startswith(f"{manifest}, line 3, colour: this key")


def test_too_many_templates(folder: Path) -> None:
    for number in range(MAX_TEMPLATES + 1):
        write(folder / f".spec-editor/templates/t{number}.md")
    assert f"more than {MAX_TEMPLATES}" in refusal(lambda: setup_for(folder))


@pytest.mark.parametrize("name", [".spec-editor", ".spec-editor/templates"])
def test_templates_that_are_no_folder(folder: Path, name: str) -> None:
    write(folder / name, "no folder")
    write(folder / NAME, "")
    said = refusal(lambda: setup_for(folder))
    assert said.startswith(f"{folder / '.spec-editor' / 'templates'}: the templates cannot be read")
