"""Placeholders: ``{…}`` that the author still has to replace; where there is none says inline.py.

Templates and folders can name other syntaxes, which are found by a pattern in the prose.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from spec_editor.core.blocks import ParsedText
from spec_editor.core.findings import Span
from spec_editor.core.inline import Token, tokens
from spec_editor.core.text import Text


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


def find_placeholders(parsed: ParsedText) -> tuple[Placeholder, ...]:
    """Return the placeholders of a document in the order of the text."""
    return placeholders_in(parsed.text, tokens(parsed.text, parsed.blocks, parsed.code_lines))


def placeholders_in(text: Text, found: Iterable[Token]) -> tuple[Placeholder, ...]:
    """Return the placeholders among the tokens of a text."""
    return tuple(
        Placeholder(text.span(start, end), " ".join(content.split()), _choices(content))
        for start, end, content in found
        if content is not None
    )


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
