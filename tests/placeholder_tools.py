"""What the tests of placeholders share."""

from spec_editor.core.blocks import ParsedText
from spec_editor.core.inline import tokens
from spec_editor.core.placeholders import Placeholder, placeholders_in


def find_placeholders(parsed: ParsedText) -> tuple[Placeholder, ...]:
    """Return the placeholders of a whole document in the order of the text."""
    return placeholders_in(parsed.text, tokens(parsed.text, parsed.blocks, parsed.code_lines))
