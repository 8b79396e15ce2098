"""Encoding and newlines of the open file: shown, kept, converted on request."""

from pathlib import Path

from app_driver import PATIENCE, open_file, save
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from spec_editor.app.parts import Parts
from spec_editor.ui.dialogs.messages import MessageDialog

GREEK = "# Απαιτήσεις\r\n\r\nΤο σύστημα επεξεργάζεται αιτήματα.\n".encode("cp1253")


def entries(parts: Parts) -> dict[str, QAction]:
    """Open the menu of the status bar and return what it offers."""
    menu = parts.status.format.menu()
    menu.aboutToShow.emit()
    found = {each.text(): each for each in menu.actions() if each.text()}
    readings = found["Read Again As"].menu() if "Read Again As" in found else None
    return {**found, **({f"as {e.text()}": e for e in readings.actions()} if readings else {})}


def test_a_file_is_converted_when_it_is_saved(qtbot: QtBot, parts: Parts, tmp_path: Path) -> None:
    path = tmp_path / "greek.md"
    path.write_bytes(GREEK)
    open_file(qtbot, parts, path)
    button = parts.status.format
    assert button.text() == "Windows-1253 · Mixed"
    assert "encoding" in parts.window.notices.keys()  # noqa: SIM118  not a mapping
    assert not parts.window.isWindowModified()
    entries(parts)["UTF-8"].trigger()
    assert button.text() == "UTF-8 · Mixed"
    assert parts.window.isWindowModified()
    assert "encoding" not in parts.window.notices.keys()  # noqa: SIM118
    assert parts.status.currentMessage() == "greek.md will be converted when it is saved"
    # Back again by the same menu.
    entries(parts)["Windows-1253 (Greek)"].trigger()
    assert button.text() == "Windows-1253 · Mixed"
    assert not parts.window.isWindowModified()
    assert parts.status.currentMessage() == "greek.md stays as it is written"
    entries(parts)["LF (Linux, macOS)"].trigger()
    entries(parts)["UTF-8 with BOM"].trigger()
    parts.editor.insertPlainText("x")
    parts.editor.undo()
    assert parts.window.isWindowModified()
    assert path.read_bytes() == GREEK
    save(qtbot, parts)
    text = GREEK.decode("cp1253").replace("\r\n", "\n")
    assert path.read_bytes() == b"\xef\xbb\xbf" + text.encode()
    assert not parts.window.isWindowModified()
    assert button.text() == "UTF-8 with BOM · LF"
    assert "Mixed, Each Line as It Is" not in entries(parts)
    # A wish that comes while the file is being saved is for the next time.
    parts.editor.insertPlainText("x")
    with qtbot.waitSignal(parts.saver.saved, timeout=PATIENCE):
        parts.window.command("file.save").trigger()
        entries(parts)["UTF-8"].trigger()
    assert path.read_bytes() == b"\xef\xbb\xbfx" + text.encode()
    assert button.text() == "UTF-8 · LF"
    assert parts.window.isWindowModified()
    save(qtbot, parts)
    assert path.read_bytes() == b"x" + text.encode()


def test_a_file_is_read_again_in_another_encoding(
    qtbot: QtBot, parts: Parts, tmp_path: Path
) -> None:
    path = tmp_path / "guess.md"
    data = "# Größe\n\nFür alle Geräte.\n".encode("cp850")
    path.write_bytes(data)
    open_file(qtbot, parts, path)
    entries(parts)["as Windows-1251 (Cyrillic)"].trigger()
    assert parts.editor.text() == data.decode("cp1251")
    assert not parts.window.isWindowModified()
    # Else what was read before would be saved in this encoding.
    assert not parts.window.command("edit.undo").isEnabled()
    parts.editor.undo()
    assert parts.editor.text() == data.decode("cp1251")
    entries(parts)["as UTF-8"].trigger()
    qtbot.waitUntil(lambda: bool(parts.window.findChildren(MessageDialog)), timeout=PATIENCE)
    (box,) = parts.window.findChildren(MessageDialog)
    assert "this is not UTF-8 text (line 1)" in box.message.text()
    box.accept()
    parts.editor.insertPlainText("x")
    entries(parts)["as Windows-1252 (Western)"].trigger()
    assert parts.editor.text() == "x" + data.decode("cp1251")
    assert "Save or undo" in parts.status.currentMessage()
    assert path.read_bytes() == data
