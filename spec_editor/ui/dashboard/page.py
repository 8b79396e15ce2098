"""The dashboard: all specifications of the opened folders at a glance."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from spec_editor.core.report import SpecEntry
from spec_editor.core.status import STAGE_WORDS, Stage
from spec_editor.core.totals import totals_of
from spec_editor.core.words import unmasked
from spec_editor.ui.controls import Button, ChoiceBox
from spec_editor.ui.dashboard.rows import Column, Filter, Only, Sorting
from spec_editor.ui.dashboard.table import DashboardTable
from spec_editor.ui.dashboard.tiles import Tiles
from spec_editor.ui.icons import icon
from spec_editor.ui.in_steps import InSteps, Steps
from spec_editor.ui.search_field import SearchField
from spec_editor.ui.theme import Theme
from spec_editor.ui.words import counted, elided

_FEW = 2_000  # so many are brought up to date at once
_PAUSE = 200  # milliseconds in which changes are collected
_ONLY_TEXTS = (
    (Only.ALL, "All specifications"),
    (Only.INCOMPLETE, "Not complete"),
    (Only.FINDINGS, "With findings"),
    (Only.ERRORS, "With errors"),
)
_KINDS = (("html", "&Web Page (HTML)…"), ("csv", "&Table for Spreadsheets (CSV)…"))
_ROOM_FOR_TILES = 0.4  # of the page's height
_ROOM_FOR_WORDS = 620  # logical pixels


class Dashboard(QFrame):
    """Numbers over all specifications, and below them a table that can be filtered and sorted."""

    file_requested = Signal(object)  # path (a str) of the specification that was chosen
    export_requested = Signal(str)  # "html" or "csv"
    left = Signal()  # back to the document

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, pause: int = _PAUSE) -> None:
        super().__init__(parent)
        self.setObjectName("dashboard")
        self.setAccessibleName("Dashboard")
        self._entries: dict[str, SpecEntry] = {}
        self._sorting = Sorting()
        self._is_stale = True
        self._work = InSteps(self)
        self._pause = QTimer(self, singleShot=True)
        self._pause.setInterval(pause)
        self._pause.timeout.connect(self._show_news)
        self._title = "Dashboard"
        self.title = QLabel()
        self.back = Button()
        self.back.setAccessibleName("Back to document")
        self.export = Button("Export…")
        self.tiles = Tiles(theme)
        self.text = SearchField("dashboardFilter", "Filter specifications")
        self.stage = ChoiceBox()
        self.only = ChoiceBox()
        self.count = QLabel()
        self.table = DashboardTable(theme)
        self._fill()
        self._lay_out()
        self._connect()
        self.set_theme(theme)

    # What is shown

    def set_title(self, title: str) -> None:
        """Say whose specifications they are; empty for nobody's."""
        text = elided(unmasked(title), 60)
        self._title = f"Dashboard – {text}" if text else "Dashboard"
        self._fit()

    def set_entries(self, entries: Sequence[SpecEntry]) -> None:
        """Take all specifications of the opened folders."""
        self._entries = {entry.path: entry for entry in entries}
        self._show_soon()

    def update_entries(self, entries: Iterable[SpecEntry]) -> None:
        """Take what is known now about some of them; unknown ones are left out."""
        known = {entry.path: entry for entry in entries if entry.path in self._entries}
        self._entries.update(known)
        if known:
            self._show_soon()

    def listed(self) -> list[SpecEntry]:
        """Return the specifications as the filter lets them through, in the table's order."""
        return self._sorting.apply(self.filter().apply(self._entries.values()))

    def filter(self) -> Filter:
        """Return what is to be listed."""
        stage = self.stage.currentData()
        return Filter(
            self.text.text().strip(),
            Stage(stage) if stage else None,
            Only(self.only.currentData() or Only.ALL),
        )

    def clear_filter(self) -> None:
        """List everything."""
        for box in (self.stage, self.only):
            box.setCurrentIndex(0)
        self.text.clear()

    def sort_by(self, column: int) -> None:
        """Sort by a column; by the same one again the other way round."""
        self._sorting = self._sorting.clicked(Column(column))
        self._show()

    def set_theme(self, theme: Theme) -> None:
        """Take on the theme's colours."""
        self.tiles.set_theme(theme)
        self.text.set_theme(theme)
        self.table.set_theme(theme)
        self.back.setIcon(icon("arrow-left", theme))
        self.export.setIcon(icon("export-variant", theme))

    # Events

    def showEvent(self, event: QShowEvent) -> None:
        """Bring up to date what was not looked at."""
        super().showEvent(event)
        if self._is_stale:
            self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep room for the table, and the title beside the buttons."""
        super().resizeEvent(event)
        self.tiles.limit(int(event.size().height() * _ROOM_FOR_TILES))
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back by Escape, and to the filter by the key that finds."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.matches(QKeySequence.StandardKey.Find):
            self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.text.selectAll()
        else:
            super().keyPressEvent(event)

    # Building

    def _fill(self) -> None:
        """Give the controls their texts."""
        font = self.title.font()
        font.setPointSizeF(font.pointSizeF() * 1.4)
        font.setWeight(font.Weight.DemiBold)
        self.title.setFont(font)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setMinimumWidth(1)
        self.count.setProperty("role", "muted")
        self.stage.setObjectName("dashboardStage")
        self.stage.setAccessibleName("Status")
        self.stage.addItem("All statuses", "")
        for stage in Stage:
            self.stage.addItem(STAGE_WORDS[stage], str(stage))
        self.only.setObjectName("dashboardOnly")
        self.only.setAccessibleName("Show")
        for only, text in _ONLY_TEXTS:
            self.only.addItem(text, str(only))
        menu = QMenu(self.export)
        menu.setObjectName("dashboardExport")
        for kind, text in _KINDS:
            action = menu.addAction(text)
            action.setObjectName(kind)
            action.triggered.connect(lambda _=False, kind=kind: self.export_requested.emit(kind))
        self.export.setMenu(menu)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        head.addWidget(self.export)
        head.addWidget(self.back)
        filters = QHBoxLayout()
        filters.setSpacing(8)
        self.text.setMinimumWidth(100)
        self.text.setMaximumWidth(320)
        filters.addWidget(self.text, 1)
        filters.addWidget(self.stage)
        filters.addWidget(self.only)
        filters.addStretch(1)
        filters.addWidget(self.count)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 12, 16, 0)
        rows.setSpacing(12)
        rows.addLayout(head)
        rows.addWidget(self.tiles)
        rows.addLayout(filters)
        rows.addWidget(self.table, 1)

    def _connect(self) -> None:
        """Wire the parts of the page."""
        self.text.textChanged.connect(self._show)
        self.text.left.connect(self._go_into_table)
        self.stage.currentIndexChanged.connect(self._show)
        self.only.currentIndexChanged.connect(self._show)
        self.table.sort_requested.connect(self.sort_by)
        self.table.file_requested.connect(self.file_requested)
        self.table.left.connect(self.left)
        self.table.empty_state.action_requested.connect(self.clear_filter)
        self.tiles.oldest.file_requested.connect(self.file_requested)
        self.back.clicked.connect(self.left)

    def _fit(self) -> None:
        """Shorten what stands at the top where there is no room for it."""
        is_wide = self.width() >= _ROOM_FOR_WORDS
        self.back.setText("Back to Document" if is_wide else "Back")
        room = self.width() - self.back.sizeHint().width() - self.export.sizeHint().width() - 56
        metrics = self.title.fontMetrics()
        elide = Qt.TextElideMode.ElideRight
        self.title.setText(metrics.elidedText(self._title, elide, max(40, room)))

    # Bringing up to date

    def _show_soon(self) -> None:
        """Show after a moment what is known now; later while nobody looks."""
        self._is_stale = True
        if self.isVisible() and not self._pause.isActive():
            self._pause.start()

    def _show_news(self) -> None:
        """Show what has come, but not before what is under way: news may come without end."""
        if self._work.is_idle:
            self._show()
        else:
            self._pause.start()

    def _show(self) -> None:
        """Show what is known now; of many it is found out in steps."""
        self._is_stale = False
        self._work.begin(self._showing())
        if len(self._entries) <= _FEW:
            self._work.finish()

    def _showing(self) -> Steps[None]:
        let_through = self.filter().apply(self._entries.values())
        yield
        listed = self._sorting.apply(let_through)
        yield
        totals = totals_of(self._entries.values())
        yield
        self.tiles.show_totals(totals)
        self.table.show_rows(listed, self._sorting)
        total = len(self._entries)
        is_all = len(listed) == total
        self.count.setText("" if is_all else f"{len(listed):,} of {total:,}")
        self.export.setEnabled(bool(listed))
        self.export.setToolTip(f"Export {counted(len(listed), 'specification')} as listed")
        if self._entries:
            texts = ("No specification fits", "The filter hides them all.", "Show All")
        else:
            texts = ("No specifications", "Open a folder that holds Markdown files.", "")
        self.table.empty_state.set_texts(*texts)

    def _go_into_table(self) -> None:
        """Give the table the focus, with its first row chosen if none is."""
        self._work.finish()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.table.entries.index(0, 0))
