"""Looks at the files of the open documents, until what was seen has come to rest.

Events only say when to look. What was read decides: the clock, and who wrote, do not count.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from spec_editor.app.documents import Documents, OpenDocument
from spec_editor.storage.hints import Hint
from spec_editor.storage.looking import Known, Looker, Sight, Stamp

# So many further looks have to see the same before it is taken: usually, of a file that looks cut
# off, and of one that some program still has open for writing.
_FEW, _MORE, _MANY = 1, 8, 40
_THOROUGH_EVERY = 4


@dataclass(frozen=True, slots=True)
class Tempo:
    """How long is waited, in milliseconds.

    ``settle`` between two looks at a file that has just changed: longer than it takes until the
    watcher tells that somebody is still writing. ``every`` between looks at all open files; each
    fourth of these reads them, the others compare size and time.
    """

    settle: int = 400
    every: int = 3000


@dataclass(slots=True)
class _Watched:
    """What was seen of one document's file."""

    stamp: Stamp | None = None
    sight: Sight | None = None
    seen: int = 0
    is_decided: bool = False
    is_looking: bool = False
    is_due: bool = False
    is_thorough: bool = False
    moved_to: Path | None = None


class DiskLooks(QObject):
    """Says what became of the open documents' files, once two looks have seen the same."""

    found_same = Signal(object)  # OpenDocument: its file has the content that is known
    renamed = Signal(object, object)  # OpenDocument, Path: its file is written in other letters
    settled = Signal(object, object)  # OpenDocument, Sight: it has another one, or is gone
    _seen = Signal(int, object)  # the look's number, Sight: comes from a thread

    def __init__(
        self,
        documents: Documents,
        folders: Callable[[], tuple[Path, ...]] = lambda: (),
        parent: QObject | None = None,
        tempo: Tempo | None = None,
    ) -> None:
        """``folders`` gives the open folders, in which moved files are searched for."""
        super().__init__(parent)
        tempo = tempo or Tempo()
        self._documents = documents
        self._folders = folders
        self._watched: dict[OpenDocument, _Watched] = {}
        # By number: a thread must not hold a document, of which it might drop the last reference.
        self._asked: dict[int, OpenDocument] = {}
        self._number = 0
        self._unfinished: frozenset[Path] = frozenset()
        self._rounds = 0
        self._seen.connect(self._take)
        self._looker = Looker(self._seen.emit)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(tempo.settle)
        self._settling.timeout.connect(self._look_at_unsettled)
        self._regular = QTimer(self)
        self._regular.setInterval(tempo.every)
        self._regular.timeout.connect(self._look_regularly)
        self._regular.start()

    def close(self) -> None:
        """Look no more."""
        self._regular.stop()
        self._settling.stop()
        self._looker.close()

    def sight_of(self, document: OpenDocument) -> Sight | None:
        """Return what stands at a document's path if that is not what is known of it."""
        state = self._watched.get(document)
        return state.sight if state else None

    def begin_anew(self, document: OpenDocument) -> None:
        """Forget what was seen: it was about another content, or another place."""
        old = self._watched.get(document)
        self._watched[document] = _Watched(is_looking=old is not None and old.is_looking)
        self._look_at(document, thorough=False)

    def forget(self, document: OpenDocument) -> None:
        """A document was closed."""
        self._watched.pop(document, None)

    # When to look

    def take_hint(self, hint: Hint) -> None:
        """Look at the files that may have changed."""
        if hint.whole:
            self._unfinished = frozenset()
        self._unfinished = (self._unfinished - hint.paths) | hint.unfinished
        for document in self._documents.all:
            target = _target(document.path, hint.moves)
            if target is not None:
                self._state(document).moved_to = target
            if hint.whole or target is not None or document.path in hint.paths:
                self._look_at(document, thorough=True)

    def look(self) -> None:
        """Look at all open files, and read them."""
        for document in self._documents.all:
            self._look_at(document, thorough=True)

    def take_state(self, state: Qt.ApplicationState) -> None:
        """Look when somebody comes back to the program."""
        if state == Qt.ApplicationState.ApplicationActive:
            self.look()

    def look_at(self, document: OpenDocument) -> None:
        """Look at a document's file, and read it."""
        self._look_at(document, thorough=True)

    def _look_regularly(self) -> None:
        self._rounds += 1
        for document in self._documents.all:
            self._look_at(document, thorough=self._rounds % _THOROUGH_EVERY == 0)

    def _look_at_unsettled(self) -> None:
        for document, state in self._watched.items():
            if state.sight is not None and not state.is_decided:
                self._look_at(document, thorough=False)

    def _look_at(self, document: OpenDocument, *, thorough: bool) -> None:
        if document.is_untitled or document.is_saving:
            return
        state = self._state(document)
        state.is_thorough = state.is_thorough or thorough
        if state.is_looking:
            state.is_due = True
            return
        is_gone = state.sight is not None and state.sight.is_gone
        known = Known(
            document.path,
            document.file.digest,
            state.stamp,
            state.is_thorough,
            state.moved_to,
            self._folders() if is_gone and not state.is_decided else (),
        )
        state.is_looking, state.is_due, state.is_thorough = True, False, False
        self._number += 1
        self._asked[self._number] = document
        self._looker.look(self._number, known)

    def _state(self, document: OpenDocument) -> _Watched:
        return self._watched.setdefault(document, _Watched())

    # What was seen

    def _take(self, number: int, sight: Sight) -> None:
        document = self._asked.pop(number)
        state = self._watched.get(document)
        if state is None:
            return
        state.is_looking = False
        is_current = (sight.known.path, sight.known.digest) == (document.path, document.file.digest)
        if not is_current or document.is_saving:
            # It is about the document as it was: saved, moved or read again since.
            self._look_at(document, thorough=True)
            return
        if sight.is_same:
            state.stamp, state.sight, state.seen = sight.stamp, None, 0
            if state.moved_to == sight.known.moved_to:
                state.moved_to = None
            self.found_same.emit(document)
            if sight.moved_to is not None:
                self.renamed.emit(document, sight.moved_to)
        else:
            self._consider(document, state, sight)
        if state.is_due:
            self._look_at(document, thorough=False)

    def _consider(self, document: OpenDocument, state: _Watched, sight: Sight) -> None:
        """Wait until two looks see the same, so that nothing half written is taken."""
        if sight.is_unread:
            if state.sight is None or state.is_decided:
                return
        elif sight.is_like(state.sight):
            if state.is_decided:
                return
        else:
            state.sight, state.seen, state.is_decided = sight, -1, False
            # The stamp of a file that is gone is what it is recognised by elsewhere.
            state.stamp = sight.stamp or state.stamp
        state.seen += 1
        assert state.sight is not None  # noqa: S101  set above
        if state.seen < self._needed(document, state.sight):
            self._settling.start()
            return
        state.is_decided = True
        self.settled.emit(document, state.sight)

    def _needed(self, document: OpenDocument, sight: Sight) -> int:
        if document.path in self._unfinished:
            return _MANY
        if sight.file is not None and document.file.text.startswith(sight.file.text):
            return _MORE
        return _FEW


def _target(path: Path, moves: tuple[tuple[Path, Path], ...]) -> Path | None:
    """Return where a file was moved to, itself or with a folder around it."""
    target = None
    for old, new in moves:
        here = target or path
        if here.is_relative_to(old):
            target = new / here.relative_to(old)
    return target
