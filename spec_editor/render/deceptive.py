"""Makes characters visible that are meant not to be seen: a text that reads otherwise than it is.

Some characters turn round the order of those behind them, so that a line of code or a file's name
shows other words than it holds. Heaps of accents cover the lines above. Both are kept in the text;
what they do ends at their own mark.
"""

import re

_TURNING = "\u202a-\u202e\u2066-\u2069"
_ACCENTS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u1ab0-\u1aff"
    "\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
_SUSPECT = re.compile(f"[{_TURNING}{_ACCENTS}]")
# Vietnamese has two accents on a letter, marked Hebrew or Arabic up to four.
_FOUND = re.compile(f"(?P<turning>[{_TURNING}])|[^<>\\s{_ACCENTS}]?(?P<heap>[{_ACCENTS}]{{6,}})")
_TAG = re.compile(r"(<[^<>]*>)")


def mark_deceptive(html: str, mark: str) -> str:
    """Return a block in which characters that deceive are marked; nothing inside tags changes."""
    if not _SUSPECT.search(html):
        return html

    def put(match: re.Match[str]) -> str:
        if match["turning"]:
            name = f"U+{ord(match['turning']):04X}"
            return f'<span class="{mark}turning" title="{name}">{match["turning"]}</span>'
        return f'<span class="{mark}heap" title="Many accents on one letter">{match[0]}</span>'

    parts = _TAG.split(html)
    parts[::2] = (_FOUND.sub(put, text) for text in parts[::2])
    return "".join(parts)
