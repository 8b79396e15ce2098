"""What is left to do in the specification, on one small sheet above the status bar."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QIcon,
    QKeyEvent,
    QPainter,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QProgressBar,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from spec_editor.core.findings import Severity
from spec_editor.core.report import DocumentReport, SectionReport, State
from spec_editor.core.unfinished import UNFINISHED_STATES, chapters, sections_in_state
from spec_editor.core.words import percent
from spec_editor.ui.icons import severity_icon, state_icon
from spec_editor.ui.theme import Theme, mixed
from spec_editor.ui.tree_view import Index, QuietTree, RowDelegate
from spec_editor.ui.words import SEVERITY_COUNTS, counted, percent_text

_WIDTH, _MOST_ROWS = 360, 16
_BAR_WIDTH, _BAR_HEIGHT = 56, 4
_LINE_ROLE = Qt.ItemDataRole.UserRole
_DONE_ROLE = Qt.ItemDataRole.UserRole + 1
_SECTIONS = {
    State.MISSING: ("section missing", "sections missing"),
    State.EMPTY: ("section empty", "sections empty"),
    State.EXAMPLE: ("section still example text", "sections still example text"),
    State.PLACEHOLDERS: ("section with placeholders", "sections with placeholders"),
}


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One row: its text, the 1-based line it leads to (0: a title, not to be chosen), its mark.

    ``completeness`` is that of a chapter, None for the other rows.
    """

    text: str
    line: int = 0
    icon: QIcon | None = None
    completeness: float | None = None


