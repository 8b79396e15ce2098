"""Saving in the background: a slow disk must not hold up who is typing."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from spec_editor.app.documents import Documents, OpenDocument
from spec_editor.storage.errors import FileChangedError, StorageError
from spec_editor.storage.paths import is_there
from spec_editor.storage.saving import save_text
from spec_editor.storage.text_file import TextFile, TextFormat

Then = Callable[[bool], None]
_AT_ONCE = 4


@dataclass(eq=False, slots=True)
class _Job:
    """One document's text on its way to a file; ``thens`` want to know how it ended."""

    document: OpenDocument
    path: Path
    text: str
    format: TextFormat
    expected: str | None
    anew: bool = False
    unasked: bool = False
    thens: list[Then] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class _Again:
    """What is to be saved once the save under way has ended."""

    path: Path | None
    thens: list[Then] = field(default_factory=list)


class Saver(QObject):
    """Writes documents' texts, each document's one after the other.

    A document counts as unmodified from the moment its text was taken, so that what is typed
    meanwhile, and only that, makes it modified again; when saving fails it is modified as before.
    """

    saved = Signal(object)  # OpenDocument: its text as it was is on the disk
    failed = Signal(object, object)  # OpenDocument, StorageError: nothing was written
    failed_unasked = Signal(object, object)  # the same, where nobody has asked for saving it
    _ended = Signal(object, object)  # _Job, TextFile or StorageError: comes from a thread

    def __init__(self, documents: Documents, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._documents = documents
        self._threads = ThreadPoolExecutor(_AT_ONCE, "saving")
        self._again: dict[OpenDocument, _Again] = {}
        self._under_way = 0
        self._idle: list[Callable[[], None]] = []
        self._ended.connect(self._take_end)

    def save(
        self,
        document: OpenDocument,
        path: Path | None = None,
        then: Then | None = None,
        *,
        anew: bool = False,
        unasked: bool = False,
    ) -> None:
        """Write a document to its file, or to another one that it then belongs to.

        ``then`` is called with whether it is saved, after ``saved`` or ``failed``. ``anew`` makes
        its file again that was gone, unless there is one by now. ``unasked`` says that it is no
        wish of the user, who may be busy with another document.
        """
        thens = [then] if then else []
        if document.is_saving:
            again = self._again.setdefault(document, _Again(path))
            again.path = path or again.path
            again.thens += thens
            return
        target = path or document.path
        is_own = target == document.path and not document.is_untitled
        job = _Job(
            document,
            target,
            document.text(),
            document.format,
            document.file.digest if is_own and not anew else None,
            anew,
            unasked,
            thens,
        )
        document.is_saving = True
        document.buffer.set_modified(False)
        self._under_way += 1
        self._threads.submit(self._write, job)

    def when_idle(self, then: Callable[[], None]) -> None:
        """Call ``then`` once nothing is being saved any more, at once when nothing is."""
        if self._under_way:
            self._idle.append(then)
        else:
            then()

    def close(self) -> None:
        """Wait until all is written that is under way."""
        self._threads.shutdown()

    def _write(self, job: _Job) -> None:
        """Run in a thread."""
        try:
            if job.anew:
                _refuse_existing(job.path)
            result: TextFile | StorageError = save_text(
                job.path, job.text, job.format, job.expected
            )
        except StorageError as error:
            result = error
        except Exception as error:  # noqa: BLE001  the edge of a thread
            result = StorageError(
                f"{job.path}: it was not saved ({type(error).__name__}: {error}). "
                "Your text is still in the editor: use “Save As”."
            )
        self._ended.emit(job, result)

    def _take_end(self, job: _Job, result: TextFile | StorageError) -> None:
        document = job.document
        document.is_saving = False
        self._under_way -= 1
        is_saved = isinstance(result, TextFile)
        if isinstance(result, TextFile):
            wanted = document.format
            self._documents.take_file(document, result)
            if wanted != job.format:
                # Chosen while the text was on its way.
                self._documents.convert(document, wanted)
            self.saved.emit(document)
        else:
            document.buffer.set_modified(True)
            # Somebody may have asked for it since it began.
            is_wanted = not job.unasked or document in self._again
            (self.failed if is_wanted else self.failed_unasked).emit(document, result)
        self._documents.modified_changed.emit(document)
        _tell(job.thens, is_saved)
        self._go_on(document, is_saved=is_saved)
        if not self._under_way:
            idle, self._idle = self._idle, []
            for call in idle:
                call()

    def _go_on(self, document: OpenDocument, *, is_saved: bool) -> None:
        """Save what was asked for meanwhile; after a failure the question would only come twice."""
        again = self._again.pop(document, None)
        if again is None:
            return
        if not is_saved and again.path is None:
            _tell(again.thens, False)
            return
        self.save(document, again.path, lambda is_saved: _tell(again.thens, is_saved))


def _refuse_existing(path: Path) -> None:
    if is_there(path):
        raise FileChangedError(
            f"{path}: another program has made this file again, so it was not overwritten. "
            "Your text is still in the editor."
        )


def _tell(thens: list[Then], is_saved: bool) -> None:
    for then in thens:
        then(is_saved)
