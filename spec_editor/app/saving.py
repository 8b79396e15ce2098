"""Saving in the background: a slow disk must not hold up who is typing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from spec_editor.app import advice
from spec_editor.app.background import Background
from spec_editor.app.documents import Documents, OpenDocument
from spec_editor.storage.errors import FileChangedError, FileGoneError, StorageError
from spec_editor.storage.paths import is_there
from spec_editor.storage.saving import save_text
from spec_editor.storage.text_file import TextFile
from spec_editor.storage.text_format import TextFormat

Then = Callable[[], None]
_AT_ONCE = 4


class KeepBefore(Protocol):
    """Takes what a file holds before it is saved over; called in a thread."""

    def __call__(self, path: Path, data: bytes, *, is_own: bool) -> None:
        """``is_own`` says that the text that is saved was made from it."""


def keep_nothing(path: Path, data: bytes, *, is_own: bool) -> None:
    """Let what a file held be gone."""


@dataclass(eq=False, slots=True)
class _Job:
    """One document's text on its way to a file; ``thens`` come after it.

    ``is_own`` says whether that is the file that the text was made from.
    """

    document: OpenDocument
    path: Path
    is_own: bool
    text: str
    format: TextFormat
    expected: str | None
    anew: bool = False
    unasked: bool = False
    thens: list[Then] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class _Waiting:
    """What is to be saved once the save under way, or what holds all saves, has ended."""

    path: Path | None = None
    anew: bool = False
    unasked: bool = True
    thens: list[Then] = field(default_factory=list)

    def add(self, path: Path | None, thens: list[Then], *, anew: bool, unasked: bool) -> None:
        """Take up one more wish to save the document."""
        self.path = path or self.path
        self.anew |= anew
        self.unasked &= unasked
        self.thens += thens


class Saver(QObject):
    """Writes documents' texts, each document's one after the other.

    A document counts as unmodified from the moment its text was taken, so that what is typed
    meanwhile, and only that, makes it modified again; when saving fails it is modified as before.
    """

    saved = Signal(object)  # OpenDocument: its text as it was is on the disk
    failed = Signal(object, object)  # OpenDocument, StorageError: nothing was written
    failed_unasked = Signal(object, object)  # the same, where nobody has asked for saving it

    def __init__(
        self,
        documents: Documents,
        parent: QObject | None = None,
        keep_before: KeepBefore = keep_nothing,
    ) -> None:
        super().__init__(parent)
        self._documents = documents
        self._keep_before = keep_before
        self._background = Background("saving", self, _AT_ONCE)
        self._waiting: dict[OpenDocument, _Waiting] = {}
        self._under_way = 0
        self._holds = 0
        self._idle: list[Then] = []

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

        ``then`` is called once it is saved, after ``saved``. ``anew`` makes its file again that
        was gone, unless there is one by now. ``unasked`` says that it is no wish of the user, who
        may be busy with another document.
        """
        thens = [then] if then else []
        if document.is_saving or self._holds:
            waiting = self._waiting.setdefault(document, _Waiting())
            waiting.add(path, thens, anew=anew, unasked=unasked)
            return
        target = path or document.path
        is_own = target == document.path and not document.is_untitled
        job = _Job(
            document,
            target,
            is_own,
            document.text(),
            document.format,
            document.file.digest if is_own and not anew else None,
            anew,
            unasked,
            thens,
        )
        document.is_saving = True
        document.buffer.set_modified(False)
        self._start(job, partial(self._take_end, job))

    def save_copy(
        self, document: OpenDocument, path: Path, then: Callable[[StorageError | None], None]
    ) -> None:
        """Write a document's text to another file; it stays with its own.

        ``then`` is called with why that was not done, None when it was.
        """
        job = _Job(document, path, False, document.text(), document.format, None)
        self._start(job, partial(self._take_copy, then))

    def hold(self) -> None:
        """Let what is asked for wait, until as many times released: files change their places."""
        self._holds += 1

    def release(self) -> None:
        """Save what has waited."""
        self._holds -= 1
        if not self._holds:
            for document in tuple(self._waiting):
                self._go_on(document, is_saved=True)
            self._tell_idle()

    def when_idle(self, then: Then) -> None:
        """Call ``then`` once nothing is being saved any more, at once when nothing is."""
        self._idle.append(then)
        self._tell_idle()

    def close(self) -> None:
        """Wait until all is written that is under way."""
        self._background.finish()

    def _start(self, job: _Job, end: Callable[[TextFile | StorageError], None]) -> None:
        self._under_way += 1
        self._background.run(lambda: self._write(job), end, end)

    def _write(self, job: _Job) -> TextFile:
        """Run in a thread."""
        keep = partial(self._keep_before, job.path, is_own=job.is_own)
        try:
            if job.anew:
                _refuse_existing(job.path)
            return save_text(job.path, job.text, job.format, job.expected, keep)
        except (FileGoneError, FileChangedError) as error:
            # Where nothing was expected to be, or another file, it is no question of the document.
            if bool(job.expected) if isinstance(error, FileGoneError) else job.is_own:
                raise
            raise StorageError(_reason(job.path, error)) from error
        except StorageError:
            raise
        except Exception as error:
            reason = f"it was not saved ({type(error).__name__}: {error})"
            raise StorageError(f"{job.path}: {reason}.") from error

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
            waiting = self._waiting.get(document)
            is_wanted = not (job.unasked and (waiting is None or waiting.unasked))
            (self.failed if is_wanted else self.failed_unasked).emit(
                document, advice.for_saving(result)
            )
        self._documents.modified_changed.emit(document)
        if is_saved:
            _call(job.thens)
        self._go_on(document, is_saved=is_saved)
        self._tell_idle()

    def _take_copy(
        self, then: Callable[[StorageError | None], None], result: TextFile | StorageError
    ) -> None:
        self._under_way -= 1
        then(result if isinstance(result, StorageError) else None)
        self._tell_idle()

    def _go_on(self, document: OpenDocument, *, is_saved: bool) -> None:
        """Save what was asked for meanwhile; after a failure the question would only come twice."""
        waiting = self._waiting.get(document)
        if waiting is None or (self._holds and is_saved):
            return
        del self._waiting[document]
        if is_saved or waiting.path is not None:
            self.save(
                document,
                waiting.path,
                lambda: _call(waiting.thens),
                anew=waiting.anew,
                unasked=waiting.unasked,
            )

    def _tell_idle(self) -> None:
        if not (self._under_way or self._waiting):
            idle, self._idle = self._idle, []
            _call(idle)


def _refuse_existing(path: Path) -> None:
    if is_there(path):
        raise FileChangedError(
            f"{path}: another program has made this file meanwhile, so it was not overwritten."
        )


def _reason(path: Path, error: StorageError) -> str:
    if isinstance(error, FileGoneError) and not is_there(path.parent):
        return f"{path}: its folder is not there, so it was not saved."
    return str(error)


def _call(thens: list[Then]) -> None:
    for then in thens:
        then()
