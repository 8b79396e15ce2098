"""What GitHub shows beyond cmark's HTML: alerts, formulas and emoji, block by block.

The structure of a block is cmark's; only what is named here is added to it. The result is cleaned
like everything else: nothing that is written here is trusted.
"""

from spec_editor.core.blocks import encodable
from spec_editor.core.text import Text
from spec_editor.render import alerts, emoji, formulas, unknown
from spec_editor.render.markup import joined, pieces


def reads_source(html: str) -> bool:
    """Say whether what a block shows depends on more of its source than its HTML tells."""
    return formulas.is_candidate(html) or alerts.is_candidate(html)


def with_additions(html: str, source: str, mark: str) -> str:
    """Return a block's HTML with what is to be added.

    Its source positions count from the first line of ``source`` as 1; ``mark`` stands before the
    names of classes of ours. Without a source there are no formulas.
    """
    has_formulas = bool(source) and formulas.is_candidate(html)
    has_alerts = alerts.is_candidate(html)
    has_unknown = unknown.is_candidate(html)
    has_emoji = emoji.is_candidate(html)
    if not (has_formulas or has_alerts or has_unknown or has_emoji):
        return html
    parts = pieces(html)
    if parts is None:
        return html
    text = Text(encodable(source))
    if has_unknown:
        parts = unknown.without_unknown(parts)
    if has_formulas:
        parts = formulas.with_formulas(parts, text, mark)
    if has_alerts:
        parts = alerts.with_alerts(parts, text, mark)
    if has_emoji:
        parts = emoji.with_emoji_outside_code(parts)
    return joined(parts)
