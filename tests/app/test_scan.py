"""A scan lets those who type come first."""

import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from spec_editor.app import scan as scan_module
from spec_editor.app.parts import Parts
from spec_editor.app.scan import FolderScan, Look
from spec_editor.app.scan_news import EntriesRead, Listed, News
from spec_editor.storage.configuration import setup_for
from spec_editor.storage.index import Index


class Heard:
    """A scan of one file, and when it told what."""

    def __init__(self, folder: Path) -> None:
        (folder / "a.md").write_text("# A\n", encoding="utf-8")
        self.scan = FolderScan(Look(folder, {}, setup_for(None), Index(None)))
        self._told: list[tuple[float, News]] = []
        self.scan.told.connect(lambda _scan, news: self._told.append((time.monotonic(), news)))

    def times(self, kind: type) -> list[float]:
        return [moment for moment, news in self._told if isinstance(news, kind)]


@pytest.fixture
def heard(tmp_path: Path) -> Iterator[Heard]:
    heard = Heard(tmp_path)
    yield heard
    heard.scan.stop()


def test_after_a_key_press_no_file_is_begun_for_a_moment(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, heard: Heard
) -> None:
    monkeypatch.setattr(scan_module, "_KEY_PRESS", 0.5)
    before = time.monotonic()
    heard.scan.give_way()
    heard.scan.start()
    qtbot.waitUntil(lambda: bool(heard.times(EntriesRead)))
    assert heard.times(EntriesRead)[0] - before >= 0.5
    # What need not be read is told at once.
    assert heard.times(Listed)[0] < heard.times(EntriesRead)[0]


def test_a_scan_that_gives_way_ends_at_once(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, heard: Heard
) -> None:
    monkeypatch.setattr(scan_module, "_KEY_PRESS", 600.0)
    heard.scan.give_way()
    heard.scan.start()
    qtbot.waitUntil(lambda: bool(heard.times(Listed)))
    heard.scan.stop()
    assert not heard.times(EntriesRead)


def test_a_key_press_in_the_window_reaches_the_scan(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, parts: Parts
) -> None:
    asked: list[bool] = []
    spy = SimpleNamespace(give_way=lambda: asked.append(True))
    with monkeypatch.context() as patch:
        patch.setattr(parts.workspace.scans, "_scan", spy)
        qtbot.keyClick(parts.editor, Qt.Key.Key_X)
    assert asked
