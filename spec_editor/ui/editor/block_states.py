"""The kinds of the document's lines, kept up to date in slices short enough not to be felt.

A line's state is stored in its block's ``userState``: in the upper bits the number of the state, in
the lower ones the generation of colours that the line has (0 for none), so that all lines lose
theirs at once when the generation changes. -1 means that the line was never judged.
"""

from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument

from spec_editor.core.leading_data import front_matter_lines
from spec_editor.ui.editor.lines import START, Kind, LineState, data_line, scan_line

_GENERATION_BITS = 11
_GENERATIONS = (1 << _GENERATION_BITS) - 1
_MOST_STATES = 1 << (30 - _GENERATION_BITS)
_LINES_BETWEEN_LOOKS_AT_THE_CLOCK = 32
_GUESS_LINES = 300
# More lines than the data in front of a text can have, and so much of each that its kind is known.
_MOST_DATA_LINES = 250
_DATA_WIDTH = 200


class BlockStates(QObject):
    """Judges the lines after each change, the rest of a long document when nothing else runs."""

    changed = Signal()
    """Coloured lines, judged later than the change that touched them, turned out differently."""

    def __init__(self, document: QTextDocument, slice_seconds: float = 0.003) -> None:
        super().__init__(document)
        self._document = document
        self._slice = slice_seconds
        self._numbers: dict[LineState, int] = {}
        self._states: list[LineState] = []
        self._generation = 1
        self._color_lost = False
        self._data_lines = 0
        self._next: QTextCursor | None = None
        self._until: QTextCursor | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._continue)

    @property
    def is_finished(self) -> bool:
        """Whether every line is judged."""
        return self._next is None

    def state_of(self, block: QTextBlock) -> LineState:
        """Return a line's state; for a line not reached yet, a guess that is corrected later."""
        stored = block.userState()
        if stored < 0:
            self._guess(block)
            stored = block.userState()
        return self._states[stored >> _GENERATION_BITS]

    def restart(self) -> None:
        """Judge the whole document anew, after it was replaced."""
        self._next = QTextCursor(self._document)
        self._until = QTextCursor(self._document)
        self._until.movePosition(QTextCursor.MoveOperation.End)
        self._continue()

    def update(self, first: QTextBlock, last_position: int) -> None:
        """Judge the changed lines, from ``first`` to the one at ``last_position``."""
        before = first.previous()
        if before.isValid():
            first = before
        self._scan(first, last_position)

    def has_colors(self, block: QTextBlock) -> bool:
        """Say whether the line was coloured since it changed."""
        stored = block.userState()
        return stored >= 0 and stored & _GENERATIONS == self._generation

    def mark_colored(self, block: QTextBlock, colored: bool) -> None:
        """Remember whether the line has its colours."""
        stored = block.userState()
        if stored >= 0:
            block.setUserState((stored & ~_GENERATIONS) | (self._generation if colored else 0))

    def forget_colors(self) -> None:
        """Let every line count as not coloured."""
        self._generation += 1
        if self._generation > _GENERATIONS:
            self._generation = 1
            block = self._document.firstBlock()
            while block.isValid():
                self.mark_colored(block, False)
                block = block.next()

    def _continue(self) -> None:
        """Judge one more slice of what is waiting."""
        start, until = self._next, self._until
        if start is None or until is None:
            self._timer.stop()
            return
        self._next = self._until = None
        self._color_lost = False
        self._scan(start.block(), until.position())
        if self._color_lost:
            self.changed.emit()

    def _scan(self, block: QTextBlock, last_position: int) -> None:
        """Judge lines until nothing changes any more or time is up."""
        block, last_position = self._from_data(block, last_position)
        waiting_from = self._next.position() if self._next else -1
        waiting_until = self._until.position() if self._until else -1
        end_time = perf_counter() + self._slice
        state = self._before(block)
        text = block.text()
        count, number = 0, block.blockNumber()
        while block.isValid():
            following = block.next()
            following_text = following.text()
            if number + count < self._data_lines:
                state = data_line(number + count, self._data_lines)
            else:
                state = scan_line(text, state, following_text)
            changed = self._store(block, state)
            position = block.position()
            if waiting_from >= 0 and position >= waiting_from:
                # The lines that were waiting are reached: they are this scan's to do as well.
                last_position = max(last_position, waiting_until)
                waiting_from = -1
            if not changed and position + len(text) >= last_position:
                break
            block, text = following, following_text
            count += 1
            if count % _LINES_BETWEEN_LOOKS_AT_THE_CLOCK == 0 and perf_counter() > end_time:
                self._wait(block, max(last_position, waiting_until))
                return
        if waiting_from < 0:
            self._next = self._until = None

    def _from_data(self, block: QTextBlock, last_position: int) -> tuple[QTextBlock, int]:
        """Return what is to be judged; all of the data in front of the text when they change."""
        if block.blockNumber() > _MOST_DATA_LINES:
            return block, last_position
        before, self._data_lines = self._data_lines, self._count_data()
        if before == self._data_lines:
            return block, last_position
        behind = self._document.findBlockByNumber(max(before, self._data_lines))
        end = behind.position() if behind.isValid() else self._document.characterCount() - 1
        return self._document.firstBlock(), max(last_position, end)

    def _count_data(self) -> int:
        """Return how many lines at the beginning are data, not Markdown."""
        block, lines = self._document.firstBlock(), list[str]()
        if not block.text().startswith("---"):
            return 0
        while block.isValid() and len(lines) < _MOST_DATA_LINES:
            lines.append(block.text()[:_DATA_WIDTH] + "\n")
            block = block.next()
        return front_matter_lines("".join(lines))

    def _wait(self, block: QTextBlock, last_position: int) -> None:
        """Remember to go on at ``block`` as soon as nothing else is to be done."""
        if not block.isValid():
            self._next = self._until = None
            return
        self._next = QTextCursor(block)
        self._until = QTextCursor(self._document)
        self._until.setPosition(min(last_position, self._document.characterCount() - 1))
        self._timer.start()

    def _before(self, block: QTextBlock) -> LineState:
        """Return the state of the line before ``block``."""
        before = block.previous()
        return self.state_of(before) if before.isValid() else START

    def _store(self, block: QTextBlock, state: LineState) -> bool:
        """Store a line's state without colours; say whether it differs from the one before."""
        number = self._numbers.get(state)
        if number is None:
            if len(self._states) >= _MOST_STATES:
                return self._store(block, START)
            number = self._numbers[state] = len(self._states)
            self._states.append(state)
        stored = block.userState()
        if stored >= 0 and stored >> _GENERATION_BITS == number:
            return False
        self._color_lost = self._color_lost or self.has_colors(block)
        block.setUserState(number << _GENERATION_BITS)
        return True

    def _guess(self, block: QTextBlock) -> None:
        """Judge an unreached line from the nearest heading above, as if nothing were open there."""
        first = block
        for _ in range(_GUESS_LINES):
            before = first.previous()
            if not before.isValid() or before.userState() >= 0:
                break
            first = before
            if first.text().startswith("## ") and first != block:
                break
        before = first.previous()
        known = before.isValid() and before.userState() >= 0
        state = self._states[before.userState() >> _GENERATION_BITS] if known else START
        while first.isValid() and first.position() <= block.position():
            following = first.next()
            state = scan_line(first.text(), state, following.text())
            self._store(first, state)
            first = following


def is_fence_kind(kind: Kind) -> bool:
    """Say whether a line of this kind belongs to a fence."""
    return kind in (Kind.FENCE, Kind.CODE, Kind.FENCE_END)
