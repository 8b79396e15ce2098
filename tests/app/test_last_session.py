"""What was open is open again at the next start, as far as it is still there."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from spec_editor.app.parts import Parts
from spec_editor.app.settings import LAST_FILE, LAST_FILES, LAST_FOLDERS


def leave(parts: Parts) -> tuple[object, ...]:
    """Close everything as a new start would find it; return what is remembered of before."""
    kept = [(each, parts.settings.get(each)) for each in (LAST_FILES, LAST_FILE, LAST_FOLDERS)]
    parts.leaving.close_all()
    for setting, value in kept:
        parts.settings.set(setting, value)  # type: ignore[arg-type]
    return tuple(value for _, value in kept)


def test_documents_and_folder_are_open_again(qtbot: QtBot, parts: Parts, folder: Path) -> None:
    first, second = folder / "untouched.md", folder / "fleet-telemetry.md"
    parts.files.open_path(first)
    parts.files.open_path(second)
    parts.files.new_untitled()
    parts.documents.show(parts.documents.all[0])
    assert leave(parts) == ((str(first), str(second)), str(first), (str(folder),))
    assert parts.documents.all == ()
    parts.last_session.restore()
    assert [each.path for each in parts.documents.all] == [first, second]
    assert parts.session.path == first
    assert parts.workspace.folder == folder
    assert parts.settings.get(LAST_FILES) == (str(first), str(second))


def test_what_is_gone_is_left_out(qtbot: QtBot, parts: Parts, folder: Path) -> None:
    first, second = folder / "untouched.md", folder / "fleet-telemetry.md"
    parts.files.open_path(first)
    parts.files.open_path(second)
    leave(parts)
    second.unlink()
    parts.settings.set(LAST_FOLDERS, (str(folder / "gone"),))
    parts.last_session.restore()
    assert [each.path for each in parts.documents.all] == [first]
    assert parts.session.path == first
    assert "1 file of the last time is no longer there" in parts.status.currentMessage()


def test_damaged_memories_open_nothing(qtbot: QtBot, parts: Parts) -> None:
    parts.settings._store.setValue(LAST_FILES.name, 7)
    parts.settings._store.setValue(LAST_FILE.name, [1, 2])
    parts.settings._store.setValue(LAST_FOLDERS.name, 3.5)
    parts.last_session.restore()
    assert parts.documents.all == ()
