"""The parts that look at the disk, on a bench."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pytestqt.qtbot import QtBot

from spec_editor.app.disk import Disk
from spec_editor.app.disk_looks import DiskLooks, Tempo
from spec_editor.app.disk_notices import DISK
from spec_editor.app.document_notices import DocumentNotices
from spec_editor.app.documents import Documents, OpenDocument
from spec_editor.app.watching import Watching
from spec_editor.storage.watch import Pace
from spec_editor.ui.editor.editor import SpecEditor
from spec_editor.ui.notices import NoticeArea
from spec_editor.ui.theme import LIGHT

PACE = Pace(quiet=0.01, longest=0.02, health=0.05, first=30.0)
TEMPO = Tempo(settle=50, every=200)
TEXT = "# Title\n\n" + "".join(f"Line {number}.\n" for number in range(100))


@dataclass
class Bench:
    """The parts that look at the disk, wired as in the program, with an editor that shows."""

    qtbot: QtBot
    folder: Path
    documents: Documents
    area: NoticeArea
    disk: Disk
    looks: DiskLooks
    watching: Watching
    editor: SpecEditor
    told: list[str]
    reloads: list[str]
    """The text after each time a document was read again."""

    def open(self, name: str = "a.md", text: str = TEXT) -> OpenDocument:
        """Open a new file, and wait until it was looked at: then it is known wherever it goes."""
        path = self.folder / name
        path.write_bytes(text.encode())
        with self.qtbot.waitSignal(self.looks.found_same):
            return self.documents.open(path)

    def press(self, action: str) -> None:
        self.area.bar(DISK).buttons[action].click()

    @property
    def is_asking(self) -> bool:
        return any(key == DISK for key in self.area.keys())  # noqa: SIM118

    @property
    def question(self) -> str:
        return self.documents.current.notices[DISK].text if self.is_asking else ""


@contextmanager
def made_bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    """Make the parts, with an editor in a window, and take them apart."""
    folder = tmp_path / "specs"
    folder.mkdir()
    area, editor = NoticeArea(LIGHT), SpecEditor()
    qtbot.addWidget(area)
    qtbot.addWidget(editor)
    editor.resize(400, 200)
    editor.show()
    documents = Documents()
    notices = DocumentNotices(area, documents)
    watching = Watching(pace=PACE)
    looks = DiskLooks(documents, lambda: (folder,), tempo=TEMPO)
    disk = Disk(documents, notices, looks, lambda: (folder,))
    bench = Bench(qtbot, folder, documents, area, disk, looks, watching, editor, [], [])
    documents.shown.connect(lambda document: editor.show_buffer(document.buffer))
    documents.shown.connect(notices.change_to)
    documents.opened.connect(looks.begin_anew)
    documents.closed.connect(looks.forget)
    documents.closed.connect(disk.forget)
    documents.edited.connect(disk.take_edit)
    watching.hinted.connect(looks.take_hint)
    looks.found_same.connect(disk.take_same)
    looks.renamed.connect(disk.follow)
    looks.settled.connect(disk.take_sight)
    area.action_requested.connect(disk.answer)
    disk.told.connect(bench.told.append)
    disk.reloaded.connect(lambda document: bench.reloads.append(document.text()))
    watching.set_folders((folder,))
    yield bench
    watching.close()
    looks.close()


def type_into(document: OpenDocument, text: str = "Mine. ") -> None:
    """Put words at the start of a document, as typing does."""
    document.buffer.replace_text(text + document.text())
