"""The flavour of a folder: found, said, chosen in the status bar, remembered, followed on disk."""

from collections.abc import Callable
from pathlib import Path

import pytest
from app_driver import page_text
from PySide6.QtCore import QSettings, Qt
from pytestqt.qtbot import QtBot
from template_driver import (
    change,
    click_entry,
    findings_of,
    open_folder,
    shown_menu,
    type_lines,
    wait,
)

from spec_editor.app.flavours import Flavours
from spec_editor.app.parts import Parts
from spec_editor.app.settings import FLAVOURS, Settings
from spec_editor.core.flavour import MKDOCS_EXTENSIONS, Flavour, FolderReading

LEFT = Qt.MouseButton.LeftButton
SPEC = '# Title\n\n!!! note "Hi"\n    there {left}\n\nsee [x](#nowhere) and ~~gone~~\n'
LIST = "markdown_extensions: [admonition]\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a document in a repository, whose folder is to be opened."""
    folder = tmp_path / "site"
    (folder / ".git").mkdir(parents=True)
    path = folder / "a.md"
    path.write_text(SPEC, encoding="utf-8")
    return path


def shows(qtbot: QtBot, parts: Parts, flavour: str) -> Callable[[], bool]:
    """Return whether page and status bar show a flavour."""

    def look() -> bool:
        is_mkdocs = "!!! note" not in page_text(qtbot, parts)
        return is_mkdocs == (flavour == "MkDocs") and parts.status.flavour.text() == flavour

    return look


def choose(qtbot: QtBot, parts: Parts, text: str) -> list[str]:
    """Choose an entry of the menu by the mouse; return the entries, the chosen one with a star."""
    button = parts.status.flavour
    entries: list[str] = []

    def pick() -> None:
        menu = shown_menu(qtbot, button, "flavourMenu")
        entries.extend(
            f"{'*' if entry.isChecked() else ''}{entry.text()}"
            for entry in menu.actions()
            if entry.text()
        )
        click_entry(qtbot, menu, text)

    parts.status.flavour.menu().popup(button.mapToGlobal(button.rect().topLeft()))
    pick()
    return entries


def test_a_mkdocs_file_decides_and_another_one_is_followed(
    qtbot: QtBot, parts: Parts, path: Path
) -> None:
    open_folder(qtbot, parts, path)
    wait(qtbot, shows(qtbot, parts, "GitHub"))
    report = parts.session.report
    (path.parent / "mkdocs.yml").write_text(LIST, encoding="utf-8")
    wait(qtbot, shows(qtbot, parts, "MkDocs"))
    wait(qtbot, lambda: "Hi" in page_text(qtbot, parts))
    # Outline, completeness and findings are the same.
    assert parts.session.report is not None
    assert report is not None
    assert parts.session.report.findings == report.findings
    assert parts.session.report.sections == report.sections
    assert findings_of(parts, "dead-anchor")
    (path.parent / "mkdocs.yml").write_text("markdown_extensions: []\n", encoding="utf-8")
    wait(qtbot, lambda: "!!! note" in page_text(qtbot, parts))
    assert parts.status.flavour.text() == "MkDocs"
    (path.parent / "mkdocs.yml").unlink()
    wait(qtbot, shows(qtbot, parts, "GitHub"))
    assert parts.editor.text() == SPEC
    assert not parts.window.isWindowModified()


def test_a_file_above_the_opened_folder_is_found(
    qtbot: QtBot, parts: Parts, tmp_path: Path
) -> None:
    (tmp_path / "site" / ".git").mkdir(parents=True)
    (tmp_path / "site" / "mkdocs.yml").write_text(LIST, encoding="utf-8")
    path = tmp_path / "site" / "docs" / "a.md"
    path.parent.mkdir()
    path.write_text(SPEC, encoding="utf-8")
    open_folder(qtbot, parts, path)
    wait(qtbot, shows(qtbot, parts, "MkDocs"))


