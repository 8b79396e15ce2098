"""Icons in the colours of a theme: glyphs of Material Design Icons, and our own state marks.

The glyphs come from the font that the package ``qtawesome`` brings along. The font is read
directly: importing the package itself would add 0.13 s to every start of the window.
"""

import json
import sys
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QIcon,
    QIconEngine,
    QImage,
    QPainter,
    QPen,
    QPixmap,
)

from spec_editor.core.findings import Severity
from spec_editor.core.report import State
from spec_editor.ui.theme import Theme, disabled_text

_SEVERITY_GLYPHS = {
    Severity.ERROR: "alert-octagon",
    Severity.WARNING: "alert",
    Severity.INFO: "information-outline",
}
_MARK_SIZES = (16, 24, 32, 48, 64)


def icon(name: str, theme: Theme, color: str = "") -> QIcon:
    """Return the glyph ``name`` ("content-save-outline") in the theme's text colour.

    ``color`` is a hex colour to use instead. Where the icon font is missing the icon is null,
    so that buttons show their text.
    """
    family, glyphs = _glyph_font()
    if not family or name not in glyphs:
        return QIcon()
    return _glyph_icon(family, glyphs[name], color or theme.text, disabled_text(theme))


@cache
def _glyph_icon(family: str, character: str, color: str, disabled: str) -> QIcon:
    """Return the icon of a character, which is made once and kept.

    For one whose engine is written in Python must never become garbage: where the search for that
    comes to the icon before it comes to what holds it, PySide 6.11 frees the engine twice.
    """
    return QIcon(_GlyphEngine(family, character, color, disabled))


def state_icon(state: State, completeness: float, theme: Theme, quiet: bool = False) -> QIcon:
    """Return the mark of a section's state; every state has a shape of its own.

    ``completeness`` (0.0-1.0) is shown by the filled part of a section with placeholders;
    ``quiet`` draws in the muted colour what nobody has to mend.
    """
    colors = replace(theme, error=theme.muted) if quiet else theme
    return _mark_icon(state, round(completeness * 12), colors)


def severity_icon(severity: Severity, theme: Theme) -> QIcon:
    """Return the mark of a severity; each has a shape of its own."""
    return icon(_SEVERITY_GLYPHS[severity], theme, str(getattr(theme, severity)))


@cache
def _glyph_font() -> tuple[str, Mapping[str, str]]:
    """Return the icon font's family and its characters by name; empty when it is missing."""
    for folder in _font_folders():
        fonts = sorted(folder.glob("materialdesignicons6-webfont-[0-9]*.ttf"))
        names = sorted(folder.glob("materialdesignicons6-webfont-charmap-*.json"))
        if fonts and names:
            number = QFontDatabase.addApplicationFont(str(fonts[-1]))
            families = QFontDatabase.applicationFontFamilies(number)
            codes = json.loads(names[-1].read_text(encoding="utf-8"))
            if families:
                return families[0], {name: chr(int(code, 16)) for name, code in codes.items()}
    return "", {}


def _font_folders() -> list[Path]:
    """Return where the icon font may lie: in a frozen program, then in the installed package."""
    folders = []
    if bundle := getattr(sys, "_MEIPASS", ""):
        folders.append(Path(bundle) / "qtawesome" / "fonts")
    package = find_spec("qtawesome")
    if package and package.origin:
        folders.append(Path(package.origin).parent / "fonts")
    return folders


