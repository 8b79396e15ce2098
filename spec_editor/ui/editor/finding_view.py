"""What was found in the text, shown in it: waves, hover texts, marks in the scroll bar, fixes."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QTextBlock,
)
from PySide6.QtWidgets import QMenu, QToolTip, QWidget

from spec_editor.core.findings import Finding, Severity, Span
from spec_editor.ui.editor.buffer import TextBuffer
from spec_editor.ui.editor.finding_marks import END_OF_LINE, Change, FindingMarks
from spec_editor.ui.editor.positions import index_of
from spec_editor.ui.editor.scroll_marks import MarkedScrollBar
from spec_editor.ui.editor.squiggles import areas_of, paint_wave
from spec_editor.ui.editor.text_view import TextView
from spec_editor.ui.editor.view import visible_blocks
from spec_editor.ui.fixes import add_fixes, quick_fix_keys
from spec_editor.ui.theme import Theme
from spec_editor.ui.words import finding_tip

_MOST_IN_TIP = 4


class FindingView(TextView):
    """A text in which findings are underlined; they move along while the text is edited."""

    action_requested = Signal(object)
    """Action: something found is to be fixed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks = FindingMarks()
        self._lines_before = self.blockCount()
        self._ticks = MarkedScrollBar(self)
        self.setVerticalScrollBar(self._ticks)
        self.document().contentsChange.connect(self._follow_edit)

    def show_buffer(self, buffer: TextBuffer) -> None:
        """Show a document's text; what was found in it is told anew."""
        self.document().contentsChange.disconnect(self._follow_edit)
        self._marks = FindingMarks()
        super().show_buffer(buffer)
        self._lines_before = self.blockCount()
        self.document().contentsChange.connect(self._follow_edit)

    @property
    def scroll_marks(self) -> MarkedScrollBar:
        """The scroll bar with its marks."""
        return self._ticks

    def set_findings(self, findings: Sequence[Finding], behind: int = 0) -> None:
        """Underline what was found, in the order of the text.

        ``behind`` says how many ``text_changed`` there were since the text that was judged.
        """
        is_known = findings == self._marks.findings
        self._marks.set_findings(findings, behind)
        if is_known:
            return
        lines: dict[Severity, list[int]] = {severity: [] for severity in Severity}
        messages: dict[int, list[str]] = {}
        for finding in findings:
            lines[finding.severity].append(finding.span.line)
            messages.setdefault(finding.span.line, []).append(finding.message)
        self._ticks.set_lines(lines, messages)
        self.viewport().update()

    def end_version(self) -> None:
        """The text as it is now is about to be judged; ``set_findings`` counts from here."""
        self._marks.end_version()

    def span_of(self, finding: Finding) -> Span:
        """Return where a finding stands now, where it stood when its text is gone."""
        return self._marks.span_of(finding) or finding.span

    def line_now(self, line: int, behind: int | None = None) -> int:
        """Return where a 1-based line of the text that was judged last stands now.

        With ``behind`` it is a line of the text before so many ``text_changed``.
        """
        return self._marks.line_now(line, behind)

    def span_now(self, span: Span) -> Span | None:
        """Return where a stretch of that text stands now, None when it was changed."""
        return self._marks.span_now(span)

    def findings_at_cursor(self) -> list[tuple[Finding, Span]]:
        """Return what was found at the cursor; where nothing was, what was found on its line."""
        cursor = self.textCursor()
        line = cursor.blockNumber() + 1
        place = (line, index_of(cursor.block().text(), cursor.positionInBlock()) + 1)
        found = list(self._marks.between(line, line))
        touched = [
            (finding, span)
            for finding, span in found
            if (span.line, span.column) <= place <= (span.end_line, span.end_column)
        ]
        return touched or found

    def open_fixes(self) -> QMenu:
        """Open a menu with what can be fixed at the cursor."""
        menu = QMenu(self)
        menu.setObjectName("fixMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._add_fixes(menu)
        menu.popup(self.viewport().mapToGlobal(self.cursorRect().bottomLeft()))
        choices = [entry for entry in menu.actions() if entry.isEnabled()]
        if choices:
            menu.setActiveAction(choices[0])
        return menu

    def _add_fixes(self, menu: QMenu) -> None:
        """Offer what can be fixed at the cursor."""
        if self.isReadOnly():
            menu.addAction("This document cannot be edited").setEnabled(False)
            return
        found = self.findings_at_cursor()
        add_fixes(menu, found, self._marks.findings, self.action_requested.emit)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the fixes for what was found at the pointer above what every editor offers."""
        if (
            event.reason() == QContextMenuEvent.Reason.Mouse
            and not self.textCursor().hasSelection()
        ):
            self.setTextCursor(self.cursorForPosition(event.pos()))
        menu = self.createStandardContextMenu(event.pos())
        menu.setObjectName("editorMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.findings_at_cursor() and not self.isReadOnly():
            usual = menu.actions()
            self._add_fixes(menu)
            menu.addSeparator()
            # What was there before comes last.
            for entry in usual:
                menu.removeAction(entry)
            menu.addActions(usual)
        menu.popup(event.globalPos())
        event.accept()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of ``theme``."""
        super().set_theme(theme)
        self.verticalScrollBar().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the waves under the text."""
        super().paintEvent(event)
        if not self._marks.findings:
            return
        painter = QPainter(self.viewport())
        descent = float(self.fontMetrics().descent())
        dirty = QRectF(event.rect())
        # The gravest last, so that it lies on top where several meet.
        areas = sorted(self._areas(), key=lambda found: -found[0].severity.rank)
        for finding, area in areas:
            if area.intersects(dirty):
                paint_wave(painter, area, descent, str(getattr(self.theme, finding.severity)))

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell what was found under the pointer when it rests."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tip(event)
            return True
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the menu of fixes by Ctrl+."""
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if control and event.key() == Qt.Key.Key_Period:
            self.open_fixes()
            event.accept()
            return
        super().keyPressEvent(event)

    def _areas(self) -> Iterator[tuple[Finding, QRectF]]:
        """Yield what was found in the lines in view and the areas it takes."""
        rows: dict[int, tuple[QTextBlock, QPointF]] = {
            block.blockNumber() + 1: (block, area.topLeft()) for block, area in visible_blocks(self)
        }
        if not rows:
            return
        first, last = min(rows), max(rows)
        for finding, span in self._marks.between(first, last):
            for line in range(max(first, span.line), min(last, span.end_line) + 1):
                for area in areas_of(self, *rows[line], span):
                    yield finding, area

    def _show_tip(self, event: QHelpEvent) -> None:
        """Show what was found under the pointer, or nothing."""
        found: dict[Finding, QRect] = {}
        for finding, area in self._areas():
            if area.contains(QPointF(event.pos())):
                found.setdefault(finding, area.toAlignedRect())
        if not found:
            QToolTip.hideText()
            return
        gravest = sorted(found, key=lambda finding: finding.severity.rank)
        text = "<hr>".join(finding_tip(finding) for finding in gravest[:_MOST_IN_TIP])
        if any(finding.fixable for finding in found):
            text += f"<br><i>{quick_fix_keys()} fixes it</i>"
        QToolTip.showText(event.globalPos(), text, self.viewport(), found[gravest[0]])

    def _follow_edit(self, position: int, removed: int, added: int) -> None:
        """Move the marks along with an edit."""
        document = self.document()
        lines = document.blockCount() - self._lines_before
        self._lines_before = document.blockCount()
        if not removed and not added:
            return
        start, new_end = self._place(position), self._place(position + added)
        old_line = new_end[0] - lines
        # What several removed lines held is gone: behind it on the last one nothing is known.
        old_column = start[1] + removed if old_line == start[0] else END_OF_LINE
        self._marks.note_change(Change(start, (old_line, old_column), new_end))

    def _place(self, position: int) -> tuple[int, int]:
        """Return the line and the column in code points of a UTF-16 position, both 1-based."""
        document = self.document()
        block = document.findBlock(min(position, document.characterCount() - 1))
        column = index_of(block.text(), max(0, position - block.position()))
        return block.blockNumber() + 1, column + 1
