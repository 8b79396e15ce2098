"""Every bad input gives one clear message, leaves every file as it was and the window alive."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from app_driver import PATIENCE, open_file, page_text, save
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from spec_editor.app.parts import Parts
from spec_editor.app.settings import LAST_FILES, LAST_FOLDERS
from spec_editor.ui.dialogs.messages import MessageDialog


def message_of(qtbot: QtBot, parts: Parts) -> str:
    """Return what the one error box says, and close it."""
    boxes = parts.window.findChildren(MessageDialog)
    assert len(boxes) == 1
    text = boxes[0].message.text()
    boxes[0].accept()
    qtbot.waitUntil(lambda: not parts.window.findChildren(MessageDialog), timeout=PATIENCE)
    return text


def binary(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04\x01\xff\x9c")


def with_nul(path: Path) -> None:
    path.write_bytes(b"# A\n\0\n")


def utf16(path: Path) -> None:
    path.write_bytes(b"\xff\xfe#\0 ")


def missing(path: Path) -> None:
    path.unlink(missing_ok=True)


def pipe(path: Path) -> None:
    os.mkfifo(path)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (binary, "this is no text"),
        (with_nul, "NUL byte in line 2"),
        (utf16, "not UTF-16 LE text"),
        (missing, "no such file"),
        pytest.param(
            pipe,
            "no regular file",
            marks=pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here"),
        ),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_file_that_cannot_be_opened(
    qtbot: QtBot, parts: Parts, folder: Path, make: Callable[[Path], None], reason: str
) -> None:
    open_file(qtbot, parts, folder / "fleet-telemetry.md")
    bad = folder / "bad.md"
    make(bad)
    before = bad.read_bytes() if bad.is_file() else None
    parts.files.open_path(bad)
    message = message_of(qtbot, parts)
    assert str(bad) in message
    assert reason in message
    assert parts.session.path == folder / "fleet-telemetry.md"
    assert (bad.read_bytes() if bad.is_file() else None) == before


def test_the_folder_that_it_was_started_in_is_gone(
    qtbot: QtBot, parts: Parts, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = tmp_path / "start"
    start.mkdir()
    monkeypatch.chdir(start)
    start.rmdir()
    open_file(qtbot, parts, folder / "fleet-telemetry.md")
    assert parts.session.path == folder / "fleet-telemetry.md"
    parts.files.open_path(Path("relative.md"))
    assert "relative.md: there is no such file or folder" in message_of(qtbot, parts)


def test_an_empty_file_can_be_written_into(qtbot: QtBot, parts: Parts, tmp_path: Path) -> None:
    path = tmp_path / "empty.md"
    path.write_bytes(b"")
    open_file(qtbot, parts, path)
    assert parts.session.report is not None
    assert parts.session.report.findings[0].rule == "no-heading"
    qtbot.keyClicks(parts.editor, "# First")
    qtbot.waitUntil(lambda: "First" in page_text(qtbot, parts), timeout=PATIENCE)
    assert path.read_bytes() == b""


def test_a_file_without_heading(qtbot: QtBot, parts: Parts, tmp_path: Path) -> None:
    path = tmp_path / "plain.md"
    path.write_text("Only text.\n", encoding="utf-8")
    open_file(qtbot, parts, path)
    report = parts.session.report
    assert report is not None
    assert report.sections == ()
    assert "no heading" in report.findings[0].message


def test_a_folder_without_specs(qtbot: QtBot, parts: Parts, tmp_path: Path) -> None:
    with qtbot.waitSignal(parts.workspace.scanned, timeout=PATIENCE):
        parts.files.open_path(tmp_path)
    view = parts.workspace_panel.view
    assert view.model().rowCount() == 0
    assert not view.empty_state.isHidden()


def test_a_file_that_mixes_its_line_ends_keeps_them(
    qtbot: QtBot, parts: Parts, tmp_path: Path
) -> None:
    path = tmp_path / "mixed.md"
    path.write_bytes(b"# A\r\n\nText.\r\n")
    open_file(qtbot, parts, path)
    qtbot.keyClicks(parts.editor, "x")
    qtbot.keyClick(parts.editor, Qt.Key.Key_Return)
    save(qtbot, parts)
    assert path.read_bytes() == b"x\r\n# A\r\n\nText.\r\n"
    qtbot.keyClick(parts.editor, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(parts.editor, "end")
    save(qtbot, parts)
    assert path.read_bytes() == b"x\r\n# A\r\n\nText.\r\nend"


def test_a_name_that_qt_cannot_hold_makes_no_other_file(
    qtbot: QtBot, parts: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/bad\xff.md"))
    path.write_bytes(b"# A\n")
    open_file(qtbot, parts, path)
    qtbot.keyClicks(parts.editor, "x")
    chosen = (f"{tmp_path}/bad\ufffd.md", "")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: chosen)
    parts.window.command("file.save_as").trigger()
    assert "cannot be chosen here" in message_of(qtbot, parts)
    save(qtbot, parts)
    names = [os.fsencode(each.name) for each in tmp_path.glob("*.md")]
    assert names == [b"bad\xff.md"]
    assert path.read_bytes() == b"x# A\n"
    # It is found again in every list of what was open.
    parts.window.recent_menu.actions()[0].trigger()
    for opened in (parts.welcome.recent_buttons()[0].click, parts.last_session.restore):
        parts.leaving.close_all()
        parts.settings.set(LAST_FOLDERS, ())
        parts.settings.set(LAST_FILES, (str(path),))
        opened()
        assert [document.path for document in parts.documents.all] == [path]


def test_what_cannot_be_edited_without_loss_is_shown_read_only(
    qtbot: QtBot, parts: Parts, tmp_path: Path
) -> None:
    path = tmp_path / "odd.md"
    data = "# A\n\nText\u2029.\n".encode()
    path.write_bytes(data)
    open_file(qtbot, parts, path)
    assert parts.editor.isReadOnly()
    assert "read-only" in parts.window.notices.keys()  # noqa: SIM118  not a mapping
    qtbot.keyClicks(parts.editor, "x")
    assert path.read_bytes() == data


def test_an_old_encoding_is_told_and_kept(qtbot: QtBot, parts: Parts, tmp_path: Path) -> None:
    path = tmp_path / "latin.md"
    data = "# Größe\n\nFür alle Geräte.\n".encode("latin-1")
    path.write_bytes(data)
    open_file(qtbot, parts, path)
    assert "encoding" in parts.window.notices.keys()  # noqa: SIM118  not a mapping
    parts.editor.insertPlainText("ö")
    save(qtbot, parts)
    assert path.read_bytes() == b"\xf6" + data
    parts.editor.insertPlainText("→")
    with qtbot.waitSignal(parts.saver.failed, timeout=PATIENCE):
        parts.window.command("file.save").trigger()
    said = message_of(qtbot, parts)
    assert "Line 1 has “→” (U+2192), which Windows-1252" in said
    assert "convert the file to UTF-8" in said
    assert path.read_bytes() == b"\xf6" + data
    assert parts.window.isWindowModified()


def test_crlf_and_byte_order_mark_are_kept(qtbot: QtBot, parts: Parts, tmp_path: Path) -> None:
    path = tmp_path / "windows.md"
    path.write_bytes(b"\xef\xbb\xbf# A\r\n\r\nText.\r\n")
    open_file(qtbot, parts, path)
    qtbot.keyClicks(parts.editor, "x")
    save(qtbot, parts)
    assert path.read_bytes() == b"\xef\xbb\xbfx# A\r\n\r\nText.\r\n"


def test_a_damaged_settings_file_is_no_obstacle(
    qtbot: QtBot, parts: Parts, qapp: QApplication
) -> None:
    store = parts.settings._store
    store.setValue("appearance/theme", 3)
    store.setValue("window/state", "junk")
    store.setValue("files/recent", 7)
    from spec_editor.app.settings import RECENT, THEME, WINDOW

    assert parts.settings.get(THEME) == "system"
    assert parts.settings.get(RECENT) == ()
    assert parts.settings.get(WINDOW) == b""