def test_typing_goes_on_in_mkdocs_reading(qtbot: QtBot, parts: Parts, path: Path) -> None:
    (path.parent / "mkdocs.yml").write_text(LIST, encoding="utf-8")
    open_folder(qtbot, parts, path)
    wait(qtbot, shows(qtbot, parts, "MkDocs"))
    parts.editor.setFocus()
    qtbot.keyClick(parts.editor, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    with change(qtbot, parts):
        type_lines(qtbot, parts, "\nnew *words*")
    wait(qtbot, lambda: "new words" in page_text(qtbot, parts))
    assert shows(qtbot, parts, "MkDocs")()


def test_a_choice_is_remembered_for_the_folder_and_written_nowhere_else(
    qtbot: QtBot, parts: Parts, path: Path
) -> None:
    (path.parent / "mkdocs.yml").write_text(LIST, encoding="utf-8")
    open_folder(qtbot, parts, path)
    wait(qtbot, shows(qtbot, parts, "MkDocs"))
    before = sorted(path.parent.iterdir())
    entries = choose(qtbot, parts, "GitHub")
    assert entries == ["*Automatic: MkDocs (mkdocs.yml found)", "GitHub", "MkDocs"]
    wait(qtbot, shows(qtbot, parts, "GitHub"))
    assert sorted(path.parent.iterdir()) == before
    assert parts.settings.get(FLAVOURS) == (f"github:{path.parent}",)
    parts.leaving.close_current()
    open_folder(qtbot, parts, path)
    wait(qtbot, shows(qtbot, parts, "GitHub"))
    assert choose(qtbot, parts, "Automatic")[1] == "*GitHub"
    wait(qtbot, shows(qtbot, parts, "MkDocs"))
    assert parts.settings.get(FLAVOURS) == ()


def test_the_folder_s_word_goes_before_the_file(qtbot: QtBot, parts: Parts, path: Path) -> None:
    (path.parent / "mkdocs.yml").write_text(LIST, encoding="utf-8")
    said = path.parent / ".spec-editor.toml"
    said.write_text('flavour = "github"\n', encoding="utf-8")
    open_folder(qtbot, parts, path)
    wait(qtbot, shows(qtbot, parts, "GitHub"))
    assert choose(qtbot, parts, "MkDocs")[0] == "*As the Folder Says: GitHub"
    wait(qtbot, shows(qtbot, parts, "MkDocs"))


def test_what_is_not_used_is_told_once(qtbot: QtBot, parts: Parts, path: Path) -> None:
    file = path.parent / "mkdocs.yml"
    text = f"{LIST.replace(']', ', pymdownx.snippets, evil.extension]')}"
    file.write_text(text, encoding="utf-8")
    open_folder(qtbot, parts, path)
    notices = parts.window.notices
    wait(qtbot, lambda: "flavour" in notices.keys())  # noqa: SIM118
    told = notices.bar("flavour").accessibleName()
    for part in ("mkdocs.yml", str(path.parent), "pymdownx.snippets", "evil.extension"):
        assert part in told
    qtbot.mouseClick(notices.bar("flavour").cross, LEFT)
    wait(qtbot, lambda: notices.keys() == ())
    # The same again is no news.
    with qtbot.waitSignal(parts.workspace.scanned):
        (path.parent / "b.md").write_text("x\n", encoding="utf-8")
    assert notices.keys() == ()
    file.write_text("markdown_extensions: [\n", encoding="utf-8")
    wait(qtbot, lambda: "flavour" in notices.keys())  # noqa: SIM118
    assert "line 2" in notices.bar("flavour").accessibleName()
    file.write_text(LIST, encoding="utf-8")
    wait(qtbot, lambda: notices.keys() == ())


def test_github_s_reading_has_nothing_to_tell(qtbot: QtBot, parts: Parts, path: Path) -> None:
    (path.parent / "mkdocs.yml").write_text("markdown_extensions: [evil]\n", encoding="utf-8")
    open_folder(qtbot, parts, path)
    wait(qtbot, lambda: "flavour" in parts.window.notices.keys())  # noqa: SIM118
    choose(qtbot, parts, "GitHub")
    wait(qtbot, lambda: parts.window.notices.keys() == ())


def test_nothing_open_offers_no_flavour(parts: Parts) -> None:
    assert parts.status.flavour.isHidden()
    assert parts.status.flavour.accessibleName() == "Flavour of Markdown"


# ---------------------------------------------------------------- without a window


@pytest.fixture
def flavours(tmp_path: Path) -> Flavours:
    store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    return Flavours(Settings(store), lambda: tmp_path / "open")


def test_the_nearest_folder_says(flavours: Flavours, tmp_path: Path) -> None:
    open_folder = tmp_path / "open"
    flavours.take(
        {
            open_folder: FolderReading(Flavour.GITHUB),
            open_folder / "a": FolderReading(None, "mkdocs.yml"),
        }
    )
    assert flavours.reading_of(open_folder / "x.md").flavour is Flavour.GITHUB
    assert flavours.reading_of(open_folder / "a" / "b" / "x.md").flavour is Flavour.MKDOCS
    assert flavours.reading_of(tmp_path / "other" / "x.md").flavour is Flavour.GITHUB


def test_a_choice_holds_for_all_of_the_opened_folder(flavours: Flavours, tmp_path: Path) -> None:
    one, two = tmp_path / "open" / "x.md", tmp_path / "open" / "deep" / "y.md"
    flavours.choose(one, Flavour.MKDOCS)
    assert flavours.reading_of(two).flavour is Flavour.MKDOCS
    assert flavours.reading_of(two).extensions == MKDOCS_EXTENSIONS
    other = tmp_path / "other" / "z.md"
    assert flavours.choice_for(other) is None
    flavours.choose(other, Flavour.GITHUB)
    flavours.choose(one, None)
    assert flavours.choice_for(two) is None
    assert flavours.choice_for(other) is Flavour.GITHUB


def test_only_the_newest_choices_are_kept(flavours: Flavours, tmp_path: Path) -> None:
    paths = [tmp_path / str(number) / "x.md" for number in range(150)]
    for path in paths:
        flavours.choose(path, Flavour.MKDOCS)
    assert flavours.choice_for(paths[-1]) is Flavour.MKDOCS
    assert flavours.choice_for(paths[0]) is None


@pytest.mark.parametrize("stored", ["", "x", "mkdocs", "other:/a", 5, ["github:/b", ""]])
def test_damaged_settings_choose_nothing(tmp_path: Path, stored: object) -> None:
    store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    store.setValue(FLAVOURS.name, stored)
    flavours = Flavours(Settings(store), lambda: None)
    assert flavours.choice_for(Path("/a/x.md")) is None


def test_the_same_again_is_no_change(qtbot: QtBot, flavours: Flavours, tmp_path: Path) -> None:
    found = {tmp_path: FolderReading(None, "mkdocs.yml")}
    with qtbot.waitSignal(flavours.changed):
        flavours.take(found)
    with qtbot.assertNotEmitted(flavours.changed):
        flavours.take(dict(found))
