"""Unsaved text is in the recovery journal within a second, without holding up who is typing."""

import secrets
import time
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from spec_editor.app.background import Background
from spec_editor.app.documents import Documents, OpenDocument
from spec_editor.storage.errors import StorageError
from spec_editor.storage.journal import Journal
from spec_editor.storage.journal_format import Draft
from spec_editor.ui.editor.buffer import Place

# A second less what writing may take on a slow disk.
_DELAY = 300
# After a failure it takes so many times as long.
_PAUSE = 10
_PATIENCE = 10.0
# So often, in milliseconds, it is seen whether what was written is there still.
_CHECK_EVERY = 1000


class Journaling(QObject):
    """Writes unsaved texts to the journal while they are edited, and forgets what is saved.

    It writes three times a second while somebody types, in a thread, one after the other; of what
    was typed while the disk was slow only the newest is written.
    """

    failed = Signal(str)  # why unsaved texts are not safe from a crash; said once until they are
    recovered = Signal()  # they are again

    def __init__(
        self,
        documents: Documents,
        journal: Journal,
        place_of: Callable[[OpenDocument], Place],
        parent: QObject | None = None,
        delay: int = _DELAY,
    ) -> None:
        """``place_of`` gives where one is in a document.

        ``delay`` is the time from a key to the writing, in milliseconds.
        """
        super().__init__(parent)
        self._documents = documents
        self._journal = journal
        self._place_of = place_of
        self.delay = delay
        self._names: dict[OpenDocument, str] = {}
        self._changed: set[OpenDocument] = set()
        self._is_writing = self._is_failing = self._is_urgent = False
        # Whether what is being written was flushed meanwhile: its end is no news any more.
        self._is_outdated = False
        self._waiting_since = 0.0
        self._background = Background("journal", self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._write)
        self._checking = QTimer(self)
        self._checking.setInterval(_CHECK_EVERY)
        self._checking.timeout.connect(self._check)
        self._checking.start()

    @property
    def is_idle(self) -> bool:
        """Whether everything is written, or failed to be."""
        return not (self._is_writing or self._timer.isActive())

    def note_edit(self, document: OpenDocument) -> None:
        """Take note that a document's text is another one."""
        if not self._changed:
            self._waiting_since = time.monotonic()
        self._changed.add(document)
        if not (self._is_writing or self._timer.isActive()):
            self._timer.start(self.delay)

    def note_state(self, document: OpenDocument) -> None:
        """Take note that a document is unsaved now, that it is saved, or saved as it was."""
        if document.is_unsaved:
            self._hurry(document)
        else:
            self.forget(document)

    def forget(self, document: OpenDocument) -> None:
        """Keep nothing of a document: it is saved or closed, or its text is given up."""
        self._changed.discard(document)
        name = self._names.pop(document, None)
        if name is not None:
            # What stays only shows, at the next start, a text that is saved.
            self._background.run(lambda: self._journal.remove(name))

    def forget_all(self) -> None:
        """Keep nothing: whoever leaves has decided about every text."""
        for document in self._documents.all:
            self.forget(document)

    def flush(self) -> str:
        """Have all unsaved texts on the disk now; return why that cannot be, "" when they are."""
        documents = tuple(self._documents.unsaved())
        drafts = [self._draft_of(document) for document in documents]
        try:
            problem = self._background.call(lambda: self._write_all(drafts), _PATIENCE)
        except TimeoutError:
            root = self._journal.root
            problem = f"{root}: the disk does not answer, so unsaved text is not safe from a crash."
        self._is_outdated = self._is_writing
        if problem:
            self._changed.update(documents)
            if not self._is_writing:
                self._timer.start(_PAUSE * self.delay)
        self._tell(problem)
        return problem

    def close(self) -> None:
        """Wait for what is being written; what is unsaved stays in the journal."""
        self._timer.stop()
        self._checking.stop()
        self._background.finish()
        self._journal.close()

    def _hurry(self, document: OpenDocument) -> None:
        """Write a document at once: the first key of many, or the very text that is being saved,
        which the next start then need not offer."""
        self._changed.add(document)
        self._is_urgent = True
        if not self._is_writing:
            self._timer.start(0)

    def _check(self) -> None:
        """Write again what somebody has deleted from the journal, also when nobody types."""
        if self._names and not self._is_writing:
            self._background.run(self._journal.lost, self._take_lost)

    def _take_lost(self, names: frozenset[str]) -> None:
        for document, name in tuple(self._names.items()):
            if name in names:
                self._hurry(document)

    def _draft_of(self, document: OpenDocument) -> Draft:
        name = self._names.setdefault(document, secrets.token_hex(8))
        place = self._place_of(document)
        return Draft(
            document=name,
            file=document.file,
            text=document.text(),
            is_untitled=document.is_untitled,
            wanted=document.wanted_format,
            anchor=place.anchor,
            position=place.position,
            scroll=place.scroll,
        )

    def _write(self) -> None:
        """Hand over what changed to the thread."""
        documents = [each for each in self._changed if each.is_unsaved]
        self._changed.clear()
        self._is_urgent = False
        if documents:
            self._is_writing = True
            drafts = [self._draft_of(document) for document in documents]
            self._background.run(
                lambda: self._write_all(drafts), partial(self._take_end, documents)
            )

    def _write_all(self, drafts: Sequence[Draft]) -> str:
        """Run in the thread; return what went wrong last."""
        problem = ""
        for draft in drafts:
            try:
                self._journal.write(draft)
            except StorageError as error:
                problem = str(error)
            except Exception as error:  # noqa: BLE001  the edge of a thread
                reason = f"{type(error).__name__}: {error}"
                problem = (
                    f"{draft.file.path}: its unsaved text is not safe from a crash ({reason}). "
                    "It is in the editor: save it."
                )
        return problem

    def _tell(self, problem: str) -> None:
        """Say that texts are no longer safe, or are again."""
        if problem and not self._is_failing:
            self.failed.emit(problem)
        elif self._is_failing and not problem:
            self.recovered.emit()
        self._is_failing = bool(problem)

    def _take_end(self, documents: list[OpenDocument], problem: str) -> None:
        self._is_writing = False
        if problem:
            # Those that were closed meanwhile have no name any more.
            self._changed.update(each for each in documents if each in self._names)
        if not self._is_outdated:
            self._tell(problem)
        self._is_outdated = False
        if self._changed:
            # What was typed during a slow writing has waited already.
            waited = int((time.monotonic() - self._waiting_since) * 1000)
            delay = 0 if self._is_urgent else max(0, self.delay - waited)
            self._timer.start(_PAUSE * self.delay if problem else delay)
