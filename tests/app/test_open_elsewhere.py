"""A document that another instance has open says so, and no longer when that has closed it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from spec_editor.app.document_notices import DocumentNotices
from spec_editor.app.documents import Documents
from spec_editor.app.open_elsewhere import OpenElsewhere
from spec_editor.storage.presence import Presence
from spec_editor.ui.notices import NoticeArea
from spec_editor.ui.theme import LIGHT


@pytest.fixture
def documents(qapp: object) -> Documents:
    return Documents()


@pytest.fixture
def area(qtbot: QtBot) -> NoticeArea:
    area = NoticeArea(LIGHT)
    qtbot.addWidget(area)
    return area


@pytest.fixture
def elsewhere(tmp_path: Path, documents: Documents, area: NoticeArea) -> Iterator[OpenElsewhere]:
    notices = DocumentNotices(area, documents)
    elsewhere = OpenElsewhere(Presence(tmp_path / "open"), documents, notices)
    documents.opened.connect(elsewhere.look)
    documents.shown.connect(notices.change_to)
    documents.shown.connect(elsewhere.look)
    documents.moved.connect(elsewhere.follow)
    documents.closed.connect(elsewhere.forget)
    yield elsewhere
    elsewhere.close()


def test_it_is_told_and_taken_back(
    qtbot: QtBot, documents: Documents, area: NoticeArea, elsewhere: OpenElsewhere, tmp_path: Path
) -> None:
    path, free = tmp_path / "a.md", tmp_path / "b.md"
    path.write_bytes(b"# A\n")
    free.write_bytes(b"# B\n")
    other = Presence(tmp_path / "open")
    other.enter(path)
    document = documents.open(path)
    qtbot.waitUntil(lambda: area.keys() == ("elsewhere",))
    assert "also open in another window" in area.bar("elsewhere").accessibleName()
    documents.open(free)
    assert area.keys() == ()
    other.leave(path)
    documents.show(document)
    qtbot.waitUntil(lambda: area.keys() == ())
    qtbot.waitUntil(lambda: other.enter(path) is not None)


def test_what_is_closed_or_moved_is_free(
    qtbot: QtBot, documents: Documents, elsewhere: OpenElsewhere, tmp_path: Path
) -> None:
    first, second = tmp_path / "a.md", tmp_path / "b.md"
    first.write_bytes(b"# A\n")
    document = documents.open(first)
    other = Presence(tmp_path / "open")

    def held() -> set[str]:
        # What says who it is: written once the lock is held, while the lock's file comes before.
        return {note.name for note in (tmp_path / "open").glob("*") if not note.suffix}

    # Asked of the folder first: whoever asks by entering may come before the document does.
    qtbot.waitUntil(lambda: len(held()) == 1)
    held_first = held()
    assert other.enter(first) is not None
    documents.rename(document, second)
    # Looked at once: between two looks the one goes and the other has not come.
    qtbot.waitUntil(lambda: len(now := held()) == 1 and now != held_first)
    assert other.enter(second) is not None
    assert other.enter(first) is None
    # Before what holds it goes, as it never does in the program.
    with qtbot.waitSignal(document.destroyed):
        documents.close(document)
    qtbot.waitUntil(lambda: other.enter(second) is None)
