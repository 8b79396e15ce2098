"""Measures the labels of diagrams with the fonts that will show them.

A diagram is laid out before it is shown. Measured with any other font than the one that paints
it, labels are cut off. So one family that is really installed is chosen, named in the picture
and measured here, with Qt's own metrics.
"""

import math
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from spec_editor.render.system_libraries import missing_library

if TYPE_CHECKING:
    from PySide6.QtGui import QFont, QFontMetricsF

#: Families that come with each system, the best first; the first installed one is used.
FAMILIES: dict[str, tuple[str, ...]] = {
    "win32": ("Segoe UI", "Verdana", "Arial"),
    "darwin": ("Helvetica Neue", "Helvetica", "Arial"),
    "linux": ("Noto Sans", "DejaVu Sans", "Liberation Sans", "Cantarell", "Ubuntu", "FreeSans"),
}

#: What a browser takes for the generic families where fontconfig does not decide.
GENERIC: dict[str, dict[str, str]] = {
    "win32": {"sans-serif": "Arial", "serif": "Times New Roman", "monospace": "Consolas"},
    "darwin": {"sans-serif": "Helvetica", "serif": "Times", "monospace": "Menlo"},
    "linux": {},
}

#: The parts of a line between which it may be broken: words with the spaces behind them, what ends
#: in a hyphen or a question mark, and each character of a script without spaces, with the closing
#: marks behind it.
_PIECE = re.compile(
    r"[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
    r"[\u3001\u3002\u300d\u300f\uff09\uff0c\uff0e\u30fc]*\x20*"
    r"|[^\x20\-?\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]+"
    r"[-?]*\x20*|[-?]+\x20*|\x20+"
)

#: Space added to every measured width, in pixels: a browser rounds boxes to 1/64 pixel.
SLACK = 0.5

#: Fonts are measured in this size, in pixels: without hinting all sizes are alike, and Qt takes
#: whole numbers only.
_MEASURED_SIZE = 64

#: Texts kept with their widths; a document on screen needs some hundred.
CACHE_SIZE = 20_000


@dataclass(frozen=True, slots=True)
class FontKey:
    """The part of a request that chooses a font; ``size`` is in CSS pixels."""

    family: str
    size: float
    weight: str
    italic: bool


@dataclass(frozen=True, slots=True)
class TextSize:
    """Width and height of a text in CSS pixels, its lines, and its width without wrapping."""

    width: float
    height: float
    lines: int
    raw_width: float


def css_weight(weight: str | None) -> int:
    """Return a CSS font weight, a number or a word, as a number from 1 to 1000."""
    named = {"normal": 400, "lighter": 300, "bold": 700, "bolder": 700}
    text = (weight or "normal").strip().lower()
    if text in named:
        return named[text]
    return min(max(int(text), 1), 1000) if text.isascii() and text.isdigit() else 400


def family_names(stack: str) -> list[str]:
    """Return the names of a CSS font stack in their order, without quotes."""
    return [name for part in stack.split(",") if (name := part.strip().strip("\"'").strip())]