class Summary(QFrame):
    """A sheet that pops up; Enter or a click on a row goes there, Escape closes it."""

    line_requested = Signal(int)  # 1-based line that the chosen row is about

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("summary")
        self.setAccessibleName("What is left to do")
        self.setProperty("role", "sheet")
        self._theme = theme
        self._report: DocumentReport | None = None
        self.title = QLabel()
        self.title.setProperty("role", "title")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Completeness of the specification")
        self.left = QLabel()
        self.left.setProperty("role", "muted")
        self.left.setWordWrap(True)
        self.view = _SummaryList(theme)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(1, 14, 1, 6)
        rows.setSpacing(6)
        head = QVBoxLayout()
        head.setContentsMargins(11, 0, 15, 0)
        for widget in (self.title, self.bar, self.left):
            head.addWidget(widget)
        rows.addLayout(head)
        rows.addWidget(self.view)
        self.setFixedWidth(_WIDTH)
        self.view.clicked.connect(self._choose)
        self.view.activated.connect(self._choose)

    def show_report(self, report: DocumentReport) -> None:
        """Take what is said about the document; what is shown is brought up to date."""
        self._report = report
        if self.isVisible():
            self._show()

    def _show(self) -> None:
        """Show the report."""
        report = self._report
        if report is None:
            return
        self.title.setText(f"{percent(report.completeness)} % complete")
        self.bar.setValue(percent(report.completeness))
        self.bar.setProperty("done", report.completeness >= 1)
        self.bar.style().polish(self.bar)
        left = counted(report.placeholders, "placeholder")
        is_done = not any(row.line for row in _left_rows(report, self._theme))
        self.left.setText("Nothing is left to do." if is_done else f"{left} to replace")
        self.left.setVisible(is_done or bool(report.placeholders))
        self.view.show_rows(summary_rows(report, self._theme))
        self._fit()

    def open_above(self, anchor: QWidget) -> None:
        """Pop up with the right end above that of ``anchor``, within its screen."""
        self._show()
        place = anchor.mapToGlobal(QPoint(anchor.width() - self.width(), -self.height() - 6))
        screen = anchor.screen().availableGeometry()
        left = max(screen.left() + 4, min(place.x(), screen.right() - self.width() - 4))
        self.move(left, max(screen.top() + 4, place.y()))
        self.show()
        self.view.choose_first()
        self.view.setFocus(Qt.FocusReason.PopupFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Take on the theme's colours."""
        self._theme = theme
        self.view.set_theme(theme)
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close by Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _fit(self) -> None:
        """Be as high as the rows, up to a limit from which the list scrolls."""
        shown = min(_MOST_ROWS, self.view.model().rowCount())
        self.view.setFixedHeight(shown * self.view.row_height() + 8)
        self.adjustSize()

    def _choose(self, index: QModelIndex) -> None:
        """Go to what a row is about."""
        line = index.data(_LINE_ROLE)
        if line:
            self.close()
            self.line_requested.emit(line)


class _SummaryList(QuietTree):
    """The rows of the summary."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("check-circle-outline", theme)
        self.setObjectName("summaryView")
        self.setAccessibleName("What is left to do")
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self._rows = QStandardItemModel(self)
        self.setModel(self._rows)
        self._delegate = _SummaryDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.empty_state.hide()

    def show_rows(self, rows: Sequence[SummaryRow]) -> None:
        """List these rows; the chosen place stays."""
        place = self.currentIndex().row()
        self._rows.clear()
        for row in rows:
            self._rows.appendRow(_item(row))
        if 0 <= place < len(rows):
            self.setCurrentIndex(self._rows.index(place, 0))

    def choose_first(self) -> None:
        """Choose the first row that leads somewhere."""
        for number in range(self._rows.rowCount()):
            index = self._rows.index(number, 0)
            if index.data(_LINE_ROLE):
                self.setCurrentIndex(index)
                self.scrollToTop()
                return

    def row_height(self) -> int:
        """Return the height of a row in pixels."""
        return max(28, self.fontMetrics().height() + 12)

    def set_theme(self, theme: Theme) -> None:
        """Take on the theme's colours."""
        super().set_theme(theme)
        self._delegate.theme = theme

    def update_empty_state(self) -> None:
        """Show nothing in place of rows: the sheet says above that nothing is left."""


class _SummaryDelegate(RowDelegate):
    """Paints titles quietly, and the bar of a chapter at its right end."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        cell = QStyleOptionViewItem(option)
        cell.rect = option.rect.adjusted(4, 0, -8, 0)
        completeness = index.data(_DONE_ROLE)
        if completeness is not None:
            self._paint_done(painter, cell.rect, float(completeness), option)
            cell.rect = cell.rect.adjusted(0, 0, -_BAR_WIDTH - 56, 0)
        super().paint(painter, cell, index)

    def _paint_done(
        self, painter: QPainter, cell: QRect, completeness: float, option: QStyleOptionViewItem
    ) -> None:
        """Paint the bar and the share in percent."""
        theme = self.theme
        number = QRect(cell.right() - 44, cell.top(), 44, cell.height())
        painter.setPen(QColor(theme.muted))
        painter.setFont(option.font)
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(number, align, percent_text(completeness))
        left = float(number.left() - _BAR_WIDTH - 6)
        top = cell.center().y() - _BAR_HEIGHT / 2 + 0.5
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(mixed(theme.raised, theme.text, 0.18)))
        painter.drawRoundedRect(QRectF(left, top, _BAR_WIDTH, _BAR_HEIGHT), 2, 2)
        if completeness > 0:
            painter.setBrush(QColor(theme.ok if completeness >= 1 else theme.accent))
            done = max(_BAR_HEIGHT, _BAR_WIDTH * completeness)
            painter.drawRoundedRect(QRectF(left, top, done, _BAR_HEIGHT), 2, 2)


def summary_rows(report: DocumentReport, theme: Theme) -> list[SummaryRow]:
    """Return the rows: what is left by kind, then the chapters, the least complete first."""
    left = list(_left_rows(report, theme))
    rows = [SummaryRow("What is left"), *left] if left else []
    asked = [chapter for chapter in chapters(report.sections) if not chapter.exempt]
    if asked:
        rows.append(SummaryRow("Chapters"))
    for chapter in sorted(asked, key=lambda chapter: chapter.completeness):
        mark = state_icon(chapter.state, chapter.completeness, theme)
        line = _line_of(chapter, report.sections)
        rows.append(SummaryRow(chapter.title or "(no title)", line, mark, chapter.completeness))
    return rows


def _left_rows(report: DocumentReport, theme: Theme) -> Iterator[SummaryRow]:
    """Yield one row for each kind of thing that is left, leading to the first of its kind."""
    for state in UNFINISHED_STATES:
        sections = [s for s in sections_in_state(report.sections, state) if not s.optional]
        if sections:
            mark = state_icon(state, 0.5, theme)
            line = _line_of(sections[0], report.sections)
            yield SummaryRow(counted(len(sections), *_SECTIONS[state]), line, mark)
    for severity in Severity:
        lines = [found.span.line for found in report.findings if found.severity is severity]
        if lines:
            mark = severity_icon(severity, theme)
            yield SummaryRow(counted(len(lines), *SEVERITY_COUNTS[severity]), min(lines), mark)


def _line_of(section: SectionReport, sections: Sequence[SectionReport]) -> int:
    """Return a section's line; for a missing one the end of what stands before its place."""
    line = 1
    for other in sections:
        if other is section:
            break
        line = other.last_line or line
        if other.level < section.level:
            line = other.line or line
    return section.line or line


def _item(row: SummaryRow) -> QStandardItem:
    """Return a row as an item of Qt's model."""
    item = QStandardItem(row.text)
    item.setData(row.line, _LINE_ROLE)
    if row.icon is not None:
        item.setIcon(row.icon)
    if row.completeness is not None:
        item.setData(row.completeness, _DONE_ROLE)
        done = f"{row.text}, {percent(row.completeness)} % complete"
        item.setData(done, Qt.ItemDataRole.AccessibleTextRole)
    if not row.line:
        font = item.font()
        font.setWeight(font.Weight.DemiBold)
        item.setFont(font)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
    return item
