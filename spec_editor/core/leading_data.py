"""Which lines at the beginning of a text are data, not Markdown."""

import re

# GitHub shows the lines between the first two of “---” as data, not as text.
# Between two rules at the beginning a key comes first, after comments and blank lines.
_FRONT_MATTER = re.compile(
    r"---[ \t]*\n(?:[ \t]*(?:#(?!#)[^\n]*)?\n){0,20}?(?:[\w\"'][^\n:]{0,100}:(?:[ \t][^\n]*)?\n"
    r"(?:[^\n]*\n){0,200}?)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)"
)


def front_matter_lines(text: str) -> int:
    """Return how many lines at the beginning are data, not text."""
    match = _FRONT_MATTER.match(text)
    return match[0].count("\n") if match else 0


def without_front_matter(text: str) -> str:
    """Return a text in which the lines of data are empty, so that all others keep their places."""
    match = _FRONT_MATTER.match(text)
    return "\n" * match[0].count("\n") + text[match.end() :] if match else text
