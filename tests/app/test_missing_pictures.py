"""A picture that a specification names is put into its folder while the preview is open."""

from pathlib import Path

from app_driver import PATIENCE, ask_page, open_file, page_text
from picture_bytes import png
from pytestqt.qtbot import QtBot

from spec_editor.app.parts import Parts


def test_a_picture_is_shown_when_it_comes(qtbot: QtBot, parts: Parts, tmp_path: Path) -> None:
    path = tmp_path / "spec.md"
    path.write_text("# Title\n\n![The plan](plans/one.png)\n", "utf-8")
    open_file(qtbot, parts, path)
    named = "The plan (no picture at plans/one.png)"
    qtbot.waitUntil(lambda: named in page_text(qtbot, parts), timeout=PATIENCE)
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "one.png").write_bytes(png())
    width = "document.querySelector('#page img')?.naturalWidth ?? 0"
    qtbot.waitUntil(lambda: ask_page(qtbot, parts, width) > 0, timeout=PATIENCE)
    assert named not in page_text(qtbot, parts)
