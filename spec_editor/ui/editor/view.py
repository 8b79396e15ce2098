"""Where lines stand in the view: what is seen, and bringing a line to a place."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTextBlock

if TYPE_CHECKING:
    from spec_editor.ui.editor.text_view import TextView


def visible_blocks(editor: "TextView") -> Iterator[tuple[QTextBlock, QRectF]]:
    """Yield the lines in view with the rectangle each takes, in the view's pixels."""
    block = editor.firstVisibleBlock()
    offset = editor.contentOffset()
    bottom = editor.viewport().height()
    top = editor.blockBoundingGeometry(block).translated(offset).top()
    while block.isValid() and top <= bottom:
        area = editor.blockBoundingRect(block)
        yield block, QRectF(0, top, area.width(), area.height())
        top += area.height()
        block = block.next()


def last_visible_number(editor: "TextView") -> int:
    """Return the 0-based number of a line at or below the bottom of the view."""
    lines = editor.viewport().height() // max(1, editor.fontMetrics().height())
    return editor.firstVisibleBlock().blockNumber() + lines + 2


def top_line(editor: "TextView") -> float:
    """Return the 1-based source line at the top of the view; its fraction is the part above."""
    block = editor.firstVisibleBlock()
    area = editor.blockBoundingGeometry(block).translated(editor.contentOffset())
    above = max(0.0, -area.top())
    return block.blockNumber() + 1 + min(above / max(area.height(), 1.0), 0.999)


def scroll_to_line(editor: "TextView", line: float) -> None:
    """Bring the 1-based source ``line`` to the top of the view."""
    number = max(0, min(int(line) - 1, editor.blockCount() - 1))
    block = editor.document().findBlockByNumber(number)
    height = editor.blockBoundingRect(block).height()
    rows = int((line - int(line)) * height / max(1, editor.fontMetrics().lineSpacing()))
    editor.verticalScrollBar().setValue(block.firstLineNumber() + rows)


def bring_to_upper_third(editor: "TextView", block: QTextBlock) -> None:
    """Scroll so that ``block`` stands in the upper third of the view."""
    room = editor.viewport().height() / 3
    first = block
    while first.previous().isValid():
        height = editor.blockBoundingRect(first.previous()).height()
        if height > room:
            break
        room -= height
        first = first.previous()
    editor.verticalScrollBar().setValue(first.firstLineNumber())


def is_comfortably_visible(editor: "TextView", block: QTextBlock) -> bool:
    """Say whether the whole ``block`` is in view, not at its very edge."""
    area = editor.blockBoundingGeometry(block).translated(editor.contentOffset())
    margin = editor.fontMetrics().height() * 2
    top = QPointF(0, area.top()).y()
    return top >= margin and area.bottom() <= editor.viewport().height() - margin


def visible_range(editor: "TextView") -> tuple[int, int]:
    """Return the positions (UTF-16 units) where the text in view starts and ends."""
    first = editor.firstVisibleBlock()
    last = editor.document().findBlockByNumber(
        min(last_visible_number(editor), editor.blockCount() - 1)
    )
    return first.position(), last.position() + last.length()


def range_areas(block: QTextBlock, start: int, end: int, corner: QPointF) -> Iterator[QRectF]:
    """Yield the areas that a stretch of one line takes, one for each row it is wrapped into.

    ``start`` and ``end`` are UTF-16 positions in the line; ``corner`` is where its text begins. A
    stretch without length has one area without width.
    """
    layout = block.layout()
    for index in range(layout.lineCount()):
        row = layout.lineAt(index)
        first = max(start, row.textStart())
        last = min(end, row.textStart() + row.textLength())
        if first > last or (first == last and start != end):
            continue
        left = _x(row.cursorToX(first))
        # A space at which the line wraps would stick out.
        right = min(_x(row.cursorToX(last)), row.x() + row.naturalTextWidth())
        area = QRectF(left, row.y(), max(0.0, right - left), row.height())
        yield area.translated(corner)


def _x(position: object) -> float:
    """Return the x of ``cursorToX``, which PySide hands over alone or with the cursor."""
    return float(position[0] if isinstance(position, tuple) else position)  # type: ignore[arg-type]
