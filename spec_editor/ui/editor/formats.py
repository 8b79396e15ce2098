"""How each kind of run looks in the editor, by theme."""

from PySide6.QtGui import QColor, QFont, QTextCharFormat, QTextFormat

from spec_editor.ui.theme import Theme, mixed

CHIP_PROPERTY = QTextFormat.Property.UserProperty.value + 1
"""Set on formats whose background the editor paints as a rounded chip."""

_BOLD = QFont.Weight.Bold


def text_formats(theme: Theme) -> dict[str, QTextCharFormat]:
    """Return the format of every kind of run that the scanners name."""
    formats = {
        "heading": _format(theme.heading, weight=_BOLD),
        "strong": _format(theme.emphasis, weight=_BOLD),
        "emphasis": _format(theme.emphasis, italic=True),
        "strike": _format(theme.muted, strike=True),
        "code": _format(theme.code, background=theme.code_background),
        "fence": _format(theme.markup),
        "code_block": _format(mixed(theme.text, theme.base, 0.08)),
        "link": _format(theme.link),
        "link_target": _format(theme.muted),
        "quote": _format(theme.quote),
        "comment": _format(theme.comment, italic=True),
        "html": _format(theme.comment),
        "markup": _format(theme.markup),
        "marker": _format(theme.accent, weight=_BOLD),
        "table_head": _format(theme.text, weight=_BOLD),
        "placeholder": _format(theme.placeholder),
        "code_comment": _format(theme.comment, italic=True),
        "code_keyword": _format(theme.accent),
        "code_name": _format(theme.heading),
        "code_string": _format(theme.ok),
        "code_number": _format(theme.code),
    }
    formats["placeholder"].setProperty(CHIP_PROPERTY, True)
    formats["placeholder"].setFontWeight(QFont.Weight.Normal)
    return formats


def _format(
    color: str,
    *,
    weight: QFont.Weight | None = None,
    italic: bool = False,
    strike: bool = False,
    background: str = "",
) -> QTextCharFormat:
    """Return one format; what is not named is left to the runs below it."""
    result = QTextCharFormat()
    result.setForeground(QColor(color))
    if weight is not None:
        result.setFontWeight(weight)
    if italic:
        result.setFontItalic(True)
    if strike:
        result.setFontStrikeOut(True)
    if background:
        result.setBackground(QColor(background))
    return result
