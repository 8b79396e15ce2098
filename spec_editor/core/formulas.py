r"""What a formula is: ``$…$``, ``$$…$$`` and a dollar with a code span (``$`…`$``).

The rules are GitHub's: no space behind the opening dollar nor before the closing one, and no
letter, digit or brace behind that, so that prices and variables of a shell are none. ``$…$`` stands
on one line; a formula ends with its paragraph. A dollar after a backslash is a dollar.
"""

import re
from typing import Literal, NamedTuple

_CHARACTER = r"(?:\\[^\n]|[^$\\\n])"

#: A formula, for the verbose patterns it is a part of; nothing is captured.
PATTERN = rf"""(?:
    \$\$(?!\$)(?:\\.|[^\\])*?\$\$
  | (?<![0-9A-Za-z_\\$])\$`[^`\n]{{1,1000}}`\$(?![0-9A-Za-z_{{])
  | (?<![0-9A-Za-z_\\$])\$(?=[^\s`$]){_CHARACTER}{{1,1000}}(?<=\S)\$(?![0-9A-Za-z_{{])
)"""

FORMULA = re.compile(PATTERN, re.VERBOSE | re.DOTALL)


class Formula(NamedTuple):
    """What stands between the dollars, and whether it has a line of its own."""

    source: str
    display: Literal["inline", "block"]


def formula_of(text: str) -> Formula | None:
    """Return the formula that a text with its dollars is; None when there is nothing in it."""
    if text.startswith("$$"):
        source, display = text[2:-2], True
    else:
        source, display = text.removeprefix("$`").removesuffix("`$").strip("$"), False
    source = source.strip()
    return Formula(source, "block" if display else "inline") if source else None
