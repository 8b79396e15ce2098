"""Several folders in one window: added, looked through, taken away, and there again."""

from pathlib import Path

from app_driver import PATIENCE
from pytestqt.qtbot import QtBot

from spec_editor.app.parts import Parts
from spec_editor.app.settings import LAST_FOLDERS


def test_a_second_folder_is_added_and_taken_away(
    qtbot: QtBot, parts: Parts, folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "more.md").write_text("# More\n\nA peculiar zebra.\n", encoding="utf-8")
    parts.files.open_path(folder / "untouched.md")
    with qtbot.waitSignal(parts.workspace.scanned, timeout=PATIENCE):
        parts.files.add_folder(other)
    view = parts.workspace_panel.view
    assert parts.workspace.folders == (folder, other)
    assert view.entries.index_of(str(other / "more.md")).isValid()
    assert view.entries.index_of(str(folder / "untouched.md")).isValid()
    assert parts.settings.get(LAST_FOLDERS) == (str(folder), str(other))
    # A document of the second folder is judged and looked at as that one says.
    parts.files.open_file(other / "more.md")
    assert parts.workspace.folder == other
    assert parts.judging.folders_of(other / "more.md") == (other, other)
    with qtbot.waitSignal(parts.text_search.found, timeout=PATIENCE):
        parts.workspace_panel.filter.setText("text:zebra")
    assert view.model().rowCount() == 1
    assert view.model().index(0, 0).data() == "more.md"
    parts.workspace_panel.filter.clear()
    view.remove_folder_requested.emit(str(other))
    assert parts.workspace.folders == (folder,)
    assert not view.entries.index_of(str(other / "more.md")).isValid()
    # What was open stays open, and unsaved text is not lost with a folder.
    assert parts.session.path == other / "more.md"
    parts.settings.set(LAST_FOLDERS, (str(folder), str(other), str(tmp_path / "gone")))
    parts.last_session.restore()
    assert parts.workspace.folders == (folder, other)
