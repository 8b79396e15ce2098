"""A section's text as it is compared with the template's."""

import re

# What stands between sections, and what the author says about one, is no text of it.
_SEPARATOR = re.compile(r"(?:\A|\n[ \t]*\n) {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}\s*\Z")
_REMARK = re.compile(r"(?ms)^ {0,3}<!--\s*spec:.*?-->[ \t]*(?:\n|\Z)(?:[ \t]*(?:\n|\Z))?")
_BLANK_LINES = re.compile(r"\A(?:[ \t]*\n)+|\s+\Z")


def comparable(source: str) -> str:
    """Return the Markdown under a heading without blank lines and separators round it.

    Comments to this program (``<!-- spec: … -->``) are left out as well.
    """
    text = _REMARK.sub("", source)
    while (shorter := _SEPARATOR.sub("", text)) != text:
        text = shorter
    return _BLANK_LINES.sub("", text)
