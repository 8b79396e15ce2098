"""Letters in the styles of mathematics, as the characters that Unicode has for them."""

_UPPER, _LOWER, _DIGIT, _GREEK = 0x41, 0x61, 0x30, 0x3B1
#: Where in Unicode the capital letters, small letters and digits of a style begin (0: has none).
_STYLES = {
    "bold": (0x1D400, 0x1D41A, 0x1D7CE),
    "italic": (0x1D434, 0x1D44E, 0),
    "bold-italic": (0x1D468, 0x1D482, 0),
    "script": (0x1D49C, 0x1D4B6, 0),
    "bold-script": (0x1D4D0, 0x1D4EA, 0),
    "fraktur": (0x1D504, 0x1D51E, 0),
    "double-struck": (0x1D538, 0x1D552, 0x1D7D8),
    "bold-fraktur": (0x1D56C, 0x1D586, 0),
    "sans-serif": (0x1D5A0, 0x1D5BA, 0x1D7E2),
    "bold-sans-serif": (0x1D5D4, 0x1D5EE, 0x1D7EC),
    "sans-serif-italic": (0x1D608, 0x1D622, 0),
    "sans-serif-bold-italic": (0x1D63C, 0x1D656, 0),
    "monospace": (0x1D670, 0x1D68A, 0x1D7F6),
}
#: Where the small Greek letters of a style begin.
_GREEK_STYLES = {"bold": 0x1D6C2, "italic": 0x1D6FC, "bold-italic": 0x1D736}
#: Letters that Unicode had before it had these styles.
_EXCEPTIONS = {
    "italic": {"h": "ℎ"},
    "script": dict(zip("BEFHILMRego", "ℬℰℱℋℐℒℳℛℯℊℴ", strict=True)),
    "fraktur": dict(zip("CHIRZ", "ℭℌℑℜℨ", strict=True)),
    "double-struck": dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True)),
}


def letters(text: str, style: str) -> str:
    """Return a text in a style, such as ``bold`` or ``double-struck``; others stay as they are."""
    if style not in _STYLES:
        return text
    return "".join(_letter(character, style) for character in text)


def _letter(character: str, style: str) -> str:
    known = _EXCEPTIONS.get(style, {}).get(character)
    if known:
        return known
    upper, lower, digit = _STYLES[style]
    point = ord(character)
    if "A" <= character <= "Z":
        return chr(upper + point - _UPPER)
    if "a" <= character <= "z":
        return chr(lower + point - _LOWER)
    if "0" <= character <= "9" and digit:
        return chr(digit + point - _DIGIT)
    if "α" <= character <= "ω" and style in _GREEK_STYLES:
        return chr(_GREEK_STYLES[style] + point - _GREEK)
    return character
