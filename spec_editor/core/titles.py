"""Titles as they are compared: what two authors write differently and mean alike is one."""

import re
import unicodedata
from functools import lru_cache

# What stands in a heading's place for a number, and for anything.
_HOLE = re.compile(r"\{[^{}]*\}")
_NUMBER_HOLE = "{n}"
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
# What may stand before and behind a number: “FR-001: Name”, “FR001 - Name”, “FR 1. Name”.
_JOINT = re.compile(r"(?<=[^\W\d_])[-_. ]$")
_SEPARATOR = re.compile(r"\A(?: ?: ?| ?- | ?\) ?|\.? )")
_ANY_JOINT = "[-_. ]?"
_ANY_SEPARATOR = r"(?: ?: ?| ?- | ?\) ?|\.? )"
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
    if numbering := _NUMBERING.match(plain):
        plain = plain[numbering.end() :]
    if "&" in plain:
        plain = _AND.sub(" and ", plain)
    return plain.casefold().rstrip(" :").lstrip()


def repeat_pattern(pattern: str) -> re.Pattern[str]:
    """Return what a normal title must match; ``{n}`` is a number, ``{…}`` anything.

    What joins a number to the word before it, and what parts it from the name behind it, may be
    written otherwise.
    """
    normal = normal_title(pattern)
    words, holes = _HOLE.split(normal), [*_HOLE.findall(normal), ""]
    parts = []
    before = ""
    for word, hole in zip(words, holes, strict=True):
        separated = _SEPARATOR.match(word) if before == _NUMBER_HOLE else None
        joined = _JOINT.search(word) if hole == _NUMBER_HOLE else None
        start = separated.end() if separated else 0
        end = max(joined.start() if joined else len(word), start)
        parts += [
            _ANY_SEPARATOR if separated else "",
            re.escape(word[start:end]),
            _ANY_JOINT if joined and end < len(word) else re.escape(word[end:]),
            _in_hole(hole),
        ]
        before = hole
    return re.compile("".join(parts))


def _in_hole(hole: str) -> str:
    if hole == _NUMBER_HOLE:
        return r"\d+"
    return ".+" if hole else ""
