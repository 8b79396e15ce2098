"""Placeholders: ``{…}`` that the author still has to replace; where there is none says inline.py.

Templates and folders can name other syntaxes, which are found by a pattern in the prose.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from spec_editor.core.blocks import ParsedText
from spec_editor.core.findings import Span
from spec_editor.core.inline import Token, prose
from spec_editor.core.text import Text

# What looks like a tag may be meant: <Name>.
_LIKE_A_TAG = re.compile(r"</?[A-Za-z]")
_BRACES = re.compile(r"\{[^{}]+\}")
# Tokens that are not shown as they are written, but for an address in angle brackets.
_NOT_SHOWN = re.compile(r"[`$]|\]\(|<(?![A-Za-z][A-Za-z0-9+.-]*:|[^\s<>]+@)")


class Placeholder(NamedTuple):
    """One placeholder: its span, braces included, and what stands between them.

    ``choices`` are the alternatives of ``{A|B|C}``, empty otherwise. Of another syntax than
    ``{…}`` the content is all of it.
    """

    span: Span
    content: str
    choices: tuple[str, ...] = ()
    is_other: bool = False

    def shown(self, length: int) -> str:
        """Return it as it is written, in one line of at most so many characters."""
        content = self.content
        if len(content) > length:
            content = content[: length - 1] + "…"
        return content if self.is_other else f"{{{content}}}"


def placeholders_in(text: Text, found: Iterable[Token]) -> tuple[Placeholder, ...]:
    """Return the placeholders among the tokens of a text."""
    return tuple(
        Placeholder(text.span(start, end), " ".join(content.split()), _choices(content))
        for start, end, content in found
        if content is not None
    )


def all_placeholders(
    text: Text, found: Sequence[Token], syntax: re.Pattern[str] | None
) -> tuple[Placeholder, ...]:
    """Return the placeholders among the tokens of a text, with those of another syntax."""
    braces = placeholders_in(text, found)
    if syntax is None:
        return braces
    hidden = [t for t in found if not _LIKE_A_TAG.match(text.value, t.start)]
    others = other_placeholders(text, prose(text.value, hidden), syntax)
    return tuple(sorted((*braces, *others), key=lambda placeholder: placeholder.span))


class Lookalike(NamedTuple):
    """A stretch of text in braces, as it is written; ``placeholder`` is None where it is none."""

    source: str
    placeholder: Placeholder | None


def in_braces(parsed: ParsedText, found: Sequence[Token]) -> Iterator[Lookalike]:
    """Yield what stands in braces where the text is shown, in the order of the text.

    Who looks for placeholders in the text as it is shown sees all of these, and has to know which
    of them are none: ``\\{escaped}``, a part of a URL.
    """
    text = parsed.text
    code = {text.offset_of_line(first) for first, _ in parsed.code_lines}
    position = 0
    for token in (*found, Token(len(text.value), len(text.value), None)):
        yield from _none(text.value[position : token.start])
        position = token.end
        source = text.value[token.start : token.end]
        if token.content is not None:
            (placeholder,) = placeholders_in(text, (token,))
            yield Lookalike(source, placeholder)
        elif token.start not in code and not _NOT_SHOWN.match(source):
            yield from _none(source)


def _none(text: str) -> Iterator[Lookalike]:
    return (Lookalike(match[0], None) for match in _BRACES.finditer(text))


def other_placeholders(text: Text, prose: str, syntax: re.Pattern[str]) -> tuple[Placeholder, ...]:
    """Return what a pattern finds in the prose of a text."""
    return tuple(
        Placeholder(text.span(*match.span()), " ".join(match[0].split()), is_other=True)
        for match in syntax.finditer(prose)
        if match[0].strip()
    )


def _choices(content: str) -> tuple[str, ...]:
    # In a table the bar between two choices is escaped.
    parts = tuple(" ".join(part.split()) for part in content.replace("\\|", "|").split("|"))
    return parts if len(parts) > 1 and all(parts) else ()
