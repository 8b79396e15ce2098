"""Where lines stand in the view: what is seen, and bringing a line to a place."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTextBlock, QTextCursor

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
    scroll_to_place(editor, line, 0.0)


def place_shown(editor: "TextView") -> tuple[float, float]:
    """Return the 1-based source line, with a fraction, that stands at a share of the view's height.

    The share is 0, the top, for most of the text, and goes down to 1 within its last screen: so
    two views that are kept at one place begin together and end together.
    """
    bar = editor.verticalScrollBar()
    last = min(bar.pageStep(), bar.maximum())
    if bar.value() <= bar.maximum() - last or last == 0:
        return top_line(editor), 0.0
    share = (bar.value() - bar.maximum() + last) / last
    height = share * editor.viewport().height()
    line = float(editor.blockCount() + 1)
    for block, area in visible_blocks(editor):
        if area.bottom() > height:
            above = max(0.0, height - area.top()) / max(area.height(), 1.0)
            line = block.blockNumber() + 1 + min(above, 0.999)
            break
    return line, share


def scroll_to_place(editor: "TextView", line: float, share: float) -> None:
    """Bring the 1-based source ``line``, with a fraction, to a share of the view's height."""
    bar = editor.verticalScrollBar()
    if share >= 1:
        bar.setValue(bar.maximum())
        return
    number = max(0, min(int(line) - 1, editor.blockCount() - 1))
    block = editor.document().findBlockByNumber(number)
    row_height = max(1, editor.fontMetrics().lineSpacing())
    inside = min(1.0, line - number - 1) * editor.blockBoundingRect(block).height()
    room = share * editor.viewport().height() - inside
    while room > 0 and block.previous().isValid():
        block = block.previous()
        height = editor.blockBoundingRect(block).height()
        if height > room:
            inside = height - room
            break
        room -= height
        inside = 0.0
    else:
        inside = max(0.0, -room)
    bar.setValue(block.firstLineNumber() + round(inside / row_height - 0.4))


def line_of_cursor(editor: "TextView") -> float:
    """Return the 1-based line of the cursor; its fraction says how far along the line it stands."""
    cursor = editor.textCursor()
    length = cursor.block().length()
    return cursor.blockNumber() + 1 + cursor.positionInBlock() / max(1, length)


def put_cursor(editor: "TextView", line: int, position: int) -> None:
    """Put the cursor at a 0-based UTF-16 ``position`` of the 1-based ``line``, and show it."""
    block = editor.document().findBlockByNumber(max(0, min(line, editor.blockCount()) - 1))
    cursor = QTextCursor(block)
    cursor.setPosition(block.position() + max(0, min(position, block.length() - 1)))
    editor.setTextCursor(cursor)
    if not is_comfortably_visible(editor, block):
        bring_to_upper_third(editor, block)


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
