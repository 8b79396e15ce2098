"""Other ways than ``{…}`` to mark what is still to be written.

A syntax is named, or written as a regular expression. Since both documents and expressions come
from other people, an expression may repeat only single characters, and those not too often: such
a search ends in time whatever the text is.
"""

import re
import warnings
from collections.abc import Iterable
from itertools import pairwise
from math import prod

from spec_editor.core.toml_source import suggestion

_ELEMENTS = (
    "a|abbr|address|area|article|aside|audio|b|bdi|bdo|big|blockquote|body|br|button|canvas|"
    "caption|center|cite|code|col|colgroup|data|datalist|dd|del|details|dfn|dialog|div|dl|dt|em|"
    "embed|fieldset|figcaption|figure|font|footer|form|h[1-6]|head|header|hgroup|hr|html|i|iframe|"
    "img|input|ins|kbd|label|legend|li|link|main|map|mark|menu|meta|meter|nav|noscript|object|ol|"
    "optgroup|option|output|p|param|picture|pre|progress|q|rp|rt|ruby|s|samp|script|search|section|"
    "select|slot|small|source|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|template|"
    "textarea|tfoot|th|thead|time|tr|track|tt|u|ul|var|video|wbr"
)
# An element's name with nothing, attributes or “open” and its like behind it.
_TAG = rf"(?i:{_ELEMENTS})(?=[\s/>])(?:\s*/?>|\s[^<>]*=|\s+(?:open|hidden|disabled|checked)\b)"
NAMED = {
    "needs-clarification": r"(?i:\[NEEDS CLARIFICATION\b)(?:(?!\n[ \t>]*\n)[^\]]){0,500}\]",
    "angle": rf"(?<!\w)<(?!{_TAG}|[A-Za-z][A-Za-z0-9+.-]*:)[A-Za-z][^<>@|=\n]{{0,100}}(?<!\s)>",
    "tbd": r"\bTBD\b",
    "todo": r"\bTODO\b(?!\.\w)",
}
_NAME = re.compile(r"[a-z]+(?:-[a-z]+)*")
_PART = re.compile(
    r"""
    (?P<reference>\\[1-9] | \(\?P[<=] | \(\?\()
  | (?P<single>\\. | \[\^?\]?(?:\\.|[^\]\\])*\])
  | (?P<repeat>(?:[*+] | \{(?P<least>\d*)(?P<comma>,?)(?P<most>\d*)\})(?<!\{\})[?+]?)
  | (?P<end>\))
  | (?P<choice>[?|])
  | (?P<start>\((?:\?(?:[a-zA-Z-]*:|[=!>]|<[=!]))?)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
MAX_SYNTAXES = 20
MAX_LENGTH = 200
# So many ways a search may try at one place: the cost of a search grows with the text, not faster.
MAX_WAYS = 12_000
# As often as this a character may be repeated; “*” and “+” are read so.
MOST = 100
_SAMPLE = "word 12-[x] {y} <z>: two\n\n"


class SyntaxesError(ValueError):
    """A placeholder syntax cannot be used; the message says which and why."""


def compile_syntaxes(names: Iterable[str]) -> re.Pattern[str] | None:
    """Return one pattern for all syntaxes, None for none; every match of it has characters.

    Raises:
        SyntaxesError: a name is unknown, or a regular expression wrong or too slow.
    """
    patterns = [_pattern(name) for name in names]
    if len(patterns) > MAX_SYNTAXES:
        raise SyntaxesError(f"these are more than {MAX_SYNTAXES} placeholder syntaxes")
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns)) if patterns else None


def _pattern(name: str) -> str:
    if name in NAMED:
        return NAMED[name]
    if _NAME.fullmatch(name):
        raise SyntaxesError(f"the placeholder syntax “{name}” is unknown{suggestion(name, NAMED)}")
    pattern = _bounded(name)
    try:
        with warnings.catch_warnings():
            # What may mean something else in a later Python is not guessed at.
            warnings.simplefilter("error", FutureWarning)
            compiled = re.compile(f"(?:{pattern})")
    except (re.error, RecursionError, FutureWarning) as error:
        raise _refused(name, f"is wrong: {error}") from error
    if compiled.search("") or any(not match[0] for match in compiled.finditer(_SAMPLE)):
        raise _refused(name, "matches where there is nothing")
    return pattern


def _refused(name: str, reason: str) -> SyntaxesError:
    shown = name if len(name) <= 60 else f"{name[:60]}…"
    return SyntaxesError(f"the regular expression “{shown}” {reason}")


def _bounded(name: str) -> str:
    """Return a regular expression whose repetitions have an end."""
    if len(name) > MAX_LENGTH:
        raise _refused(name, f"is too long; at most {MAX_LENGTH} characters are read")
    parts = list(_PART.finditer(name))
    # The named groups inside of a repetition end after it began.
    kinds = ["repeat" if part["repeat"] else part.lastgroup or "" for part in parts]
    if "reference" in kinds:
        raise _refused(name, "must not name groups or refer to them")
    if ("end", "repeat") in pairwise(kinds):
        raise _refused(name, "repeats a group, which can take very long; repeat characters only")
    if prod(_ways(name, part) for part in parts) > MAX_WAYS:
        raise _refused(name, "leaves too much open; repeat less, or at most a few times: {0,3}")
    return "".join(_with_end(name, part) for part in parts)


def _bounds(name: str, part: re.Match[str]) -> tuple[int, int]:
    """Return how often a repetition repeats, at least and at most."""
    if part["repeat"][0] in "*+":
        return int(part["repeat"][0] == "+"), MOST
    least = int(part["least"] or 0)
    most = int(part["most"] or (MOST if part["comma"] else least))
    if max(least, most) > MOST:
        raise _refused(name, f"repeats more than {MOST} times")
    return least, most


def _ways(name: str, part: re.Match[str]) -> int:
    """Return how many ways a part of an expression leaves open."""
    if not part["repeat"]:
        return 2 if part["choice"] else 1
    least, most = _bounds(name, part)
    return max(most - least + 1, 1)


def _with_end(name: str, part: re.Match[str]) -> str:
    """Return a part of an expression; a repetition without an end gets one."""
    written = part[0]
    if not part["repeat"]:
        return written
    suffix = written[-1] if len(written) > 1 and written[-1] in "?+" else ""
    least, most = _bounds(name, part)
    return f"{{{least},{most}}}{suffix}"
