"""Colours of the window and the editor, light and dark, and how they reach Qt."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette

from spec_editor.ui.stylesheet import stylesheet

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

MONOSPACE = (
    "JetBrains Mono",
    "Cascadia Mono",
    "SF Mono",
    "Menlo",
    "Consolas",
    "Noto Sans Mono",
    "DejaVu Sans Mono",
    "monospace",
)
"""The families for source text, the best one first."""


@dataclass(frozen=True, slots=True)
class Theme:
    """One set of colours as hex strings.

    ``window`` lies behind everything, ``base`` behind lists and text, ``raised`` behind menus,
    buttons and cards. ``gutter`` is the ground of the line numbers, which are written in
    ``muted``. ``heading`` to ``markup`` colour Markdown in the editor on ``base``.
    """

    name: str
    window: str
    base: str
    raised: str
    text: str
    muted: str
    border: str
    accent: str
    accent_text: str
    selection: str
    selection_text: str
    current_line: str
    gutter: str
    error: str
    warning: str
    ok: str
    info: str
    heading: str
    emphasis: str
    code: str
    code_background: str
    link: str
    quote: str
    comment: str
    placeholder: str
    placeholder_background: str
    markup: str

    @property
    def is_dark(self) -> bool:
        """Whether the text is brighter than what lies behind it."""
        return luminance(self.text) > luminance(self.base)


LIGHT = Theme(
    name="light",
    window="#f3f4f7",
    base="#ffffff",
    raised="#ffffff",
    text="#1d2430",
    muted="#586273",
    border="#d5dae2",
    accent="#2458d3",
    accent_text="#ffffff",
    selection="#d3e1fd",
    selection_text="#101828",
    current_line="#f4f6fa",
    gutter="#ffffff",
    error="#c02626",
    warning="#925400",
    ok="#147a3d",
    info="#1d63b8",
    heading="#1c3fa8",
    emphasis="#1d2430",
    code="#9c2360",
    code_background="#f2f4f8",
    link="#0b62b5",
    quote="#4c6070",
    comment="#657080",
    placeholder="#7d4600",
    placeholder_background="#ffedc7",
    markup="#606a7c",
)

DARK = Theme(
    name="dark",
    window="#15181d",
    base="#1b1f25",
    raised="#252a32",
    text="#e3e7ed",
    muted="#9ba6b5",
    border="#343b46",
    accent="#7aa7ff",
    accent_text="#0c1526",
    selection="#2c4877",
    selection_text="#ffffff",
    current_line="#21262e",
    gutter="#1b1f25",
    error="#ff8078",
    warning="#e8b04a",
    ok="#5fce86",
    info="#6fb5ff",
    heading="#8fb8ff",
    emphasis="#e3e7ed",
    code="#f4a3c6",
    code_background="#262b34",
    link="#78b8ff",
    quote="#a9b7c6",
    comment="#8b96a5",
    placeholder="#ffd489",
    placeholder_background="#473613",
    markup="#8b95a6",
)


def luminance(color: str) -> float:
    """Return the relative luminance of a hex colour, 0.0 black to 1.0 white (WCAG 2)."""
    value = color.lstrip("#")
    channels = (int(value[start : start + 2], 16) / 255 for start in (0, 2, 4))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Return the contrast of two hex colours, 1.0 (none) to 21.0 (WCAG 2)."""
    darker, brighter = sorted((luminance(first), luminance(second)))
    return (brighter + 0.05) / (darker + 0.05)


