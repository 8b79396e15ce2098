"""How the badge of a specification's status looks."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from spec_editor.core.status import Stage
from spec_editor.core.words import unmasked
from spec_editor.ui.theme import Theme, mixed

_LONGEST_BADGE = 16
_INSET = 6  # logical pixels beside a badge's text


def badge_text(status: str) -> str:
    """Return how a status begins in one short line, each control character named.

    It is cut at its end, as it is where a column is too narrow for it: never in two places.
    """
    text = unmasked(status.strip()[: _LONGEST_BADGE + 1])
    return text if len(text) <= _LONGEST_BADGE else f"{text[: _LONGEST_BADGE - 1].rstrip()}…"


def stage_color(stage: Stage, theme: Theme) -> str:
    """Return the colour of a stage; its word always stands beside it."""
    colors = {Stage.DRAFT: theme.placeholder, Stage.REVIEW: theme.info, Stage.DONE: theme.ok}
    return colors.get(stage, theme.muted)


def badge_colors(stage: Stage, theme: Theme) -> tuple[str, str]:
    """Return the colours of a badge's ground and text."""
    color = stage_color(stage, theme)
    return mixed(theme.base, color, 0.14), mixed(color, theme.text, 0.15)


def paint_badge(
    painter: QPainter, stage: Stage, text: str, chip: QRect, font: QFont, theme: Theme
) -> None:
    """Paint a status on its ground; the colours say once more what it is, and never alone."""
    ground, color = badge_colors(stage, theme)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(QRectF(chip), 4, 4)
    painter.setFont(font)
    painter.setPen(QColor(color))
    room = chip.adjusted(_INSET, 0, -_INSET + 1, 0)
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
