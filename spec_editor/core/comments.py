"""What authors say about a section and about rules, in comments ``<!-- spec: … -->``.

They are invisible wherever the document is published.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from spec_editor.core.findings import Severity, Span
from spec_editor.core.inline import Token
from spec_editor.core.text import Text

# Only what begins as it is written is found fast.
_BEGINNING = re.compile(r"<!--\s*(?i:spec)\s*:")
_COMMENT = re.compile(r"<!--\s*spec\s*:(?P<words>.*?)-->", re.DOTALL | re.IGNORECASE)
_LEADING = re.compile(r"(?:\s*<!--.*?-->)*", re.DOTALL)
_SWITCH = re.compile(r"(off|error|warning|info)\s+([^\s,]+)", re.IGNORECASE)
_NOT_APPLICABLE = re.compile(r"n/a\s*:\s*(\S.*)", re.IGNORECASE)
_CONFIRMED = "confirmed"


class Comment(NamedTuple):
    """One comment of the author: its words in one line, and its 0-based offsets in the passage.

    ``leads`` says that between it and the heading there are at most other comments.
    """

    words: str
    start: int
    end: int
    leads: bool

    @property
    def confirms(self) -> bool:
        """Whether it says that the example text applies as it stands."""
        return self.words.casefold() == _CONFIRMED

    @property
    def reason(self) -> str | None:
        """Why nothing has to stand here; without a reason nobody can approve it."""
        found = _NOT_APPLICABLE.fullmatch(self.words)
        return found[1] if found else None

    @property
    def is_about_the_section(self) -> bool:
        """Whether it says, or tries to say, something about the section that it stands in."""
        return self.words.casefold().startswith((_CONFIRMED, "n/a"))


class Switch(NamedTuple):
    """The author's word about a rule: ``severity`` is None where it is switched off."""

    rule: str
    severity: Severity | None
    span: Span


def may_have_comments(value: str) -> bool:
    """Say whether there may be comments to us in a text; costs far less than to find them."""
    return "<!--" in value and _BEGINNING.search(value) is not None


def comments(text: Text, heading_last_line: int, found: Iterable[Token]) -> Iterator[Comment]:
    """Yield the comments to us in a passage; ``found`` are its tokens."""
    below = text.offset_of_line(heading_last_line + 1)
    leading = _LEADING.match(text.value, below)
    end = leading.end() if leading and heading_last_line else 0
    for token in found:
        if match := _COMMENT.fullmatch(text.value, token.start, token.end):
            words = " ".join(match["words"].split())
            yield Comment(words, *match.span(), below <= match.start() < end)


def switch_of(text: Text, comment: Comment) -> Switch | None:
    """Return what a comment says about a rule, None when it says nothing of one."""
    found = _SWITCH.fullmatch(comment.words)
    if found is None:
        return None
    word = found[1].casefold()
    severity = None if word == "off" else Severity(word)
    return Switch(found[2], severity, text.span(comment.start, comment.end))


def about_section(found: Iterable[Comment]) -> Comment | None:
    """Return the comment that says something of the section: the first that can be read."""
    leading = [each for each in found if each.leads and each.is_about_the_section]
    return next((each for each in leading if each.confirms or each.reason), (*leading, None)[0])
