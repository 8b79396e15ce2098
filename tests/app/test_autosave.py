"""What saves itself disturbs nobody who is typing."""

from pathlib import Path

from app_driver import PATIENCE, open_file, save
from pytestqt.qtbot import QtBot

from spec_editor.app.disk_notices import DISK
from spec_editor.app.parts import Parts
from spec_editor.ui.dialogs.messages import MessageDialog, UnsavedChangesDialog


def test_a_failure_stays_with_its_own_document(qtbot: QtBot, parts: Parts, folder: Path) -> None:
    changed, locked, shown = (folder / f"{name}.md" for name in ("a", "b", "c"))
    for path in (changed, locked, shown):
        path.write_bytes(b"# Title\n")
        open_file(qtbot, parts, path)
    for path in (changed, locked):
        parts.documents.find(path).buffer.replace_text("# Mine\n")
    changed.write_bytes(b"# Theirs\n")
    locked.chmod(0o444)
    parts.autosave.save()
    qtbot.waitUntil(lambda: "autosave" in parts.documents.find(locked).notices, timeout=PATIENCE)
    qtbot.waitUntil(lambda: DISK in parts.documents.find(changed).notices, timeout=PATIENCE)
    assert parts.session.path == shown
    assert not parts.window.findChildren(MessageDialog)
    assert "read-only" in parts.documents.find(locked).notices["autosave"].text
    locked.chmod(0o644)
    parts.documents.show(parts.documents.find(locked))
    save(qtbot, parts)
    assert "autosave" not in parts.documents.find(locked).notices
    # Once it is decided about, it saves itself again.
    parts.documents.show(parts.documents.find(changed))
    parts.disk.answer(DISK, "theirs")
    qtbot.keyClicks(parts.editor, "x")
    with qtbot.waitSignal(parts.saver.saved, timeout=PATIENCE):
        parts.autosave.save()


def test_a_failure_is_told_to_whoever_asked_meanwhile(
    qtbot: QtBot, parts: Parts, folder: Path
) -> None:
    path = folder / "a.md"
    path.write_bytes(b"# Title\n")
    open_file(qtbot, parts, path)
    qtbot.keyClicks(parts.editor, "x")
    path.chmod(0o444)
    with qtbot.waitSignal(parts.saver.failed, timeout=PATIENCE):
        parts.autosave.save()
        parts.window.command("file.save").trigger()
    parts.window.findChildren(MessageDialog)[-1].accept()


def test_nothing_is_saved_while_it_is_asked_whether_it_shall_be(
    qtbot: QtBot, parts: Parts, folder: Path
) -> None:
    path = folder / "untouched.md"
    before = path.read_bytes()
    open_file(qtbot, parts, path)
    qtbot.keyClicks(parts.editor, "x")
    box = UnsavedChangesDialog([path.name], parts.window)
    box.open()
    with qtbot.assertNotEmitted(parts.saver.saved):
        parts.autosave.save()
        idle: list[bool] = []
        parts.saver.when_idle(lambda: idle.append(True))
        qtbot.waitUntil(lambda: bool(idle), timeout=PATIENCE)
    assert path.read_bytes() == before
    box.reject()
    with qtbot.waitSignal(parts.saver.saved, timeout=PATIENCE):
        parts.autosave.save()
