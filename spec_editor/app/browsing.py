"""One document's earlier versions, shown beside the text now, and restored from.

Loaded when somebody wants to see them.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from spec_editor.app.background import Background
from spec_editor.app.documents import OpenDocument
from spec_editor.core.section_diff import SectionDiff, compare_sections
from spec_editor.core.versions import Version
from spec_editor.storage.errors import UnreadableTextError
from spec_editor.storage.history import History
from spec_editor.storage.history import Version as KeptVersion
from spec_editor.storage.text_file import decode
from spec_editor.ui.history.dialog import HistoryDialog
from spec_editor.ui.moments import when_words
from spec_editor.ui.section_words import title_words

T = TypeVar("T")

# Of so many bytes of the newest versions it is found out beforehand how much they differ.
_MOST_COMPARED = 5_000_000


@dataclass(frozen=True, slots=True)
class _Compared:
    """What was compared: an earlier text with the text that the document had."""

    key: str
    old: str
    now: str
    diff: SectionDiff


class Browsing(QObject):
    """One document's history while its box is open."""

    told = Signal(str)

    def __init__(
        self, window: QWidget, document: OpenDocument, history: History, background: Background
    ) -> None:
        self.dialog = HistoryDialog(document.name, document.read_only_reason, window)
        super().__init__(self.dialog)
        self._document = document
        self._history = history
        self._background = background
        self._kept: dict[str, KeptVersion] = {}
        self._to_count: Iterator[str] = iter(())
        self._shown: _Compared | None = None
        self._is_open = True
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog.version_chosen.connect(self._compare)
        self.dialog.restore_requested.connect(self._restore)
        self.dialog.section_restore_requested.connect(self._restore_section)
        self.dialog.finished.connect(self._end)
        # Another program may change the file meanwhile, and a restored section does.
        document.buffer.edited.connect(self._compare_anew)

    def begin(self) -> None:
        """Show the box, and what there is as soon as it was read."""
        self.dialog.open()
        path = self._document.path
        self._run(
            lambda: self._history.versions(path),
            self._list,
            lambda reason: self.dialog.show_problem("", reason),
        )

    def _end(self) -> None:
        self._is_open = False

    def _run(
        self, work: Callable[[], T], then: Callable[[T], None], failed: Callable[[str], None]
    ) -> None:
        """Do ``work`` in the background; what comes when the box is closed is dropped."""
        self._background.run(
            work,
            lambda result: then(result) if self._is_open else None,
            lambda error: failed(str(error)) if self._is_open else None,
        )

    def _list(self, versions: Sequence[KeptVersion]) -> None:
        self._kept = {str(version.number): version for version in versions}
        self.dialog.set_versions(
            [Version(key, kept.when, kept.size) for key, kept in self._kept.items()], time.time()
        )
        self._count()

    def _compared(self, key: str) -> Callable[[], _Compared]:
        """Return what compares a version with the text as it is now, to be called anywhere."""
        kept, now = self._kept[key], self._document.text()
        encoding = self._document.file.format.encoding

        def compare() -> _Compared:
            old = _text_of(kept.path, self._history.bytes_of(kept), encoding)
            return _Compared(key, old, now, compare_sections(old, now))

        return compare

    def _compare(self, key: str) -> None:
        """Show what differs between a version and the text now."""
        self._shown = None
        self._run(
            self._compared(key), self._show, lambda reason: self.dialog.show_problem(key, reason)
        )

    def _compare_anew(self) -> None:
        """Show what differs from the text as it is now."""
        if self._is_open and self.dialog.chosen():
            self._compare(self.dialog.chosen())
            self._count()

    def _show(self, compared: _Compared) -> None:
        if compared.key == self.dialog.chosen():
            self._shown = compared
        self.dialog.show_diff(compared.key, compared.diff)

    def _count(self) -> None:
        """Find out, one after the other, how much the newest versions differ from the text."""
        sizes = accumulate(kept.size for kept in self._kept.values())
        near = [key for key, size in zip(self._kept, sizes, strict=True) if size < _MOST_COMPARED]
        self._to_count = iter(near)
        self._count_next()

    def _count_next(self, counted: _Compared | None = None) -> None:
        if counted is not None and counted.now == self._document.text():
            self.dialog.set_changes(counted.key, counted.diff.changes)
        key = next(self._to_count, None)
        if key is not None:
            self._run(self._compared(key), self._count_next, lambda _: self._count_next())

    def _is_fresh(self, shown: _Compared | None, key: str) -> bool:
        """Say whether what is shown still holds; show it anew where it does not."""
        if shown is None or shown.key != key or shown.now != self._document.text():
            self._compare(key)
            return False
        return True

    def _restore(self, key: str) -> None:
        shown = self._shown
        if shown is not None and self._is_fresh(shown, key):
            self._document.buffer.replace_text(shown.old)
            self.told.emit(f"{self._document.name} is as it was {self._when(key)}; save to keep it")
            self.dialog.accept()

    def _restore_section(self, key: str, place: int) -> None:
        shown = self._shown
        if shown is None or not self._is_fresh(shown, key):
            return
        title = title_words(shown.diff.sections[place].title)

        def take(text: str) -> None:
            if self._is_fresh(shown, key):
                self._document.buffer.replace_text(text)
                self.told.emit(f"“{title}” is as it was {self._when(key)}; save to keep it")

        self._run(
            lambda: shown.diff.with_old(place),
            take,
            lambda reason: self.dialog.show_problem(key, reason),
        )

    def _when(self, key: str) -> str:
        words = when_words(self._kept[key].when, time.time())
        return words[0].lower() + words[1:] if words.startswith(("Today", "Yesterday")) else words


def _text_of(path: Path, data: bytes, encoding: str) -> str:
    """Return the text of an earlier version: what says nothing else is encoded as the file is."""
    file = decode(path, data)
    if not file.warning:
        return file.text
    try:
        return decode(path, data, encoding).text
    except UnreadableTextError:
        return file.text
