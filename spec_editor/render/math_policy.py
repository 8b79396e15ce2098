"""Which MathML may stand in a page: what formulas need, as Chromium draws it, and nothing else.

No element that holds other things than mathematics, no links, no styles; lengths are bounded, so
that no formula reaches over the rest of the page.
"""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MATH_TAGS = _words(
    """math merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms
    mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none"""
)
MATH_ATTRIBUTES = _words(
    """accent accentunder alttext columnspan depth display displaystyle fence form height largeop
    linethickness lspace mathbackground mathcolor mathsize mathvariant maxsize minsize
    movablelimits rowspan rspace scriptlevel separator stretchy symmetric voffset width"""
)
#: The most that a length may be, in the size of the text.
MAX_EM = 40

_LENGTHS = _words("depth height linethickness lspace mathsize maxsize minsize rspace voffset width")
_LENGTH = re.compile(r"([+-]?\d{0,4}(?:\.\d{1,6})?)(em|ex|px|pt|cm|mm|in|mu|%)?")
#: How many of each unit are as large as the text, roughly.
_UNITS_IN_EM = {"em": 1, "ex": 2, "px": 16, "pt": 12, "cm": 0.4, "mm": 4, "in": 0.17, "mu": 18}
_SPACES = {
    "negativethinmathspace": "-0.167em",
    "negativemediummathspace": "-0.222em",
    "negativethickmathspace": "-0.278em",
    "thinmathspace": "0.167em",
    "mediummathspace": "0.222em",
    "thickmathspace": "0.278em",
}
_COLOR = re.compile(r"#[0-9A-Fa-f]{3,8}|[A-Za-z]{1,30}")
_WORD = re.compile(r"[a-z-]{1,20}|[+-]?\d{1,3}")


def math_value(attribute: str, value: str) -> str | None:
    """Return the value that an attribute of MathML may have, None to drop it."""
    if attribute == "alttext":
        return value
    if attribute in _LENGTHS:
        return _length(_SPACES.get(value, value))
    if attribute in ("mathcolor", "mathbackground"):
        return value if _COLOR.fullmatch(value) else None
    if attribute == "mathvariant":
        return value if value == "normal" else None
    return value if attribute in MATH_ATTRIBUTES and _WORD.fullmatch(value) else None


def _length(value: str) -> str | None:
    match = _LENGTH.fullmatch(value)
    if match is None or not match[1].strip("+-."):
        return None
    number, unit = float(match[1]), match[2] or "px"
    if unit == "%":
        return value if abs(number) <= 100 * MAX_EM else None
    if abs(number) > MAX_EM * _UNITS_IN_EM[unit]:
        return None
    return f"{number / 18:.3f}em" if unit == "mu" else f"{match[1]}{unit}"