class TextMeasurer:
    """Widths and heights of texts in the fonts of this machine.

    Needs Qt's font database and so an application object; one without a screen is made when the
    process has none. Meant to be made late, with the first diagram.
    """

    def __init__(self) -> None:
        self._application = _ensure_application()
        self._platform = sys.platform if sys.platform in FAMILIES else "linux"
        self._installed = _installed_families()
        self._fonts: dict[FontKey, QFontMetricsF] = {}
        self._widths: dict[tuple[FontKey, str], float] = {}
        self._resolved: dict[str, str] = {}
        self.family = self._choose_family()

    def font_stack(self) -> str:
        """Return the CSS font stack for pictures; the family that is measured stands first.

        The others are for readers of an exported picture on another machine.
        """
        names = [self.family, *(FAMILIES[platform][0] for platform in ("win32", "darwin"))]
        return ", ".join([*dict.fromkeys(names), "sans-serif"])

    def width(self, text: str, font: FontKey) -> float:
        """Return the width of one line of text in CSS pixels."""
        key = (font, text)
        known = self._widths.get(key)
        if known is not None:
            return known
        if len(self._widths) >= CACHE_SIZE:
            self._widths.clear()
        width = self._metrics(font).horizontalAdvance(text) * font.size / _MEASURED_SIZE
        self._widths[key] = width
        return width

    def widest_part(self, text: str, font: FontKey) -> float:
        """Return the width of the widest part of a text that is not broken, in CSS pixels."""
        parts = (piece.rstrip(" ") for piece in _PIECE.findall(text))
        return max((self.width(part, font) for part in parts), default=0)

    def line_height(self, font: FontKey) -> float:
        """Return the height of a line box without leading, rounded as browsers round it."""
        metrics = self._metrics(font)
        scale = font.size / _MEASURED_SIZE
        ascent, descent = metrics.ascent() * scale, metrics.descent() * scale
        return float(math.floor(ascent + 0.5) + math.floor(descent + 0.5))

    def size(
        self,
        text: str,
        font: FontKey,
        line_height: float,
        max_width: float | None,
        wrap: bool,
        keep_spaces: bool = False,
    ) -> TextSize:
        """Return the size of a text that may have several lines.

        Lines are ``line_height`` pixels apart. With ``wrap``, lines wider than ``max_width``
        pixels are broken as a browser does with a box of that width; with ``keep_spaces`` the
        space at the end of a line needs room as well (``white-space: break-spaces``).
        """
        lines = text.split("\n")
        raw = max(self.width(line, font) for line in lines)
        if not wrap or max_width is None or raw <= max_width:
            return TextSize(raw + SLACK, line_height * len(lines), len(lines), raw)
        count, widest = 0, max_width
        for line in lines:
            broken, longest = self._wrap(line, font, max_width, keep_spaces)
            count += broken
            widest = max(widest, longest)
        return TextSize(widest, line_height * count, count, raw)

    def _wrap(
        self, line: str, font: FontKey, max_width: float, keep_spaces: bool
    ) -> tuple[int, float]:
        """Return the number of lines that one line is broken into, and the widest part of it."""
        count, used, widest = 1, 0.0, 0.0
        for piece in _PIECE.findall(line):
            width = self.width(piece, font)
            bare = self.width(piece.rstrip(" "), font)
            widest = max(widest, bare)
            if used and used + (width if keep_spaces else bare) > max_width:
                count += 1
                used = width
            else:
                used += width
        return count, widest

    def _metrics(self, key: FontKey) -> "QFontMetricsF":
        key = replace(key, size=_MEASURED_SIZE)
        metrics = self._fonts.get(key)
        if metrics is None:
            from PySide6.QtGui import QFontMetricsF

            metrics = self._fonts[key] = QFontMetricsF(self._font(key))
        return metrics

    def _font(self, key: FontKey) -> "QFont":
        from PySide6.QtGui import QFont

        font = QFont()
        font.setFamilies([self.resolve(key.family)])
        font.setPixelSize(_MEASURED_SIZE)
        font.setWeight(QFont.Weight(css_weight(key.weight)))
        font.setItalic(key.italic)
        # Pictures are scaled when shown, and scaled text is painted without hinting.
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font

    def resolve(self, stack: str) -> str:
        """Return the family that a CSS font stack means on this machine."""
        known = self._resolved.get(stack)
        if known is None:
            known = self._resolved[stack] = self._resolve(stack)
        return known

    def _resolve(self, stack: str) -> str:
        generic = GENERIC[self._platform]
        for name in family_names(stack):
            lowered = name.lower()
            if lowered in generic:
                return generic[lowered]
            if lowered in ("sans-serif", "serif", "monospace", "cursive", "fantasy", "system-ui"):
                return _default_family(lowered)
            if lowered in self._installed:
                return self._installed[lowered]
        return self.family

    def _choose_family(self) -> str:
        for name in FAMILIES[self._platform]:
            if name.lower() in self._installed:
                return name
        return _default_family("sans-serif")


def _ensure_application() -> object:
    """Return the process's application object; make one that needs no screen if there is none."""
    try:
        from PySide6.QtGui import QGuiApplication
    except ImportError as error:
        raise missing_library(error) from error
    existing = QGuiApplication.instance()
    if existing is not None:
        return existing
    arguments = ["spec-editor"]
    if sys.platform == "linux":
        arguments += ["-platform", "offscreen"]
    return _application_class()(arguments)


def _application_class() -> Callable[[list[str]], object]:
    """Return the class of application that the process will need.

    A process that has loaded the widgets may want to show some later, and only one application
    object can be made.
    """
    if "PySide6.QtWidgets" in sys.modules:
        from PySide6.QtWidgets import QApplication

        return QApplication
    from PySide6.QtGui import QGuiApplication

    return QGuiApplication


def _installed_families() -> dict[str, str]:
    """Return the installed families by their name in lower case."""
    from PySide6.QtGui import QFontDatabase

    return {name.lower(): name for name in QFontDatabase.families()}


def _default_family(generic: str) -> str:
    """Return the installed family that the system gives for a generic name."""
    from PySide6.QtGui import QFont, QFontInfo

    hints = {
        "serif": QFont.StyleHint.Serif,
        "monospace": QFont.StyleHint.Monospace,
        "cursive": QFont.StyleHint.Cursive,
        "fantasy": QFont.StyleHint.Fantasy,
    }
    font = QFont(generic)
    font.setStyleHint(hints.get(generic, QFont.StyleHint.SansSerif))
    return QFontInfo(font).family()
