"""What happens to the open documents when their files change on the disk."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from spec_editor.app import disk_notices
from spec_editor.app.disk_looks import DiskLooks
from spec_editor.app.disk_notices import DISK, place_words
from spec_editor.app.document_notices import DocumentNotices
from spec_editor.app.documents import Documents, OpenDocument
from spec_editor.core.words import unmasked
from spec_editor.storage.looking import Sight
from spec_editor.storage.text_file import TextFile
from spec_editor.storage.text_format import TextFormat
from spec_editor.ui.notices import Notice

if TYPE_CHECKING:
    from spec_editor.core.section_merge import SectionMerge

# A longer text is merged when it is asked for, and not only to say beforehand how it would go.
_MOST_TO_TRY = 120_000


@dataclass(frozen=True, slots=True)
class _State:
    """A text with the file that it was made from, and how it is to be written."""

    text: str
    file: TextFile
    wanted: TextFormat


class Disk(QObject):
    """Takes up what other programs wrote, or tells of it where there is unsaved text."""

    reloaded = Signal(object)  # OpenDocument: its file was read again
    conflicted = Signal(object)  # OpenDocument: somebody has to decide about its file
    changed = Signal(object)  # OpenDocument: its file_state is another one
    followed = Signal(object, object)  # OpenDocument: it belongs to its file elsewhere; Path before
    told = Signal(str)  # a message for the status bar
    compare_requested = Signal(object, object)  # OpenDocument, TextFile: the one on the disk
    merge_requested = Signal(object, object)  # OpenDocument, TextFile: the one on the disk
    save_again_requested = Signal(object)  # OpenDocument: its file is gone and shall be there
    save_as_requested = Signal()  # the shown document
    close_requested = Signal(object)  # OpenDocument

    def __init__(
        self,
        documents: Documents,
        notices: DocumentNotices,
        looks: DiskLooks,
        folders: Callable[[], tuple[Path, ...]] = lambda: (),
        parent: QObject | None = None,
    ) -> None:
        """``folders`` gives the open folders, inside which a document follows its file."""
        super().__init__(parent)
        self._documents = documents
        self._notices = notices
        self._looks = looks
        self._folders = folders
        # Before and after each answer since the document was saved or read again.
        self._answers: dict[OpenDocument, tuple[_State, ...]] = {}

    # What was seen

    def take_same(self, document: OpenDocument) -> None:
        """The file has the content that is known: nothing to do, and nothing to ask any more."""
        if document.file_state and not document.has_changes:
            document.buffer.set_modified(False)
        self._clear(document)

    def take_sight(self, document: OpenDocument, sight: Sight) -> None:
        """Do what the file's other content, or its absence, means for the document."""
        # A wish to convert the file is no reason to ask: it goes with another text as well.
        is_clean = not document.buffer.is_modified or document.text() == document.file.text
        if sight.is_gone:
            self._take_gone(document, sight.moved_to, is_clean=is_clean)
        elif sight.file is None:
            document.buffer.set_modified(True)
            notice = disk_notices.unreadable(document.path, sight.problem)
            self._ask(document, "cannot be read", notice)
        elif is_clean or document.text() == sight.file.text:
            self._reload(document, sight.file, document.wanted_format)
        else:
            fits = self._fits(document, sight.file)
            self._ask(document, "changed on disk", disk_notices.changed(document.name, fits=fits))
            self.conflicted.emit(document)

    def _take_gone(self, document: OpenDocument, target: Path | None, *, is_clean: bool) -> None:
        # This may be the last copy: leaving it must ask.
        if target is not None and self._documents.find(target) is None:
            if is_clean and self._is_near(document.path, target):
                self.follow(document, target)
                return
            notice = disk_notices.moved(document.path, target)
            document.buffer.set_modified(True)
            self._ask(document, "moved away", notice)
            return
        document.buffer.set_modified(True)
        self._ask(document, "deleted", disk_notices.deleted(document.name))

    def _is_near(self, path: Path, target: Path) -> bool:
        """Say whether a file stayed where one would look for it, so that nobody need be asked."""
        return path.parent == target.parent or any(
            target.is_relative_to(folder) for folder in self._folders()
        )

    def _fits(self, document: OpenDocument, theirs: TextFile) -> bool:
        texts = (document.file.text, document.text(), theirs.text)
        return sum(map(len, texts)) < _MOST_TO_TRY and not _merged(document, theirs).conflicts

    def _ask(self, document: OpenDocument, state: str, notice: Notice) -> None:
        document.needs_decision = True
        self._notices.tell(document, notice)
        self._set_state(document, state)

    def _clear(self, document: OpenDocument) -> None:
        document.needs_decision = False
        self._notices.hide(document, DISK)
        self._set_state(document, "")

    def _set_state(self, document: OpenDocument, state: str) -> None:
        if document.file_state != state:
            document.file_state = state
            self.changed.emit(document)

    # What becomes of it

    def _reload(
        self, document: OpenDocument, file: TextFile, wanted: TextFormat | None = None
    ) -> None:
        """Take up the file's text as one step that can be undone; the cursor stays."""
        self.forget(document)
        document.buffer.replace_text(file.text)
        document.buffer.set_modified(False)
        self._documents.take_file(document, file)
        if wanted is not None and not wanted.is_like(file.format):
            self._documents.convert(document, wanted)
        self._looks.begin_anew(document)
        self._clear(document)
        self.reloaded.emit(document)

    def follow(self, document: OpenDocument, target: Path) -> None:
        """Let a document belong to its file at the new place."""
        name, before = document.name, document.path
        self._documents.rename(document, target)
        self._looks.begin_anew(document)
        if not document.has_changes:
            document.buffer.set_modified(False)
        self._clear(document)
        self.followed.emit(document, before)
        self.told.emit(
            f"{unmasked(name)} was moved to {place_words(before, target)} by another program"
        )

    def note_saved(self, document: OpenDocument) -> None:
        """What is on the disk is the document's own text again."""
        self.forget(document)
        self._looks.begin_anew(document)
        self._clear(document)

    def insist(self, document: OpenDocument) -> None:
        """Show the question that has to be answered before the document can be saved."""
        self._documents.show(document)
        notice = document.notices.get(DISK)
        if notice is None:
            # Saving found it first: what it is, is to be seen.
            self._looks.look_at(document)
        else:
            self._notices.hide(document, DISK)
            self._notices.tell(document, notice)
        name = unmasked(document.name)
        self.told.emit(
            f"{name} was not saved: its file was changed, or is gone. Decide above the text."
        )

    def answer(self, key: str, action: str) -> None:
        """Do what a notice's button says."""
        document = self._documents.current
        sight = self._looks.sight_of(document) if document else None
        if document is None or sight is None or key != DISK:
            return
        theirs, target = sight.file, sight.moved_to
        if action == "save":
            self.save_again_requested.emit(document)
        elif action == "save-as":
            self.save_as_requested.emit()
        elif action == "close":
            self.close_requested.emit(document)
        elif action == "follow" and target is not None:
            self.follow(document, target)
        elif theirs is not None:
            self._answer_conflict(document, theirs, action)

    def _answer_conflict(self, document: OpenDocument, theirs: TextFile, action: str) -> None:
        name = unmasked(document.name)
        if action == "theirs":
            before = _State(document.text(), document.file, document.format)
            self._reload(document, theirs)
            self._answers[document] = before, _State(theirs.text, theirs, theirs.format)
            self.told.emit(f"{name} has the text of the disk now; undo leads back to yours")
        elif action == "mine":
            self.take_base(document, theirs)
            self.told.emit(f"Your text of {name} stays; saving it replaces what is on the disk")
        elif action == "compare":
            self.compare_requested.emit(document, theirs)
        elif action == "merge":
            self._merge(document, theirs)

    def take_base(self, document: OpenDocument, theirs: TextFile) -> None:
        """Let what is on the disk be what the document was made from: saving overwrites it.

        It is written as it was going to be, also when what is on the disk is written otherwise.
        """
        base = replace(theirs, warning=document.file.warning)
        self._go_on_from(document, base, document.format)

    def take_merge(self, document: OpenDocument, theirs: TextFile, mine: str) -> None:
        """Let a document that has both sets of changes be made from what is on the disk.

        Newlines and encoding are what the other program has made of them, unless the file was to
        be converted here. ``mine`` is the text before: undoing the merge leads back to the
        question that it was the answer to.
        """
        before = _State(mine, document.file, document.format)
        after = _State(document.text(), theirs, document.wanted_format or theirs.format)
        self._go_on_from(document, after.file, after.wanted)
        self._answers[document] = (*self._answers.get(document, ()), before, after)

    def take_edit(self, document: OpenDocument) -> None:
        """Notice that an answer was undone, or done again: the question comes back, or goes."""
        text = document.text() if document in self._answers else ""
        for state in self._answers.get(document, ()):
            if state.text == text and state.file.digest != document.file.digest:
                self._go_on_from(document, state.file, state.wanted)

    def forget(self, document: OpenDocument) -> None:
        """Undoing leads to no question any more: the document was saved, read again, closed."""
        self._answers.pop(document, None)

    def _go_on_from(self, document: OpenDocument, base: TextFile, wanted: TextFormat) -> None:
        self._documents.take_file(document, replace(base, path=document.path, read_only_reason=""))
        self._documents.convert(document, base.format if wanted.is_like(base.format) else wanted)
        # Undoing leads to what the file held before, and that is no longer what it holds.
        document.buffer.set_modified(document.has_changes)
        self._looks.begin_anew(document)
        self._clear(document)

    def _merge(self, document: OpenDocument, theirs: TextFile) -> None:
        """Merge at once what fits together; what does not is decided section by section."""
        if not self._fits(document, theirs):
            self.merge_requested.emit(document, theirs)
            return
        mine = document.text()
        document.buffer.replace_text(_merged(document, theirs).text())
        self.take_merge(document, theirs, mine)
        self.told.emit(
            f"{unmasked(document.name)} has both sets of changes now; save it to keep them"
        )


def _merged(document: OpenDocument, theirs: TextFile) -> "SectionMerge":
    from spec_editor.core.section_merge import merge_sections

    return merge_sections(document.file.text, document.text(), theirs.text)