class _GlyphEngine(QIconEngine):
    """Paints one character of the icon font, sharp at every size and screen scale."""

    def __init__(self, family: str, character: str, color: str, disabled: str) -> None:
        super().__init__()
        self._look = (family, character, color, disabled)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        """Paint the character so that it fills ``rect``."""
        family, character, color, disabled = self._look
        font = QFont(family)
        font.setPixelSize(max(1, min(rect.width(), rect.height())))
        painter.save()
        painter.setFont(font)
        painter.setPen(QColor(disabled if mode == QIcon.Mode.Disabled else color))
        painter.drawText(QRectF(rect), Qt.AlignmentFlag.AlignCenter, character)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Return the character painted on nothing, ``size`` in device pixels."""
        image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return QPixmap.fromImage(image)

    def clone(self) -> QIconEngine:
        """Return a second engine for the same character."""
        return _GlyphEngine(*self._look)


@cache
def _mark_icon(state: State, twelfths: int, theme: Theme) -> QIcon:
    """Return one mark in all sizes; ``twelfths`` of it are filled where the state has parts."""
    result = QIcon()
    for size in _MARK_SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(size / 16, size / 16)
        _PAINTERS[state](painter, theme, twelfths)
        painter.end()
        result.addPixmap(QPixmap.fromImage(image))
    return result


_CIRCLE = QRectF(2.25, 2.25, 11.5, 11.5)


def _outline(painter: QPainter, color: str, width: float = 1.5) -> QPen:
    """Set a round pen and no brush."""
    pen = QPen(QColor(color), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    return pen


def _paint_missing(painter: QPainter, theme: Theme, _twelfths: int) -> None:
    """A broken ring: the section is not there."""
    pen = _outline(painter, theme.error)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([1.9, 2.1])
    painter.setPen(pen)
    painter.drawEllipse(_CIRCLE)


def _paint_empty(painter: QPainter, theme: Theme, _twelfths: int) -> None:
    """An empty ring."""
    _outline(painter, theme.error)
    painter.drawEllipse(_CIRCLE)


def _paint_example(painter: QPainter, theme: Theme, _twelfths: int) -> None:
    """A sheet with lines: somebody else's text."""
    _outline(painter, theme.warning)
    painter.drawRoundedRect(QRectF(3.25, 2.25, 9.5, 11.5), 1.5, 1.5)
    _outline(painter, theme.warning, 1.3)
    for height in (5.75, 8.25, 10.75):
        painter.drawLine(QPointF(5.75, height), QPointF(10.25, height))


def _paint_placeholders(painter: QPainter, theme: Theme, twelfths: int) -> None:
    """A ring filled like a clock by the share that is done."""
    _outline(painter, theme.info)
    painter.drawEllipse(_CIRCLE)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.info))
    painter.drawPie(QRectF(4.25, 4.25, 7.5, 7.5), 90 * 16, -max(1, min(11, twelfths)) * 30 * 16)


def _paint_check(painter: QPainter, color: str) -> None:
    """Draw the tick of the finished states."""
    _outline(painter, color, 1.7)
    painter.drawPolyline([QPointF(5, 8.2), QPointF(7.2, 10.4), QPointF(11.1, 6)])


def _paint_filled(painter: QPainter, theme: Theme, _twelfths: int) -> None:
    """A full disc with a tick."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.ok))
    painter.drawEllipse(QRectF(1.5, 1.5, 13, 13))
    _paint_check(painter, theme.base)


def _paint_confirmed(painter: QPainter, theme: Theme, _twelfths: int) -> None:
    """A sheet with a tick: the example stands, the author says so."""
    _outline(painter, theme.ok)
    painter.drawRoundedRect(QRectF(2.25, 2.25, 11.5, 11.5), 2.5, 2.5)
    _paint_check(painter, theme.ok)


def _paint_not_applicable(painter: QPainter, theme: Theme, _twelfths: int) -> None:
    """A ring that is struck out."""
    _outline(painter, theme.muted)
    painter.drawEllipse(_CIRCLE)
    painter.drawLine(QPointF(4.3, 11.7), QPointF(11.7, 4.3))


_PAINTERS = {
    State.MISSING: _paint_missing,
    State.EMPTY: _paint_empty,
    State.EXAMPLE: _paint_example,
    State.PLACEHOLDERS: _paint_placeholders,
    State.FILLED: _paint_filled,
    State.CONFIRMED: _paint_confirmed,
    State.NOT_APPLICABLE: _paint_not_applicable,
}
