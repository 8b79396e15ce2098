"""The whole program beside other ones: what they do to open files is seen, told, and safe."""

from pathlib import Path

import pytest
from app_driver import PATIENCE, open_file, save
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from spec_editor.app.parts import Parts
from spec_editor.storage.hints import Hint
from spec_editor.ui.dialogs.messages import MessageDialog

THEIRS = "# Theirs\n"


def wait_for_bar(qtbot: QtBot, parts: Parts, key: str = "disk") -> str:
    """Wait for a notice, and return its text."""
    qtbot.waitUntil(lambda: key in parts.window.notices.keys(), timeout=PATIENCE)  # noqa: SIM118
    return parts.window.notices.bar(key).accessibleName()


def press(parts: Parts, action: str) -> None:
    parts.window.notices.bar("disk").buttons[action].click()


def wait_until_watched(qtbot: QtBot, parts: Parts, folder: Path) -> None:
    """Wait until what happens in a folder is told, which on a busy machine takes a moment."""
    told: list[Hint] = []
    parts.watching.hinted.connect(told.append)

    def is_told() -> bool:
        probe = folder / "probe.txt"
        probe.write_bytes(b"x")
        return any(probe in hint.paths for hint in told)

    qtbot.waitUntil(is_told, timeout=PATIENCE)
    parts.watching.hinted.disconnect(told.append)


@pytest.fixture
def path(qtbot: QtBot, parts: Parts, folder: Path) -> Path:
    """Return an open specification."""
    path = folder / "untouched.md"
    open_file(qtbot, parts, path)
    return path


def test_a_change_is_taken_up_as_one_step(qtbot: QtBot, parts: Parts, path: Path) -> None:
    before = parts.editor.text()
    path.write_text(THEIRS, encoding="utf-8")
    qtbot.waitUntil(lambda: parts.editor.text() == THEIRS, timeout=PATIENCE)
    assert not parts.window.isWindowModified()
    parts.editor.undo()
    assert parts.editor.text() == before


def test_saving_over_a_change_is_refused_until_somebody_decides(
    qtbot: QtBot, parts: Parts, path: Path
) -> None:
    qtbot.keyClicks(parts.editor, "mine ")
    text = parts.editor.text()
    path.write_text(THEIRS, encoding="utf-8")
    with qtbot.waitSignal(parts.saver.failed, timeout=PATIENCE):
        parts.window.command("file.save").trigger()
    assert "changed by another program" in wait_for_bar(qtbot, parts)
    with qtbot.waitSignal(parts.saves.undecided, timeout=PATIENCE):
        parts.window.command("file.save").trigger()
    assert not parts.window.findChildren(MessageDialog)
    assert path.read_text(encoding="utf-8") == THEIRS
    assert parts.editor.text() == text
    assert parts.window.isWindowModified()
    press(parts, "mine")
    save(qtbot, parts)
    assert path.read_text(encoding="utf-8") == text


def test_a_deleted_file_is_made_again_only_when_asked(
    qtbot: QtBot, parts: Parts, path: Path
) -> None:
    text = parts.editor.text()
    path.unlink()
    assert "deleted" in wait_for_bar(qtbot, parts)
    assert parts.tabs.tabs()[0].state == "deleted"
    # It may be the last copy: leaving it asks.
    assert parts.window.isWindowModified()
    with qtbot.waitSignal(parts.saves.undecided, timeout=PATIENCE):
        parts.window.command("file.save").trigger()
    assert not path.exists()
    with qtbot.waitSignal(parts.saver.saved, timeout=PATIENCE):
        press(parts, "save")
    assert path.read_text(encoding="utf-8") == text
    assert parts.tabs.tabs()[0].state == ""
    assert "disk" not in parts.window.notices.keys()  # noqa: SIM118
    assert not parts.window.isWindowModified()


def test_a_file_that_was_made_again_meanwhile_is_not_overwritten(
    qtbot: QtBot, parts: Parts, path: Path
) -> None:
    path.unlink()
    wait_for_bar(qtbot, parts)
    parts.watching.close()
    path.write_text(THEIRS, encoding="utf-8")
    press(parts, "save")
    qtbot.waitUntil(lambda: parts.editor.text() == THEIRS, timeout=PATIENCE)
    assert path.read_text(encoding="utf-8") == THEIRS


def test_coming_back_to_the_window_looks_at_the_files(
    qtbot: QtBot, parts: Parts, path: Path, qapp: QApplication
) -> None:
    parts.watching.close()
    path.write_text(THEIRS, encoding="utf-8")
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    qtbot.waitUntil(lambda: parts.editor.text() == THEIRS, timeout=PATIENCE)


def test_another_branch_is_one_sentence(qtbot: QtBot, parts: Parts, tmp_path: Path) -> None:
    folder = tmp_path / "repository"
    (folder / ".git").mkdir(parents=True)
    (folder / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    files = [folder / f"{number}.md" for number in range(20)]
    for file in files:
        file.write_text("# One\n")
    open_file(qtbot, parts, files[0])
    open_file(qtbot, parts, files[1])
    qtbot.keyClicks(parts.editor, "mine ")
    parts.documents.show(parts.documents.all[0])
    wait_until_watched(qtbot, parts, folder)
    for file in files:
        file.write_text("# Two\n")
    (folder / ".git" / "HEAD.lock").write_text("ref: refs/heads/topic\n")
    (folder / ".git" / "HEAD.lock").rename(folder / ".git" / "HEAD")
    said = wait_for_bar(qtbot, parts, "many-changes")
    assert "20 specifications changed on disk (branch main → topic)" in said
    assert "1 open one was read again, 1 has unsaved changes" in said
    assert "disk" not in parts.window.notices.keys()  # noqa: SIM118
    parts.documents.show(parts.documents.all[1])
    assert "changed by another program" in wait_for_bar(qtbot, parts)
