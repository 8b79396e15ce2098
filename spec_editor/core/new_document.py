"""A new specification is the template's text under a title of its own."""

import re

from spec_editor.core.blocks import parse
from spec_editor.core.edits import TextEdit, apply_edits

_SIGNIFICANT = re.compile(r"([\\`*_\[\]<>#&~|])")
_ESCAPED = r"\\\1"


def with_title(text: str, title: str) -> str:
    """Return a template's text with the document's title, its first level-1 heading, replaced.

    Raises:
        ValueError: the title is empty or has more than one line.
    """
    title = title.strip()
    if not title or "\n" in title or "\r" in title:
        raise ValueError("The title must be one line of text.")
    parsed = parse(text)
    heading = next((h for h in parsed.headings if h.block and h.level == 1), None)
    if heading is None:
        return f"{_heading(title)}\n\n{text}"
    start = parsed.text.offset_of_line(heading.line)
    end = parsed.text.offset_of_line(heading.last_line + 1)
    return apply_edits(text, [TextEdit(start, end, f"{_heading(title)}\n")])


def _heading(title: str) -> str:
    """Return a heading that shows the title as it was given, were it full of Markdown."""
    plain = f"# {title}"
    headings = parse(plain).headings
    if headings and headings[0].title == " ".join(title.split()):
        return plain
    return f"# {_SIGNIFICANT.sub(_ESCAPED, title)}"
