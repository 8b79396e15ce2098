"""The versions of a file that were kept, and what the chosen one says otherwise."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from spec_editor.core.section_diff import SectionChange, SectionDiff, SectionVersions
from spec_editor.core.versions import Version
from spec_editor.core.words import unmasked
from spec_editor.ui.controls import firm_splitter, plain_label, quiet_button
from spec_editor.ui.history.words import version_words
from spec_editor.ui.moments import when_words
from spec_editor.ui.row_list import ListRow, RowList
from spec_editor.ui.section_comparison import SectionComparison
from spec_editor.ui.words import counted

_NOW = "Text now"
_RESTORE_SECTION = {
    SectionChange.ADDED: "Take Out This Section",
    SectionChange.REMOVED: "Put Back This Section",
}


class HistoryDialog(QDialog):
    """A list of versions; the sections of the chosen one that differ from the text now.

    Enter on a version goes to its sections, on a section it restores that one.

    It asks for the difference of a version when one is chosen, and shows what it is given; an
    answer for a version that is not chosen any more only tells how many sections differ.
    """

    version_chosen = Signal(str)  # the version's key: its difference is wanted
    restore_requested = Signal(str)  # the version's key
    section_restore_requested = Signal(str, int)  # the key, the section's place in the difference

    def __init__(
        self, name: str, read_only_reason: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._read_only_reason = read_only_reason
        self.setObjectName("historyDialog")
        self.setWindowTitle(f"History of {unmasked(name)}")
        self.resize(1160, 700)
        self._versions: dict[str, Version] = {}
        self._changes: dict[str, int] = {}
        self._now = 0.0
        self.summary = plain_label("", "title")
        self.hint = plain_label(
            read_only_reason
            or "A version is kept each time the file is saved. Restoring changes the text in the"
            " editor, as one step that can be undone; nothing is written before you save.",
            "muted",
        )
        self.list = RowList("Versions", "history")
        self.list.setObjectName("versions")
        self.list.empty_state.set_texts(
            "No versions yet", "One is kept each time you save this file."
        )
        self.comparison = SectionComparison("Version", _NOW)
        self.section_button = quiet_button("Restore This Section")
        self.section_button.setDefault(True)
        self.whole_button = quiet_button("Restore Whole Version")
        self.close_button = quiet_button("Close")
        self._lay_out()
        self.list.row_chosen.connect(self._ask)
        self.list.activated.connect(self.comparison.setFocus)
        self.comparison.section_chosen.connect(lambda _place: self._enable())
        self.section_button.clicked.connect(self._restore_section)
        self.whole_button.clicked.connect(lambda: self.restore_requested.emit(self.chosen()))
        self.close_button.clicked.connect(self.reject)
        self.set_versions((), 0.0)

    def _lay_out(self) -> None:
        splitter = firm_splitter(Qt.Orientation.Horizontal, self.list, self.comparison)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([230, 880])
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.section_button)
        buttons.addWidget(self.whole_button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 20, 24, 16)
        rows.setSpacing(4)
        rows.addWidget(self.summary)
        rows.addWidget(self.hint)
        rows.addSpacing(8)
        rows.addWidget(splitter, 1)
        rows.addSpacing(8)
        rows.addLayout(buttons)
        self.list.setFocus()

    def set_versions(self, versions: Sequence[Version], now: float) -> None:
        """Show the versions, the newest first; ``now`` is in seconds since 1970.

        The first one is chosen.
        """
        self._versions = {version.key: version for version in versions}
        self._minutes = Counter(version.when // 60 for version in versions)
        self._changes, self._now = {}, now
        self.summary.setText(counted(len(versions), "version") if versions else "No versions")
        self.comparison.show_nothing("", "")
        self.comparison.setVisible(bool(versions))
        self.list.set_rows([self._row(version) for version in versions])
        self._enable()
        if versions:
            self.list.choose(versions[0].key)

    def show_diff(self, key: str, diff: SectionDiff) -> None:
        """Show what differs between a version and the text now."""
        self.set_changes(key, diff.changes)
        if key == self.chosen():
            self.comparison.columns.set_titles(self._title(key), _NOW)
            self.comparison.show_diff(diff)
            self._enable()

    def set_changes(self, key: str, changes: int) -> None:
        """Tell in how many sections the text now differs from a version."""
        if key in self._versions:
            self._changes[key] = changes
            self.list.update_row(self._row(self._versions[key]))

    def show_problem(self, key: str, text: str) -> None:
        """Say why a version cannot be shown; with an empty key, why there is none."""
        if not key:
            self.list.empty_state.set_texts("The versions cannot be shown", text)
        elif key == self.chosen():
            self.comparison.show_nothing("This version cannot be shown", text)
            self._enable()

    def chosen(self) -> str:
        """Return the key of the version that is chosen, empty when there is none."""
        key = self.list.chosen()
        return key if isinstance(key, str) else ""

    def _ask(self, key: str) -> None:
        """Ask for the difference of a version; until it is there nothing can be restored."""
        self.comparison.show_nothing("", "Comparing…")
        self._enable()
        self.version_chosen.emit(key)

    def _restore_section(self) -> None:
        place = self.comparison.list.chosen()
        if isinstance(place, int):
            self.section_restore_requested.emit(self.chosen(), place)

    def _enable(self) -> None:
        """Offer what can be done with the version and the section that are chosen."""
        section = self.comparison.chosen()
        can_restore = section is not None and not self._read_only_reason
        self.section_button.setText(_restore_words(section))
        self.section_button.setEnabled(can_restore)
        self.whole_button.setEnabled(can_restore)

    def _title(self, key: str) -> str:
        """Say when a version was kept, to the second where others are of the same minute."""
        when = self._versions[key].when
        return when_words(when, self._now, with_seconds=self._minutes[when // 60] > 1)

    def _row(self, version: Version) -> ListRow:
        changes = self._changes.get(version.key)
        return ListRow(
            version.key,
            self._title(version.key),
            version_words(version, changes),
            "history" if changes != 0 else "equal",
        )


def _restore_words(section: SectionVersions | None) -> str:
    change = section.change if section else SectionChange.CHANGED
    return _RESTORE_SECTION.get(change, "Restore This Section")