def palette(theme: Theme) -> QPalette:
    """Return Qt's palette with every role and group set, so that nothing of the system is left."""
    role = QPalette.ColorRole
    colors = {
        role.Window: theme.window,
        role.WindowText: theme.text,
        role.Base: theme.base,
        role.AlternateBase: theme.current_line,
        role.Text: theme.text,
        role.Button: theme.raised,
        role.ButtonText: theme.text,
        role.BrightText: theme.error,
        role.ToolTipBase: theme.raised,
        role.ToolTipText: theme.text,
        role.PlaceholderText: theme.muted,
        role.Highlight: theme.selection,
        role.HighlightedText: theme.selection_text,
        role.Accent: theme.accent,
        role.Link: theme.link,
        role.LinkVisited: theme.link,
        role.Light: theme.raised,
        role.Midlight: theme.border,
        role.Mid: theme.border,
        role.Dark: theme.border,
        role.Shadow: theme.border,
    }
    result = QPalette()
    for name, color in colors.items():
        result.setColor(name, QColor(color))
    for name in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        result.setColor(QPalette.ColorGroup.Disabled, name, QColor(disabled_text(theme)))
    return result


def disabled_text(theme: Theme) -> str:
    """Return the colour of texts that cannot be used now: quieter than ``muted``, still legible."""
    return mixed(theme.muted, theme.window, 0.35)


def mixed(first: str, second: str, share: float) -> str:
    """Return ``first`` with ``share`` (0.0-1.0) of ``second`` mixed in, as a hex colour."""
    one, two = QColor(first), QColor(second)
    pairs = (
        (one.red(), two.red()),
        (one.green(), two.green()),
        (one.blue(), two.blue()),
    )
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def apply_theme(application: "QApplication", theme: Theme) -> None:
    """Give the whole program the colours of ``theme``, title bars included where Qt can."""
    apply_palette(application, theme)
    application.setStyleSheet(stylesheet(colors_for_styles(theme)))


def apply_palette(application: "QApplication", theme: Theme) -> None:
    """Do what `apply_theme` does but for the style sheet.

    A widget is dressed anew, with all that is in it, each time it is put into another one. So a
    window is made in half the time when its sheet comes last.
    """
    if application.style().name().lower() != "fusion":
        application.setStyle("Fusion")
    wanted = Qt.ColorScheme.Dark if theme.is_dark else Qt.ColorScheme.Light
    hints = application.styleHints()
    # Left alone when it fits already, so that a change of the system's choice is still reported.
    if hints.colorScheme() != wanted:
        hints.setColorScheme(wanted)
    application.setPalette(palette(theme))


def colors_for_styles(theme: Theme) -> dict[str, str]:
    """Return the colours that the style sheet names, those of the theme and those derived."""
    names = ("window", "base", "raised", "text", "muted", "border", "accent", "accent_text")
    more = ("selection", "selection_text", "current_line", "error", "warning", "ok", "info", "link")
    colors = {name: getattr(theme, name) for name in (*names, *more)}
    return colors | {
        "hover": mixed(theme.window, theme.text, 0.07),
        "hover_raised": mixed(theme.raised, theme.text, 0.06),
        "pressed": mixed(theme.window, theme.text, 0.13),
        "checked": mixed(theme.window, theme.accent, 0.12),
        "quiet_border": mixed(theme.border, theme.window, 0.35),
        "strong_border": mixed(theme.border, theme.text, 0.22),
        "accent_hover": mixed(theme.accent, theme.text, 0.14),
        "disabled": disabled_text(theme),
        "handle": mixed(theme.base, theme.text, 0.24),
        "handle_hover": mixed(theme.base, theme.text, 0.40),
        "info_ground": mixed(theme.base, theme.info, 0.10),
        "warning_ground": mixed(theme.base, theme.warning, 0.12),
        "error_ground": mixed(theme.base, theme.error, 0.10),
        "ok_ground": mixed(theme.base, theme.ok, 0.10),
    }


def current_theme() -> Theme:
    """Return the theme that the program shows now, read from its palette."""
    return DARK if QGuiApplication.palette().window().color().lightness() < 128 else LIGHT


def system_theme(application: "QApplication") -> Theme:
    """Return the theme that the desktop asks for, light when it asks for none.

    A choice made earlier through ``apply_theme`` is taken back, so that the desktop's own
    answer is read and its later changes are reported by ``styleHints().colorSchemeChanged``.
    """
    hints = application.styleHints()
    hints.unsetColorScheme()
    return DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT
