"""Colours Markdown in the editor: only the lines that are seen, at the moment they are seen.

Qt's own QSyntaxHighlighter colours the whole document after loading and after a change that opens
a fence: seconds for a long one. Here lines are judged in slices (``block_states``) and coloured by
the paragraph or fence they belong to when they come into view.
"""

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextDocument, QTextLayout

from spec_editor.ui.editor.block_states import BlockStates, is_fence_kind
from spec_editor.ui.editor.fences import scan_code
from spec_editor.ui.editor.formats import text_formats
from spec_editor.ui.editor.inline import Run, definition_runs, scan_inline
from spec_editor.ui.editor.line_runs import SINGLE_LINES, line_runs, text_mask
from spec_editor.ui.editor.lines import Kind
from spec_editor.ui.editor.positions import utf16_length
from spec_editor.ui.theme import Theme

_LONGEST_UNIT = 300
_SMALL_FENCE = 2_000
_LINES_AT_ONCE = 120

FormatRanges = list[QTextLayout.FormatRange]


class MarkdownHighlighter(QObject):
    """Gives the lines of one document their colours."""

    changed = Signal()
    """Lines need other colours than they have; those in view should be asked for again."""

    def __init__(self, document: QTextDocument, theme: Theme, idle_milliseconds: int = 150) -> None:
        super().__init__(document)
        self._document = document
        self._formats: dict[str, QTextCharFormat] = text_formats(theme)
        self._states = BlockStates(document)
        self._states.changed.connect(self.changed)
        self._enabled = True
        self._typing = False
        self._waiting_fence = -1
        self._idle = QTimer(self, singleShot=True)
        self._idle.setInterval(idle_milliseconds)
        self._idle.timeout.connect(self._color_waiting_fence)
        document.contentsChange.connect(self._follow_change)

    @property
    def is_finished(self) -> bool:
        """Whether every line is judged, also those out of view."""
        return self._states.is_finished

    def set_theme(self, theme: Theme) -> None:
        """Colour everything anew."""
        self._formats = text_formats(theme)
        self._states.forget_colors()
        self.changed.emit()

    def set_enabled(self, enabled: bool) -> None:
        """Switch colouring off, for texts with endless lines, or on again."""
        if enabled == self._enabled:
            return
        self._enabled = enabled
        if enabled:
            self._states.restart()
        else:
            self._remove_colors()
        self.changed.emit()

    def kind_of(self, block: QTextBlock) -> Kind:
        """Return what kind of line a block is."""
        return self._states.state_of(block).kind if self._enabled else Kind.TEXT

    def color(self, first: QTextBlock, last_number: int) -> None:
        """Colour the lines from ``first`` to the one with the 0-based ``last_number``."""
        if not self._enabled:
            return
        block = first
        changed_from = changed_to = -1
        while block.isValid() and block.blockNumber() <= last_number:
            if self._states.has_colors(block):
                block = block.next()
                continue
            if changed_from < 0:
                changed_from = block.position()
            unit_end = self._color_unit(block, first.blockNumber(), last_number)
            changed_to = unit_end.position() + unit_end.length()
            block = unit_end.next()
        if changed_from >= 0:
            size = min(changed_to, self._document.characterCount() - 1) - changed_from
            self._document.markContentsDirty(changed_from, max(size, 1))

    def _follow_change(self, position: int, _removed: int, added: int) -> None:
        """Judge and colour what an edit touched, before it is painted."""
        if not self._enabled:
            return
        block = self._document.findBlock(position)
        if not block.isValid():
            return
        last = self._document.findBlock(position + added)
        last_number = last.blockNumber() if last.isValid() else self._document.blockCount() - 1
        if last_number - block.blockNumber() > _LINES_AT_ONCE:
            self._judge_many(block, last_number)
            return
        for changed in _blocks(block, last_number):
            self._states.mark_colored(changed, False)
        self._states.update(block, position + added)
        self._typing = True
        self._uncolor_units(block, self._document.findBlockByNumber(last_number))
        before = block.previous() if block.previous().isValid() else block
        self.color(before, last_number + 1)
        self._typing = False

    def _judge_many(self, block: QTextBlock, last_number: int) -> None:
        """Take in a change of many lines; they are coloured when they are seen."""
        whole = block.blockNumber() == 0 and last_number == self._document.blockCount() - 1
        if whole:
            self._states.restart()
            return
        self._states.forget_colors()
        end = self._document.findBlockByNumber(last_number)
        self._states.update(block, end.position() + end.length() - 1)

    def _color_unit(self, block: QTextBlock, first_number: int, last_number: int) -> QTextBlock:
        """Colour the lines in view of the unit ``block`` is in; return the last one done."""
        state = self._states.state_of(block)
        if state.kind in SINGLE_LINES:
            self._apply(block, line_runs(block.text(), state))
            return block
        blocks = self._unit(block)
        if not blocks:
            return self._color_endless(block, last_number)
        if is_fence_kind(state.kind):
            runs = self._fence_runs(blocks, block)
        elif state.kind is Kind.COMMENT:
            runs = [[Run(0, len(each.text()), "comment")] for each in blocks]
        else:
            runs = self._paragraph_runs(blocks)
        done = block
        for each, line in zip(blocks, runs, strict=True):
            number = each.blockNumber()
            if first_number <= number <= last_number and not self._states.has_colors(each):
                self._apply(each, line)
                done = max(done, each, key=QTextBlock.blockNumber)
        return done

    def _color_endless(self, block: QTextBlock, last_number: int) -> QTextBlock:
        """Colour lines of a unit too long to be read as one, each by itself."""
        done = block
        for each in _blocks(block, last_number):
            state = self._states.state_of(each)
            if each != block and not state.continues:
                break
            text = each.text()
            inline = scan_inline(text_mask(text, state)) if state.kind is Kind.TEXT else []
            self._apply(each, [*line_runs(text, state), *inline])
            done = each
        return done

    def _unit(self, block: QTextBlock) -> list[QTextBlock]:
        """Return the lines of the paragraph, comment or fence of ``block``; none when too many."""
        above: list[QTextBlock] = []
        first = block
        while self._states.state_of(first).continues:
            first = first.previous()
            above.append(first)
            if len(above) > _LONGEST_UNIT:
                return []
        blocks = [*reversed(above), block]
        following = block.next()
        while following.isValid() and self._states.state_of(following).continues:
            blocks.append(following)
            if len(blocks) > _LONGEST_UNIT:
                return []
            following = following.next()
        return blocks

    def _uncolor_units(self, first: QTextBlock, last: QTextBlock) -> None:
        """Let the other lines of edited paragraphs and fences be coloured anew as well."""
        edges = [first]
        if first.previous().isValid() and not self._states.state_of(first).continues:
            edges.append(first.previous())
        if last != first:
            edges.append(last)
        for edge in edges:
            if self._states.state_of(edge).kind not in SINGLE_LINES:
                for part in self._unit(edge):
                    self._states.mark_colored(part, False)

    def _paragraph_runs(self, blocks: list[QTextBlock]) -> list[list[Run]]:
        """Return the runs of the lines of a paragraph, which is read as one."""
        texts = [block.text() for block in blocks]
        states = [self._states.state_of(block) for block in blocks]
        is_heading = states[-1].kind is Kind.UNDERLINE
        lines = [
            line_runs(text, state, is_heading) for text, state in zip(texts, states, strict=True)
        ]
        masked = [text_mask(text, state) for text, state in zip(texts, states, strict=True)]
        inline = [*definition_runs(texts[0]), *scan_inline("\n".join(masked))]
        for index, part in _split(inline, texts):
            lines[index].append(part)
        return lines

    def _fence_runs(self, blocks: list[QTextBlock], asked: QTextBlock) -> list[list[Run]]:
        """Return the runs of the lines of a fence."""
        texts = [block.text() for block in blocks]
        states = [self._states.state_of(block) for block in blocks]
        lines = [line_runs(text, state) for text, state in zip(texts, states, strict=True)]
        language = states[0].language
        inner = [i for i, state in enumerate(states) if state.kind is Kind.CODE]
        if not language or not inner:
            return lines
        code = "\n".join(texts[i] for i in inner)
        if self._typing and len(code) > _SMALL_FENCE:
            # The line alone now, all of the fence when the typing rests.
            self._waiting_fence = asked.blockNumber()
            self._idle.start()
            for i in inner:
                if not self._states.has_colors(blocks[i]):
                    lines[i] += scan_code(language, texts[i])
            return lines
        for index, part in _split(scan_code(language, code), [texts[i] for i in inner]):
            lines[inner[index]].append(part)
        return lines

    def _color_waiting_fence(self) -> None:
        """Colour the whole of the fence in which one was typing."""
        block = self._document.findBlockByNumber(self._waiting_fence)
        if block.isValid() and self._enabled:
            for part in self._unit(block):
                self._states.mark_colored(part, False)
            self.changed.emit()

    def _apply(self, block: QTextBlock, runs: list[Run]) -> None:
        """Give a line its formats; they reach the screen with the next ``markContentsDirty``."""
        text = block.text()
        ranges: FormatRanges = []
        for start, end, kind in runs:
            part = QTextLayout.FormatRange()
            part.start = utf16_length(text[:start]) if start else 0
            part.length = utf16_length(text[start:end])
            part.format = self._formats[kind]
            ranges.append(part)
        block.layout().setFormats(ranges)
        self._states.mark_colored(block, True)

    def _remove_colors(self) -> None:
        """Take the colours off again."""
        for block in _blocks(self._document.firstBlock(), self._document.blockCount()):
            if self._states.has_colors(block):
                block.layout().clearFormats()
            block.setUserState(-1)
        self._document.markContentsDirty(0, self._document.characterCount() - 1)


def _blocks(first: QTextBlock, last_number: int) -> Iterator[QTextBlock]:
    """Yield the blocks from ``first`` to the one with the 0-based ``last_number``."""
    block = first
    while block.isValid() and block.blockNumber() <= last_number:
        yield block
        block = block.next()


def _split(runs: "list[Run] | tuple[Run, ...]", texts: list[str]) -> Iterator[tuple[int, Run]]:
    """Cut runs over joined lines into runs of single lines: the line's index and its run."""
    starts = [0]
    for text in texts:
        starts.append(starts[-1] + len(text) + 1)
    index = 0
    for start, end, kind in runs:
        while index and start < starts[index]:
            index -= 1
        while index + 1 < len(texts) and start >= starts[index + 1]:
            index += 1
        line = index
        while line < len(texts) and starts[line] < end:
            first = max(start - starts[line], 0)
            last = min(end - starts[line], len(texts[line]))
            if first < last:
                yield line, Run(first, last, kind)
            line += 1
