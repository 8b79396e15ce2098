"""Words and numbers that window and exports show alike."""

import unicodedata
from datetime import datetime


def percent(completeness: float) -> int:
    """Return 0.0-1.0 as whole percent, rounded down so that only the finished shows 100."""
    return int(completeness * 100 + 1e-9)


def day_text(time: float) -> str:
    """Return the day of a time in seconds since 1970, as it is here: "2026-05-04".

    Empty for 0 and for what is no time.
    """
    try:
        return datetime.fromtimestamp(time).date().isoformat() if time > 0 else ""
    except (ValueError, OverflowError, OSError):
        return ""


def unmasked(text: str) -> str:
    """Return a text in one line with each character that cannot be seen, or turns others round,
    named instead: "a\\u202eb" is "a⟨U+202E⟩b"."""
    return "".join(
        f"⟨U+{ord(character):04X}⟩"
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")
        else character
        for character in text
    )
