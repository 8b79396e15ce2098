"""Titles as they are compared: what two authors write differently and mean alike is one."""

import re
import unicodedata
from functools import lru_cache

# What stands in a heading's place for a number, and for anything.
_HOLE = re.compile(r"\{[^{}]*\}")
_DIGITS = r"(?:\d+|\{n\})"
# “3.2 Scope”, “3) Scope”, “§ 3 Scope”, “Section 3: Scope”, “A.1 Scope”, “IV. Scope”, “(a) Scope”
_NUMBERING = re.compile(
    rf"""\A
    (?:
        (?:§+\s*|(?i:section|chapter)\s+)?
        (?:(?:{_DIGITS}\.)*{_DIGITS} | [A-Z](?:\.{_DIGITS})+)[.):]?
      | (?:[A-Z]|[IVX]+)[.)]
      | \((?:{_DIGITS}|[A-Za-z]|[ivxIVX]+)\)
    )
    \s+(?:[-:]\s+)?(?=\S)
    """,
    re.VERBOSE,
)
_AND = re.compile(r"\s*&\s*")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | dict.fromkeys("‘’ʼ", "'"))


@lru_cache(20_000)
def normal_title(title: str) -> str:
    """Return a title for comparing.

    Case, numbering (“3.2 Scope”), surplus spaces, a colon at the end, the kind of dash, and
    whether “and” is written “&” make no difference.
    """
    # Of letters that look alike but are composed otherwise one form is kept.
    plain = " ".join(unicodedata.normalize("NFKC", title).translate(_DASHES).split())
    plain = _AND.sub(" and ", _NUMBERING.sub("", plain, count=1))
    return plain.casefold().rstrip(" :").lstrip()


def repeat_pattern(pattern: str) -> re.Pattern[str]:
    """Return what a normal title must match; ``{n}`` is a number, ``{…}`` anything."""
    parts = []
    position = 0
    normal = normal_title(pattern)
    for hole in _HOLE.finditer(normal):
        parts.append(re.escape(normal[position : hole.start()]))
        parts.append(r"\d+" if hole[0] == "{n}" else r".+")
        position = hole.end()
    parts.append(re.escape(normal[position:]))
    return re.compile("".join(parts))
