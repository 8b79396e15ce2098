"""A scan lets those who type come first."""

import time
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from spec_editor.app import scan as scan_module
from spec_editor.app.scan import FolderScan, Look
from spec_editor.app.scan_news import EntriesRead, Listed, News
from spec_editor.storage.configuration import setup_for
from spec_editor.storage.index import Index


@pytest.fixture
def told() -> list[tuple[float, News]]:
    return []


@pytest.fixture
def scan(tmp_path: Path, told: list[tuple[float, News]]) -> FolderScan:
    (tmp_path / "a.md").write_text("# A\n", encoding="utf-8")
    scan = FolderScan(Look(tmp_path, {}, setup_for(None), Index(None)))
    scan.told.connect(lambda _scan, news: told.append((time.monotonic(), news)))
    return scan


def test_after_a_key_press_no_file_is_begun_for_a_moment(
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    scan: FolderScan,
    told: list[tuple[float, News]],
) -> None:
    monkeypatch.setattr(scan_module, "_KEY_PRESS", 0.5)

    def times(kind: type) -> list[float]:
        return [moment for moment, news in told if isinstance(news, kind)]

    before = time.monotonic()
    scan.give_way()
    scan.start()
    qtbot.waitUntil(lambda: bool(times(EntriesRead)))
    assert times(EntriesRead)[0] - before >= 0.5
    # What need not be read is told at once.
    assert times(Listed)[0] < times(EntriesRead)[0]
    scan.stop()


def test_a_scan_that_gives_way_ends_at_once(
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    scan: FolderScan,
    told: list[tuple[float, News]],
) -> None:
    monkeypatch.setattr(scan_module, "_KEY_PRESS", 600.0)
    scan.give_way()
    scan.start()
    qtbot.waitUntil(lambda: any(isinstance(news, Listed) for _, news in told))
    scan.stop()
    assert not any(isinstance(news, EntriesRead) for _, news in told)
